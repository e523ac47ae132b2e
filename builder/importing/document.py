"""The neutral tree that every reader fills: what a document says, without how it looks. `write_module` makes a module of it.

Names begin with `Doc`, because the model of a module has most of the plain ones. Every part has its place in the file that it comes from.
Text is as the file has it, not escaped; a line break in it is a line feed. What a file does not say is None or empty: nothing is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from builder.core.frozen import dataclass, replace

Unit = Literal["slide", "page", "line", ""]


@dataclass(frozen=True)
class DocPlace:
    """Where something stands: the name of its file, without a path, the number of a slide, page or line, and the part, such as "notes"."""

    file: str = ""
    unit: Unit = ""
    number: int = 0
    part: str = ""

    def __str__(self) -> str:
        """Return the place for people: `deck.pptx, slide 7, notes`."""
        return ", ".join(
            one for one in (self.file, f"{self.unit} {self.number}" if self.unit else "", self.part) if one
        )


NO_PLACE = DocPlace()


@dataclass(frozen=True)
class DocRun:
    """Text of one look. `link` is an address, or `#` and the id of a topic; `lang` a language tag where it differs from the document's.

    `footnote` is the label of a note that is called after the text (key of `Document.footnotes`), `formula` says that the text is one.
    """

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    script: Literal["", "sup", "sub"] = ""
    lang: str = ""
    link: str = ""
    footnote: str = ""
    formula: bool = False


DocRuns = tuple[DocRun, ...]


def first_characters(runs: DocRuns, length: int) -> DocRuns:
    """Return the first `length` characters of runs, with their looks."""
    found = []
    for run in runs:
        if length > 0:
            found.append(replace(run, text=run.text[:length]))
        length -= len(run.text)
    return tuple(found)


@dataclass(frozen=True)
class DocParagraph:
    """A paragraph of running text."""

    runs: DocRuns
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocHeading:
    """A heading inside a topic; `level` 3 is the highest."""

    runs: DocRuns
    level: int = 3
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocItem:
    """An item of a list: usually a paragraph, then further blocks and lists of a deeper level."""

    blocks: tuple[DocBlock, ...]
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocList:
    """A list. A numbered one has the number that it starts with and the style: `1`, `a`, `A`, `i` or `I`."""

    items: tuple[DocItem, ...]
    ordered: bool = False
    start: int = 1
    style: Literal["1", "a", "A", "i", "I"] = "1"
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocCell:
    """A cell. `columns` and `rows` are how many it takes; those that it covers are no cells of their rows."""

    blocks: tuple[DocBlock, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class DocTable:
    """A table; `header_rows` of it are headers (0: the file does not say so), `row_headers`: so is the first cell of each row."""

    rows: tuple[tuple[DocCell, ...], ...]
    header_rows: int = 0
    row_headers: bool = False
    caption: DocRuns = ()
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocCrop:
    """The shares of a picture that its file does not show, 0 to 1, from each edge."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True)
class DocPicture:
    """A picture as the file has it, not cleaned. `alt` is None where the file gives none; `decorative`: it says nothing to readers.

    `name` is what to call it in the report. What `crop` takes away never leaves the file. `link` is where it leads.
    """

    data: bytes = field(repr=False)
    name: str = ""
    alt: str | None = None
    decorative: bool = False
    caption: DocRuns = ()
    crop: DocCrop | None = None
    link: str = ""
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocChart:
    """A chart with its numbers: `columns` are the names of the first column and of each series, `rows` a name and a number a series.

    A number that is missing is None. `kind` is a kind of ours.
    """

    kind: Literal["bar", "column", "line", "dot"]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    title: str = ""
    alt: str = ""
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocCode:
    """Lines of code or of a terminal, with their spaces. `language` is a word such as `python`."""

    text: str
    language: str = ""
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocFormula:
    """A formula on a line of its own, as text."""

    text: str
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocQuote:
    """Words of others; `source` says whose."""

    blocks: tuple[DocBlock, ...]
    source: DocRuns = ()
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocDefinitions:
    """Terms, each with its meanings."""

    entries: tuple[tuple[DocRuns, tuple[tuple[DocBlock, ...], ...]], ...]
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocBox:
    """A block of ours, `::: name`: `activity`, `note`, `facilitator`, `objectives`, `columns` … (docs/language.md, “Divs”).

    `attributes` are written as they are given, without being escaped but for quotation marks: `{"time": "15"}`.
    """

    name: str
    blocks: tuple[DocBlock, ...]
    title: DocRuns = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocOption:
    """An option of a question, whether it is right (None: the file does not say), and the reason."""

    runs: DocRuns
    right: bool | None = None
    reason: tuple[DocBlock, ...] = ()


@dataclass(frozen=True)
class DocQuestion:
    """A question. `several`: more than one option may be right; `answer` is that of an open question, or of the whole."""

    prompt: tuple[DocBlock, ...]
    options: tuple[DocOption, ...] = ()
    several: bool = False
    answer: tuple[DocBlock, ...] = ()
    title: DocRuns = ()
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class DocMarkdown:
    """Lines that are our own Markdown already, written as they are. For readers of dialects that our parser reads.

    `pictures` are those that it names by marks, such as `picture-1:`, in the place of files. `words` are those of the text with its
    marks and addresses, before that: what a reader rewrites line by line is compared line by line.
    """

    text: str
    pictures: Mapping[str, DocPicture] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    at: DocPlace = NO_PLACE


DocBlock = (
    DocParagraph
    | DocHeading
    | DocList
    | DocTable
    | DocPicture
    | DocChart
    | DocCode
    | DocFormula
    | DocQuote
    | DocDefinitions
    | DocBox
    | DocQuestion
    | DocMarkdown
)


@dataclass(frozen=True)
class DocTopic:
    """A slide, or what stands under a heading. `level` 1 is a part of the module, 2 a topic of it.

    `id` is needed only where a link of the document leads to it. `goes_on`: it continues the topic before it, under the same
    title, on a further slide. `notes` is its script; `hidden`: it is shown to nobody in its file; `answer`: it tells one, and
    facilitators alone have it; `minutes` as the file says. `shown`: its paragraphs stood on a slide, and do so again.
    """

    title: DocRuns
    blocks: tuple[DocBlock, ...] = ()
    notes: tuple[DocBlock, ...] = ()
    level: Literal[1, 2] = 2
    id: str = ""
    goes_on: bool = False
    hidden: bool = False
    answer: bool = False
    shown: bool = False
    minutes: int | None = None
    at: DocPlace = NO_PLACE


@dataclass(frozen=True)
class Document:
    """What a file says. `opening` stands before the first topic. What it does not say stays empty, and `check` asks a person for it.

    `words` are all words of the file, counted on its raw text and not on this tree: `words.balance` compares them.
    """

    topics: tuple[DocTopic, ...]
    title: str = ""
    description: str = ""
    objectives: tuple[DocRuns, ...] = ()
    lang: str = ""
    minutes: int | None = None
    keywords: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    license: str = ""
    opening: tuple[DocBlock, ...] = ()
    footnotes: Mapping[str, tuple[DocBlock, ...]] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
