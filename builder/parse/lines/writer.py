"""Canonical lines as they are laid down, each at the depth of what is open around it: list items, notes and divs."""

from __future__ import annotations

import re
from dataclasses import field

from builder.core.frozen import dataclass
from builder.core.problems import Code, Problems
from builder.core.source import Source, Span
from builder.parse.attributes import Attributes, read_attributes
from builder.parse.lines.milestones import CanonicalLines, DivClose, DivOpen, Milestone

DEEPEST = 24
"""Deepest nesting of lists, quotes and divs together. Deeper ones cannot be laid out legibly, and overrun the renderers."""

INDENT_DIV = "indent it like the line that opened the div"


@dataclass(frozen=True)
class OpenContainer:
    """A container that is open: a list item or definition (`content` is the column its text starts in) or a footnote."""

    marker: int
    content: int
    steps: int  # of four spaces, that it adds to what stands in it
    is_note: bool = False


@dataclass(frozen=True)
class OpenDiv:
    """A div that is open, in so many containers of its quote."""

    names: tuple[str, ...]
    at: Span
    containers: int

    @property
    def name(self) -> str:
        """What its author calls it."""
        return self.names[0]


@dataclass
class DocumentState:
    """What all of a source's lines share, in quotes and outside: what they became, and the divs that are open.

    `crossed` are divs that ended with the list item, note or quote they were opened in, and not by a line of their own.
    """

    source: Source
    problems: Problems
    out: CanonicalLines = field(default_factory=CanonicalLines)
    divs: list[OpenDiv] = field(default_factory=list)
    crossed: list[OpenDiv] = field(default_factory=list)


class LineWriter:
    """The canonical lines of one quote, or of the whole document outside quotes. `depth` counts the quotes around them."""

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
        """The spaces before a line that stands in all that is open."""
        return "    " * sum(container.steps for container in self.open)

    def put(self, text: str) -> None:
        """Put a line, "" for a blank one."""
        self.lines.append(self.indent + text if text else "")

    def put_block(self, text: str) -> None:
        """Put a line that is a block of its own."""
        self.put("")
        self.put(text)
        self.put("")
        self.paragraph = False

    def put_milestone(self, mark: Milestone) -> None:
        """Put the milestone of a block that the block parser must not see."""
        self.put_block(self.document.out.add_milestone(mark))

    # ── what is open

    @property
    def divs(self) -> list[OpenDiv]:
        """The divs that are open here, not those around the quote."""
        return self.document.divs[self.first_div :]

    def is_full(self, at: Span, hint: str = "") -> bool:
        """Say whether nothing more can be opened here, which is a problem at `at`."""
        if len(self.document.divs) + len(self.open) + self.depth < DEEPEST:
            return False
        self.problems.add(Code.TOO_DEEP, f"blocks are nested more than {DEEPEST} deep", at, hint)
        return True

    def holds(self, column: int) -> bool:
        """Say whether text in this column stands in the innermost container: at its text, or two spaces in."""
        container = self.open[-1]
        return column >= container.content or column >= container.marker + 2

    def close_container(self) -> None:
        """Close the innermost container, and the divs that were opened in it and not closed."""
        while self.divs and self.divs[-1].containers >= len(self.open):
            div = self.document.divs.pop()
            self.document.crossed.append(div)
            message = f"`{div.name}` is opened inside a list item or note and not closed in it"
            self.problems.add(Code.UNCLOSED_DIV, message, div.at, "indent its closing `:::` like its opening one")
            self.put_milestone(DivClose())
        if self.open[-1].is_note:
            self.put_milestone(DivClose())
        self.open.pop()
        self.paragraph = False

    def close_all(self) -> None:
        """Close what is still open after the last line."""
        while self.open:
            self.close_container()
        while self.divs:
            div = self.document.divs.pop()
            message = f"`{div.name}` is opened here and never closed"
            self.problems.add(Code.UNCLOSED_DIV, message, div.at, "close it with a line of `:::`")
            self.put_milestone(DivClose())

    def open_div(self, number: int, info: str) -> None:
        """Open the div that `info` names; braces that cannot be read open one all the same."""
        at = self.source.whole_line(number)
        attributes = _div_attributes(info)
        if attributes is None:
            place = self.source.find(number, info)
            hint = 'write `{.name key="value"}`'
            self.problems.add(Code.BROKEN_ATTRIBUTES, "these are not attributes", place, hint)
        if self.is_full(at, "close some of the blocks around it"):
            return
        names = attributes.classes if attributes and attributes.classes else (info,)
        self.put_milestone(DivOpen(attributes, at))
        self.document.divs.append(OpenDiv(names, at, len(self.open)))

    def close_div(self, at: Span) -> None:
        """Close the div opened last; a line that closes nothing, or something that stands elsewhere, is a problem."""
        last = self.divs[-1] if self.divs else None
        if last and last.containers == len(self.open):
            self.document.divs.pop()
            self.put_milestone(DivClose())
        elif last and last.containers < len(self.open):
            message = f"this closes nothing in its list item or note; `{last.name}` was opened outside it, in line {last.at.line}"
            self.problems.add(Code.CROSSING_DIV, message, at, INDENT_DIV)
        elif self.document.crossed:
            div = self.document.crossed.pop()
            message = (
                f"this closes `{div.name}` of line {div.at.line}, which was opened inside a list item, quote or note"
            )
            self.problems.add(Code.CROSSING_DIV, message, at, INDENT_DIV)
        else:
            hint = "remove it, or open a div with `::: name`"
            self.problems.add(Code.CROSSING_DIV, "this closes a div, but none is open", at, hint)


def _div_attributes(info: str) -> Attributes | None:
    """Read what follows the colons: a name, braces, or a name and braces."""
    if info.startswith("{"):
        return read_attributes(info)
    name, _, rest = info.partition("{")
    words = name.split()
    more = read_attributes("{" + rest) if rest else Attributes()
    if more is None or len(words) != 1 or not re.fullmatch(r"[\w.-]+", words[0]):
        return None
    return Attributes(more.id, (words[0].lstrip("."), *more.classes), more.values)
