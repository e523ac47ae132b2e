"""One text that flows through two columns, then on to further slides: a deck's sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.core.frozen import replace
from builder.slides.deck.deck import FilledSlot, Slide, SlideLine, TextContent, lines_of
from builder.slides.deck.layouts import BODY, Layout, Slot
from builder.slides.fit.text import TextFit

LARGEST = BODY
"""The largest size of such text, pt."""

SHORT = 3
"""So few lines stay in the first of two columns."""

Lines = tuple[SlideLine, ...]


def flow_columns(slide: Slide, layout: Layout, text: TextFit) -> list[Slide]:
    """Return the slides of a text that flows through two columns: the fewest, then in the largest type, all columns about equally high.

    Notes stay with the first slide.
    """
    left, right = layout.slot("left"), layout.slot("right")
    lines = tuple(line for item in slide.filled for line in lines_of(item.content))
    if left is None or right is None:
        return [slide]
    whole = text.fitting_scale(lines, left)
    scale, pages = (whole, [lines]) if whole is not None else text.split(lines, left)
    count = 1 if whole is not None and len(lines) <= SHORT else len(pages) + len(pages) % 2
    larger = (step / left.levels[0].size for step in reversed(left.steps) if left.levels[0].size < step <= LARGEST)
    tried = ((step, _balance(lines, left, step, count, text)) for step in (*larger, *text.steps(left, lines)))
    scale, columns = next((found for found in tried if found[1]), (scale, pages))
    return [
        replace(
            slide,
            filled=tuple(
                FilledSlot(slot.name, TextContent(column), scale)
                for slot, column in zip((left, right), columns[start : start + 2], strict=False)
            ),
            notes=slide.notes if start == 0 else (),
        )
        for start in range(0, len(columns), 2)
    ]


def _balance(lines: Lines, slot: Slot, scale: float, count: int, text: TextFit) -> list[Lines]:
    """Return lines in at most `count` columns, the highest as low as can be; [] where one is higher than the slot."""
    heights = text.measure.heights(lines, slot, scale)
    low, high = max((height for height, _ in heights), default=0.0), text.measure.room(slot)
    if low > high or len(list(_filled(lines, heights, high))) > count:
        return []
    while high - low > 1:  # pt
        middle = (low + high) / 2
        if len(list(_filled(lines, heights, middle))) <= count:
            high = middle
        else:
            low = middle
    return list(_filled(lines, heights, high))


def _filled(lines: Lines, heights: Sequence[tuple[float, float]], room: float) -> Iterator[Lines]:
    """Yield columns filled one after the other up to `room`, pt."""
    column: list[SlideLine] = []
    used = 0.0
    for line, (height, before) in zip(lines, heights, strict=True):
        if column and used + before + height > room + 0.01:  # a hundredth of a point
            yield tuple(column)
            column, used = [], 0.0
        used += height + (before if column else 0.0)
        column.append(line)
    if column:
        yield tuple(column)
