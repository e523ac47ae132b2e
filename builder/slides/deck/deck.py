"""The deck as types: slides with filled placeholders. The writers of .pptx and of the PDF of slides read it.

Lengths are EMU (914,400 to an inch, 12,700 to a point), font sizes are points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import assert_never

from builder.core.addresses import NO_ADDRESS, Address
from builder.core.bidi import direction
from builder.core.frozen import dataclass
from builder.core.quantities import PLAIN_NUMBERS, NumberFormat
from builder.core.source import NOWHERE, Span
from builder.model.module import Asset

EMU_PER_POINT = 12_700
EMU_PER_INCH = 914_400

SEPARATOR = " · "
"""Stands between parts that form no sentence: in the line over a title, and in a foot set as one paragraph."""

DEEPEST = 4
"""The deepest level of text on a slide, from 0: layouts have styles for five levels."""


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
    r"""Characters of one style. A `text` of "\v" is a line break. `lang` is "" for the deck's language.

    `link` is a web address, `jump` the id of a slide of this deck; `quiet`: as a link it keeps the look of the text around it, as
    in a table of contents, where all is links. `call` is the key of the footnote that is called before the
    text; only outlines have it: slides have the number in its place.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    mono: bool = False
    highlight: bool = False
    baseline: str = ""
    link: Address = NO_ADDRESS
    jump: str = ""
    quiet: bool = False
    lang: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True)
class SlideLine:
    """One paragraph of a text box. `level` 0 to 4 picks the layout's level; `bullet` is "", "disc", "box" or "ticked".

    A numbered item's bullet is a name of `NUMBERINGS`, of which "number" leaves the kind of numeral to the layout; `number` is
    its number. `bound` lines may not be the last on a slide (a sub-heading, an item before its first sub-item). `role` is "body", "lead" (prose that may be moved to the notes), "heading", "source", "label",
    "code", or a cue of the script: "say", "do", "ask", "listen". `runs` hold every printed word, also the “Say:” of a cue.
    `keys` name the sources (short forms) and footnotes (`^` and their key) that the line cites; a line in the slot `source` has the
    keys that it explains, so that a continuation slide repeats only what its own lines cite. `icon`: the name of the icon of the panel that the line begins. `at`: place in the source.
    """

    runs: tuple[Run, ...]
    level: int = 0
    bullet: str = ""
    number: int = 0
    role: str = "body"
    bound: bool = False
    keys: tuple[str, ...] = ()
    icon: str = ""
    at: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class TextContent:
    """Paragraphs for a text placeholder."""

    lines: tuple[SlideLine, ...]


@dataclass(frozen=True, slots=True)
class TableContent:
    """A table for a table placeholder; each cell is a tuple of lines. `header` is () for a table without one.

    `row_headers`: the first cell of each row is its header.
    `widths` are shares of the box that add up to 1; `heights` are the measured heights of rows, EMU, the header first.
    `bars` has for each row the length of a bar in the last column, before its words: 0 to 1, () for a table without bars;
    `bar_width` is how wide the longest may be, a share of the box that fitting sets. `tight`: its rows stand close together.
    `air` is space above and below the text of rows under the header, EMU, beyond the margins of cells; `heights` hold it.
    """

    header: tuple[tuple[SlideLine, ...], ...]
    rows: tuple[tuple[tuple[SlideLine, ...], ...], ...]
    aligns: tuple[str, ...]
    alt: str
    row_headers: bool = False
    widths: tuple[float, ...] = ()
    heights: tuple[int, ...] = ()
    bars: tuple[float, ...] = ()
    bar_width: float = 0.0
    tight: bool = False
    air: int = 0
    at: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class PictureContent:
    """A picture for a picture placeholder, scaled to fit into it and never cropped.

    `share` is the largest part of the placeholder's width that it may take, 0 to 1: the author's `width`. `link` is the web
    address that it leads to.
    """

    asset: Asset
    alt: str
    decorative: bool = False
    share: float = 1.0
    at: Span = NOWHERE
    link: Address = NO_ADDRESS


@dataclass(frozen=True, slots=True)
class ChartContent:
    """A native chart: categories, and a row of values for each series. `axis` says what the categories are.

    `written` formats its values.
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
        """Title of the value axis: the name of a single series; several series have a legend instead."""
        return self.series[0] if len(self.series) == 1 else ""


Content = TextContent | TableContent | PictureContent | ChartContent


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """A placeholder of the slide's layout, by name, and its content.

    `scale` multiplies the layout's font sizes; 1 leaves them as they are. `box` replaces the layout's box where the content
    is smaller (a picture), None keeps it.
    """

    slot: str
    content: Content
    scale: float = 1.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """A shape that decorates a slide and depends on what stands there: a bar, a dot, an icon. It has no text, and is read by nobody.

    `shape` is "rect", "ellipse" or "path". A path's outline is `path`, “width height M… L… C… Q… Z”: SVG path data of absolute
    commands on a grid of that width and height, which fills `box`. `fill` and `line` are roles of the theme's colors
    (`primary`), "" for none; `line_width` is EMU; `opacity` is 0 to 1. A shape lies over the slide's text: keep it clear of that.
    """

    box: Box
    shape: str = "rect"
    path: str = ""
    fill: str = ""
    line: str = ""
    line_width: int = 0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. `layout` names a layout of the template; `title` is unique in the deck.

    `ids` are the ids of blocks that appear on this slide first. `section` groups slides in PowerPoint's list; `topic` is the
    id of its topic, "" for opening and closing slides. `part` of `parts` counts the slides that share a title. `answers`: it
    reveals answers. `hidden`: in the file, but not in the show. `title_shown` False puts the title above the slide's edge, for
    screen readers and outline view only; `title_scale` is like `FilledSlot.scale`. `number` is the printed slide number, 0 for
    its place in the deck. `icon`: the name of the icon beside its title. `counted`: so many of a whole, (value, of), drawn as
    dots beside its text. `drawn`: what decorates this slide alone. `at`: place of its title in the source.
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
    icon: str = ""
    counted: tuple[float, float] | None = None
    drawn: tuple[DrawnShape, ...] = ()
    at: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Deck:
    """Slides in order, and document properties. `footer` is printed on every slide whose layout has a footer.

    `motif`: the module's id and its place in the course, from which the motif on the title slide is drawn; None for no motif.
    """

    title: str
    lang: str
    footer: str
    slides: tuple[Slide, ...]
    properties: dict[str, str] = field(default_factory=dict)
    motif: tuple[str, int] | None = None


def text_of(runs: Iterable[Run]) -> str:
    """Return the text of runs; a line break counts as a space."""
    return "".join(" " if run.text == "\v" else run.text for run in runs)


def words(line: SlideLine) -> str:
    """Return the text of a line, with a vertical tab for each line break."""
    return "".join(run.text for run in line.runs)


def line_direction(line: SlideLine, lang: str) -> str:
    """Return "rtl" or "ltr" for a line of a deck in `lang`: the deck's, unless all words run the other way; code runs from left to right."""
    if line.runs and not line.bullet and all(run.mono for run in line.runs):
        return "ltr"
    ways = {direction(run.lang or lang) for run in line.runs if any(map(str.isalnum, run.text))}
    return ways.pop() if len(ways) == 1 else direction(lang)


def lines_of(content: Content) -> tuple[SlideLine, ...]:
    """Return the lines of text or of a table's cells; () for pictures and charts."""
    match content:
        case TextContent(lines=lines):
            return lines
        case TableContent() as table:
            return tuple(line for row in (table.header, *table.rows) for cell in row for line in cell)
        case PictureContent() | ChartContent():
            return ()
        case _:
            assert_never(content)
