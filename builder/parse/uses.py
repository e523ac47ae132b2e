"""Which shared blocks the slides of earlier modules show: for `::: {.use ref="…" slides="once"}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.model.course import Course
from builder.parse.course import read_source
from builder.parse.inlines.attributes import read_attributes
from builder.parse.prerequisites import Titles, as_written, module_title

_DIV = re.compile(r"(:{3,})[ \t]*(.*?)[ \t:]*$")
_CODE = re.compile(r"(`{3,}|~{3,})")
_HIDDEN = re.compile(r"#+[ \t].*\{[^}]*\.(facilitator|handout|optional)\b")
_HEADING = re.compile(r"#{1,2}[ \t]")


def earlier_use(folder: Folder, course: Course, name: str, ref: str, titles: Titles = as_written) -> str:
    """Return the title of the first module before `name` whose slides show the shared block `ref`, "" when none does.

    The order is the course's, so that a module alone is made as with all others. What counts is a use in no other block, under
    a heading that all see: lines are read, not parsed, and whatever is in doubt does not count.
    """
    for other in course.listed[: max(course.number(name) - 1, 0)]:
        source = read_source(folder, f"modules/{other}/module.md", Problems())
        if source is not None and ref in _uses(tuple(source.lines)):
            return module_title(folder, course, other, titles)
    return ""


@lru_cache(maxsize=64)
def _uses(lines: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_read_uses(lines))


def _read_uses(lines: Iterable[str]) -> Iterator[str]:
    """Yield the shared blocks that lines use outside code, other blocks and headings that hide what is under them."""
    depth, code, hidden = 0, "", False
    for line in lines:
        if fence := _CODE.match(line):
            code = "" if code and fence[1].startswith(code) else code or fence[1]
        elif code:
            continue
        elif _HEADING.match(line):
            hidden = bool(_HIDDEN.match(line))
        elif found := _DIV.match(line):
            attributes = read_attributes(found[2]) if found[2].startswith("{") else None
            if attributes and "use" in attributes.classes and not depth and not hidden:
                yield attributes.values.get("ref", "").lstrip("#")
            depth = max(depth + (1 if found[2] else -1), 0)
