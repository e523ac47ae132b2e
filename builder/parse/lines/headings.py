"""The canonical line of a heading, without its attributes."""

from __future__ import annotations

import re

from builder.core.problems import ProblemCode
from builder.parse.inlines.attributes import read_attributes, split_trailing
from builder.parse.lines.writer import DocumentState
from builder.parse.stamps import stamp


def canonical_heading(document: DocumentState, number: int, signs: str, written: str) -> str:
    """Return the canonical line of the heading in line `number`, "" with a problem if it has no text.

    `signs`: its `#` signs; `written`: what follows them. Its attributes go to `CanonicalLines.headings`.
    """
    text, braces = split_trailing(written.replace("\u00a0", " ").strip())
    attributes = read_attributes(braces) if braces else None
    if braces and attributes is None:
        at = document.source.find(number, braces)
        hint = 'write `{#id .class key="value"}` at its end, or `\\{` for the sign'
        document.problems.add(ProblemCode.BROKEN_ATTRIBUTES, "these are not attributes", at, hint)
    if attributes:
        document.out.headings[number] = attributes
    if not text:
        at = document.source.whole_line(number)
        document.problems.add(ProblemCode.EMPTY_HEADING, "this heading has no text", at)
        return ""
    if re.search(r"(?<!\\)(?:\\\\)*#$", text):  # the block parser would take it for the heading's end
        text = text[:-1] + "\\#"
    return f"{signs} {stamp(number)}{text}"
