"""The fit of a deck as text, for `coursewright show --stage deck`: content of each slot, font size, how full it is."""

from __future__ import annotations

from collections.abc import Iterator

from builder.core.frozen import replace
from builder.core.source import Span
from builder.slides.deck.deck import (
    EMU_PER_INCH,
    EMU_PER_POINT,
    ChartContent,
    Deck,
    FilledSlot,
    PictureContent,
    TableContent,
    TextContent,
    text_of,
)
from builder.slides.deck.layouts import Layouts, Slot, set_line
from builder.slides.fit.font_metrics import FontSet
from builder.slides.fit.measure import Measure
from builder.theme.theme import Theme


def fit_map(deck: Deck, layouts: Layouts, theme: Theme) -> str:
    """Return a line for each slide (number, layout, title, place in the source) and one for each slot (size, how full)."""
    return "\n".join(_rows(deck, layouts, Measure(FontSet(theme)))) + "\n"


def _rows(deck: Deck, layouts: Layouts, measure: Measure) -> Iterator[str]:
    for number, slide in enumerate(deck.slides, 1):
        marks = "".join(f" [{mark}]" for mark, is_so in (("answers", slide.answers), ("hidden", slide.hidden)) if is_so)
        small = f" title {slide.title_scale:.0%}" if slide.title_scale != 1 else ""
        where = f"  {slide.at.path}:{slide.at.line}" if slide.at.path else ""
        yield f"{number:>3} {slide.layout}: {text_of(slide.title)}{marks}{small}{where}"
        for item in slide.filled:
            slot = layouts[slide.layout].slot(item.slot)
            if slot is not None:
                slot = replace(slot, box=item.box or slot.box)
                yield f"      {item.slot:<12} {_slot_summary(item, slot, measure)}"
        if slide.drawn:
            yield f"      {'drawn':<12} {len(slide.drawn)} shapes"
        if slide.notes:
            yield f"      {'notes':<12} {len(slide.notes)} lines"


def _slot_summary(item: FilledSlot, slot: Slot, measure: Measure) -> str:
    """Return a summary of one slot: `21.6 pt  63 %  lines 14-20`."""
    content = item.content
    points = slot.levels[0].size * item.scale
    if isinstance(content, TextContent) and content.lines:
        points = max(set_line(slot, line, item.scale).size for line in content.lines)
    size = f"{points:.4g} pt"
    match content:
        case TextContent(lines=lines):
            full = measure.text(lines, slot, item.scale) / (slot.inner.height / EMU_PER_POINT)
            return f"{size:<9} {full:>4.0%}{_places([line.at for line in lines])}"
        case TableContent():
            full = sum(content.heights) / slot.box.height
            widths = " ".join(f"{share:.0%}" for share in content.widths)
            rows = [line.at for row in content.rows for cell in row for line in cell]
            return f"{size:<9} {full:>4.0%}{_places(rows)}  {len(content.rows)} rows, columns {widths}"
        case PictureContent(asset=asset):
            box = item.box or slot.box
            return f"{asset.name}  {box.width / EMU_PER_INCH:.1f} x {box.height / EMU_PER_INCH:.1f} in"
        case ChartContent(kind=kind, categories=categories):
            return f"{kind} chart, {len(categories)} categories"


def _places(places: list[Span]) -> str:
    lines = [place.line for place in places if place.path]
    if not lines:
        return ""
    return f"  line {lines[0]}" if min(lines) == max(lines) else f"  lines {min(lines)}-{max(lines)}"
