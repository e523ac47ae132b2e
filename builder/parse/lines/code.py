"""Code blocks, between fences or indented by four spaces."""

from __future__ import annotations

import re

from builder.core.problems import ProblemCode
from builder.parse.audiences.words import is_listed
from builder.parse.inlines.attributes import read_attributes
from builder.parse.lines.milestones import CodeLines
from builder.parse.lines.normalize import column_of, expand_tabs
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import FENCE


def read_fenced_code(reader: LineReader, number: int, column: int, found: re.Match[str]) -> CodeLines:
    """Take the lines up to the closing fence; the opening one is in line `number`, at `column`."""
    fence, info = found[1], found[2]
    at = reader.source.whole_line(number)
    body: list[str] = []
    while reader:
        text = reader.take()[1].expandtabs(4)
        end = FENCE.match(text.strip())
        if end and end[1].startswith(fence) and not end[2]:
            break
        body.append(text[min(column, column_of(text)) :].rstrip())
    else:
        reader.problems.add(
            ProblemCode.UNCLOSED_CODE, "this code fence is never closed", at, f"close it with a line of {fence}"
        )
    if re.fullmatch(r"\{=\w+\}", info):
        message = f"`{info}` is left out: text for another program is printed as code"
        reader.problems.add(ProblemCode.FOREIGN_SYNTAX, message, at, "write Markdown")
    attributes = read_attributes(info) if info.startswith("{") else None
    language = attributes.classes[0] if attributes and attributes.classes else info.strip("{}. ").split(" ")[0]
    audience = next((word for word in re.findall(r"[^\W\d_][\w-]*", info) if is_listed(word)), "")
    return CodeLines("\n".join(body), language, at, audience)


def read_indented_code(reader: LineReader, base: int) -> CodeLines:
    """Take the lines indented to column `base` or further: a code block without fences. The next line is its first."""
    at = reader.source.whole_line(reader.next[0])
    body = [expand_tabs(reader.take()[1]).rstrip()[base:]]  # the caller has seen that this one stands so far in
    while reader:
        text = expand_tabs(reader.next[1]).rstrip()
        if text and column_of(text) < base:
            break
        body.append(text[base:])
        reader.take()
    while body and not body[-1]:
        body.pop()
    return CodeLines("\n".join(body), "", at)
