"""Attributes that go on over several lines, as in Pandoc: their lines become one."""

from __future__ import annotations

from builder.parse.inlines.attributes import BRACES, OPENING
from builder.parse.lines.reader import LineReader
from builder.parse.stamps import stamp

_MOST_LINES = 40


def join_attributes(reader: LineReader, text: str) -> str:
    """Return a line's text with the lines, taken from the reader, that attributes opened in it go on in.

    Words after their end keep their own line number. Attributes that are not closed before a blank line stay as they are.
    """
    at = 0
    while found := OPENING.search(text, at):
        at = found.start()
        if closed := BRACES.match(text, at):
            at = closed.end()
            continue
        joined = _closed(reader, text, at)
        if joined is None:
            return text
        text, at = joined
    return text


def _closed(reader: LineReader, text: str, at: int) -> tuple[str, int] | None:
    """Take lines until the braces at `at` are closed; return the text and where they end, or None, with nothing taken."""
    for place in range(reader.at, min(reader.at + _MOST_LINES, len(reader.lines))):
        number, raw = reader.lines[place]
        if not raw.strip():
            return None
        text = f"{text.rstrip()} {raw.strip()}"
        if found := BRACES.match(text, at):
            reader.at = place + 1
            end = found.end()
            rest = text[end:] + ("  " if raw.endswith("  ") else "")
            return text[:end] + (stamp(number) + rest if rest.strip() else ""), end
    return None
