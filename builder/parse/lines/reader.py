"""The lines of a source that are still to be read, from which blocks of several lines take theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from builder.core.problems import Problems
from builder.core.source import Source
from builder.parse.lines.signs.patterns import QUOTE

NumberedLine = tuple[int, str]
"""A line with its number in the source."""


@dataclass
class LineReader:
    """Numbered lines, and the index of the next one to take."""

    lines: list[NumberedLine]
    source: Source
    problems: Problems
    at: int = 0

    def __bool__(self) -> bool:
        """Say whether there is a line left."""
        return self.at < len(self.lines)

    @property
    def next(self) -> NumberedLine:
        """The next line, which stays to be taken."""
        return self.lines[self.at]

    def ends_paragraph(self) -> bool:
        """Say whether a paragraph ends here: there is no next line, or it is blank."""
        return not self or not self.next[1].strip()

    def take(self) -> NumberedLine:
        """Return the next line and move past it."""
        self.at += 1
        return self.lines[self.at - 1]

    def take_line_block(self, number: int, text: str) -> list[NumberedLine]:
        """Return the lines that begin with a bar, the first of which is given; one that is indented continues the last."""
        lines = [(number, text)]
        while self and (text := self.next[1].strip()) and (text[0] == "|" or self.next[1][0] == " "):
            number, _ = self.take()
            if text[0] == "|":
                lines.append((number, text))
            else:
                lines[-1] = (lines[-1][0], f"{lines[-1][1]} {text}")
        return lines

    def take_quote(
        self, number: int, text: str, holds: Callable[[int], bool], begins: Callable[[str], bool]
    ) -> list[NumberedLine]:
        """Return the lines of a quote without their signs, lazy continuation lines too; the first one is given.

        `holds`: whether a column is inside the container of the quote. `begins`: whether text begins a block.
        """
        inner: list[NumberedLine] = []
        lazy, column = False, -1
        while True:
            if (found := QUOTE.match(text)) and (column < 0 or holds(column)):
                inner.append((number, found[1]))
                lazy = bool(found[1].strip()) and not begins(found[1].strip())
            elif column >= 0 and text and lazy and not begins(text):
                inner.append((number, text))
            else:
                return inner
            if column >= 0:
                self.take()
            if not self:
                return inner
            number, raw = self.next
            raw = raw.expandtabs(4)
            text, column = raw.lstrip(" "), len(raw) - len(raw.lstrip(" "))
