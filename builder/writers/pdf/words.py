"""What a line's piece of text says. Layout takes spaces away at the ends of lines, and adds hyphens: here both are mended.

A tagged file must separate words by characters, not by where they stand (ISO 32000-1:2008, 14.8.2.5), and tell a hyphen
of the layout from one of the author's (14.8.2.2.3).
"""

from __future__ import annotations

import re
from typing import Any

from builder.writers.pdf.structure import Element, Mark

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_BREAKS = "-/\u2010\u2013\u2014\u200b"
"""Characters after which a line may break where no space was."""


class Words:
    """Reads the pieces of a page's text in order, beside what their elements say in the HTML."""

    def __init__(self) -> None:
        self.sources: dict[Element, tuple[str, int]] = {}  # an element's own text, and how much of it was read

    def mark(self, box: Any, page: int, mcid: int) -> Mark:  # a TextBox of WeasyPrint's, which is untyped
        """Return a piece of text as marked content."""
        mark, hyphen = Mark(page, mcid, box.text), box.style["hyphenate_character"]
        if box.text.endswith(hyphen) and not self._reads(box, box.text):
            mark.actual, mark.gap = box.text[: -len(hyphen)] + "\u00ad", False
            self._reads(box, mark.actual[:-1])
            return mark
        mark.gap = self._ends_a_word(box)
        if _RIGHT_TO_LEFT.search(box.text):
            mark.actual = box.text  # shapes of joined scripts are shared by letters: the font's own table may be wrong
        return mark

    def _reads(self, box: Any, text: str) -> bool:
        """Say whether a piece of text comes next in what its element says, and read on behind it."""
        if "::" in box.element_tag:
            return False
        source, start = self.sources.get(box.element) or (_own_text(box.element), 0)
        at = source.find(text, start)
        self.sources[box.element] = (source, start if at < 0 else at + len(text))
        return at >= 0

    def _ends_a_word(self, box: Any) -> bool:
        """Say whether a space follows a piece of text if its line ends there."""
        if self._reads(box, box.text):
            source, place = self.sources[box.element]
            follows = source[place : place + 1]
            if follows not in {"", "\0"}:
                return follows == " "
        return box.text[-1] not in _BREAKS


def _own_text(element: Element) -> str:
    """Return the text that stands in an element itself; what its children say is a NUL."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return "\0".join(re.sub(r"\s+", " ", piece) for piece in pieces)
