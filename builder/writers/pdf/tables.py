"""Which headers a table's cell belongs to, for those who hear a table cell by cell.

PDF/UA-1 (14289-1, 7.5) asks for Scope, or for Headers that name the header cells by ID (32000-1, 14.8.5.7). Scope is
always given; Headers only where a span makes the table irregular, since readers work out plain tables best alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.writers.pdf.structure import Node, walk

_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell and the rows and columns that it takes."""

    node: Node
    rows: range
    columns: range


def scope_tables(root: Node) -> None:
    """Give every header cell of every table its Scope, and cells of irregular tables their Headers."""
    number = 0
    for table in [node for node in walk(root) if node.role == "Table"]:
        cells, grid = _grid(table)
        scopes = {cell.node: _scope(cell) for cell in cells if cell.node.role == "TH"}
        for node, scope in scopes.items():
            node.attribute("Table", Scope=scope)
        if all(len(cell.rows) == len(cell.columns) == 1 for cell in cells):
            continue
        for node in scopes:
            number += 1
            node.properties["ID"] = f"th-{number}"
        for cell in cells:
            if names := [node.properties["ID"] for node in _headers(cell, grid, scopes)]:
                cell.node.attribute("Table", Headers=names)


def _rows(table: Node) -> Iterator[Node]:
    for kid in table.nodes():
        if kid.role == "TR":
            yield kid
        elif kid.role in {"THead", "TBody", "TFoot"}:
            yield from (row for row in kid.nodes() if row.role == "TR")


def _grid(table: Node) -> tuple[list[_Cell], dict[tuple[int, int], Node]]:
    """Return the cells, and which one stands at each row and column."""
    cells: list[_Cell] = []
    grid: dict[tuple[int, int], Node] = {}
    for y, row in enumerate(_rows(table)):
        x = 0
        for node in row.nodes():
            if node.role not in {"TH", "TD"}:
                continue
            while (y, x) in grid:
                x += 1
            spans = node.attributes.get("Table", {})
            cell = _Cell(node, range(y, y + spans.get("RowSpan", 1)), range(x, x + spans.get("ColSpan", 1)))
            cells.append(cell)
            grid.update({(down, right): node for down in cell.rows for right in cell.columns})
            x = cell.columns.stop
    return cells, grid


def _scope(cell: _Cell) -> str:
    """Return what a header cell speaks for: as its element says, else its column in a head or the first row, else its row."""
    named = cell.node.element.get("scope", "") if cell.node.element is not None else ""
    heads = cell.node.find("THead") is not None or cell.rows.start == 0
    return _SCOPES.get(named, "Column" if heads else "Row")


def _headers(cell: _Cell, grid: dict[tuple[int, int], Node], scopes: dict[Node, str]) -> list[Node]:
    """Return the header cells of a cell: to the side in its rows, then above in its columns, each once."""
    beside = [grid.get((y, x)) for y in cell.rows for x in range(cell.columns.start)]
    above = [grid.get((y, x)) for x in cell.columns for y in range(cell.rows.start)]
    found = [node for node in beside if node is not None and scopes.get(node) == "Row"]
    found += [node for node in above if node is not None and scopes.get(node) == "Column"]
    return list(dict.fromkeys(found))
