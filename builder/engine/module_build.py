"""The pipeline on one page. Read this first.

    module.md ─ parse ─ check ─ select(edition) ─┬─ html ─ PDF ──────────────► handout ─ places ┐
                                                 ├─ outline ─ Deck ─ fit ─ PPTX ─► slides ─ places ┤
                                                 └─ html ─ PDF ◄──────────────── guide ◄───────────┘

Every step is a function of what it is given; what is wrong goes to `Problems`. The steps up to `check` stand
in reading.py; nothing here writes. `ModuleBuild` holds the finished steps of one module, so that an edition that refers to
another finds it laid out already. The heavy libraries are imported where their step runs: `check` needs none of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from builder.core.frozen import dataclass, replace
from builder.core.problems import Code, Problems
from builder.core.source import Span
from builder.model.course import Paper
from builder.model.module import BlockNode, Module, Reference, walk
from builder.model.outputs import Imprint, PageIndex, RenderedFile, Variant
from builder.model.rules import NONE, Rules
from builder.theme.theme import Theme
from builder.transform.books import book_page_index, id_in_book
from builder.transform.editions import EDITIONS
from builder.transform.selection import select

if TYPE_CHECKING:
    from builder.slides.brand.brand import Brand
    from builder.slides.deck.deck import Deck
    from builder.slides.deck.layouts import Layouts
    from builder.writers.pages.guide.plan import SlidePictures
    from builder.writers.pdf.write import LaidOut


GUIDE_PICTURE = 640
"""Width of a slide's picture in the guide, px: 66 mm at 246 dpi."""


@dataclass(frozen=True)
class DeckAndPictures:
    """What was laid out for one edition and serves another, perhaps in another process: the deck, and its pictures."""

    deck: Deck
    pictures: SlidePictures | None


@dataclass(frozen=True)
class Chapter:
    """A module of a book: its slides as PDF (b"": not made), and where its blocks stand in its own editions."""

    module: Module
    imprint: Imprint
    slides: bytes = field(repr=False)
    places: dict[str, dict[str, int]]


@dataclass
class ModuleBuild:
    """One module under one theme, and the steps done for it so far. `paper` is the course's: page references are to it.

    `cache` is a folder for fontconfig; `rules` are those that the course asks for; `pageless` lays out slides without
    pages, for `check`; `minutes` is the length of the session that the module was cut to; `known` has the places of
    editions that were made before, `carried` the deck that was laid out with them, `chapters` the modules of a book.
    `settled`: how pages that were asked for came to be set; `pages`: all that were laid out, in each way that was tried.
    """

    module: Module
    theme: Theme
    imprint: Imprint
    paper: Paper
    problems: Problems
    cache: Path | None = None
    rules: Rules = NONE
    pageless: bool = False
    minutes: int | None = None
    known: dict[str, dict[str, int]] = field(default_factory=dict)
    carried: DeckAndPictures | None = None
    chapters: tuple[Chapter, ...] = ()
    kept: bytes = b""
    settled: dict[tuple[str, Variant], Variant] = field(default_factory=dict)
    pages: dict[tuple[str, Variant], LaidOut] = field(default_factory=dict)
    selected: dict[str, Module] = field(default_factory=dict)

    def render(self, edition: str, form: str, variant: Variant) -> RenderedFile:
        """Return one finished file. Raises KeyError for an edition or format that is not in the table of editions."""
        match EDITIONS[edition].format(form).writer:
            case "page":
                return self.page(edition, variant)
            case "phone":
                from builder.writers.pages.phone import write_phone

                imprint, places = self.imprint_of(edition), self.page_index(edition)
                return write_phone(self.selection(edition), self.theme, variant, imprint, places, self.problems)
            case "slides_pptx":
                return self.pptx
            case "slides_pdf":
                return self.slides_pdf
            case "slides_share":
                return self.share(variant)
            case "questions":
                return self.questions

    def selection(self, edition: str) -> Module:
        """Return what an edition shows of the module."""
        if edition not in self.selected:
            self.selected[edition] = select(self.module, EDITIONS[edition])
        return self.selected[edition]

    def text_hash(self, edition: str) -> str:
        """Return the hash of what an edition shows: words, pictures and sources, wherever in the source they stand."""
        chosen = self.selection(edition)
        digest = hashlib.sha256(repr((chosen.meta, chosen.body, chosen.works, chosen.terms, chosen.needed)).encode())
        for name in sorted(chosen.assets):
            digest.update(name.encode() + b"\0" + chosen.assets[name].data)
        return digest.hexdigest()

    def imprint_of(self, edition: str) -> Imprint:
        """Return where an edition comes from. Its source hash is of what it shows alone, so that it tells nothing else."""
        return replace(self.imprint, source_hash=self.text_hash(edition))

    @property
    def address(self) -> str:
        """The address of the module's page in the catalogue, "" when the course has none."""
        return self.imprint.address(self.module.lang, self.module.id)

    def check(self) -> None:
        """Find what only laying out shows: characters without a font, slides that are too full. No file is made."""
        self.check_labels()
        self.check_glyphs()
        self.check_paper()
        _ = self.deck, self.questions

    def check_labels(self) -> None:
        """Find out whether our own words can be printed in the module's language."""
        lang = self.module.lang
        if lang not in self.theme.labels and lang.split("-")[0] not in self.theme.labels:
            message = f"our own words are not translated into `{lang}`; English is printed"
            self.problems.add(
                Code.MISSING_LABEL, message, Span(self.module.path), "copy themes/base/labels/en.yml and translate it"
            )

    def check_glyphs(self) -> None:
        """Find characters that no bundled font has."""
        from builder.writers.shared.fonts import report_missing_glyphs

        report_missing_glyphs(self.module, self.theme, self.problems)

    def check_paper(self) -> None:
        """Find what paper has no room or too few dots for, by counting: nothing is laid out."""
        from builder.writers.pages.pictures import report_small_pictures
        from builder.writers.pages.tables import report_wide_tables

        report_small_pictures(self.module, self.problems)
        report_wide_tables(self.module, self.problems)

    # ── pages ─────────────────────────────────────────────────────────────────────────────────────────────

    def page(self, edition: str, variant: Variant) -> RenderedFile:
        """Return a printed edition."""
        return self._page(edition, variant).written

    def places(self, edition: str, variant: Variant) -> dict[str, int]:
        """Return where the blocks of an edition stand. Pages are laid out for it, but no file is written."""
        if EDITIONS[edition].page:
            return self._page(edition, variant).places
        return self.render(edition, EDITIONS[edition].endings[0], variant).places

    def _page(self, edition: str, variant: Variant) -> LaidOut:
        from builder.writers.pages.layout_choice import choose_layout

        key = (edition, variant)
        if key not in self.settled:
            chosen = self.selection(edition)
            self.settled[key] = choose_layout(
                edition, variant, chosen, self.theme, partial(self._count, edition), self.problems
            )
        return self.laid_out(edition, self.settled[key])

    def _count(self, edition: str, variant: Variant) -> int:
        return self.laid_out(edition, variant).count

    def laid_out(self, edition: str, variant: Variant) -> LaidOut:
        """Return a printed edition set exactly so."""
        from builder.writers.pages.html import page_assets
        from builder.writers.pdf.write import lay_out

        key, layout = (edition, variant), EDITIONS[edition].page
        if layout is None:
            raise KeyError(edition)
        self.check_paper()
        if key not in self.pages:
            slides = self.pictures if layout.slides else None
            self.pages[key] = lay_out(
                self.html(edition, variant),
                page_assets(self.selection(edition), self.theme, slides, self.address, large=variant.large),
                self.theme,
                self.problems,
                variant=layout.pdf_variant,
                grey=variant.grey,
                forms=layout.forms,
                cache=self.cache,
            )
        return self.pages[key]

    def html(self, edition: str, variant: Variant) -> str:
        """Return the page that a printed edition is made from."""
        from builder.writers.pages.html import page_html

        chosen, imprint, layout = self.selection(edition), self.imprint_of(edition), EDITIONS[edition].page
        slides = self.pictures if layout and layout.slides else None
        variant = self.settled.get((edition, variant), variant)
        return page_html(chosen, EDITIONS[edition], self.theme, variant, imprint, self.page_index(edition), slides)

    def page_index(self, edition: str) -> PageIndex:
        """Return where blocks stand in the editions that this one may refer to: always on the course's own paper."""
        places: dict[str, dict[str, int]] = {}
        if self.chapters:
            bound = book_page_index((chapter.module, PageIndex(chapter.places)) for chapter in self.chapters).places
            return PageIndex({name: bound[name] for name in self.needed(edition) if name in bound}, self.paper)
        for name in self.needed(edition):
            if name in self.known:
                places[name] = self.known[name]
            elif self.selection(name).body:
                places[name] = self.places(name, Variant(self.paper, minutes=self.minutes))
        return PageIndex(places, self.paper)

    def needed(self, edition: str) -> list[str]:
        """Return the editions that this one names pages of: what its own lines say, and what its author refers to."""
        body = self.selection(edition).body
        asked = {node.edition for node in walk(*body) if isinstance(node, Reference)} | EDITIONS[edition].names
        lower = (name for name, found in EDITIONS.items() if found.rank < EDITIONS[edition].rank)
        return [name for name in lower if name in asked]

    # ── slides ────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def generated(self) -> tuple[bytes, Layouts]:
        """The theme as a PowerPoint file without slides, and its layouts, read back from the file."""
        from builder.slides.template.layout_cache import cached_template

        return cached_template(self.theme, self.module.lang)

    @cached_property
    def brand(self) -> Brand | None:
        """The organization's own PowerPoint template, when the theme names one that can be used."""
        file = self.theme.template
        if file is None:
            return None
        from builder.slides.brand.brand import make_brand

        return make_brand(file, self.theme, self.module.lang, self.generated[1], self.problems)

    @property
    def template(self) -> bytes:
        """The PowerPoint file that slides are written into."""
        return self.brand.data if self.brand else self.generated[0]

    @property
    def layouts(self) -> Layouts:
        """The template's layouts. A check, which writes no deck, takes them as they were `kept`."""
        from builder.slides.template.layout_cache import layouts_from_json

        known = layouts_from_json(self.kept) if self.kept and self.pageless and self.theme.template is None else None
        return known or (self.brand.layouts if self.brand else self.generated[1])

    @property
    def layouts_text(self) -> bytes:
        """The layouts made of the theme as text to keep, b"" when none were made."""
        from builder.slides.template.layout_cache import layouts_to_json

        return layouts_to_json(self.generated[1]) if "generated" in self.__dict__ else b""

    @property
    def slide_theme(self) -> Theme:
        """The theme, with the fonts that the template is set in."""
        return self.brand.theme if self.brand else self.theme

    @cached_property
    def deck(self) -> Deck:
        """The deck, laid out and fitted."""
        if self.carried:
            return self.carried.deck
        from builder.slides.deck.claims import report_claims
        from builder.slides.fit.fit import fit
        from builder.slides.outline.outline import outline

        chosen, imprint = self.selection("slides"), self.imprint_of("slides")
        page_index = self.unpaged if self.pageless else self.page_index("slides")
        drawn = outline(chosen, self.slide_theme, self.layouts, imprint, page_index, self.problems)
        fitted = fit(drawn, self.layouts, self.slide_theme, self.problems)
        report_claims(fitted, chosen, self.rules, self.problems)
        if self.brand:
            self.brand.report(fitted, self.problems)
        return fitted

    def carry(self, *, pictures: bool) -> DeckAndPictures:
        """Return what the slides to share need of the deck, and the guide, for which there are `pictures`."""
        return DeckAndPictures(self.deck, self.pictures if pictures else None)

    @property
    def unpaged(self) -> PageIndex:
        """Page numbers of two digits for every block: enough for `check` to fit slides without laying out pages."""
        pages = {node.id: 10 for node in walk(*self.module.body) if isinstance(node, BlockNode)}
        return PageIndex(dict.fromkeys(self.needed("slides"), pages))

    @cached_property
    def pptx(self) -> RenderedFile:
        """The deck as a PowerPoint file."""
        from builder.writers.pptx.write import write_pptx

        return write_pptx(self.deck, self.layouts, self.template, self.imprint_of("slides"), theme=self.slide_theme)

    @cached_property
    def questions(self) -> RenderedFile:
        """The questions for a learning platform's question bank."""
        from builder.writers.questions.gift import write_gift

        return write_gift(self.selection("questions"), self.theme, self.imprint_of("questions"), self.problems)

    @cached_property
    def slides_pdf(self) -> RenderedFile:
        """The deck as a PDF, one page a slide."""
        from builder.writers.slides_pdf.write import write_slides_pdf

        return write_slides_pdf(self.deck, self.layouts, self.slide_theme, self.imprint_of("slides"), self.problems)

    @cached_property
    def shared(self) -> Deck:
        """The deck as participants may keep it: made of what they may see alone, numbered as the room saw it."""
        from builder.slides.deck.share import participant_deck
        from builder.slides.fit.fit import fit
        from builder.slides.outline.outline import outline

        chosen, imprint, heard = self.selection("slides-share"), self.imprint_of("slides-share"), Problems()
        drawn = outline(chosen, self.slide_theme, self.layouts, imprint, self.page_index("slides-share"), heard)
        return participant_deck(self.deck, fit(drawn, self.layouts, self.slide_theme, heard))

    def share(self, variant: Variant) -> RenderedFile:
        """Return the slides to share: a page a slide, or several a page with lines to write on."""
        from builder.writers.slides_pdf.write import write_slides_handout, write_slides_pdf

        imprint = self.imprint_of("slides-share")
        if variant.up:
            return write_slides_handout(self.shared, self.layouts, self.slide_theme, variant, imprint, self.problems)
        return write_slides_pdf(self.shared, self.layouts, self.slide_theme, imprint, self.problems)

    @cached_property
    def pictures(self) -> SlidePictures:
        """The slides as the guide shows them."""
        if self.carried and self.carried.pictures is not None:
            return self.carried.pictures
        if self.chapters:
            return tuple(picture for chapter in self.chapters for picture in self._pictures_of(chapter))
        from builder.writers.pages.guide.plan import SlidePicture
        from builder.writers.slides_pdf.write import slide_pngs

        pngs = slide_pngs(self.slides_pdf.data, GUIDE_PICTURE)
        return tuple(
            SlidePicture(
                number=number,
                title="".join(run.text for run in slide.title),
                ids=slide.ids,
                follows=slide.part > 1 or slide.answers,
                png=png,
                hidden=slide.hidden,
            )
            for number, (slide, png) in enumerate(zip(self.deck.slides, pngs, strict=True), 1)
        )

    def _pictures_of(self, chapter: Chapter) -> SlidePictures:
        """Return the slides of a module of a book, from its file where there is one."""
        module, known = chapter.module, dict(chapter.places)
        bench = ModuleBuild(module, self.theme, chapter.imprint, self.paper, Problems(), self.cache, known=known)
        if chapter.slides:
            bench.slides_pdf = RenderedFile(chapter.slides, {}, len(bench.deck.slides))
        return tuple(
            replace(picture, deck=module.id, ids=tuple(id_in_book(module, ident) for ident in picture.ids))
            for picture in bench.pictures
        )
