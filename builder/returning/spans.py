"""Words and signs of texts, and what differs between two texts word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from builder.core.typography import straight_quotes

_TOKEN = re.compile(r"\w+|[^\w\s]")


def token_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return where the words and signs of a text stand, or of a part of it."""
    return [found.span() for found in _TOKEN.finditer(text, start, len(text) if end is None else end)]


def hunks(old: str, new: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield what differs between two texts as ranges of their tokens."""
    before, after = ([straight_quotes(text[a:b]) for a, b in token_spans(text)] for text in (old, new))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield i1, i2, j1, j2
