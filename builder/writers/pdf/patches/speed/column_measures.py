"""Measure a block once where columns are balanced, instead of once for each height that is tried.

Upstream: https://github.com/Kozea/WeasyPrint/issues/578 (open: speed of long documents); `columns_layout` says itself that it relies
on a real rendering for each height, and that this “can last minutes”. It keeps of these renderings only heights, and where
a column ends; the columns that are drawn are laid out anew, and that is not changed here.
Gain: 60 % of the time of columns: 10–20 % of a guide, 5 % of a handout.
Can go when `test_each_speed_patch_saves_function_calls` says that it saves none.
"""

from __future__ import annotations

from itertools import count
from math import inf
from typing import Any

_BELOW = ("padding_bottom", "border_bottom_width", "margin_bottom")


class _Measures:
    """What one call of `columns_layout` has measured. `active`: what is laid out now is measured, and not kept."""

    def __init__(self) -> None:
        self.blocks: dict[tuple[object, ...], tuple[Any, ...]] = {}
        self.next_boxes: dict[str, Any] = {}
        self.active = False


def install() -> None:
    """Replace the layout of columns, of their boxes, and of blocks in them."""
    from weasyprint.formatting_structure.boxes import BlockBox
    from weasyprint.layout import block

    lay_out_columns, lay_out_box, lay_out = block.columns_layout, block.block_box_layout, block.block_level_layout
    numbers = count()

    def columns_layout(context: Any, *rest: Any) -> Any:
        before = context.__dict__.get("measures")
        context.measures = _Measures()
        try:
            return lay_out_columns(context, *rest)
        finally:
            context.measures = before

    def block_box_layout(context: Any, box: Any, bottom_space: float, skip_stack: Any, *rest: Any, **named: Any) -> Any:
        measures = context.__dict__.get("measures") if box.is_column else None
        if measures is None:
            return lay_out_box(context, box, bottom_space, skip_stack, *rest, **named)
        before, measures.active = measures.active, rest[4] is not None  # no list of margins: a column that is kept
        # Without room below, what is asked for is the least that fits at the next column's top: the same at any height.
        place = repr(skip_stack) if measures.active and bottom_space == inf and not context.excluded_shapes else ""
        try:
            result = measures.next_boxes.get(place)
            if result is None:
                result = lay_out_box(context, box, bottom_space, skip_stack, *rest, **named)
                if place and result[0] is not None and _stands_alone(result[0]):
                    measures.next_boxes[place] = result
            return result
        finally:
            measures.active = before

    def block_level_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, *rest: Any, **named: Any
    ) -> Any:
        measures = context.__dict__.get("measures")
        if (
            measures is None or not measures.active or context.excluded_shapes or type(box) is not BlockBox
            or skip_stack is not None or named or len(rest) != _REST or rest[4] is None or any(rest[5:])
        ):  # fmt: skip
            return lay_out(context, box, bottom_space, skip_stack, *rest, **named)
        around, page_is_empty, margins_before = rest[0], rest[1], rest[4]
        number = box.__dict__.get("measured")
        if number is None:
            number = box.measured = next(numbers)  # copies have it, too: they are laid out alike
        key = number, id(box.style), around.width, around.height, bool(page_is_empty), tuple(margins_before)
        top, limit = box.position_y, context.page_bottom - bottom_space
        if (known := measures.blocks.get(key)) is not None and top + known[1] <= limit:
            _, _, new_box, offset, next_page, margins, through, margins_before[:] = known
            new_box = new_box.copy()
            new_box.position_y = top + offset
            return new_box, None, dict(next_page), list(margins), through, None
        result = lay_out(context, box, bottom_space, skip_stack, *rest)
        new_box, resume_at, next_page, margins, through, _ = result
        if new_box is not None and resume_at is None and not context.excluded_shapes and _stands_alone(new_box):
            room = _lowest(new_box) - top
            offset, after = new_box.position_y - top, list(margins_before)
            if top + room <= limit:  # nothing in it met the column's end; the style stays, as its id is in the key
                measures.blocks[key] = (
                    box.style, room, new_box.copy(), offset, dict(next_page), list(margins), through, after,
                )  # fmt: skip
        return result

    block.columns_layout, block.block_box_layout = columns_layout, block_box_layout
    block.block_level_layout = block_level_layout


_REST = 9
"""Arguments of `block_level_layout` after the first four, as `_in_flow_layout` gives them."""


def _stands_alone(box: Any) -> bool:
    """Say whether nothing in a box changes what is laid out elsewhere, or depends on more than the width around."""
    from weasyprint.formatting_structure.boxes import FlexContainerBox, GridContainerBox

    return not any(
        one.footnote
        or one.note
        or one.is_column
        or one.is_floated()
        or isinstance(one, (FlexContainerBox, GridContainerBox))
        for one in box.descendants(placeholders=True)
    )


def _lowest(box: Any, below: float = 0.0) -> float:
    """Return how far down a box and its content reach, px, with at least what WeasyPrint adds while it looks whether they fit."""
    from weasyprint.formatting_structure.boxes import BlockContainerBox, BlockLevelBox, LineBox

    if isinstance(box, LineBox):
        return float(box.position_y + box.height + below)
    if isinstance(box, (BlockLevelBox, BlockContainerBox)):
        spaces = (box.__dict__.get(name, 0) for name in _BELOW)
        below += sum(3 * abs(space) for space in spaces if space != "auto")
    inner = (_lowest(child, below) for child in box.children if child.is_in_normal_flow())
    return float(max(box.position_y + box.height + below, *inner, 0.0))
