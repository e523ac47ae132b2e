"""What all parts of reading one Word file share: its package, styles, lists, report, and the place that is being read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from builder.core.source import Unreadable
from builder.importing.document import DocBlock, DocPlace
from builder.importing.docx.names import Element, W
from builder.importing.docx.numbering import WordNumbering
from builder.importing.docx.signs.fields import FORGOTTEN
from builder.importing.docx.styles import Styles
from builder.importing.loss import LossLog
from builder.importing.office import OfficeFile, OfficeLink

BlocksReader = Callable[["WordContext", Element, str], list[DocBlock]]
"""Reads the blocks in an element that stands in a paragraph, such as a text box; the text says what it is."""


@dataclass
class WordField:
    """A field that is being read: its code so far, and whether its result has begun (ISO/IEC 29500-1, 17.16)."""

    code: str = ""
    in_result: bool = False

    @property
    def kind(self) -> str:
        """The first word of its code, in capitals."""
        return next(iter(self.code.split()), "").upper()


@dataclass
class WordContext:
    """One Word file while it is read. `main` is the name of its document's part, `part` is the part that is being read; `page` counts what Word last saw as pages.

    `looks` counts what is formatted by hand and has no place in a module; `notes` are the labels of footnotes that are called,
    `comments` the places of comments, `forgotten` what fields of the paragraph say that are not taken, by their kind; `said` are texts that stand in attributes or in other parts: text alternatives, charts.
    """

    office: OfficeFile
    main: str
    styles: Styles
    numbering: WordNumbering
    log: LossLog
    file: str
    part: str = ""
    page: int = 0
    paragraph: int = 0
    inner: str = ""
    fields: list[WordField] = field(default_factory=list)
    looks: Counter[str] = field(default_factory=Counter)
    notes: dict[str, str] = field(default_factory=dict)
    comments: dict[str, DocPlace] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    forgotten: dict[str, list[str]] = field(default_factory=dict)
    depth: int = 0
    in_table: int = 0
    read_blocks: BlocksReader = field(default=lambda *_: [], repr=False)

    @property
    def at(self) -> DocPlace:
        """Where the paragraph stands that is being read."""
        part = self.inner or (f"paragraph {self.paragraph}" if self.paragraph else "")
        return DocPlace(self.file, "page" if self.page else "", self.page, part)

    @property
    def whole(self) -> DocPlace:
        """The file as a place."""
        return DocPlace(self.file)

    def related(self, ident: str) -> OfficeLink | None:
        """Return what the part that is being read leads to by an id."""
        return self.office.links(self.part).get(ident)

    def tree_of(self, ident: str, what: str) -> etree._Element | None:
        """Return the root of a part that the one that is being read leads to; None, with a note, where it cannot be read."""
        link = self.related(ident)
        try:
            if link is not None and not link.external and self.office.has(link.target):
                return self.office.xml(link.target)
        except Unreadable as error:
            self.log.note_left(self.at, what, error.reason)
            return None
        self.log.note_left(self.at, what, "the file does not hold it")
        return None

    def optional(self, kind: str) -> etree._Element | None:
        """Return the root of a part that a document can do without, such as `styles`; None where it is missing, or damaged, which is noted."""
        return optional_tree(self.office, next(iter(self.office.led_to(self.main, kind)), ""), self.file, self.log)

    def note_taken(self, what: str) -> None:
        """Note something that is in the module as it was."""
        self.log.note_taken(self.whole, what)

    def begin_field(self) -> None:
        """Begin a field, which may stand in another."""
        self.fields.append(WordField())

    def in_code(self) -> bool:
        """Say whether what is read is the code of a field, not its result."""
        return any(not one.in_result for one in self.fields)

    def note_forgotten(self) -> None:
        """Note the results of fields in the paragraph that has been read which are not taken."""
        for kind, texts in self.forgotten.items():
            if text := "".join(texts).strip():
                self.log.note_left(self.at, "field", f"{kind.lower()}: {FORGOTTEN[kind]}", text)
        self.forgotten.clear()

    def in_field(self, *kinds: str) -> bool:
        """Say whether what is read is the result of a field of one of these kinds."""
        return any(one.in_result and one.kind in kinds for one in self.fields)


def open_context(office: OfficeFile, file: str, log: LossLog) -> WordContext:
    """Return a Word file, ready to be read; `file` is its name in the report. Raises Unreadable when it is none."""
    main = next(iter(office.led_to("", "officeDocument")), "")
    root = office.xml(main) if main else None
    if root is None or root.tag != f"{W}document":
        raise office.damaged()
    context = WordContext(office, main, Styles(), WordNumbering(), log, file, part=main)
    context.styles = Styles.of(context.optional("styles"))
    context.numbering = WordNumbering.of(context.optional("numbering"))
    if root.find(f".//{W}lastRenderedPageBreak") is not None:
        context.page = 1
    return context


def optional_tree(office: OfficeFile, name: str, file: str, log: LossLog) -> etree._Element | None:
    """Return the root of a part, None for no name, and where it is damaged, which is noted."""
    try:
        return office.xml(name) if name else None
    except Unreadable as error:
        log.note_left(DocPlace(file, part=name), "part of the file", error.reason)
        return None
