"""Marp: comments in a file that says `marp: true` are the presenter's notes, unless they set something for the slides.

https://marpit.marp.app/usage?id=presenter-notes, https://marpit.marp.app/directives
"""

from __future__ import annotations

import re

from builder.parse.dialects.translation import Lines
from builder.parse.lines.signs.patterns import FENCE

_SETTING = re.compile(
    r"^\s*_?(?:theme|style|headingDivider|size|math|title|author|description|keywords|url|image|marp|paginate|header|footer"
    r"|class|backgroundColor|backgroundImage|backgroundPosition|backgroundRepeat|backgroundSize|color|transition|lang)\s*:",
    re.MULTILINE,
)
_TOOL = re.compile(r"^\s*(?:fit|prettier-ignore.*|markdownlint.*|eslint.*|vale .*|textlint.*)\s*$", re.DOTALL)


def comments_to_notes(lines: Lines) -> Lines:
    """Return lines in which each comment that is a note stands in a div of notes after the paragraph that it is in."""
    out: Lines = []
    fence, at = "", 0
    while at < len(lines):
        number, text = lines[at]
        at += 1
        if found := FENCE.match(text.strip()):
            fence = "" if fence and found[1].startswith(fence) and not found[2] else fence or found[1]
        start = text.find("<!--")
        if fence or start < 0 or text[:start].count("`") % 2:
            out.append((number, text))
            continue
        end = text.find("-->", start + 4)
        body = [(number, text[start + 4 : end if end >= 0 else None])]
        while end < 0 and at < len(lines):
            line, more = lines[at]
            at += 1
            end = more.find("-->")
            body.append((line, more[: end if end >= 0 else None]))
            text = text[:start] + more[end + 3 :] if end >= 0 else text
        if end < 0:  # never closed: left as it is, for the rule about comments
            out += [(number, lines[at - len(body)][1]), *lines[at - len(body) + 1 : at]]
            continue
        rest = text[:start] + text[end + 3 :] if len(body) == 1 else text
        words = "\n".join(inner for _, inner in body)
        lines = [*lines[:at], (number, rest), *lines[at:]] if "<!--" in rest else lines
        if "<!--" not in rest and rest.strip():
            out.append((number, rest))
        if words.strip() and not _SETTING.match(words) and not _TOOL.match(words):
            out += [
                (number, ""),
                (number, "::: notes"),
                *((n, inner.strip()) for n, inner in body),
                (body[-1][0], ":::"),
                (number, ""),
            ]
    return out
