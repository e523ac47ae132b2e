"""Renders pages of finished PDFs as small WebP pictures for the catalogue."""

from __future__ import annotations

import io
from dataclasses import dataclass

LIMIT = 25_000
"""The most bytes of a picture: a phone on a slow connection loads two for each module that comes into view."""

_QUALITIES = (82, 72, 60, 45, 30, 15)


@dataclass(frozen=True)
class PageImage:
    """One WebP picture, its size in px, and the page's title in the PDF's outline ("" without one)."""

    data: bytes
    width: int
    height: int
    title: str = ""


def page_pictures(pdf: bytes, width: int, most: int | None = None) -> tuple[PageImage, ...]:
    """Return the first `most` pages of a PDF (None: all) as pictures `width` px wide."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document) if most is None else min(most, len(document))
        titles = _titles(document)
        return tuple(_page_image(document[n], width, titles.get(n, "")) for n in range(count))
    finally:
        document.close()


def _titles(document: object) -> dict[int, str]:
    """Return the first outline title of each page, by page index from 0."""
    found: dict[int, str] = {}
    for mark in document.get_toc():  # type: ignore[attr-defined]  # pypdfium2 is untyped
        target = mark.get_dest()
        if target is not None:
            found.setdefault(target.get_index(), str(mark.get_title()).strip())
    return found


def _page_image(page: object, width: int, title: str) -> PageImage:
    """Render a page and encode it at the best quality that stays within LIMIT."""
    image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")  # type: ignore[attr-defined]  # pypdfium2 is untyped
    data = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, format="WEBP", quality=quality, method=4)
        data = out.getvalue()
        if len(data) <= LIMIT:
            break
    return PageImage(data, image.width, image.height, title)
