"""Icons of slides, where no text stands: in the margin beside the title, and in panels at the end of their heads, or at their foot."""

from __future__ import annotations

from builder.core.bidi import direction
from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.slides.deck.deck import (
    EMU_PER_INCH,
    EMU_PER_POINT,
    Box,
    DrawnShape,
    FilledSlot,
    Slide,
    SlideLine,
    lines_of,
    text_of,
)
from builder.slides.deck.forms import is_piece
from builder.slides.deck.layouts import LINE_PITCH, Layouts, Level, Slot, set_line
from builder.slides.fit.measure import WIDTH_SLACK, Measure
from builder.theme.icons import GRID, LINE, icon_paths

LARGEST, LEAST = round(0.38 * EMU_PER_INCH), round(0.22 * EMU_PER_INCH)
"""The sides of the largest and the smallest icon that is drawn, EMU."""

GAP, EDGE = round(0.1 * EMU_PER_INCH), round(0.26 * EMU_PER_INCH)
"""What stays free between an icon and text, and between an icon and the slide's edge, where layouts have bars, EMU."""

TALL = 1.3
"""The most that an icon is high, in em of the text beside it."""

ROLES = {"caution": "caution"}
"""The color of icons by layout; on others they are in the theme's primary color."""


@dataclass(frozen=True)
class IconFit:
    """Finds places for the icons of fitted slides in a deck of a language."""

    layouts: Layouts
    measure: Measure
    lang: str
    problems: Problems

    @property
    def rtl(self) -> bool:
        """Whether slides run from right to left."""
        return direction(self.lang) == "rtl"

    def with_icons(self, slide: Slide) -> Slide:
        """Return a slide with its icons drawn. Those of panels are drawn all or not at all; without room, that is a problem."""
        drawn = (*self._of_title(slide), *self._of_panels(slide))
        return replace(slide, drawn=(*slide.drawn, *drawn)) if drawn else slide

    def _of_title(self, slide: Slide) -> tuple[DrawnShape, ...]:
        """Return the icon in the margin beside the title; () without one, and where a template leaves no margin."""
        slot, path = self.layouts[slide.layout].slot("title"), icon_paths().get(slide.icon)
        if path is None or slot is None or not slide.title_shown:
            return ()
        title, inner = SlideLine(slide.title), slot.inner
        level = set_line(slot, title, slide.title_scale)
        room = self.layouts.size[0] - inner.x - inner.width if self.rtl else inner.x
        side = min(LARGEST, _em(level, TALL), room - GAP - EDGE)
        if side < LEAST:
            return ()
        free = inner.height - round(self.measure.text((title,), slot, slide.title_scale) * EMU_PER_POINT)
        above = {"middle": free // 2, "bottom": free}.get(slot.anchor, 0)
        x = inner.x + inner.width + GAP if self.rtl else inner.x - GAP - side
        y = inner.y + max(above, 0) + (_pitch(level) - side) // 2
        return (_icon(path, Box(x, y, side, side), ROLES.get(slide.layout, "primary")),)

    def _of_panels(self, slide: Slide) -> tuple[DrawnShape, ...]:
        layout, found = self.layouts[slide.layout], list[tuple[str, FilledSlot, Slot]]()
        for item in slide.filled:
            slot, lines = layout.slot(item.slot), lines_of(item.content)
            path = icon_paths().get(lines[0].icon) if lines and is_piece(item.slot) else None
            if path is not None and slot is not None:
                found.append((path, item, slot))
        for find in (self._beside_head, self._at_foot):
            boxes = [box for _, item, slot in found if (box := find(item, slot))]
            if len(boxes) == len(found):
                return tuple(_icon(path, box, "primary") for (path, _, _), box in zip(found, boxes, strict=True))
        message = f"there is no room for the icons of “{text_of(slide.title)}”; they are not shown"
        self.problems.add(ProblemCode.UNKNOWN_ICON, message, slide.at, "shorten the panels' heads, or their text")
        return ()

    def _beside_head(self, item: FilledSlot, slot: Slot) -> Box | None:
        """Return the place after the head in its only line; None when it takes up the line."""
        head, inner = lines_of(item.content)[0], slot.inner
        level = set_line(slot, head, item.scale)
        side = min(LARGEST, _em(level, TALL))
        width = (
            self.measure.setting(head.runs, bold=level.bold, heading=level.heading).total * level.size * EMU_PER_POINT
        )
        if width > (inner.width - side - GAP) * (1 - WIDTH_SLACK) or slot.anchor != "top":
            return None
        x = inner.x if self.rtl else inner.x + inner.width - side
        return Box(x, inner.y + (_pitch(level) - side) // 2, side, side)

    def _at_foot(self, item: FilledSlot, slot: Slot) -> Box | None:
        """Return the place in the corner under the text; None when the text leaves none."""
        inner = slot.inner
        taken = round(self.measure.text(lines_of(item.content), slot, item.scale) * EMU_PER_POINT)
        if inner.height - taken < LARGEST + GAP or slot.anchor != "top":
            return None
        x = inner.x if self.rtl else inner.x + inner.width - LARGEST
        return Box(x, inner.y + inner.height - LARGEST, LARGEST, LARGEST)


def _icon(path: str, box: Box, role: str) -> DrawnShape:
    return DrawnShape(box, "path", f"{GRID} {GRID} {path}", line=role, line_width=box.width * LINE // GRID)


def _em(level: Level, count: float) -> int:
    return round(count * level.size * EMU_PER_POINT)


def _pitch(level: Level) -> int:
    """Return the distance of lines, EMU."""
    return round(level.size * LINE_PITCH * level.spacing * EMU_PER_POINT)
