"""Lines that are still to be taken: blocks of several lines take theirs from here."""

from __future__ import annotations

from dataclasses import dataclass

from builder.core.problems import Problems
from builder.core.source import Source

NumberedLine = tuple[int, str]
"""A line with its number in the source."""


@dataclass
class LineReader:
    """Lines, and the place of the first that was not taken yet."""

    lines: list[NumberedLine]
    source: Source
    problems: Problems
    at: int = 0

    def __bool__(self) -> bool:
        """Say whether there is a line left."""
        return self.at < len(self.lines)

    @property
    def next(self) -> NumberedLine:
        """The line to be taken next."""
        return self.lines[self.at]

    def take(self) -> NumberedLine:
        """Take the next line."""
        self.at += 1
        return self.lines[self.at - 1]
