"""Links of a tagged PDF: one annotation for each link, whatever lines it breaks over (ISO 14289-1, 7.18.5; WCAG 2.2, 2.4.3)."""

from __future__ import annotations

import pydyf

from builder.writers.pdf.structure import Annotation, StructureNode

_SLACK = 1.0
"""How far an area may reach beyond another, in pt, and still count as lying in it."""

Area = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt."""


def add_link(holder: StructureNode, link: Annotation) -> bool:
    """Add an annotation to the node of its link, and say whether it is needed.

    It is not where the link has an annotation on the same page: that one then covers its area too. Each further line
    would be one more stop for whoever goes through a page by its links.
    """
    first = next((kid for kid in holder.kids if isinstance(kid, Annotation) and kid.page == link.page), None)
    if first is None:
        holder.kids.append(link)
        return True
    area = _edges(link)
    first.areas = first.areas or [_edges(first)]
    if not any(_lies_in(area, other) for other in first.areas):
        first.areas.append(area)
        _write_areas(first)
    return False


def _write_areas(link: Annotation) -> None:
    """Write the areas of an annotation as Rect, which holds all, and QuadPoints (ISO 32000-1, 12.5.6.5).

    The corners are in the order that viewers expect: upper left, upper right, lower left, lower right.
    """
    corners = [side for x1, y1, x2, y2 in link.areas for side in (x1, y2, x2, y2, x1, y1, x2, y1)]
    link.dictionary["QuadPoints"] = pydyf.Array(round(side, 3) for side in corners)
    sides = list(zip(*link.areas, strict=True))
    link.dictionary["Rect"] = pydyf.Array((min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])))


def _edges(link: Annotation) -> Area:
    x1, y1, x2, y2 = link.dictionary["Rect"]
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _lies_in(area: Area, other: Area) -> bool:
    return all(a >= b - _SLACK for a, b in zip(area[:2], other[:2], strict=True)) and all(
        a <= b + _SLACK for a, b in zip(area[2:], other[2:], strict=True)
    )
