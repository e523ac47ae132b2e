"""Where text may stand: the layouts of a finished .pptx, generated or an organization's own, as frozen types.

`inherit.read_layouts` takes the file's bytes and resolves what PowerPoint would. Outline, fit and both writers know only
these types. Lengths are EMU (914,400 an inch), sizes of type and space before are points.
"""

from __future__ import annotations

from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.slides.deck.deck import EMU_PER_POINT, Box, Insets, SlideLine
from builder.slides.deck.table_look import TableLook

BODY, TABLE, SMALL, FOOT = 18.0, 16.0, 14.0, 12.0
"""The smallest sizes that people can read, pt: of text, in tables, of what layouts set small, of the foot."""

LINE_PITCH = 1.2
"""Height of a line of text in em at 100 % line spacing, whatever the font: measured in docs/measurements.md, "PowerPoint"."""

SMALL_PRINT = frozenset({"kicker", "source", "notice"})
"""Placeholders of ours that layouts set small: where a slide belongs, where its facts come from, that it is a draft."""


@dataclass(frozen=True, slots=True)
class Level:
    """How a paragraph of one level is set.

    `size` pt. `left`: where its lines begin, EMU from the inset. `hanging`: how far before that its bullet stands.
    `spacing`: line pitch as a factor of the font's own (1.0 = 100 %). `before`, `after` pt, ignored before the first and
    after the last paragraph of a box. `bullet`: "" for none, "number" (1.), "letter" (A.), or the character. Colors are `#rrggbb`.
    `align` is where its lines stand, "left", "right" or "center"; `rtl` says that they run from right to left.
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
    bullet: str = ""
    align: str = "left"
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder of a layout. `kind` is "title", "text", "picture", "table", "chart", "footer" or "number".

    `name` is what the deck calls it; `idx` and `type` (OOXML's word, "" for any content) are what the file does. `anchor` is "top", "middle" or "bottom". `levels` holds
    levels 0 to 4 of text, level 0 of all else (of a table: its cells'). `fill` and `line` are `#rrggbb`, or "" for none; `line_width` EMU.
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

    @property
    def inner(self) -> Box:
        """The box without its insets: where text stands."""
        inset, box = self.insets, self.box
        width, height = box.width - inset.left - inset.right, box.height - inset.top - inset.bottom
        return Box(box.x + inset.left, box.y + inset.top, width, height)


@dataclass(frozen=True, slots=True)
class Decoration:
    """A shape that a layout draws behind its slots: a filled rectangle, or a picture."""

    box: Box
    fill: str = ""
    line: str = ""
    line_width: int = 0
    picture: bytes = field(default=b"", repr=False)
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout. `type` is OOXML's name for what it is, "" for one of ours. `slots` in reading order, footers last.

    `background` is what is behind everything, `link` the color that links take on it: `#rrggbb`. `part` is the file's part
    that it was read from.
    """

    name: str
    type: str
    background: str
    link: str
    decorations: tuple[Decoration, ...]
    slots: tuple[Slot, ...]
    part: str = ""

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


NUMBER_HANGING = 1.5
"""A number stands this many times as far out as a bullet, so that “10.” has room."""


def set_line(slot: Slot, line: SlideLine, scale: float = 1.0) -> Level:
    """Return how a line is set in a slot: its level's style, with what its bullet and role change. Sizes are scaled.

    Measuring and both writers ask here, so that they agree. A line without a bullet in a list's slot begins where
    the text of the level above begins (level 0: at the edge); indents and space before are not scaled: a slide writes sizes on runs, and leaves paragraphs to the layout.
    """
    level = slot.levels[min(line.level, len(slot.levels) - 1)]
    left, hanging, bullet = level.left, level.hanging, level.bullet
    match line.bullet:
        case "":
            above = slot.levels[line.level - 1] if 0 < line.level < len(slot.levels) else None
            left, hanging, bullet = (above.left if above else 0) if level.bullet else level.left, 0, ""
        case "number" if bullet not in {"number", "letter"}:
            wide = round((hanging or _em(level)) * NUMBER_HANGING)
            left, hanging, bullet = left - hanging + wide, wide, "number"
        case "number":
            pass
        case "box":
            wide = hanging or _em(level)
            left, hanging, bullet = left - hanging + wide, wide, "□"
        case _:
            wide = hanging or _em(level)
            left, hanging, bullet = left - hanging + wide, wide, bullet if bullet not in {"", "number"} else "•"
    return replace(
        level,
        size=round(level.size * scale, 1),
        left=left,
        hanging=hanging,
        bullet=bullet,
        bold=level.bold or line.role in {"heading", "label"},
    )


def _em(level: Level) -> int:
    return round(level.size * EMU_PER_POINT)
