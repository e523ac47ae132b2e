"""Icons of slides: drawn in the margin beside the title, where no text stands, about as tall as its capitals."""

from __future__ import annotations

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.slides.deck.deck import EMU_PER_INCH, EMU_PER_POINT, Box, DrawnShape, Slide, SlideLine
from builder.slides.deck.layouts import LINE_PITCH, Layouts, set_line
from builder.slides.fit.measure import Measure
from builder.theme.icons import GRID, LINE, icon_paths

LARGEST, LEAST = round(0.38 * EMU_PER_INCH), round(0.22 * EMU_PER_INCH)
"""The sides of the largest and the smallest icon that is drawn, EMU."""

GAP, EDGE = round(0.1 * EMU_PER_INCH), round(0.26 * EMU_PER_INCH)
"""What stays free between icon and title, and at the slide's edge, where layouts have bars, EMU."""

ROLES = {"caution": "caution"}
"""The color of icons by layout; on others they are in the theme's primary color."""


def with_icon(slide: Slide, layouts: Layouts, measure: Measure, lang: str) -> Slide:
    """Return a fitted slide with its icon drawn; as it is when it has none, or no margin for it."""
    slot = layouts[slide.layout].slot("title")
    path = icon_paths().get(slide.icon)
    if path is None or slot is None or not slide.title_shown:
        return slide
    title, inner = SlideLine(slide.title), slot.inner
    level = set_line(slot, title, slide.title_scale)
    room = layouts.size[0] - inner.x - inner.width if direction(lang) == "rtl" else inner.x
    side = min(LARGEST, round(1.3 * level.size * EMU_PER_POINT), room - GAP - EDGE)
    if side < LEAST:
        return slide
    pitch = level.size * LINE_PITCH * level.spacing
    free = inner.height - round(measure.text((title,), slot, slide.title_scale) * EMU_PER_POINT)
    above = {"middle": free // 2, "bottom": free}.get(slot.anchor, 0)
    y = inner.y + max(above, 0) + (round(pitch * EMU_PER_POINT) - side) // 2
    x = inner.x + inner.width + GAP if direction(lang) == "rtl" else inner.x - GAP - side
    icon = DrawnShape(
        Box(x, y, side, side),
        "path",
        f"{GRID} {GRID} {path}",
        line=ROLES.get(slide.layout, "primary"),
        line_width=side * LINE // GRID,
    )
    return replace(slide, drawn=(*slide.drawn, icon))
