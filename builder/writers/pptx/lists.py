"""Numbered lists in a text box: where each begins."""

from __future__ import annotations

from collections.abc import Sequence

from builder.slides.deck.deck import SlideLine
from builder.slides.deck.numbering import NUMBERINGS


def list_starts(lines: Sequence[SlideLine]) -> list[int]:
    """Return for each line the first number of its list, so that PowerPoint renumbers when items are added.

    A list continues over deeper lines and ends at a line of its own level, or a higher one, without such a number.
    """
    found: list[int] = []
    running: dict[int, tuple[str, int, int]] = {}
    for line in lines:
        for level in [n for n in running if n > line.level or (n == line.level and line.bullet != running[n][0])]:
            del running[level]
        if line.bullet not in NUMBERINGS:
            found.append(0)
            continue
        _, first, count = running.get(line.level, ("", line.number, 0))
        if first + count != line.number:
            first, count = line.number, 0
        running[line.level] = (line.bullet, first, count + 1)
        found.append(first)
    return found
