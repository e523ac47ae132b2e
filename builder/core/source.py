"""Source text, and places in it.

A `Span` names a place in a file, 1-based, in characters; it carries its path because a module is made of more
than one file (shared blocks keep the place where they were written).
"""

from __future__ import annotations

import re
from functools import cached_property

from builder.core.frozen import dataclass, replace

SOURCE_BYTES = 2_000_000
"""Largest source file that is read, in bytes. Longer ones are generated or mistaken, and slow every check."""

SOURCE_LINES = 60_000
"""Most lines a source file may have: one private-use character stands for each line while parsing."""

LINE_CHARACTERS = 20_000
"""Longest line that is read, in characters, some seven pages: rules look at a line several times."""


CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufeff"
"""What no text needs, as characters of a regular expression: control characters, marks of byte order, and overrides of direction,
which show a line in another order than it is written and read by programs (Unicode TR36, 2.1)."""

_CONTROL = re.compile(f"[{CONTROLS}]")
_TURN = re.compile("[\u202a-\u202c\u2066-\u2069]")
_CLOSES = {"\u202c": "\u202a\u202b", "\u2069": "\u2066\u2067\u2068"}
"""What ends an embedding or an isolate, with what begins it (Unicode UAX 9)."""


def clean_line(line: str, signs: re.Pattern[str] = _CONTROL) -> tuple[str, tuple[str, ...]]:
    """Return a line without these signs, and the names of those that it had: `U+202E`.

    So go embeddings and isolates of direction that do not end in their line: they would turn around what stands after it.
    """
    found = signs.findall(line)
    kept = signs.sub("", line) if found else line
    if _TURN.search(kept) and not _is_closed(kept):
        found += _TURN.findall(kept)
        kept = _TURN.sub("", kept)
    return kept, tuple(dict.fromkeys(f"U+{ord(sign):04X}" for sign in found))


def _is_closed(line: str) -> bool:
    """Say whether every embedding and isolate of a line ends in it, the last begun first."""
    begun: list[str] = []
    for sign in _TURN.findall(line):
        if sign not in _CLOSES:
            begun.append(sign)
        elif not begun or begun.pop() not in _CLOSES[sign]:
            return False
    return not begun


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file: lines and columns count from 1, `end_column` is just past the last character."""

    path: str = ""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def through(self, other: Span) -> Span:
        """Return the span from the start of this one to the end of `other` (same file)."""
        return replace(self, end_line=other.end_line, end_column=other.end_column)


NOWHERE = Span()
"""The place of text that stands in no file of the course, such as a generated notice."""


@dataclass(frozen=True)
class Source:
    r"""The text of one file, decoded, with `\n` line ends and no byte-order mark; `path` as it is shown."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; index 0 is line 1."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Return line `number` (from 1), or "" past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def whole_line(self, number: int) -> Span:
        """Return the span of a line without its indentation."""
        text = self.line(number)
        return Span(self.path, number, len(text) - len(text.lstrip()) + 1, number, len(text.rstrip()) + 1)

    def find(self, number: int, needle: str, after: int = 1) -> Span:
        """Return where `needle` stands in line `number` from column `after` on, else the whole line."""
        at = self.line(number).find(needle, after - 1) if needle else -1
        if at < 0:
            return self.whole_line(number)
        return Span(self.path, number, at + 1, number, at + 1 + len(needle))


class Unreadable(Exception):  # noqa: N818  # it reads as what it says: raise Unreadable
    """Raised when a file cannot be used: `reason` and `hint` are for authors, `line` is the line of the fault if known."""

    def __init__(self, reason: str, line: int = 1, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.hint = hint


_PICTURES = "save each picture that is written out in the text as a file beside it, and name that file"
"""How a text gets short that was exported with its pictures in it."""


def megabytes(size: int) -> str:
    """Return a number of bytes as MB, rounded up, so that what is over a limit is shown to be."""
    return f"{-(-size // 100_000) / 10:g}"


def decode(data: bytes) -> str:
    r"""Return file bytes as text: UTF-8, byte-order mark dropped, CRLF and CR as `\n`.

    Raises Unreadable with the line of the first bad byte or of the first line over LINE_CHARACTERS, or when the file is
    over SOURCE_BYTES or SOURCE_LINES.
    """
    if len(data) > SOURCE_BYTES:
        size = f"the file is {megabytes(len(data))} MB; at most {SOURCE_BYTES / 1e6:.0f} MB are read"
        raise Unreadable(size, hint=_PICTURES if b";base64," in data else "divide it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, hint = data.count(b"\n", 0, error.start) + 1, "save it as UTF-8 (in most editors: Save As, Encoding)"
        raise Unreadable(f"byte 0x{data[error.start]:02x} is not UTF-8 text", line, hint) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") >= SOURCE_LINES:
        size = f"the file has {text.count(chr(10)) + 1} lines; at most {SOURCE_LINES} are read"
        raise Unreadable(size, hint="divide it")
    if len(text) > LINE_CHARACTERS:
        for number, one in enumerate(text.split("\n"), 1):
            if len(one) > LINE_CHARACTERS:
                hint = _PICTURES if ";base64," in one else "divide it; is it data that was pasted by mistake?"
                raise Unreadable(
                    f"this line has {len(one)} characters; at most {LINE_CHARACTERS} are read", number, hint
                )
    return text
