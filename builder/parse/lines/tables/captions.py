"""The caption of a table: `: caption {#id}` or `Table: caption`, on the lines below the table or above it."""

from __future__ import annotations

import re

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode
from builder.parse.inlines.attributes import Attributes, read_attributes, split_trailing
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import starts_block

_CAPTION = re.compile(r"^(?:[Tt]able)?:[ \t\u00a0]+(.+)$")


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption with the line that it begins in, and its attributes."""

    text: str
    line: int
    attributes: Attributes


NO_CAPTION = Caption("", 0, Attributes())


def read_caption(reader: LineReader) -> Caption:
    """Take the caption that comes next, perhaps after a blank line; NO_CAPTION, with nothing taken, if none does."""
    place = reader.at
    if place < len(reader.lines) and not reader.lines[place][1].strip():
        place += 1
    found = _CAPTION.match(reader.lines[place][1].strip()) if place < len(reader.lines) else None
    if not found:
        return NO_CAPTION
    number, text = reader.lines[place][0], found[1]
    reader.at = place + 1
    while reader and not _ends(text, reader.next[1]):
        text = f"{text} {reader.take()[1].strip()}"
    text, braces = split_trailing(text)
    attributes = read_attributes(braces) if braces else Attributes()
    if attributes is None:
        at = reader.source.find(number, braces)
        reader.problems.add(ProblemCode.BROKEN_ATTRIBUTES, f"`{braces}` are not attributes", at, "write `{#tbl-id}`")
    return Caption(text.strip(), number, attributes or Attributes())


def _ends(text: str, following: str) -> bool:
    """Say whether a caption ends before the following line: one that goes on over lines does so in one paragraph."""
    line = following.strip()
    return text.rstrip().endswith("}") or not line or "|" in line or line[0] in "+:-" or starts_block(line, inside=True)
