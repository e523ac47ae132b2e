"""Bars to scale in tables: the longest of a deck in the theme's primary color, the others paler."""

from __future__ import annotations

from collections.abc import Iterator

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.slides.deck.deck import EMU_PER_POINT, Box, Deck, DrawnShape, FilledSlot, Slide, TableContent
from builder.slides.deck.layouts import LINE_PITCH, Layouts

_PALE = 0.45
"""Opacity of bars that are not the longest."""

_THICK = 0.62
"""Thickness of a bar in em of the text beside it."""

_GAP = 0.8
"""Least distance between a bar and the words after it, em."""


def with_bars(deck: Deck, layouts: Layouts) -> Deck:
    """Return a fitted deck with the bars of its tables drawn."""
    rtl = direction(deck.lang) == "rtl"
    slides = tuple(_with_bars(slide, layouts, rtl=rtl) for slide in deck.slides)
    return replace(deck, slides=slides)


def _with_bars(slide: Slide, layouts: Layouts, *, rtl: bool) -> Slide:
    bars = tuple(
        bar
        for item in slide.filled
        if isinstance(item.content, TableContent) and item.content.bars
        for bar in _bars(item, item.content, slide, layouts, rtl=rtl)
    )
    return replace(slide, drawn=(*slide.drawn, *bars)) if bars else slide


def _bars(item: FilledSlot, table: TableContent, slide: Slide, layouts: Layouts, *, rtl: bool) -> Iterator[DrawnShape]:
    slot = layouts[slide.layout].slot(item.slot)
    if slot is None:
        return
    box, size = item.box or slot.box, slot.levels[0].size * item.scale * EMU_PER_POINT
    margins, thick = layouts.table.margins_of(table), round(size * _THICK)
    left = box.width - round(table.widths[-1] * box.width) + margins.left
    room = round(table.bar_width * box.width) - margins.left - round(_GAP * size)
    tops = _tops(table)
    for top, share in zip(tops, table.bars, strict=True):
        length = round(share * room)
        if length <= 0:
            continue
        middle = box.y + top + margins.top + round(size * LINE_PITCH / 2)
        x = box.width - left - length if rtl else left
        whole = share == 1.0
        yield DrawnShape(
            Box(box.x + x, middle - thick // 2, length, thick), fill="primary", opacity=1.0 if whole else _PALE
        )


def _tops(table: TableContent) -> list[int]:
    """Return where each row below the header begins, EMU from the table's top."""
    tops, top = [], 0
    for height in table.heights:
        tops.append(top)
        top += height
    return tops[1:] if table.header else tops
