"""Pieces of layouts that stand in a grid: layouts.yml says the box, the columns and the gaps, and each piece's boxes follow.

Lengths are inches of the grid that layouts.yml describes, rounded to its three places.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.core.yaml_text import overlay

Rectangle = tuple[float, float, float, float]
"""x, y, width and height, inches."""

_COUNTED = {"first", "most"}
_PLACES = 3


def with_pieces(rows: dict[str, Any]) -> dict[str, Any]:
    """Return what layouts.yml says with a slot of its own for each piece of a kind, and with each `grid` as slots and decorations."""
    pieces = {
        f"{kind}-{n}": {"kind": "text", "idx": row["first"] + n - 1}
        | {k: v for k, v in row.items() if k not in _COUNTED}
        for kind, row in rows["pieces"].items()
        for n in range(1, row["most"] + 1)
    }
    layouts = [_with_grid(row, rows["grids"]) for row in rows["layouts"]]
    return {**rows, "slots": rows["slots"] | pieces, "layouts": layouts}


def _with_grid(row: dict[str, Any], grids: dict[str, Any]) -> dict[str, Any]:
    """Return a row of a layout whose `grid`, if it has one, is written out: its slots where it stood, its decorations last."""
    if "grid" not in row["slots"]:
        return row
    own = row["slots"]["grid"]
    grid = overlay(grids[own["of"]], own)
    cells = list(_cells(grid))
    slots: dict[str, Any] = {}
    for name, slot in row["slots"].items():
        slots |= _slots(grid, cells) if name == "grid" else {name: slot}
    return {**row, "decorations": [*row.get("decorations", ()), *_decorations(grid, cells)], "slots": slots}


def _cells(grid: dict[str, Any]) -> Iterator[Rectangle]:
    """Yield the cells of a grid, row by row. Fewer cells in the last row are wider, so that none stands empty."""
    x, y, width, height = grid["box"]
    across, down = grid["gap"]
    columns = grid.get("columns", grid["count"])
    rows = -(-grid["count"] // columns)
    high = (height - (rows - 1) * down) / rows
    for n in range(grid["count"]):
        beside = min(columns, grid["count"] - n // columns * columns)
        wide = (width - (beside - 1) * across) / beside
        yield x + n % columns * (wide + across), y + n // columns * (high + down), wide, high


def _slots(grid: dict[str, Any], cells: list[Rectangle]) -> dict[str, Any]:
    """Return the slots of each piece, in the order of the grid's `slots`."""
    return {
        f"{kind}-{n}": slot | grid.get(kind, {}) | {"box": _box(slot, cell)}
        for n, cell in enumerate(cells, 1)
        for kind, slot in grid["slots"].items()
    }


def _decorations(grid: dict[str, Any], cells: list[Rectangle]) -> Iterator[dict[str, Any]]:
    """Yield what stands behind all pieces, then what stands behind each of them."""
    for shape in grid.get("behind", ()):
        yield shape | {"box": _box(shape, _from_first_to_last(cells) if shape.get("between") else grid["box"])}
    ends = {0, len(cells) - 1}
    for n, cell in enumerate(cells):
        for shape in grid.get("decorations", ()):
            if shape.get("ends", n in ends) == (n in ends):
                yield shape | {"box": _box(shape, cell)}


def _from_first_to_last(cells: list[Rectangle]) -> Rectangle:
    """Return the box from the middle of the first cell to that of the last, as wide or high as a cell where these stand in line."""
    (x, y, width, height), (right, bottom, *_) = cells[0], cells[-1]
    across = (x + width / 2, right - x) if right > x else (x, width)
    down = (y + height / 2, bottom - y) if bottom > y else (y, height)
    return across[0], down[0], across[1], down[1]


def _box(row: dict[str, Any], cell: Rectangle) -> list[float]:
    """Return the box of a slot or shape in a cell, by its `box`, or by its `center` and the `size` of both its sides."""
    x, y, width, height = cell
    if "center" in row:
        at, size = row["center"], row["size"]
        middle = [side / 2 if own is None else own for own, side in zip(at, (width, height), strict=True)]
        box = (x + middle[0] - size / 2, y + middle[1] - size / 2, size, size)
    else:
        left, top, wide, high = row.get("box", (0, 0, None, None))
        box = (x + left, y + top, width if wide is None else wide, height if high is None else high)
    return [round(length, _PLACES) for length in box]
