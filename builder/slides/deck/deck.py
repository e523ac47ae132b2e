"""The deck as we understand it: slides with filled placeholders, before anyone writes a file. Two writers read it.

Lengths are EMU (914,400 an inch, 12,700 a point), sizes of type are points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import assert_never

from builder.core.frozen import dataclass
from builder.core.quantities import PLAIN_NUMBERS, NumberFormat
from builder.core.source import NOWHERE, Span
from builder.model.module import Asset

EMU_PER_POINT = 12_700
EMU_PER_INCH = 914_400

SEPARATOR = " · "
"""Stands between parts that form no sentence: in the line over a title, and in a foot set as one paragraph."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide, EMU from its top left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Insets:
    """Space between a box's edge and its text, EMU. Text may use the box without these."""

    left: int = 91_440
    top: int = 45_720
    right: int = 91_440
    bottom: int = 45_720


@dataclass(frozen=True, slots=True)
class Run:
    r"""Characters of one style. `text` of "\v" is a line break. `lang` "" = the deck's.

    `link` is a web address; `jump` the id of a slide of this deck.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    mono: bool = False
    highlight: bool = False
    baseline: str = ""
    link: str = ""
    jump: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SlideLine:
    """One paragraph of a text box. `level` 0 to 4 picks the layout's level; `bullet` is "", "disc", "number" or "box".

    `number` is the number of a numbered item. `bound` says that it may not be the last on a slide (a sub-heading,
    a parent before its first child). `role` is "body", "lead" (may leave for the notes), "heading", "source", "label", "code", "say", "do", "ask", "listen".
    Every printed word stands in `runs`, also the “Say:” of the script: writers add none.
    `keys` are what the slide's foot says for its words: short forms of sources, `^1` for a footnote; on a line of the
    foot, what it says. `at` is where it was written.
    """

    runs: tuple[Run, ...]
    level: int = 0
    bullet: str = ""
    number: int = 0
    role: str = "body"
    bound: bool = False
    keys: tuple[str, ...] = ()
    at: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class TextContent:
    """Paragraphs for a text placeholder."""

    lines: tuple[SlideLine, ...]


@dataclass(frozen=True, slots=True)
class TableContent:
    """A table for a table placeholder; each cell is its lines. `header` is () for a table without one.

    `widths` are shares of the box that add up to 1, `heights` what each row takes as measured, EMU, the header's first.
    """

    header: tuple[tuple[SlideLine, ...], ...]
    rows: tuple[tuple[tuple[SlideLine, ...], ...], ...]
    aligns: tuple[str, ...]
    alt: str
    widths: tuple[float, ...] = ()
    heights: tuple[int, ...] = ()
    at: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class PictureContent:
    """A picture for a picture placeholder, contained in it and never cropped.

    `share` is how much of the placeholder's width it takes at most, 0 to 1: the author's `width`.
    """

    asset: Asset
    alt: str
    decorative: bool = False
    share: float = 1.0
    at: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class ChartContent:
    """A native chart: categories, and a row of values for each series. `axis` says what the categories are.

    `written` is how its values are written.
    """

    kind: str
    series: tuple[str, ...]
    categories: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    alt: str
    title: str = ""
    axis: str = ""
    number_format: NumberFormat = PLAIN_NUMBERS
    at: Span = NOWHERE

    @property
    def measure(self) -> str:
        """What the values are: the name of the series where there is one alone; several have a legend."""
        return self.series[0] if len(self.series) == 1 else ""


Content = TextContent | TableContent | PictureContent | ChartContent


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """A placeholder of the slide's layout, by name, and what stands in it.

    `scale` multiplies the layout's sizes where fitting left them, 1 = as the layout has it. `box` is where fitting
    left the layout's box (a picture contained in it, a table as high as its rows), None = the layout's.
    """

    slot: str
    content: Content
    scale: float = 1.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. `layout` names a layout of the template; `title` is unique in the deck.

    `ids` are the blocks that it shows, first shown here. `section` groups slides in PowerPoint's list; `topic` is the id
    of the topic it belongs to, "" for opening and closing slides. `part`, `parts`: which of how many slides of one
    title this is. `answers`: it gives answers away. `hidden`: in the file, not in the show. `title_shown` False puts the title
    off the slide, for screen readers and outlines alone; `title_scale` is as `Filled.scale`. `number` is the number printed
    on it where that is not its place in the deck, 0 = its place. `at` is where its title was written.
    """

    id: str
    layout: str
    title: tuple[Run, ...]
    filled: tuple[FilledSlot, ...] = ()
    notes: tuple[SlideLine, ...] = ()
    ids: tuple[str, ...] = ()
    section: str = ""
    topic: str = ""
    part: int = 1
    parts: int = 1
    answers: bool = False
    hidden: bool = False
    title_shown: bool = True
    title_scale: float = 1.0
    number: int = 0
    at: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Deck:
    """Slides in order, and what the file says of itself. `footer` stands on every slide whose layout has one."""

    title: str
    lang: str
    footer: str
    slides: tuple[Slide, ...]
    properties: dict[str, str] = field(default_factory=dict)


def text_of(runs: Iterable[Run]) -> str:
    """Return the text of runs; a line break counts as a space."""
    return "".join(" " if run.text == "\v" else run.text for run in runs)


def words(line: SlideLine) -> str:
    """Return the characters of a line."""
    return "".join(run.text for run in line.runs)


def lines_of(content: Content) -> tuple[SlideLine, ...]:
    """Return the lines of a text or table; pictures and charts have none."""
    match content:
        case TextContent(lines=lines):
            return lines
        case TableContent() as table:
            return tuple(line for row in (table.header, *table.rows) for cell in row for line in cell)
        case PictureContent() | ChartContent():
            return ()
        case _:
            assert_never(content)
