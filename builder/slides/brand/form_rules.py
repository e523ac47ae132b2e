"""The rules and dots of our forms in an organization's template: over panels and sides, along timelines and scales.

They have the template's first accent, or where that is hardly seen its text color. Tints and discs behind text are not drawn: nothing
says how the template's text would read on them.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from builder.slides.brand.legible import least_contrast
from builder.slides.brand.match_layouts import FORMS
from builder.slides.deck.deck import EMU_PER_INCH, Box
from builder.slides.deck.layouts import Decoration, Layout

RULE = "rule-"
"""What the names of their boxes begin with, among those of slots."""

THIN = EMU_PER_INCH // 12
"""A shape that is wider and higher than this is a tint, unless it is round."""

SEEN = 3.0
"""Least contrast to the ground for the accent (WCAG 2.2, 1.4.11)."""

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def rules_of(layout: Layout) -> list[Decoration]:
    """Return the rules and dots of a form's layout that no text stands on."""
    if not layout.name.startswith(FORMS):
        return []
    return [
        shape
        for shape in layout.decorations
        if not shape.picture
        and (shape.rounding or min(shape.box.width, shape.box.height) <= THIN)
        and not any(_holds(slot.inner, shape.box) or shape.behind(slot.box) for slot in layout.slots)
    ]


def _holds(box: Box, other: Box) -> bool:
    """Say whether the middle of another box is inside a box."""
    x, y = other.x + other.width // 2, other.y + other.height // 2
    return box.x < x < box.x + box.width and box.y < y < box.y + box.height


def moved(rule: Decoration, box: Box) -> Box:
    """Return the box of a rule or dot in a template: as thick, or as large, as in our layout. `box` is its box there in proportion."""
    wide, high = rule.box.width, rule.box.height
    if rule.rounding:
        return Box(box.x + (box.width - wide) // 2, box.y + (box.height - high) // 2, wide, high)
    return Box(box.x, box.y, box.width, high) if high < wide else Box(box.x, box.y, wide, box.height)


def accent_fill(layout: Layout, colors: dict[str, str]) -> etree._Element | None:
    """Return the first accent of a template as a fill, None where it is hardly seen on a layout."""
    papers = tuple({paper for slot in layout.slots if slot.kind == "text" for paper in layout.behind(slot)})
    if "accent1" not in colors or least_contrast(colors["accent1"], papers) < SEEN:
        return None
    return etree.fromstring(f'<a:solidFill {_NS}><a:schemeClr val="accent1"/></a:solidFill>')


def draw_rules(rules: Sequence[Decoration], boxes: dict[str, Box], fill: etree._Element | None) -> list[etree._Element]:
    """Return rules and dots as shapes, without ids. `boxes` has theirs; `fill` None is the color of text."""
    color = etree.tostring(fill, encoding="unicode") if fill is not None else ""
    color = color or '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    return [_shape(rule, boxes[f"{RULE}{n}"], color) for n, rule in enumerate(rules)]


def _shape(rule: Decoration, box: Box, color: str) -> etree._Element:
    preset = "ellipse" if rule.rounding else "rect"
    return etree.fromstring(
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="0" name="Rule"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm>'
        f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>{color}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
