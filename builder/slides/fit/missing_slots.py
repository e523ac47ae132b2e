"""Content whose slot a layout lacks: organizations' layouts have fewer slots than ours, and fitting changes layouts."""

from __future__ import annotations

from builder.core.frozen import replace
from builder.slides.deck.deck import FilledSlot, Slide, SlideLine, TextContent, lines_of
from builder.slides.deck.layouts import Layout, Slot


def keep_content(slide: Slide, layout: Layout) -> Slide:
    """Return a slide with only the slots that its layout has: sources go under its text, other text to its notes."""
    lost = [item for item in slide.filled if layout.slot(item.slot) is None and isinstance(item.content, TextContent)]
    if not lost:
        return slide
    kept = [item for item in slide.filled if item not in lost]
    body = next(
        (n for n, item in enumerate(kept) if item.slot == "body" and isinstance(item.content, TextContent)), None
    )
    told: list[SlideLine] = []
    for item in lost:
        lines = tuple(lines_of(item.content))
        if item.slot == "source" and body is not None:
            content = TextContent((*lines_of(kept[body].content), *lines))
            kept[body] = replace(kept[body], content=content)
        else:
            told += [replace(line, role="label", bullet="") for line in lines]
    return replace(slide, filled=tuple(kept), notes=(*slide.notes, *told))


def slot_of(item: FilledSlot, layout: Layout) -> Slot:
    """Return the slot of a layout that an item is in. Raises ValueError without one, which is a bug."""
    slot = layout.slot(item.slot)
    if slot is None:
        message = f"layout {layout.name} has no slot {item.slot}"
        raise ValueError(message)
    return slot
