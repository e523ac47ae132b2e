"""How large a drawing becomes when its references are followed: ten lines can expand to a billion shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.pictures.drawing.names import HREFS, SVG

if TYPE_CHECKING:
    from lxml import etree

MAX_ELEMENTS = 20_000
"""Most elements of a drawing, with the target of each `use`, and of each marker at each point, counted again."""

MAX_DEPTH = 200
"""Deepest nesting when references are followed: the libraries that draw descend by recursion."""

MAX_MATCHES = 1_000_000
"""Most matches of style rules against elements: with more, drawing takes minutes."""

_SELECTORS = re.compile(r"(?<![^{}])([^{}]*+)\{")
_NUMBERS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")


def count_elements(root: etree._Element) -> int:
    """Return the number of elements with every `use` expanded, counted up to MAX_ELEMENTS + 1 (cycles too)."""
    by_id = {str(element.get("id")): element for element in root.iter("*") if element.get("id")}
    known: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()

    def count(element: etree._Element) -> int:
        if element in open_ or len(open_) > MAX_DEPTH:
            return MAX_ELEMENTS + 1
        if element not in known:
            open_.add(element)
            used = sum(count(by_id[name]) for name in referenced_ids(element) if name in by_id)
            known[element] = min(1 + sum(map(count, element)) + used * _times(element), MAX_ELEMENTS + 1)
            open_.discard(element)
        return known[element]

    try:
        return count(root)
    except RecursionError:
        return MAX_ELEMENTS + 1


def count_matches(root: etree._Element) -> int:
    """Return how often a part of a selector is held against an element, at most."""
    rules = [rule for style in root.iter(f"{SVG}style") for rule in _SELECTORS.findall(style.text or "")]
    parts = sum(max(len(one.split()) - 1, 0) for rule in rules for one in rule.split(","))
    return parts * sum(1 for _ in root.iter("*")) if parts else 0


def _times(element: etree._Element) -> int:
    """Return how often a marker of an element is drawn: at each of its points."""
    if not any("marker" in str(key) or "marker" in str(value) for key, value in element.attrib.items()):
        return 1
    return max(len(_NUMBERS.findall(element.get("d", "") + element.get("points", ""))) // 2, 1)


def referenced_ids(element: etree._Element) -> Iterator[str]:
    """Yield the ids that an element refers to."""
    for key, value in element.attrib.items():
        if str(key) in HREFS:
            yield str(value).removeprefix("#")
        else:
            yield from re.findall(r"url\(\s*[\"']?#([^\"')]+)", str(value))
