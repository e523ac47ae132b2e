"""The pipeline on one page: the steps from a module's source to its files, in order. Read this first.

    module.md ─ read_module ─┬─ select ─ page_html ─ lay_out_pages ────────────► handout, workbook, … (PDF) ─► places
      │ read                 ├─ select ─ lay_out_deck ─┬─ write_pptx ──────────► slides (PPTX) ──────────────► places
      │ parse                │   │ outline             ├─ write_slides_pdf ────► slides (PDF)
      │ load assets          │   └ fit, decorate       └─ slide_pictures ──────► guide, beside its page_html
      └ check                └─ select ─ write_gift ───────────────────────────► questions (GIFT)

Every step is a function: it returns its result, adds what is wrong to `Problems`, and writes no file. Between reading and
`select`, `cut` (transform/lengths.py) can shorten a module to some minutes. Places are the pages or slides on which blocks
stand; other editions name them in references. Which steps an edition needs, and which are finished, is known to
engine/module_build.py. Steps import the heavy libraries themselves, because `check` must start without them.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from builder.check import check
from builder.core.disk.folder import Folder
from builder.core.disk.names import fault_of_folder, shown
from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, Span
from builder.model.course import Course
from builder.model.module import Module, TranslatedFrom
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.parse.assets.load import load_assets
from builder.parse.changelog import changelog_path, read_releases
from builder.parse.course import read_source
from builder.parse.lines.texts import Rewrite
from builder.parse.links import link_lines
from builder.parse.markdown import ParseContext, parse
from builder.parse.prerequisites import module_title, prerequisite_titles
from builder.parse.uses import earlier_use
from builder.theme.theme import Theme
from builder.transform.editions import PageLayout
from builder.translation.course import read_catalog, report_unsafe_blocks, required_blocks
from builder.translation.module import SourceModule, translate_module
from builder.translation.po import po_path
from builder.translation.titles import given_titles
from builder.translation.use import Use

if TYPE_CHECKING:
    from builder.slides.brand.brand import Brand
    from builder.slides.deck.deck import Deck
    from builder.slides.deck.layouts import Layouts
    from builder.slides.template.package import Package
    from builder.writers.pages.guide.script import SlidePictures
    from builder.writers.pdf.write import PdfLayout

SLIDE_PICTURE_WIDTH = 800
"""Width of a slide's picture in the guide, px: 85 mm at 239 dpi."""


def read_module(
    folder: Folder, course: Course, name: str, problems: Problems, given: Source | None = None
) -> Module | None:
    """Return the module in modules/<name>: parsed, with its pictures, and checked; None when it cannot be read.

    `given` is read in place of its module.md, to see what a change would make of it.
    """
    if fault := fault_of_folder(name, course.modules):
        at, hint = Span(f"modules/{shown(name)}/module.md"), "rename the folder: letters, digits and hyphens"
        problems.add(ProblemCode.UNUSABLE_NAME, f"the name of this module's folder {fault}", at, hint)
        return None
    source = given or read_source(folder, f"modules/{name}/module.md", problems)
    if given:
        problems.add_source(given)
    if source is None:
        return None
    written = course.origin or course
    module = load_assets(_parsed(source, name, folder, written, problems), folder, problems)
    module = replace(module, history=read_releases(folder, name, module.lang))
    check(module, problems, written.rules(name))
    if course.origin:
        module = _translated(source, module, name, folder, course, problems)
    if module.meta.agenda is None:
        module = replace(module, meta=module.meta.model_copy(update={"agenda": course.file.agenda}))
    return replace(
        module, needed=prerequisite_titles(folder, course, module.meta.prerequisites, given_titles(folder, course))
    )


def _parsed(
    source: Source, name: str, folder: Folder, course: Course, problems: Problems, rewrite: Rewrite | None = None
) -> Module:
    """Return the module in a source, without its pictures; with other words where `rewrite` gives them."""
    file, titles = course.file, given_titles(folder, course)
    context = ParseContext(
        file.lang,
        file.license,
        course.shared,
        course.local,
        course.works,
        course.terms,
        partial(module_title, folder, course, titles=titles),
        link_lines(folder, name, problems),
        partial(earlier_use, folder, course, name, titles=titles),
        rewrite,
    )
    return parse(source, name, context, problems)


def _translated(
    source: Source, module: Module, name: str, folder: Folder, course: Course, problems: Problems
) -> Module:
    """Return a module in the language of the course, which is a translation; that of the source when it has another of its own."""
    written = course.origin or course
    if module.lang != written.file.lang:
        return module
    lang = course.file.lang
    use = Use(read_catalog(folder, lang, name, problems), po_path(lang, name), written.file.lang, problems)

    def read_again(text: Source, rewrite: Rewrite, found: Problems) -> Module:
        return _parsed(text, name, folder, course, found, rewrite)

    found = translate_module(SourceModule(source, module, problems, read_again), course, use)
    if found.history:
        found = replace(found, history=read_releases(folder, name, lang, use.rewrite(changelog_path(name))))
    use.report(required_blocks(written))
    report_unsafe_blocks(module, course, problems)
    reviewed = use.catalog.reviewed if use.catalog else ""
    return replace(found, translation=TranslatedFrom(written.file.lang, use.percent(), reviewed))


def imprint_of(module: Module, course: Course, epoch: date | None = None) -> Imprint:
    """Return where the outputs of a module come from. Dates are the module's own, else `epoch`, never the clock's."""
    return Imprint(
        course=course.file.title,
        course_version=course.file.version,
        number=course.number(module.folder),
        draft_notice=_draft_notice(module, course),
        license=module.meta.license,
        url=course.file.url,
        contacts=course.file.contacts,
        date=module.meta.reviewed or module.meta.checked or epoch,
        citations=course.file.citations,
        safeguards=course.file.safeguards,
        guide=course.file.guide,
    )


def _draft_notice(module: Module, course: Course) -> str:
    """Return what says that a module, or its translation, was reviewed by nobody; "" where both were."""
    of_module = "" if module.meta.reviewed else course.file.draft_notice
    made = module.translation
    return " ".join(filter(None, (of_module, course.translation_notice if made and not made.reviewed else "")))


def selection_hash(selection: Module) -> str:
    """Return the hash of what an edition shows (words, pictures, sources), wherever in the source it stands."""
    shown = (selection.meta, selection.body, selection.works, selection.terms, selection.needed)
    digest = hashlib.sha256(repr(shown).encode())
    for name in sorted(selection.assets):
        digest.update(name.encode() + b"\0" + selection.assets[name].data)
    return digest.hexdigest()


def lay_out_pages(
    html: str, selection: Module, layout: PageLayout, theme: Theme, variant: Variant, slides: SlidePictures | None,
    address: str, problems: Problems, cache: Path | None,
) -> PdfLayout:  # fmt: skip
    """Return the pages of a printed edition. `address` is its web page, "" for none; `cache` is fontconfig's folder."""
    from builder.writers.pages.pictures import page_assets
    from builder.writers.pdf.write import lay_out

    assets = page_assets(selection, theme, slides, address, large=variant.large)
    how, grey = layout.pdf_variant, variant.grey
    return lay_out(html, assets, theme, problems, variant=how, grey=grey, forms=layout.forms, cache=cache)


@dataclass(frozen=True)
class SlideTemplate:
    """The PowerPoint file that slides are written into, its layouts, and the theme with the fonts that it uses.

    `brand` is the organization's own template, None when the theme names none that can be used.
    `file` is b"" where layouts were taken from the cache to check slides only.
    """

    layouts: Layouts
    theme: Theme
    file: Package | bytes = b""
    brand: Brand | None = None


def make_slide_template(theme: Theme, lang: str, problems: Problems) -> SlideTemplate:
    """Return a theme's template for slides in a language: generated, or made from the organization's own file."""
    from builder.slides.template.layout_cache import cached_template

    package, layouts = cached_template(theme, lang)
    if theme.template is not None:
        from builder.slides.brand.brand import make_brand

        brand = make_brand(theme.template, theme, lang, layouts, problems)
        if brand is not None:
            return SlideTemplate(brand.layouts, brand.theme, brand.data, brand)
    return SlideTemplate(layouts, theme, package)


def lay_out_deck(
    selection: Module, template: SlideTemplate, imprint: Imprint, places: PageIndex, problems: Problems
) -> Deck:
    """Return the deck of what an edition shows: outlined as slides, each text measured and fitted to its placeholder."""
    from builder.slides.decorate.decorate import decorate
    from builder.slides.fit.fit import fit
    from builder.slides.outline.outline import outline

    drawn = outline(selection, template.theme, template.layouts, imprint, places, problems)
    return decorate(fit(drawn, template.layouts, template.theme, problems), template.layouts)


def slide_pictures(deck: Deck, pdf: bytes) -> SlidePictures:
    """Return the slides as the guide shows them, drawn from the deck's PDF."""
    from builder.writers.pages.guide.script import SlidePicture
    from builder.writers.slides_pdf.write import slide_pngs

    pngs = slide_pngs(pdf, SLIDE_PICTURE_WIDTH)
    pictures = []
    for number, (slide, png) in enumerate(zip(deck.slides, pngs, strict=True), 1):
        title, follows = "".join(run.text for run in slide.title), slide.part > 1 or slide.answers
        pictures.append(SlidePicture(number, title, slide.ids, follows, png, slide.hidden))
    return tuple(pictures)
