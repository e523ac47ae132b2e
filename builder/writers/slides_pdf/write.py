"""The deck as PDF, a page a slide or several on paper, tagged for screen readers; and its pages as pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from builder.core.problems import Problems
from builder.model.outputs import Imprint, RenderedFile, Variant
from builder.slides.deck.deck import Deck
from builder.slides.deck.layouts import Layouts
from builder.theme.theme import Theme
from builder.writers.pdf.write import write_pdf
from builder.writers.shared.styles import grey_page
from builder.writers.slides_pdf.handout import handout_pages
from builder.writers.slides_pdf.html import slides_html, slides_pages

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["contact_sheet", "slide_pngs", "slides_html", "write_slides_handout", "write_slides_pdf"]

PICTURE_WIDTH = 960
"""Width in px: 220 dpi where the guide shows a slide at a third of the page's width, and sharp enough to judge layouts."""


def write_slides_pdf(deck: Deck, layouts: Layouts, theme: Theme, imprint: Imprint, problems: Problems) -> RenderedFile:
    """Return the deck as PDF/UA-1, with the number of the slide on which each block is first shown."""
    pages = slides_pages(deck, layouts, theme, imprint)
    made = write_pdf(pages.html, pages.assets, theme, problems)
    return RenderedFile(made.data, _places(deck), made.count)


def write_slides_handout(
    deck: Deck, layouts: Layouts, theme: Theme, variant: Variant, imprint: Imprint, problems: Problems
) -> RenderedFile:
    """Return the deck on paper, `variant.up` slides a page with lines to write on, with the slide number of each block."""
    pages = handout_pages(deck, layouts, theme, variant, imprint)
    html = grey_page(pages.html) if variant.grey else pages.html
    made = write_pdf(html, pages.assets, theme, problems, grey=variant.grey)
    return RenderedFile(made.data, _places(deck), made.count)


def _places(deck: Deck) -> dict[str, int]:
    """Return the printed number of the slide on which each block is first shown, by block id."""
    places: dict[str, int] = {}
    for number, slide in enumerate(deck.slides, 1):
        for ident in slide.ids:
            places.setdefault(ident, slide.number or number)
    return places


def slide_pngs(pdf: bytes, width: int = PICTURE_WIDTH) -> list[bytes]:
    """Return each page of a PDF as a PNG `width` px wide."""
    return [_png(image) for image in _images(pdf, width)]


def contact_sheet(pngs: Sequence[bytes], columns: int = 3, width: int = 640) -> bytes:
    """Return slides as one PNG in rows, each `width` px wide, for reviewing a whole deck."""
    from PIL import Image

    gap = 12
    slides = [Image.open(io.BytesIO(png)).convert("RGB") for png in pngs]
    if not slides:
        return _png(Image.new("RGB", (gap, gap)))
    height = round(width * slides[0].height / slides[0].width)
    rows = -(-len(slides) // columns)
    sheet = Image.new("RGB", (gap + columns * (width + gap), gap + rows * (height + gap)), (136, 136, 136))
    for n, slide in enumerate(slides):
        place = gap + n % columns * (width + gap), gap + n // columns * (height + gap)
        sheet.paste(slide.resize((width, height), Image.Resampling.LANCZOS), place)
    return _png(sheet)


def _images(pdf: bytes, width: int) -> list[Image]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=width / page.get_width()).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def _png(image: Image) -> bytes:
    out = io.BytesIO()
    image.save(
        out, format="PNG", compress_level=3
    )  # for flat colors level 3 is smaller than zlib's default 6 and takes two thirds of the time
    return out.getvalue()
