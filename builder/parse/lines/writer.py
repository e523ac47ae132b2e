"""Writes canonical lines, indented by the list items, footnotes and divs that are open around them."""

from __future__ import annotations

import re
from dataclasses import field

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, Span
from builder.parse.audiences.scopes import ANSWERS, seen_in, seen_in_div
from builder.parse.divs.vocabulary import known_name
from builder.parse.inlines.attributes import Attributes, read_attributes
from builder.parse.lines.milestones import CanonicalLines, DivClose, DivOpen, Milestone
from builder.parse.lines.signs.markers import ListMarker
from builder.parse.stamps import STAMP
from builder.transform.audience import ALL, Seen

DEEPEST = 24
"""Deepest nesting of lists, quotes and divs together. Deeper ones are illegible, and exceed the renderers' recursion."""

DEEPEST_QUOTE = 10
"""Deepest nesting of quotes: each reads all its lines once more."""

_MARKED = re.compile(rf" *(?:-|\d+\.|:) +(?={STAMP.pattern})")

INDENT_DIV = "indent it like the line that opened the div"


TOPIC = 2
"""The level of the headings of topics; those of parts are one higher."""


@dataclass(frozen=True)
class OpenContainer:
    """An open list item, definition or footnote. `marker` and `content`: the columns of its marker and of its text.

    `item`: the marker of a list item. `is_option`: it is an option of a question. Text indented under it by one space alone is still its reason.
    """

    marker: int
    content: int
    steps: int  # of four spaces, that it adds to what stands in it
    is_note: bool = False
    is_option: bool = False
    is_meaning: bool = False
    item: ListMarker | None = None


@dataclass(frozen=True)
class OpenDiv:
    """An open div. `containers`: how many list items and footnotes of its quote it was opened in.

    `section`: the level of the heading whose audience it has, 0 for a div with fences. `loose`: its fence has not three
    colons at the margin, so that one like it may close it; `shift`: by how many columns it is set in like code.
    `seen`: the editions that see what is in it.
    """

    names: tuple[str, ...]
    at: Span
    containers: int
    section: int = 0
    loose: bool = False
    shift: int = 0
    seen: Seen = ALL

    @property
    def name(self) -> str:
        """Its first class, as the author wrote it."""
        return self.names[0]


@dataclass
class DocumentState:
    """State shared by all lines of a source, inside and outside quotes: the canonical lines and the open divs.

    `topic_seen`: the editions that see the part and the topic that are open, by the levels of their headings.
    `options`: how many options of questions are open.
    `scope_changes`: what decides who sees a line has changed since that was last noted. `crossed`: divs that were ended by the end of the list item, footnote or quote around them, not by `:::`.
    """

    source: Source
    problems: Problems
    out: CanonicalLines = field(default_factory=CanonicalLines)
    divs: list[OpenDiv] = field(default_factory=list)
    crossed: list[OpenDiv] = field(default_factory=list)
    topic_seen: dict[int, Seen] = field(default_factory=dict)
    options: int = 0
    scope_changes: bool = False

    def push(self, div: OpenDiv) -> None:
        """Open a div."""
        self.divs.append(div)
        self.scope_changes = True

    def pop(self) -> OpenDiv:
        """Close the div opened last, and return it."""
        self.scope_changes = True
        return self.divs.pop()

    def enter_topic(self, level: int, audience: str) -> None:
        """Note whom the heading of a topic or part restricts it to."""
        self.scope_changes = True
        self.topic_seen = {**({} if level < TOPIC else self.topic_seen), level: seen_in(audience)}


class CanonicalWriter:
    """Writes the canonical lines of one quote, or of the document outside quotes. `depth` counts the quotes around it."""

    def __init__(self, document: DocumentState, depth: int) -> None:
        self.document, self.depth = document, depth
        self.source, self.problems = document.source, document.problems
        self.lines: list[str] = []
        self.open: list[OpenContainer] = []
        self.paragraph = False  # the line before belongs to a paragraph that the next one could continue
        self.first_div = len(document.divs)

    # ── lines

    @property
    def indent(self) -> str:
        """The indentation of a line inside all open containers."""
        return "    " * sum(container.steps for container in self.open)

    def put(self, text: str) -> None:
        """Add a line, "" for a blank one."""
        self.lines.append(self.indent + text if text else "")

    def take_paragraph(self) -> list[str]:
        """Take back the lines of the paragraph written last, without indentation; a marker before its first stays."""
        taken: list[str] = []
        while self.lines and self.lines[-1].strip():
            text = self.lines.pop()
            if found := _MARKED.match(text):
                self.lines += [text[: found.end() + 1], ""]
                return [text[found.end() :], *taken]
            taken.insert(0, text.strip())
        return taken

    def put_block(self, text: str) -> None:
        """Add a line with a blank line before and after it."""
        self.put("")
        self.put(text)
        self.put("")
        self.paragraph = False

    def put_milestone(self, mark: Milestone) -> None:
        """Add the milestone of a block."""
        self.put_block(self.document.out.add_milestone(mark))

    # ── what is open

    @property
    def divs(self) -> list[OpenDiv]:
        """The divs that were opened in this quote and are still open."""
        return self.document.divs[self.first_div :]

    def is_full(self, at: Span, hint: str = "", *, quotes: bool = False) -> bool:
        """Say whether blocks, or `quotes` among them, are nested as deep as allowed; if so, add a problem at `at`."""
        if quotes and self.depth >= DEEPEST_QUOTE:
            what, most = "quotes", DEEPEST_QUOTE
        elif len(self.document.divs) + len(self.open) + self.depth >= DEEPEST:
            what, most = "blocks", DEEPEST
        else:
            return False
        self.problems.add(ProblemCode.TOO_DEEP, f"{what} are nested more than {most} deep", at, hint)
        return True

    @property
    def is_asking(self) -> bool:
        """Whether the innermost open div is a question."""
        divs = self.document.divs
        return len(divs) > self.first_div and "check" in divs[-1].names

    @property
    def in_meaning(self) -> bool:
        """Whether the meaning of a term is open."""
        return any(container.is_meaning for container in self.open)

    def sibling(self, column: int) -> ListMarker | None:
        """Return the marker of the open item that an item at this column would follow in its list."""
        near = (container.item for container in reversed(self.open) if abs(container.marker - column) < 2)  # columns
        return next((item for item in near if item), None)

    def holds(self, column: int, *, begins: bool = False) -> bool:
        """Say whether text in this column is inside the innermost container: at its text, or two spaces from its marker.

        `begins`: the text begins a block of its own.
        """
        container = self.open[-1]
        needed = container.marker + (1 if container.is_option and not begins else 2)
        return column >= min(needed, container.content)

    def open_container(self, container: OpenContainer) -> None:
        """Open a list item, definition or footnote."""
        self.open.append(container)
        self.document.options += container.is_option
        self.document.scope_changes |= container.is_option

    def note_scope(self, line: int) -> None:
        """Note who sees the text from `line` on."""
        document = self.document
        if not document.scope_changes:
            return
        document.scope_changes = False
        answers = (ANSWERS,) if document.options else ()
        document.out.scopes.change(
            line, (*document.topic_seen.values(), *(div.seen for div in document.divs), *answers, ALL)
        )

    def close_container(self) -> None:
        """Close the innermost container and the divs left open in it, with a problem for each div."""
        while self.divs and self.divs[-1].containers >= len(self.open):
            div = self.document.pop()
            self.put_milestone(DivClose())
            if div.section:
                continue
            self.document.crossed.append(div)
            message = f"`{div.name}` is opened inside a list item or note and not closed in it"
            self.problems.add(
                ProblemCode.UNCLOSED_DIV, message, div.at, "indent its closing `:::` like its opening one"
            )
        if self.open[-1].is_note:
            self.put_milestone(DivClose())
        is_option = self.open.pop().is_option
        self.document.options -= is_option
        self.document.scope_changes |= is_option
        self.paragraph = False

    def close_all(self) -> None:
        """Close everything that is open after the last line, with a problem for each div."""
        while self.open:
            self.close_container()
        while self.divs:
            div = self.document.pop()
            self.put_milestone(DivClose())
            if not div.section:
                message = f"`{div.name}` is opened here and never closed"
                self.problems.add(ProblemCode.UNCLOSED_DIV, message, div.at, "close it with a line of `:::`")

    def open_div(self, number: int, info: str, *, loose: bool = False, shift: int = 0) -> None:
        """Open the div that `info` describes, even when its braces cannot be parsed (a problem)."""
        at = self.source.whole_line(number)
        attributes = _div_attributes(info)
        if attributes is None:
            place = self.source.find(number, info)
            hint = 'write `{.name key="value"}`'
            self.problems.add(ProblemCode.BROKEN_ATTRIBUTES, "these are not attributes", place, hint)
        if self.is_full(at, "close some of the blocks around it"):
            return
        names = attributes.classes if attributes and attributes.classes else (info,)
        self.put_milestone(DivOpen(attributes, at))
        names = tuple(known_name(name) or name for name in names)
        self.document.push(OpenDiv(names, at, len(self.open), 0, loose, shift, seen_in_div(attributes)))
        self.note_scope(number)

    def open_section(self, number: int, level: int, audience: str, ident: str) -> None:
        """Open the div that a heading of `level` stands for when it has an audience: up to the next heading as high."""
        at = self.source.whole_line(number)
        self.put_milestone(DivOpen(Attributes(ident, (audience,)), at))
        self.document.push(OpenDiv((audience,), at, len(self.open), section=level, seen=seen_in(audience)))

    def close_sections(self, level: int) -> None:
        """Close the sections of headings of `level` or lower ones that are open just here."""
        while self.divs and self.divs[-1].section >= level and self.divs[-1].containers == len(self.open):
            self.document.pop()
            self.put_milestone(DivClose())

    def close_div(self, at: Span) -> None:
        """Close the div opened last; a problem when none is open, or when it was opened in another container."""
        self.close_sections(1)
        last = self.divs[-1] if self.divs else None
        if last and last.containers == len(self.open):
            self.document.pop()
            self.put_milestone(DivClose())
        elif last and last.containers < len(self.open):
            message = f"this closes nothing in its list item or note; `{last.name}` was opened outside it, in line {last.at.line}"
            self.problems.add(ProblemCode.CROSSING_DIV, message, at, INDENT_DIV)
        elif self.document.crossed:
            div = self.document.crossed.pop()
            message = (
                f"this closes `{div.name}` of line {div.at.line}, which was opened inside a list item, quote or note"
            )
            self.problems.add(ProblemCode.CROSSING_DIV, message, at, INDENT_DIV)
        else:
            hint = "remove it, or open a div with `::: name`"
            self.problems.add(ProblemCode.CROSSING_DIV, "this closes a div, but none is open", at, hint)


def _div_attributes(info: str) -> Attributes | None:
    """Parse what follows the colons: a name, braces, or a name and braces. None if it is none of these."""
    if info.startswith("{"):
        return read_attributes(info)
    name, _, rest = info.partition("{")
    words = name.split()
    more = read_attributes("{" + rest) if rest else Attributes()
    if more is None or len(words) != 1 or not re.fullmatch(r"[\w.-]+", words[0]):
        return None
    return Attributes(more.id, (words[0].lstrip("."), *more.classes), more.values)
