"""The pipeline on one page: the steps from a module's source to its files, in order. Read this first.

    module.md ─ read_module ─┬─ select ─ page_html ─ lay_out_pages ────────────► handout, workbook, … (PDF) ─► places
      │ read                 ├─ select ─ lay_out_deck ─┬─ write_pptx ──────────► slides (PPTX) ──────────────► places
      │ parse                │   │ outline             ├─ write_slides_pdf ────► slides (PDF)
      │ load assets          │   └ fit, decorate       └─ slide_pictures ──────► guide, beside its page_html
      └ check                └─ select ─ write_gift ───────────────────────────► questions (GIFT)

Every step is a function: it returns its result, adds what is wrong to `Problems`, and writes no file. Between reading and
`select`, `cut` (transform/lengths.py) can shorten a module to some minutes. Places are the pages or slides on which blocks
stand; other editions name them in references. Which steps an edition needs, and which are finished, is known to
engine/module_build.py. Steps import the heavy libraries themselves, because `check` must start without them, and
`read_module` what reads, which workers do without.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.problems import Problems
from builder.core.source import Source
from builder.model.course import Course
from builder.model.module import Module
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.theme.theme import Theme
from builder.transform.editions import PageLayout

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
    from builder.read import read_and_check

    return read_and_check(folder, course, name, problems, given)


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
