"""Resolve lengths that are no percentages once for each style, instead of once for each layout of a box.

Upstream: https://github.com/Kozea/WeasyPrint/issues/578 (open: speed of long documents). A box is laid out several times, at page ends and in tables;
each time WeasyPrint resolves its 18 lengths, nearly all of which are in px.
Gain: 7 % of a guide, 3 % of a handout; it costs 7 MB.
Can go when `test_each_speed_patch_saves_function_calls` says that it saves none.
"""

from __future__ import annotations

from math import inf
from typing import Any

from builder.writers.pdf.patches.replace import replace_everywhere

LENGTHS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom", "padding_left", "padding_right", "padding_top", "padding_bottom",
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
"""Properties that WeasyPrint's `resolve_percentages` resolves, beside the widths of borders."""

SIDES = ("top", "right", "bottom", "left")

_VERTICAL_EDGES = {"margin_top", "margin_bottom", "padding_top", "padding_bottom"}
"""Percentages of these refer to the width of the containing block, and to its height where that is a page."""

_OF_HEIGHT = {"height", "min_height", "max_height"}
"""Percentages of these refer to the height of the containing block, which may be `auto`."""


def install() -> None:
    """Replace `resolve_percentages`. A style keeps the used values (px) that do not depend on the box around."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import percent

    resolve, resolve_one = percent.resolve_percentages, percent.resolve_one_percentage

    def used_lengths(style: Any) -> tuple[dict[str, Any], tuple[str, ...], bool]:
        """Return values that never change, properties relative to the box around, and whether both are all that there is to resolve.

        They are not where a table collapses borders, or where `box-sizing` is not `content-box`.
        """
        fixed: dict[str, Any] = {}
        relative: list[str] = []
        for name in LENGTHS:
            value = style[name]
            if value == "auto":
                fixed[name] = 0 if name in {"min_width", "min_height"} else value
            elif getattr(value, "unit", None) == "px":
                fixed[name] = value.value
            else:
                relative.append(name)
        separate = style["border_collapse"] != "collapse"
        if separate:
            fixed.update((f"border_{side}_width", style[f"border_{side}_width"]) for side in SIDES)
        style.lengths = fixed, tuple(relative), separate and style["box_sizing"] == "content-box"
        return style.lengths  # type: ignore[no-any-return]  # WeasyPrint is untyped

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        fixed, relative, is_complete = style.__dict__.get("lengths") or used_lengths(style)
        if not is_complete:
            resolve(box, containing_block)
            return
        box.__dict__.update(fixed)
        if not relative:
            return
        size = (
            (containing_block.width, containing_block.height)
            if isinstance(containing_block, boxes.Box)
            else containing_block
        )
        width, height = size
        for name in relative:
            if name not in _OF_HEIGHT:
                resolve_one(box, name, height if name in _VERTICAL_EDGES and isinstance(box, boxes.PageBox) else width)
            elif height != "auto":
                resolve_one(box, name, height)
            elif name == "height":
                box.height = "auto"
            else:
                resolve_one(box, name, 0 if name == "min_height" else inf)

    replace_everywhere(resolve, resolve_percentages)
