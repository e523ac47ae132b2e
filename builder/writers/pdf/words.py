"""Restore in marked content what layout changed of the text: spaces removed at line ends, and hyphens added.

A tagged file must separate words by characters, not by position (ISO 32000-1:2008, 14.8.2.5), and distinguish a hyphen
of the layout from one of the author (14.8.2.2.3).
"""

from __future__ import annotations

import re
from typing import Any

from builder.writers.pdf.structure import Element, Mark

_BREAKS = "-/\u2010\u2013\u2014\u200b"
"""Characters after which a line may break without a space."""


class SourceText:
    """Compares the text boxes of the pages, in order, with the text of their elements in the HTML."""

    def __init__(self) -> None:
        self.sources: dict[
            Element, tuple[str, int]
        ] = {}  # element → its own text, and the index up to which boxes were met

    def mark(self, box: Any, page: int, mcid: int) -> Mark:  # a TextBox of WeasyPrint's, which is untyped
        """Return a text box as the marked content `mcid` of `page` (from 0)."""
        mark, hyphen = Mark(page, mcid, box.text), box.style["hyphenate_character"]
        if box.text.endswith(hyphen) and not self._advance(box, box.text):
            mark.actual, mark.gap = box.text[: -len(hyphen)] + "\u00ad", False
            self._advance(box, mark.actual[:-1])
            return mark
        mark.gap = self._ends_word(box)
        return mark

    def _advance(self, box: Any, text: str) -> bool:
        """Return whether `text` comes next in the text of the box's element; if so, go on behind it."""
        if "::" in box.element_tag:
            return False
        source, start = self.sources.get(box.element) or (_own_text(box.element), 0)
        at = source.find(text, start)
        self.sources[box.element] = (source, start if at < 0 else at + len(text))
        return at >= 0

    def _ends_word(self, box: Any) -> bool:
        """Return whether the text of a box is followed by a space in the HTML, should its line end there."""
        if self._advance(box, box.text):
            source, place = self.sources[box.element]
            follows = source[place : place + 1]
            if follows not in {"", "\0"}:
                return follows == " "
        return box.text[-1] not in _BREAKS


def _own_text(element: Element) -> str:
    """Return the text directly in an element, with a NUL in place of each child."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return "\0".join(re.sub(r"\s+", " ", piece) for piece in pieces)
