"""The tree of a parsed module: every inline and block of the source language, by meaning and not by looks.

`Inline` and `Block` are closed unions: writers match every case and end with `assert_never`. Every node has its place
in the source (`at`) and its language (`lang`, "" = that of its parent). Trees are walked by `children` and `walk` and
changed by `rewrite` alone, so that no kind of node is forgotten, and none meant for facilitators leaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, fields
from typing import TypeVar, get_args, get_type_hints

from builder.core.addresses import NO_ADDRESS, Address
from builder.core.frozen import dataclass, replace
from builder.core.source import NOWHERE, Span
from builder.model.frontmatter import Meta
from builder.model.references import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Base of all nodes. `repr` leaves out `at`, so that equal content prints equally."""

    at: Span = field(default=NOWHERE, repr=False)
    lang: str = ""


# ── Inlines ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineNode(Node):
    """A piece of running text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(InlineNode):
    """Plain text. White space is as in the source, line ends are single spaces."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Styled(InlineNode):
    """Inlines that hold inlines."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong(Styled):
    """Strong importance: `**text**`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis(Styled):
    """Emphasis: `*text*`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike(Styled):
    """Struck-out text: `~~text~~`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscript(Styled):
    """Subscript: `~text~`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Superscript(Styled):
    """Superscript: `^text^`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight(Styled):
    """Highlighted text: `<mark>text</mark>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Styled):
    """Text in another language, `[text]{lang=ar}`, or with other attributes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Styled):
    """The sentence that a slide shows large when its topic has only prose: `[one sentence]{.key}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Styled):
    """The first use of a glossary term; `entry` is the id of its entry. Inserted by `transform.glossary`."""

    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Styled):
    """A link out of the document."""

    target: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Styled):
    """A reference to a block of this module by id, `[text](#id)`, or to its place in another edition, `handout:#id`.

    Without `content` the target's name is printed (“Activity 1”).
    """

    target: str
    edition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(InlineNode):
    """Code in running text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyboard(InlineNode):
    """A key to press: `<kbd>Shift</kbd>`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation(InlineNode):
    """A short form with its long form: `*[TVPA]: Trafficking Victims Protection Act`."""

    text: str
    expansion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBreak(InlineNode):
    """A hard line break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(InlineNode):
    """One or more sources at one place: `[@key]`, `[@a, p. 3; @b]`."""

    items: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited(Node):
    """One source in a citation, with an optional locator (“p. 3”)."""

    key: str
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote(InlineNode):
    """A footnote's call together with its text, so that editions that drop the call drop the text too."""

    label: str
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineImage(InlineNode):
    """A picture in a line of text."""

    src: str
    alt: str
    decorative: bool = False


Inline = (
    Text
    | Strong
    | Emphasis
    | Strike
    | Subscript
    | Superscript
    | Highlight
    | Phrase
    | Key
    | Explained
    | Link
    | Reference
    | Code
    | Keyboard
    | Abbreviation
    | LineBreak
    | Citation
    | Footnote
    | InlineImage
)


# ── Blocks ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockNode(Node):
    """Base of all blocks. `id` is the author's or a stable hash of kind and text; never empty after parsing.

    `from_minutes`: the shortest session, in minutes, that includes the block (`from="60"`). `keep_with`: the id of a
    block without which this one is not shown, nor that one without it (a caveat and its claim).
    """

    id: str = ""
    from_minutes: int = 0
    keep_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container(BlockNode):
    """Base of blocks that hold blocks. `title` is the heading with which the div begins, () without one."""

    title: tuple[Inline, ...] = ()
    body: tuple[Block, ...] = ()


# structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Container):
    """A part of a long module: `# Title` and the topics that follow it.

    In a book of the whole course each module is a part: `module` is then its id and `number` its place, else "" and 0.
    `audience`: "" or the div whose audience the part has, with all its topics.
    """

    module: str = ""
    number: int = 0
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Container):
    """`## Title` and what follows it: a section on paper, one or more slides in a deck, a row of the run sheet.

    `audience`: "" or the div whose audience the topic has (`## Title {.facilitator}`). `layout`: the name of a slide
    layout. `method`: how it is taught, for the run sheet (`method="Talk"`). `position`: "back" puts the topic behind the
    modules in a book of the course, else "". `optional`: its slides are hidden slides (`## Title {.optional}`).
    """

    minutes: int | None = None
    layout: str = ""
    audience: str = ""
    method: str = ""
    position: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(BlockNode):
    """A heading inside a topic: level 3 to 6."""

    level: int
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideBreak(BlockNode):
    """`---` between blank lines: a new slide begins. Pages ignore it."""


# text


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(BlockNode):
    """A paragraph."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class List(BlockNode):
    """A bulleted or numbered list; `start` is the first number.

    `numbering` is the first marker that a list so numbered has: `1`, `a`, `A`, `i` or `I`, with `.`, `)` or in brackets; ""
    for `1.`.
    """

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1
    numbering: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem(Node):
    """One item; `checked` is the state of its box (`- [ ]`, `- [x]`), None without one."""

    body: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionList(BlockNode):
    """Terms with their meanings, in the order written."""

    entries: tuple[DefinitionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionEntry(Node):
    """One or more terms that share their meanings."""

    terms: tuple[Term, ...]
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Node):
    """A term in a definition list."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning(Node):
    """One meaning of a term."""

    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock(BlockNode):
    """A code block: lines as written."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(BlockNode):
    """A table. `aligns` has "left", "right", "center" or "" for each column; all rows have as many cells.

    The first cell of each row says what the row is about (WCAG 2.2, technique H63), unless `headless_rows`.
    `number` counts tables with a caption through the whole module; 0 = without one, or for facilitators alone.
    """

    caption: tuple[Inline, ...] = ()
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    aligns: tuple[str, ...]
    number: int = 0
    headless_rows: bool = False

    def heads_row(self, column: int, cell: Cell) -> bool:
        """Say whether a cell of `rows`, in `column` from 0, is the header of its row: never one that people write in."""
        return not self.headless_rows and column == 0 and len(self.aligns) > 1 and not cell.is_blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Node):
    """One row."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Node):
    """One cell."""

    content: tuple[Inline, ...]

    @property
    def is_blank(self) -> bool:
        """Whether it is to be written in: empty, or with nothing but dots and lines."""
        pictures = any(isinstance(node, InlineImage) for node in walk(*self.content))
        return not pictures and not plain(self).strip(" .…_–—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(BlockNode):
    """A picture alone in a paragraph: `![caption](x.png){alt="…"}`. `width` is a share of the line, 0–1.

    `link` is the address that it leads to (`[![caption](x.png)](address)`), "" for none.

    `number` counts figures and charts with a caption through the whole module; 0 = not numbered.
    """

    src: str
    alt: str
    decorative: bool = False
    caption: tuple[Inline, ...] = ()
    width: float | None = None
    number: int = 0
    link: Address = NO_ADDRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(BlockNode):
    """A chart of a CSV file: first column names, other columns numbers. `kind` is bar, column, line or dot.

    `columns` and `rows` are the file's content. Writers draw it themselves: native in PowerPoint, SVG on pages.
    """

    kind: str
    data: str
    title: tuple[Inline, ...] = ()
    alt: str = ""
    source: Citation | None = None
    caveat: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[float, ...]], ...] = ()
    number: int = 0

    @property
    def values(self) -> tuple[float, ...]:
        """All numbers, row by row."""
        return tuple(value for _, row in self.rows for value in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(BlockNode):
    """Columns side by side."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Container):
    """One of the columns; `width` is its share of the line, 0–1, None = an equal share."""

    width: float | None = None


# teaching blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives(Container):
    """Learning objectives: what participants will be able to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPoints(Container):
    """Key points: what to take away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Container):
    """Something participants do, for a stated time. `number` counts activities through the whole module.

    `objectives`: which objectives of the front matter it serves, from 1.
    """

    minutes: int | None = None
    group: str = ""
    materials: str = ""
    number: int = 0
    objectives: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion(Container):
    """A question to discuss in the whole group."""

    minutes: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Container):
    """A fictional case to think about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards(BlockNode):
    """Cards to cut out and sort. `backs`: words on the back of each, "" when they are printed on one side."""

    title: tuple[Inline, ...] = ()
    cards: tuple[Card, ...]
    backs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Node):
    """One card."""

    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(BlockNode):
    """A question about what was taught; an open one without options. `many`: several options may be right.

    `number` counts questions through the whole module. Solutions are in `Verdict` and `Answer` nodes alone, so that an
    edition without those nodes cannot show them. `objectives`: the objectives of the front matter it tests, from 1.
    """

    question: tuple[Block, ...]
    options: tuple[Option, ...] = ()
    answer: Answer | None = None
    many: bool = False
    number: int = 0
    objectives: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(Node):
    """One option of a question."""

    content: tuple[Inline, ...]
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Node):
    """Whether an option is right, and why."""

    right: bool
    feedback: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Container):
    """The answer to a question or activity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(Container):
    """A question to answer for oneself, in writing; `lines` is the number of lines to write on, 0 = the default."""

    lines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Container):
    """A block that defines a term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Container):
    """Additional information."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Container):
    """A warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentNote(Container):
    """A content warning, and how to step out of the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Container):
    """A quotation; `attribution` names its author."""

    attribution: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes(Container):
    """The script: speaker notes of the slides of this topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue(BlockNode):
    """A paragraph of the script that begins `SAY:`, `DO:`, `ASK:` or `LISTEN FOR:`; `kind` is say, do, ask, listen."""

    kind: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facilitator(Container):
    """Text for facilitators alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutOnly(Container):
    """Text on paper, not on slides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideOnly(Container):
    """Text on slides, not on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources(Container):
    """Where to get help: phone lines and services."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Local(Container):
    """The organization's own text from local.yml, put in `body` when the course has it.

    Without it `blanks` names the lines that are printed empty, to be written on.
    """

    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared(Container):
    """A block of the course's shared.md, inserted with `::: {.use ref="…"}`."""

    ref: str = ""


Block = (
    Part
    | Topic
    | Heading
    | SlideBreak
    | Paragraph
    | List
    | DefinitionList
    | CodeBlock
    | Table
    | Figure
    | Chart
    | Columns
    | Column
    | Objectives
    | KeyPoints
    | Activity
    | Discussion
    | Scenario
    | Cards
    | Check
    | Answer
    | Reflection
    | Definition
    | Note
    | Caution
    | ContentNote
    | Quote
    | Notes
    | Cue
    | Facilitator
    | HandoutOnly
    | SlideOnly
    | Resources
    | Local
    | Shared
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Node):
    """A term of the course's glossary. `forms` are other words for it; `meaning` ends with its source as a citation.

    `in_books`: books of the course print it, whether or not their text uses it.
    """

    id: str
    term: str
    forms: tuple[str, ...] = ()
    meaning: tuple[Inline, ...]
    in_books: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture file. `width` and `height` in px (SVG: user units)."""

    name: str
    data: bytes = field(repr=False)
    media_type: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Module:
    """One training module. `body` is any blocks before the first topic, then topics, or parts that hold topics.

    `assets` holds the pictures that `body` shows, by the name it shows them by; `works` the sources that it cites, by key;
    `terms` the course's glossary, and once selected for an edition that explains them, those that it uses, in order;
    `needed` the titles of the modules that it has as prerequisites, by their ids.
    """

    meta: Meta
    body: tuple[Block, ...]
    path: str
    folder: str
    assets: dict[str, Asset] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    terms: tuple[Entry, ...] = ()
    needed: dict[str, str] = field(default_factory=dict)

    def prerequisites(self, module: Callable[[str], str]) -> tuple[str, ...]:
        """Return the prerequisites as printed. `module` turns the title of a module of the course into its printed name."""
        return tuple(module(self.needed[one]) if one in self.needed else one for one in self.meta.prerequisites)

    @property
    def id(self) -> str:
        """The module's id: the name that its outputs carry."""
        return self.meta.id

    @property
    def lang(self) -> str:
        """The module's language, as a BCP 47 tag."""
        return self.meta.lang


# ── Walking ───────────────────────────────────────────────────────────────────────────────────────────────────


def _holds_nodes(hint: object) -> bool:
    if isinstance(hint, type) and issubclass(hint, Node):
        return True
    return any(_holds_nodes(inner) for inner in get_args(hint))


class _ChildFields(dict[type[Node], tuple[str, ...]]):
    """The names of the fields of a node class that hold nodes, in reading order."""

    def __missing__(self, kind: type[Node]) -> tuple[str, ...]:
        hints = get_type_hints(kind)
        self[kind] = tuple(f.name for f in fields(kind) if _holds_nodes(hints[f.name]))
        return self[kind]


_CHILD_FIELDS = _ChildFields()


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly inside a node, in reading order."""
    for name in _CHILD_FIELDS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif value:
            yield from value


def walk(*nodes: Node) -> Iterator[Node]:
    """Yield nodes and all that is inside them, in reading order."""
    waiting = [*reversed(nodes)]
    while waiting:  # a generator in a generator for each level would pass every node up through all of them
        node = waiting.pop()
        yield node
        if _CHILD_FIELDS[type(node)]:
            waiting.extend(reversed([*children(node)]))


_LAST: list[tuple[Module, tuple[Node, ...]]] = []
"""A cache of one: the last module that `nodes` was called with, compared by identity, and its nodes."""


def nodes(module: Module) -> tuple[Node, ...]:
    """Return all nodes of a module in reading order. The last answer is cached, because a dozen rules ask in a row."""
    last = _LAST[0] if _LAST else None
    if last is None or last[0] is not module:
        last = module, tuple(walk(*module.body))
        _LAST[:] = [last]
    return last[1]


N = TypeVar("N", bound=Node)
C = TypeVar("C")
Change = Callable[[Node, C], tuple[Node, C] | None]
"""From a node and its context to (the new node, the context of its children), or to None to drop it."""


def rewrite(node: N, change: Change[C], context: C) -> N:
    """Return `node` with `change` applied to each node inside it, parents before children, in reading order.

    `context` goes down with the walk: what a change returns with a node is handed on to that node's children.
    Nodes in which nothing changed are returned as they are.
    """
    changes: dict[str, object] = {}
    for name in _CHILD_FIELDS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, Node):
            new = _apply_change(value, change, context)
            if new is not value:
                changes[name] = new
        elif value:
            row = tuple(new for child in value if (new := _apply_change(child, change, context)) is not None)
            if len(row) != len(value) or any(a is not b for a, b in zip(row, value, strict=True)):
                changes[name] = row
    return replace(node, **changes) if changes else node  # type: ignore[arg-type]  # names come from fields()


def _apply_change(node: Node, change: Change[C], context: C) -> Node | None:
    found = change(node, context)
    return None if found is None else rewrite(found[0], change, found[1])


def rewrite_blocks(blocks: tuple[Block, ...], change: Change[C], context: C) -> tuple[Block, ...]:
    """Return blocks that went through `rewrite`, themselves included."""
    return rewrite(Facilitator(body=blocks), change, context).body


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────


def plain(*nodes: Node) -> str:
    """Return the text of nodes without markup, footnotes, citations and text alternatives."""
    return "".join(_plain(node) for node in nodes)


def _plain(node: Node) -> str:
    match node:
        case Text() | Code() | Keyboard() | Abbreviation() | CodeBlock():
            return node.text
        case LineBreak():
            return " "
        case Footnote() | Citation() | InlineImage():
            return ""
        case _:
            between = " " if isinstance(node, BlockNode | ListItem | Row | Card | Option | Meaning) else ""
            return between.join(filter(None, (_plain(child) for child in children(node))))


def topics(module: Module) -> Iterator[Topic]:
    """Yield the topics of a module in order, through its parts."""
    for block in module.body:
        if isinstance(block, Topic):
            yield block
        elif isinstance(block, Part):
            yield from (inner for inner in block.body if isinstance(inner, Topic))
