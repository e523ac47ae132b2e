"""Code, between fences or set in by four spaces: taken as written."""

from __future__ import annotations

import re

from builder.core.problems import Code
from builder.parse.attributes import read_attributes
from builder.parse.lines.ahead import Ahead
from builder.parse.lines.marks import Fenced
from builder.parse.lines.signs import FENCE
from builder.parse.lines.spelling import column_of, spaced


def fenced(ahead: Ahead, number: int, column: int, found: re.Match[str]) -> Fenced:
    """Take code up to the fence that closes it; `column` is where the opening one stands, in line `number`."""
    fence, info = found[1], found[2]
    at = ahead.source.whole_line(number)
    body: list[str] = []
    while ahead:
        text = ahead.take()[1].expandtabs(4)
        end = FENCE.match(text.strip())
        if end and end[1].startswith(fence) and not end[2]:
            break
        body.append(text[min(column, column_of(text)) :].rstrip())
    else:
        ahead.problems.add(
            Code.UNCLOSED_CODE, "this code fence is never closed", at, f"close it with a line of {fence}"
        )
    attributes = read_attributes(info) if info.startswith("{") else None
    language = attributes.classes[0] if attributes and attributes.classes else info.strip("{}. ").split(" ")[0]
    return Fenced("\n".join(body), language, at)


def indented(ahead: Ahead, base: int) -> Fenced:
    """Take lines that stand in column `base` or further in: a code block without a fence. The next line is its first."""
    at = ahead.source.whole_line(ahead.next[0])
    body = [spaced(ahead.take()[1]).rstrip()[base:]]  # the caller has seen that this one stands so far in
    while ahead:
        text = spaced(ahead.next[1]).rstrip()
        if text and column_of(text) < base:
            break
        body.append(text[base:])
        ahead.take()
    while body and not body[-1]:
        body.pop()
    return Fenced("\n".join(body), "", at)
