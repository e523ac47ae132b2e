"""Which part of a source a paragraph of a deck was written from: lines of a paragraph, a cell of a table, a value of the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.core.frozen import dataclass
from builder.returning.deck.placing.tokens import NotPlacedError
from builder.returning.edits import SourceFile

MARKER = re.compile(
    r"(?P<indent>[ \t]*(?:>[ \t]*)*)(?P<mark>(?P<sign>[-*+•]|\(?(?:\d+|#|[a-zA-Z])[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)"
)
"""The marker of a list item at the beginning of a line."""

CUE = re.compile(r"(?:SAY|DO|ASK|LISTEN FOR):[ \t]*")
"""A cue of a script, with the space after it (`notes` in docs/language.md)."""

_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"[ \t>]*(?:$|:{3,}|#{1,6}\s|`{3}|~{3}|\||(?:-{3,}|\*{3,}|_{3,})\s*$)")
"""A line that ends a paragraph: an empty one, a fence, a heading, a row of a table, a rule."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines `first` to `last` of a source, from 1, that hold one paragraph; `marker` is that of the item that it begins, "" for none."""

    first: int
    last: int
    indent: str
    marker: str


def bars(line: str) -> list[int]:
    """Return where the bars of a row stand that are not escaped."""
    return [found.start() for found in _BAR.finditer(line)]


class Regions:
    """The parts of one source file."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.lines = file.source.lines
        self.head = self._front_matter()

    def _front_matter(self) -> int:
        """Return the line that ends the front matter, 0 for a file without it."""
        if self.file.source.line(1).rstrip() != "---":
            return 0
        return next((n for n, line in enumerate(self.lines[1:], 2) if line.rstrip() in {"---", "..."}), 0)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters of lines `first` to `last` without the last one's end."""
        return self.file.character(first), self.file.character(last) + len(self.file.source.line(last))

    def whole(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters of lines `first` to `last` with the last one's end."""
        start = self.file.character(first)
        if last < len(self.lines):
            return start, self.file.character(last + 1)
        end = len(self.file.source.text)
        return (start - 1 if first > 1 else start), end

    def paragraph(self, line: int) -> Lines:
        """Return the lines of the paragraph that begins on a line."""
        text = self.file.source.line(line)
        found = MARKER.match(text)
        indent = found["indent"] if found else text[: len(text) - len(text.lstrip())]
        last = line
        while last < len(self.lines):
            after = self.file.source.line(last + 1)
            if _BREAK.match(after) or MARKER.match(after) or CUE.match(after.lstrip(" \t>")):
                break
            last += 1
        return Lines(line, last, indent, found["mark"] if found else "")

    def item_end(self, lines: Lines) -> int:
        """Return the last line of an item with all that is in it."""
        width = len(lines.indent.expandtabs(4))
        last = lines.last
        for number in range(lines.last + 1, len(self.lines) + 1):
            text = self.file.source.line(number)
            if not text.strip():
                continue
            if len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip()) <= width:
                break
            last = number
        return last

    def around(self, line: int) -> Iterator[tuple[int, int]]:
        """Yield parts of the source in which words said to stand at a line may be: its paragraph, then what follows it closely."""
        yield self.span(line, self.paragraph(line).last)
        last = min(len(self.lines), line + 12)
        nearer = next((n for n in range(line + 1, last) if self.file.source.line(n).startswith("## ")), last)
        yield self.span(line, max(line, nearer - (nearer < last)))

    def cell(self, line: int, column: int, columns: int) -> tuple[int, int]:
        """Return the characters of a cell of a row with bars. Raises NotPlacedError for any other table."""
        text = self.file.source.line(line)
        edges = bars(text)
        if not text.lstrip().startswith("|") or len(edges) not in {columns, columns + 1}:
            raise NotPlacedError("the table is not written with bars, a row a line")
        ends = [*edges, len(text)] if len(edges) == columns else edges
        start = self.file.character(line)
        return start + ends[column] + 1, start + ends[column + 1]

    def is_row(self, line: int, columns: int) -> bool:
        """Say whether a line is a row with bars of so many cells."""
        text = self.file.source.line(line)
        edges = len(bars(text))
        return text.lstrip().startswith("|") and edges in {columns, columns + 1}

    def is_rule(self, line: int) -> bool:
        """Say whether a line is the rule under a table's header."""
        return bool(re.fullmatch(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*", self.file.source.line(line)))
