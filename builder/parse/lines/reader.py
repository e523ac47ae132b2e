"""The lines of a source that are still to be read, from which blocks of several lines take theirs."""

from __future__ import annotations

from dataclasses import dataclass

from builder.core.problems import Problems
from builder.core.source import Source

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
