"""Finds words that are printed over others on the pages of a PDF."""

from __future__ import annotations

from itertools import combinations

import pypdfium2

_WIDE, _HIGH = 1.5, 0.45
"""How far two pieces of text overlap before they count as one on the other: pt across, and the share of the lower one's height."""

Piece = tuple[float, float, float, float]


def collisions(data: bytes) -> list[str]:
    """Return the pieces of text that lie on others, each pair with its page, from 1."""
    found: list[str] = []
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            pieces = [text.get_rect(n) for n in range(text.count_rects())]
            found += (
                f"page {number}: “{text.get_text_bounded(*one)}” and “{text.get_text_bounded(*other)}”"
                for one, other in combinations(pieces, 2)
                if _collide(one, other)
            )
    return found


def _collide(one: Piece, other: Piece) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > _WIDE and high > _HIGH * min(one[3] - one[1], other[3] - other[1])
