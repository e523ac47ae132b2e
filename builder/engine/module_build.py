"""The build of one module: which steps of the pipeline each edition needs, and the results of those already done.

An edition that refers to the pages of another finds it laid out already. The steps themselves are functions of build.py
and of the writers.
"""

from __future__ import annotations

from dataclasses import field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from builder.build import (
    SlideTemplate,
    lay_out_deck,
    lay_out_pages,
    make_slide_template,
    selection_hash,
    slide_pictures,
)
from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.engine.printed_texts import printed_texts
from builder.model.course import Paper
from builder.model.module import Module, Reference, walk
from builder.model.outputs import Imprint, PageIndex, RenderedFile, Variant
from builder.model.rules import NONE, Rules
from builder.theme.folder import themes_folder
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS
from builder.transform.selection import select

if TYPE_CHECKING:
    from builder.slides.deck.deck import Deck
    from builder.writers.pages.guide.script import SlidePictures
    from builder.writers.pdf.write import PdfLayout

Places = dict[str, dict[str, int]]
"""The page or slide of each block, by its id, in each edition, by its name."""


@dataclass(frozen=True)
class DeckAndPictures:
    """A fitted deck, and the pictures of its slides when the guide needs them. It can be sent to another process."""

    deck: Deck
    pictures: SlidePictures | None


@dataclass(frozen=True)
class ModuleInputs:
    """All that the build of one module is made from.

    `paper` is the course's: page references are to editions on it. `rules` are the course's rules for slides.
    `minutes` is the length that the module was cut to, None for the whole module. `cache` is the folder for fontconfig's
    files and slide layouts. `known_places` has the places in editions that were made before, and `finished_deck` the
    deck that was laid out for the slides, so that neither is made again.
    """

    module: Module
    theme: Theme
    imprint: Imprint
    paper: Paper
    cache: Path | None = None
    rules: Rules = NONE
    minutes: int | None = None
    known_places: Places = field(default_factory=dict)
    finished_deck: DeckAndPictures | None = None


class ModuleBuild:
    """The build of one module under one theme. Each step is done when its result is first asked for, and only once.

    `laid_out` has all pages that were laid out, by edition and exact variant. `exact_variants` maps an edition and the
    variant that was asked for to the exact one, which says also what only laying out decides: type size and contents.
    Everything found wrong is added to `problems`.
    """

    def __init__(self, inputs: ModuleInputs, problems: Problems) -> None:
        """Take the inputs. Nothing is done yet."""
        self.inputs = inputs
        self.problems = problems
        self.module = inputs.module
        self.theme = inputs.theme
        self.laid_out: dict[tuple[str, Variant], PdfLayout] = {}
        self.exact_variants: dict[tuple[str, Variant], Variant] = {}
        self._selections: dict[str, Module] = {}

    def render(self, edition: str, form: str, variant: Variant) -> RenderedFile:
        """Return one finished file. Raises KeyError for an edition or format that is not in the table of editions."""
        match EDITIONS[edition].format(form).writer:
            case "page":
                return self.page(edition, variant)
            case "phone":
                from builder.writers.pages.phone import write_phone

                imprint, places = self.imprint_of(edition), self.page_index(edition)
                return write_phone(self.selection(edition), self.theme, variant, imprint, places, self.problems)
            case "docx":
                from builder.writers.docx.write import write_docx

                row, imprint = EDITIONS[edition], self.imprint_of(edition)
                return write_docx(self.selection(edition), row, self.theme, variant, imprint, self.page_index(edition))
            case "slides_pptx":
                return self.pptx
            case "slides_pdf":
                return self.slides_pdf
            case "slides_share":
                return self.slides_to_share(variant)
            case "questions":
                return self.questions

    def places(self, edition: str, variant: Variant) -> dict[str, int]:
        """Return the page or slide of each block of an edition. Its pages are laid out for that, but not written."""
        if EDITIONS[edition].page:
            return self._pages(edition, variant).places
        return self.render(edition, EDITIONS[edition].endings[0], variant).places

    def selection(self, edition: str) -> Module:
        """Return what an edition shows of the module."""
        if edition not in self._selections:
            self._selections[edition] = select(self.module, EDITIONS[edition])
        return self._selections[edition]

    def text_hash(self, edition: str) -> str:
        """Return the hash of what an edition shows."""
        return selection_hash(self.selection(edition))

    def imprint_of(self, edition: str) -> Imprint:
        """Return where an edition comes from. Its source hash is of what it shows alone, so that it reveals nothing else."""
        return replace(self.inputs.imprint, source_hash=self.text_hash(edition))

    # ── checks ────────────────────────────────────────────────────────────────────────────────────────────

    def check(self) -> None:
        """Report what only laying out shows: characters without a font, slides that are too full. No file is made."""
        self.check_text()
        self.check_paper()
        _ = self.deck, self.questions

    def check_text(self) -> None:
        """Report words of ours that are not translated into the module's language, and characters that no font has."""
        from builder.slides.fit.glyphs import report_missing_glyphs

        lang = self.module.lang
        missing, total = self.theme.untranslated(lang), len(self.theme.labels["en"])
        if missing:
            some = "our own words" if len(missing) == total else f"{len(missing)} of our own {total} words"
            named = "" if len(missing) == total else f", such as `{missing[0]}`"
            message = f"{some} are not translated into `{lang}`{named}; English is printed"
            hint = (
                f"translate {themes_folder() / 'base' / 'labels' / 'en.yml'} to themes/labels/{lang}.yml in the course"
            )
            self.problems.add(ProblemCode.MISSING_LABEL, message, Span(self.module.path), hint)
        report_missing_glyphs(printed_texts(self.module), self.theme.fonts, self.problems, self.module.path)

    def check_paper(self) -> None:
        """Report pictures with too few pixels and tables that are too wide for paper. Nothing is laid out for it."""
        from builder.writers.pages.picture_places import report_small_words
        from builder.writers.pages.pictures import report_small_pictures
        from builder.writers.pages.tables import report_wide_tables

        report_small_pictures(self.module, self.problems)
        report_small_words(self.module, self.problems)
        report_wide_tables(self.module, self.problems)

    # ── pages ─────────────────────────────────────────────────────────────────────────────────────────────

    def page(self, edition: str, variant: Variant) -> RenderedFile:
        """Return a printed edition as a PDF."""
        file = self._pages(edition, replace(variant, imposition="")).file
        if not variant.imposition:
            return file
        from builder.core.bidi import direction
        from builder.writers.pdf.imposition import impose
        from builder.writers.shared.labels import Labels

        lang = self.module.lang
        name, rtl = Labels(self.theme, lang)(f"imposition-{variant.imposition}"), direction(lang) == "rtl"
        data, count = impose(file.data, variant.imposition, name, rtl=rtl)
        return RenderedFile(data, file.places, count)

    def html(self, edition: str, variant: Variant) -> str:
        """Return the HTML of a printed edition; in its exact variant, when its pages were laid out before."""
        from builder.writers.pages.html import page_html

        row, variant = EDITIONS[edition], self.exact_variants.get((edition, variant), variant)
        selection, imprint, places = self.selection(edition), self.imprint_of(edition), self.page_index(edition)
        return page_html(selection, row, self.theme, variant, imprint, places, self._pictures_for(edition))

    def _pages(self, edition: str, variant: Variant) -> PdfLayout:
        """Return a printed edition laid out, in the exact variant that the one asked for comes to."""
        from builder.writers.pages.layout_choice import choose_layout
        from builder.writers.pdf.patches.speed.text.line_memory import remember_lines

        key = (edition, variant)
        if key not in self.exact_variants:
            lay_out, selection = partial(self._lay_out, edition), self.selection(edition)
            with remember_lines():
                exact = choose_layout(edition, variant, selection, self.theme, lay_out, self.problems)
            self.exact_variants[key] = exact
        return self._lay_out(edition, self.exact_variants[key])

    def _lay_out(self, edition: str, variant: Variant) -> PdfLayout:
        """Return a printed edition laid out in an exact variant. Raises KeyError for an edition without pages."""
        key, layout = (edition, variant), EDITIONS[edition].page
        if layout is None:
            raise KeyError(edition)
        self.check_paper()
        if key not in self.laid_out:
            slides, address = self._pictures_for(edition), self.inputs.imprint.address(self.module.lang, self.module.id)
            html, selection = self.html(edition, variant), self.selection(edition)
            self.laid_out[key] = lay_out_pages(
                html, selection, layout, self.theme, variant, slides, address, self.problems, self.inputs.cache
            )
        return self.laid_out[key]

    def _pictures_for(self, edition: str) -> SlidePictures | None:
        layout = EDITIONS[edition].page
        return self.pictures if layout and layout.slides else None

    # ── references between editions ───────────────────────────────────────────────────────────────────────

    def page_index(self, edition: str) -> PageIndex:
        """Return where blocks stand in the editions that this one may refer to: always on the course's own paper."""
        places: Places = {}
        plain = Variant(self.inputs.paper, minutes=self.inputs.minutes)
        for name in self.editions_named(edition):
            if name in self.inputs.known_places:
                places[name] = self.inputs.known_places[name]
            elif self.selection(name).body:
                places[name] = self.places(name, plain)
        return PageIndex(places, self.inputs.paper)

    def editions_named(self, edition: str) -> list[str]:
        """Return the editions whose pages this one names: in its own lines, or in references that its author wrote."""
        row, body = EDITIONS[edition], self.selection(edition).body
        named = {node.edition for node in walk(*body) if isinstance(node, Reference)} | row.names
        return [name for name, other in EDITIONS.items() if other.rank < row.rank and name in named]

    # ── slides ────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def template(self) -> SlideTemplate:
        """The PowerPoint file that slides are written into, with its layouts."""
        return make_slide_template(self.theme, self.module.lang, self.problems)

    def slide_page_index(self) -> PageIndex:
        """Return where blocks stand in the editions that slides refer to."""
        return self.page_index("slides")

    @cached_property
    def deck(self) -> Deck:
        """The deck, laid out and fitted."""
        if self.inputs.finished_deck:
            return self.inputs.finished_deck.deck
        from builder.slides.deck.claims import report_claims
        from builder.slides.deck.pictures import report_small_words

        selection, imprint, places = self.selection("slides"), self.imprint_of("slides"), self.slide_page_index()
        fitted = lay_out_deck(selection, self.template, imprint, places, self.problems)
        deck = self._titled(self._with_progress(fitted), "slides")
        report_claims(deck, selection, self.inputs.rules, self.problems)
        report_small_words(deck, self.template.layouts, self.theme.tokens.slides.floor.source, self.problems)
        if self.template.brand:
            self.template.brand.report(deck, self.problems)
        return deck

    @cached_property
    def pptx(self) -> RenderedFile:
        """The deck as a PowerPoint file."""
        from builder.slides.record.made import Origin
        from builder.writers.pptx.write import write_pptx

        template, imprint, module = self.template, self.imprint_of("slides"), self.module
        minutes = str(self.inputs.minutes or "")
        origin = Origin(module.id, module.meta.version, "slides", module.lang, minutes, source=imprint.source_hash)
        return write_pptx(self.deck, template.layouts, template.file, imprint, theme=template.theme, origin=origin)

    @cached_property
    def slides_pdf(self) -> RenderedFile:
        """The deck as a PDF, one page a slide."""
        from builder.writers.slides_pdf.write import write_slides_pdf

        template, imprint = self.template, self.imprint_of("slides")
        return write_slides_pdf(self.deck, template.layouts, template.theme, imprint, self.problems)

    @cached_property
    def deck_to_share(self) -> Deck:
        """The deck for participants: made only from what they may see, with the slide numbers that were shown in the room."""
        from builder.slides.deck.share import participant_deck

        selection, imprint, repeated = self.selection("slides-share"), self.imprint_of("slides-share"), Problems()
        # What is wrong on these slides is wrong on the whole deck's too, and was reported there.
        own = lay_out_deck(selection, self.template, imprint, self.page_index("slides-share"), repeated)
        shared = self._with_progress(participant_deck(self.deck, own))
        return self._titled(shared, "slides-share")

    def _with_progress(self, deck: Deck) -> Deck:
        """Return a deck with the line of progress where the theme asks for it; an organization's template has a foot of its own."""
        from builder.slides.decorate.progress import with_progress

        wanted = self.theme.tokens.slides.progress and self.template.brand is None
        return with_progress(deck, self.template.layouts) if wanted else deck

    def _titled(self, deck: Deck, edition: str) -> Deck:
        """Return a deck whose title names its edition, as printed editions' titles do: open files are told apart by it."""
        from builder.writers.pages.fact_lines import FactLines
        from builder.writers.shared.labels import Labels

        labels, variant = Labels(self.theme, self.module.lang), Variant(minutes=self.inputs.minutes)
        kicker = FactLines(labels, self.inputs.imprint, variant, edition).kicker(self.module.meta)
        return replace(deck, title=f"{self.module.meta.title} · {kicker}")

    def slides_to_share(self, variant: Variant) -> RenderedFile:
        """Return the slides for participants: one slide a page, or several a page with lines to write on."""
        from builder.writers.slides_pdf.write import write_slides_handout, write_slides_pdf

        deck, template, imprint = self.deck_to_share, self.template, self.imprint_of("slides-share")
        if variant.up:
            return write_slides_handout(deck, template.layouts, template.theme, variant, imprint, self.problems)
        return write_slides_pdf(deck, template.layouts, template.theme, imprint, self.problems)

    @cached_property
    def pictures(self) -> SlidePictures:
        """The slides as the guide shows them."""
        if self.inputs.finished_deck and self.inputs.finished_deck.pictures is not None:
            return self.inputs.finished_deck.pictures
        return slide_pictures(self.deck, self.slides_pdf.data)

    def deck_and_pictures(self, *, pictures: bool) -> DeckAndPictures:
        """Return what slides to share and the guide are made from; the guide alone needs `pictures`."""
        return DeckAndPictures(self.deck, self.pictures if pictures else None)

    # ── questions ─────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def questions(self) -> RenderedFile:
        """The questions for a learning platform's question bank, in GIFT format."""
        from builder.writers.questions.gift import write_gift

        return write_gift(self.selection("questions"), self.theme, self.imprint_of("questions"), self.problems)
