"""Edits of a source file, byte by byte: what they replace is checked, what they do not name stays as it is, and a diff shows them.

A file is read once, as bytes. Places of the parser are characters of its text as decoded (`core.source.decode`: no byte-order mark,
every line end one character); `SourceFile` says which bytes they are. Nothing here writes to the disk.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from builder.core.frozen import dataclass
from builder.core.source import Source, Span, decode

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SourceEdit:
    r"""The replacement of bytes `start` to `end` of a file, which hold `old`, by `new`; both are text with `\n` line ends.

    `path` is the file's, from the course's folder; `at` is the place for people, lines and columns from 1. `start` equals `end`
    where text is inserted.
    """

    path: str
    start: int
    end: int
    old: str
    new: str
    at: Span


@dataclass(frozen=True, slots=True)
class AppliedEdits:
    """A file with edits in it: its new bytes, the edits that were made, and those that were not, with the reason."""

    data: bytes
    made: tuple[SourceEdit, ...]
    refused: tuple[tuple[SourceEdit, str], ...]


@dataclass(frozen=True)
class SourceFile:
    """A source file as it is on disk. Raises Unreadable, on the first use of its text, where `decode` does."""

    path: str
    data: bytes

    @cached_property
    def source(self) -> Source:
        """The file as the parser reads it."""
        return Source(self.path, decode(self.data))

    @cached_property
    def _line_starts(self) -> list[int]:
        """The byte at which each line begins; index 0 is line 1."""
        starts = [len(_BOM) if self.data.startswith(_BOM) else 0]
        at = starts[0]
        while True:
            ends = [place for sign in (b"\r", b"\n") if (place := self.data.find(sign, at)) >= 0]
            if not ends:
                return starts
            end = min(ends)
            at = end + (2 if self.data[end : end + 2] == b"\r\n" else 1)
            starts.append(at)

    @cached_property
    def _first_characters(self) -> list[int]:
        """The character of the decoded text at which each line begins; index 0 is line 1."""
        starts = [0]
        for line in self.source.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    @cached_property
    def line_end(self) -> str:
        r"""The end of a line that is added: the one that most lines of the file have, `\n` in a file of one line."""
        both = self.data.count(b"\r\n")
        counts = {"\n": self.data.count(b"\n") - both, "\r\n": both, "\r": self.data.count(b"\r") - both}
        return max(counts, key=lambda end: counts[end])

    def character(self, line: int, column: int = 1) -> int:
        """Return the character of the decoded text, from 0, at a line and column, which count from 1."""
        return self._first_characters[line - 1] + column - 1

    def place(self, character: int) -> tuple[int, int]:
        """Return the line and column, from 1, of a character of the decoded text."""
        low, high = 0, len(self.source.lines)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._first_characters[middle] <= character else (low, middle)
        return low + 1, character - self._first_characters[low] + 1

    def offset(self, line: int, column: int = 1) -> int:
        """Return the byte at which a line and column, in characters from 1, begin."""
        before = self.source.line(line)[: column - 1]
        return self._line_starts[line - 1] + len(before.encode())

    def edit(self, start: int, end: int, new: str) -> SourceEdit:
        r"""Return the edit that replaces characters `start` to `end` of the decoded text by `new`, with `\n` line ends."""
        first, last = self.place(start), self.place(end)
        return SourceEdit(
            self.path,
            self.offset(*first),
            self.offset(*last),
            self.source.text[start:end],
            new,
            Span(self.path, *first, *last),
        )

    def apply(self, edits: Iterable[SourceEdit]) -> AppliedEdits:
        """Return the file with these edits in it, whatever their order.

        Edits that overlap, insert at one place, or whose `old` is not what the file holds, are refused, all that are concerned;
        the same edit given twice is made once. Every byte that no made edit names stays. Added lines end as the file's do.
        """
        asked = sorted(dict.fromkeys(edits), key=lambda one: (one.start, one.end, one.new))
        refused: dict[SourceEdit, str] = {}
        for one in asked:
            if one.path != self.path:
                refused[one] = "it belongs to another file"
            elif not self._holds(one):
                refused[one] = "the file has changed at this place"
        for one, other in _overlapping([one for one in asked if one not in refused]):
            refused[one] = refused[other] = "two changes concern the same words"
        made = tuple(one for one in asked if one not in refused)
        parts: list[bytes] = []
        at = 0
        for one in made:
            parts += [self.data[at : one.start], one.new.replace("\n", self.line_end).encode()]
            at = one.end
        return AppliedEdits(b"".join([*parts, self.data[at:]]), made, tuple(refused.items()))

    def _holds(self, edit: SourceEdit) -> bool:
        if not 0 <= edit.start <= edit.end <= len(self.data):
            return False
        try:
            held = self.data[edit.start : edit.end].decode()
        except UnicodeDecodeError:
            return False
        return held.replace("\r\n", "\n").replace("\r", "\n") == edit.old


def _overlapping(edits: Sequence[SourceEdit]) -> Iterable[tuple[SourceEdit, SourceEdit]]:
    """Yield pairs of edits, sorted by their start, that concern the same bytes or insert at the same place."""
    reach: SourceEdit | None = None
    for one, other in pairwise(edits):
        reach = one if reach is None or one.end >= reach.end else reach
        if other.start < reach.end or (other.start == one.start and one.start == one.end):
            yield (reach if other.start < reach.end else one), other


def unified_diff(path: str, old: bytes, new: bytes) -> str:
    r"""Return the difference of a file's old and new bytes as a patch that `git apply` and `patch -p1` take, "" for none.

    Lines keep their own ends: one of a file with CRLF ends in `\r\n`.
    """
    if old == new:
        return ""
    before, after = (_lines(data) for data in (old, new))
    lines = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(data: bytes) -> list[str]:
    r"""Return lines with their ends as `patch` counts them: only `\n` ends a line."""
    parts = data.decode(errors="surrogateescape").split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
