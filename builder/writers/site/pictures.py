"""Pictures for the catalogue: first pages and slides of finished PDFs, small, as WebP."""

from __future__ import annotations

import io
from dataclasses import dataclass

LIMIT = 25_000
"""Bytes that no picture may be larger than: a phone on a bad line loads two for each module that comes into view."""

_QUALITIES = (82, 72, 60, 45, 30, 15)


@dataclass(frozen=True)
class PageImage:
    """One WebP, its size in px, and the title that the PDF's outline gives the page, "" = none."""

    data: bytes
    width: int
    height: int
    title: str = ""


def page_pictures(pdf: bytes, width: int, most: int | None = None) -> tuple[PageImage, ...]:
    """Return the pages of a PDF as pictures `width` px wide, the first `most` of them (None = all)."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document) if most is None else min(most, len(document))
        titles = _titles(document)
        return tuple(_page_image(document[n], width, titles.get(n, "")) for n in range(count))
    finally:
        document.close()


def _titles(document: object) -> dict[int, str]:
    """Return the first title of each page that the document's outline names, by the page's place from 0."""
    found: dict[int, str] = {}
    for mark in document.get_toc():  # type: ignore[attr-defined]  # pypdfium2 is untyped
        target = mark.get_dest()
        if target is not None:
            found.setdefault(target.get_index(), str(mark.get_title()).strip())
    return found


def _page_image(page: object, width: int, title: str) -> PageImage:
    """Draw a page, then encode it at the best quality that keeps to LIMIT."""
    image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")  # type: ignore[attr-defined]  # pypdfium2 is untyped
    data = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, format="WEBP", quality=quality, method=4)
        data = out.getvalue()
        if len(data) <= LIMIT:
            break
    return PageImage(data, image.width, image.height, title)
