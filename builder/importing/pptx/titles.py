"""Titles of decks that have no placeholders for them, as some programs export: a line at the same place on top of several slides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree

from builder.core.frozen import dataclass
from builder.importing.pptx.alternatives import inside
from builder.importing.pptx.layouts import placeholder_key
from builder.importing.pptx.names import A, P
from builder.importing.pptx.text import raw_text

_LEAST = 3
"""Slides on which a line must stand at one place to be taken for their title: of fewer, it may be anything."""

_LONGEST, _LOWEST, _NARROWEST = 100, 0.25, 0.3
"""Most characters of a title, and the shares of a slide's height at which it begins at most, and of its width that it has at least."""


@dataclass(frozen=True)
class _Line:
    shape: etree._Element
    place: tuple[int, int]


def title_shapes(roots: Mapping[str, etree._Element], main: etree._Element) -> dict[str, etree._Element]:
    """Return the shapes that are titles of slides without a title placeholder that has text, by the names of the slides' parts."""
    size = main.find(f"{P}sldSz")
    wide, high = (_number(size, name) for name in ("cx", "cy"))
    if not wide or not high:
        return {}
    lines = {part: line for part, root in roots.items() if (line := _top_line(root, wide, high)) is not None}
    places = Counter(line.place for line in lines.values())
    return {part: line.shape for part, line in lines.items() if places[line.place] >= _LEAST}


def _top_line(root: etree._Element, wide: int, high: int) -> _Line | None:
    """Return the line on top of a slide without a title, None when the slide has a title, or no such line."""
    tree = root.find(f"{P}cSld/{P}spTree")
    found: list[tuple[int, int, int, etree._Element]] = []
    for shape in inside(tree) if tree is not None else ():
        if shape.tag != f"{P}sp" or not "".join(_lines(shape)):
            continue
        kind, _ = placeholder_key(shape)
        if kind in {"title", "ctrTitle"}:
            return None
        off, ext = (shape.find(f"{P}spPr/{A}xfrm/{A}{name}") for name in ("off", "ext"))
        if kind is None and off is not None:
            found.append((_number(off, "y"), _number(off, "x"), _number(ext, "cx"), shape))
    if not found:
        return None
    top, left, width, shape = min(found, key=lambda one: one[:2])
    lines = _lines(shape)
    fits = len(lines) == 1 and len(lines[0]) <= _LONGEST and top <= _LOWEST * high and width >= _NARROWEST * wide
    return _Line(shape, (round(50 * top / high), round(50 * left / wide))) if fits else None


def _lines(shape: etree._Element) -> list[str]:
    body = shape.find(f"{P}txBody")
    return [line.strip() for line in raw_text(body) if line.strip()] if body is not None else []


def _number(element: etree._Element | None, name: str) -> int:
    text = element.get(name, "") if element is not None else ""
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else 0
