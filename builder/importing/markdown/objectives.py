"""Lists of objectives under a heading that says so, as `::: objectives`."""

from __future__ import annotations

import re

from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import ITEM

_HEADING = re.compile(
    r"^#{1,6}\s+(?:\d+[.)]?\s+)?(?:(?:learning|lesson|session|course|module|training)\s+)?(?:objectives?|outcomes|goals)\s*:?\s*(?:\{[^{}]*\})?$",
    re.IGNORECASE,
)


def is_objectives_title(title: str) -> bool:
    """Say whether a heading's words say that objectives follow."""
    return bool(_HEADING.match(f"# {title.strip()}"))


def with_objectives(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines in which the first heading such as “Learning objectives” is, with the list right under it, a div of ours.

    It stays as it is where something else than a list follows, or a div of objectives stands in the text already.
    """
    if any(re.match(r"\s*:{3,}\s*\{?\s*\.?objectives?\b", text) for _, text in lines):
        return lines
    start = next((n for n, (_, text) in enumerate(lines) if _HEADING.match(text)), -1)
    at = start + 1
    while 0 < at < len(lines) and not lines[at][1].strip():
        at += 1
    if start < 0 or at >= len(lines) or not ITEM.match(lines[at][1].strip()):
        return lines
    end = at
    while end < len(lines):
        text = lines[end][1]
        if text.strip() and not (ITEM.match(text.strip()) or text[0] in " \t" or lines[end - 1][1].strip()):
            break
        if re.match(r"#{1,6}\s|:{3,}|[`~]{3,}|---\s*$", text):
            break
        end += 1
    last = end
    while not lines[last - 1][1].strip():
        last -= 1
    number, title = lines[start]
    words = title.lstrip("#").strip()
    body = [(number, "::: objectives"), (number, f"### {words}"), *lines[start + 1 : last], (lines[last - 1][0], ":::")]
    return [*lines[:start], *body, *lines[last:]]
