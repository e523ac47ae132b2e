"""Name the header cells of each table cell, so that a screen reader can read them with the cell.

PDF/UA-1 (ISO 14289-1, 7.5) asks for Scope, or for Headers that name header cells by ID (ISO 32000-1, 14.8.5.7). Scope is
always written; Headers only in tables with spans, since readers find the headers of regular tables best by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.writers.pdf.structure import StructureNode, walk

_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}


@dataclass(frozen=True, slots=True)
class _TableCell:
    """A cell and the rows and columns that it covers."""

    node: StructureNode
    rows: range
    columns: range


def scope_tables(root: StructureNode) -> None:
    """Set Scope on every header cell, and Headers and IDs in tables with spans, in place."""
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


def _rows(table: StructureNode) -> Iterator[StructureNode]:
    """Yield the rows of a table, through its head, body and foot."""
    for kid in table.nodes():
        if kid.role == "TR":
            yield kid
        elif kid.role in {"THead", "TBody", "TFoot"}:
            yield from (row for row in kid.nodes() if row.role == "TR")


def _grid(table: StructureNode) -> tuple[list[_TableCell], dict[tuple[int, int], StructureNode]]:
    """Return the cells, and the node at each (row, column)."""
    cells: list[_TableCell] = []
    grid: dict[tuple[int, int], StructureNode] = {}
    for y, row in enumerate(_rows(table)):
        x = 0
        for node in row.nodes():
            if node.role not in {"TH", "TD"}:
                continue
            while (y, x) in grid:
                x += 1
            spans = node.attributes.get("Table", {})
            cell = _TableCell(node, range(y, y + spans.get("RowSpan", 1)), range(x, x + spans.get("ColSpan", 1)))
            cells.append(cell)
            grid.update({(down, right): node for down in cell.rows for right in cell.columns})
            x = cell.columns.stop
    return cells, grid


def _scope(cell: _TableCell) -> str:
    """Return a header cell's Scope: by its `scope` attribute, else Column in a head or the first row, else Row."""
    named = cell.node.element.get("scope", "") if cell.node.element is not None else ""
    heads = cell.node.find("THead") is not None or cell.rows.start == 0
    return _SCOPES.get(named, "Column" if heads else "Row")


def _headers(
    cell: _TableCell, grid: dict[tuple[int, int], StructureNode], scopes: dict[StructureNode, str]
) -> list[StructureNode]:
    """Return the header cells of a cell: before it in its rows, then above it in its columns, each once."""
    beside = [grid.get((y, x)) for y in cell.rows for x in range(cell.columns.start)]
    above = [grid.get((y, x)) for x in cell.columns for y in range(cell.rows.start)]
    found = [node for node in beside if node is not None and scopes.get(node) == "Row"]
    found += [node for node in above if node is not None and scopes.get(node) == "Column"]
    return list(dict.fromkeys(found))
