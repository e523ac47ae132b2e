"""How large a drawing becomes when its references are followed: ten lines can expand to a billion shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.parse.assets.drawing.names import HREFS

if TYPE_CHECKING:
    from lxml import etree

MAX_ELEMENTS = 20_000
"""Most elements of a drawing, with the target of each `use` counted again."""


def count_elements(root: etree._Element) -> int:
    """Return the number of elements with every `use` expanded, counted up to MAX_ELEMENTS + 1 (cycles too)."""
    by_id = {str(element.get("id")): element for element in root.iter("*") if element.get("id")}
    known: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()

    def count(element: etree._Element) -> int:
        if element in open_:
            return MAX_ELEMENTS + 1
        if element not in known:
            open_.add(element)
            used = (by_id[name] for name in referenced_ids(element) if name in by_id)
            known[element] = min(1 + sum(map(count, element)) + sum(map(count, used)), MAX_ELEMENTS + 1)
            open_.discard(element)
        return known[element]

    try:
        return count(root)
    except RecursionError:
        return MAX_ELEMENTS + 1


def referenced_ids(element: etree._Element) -> Iterator[str]:
    """Yield the ids that an element refers to."""
    for key, value in element.attrib.items():
        if str(key) in HREFS:
            yield str(value).removeprefix("#")
        else:
            yield from re.findall(r"url\(\s*[\"']?#([^\"')]+)", str(value))
