"""Which boxes of WeasyPrint's are pictures, and what is said in their place."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes

from builder.writers.pdf.structure import Element

Box = Any
"""A box of WeasyPrint's, which is untyped."""

SVG = "{http://www.w3.org/2000/svg}svg"
_PICTURES = {"img", SVG}


def is_drawn_picture(box: Box) -> bool:
    """Return whether a box is a picture drawn by CSS: it has `role="img"` and a border, and is no picture file."""
    element = box.element
    return (
        element is not None
        and element.get("role") == "img"
        and box.element_tag == element.tag
        and element.tag not in _PICTURES
        and isinstance(box, boxes.InlineBlockBox | boxes.InlineBox | boxes.BlockBox)
        and bool(box.border_top_width)
    )


def alternative_of(element: Element) -> str:
    """Return the alternative text of a picture (32000-1, 14.9.3), "" for a decorative one."""
    if element.tag == SVG:
        title = element.find("{http://www.w3.org/2000/svg}title")
        return (title.text if title is not None else "") or element.get("aria-label", "")
    return str(element.get("alt") or element.get("aria-label") or "")
