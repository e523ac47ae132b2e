"""The motif on a title slide: drawn from the module's id where the picture of a cover would stand, up to the slide's edges."""

from __future__ import annotations

from builder.core.frozen import replace
from builder.slides.deck.deck import EMU_PER_POINT, Box, Deck, DrawnShape, Slide
from builder.slides.deck.layouts import Layouts
from builder.theme.motif import TONES, motif

COVER = "cover"
"""The layout of title slides with a picture or a motif."""

GROUND, ON_GROUND, INK = "dk2", "on-primary", "primary"
"""The slot of the scheme with the brand's color; the color of a motif on it, and on any other ground."""

LINE = round(1.5 * EMU_PER_POINT)
"""Width of its lines, EMU."""


def with_motif(deck: Deck, layouts: Layouts) -> Deck:
    """Return a deck with the motif that it asks for drawn on its title slide, unless a picture stands there."""
    if deck.motif is None or not deck.slides or deck.slides[0].layout != COVER:
        return deck
    first, *others = deck.slides
    drawn = _shapes(first, deck.motif, layouts)
    return replace(deck, slides=(replace(first, drawn=(*first.drawn, *drawn)), *others))


def _shapes(slide: Slide, seed: tuple[str, int], layouts: Layouts) -> tuple[DrawnShape, ...]:
    slot, held = layouts[slide.layout].slot("picture"), {item.slot for item in slide.filled}
    if slot is None or slot.name in held:
        return ()
    (width, height), top = layouts.size, slot.box.y if "logo" in held else 0  # a logo stands over it
    if slot.box.x + slot.box.width / 2 > width / 2:
        room = Box(slot.box.x, top, width - slot.box.x, height - top)
    else:
        room = Box(0, top, slot.box.x + slot.box.width, height - top)
    ink = ON_GROUND if layouts[slide.layout].behind(slot) == (layouts.colors.get(GROUND),) else INK
    wide, high = room.width / EMU_PER_POINT, room.height / EMU_PER_POINT
    return tuple(
        DrawnShape(
            room,
            "path",
            f"{wide:.1f} {high:.1f} {shape.path}",
            fill="" if shape.is_line else ink,
            line=ink if shape.is_line else "",
            line_width=LINE if shape.is_line else 0,
            opacity=TONES[shape.tone],
        )
        for shape in motif(*seed, wide, high)
    )
