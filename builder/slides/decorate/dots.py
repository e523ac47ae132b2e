"""So many of a whole as dots, in the room that a slide's text leaves at its side: counted ones are discs, the others rings."""

from __future__ import annotations

from collections.abc import Iterator

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.slides.deck.deck import EMU_PER_INCH, Box, Deck, DrawnShape, Slide
from builder.slides.deck.layouts import Layout, Layouts

MOST = 100
"""Most dots that are drawn. A larger whole is drawn as so many of a hundred."""

_ROW = 10
"""Most dots in a row."""

_CELL = round(0.75 * EMU_PER_INCH)
"""The largest cell that a dot is given: few dots are no larger than the words beside them."""

_SIZE, _LINE = 0.66, 0.07
"""Width of dots and of their lines, as shares of a cell. A disc is as wide as a ring with its line."""

_BESIDE = frozenset({"title", "kicker", "source"})
"""Slots over and under the text that the dots stand beside."""

_GAP, _LEAST = EMU_PER_INCH // 2, 2 * EMU_PER_INCH
"""Space between the text and the dots; least width and height of the room for them."""


def with_dots(deck: Deck, layouts: Layouts) -> Deck:
    """Return a fitted deck with the dots of its slides that count some of a whole (`Slide.counted`)."""
    rtl = direction(deck.lang) == "rtl"
    if not any(slide.counted for slide in deck.slides):
        return deck
    return replace(deck, slides=tuple(_with_dots(slide, layouts, rtl=rtl) for slide in deck.slides))


def _with_dots(slide: Slide, layouts: Layouts, *, rtl: bool) -> Slide:
    area = _area(slide, layouts[slide.layout], layouts.size, rtl=rtl) if slide.counted else None
    if area is None or slide.counted is None:
        return slide
    first = next(slot.box.height for slot in layouts[slide.layout].slots if slot.name in _beside(slide))
    return replace(slide, drawn=(*slide.drawn, *dot_grid(*slide.counted, area, first, rtl=rtl)))


def _beside(slide: Slide) -> set[str]:
    """Return the slots with text that the dots stand beside."""
    return {item.slot for item in slide.filled} - _BESIDE


def _area(slide: Slide, layout: Layout, size: tuple[int, int], *, rtl: bool) -> Box | None:
    """Return the room beside a slide's text, between its edge and the slide's margin; None where there is too little."""
    boxes = [slot.box for slot in layout.slots if slot.name in _beside(slide)]
    source = layout.slot("source")
    if not boxes:
        return None
    left, right = min(box.x for box in boxes), max(box.x + box.width for box in boxes)
    top = min(box.y for box in boxes)
    bottom = source.box.y if source else max(box.y + box.height for box in boxes)
    margin = size[0] - right if rtl else left
    start, end = (margin, left - _GAP) if rtl else (right + _GAP, size[0] - margin)
    wide, high = end - start, bottom - top
    return Box(start, top, wide, high) if wide >= _LEAST and high >= _LEAST else None


def dot_grid(value: float, of: float, box: Box, first: int = 0, *, rtl: bool = False) -> tuple[DrawnShape, ...]:
    """Return `of` dots in a box (EMU), the first `value` of them counted; none unless 0 <= value <= of and of >= 1.

    They fill rows from the top, in the direction of reading; few stand in the middle of `first`, the height (EMU) of the number
    beside them. Of more than `MOST`, and of numbers that are not whole, the share of a hundred is rounded; but never to none or
    all where there are some.
    """
    if not (0 <= value <= of and of >= 1):
        return ()
    exact = of <= MOST and float(of).is_integer() and float(value).is_integer()
    whole = int(of) if exact else MOST
    counted = min(max(round(value / of * whole), int(value > 0)), whole - int(value < of))
    return tuple(_dots(counted, whole, box, first, rtl=rtl))


def _dots(counted: int, whole: int, box: Box, first: int, *, rtl: bool) -> Iterator[DrawnShape]:
    """Yield dots in rows at the upper corner of the box where lines end, so that they stand on the slide's margin."""
    columns = min(whole, _ROW)
    rows = -(-whole // columns)
    cell = min(box.width // columns, box.height // rows, _CELL)
    line = round(cell * _LINE)
    disc, ring = round(cell * _SIZE) + line, round(cell * _SIZE)
    spare = cell - disc
    left = box.x - spare // 2 if rtl else box.x + box.width - cell * columns + spare // 2
    top = box.y + max(first - rows * cell, -spare) // 2
    for n in range(whole):
        across, down = n % columns, n // columns
        across = columns - 1 - across if rtl else across
        size = disc if n < counted else ring
        edge = (cell - size) // 2
        place = Box(left + across * cell + edge, top + down * cell + edge, size, size)
        if n < counted:
            yield DrawnShape(place, "ellipse", fill="primary")
        else:
            yield DrawnShape(place, "ellipse", line="muted", line_width=line)
