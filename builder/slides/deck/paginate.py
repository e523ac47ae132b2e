"""Pagination of lines of text or rows of a table: as few slides as possible, evenly filled.

`paginate` takes measured heights; `split_evenly` divides lines by their number of characters, before anything is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from builder.core.frozen import dataclass
from builder.slides.deck.deck import SlideLine, words

T = TypeVar("T")

LONELY = 0.6
"""Cost of a page with a single row, where 1 is the cost of an empty page."""

INSIDE = 0.15
"""Cost of a page break before a row that belongs to the row above (`inner`)."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row: its `height`, and the space `before` it, which does not count at the top of a page; both in pt.

    `tied`: no page break after it. `inner`: a page break before it costs `INSIDE`. `opens`: it opens a section.
    """

    height: float
    before: float = 0.0
    tied: bool = False
    inner: bool = False
    opens: bool = False


def paginate(rows: Sequence[PageRow], room: float) -> list[tuple[int, int]] | None:
    """Return the pages as (start, end) of rows, or None when a row, or a chain of tied rows, is higher than `room`.

    The fewest pages win; among equals, the lowest sum of costs: unfilled space (squared), single rows, inner breaks.
    """
    count = len(rows)
    best: list[tuple[int, float, int] | None] = [None] * count
    best.append((0, 0.0, count))
    for start in range(count - 1, -1, -1):
        height = 0.0
        for end in range(start + 1, count + 1):
            row = rows[end - 1]
            height += row.height + (row.before if end - 1 > start else 0.0)
            if height > room:
                break
            rest = best[end]
            if rest is None or (row.tied and end < count):
                continue
            cost = rest[1] + _cost(rows, start, end, height / room)
            found = (rest[0] + 1, cost, end)
            known = best[start]
            if known is None or found[:2] < known[:2]:
                best[start] = found
    pages: list[tuple[int, int]] = []
    at = 0
    while at < count:
        step = best[at]
        if step is None:
            return None
        pages.append((at, step[2]))
        at = step[2]
    return pages


def _cost(rows: Sequence[PageRow], start: int, end: int, full: float) -> float:
    cost = (1.0 - full) ** 2
    if end - start == 1 and len(rows) > 1 and full < 0.5:  # a single row is fine when it fills half a page
        cost += LONELY
    if start and rows[start].inner:
        cost += INSIDE
    return cost


def loosen_ties(rows: Sequence[PageRow], room: float) -> list[PageRow]:
    """Return rows without the ties that make a chain higher than `room`: each chain is cut where it no longer fits."""
    found = list(rows)
    start = 0
    while start < len(found):
        end = start
        height = found[start].height
        while found[end].tied and end + 1 < len(found):
            following = found[end + 1]
            if height + following.before + following.height > room:
                row = found[end]
                found[end] = PageRow(row.height, row.before, inner=row.inner, opens=row.opens)
                break
            end += 1
            height += following.before + following.height
        start = end + 1
    return found


def split_evenly(lines: list[SlideLine], parts: int) -> list[list[SlideLine]]:
    """Return lines in `parts` groups of about equal length; a bound line stays with the one after it."""
    found: list[list[SlideLine]] = [[] for _ in range(parts)]
    total = sum(len(words(line)) + 20 for line in lines)
    at, sum_so_far = 0, 0
    for index, line in enumerate(lines):
        starts = index == 0 or (line.level == 0 and not lines[index - 1].bound)
        if starts and at < parts - 1 and found[at] and sum_so_far >= total * (at + 1) / parts:
            at += 1
        found[at].append(line)
        sum_so_far += len(words(line)) + 20
    return found


def deal(pieces: Sequence[T], parts: int) -> Iterator[Sequence[T]]:
    """Yield pieces in `parts` groups in order, as even as possible: 4 in 2 are 2 + 2, 7 in 3 are 3 + 2 + 2."""
    start = 0
    for index in range(parts):
        size = len(pieces) // parts + (index < len(pieces) % parts)
        yield pieces[start : start + size]
        start += size
