"""Slide layouts as types: placeholders with their boxes and text styles, of our own template or an organization's.

`slides/template/read_layouts.py` reads them from a .pptx and resolves inheritance as PowerPoint does. Outline, fit and both
writers know only these types. Lengths are EMU, font sizes and space between paragraphs are points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.slides.deck.deck import EMU_PER_POINT, Box, Insets, SlideLine
from builder.slides.deck.numbering import NUMBERINGS
from builder.slides.deck.table_look import TableLook

BODY, TABLE, SMALL, FOOT = 18.0, 16.0, 14.0, 12.0
"""Smallest readable font sizes, pt: of body text, in tables, of small print, of footers."""

LINE_PITCH = 1.2
"""Height of a line of text in em at 100 % line spacing, whatever the font: measured in docs/measurements.md, "PowerPoint"."""

SMALL_PRINT = frozenset({"kicker", "source", "notice"})
"""Placeholders that layouts set in small type: the line over the title, sources, the draft notice."""

CAPPED = frozenset({"source"})
"""Placeholders in which a factor is the size of the largest level: smaller levels stay as they are until that is as small."""

NUMBERS = "contact-"
"""What the names of placeholders begin with whose level 0, the number of a service, is never set smaller."""


@dataclass(frozen=True, slots=True)
class Level:
    """How a paragraph of one level is set.

    `size` is in pt. `left` is the indent of its lines, EMU from the inset; `hanging` is how far its bullet hangs to the left
    of that. `spacing` is the line spacing, 1.0 = 100 %. `before` and `after` are space between paragraphs, pt; there is none
    before the first and after the last paragraph of a box. `bullet` is "" for none, a name of `NUMBERINGS` (layouts have
    "number" and "letter" alone), or the character. Colors are `#rrggbb`. `align` is "left", "right" or "center"; `rtl`: the text runs from right to left.
    `heading`: in the theme's font for headings.
    """

    size: float
    color: str
    bullet_color: str
    left: int = 0
    hanging: int = 0
    spacing: float = 1.0
    before: float = 0.0
    after: float = 0.0
    bold: bool = False
    heading: bool = False
    bullet: str = ""
    align: str = "left"
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder of a layout. `kind` is "title", "text", "picture", "table", "chart", "footer" or "number".

    `name` is its name in the deck; `idx` and `type` (`ST_PlaceholderType`, "" for any content) identify it in the file.
    `anchor` is "top", "middle" or "bottom". `levels` holds levels 0 to 4 of text, and level 0 alone of other kinds (of a table:
    the style of its cells). `fill` and `line` are `#rrggbb`, or "" for none; `line_width` is in EMU. `ink` is the color, `#rrggbb`,
    that writers write into tables and charts, "" where what these inherit can be read. `steps` are the sizes (pt, ascending) that
    its text may be set in where it is not the layout's: the type scale of the whole file. () takes any size.
    """

    name: str
    idx: int
    kind: str
    type: str
    box: Box
    insets: Insets
    anchor: str
    levels: tuple[Level, ...]
    fill: str = ""
    line: str = ""
    line_width: int = 0
    ink: str = ""
    steps: tuple[float, ...] = ()

    @property
    def inner(self) -> Box:
        """The box without its insets, which text may use."""
        inset, box = self.insets, self.box
        width, height = box.width - inset.left - inset.right, box.height - inset.top - inset.bottom
        return Box(box.x + inset.left, box.y + inset.top, width, height)


@dataclass(frozen=True, slots=True)
class Decoration:
    """A shape that a layout draws behind its placeholders: a filled shape, or a picture.

    `fill` is CSS. `colors` are those that may be behind text: one, a gradient's, or of a picture a square grid, row by row.
    `turned` is in degrees, clockwise; `rounding` the radius of corners in CSS; `outline` a freeform as “width height path” in SVG's terms, mirrored by `flips` across and down.
    """

    box: Box
    fill: str = ""
    picture: bytes = field(default=b"", repr=False)
    media_type: str = ""
    colors: tuple[str, ...] = ()
    turned: float = 0.0
    rounding: str = ""
    outline: str = ""
    flips: tuple[bool, bool] = (False, False)

    def behind(self, box: Box) -> tuple[str, ...] | None:
        """Return the colors of this shape that a box stands on, None when it does not stand on it."""
        own, x, y = self.box, box.x + box.width // 2, box.y + box.height // 2
        if not (own.x <= x <= own.x + own.width and own.y <= y <= own.y + own.height):
            return None
        side = math.isqrt(len(self.colors))
        if not self.picture or side * side != len(self.colors):
            return self.colors
        across = _cells(box.x - own.x, box.width, own.width, side)
        return tuple(
            dict.fromkeys(
                self.colors[row * side + n]
                for row in _cells(box.y - own.y, box.height, own.height, side)
                for n in across
            )
        )


def _cells(start: int, length: int, whole: int, count: int) -> range:
    """Return the cells of a row that a stretch covers: the row is `whole` long and has `count`."""
    first = min(max(start * count // max(whole, 1), 0), count - 1)
    return range(first, min(max((start + length - 1) * count // max(whole, 1), first), count - 1) + 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout. `type` is its `ST_SlideLayoutType`, "" for one of ours. `slots` are in reading order, footers last.

    `background`, `link` and `text` (the colors of links, and of text that says none) are `#rrggbb`; `painted` is CSS for a background that is a gradient, and
    `papers` its colors. `part` is the name of the package part that it was read from.
    """

    name: str
    type: str
    background: str
    link: str
    decorations: tuple[Decoration, ...]
    slots: tuple[Slot, ...]
    part: str = ""
    text: str = ""
    painted: str = ""
    papers: tuple[str, ...] = ()

    def behind(self, slot: Slot) -> tuple[str, ...]:
        """Return the colors that a slot's text may stand on, `#rrggbb`; () where a picture that cannot be read is behind it."""
        if slot.fill:
            return (slot.fill,)
        found = self.papers or (self.background,)
        for shape in self.decorations:
            here = shape.behind(slot.box)
            found = found if here is None else here
        return found

    def slot(self, name: str) -> Slot | None:
        """Return the slot of that name, or None."""
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True, slots=True)
class Layouts:
    """All layouts of a file by name; `size` is a slide's width and height, EMU.

    `heading_font` and `body_font` are the theme's two families; `colors` its scheme (`dk1` … `folHlink`) as `#rrggbb`.
    """

    size: tuple[int, int]
    layouts: dict[str, Layout]
    heading_font: str
    body_font: str
    colors: dict[str, str]
    table: TableLook

    def __getitem__(self, name: str) -> Layout:
        """Return a layout by name. Raises KeyError for one that the file does not have."""
        return self.layouts[name]


BOXES = {"box": "□", "ticked": "☑"}
"""Bullets of items with a box: open, and ticked."""

WIDE_HANGING = 2.2
"""A Roman number, or one in brackets, hangs so many times as far out."""

NUMBER_HANGING = 1.5
"""A number hangs this many times as far out as a bullet, so that “10.” has room."""


def type_scale(layouts: Iterable[Layout]) -> tuple[float, ...]:
    """Return the type scale of a file, pt, ascending: every size that its layouts set text in, and the smallest readable sizes."""
    used = {level.size for layout in layouts for slot in layout.slots for level in slot.levels}
    return tuple(sorted(used | {BODY, TABLE, SMALL}))


def set_size(slot: Slot, size: float, scale: float) -> float:
    """Return the size (pt) of text that the layout sets at `size`, at a factor: the nearest step of the type scale.

    No step is below what is readable in such a slot, so that two levels that differ may end at one size. Some slots keep a level
    as it is: see `CAPPED` and `NUMBERS`.
    """
    if scale < 1.0 and slot.name.startswith(NUMBERS) and size == slot.levels[0].size:
        return size
    if scale < 1.0 and slot.name in CAPPED:
        most = max(level.size for level in slot.levels)
        return min(size, max(_nearest(slot, most * scale), min(SMALL, size)))
    if scale == 1.0 or not slot.steps:
        return round(size * scale, 1)
    small = slot.name in SMALL_PRINT or size < BODY
    least = TABLE if slot.kind == "table" else SMALL if small else BODY
    return max(_nearest(slot, size * scale), min(size, least))


def _nearest(slot: Slot, wanted: float) -> float:
    """Return the step of a slot's type scale that is nearest to a size, pt; the size itself where the slot takes any."""
    return min(slot.steps, key=lambda step: abs(step - wanted)) if slot.steps else round(wanted, 1)


def set_line(slot: Slot, line: SlideLine, scale: float = 1.0) -> Level:
    """Return the style of a line in a slot: that of its level, changed by its bullet and role, with the font size scaled.

    Measuring and both writers use this function, so that they agree. A line without a bullet in a slot for lists is indented
    as the text of the level above (level 0: not at all). Indents and space between paragraphs are not scaled: a slide
    overrides font sizes on its runs and leaves paragraph properties to the layout.
    """
    level = slot.levels[min(line.level, len(slot.levels) - 1)]
    left, hanging, bullet = level.left, level.hanging, level.bullet
    if line.bullet and hanging < 0:  # a template's first line is indented: a bullet hangs before its text all the same
        left, hanging = left - hanging, 0
    match line.bullet:
        case "":
            above = slot.levels[line.level - 1] if 0 < line.level < len(slot.levels) else None
            left, hanging, bullet = (above.left if above else 0) if level.bullet else level.left, 0, ""
        case "number" if bullet in NUMBERINGS:
            pass
        case numbered if numbered in NUMBERINGS:
            more = WIDE_HANGING if NUMBERINGS[numbered].is_wide else NUMBER_HANGING
            wide = hanging if bullet in NUMBERINGS else round((hanging or _em(level)) * more)
            left, hanging, bullet = left - hanging + wide, wide, numbered
        case "box" | "ticked":
            wide = hanging or _em(level)
            left, hanging, bullet = left - hanging + wide, wide, BOXES[line.bullet]
        case _:
            wide = hanging or _em(level)
            left, hanging, bullet = left - hanging + wide, wide, "•" if not bullet or bullet in NUMBERINGS else bullet
    return replace(
        level,
        size=set_size(slot, level.size, scale),
        left=left,
        hanging=hanging,
        bullet=bullet,
        bold=level.bold or line.role in {"heading", "label", "head"},
    )


def _em(level: Level) -> int:
    return round(level.size * EMU_PER_POINT)
