"""Ask a style once whether its boxes are in normal flow, floated, or absolutely positioned; place boxes beside no floats at once.

Upstream: https://github.com/Kozea/WeasyPrint/issues/578 (open: speed of long documents). WeasyPrint asks a box up to five questions, six
times a box and once more for each pair of siblings, and `page_values` asks all children for the first and the last.
Gain: 6 % of the calls of a guide.
Can go when `test_each_speed_patch_saves_function_calls` says that it saves none.
"""

from __future__ import annotations

from typing import Any

from builder.writers.pdf.patches.replace import replace_everywhere

_FLOATED = {"left", "right", "inline-start", "inline-end"}
_ABSOLUTE = {"absolute", "fixed"}


def install() -> None:
    """Replace the questions of boxes. WeasyPrint changes `float` and `position` of a style only before its box is laid out."""
    from weasyprint.css import Style
    from weasyprint.formatting_structure import boxes

    Style.flow = None  # copies of a style, which may be changed, have none

    def flow_of(style: Any) -> tuple[bool, bool, bool]:
        """Return whether boxes of a style are floated, absolutely positioned, in normal flow."""
        position, floating = style["position"], style["float"]
        floated, absolute = floating in _FLOATED, position in _ABSOLUTE
        apart = floating == "footnote" or position[0] in {"running()", "note()"}
        style.flow = floated, absolute, not (floated or absolute or apart)
        return style.flow  # type: ignore[no-any-return]  # WeasyPrint is untyped

    def is_floated(box: Any) -> bool:
        return (box.style.flow or flow_of(box.style))[0]

    def is_absolutely_positioned(box: Any) -> bool:
        return (box.style.flow or flow_of(box.style))[1]

    def is_in_normal_flow(box: Any) -> bool:
        return (box.style.flow or flow_of(box.style))[2]

    def establishes_formatting_context(box: Any) -> bool:
        style = box.style
        floated, absolute, _ = style.flow or flow_of(style)
        if floated or absolute or box.is_column:
            return True
        if isinstance(box, boxes.BlockBox):
            if style["overflow"] != "visible":
                return True
        elif isinstance(box, boxes.BlockContainerBox):
            return True
        return "flow-root" in style["display"]

    def page_values(box: Any) -> tuple[Any, Any]:
        start = end = box.style["page"]
        for child in box.children:
            if any((child.style.flow or flow_of(child.style))[::2]):
                start = child.page_values()[0] or start
                break
        else:
            return start, end
        for child in reversed(box.children):
            if any((child.style.flow or flow_of(child.style))[::2]):
                return start, child.page_values()[1] or end
        return start, end

    boxes.Box.is_floated, boxes.Box.is_absolutely_positioned = is_floated, is_absolutely_positioned
    boxes.Box.is_in_normal_flow = is_in_normal_flow
    boxes.Box.establishes_formatting_context = establishes_formatting_context
    boxes.ParentBox.page_values = page_values
    _place_at_once()


def _place_at_once() -> None:
    """Replace how a box finds its place beside floats: where there are none, it is at the start of what is around it."""
    from weasyprint.layout import float as floats

    find = floats.avoid_collisions

    def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:  # noqa: FBT002  # WeasyPrint's signature
        if context.excluded_shapes or containing_block.style["direction"] == "rtl" or box.is_floated():
            return find(context, box, containing_block, outer)
        left = containing_block.content_box_x()
        right = left + containing_block.width
        if outer:
            return left, box.position_y, right - left
        left += box.margin_left
        right -= box.margin_right
        return left - box.margin_left, box.border_box_y() - box.margin_top, right - left

    replace_everywhere(find, avoid_collisions)
