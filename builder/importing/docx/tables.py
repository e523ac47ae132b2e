"""Tables: merged cells, rows that are headers, and tables that only lay out a page (ISO/IEC 29500-1, 17.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from builder.importing.document import DocBlock, DocCell, DocList, DocParagraph, DocPicture, DocTable
from builder.importing.docx.context import WordContext
from builder.importing.docx.names import Element, W, is_on, number, shown_children, value
from builder.importing.docx.runs import all_text

if TYPE_CHECKING:
    from builder.importing.docx.blocks import WordEntry

EntriesReader = Callable[[WordContext, Element], "list[WordEntry]"]

_WIDEST = 200
"""Most columns that a cell may take: Word itself has 63."""

_LAID_OUT = 3
"""Paragraphs in a cell from which on a table of one row is taken for a way to lay out a page."""


@dataclass
class _Cell:
    """A cell: its blocks, the columns that it takes, and whether it continues the one above it."""

    blocks: list[DocBlock]
    columns: int = 1
    rows: int = 1
    continues: bool = False
    after: list[DocBlock] = field(default_factory=list)


def read_table(context: WordContext, table: etree._Element, read: EntriesReader) -> list[DocBlock]:
    """Return a table, and after it what cells of ours cannot hold; one that only lays out a page is returned as its blocks."""
    at = context.at
    properties = table.find(f"{W}tblPr")
    rows: list[list[_Cell]] = []
    headers = 0
    context.in_table += 1
    for row in _rows(context, table):
        if is_on(row.find(f"{W}trPr"), "tblHeader") and headers == len(rows):
            headers += 1
        rows.append([_read_cell(context, cell, read) for cell in _cells(context, row)])
    context.in_table -= 1
    rows = [row for row in rows if row]
    if not rows:
        return []
    if len(rows) == 1 and (len(rows[0]) == 1 or any(_is_page(cell.blocks) for cell in rows[0])):
        context.log.note_changed(at, "table", "a table of one row that lays out text: its cells follow each other")
        return [block for cell in rows[0] for block in (*cell.blocks, *cell.after)]
    _join_down(rows)
    style = value(properties, "tblStyle")
    look = properties.find(f"{W}tblLook") if properties is not None else None
    if not headers and _looks(look, "firstRow", 0x20) and context.styles.has_header(style, "firstRow"):
        headers = 1
    first = _looks(look, "firstColumn", 0x80) and context.styles.has_header(style, "firstCol")
    made = tuple(
        tuple(DocCell(tuple(cell.blocks), cell.columns, cell.rows) for cell in row if not cell.continues)
        for row in rows
    )
    after = [block for row in rows for cell in row for block in cell.after]
    for _ in after:
        context.log.note_changed(at, "block in a cell", "it stands after the table")
    return [DocTable(made, min(headers, len(rows) - 1), row_headers=first, at=at), *after]


def _rows(context: WordContext, table: etree._Element) -> list[etree._Element]:
    """Return the rows of a table, also those in controls, without those that were deleted while changes were tracked."""
    found: list[etree._Element] = []
    for child in shown_children(table):
        if child.tag == f"{W}tr":
            properties = child.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                context.log.note_left(
                    context.at, "tracked deletion", "a row that was deleted in the file", all_text(child)
                )
                continue
            found.append(child)
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"}:
            found += _rows(context, child)
    return found


def _cells(context: WordContext, row: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for child in shown_children(row):
        if child.tag == f"{W}tc":
            if child.find(f"{W}tcPr/{W}cellDel") is not None:
                context.log.note_left(
                    context.at, "tracked deletion", "a cell that was deleted in the file", all_text(child)
                )
            found.append(child)
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
            found += _cells(context, child)
    return found


def _read_cell(context: WordContext, cell: etree._Element, read: EntriesReader) -> _Cell:
    from builder.importing.docx.assemble import assemble  # cells hold blocks, and blocks tables

    properties = cell.find(f"{W}tcPr")
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    across = properties.find(f"{W}hMerge") if properties is not None else None
    columns = min(max(number(value(properties, "gridSpan"), 1), 1), _WIDEST)
    blocks = assemble(context, read(context, cell))
    inside: list[DocBlock] = []
    after: list[DocBlock] = []
    for block in blocks:
        if isinstance(block, DocTable):
            inside += _flat(block)
            context.log.note_changed(context.at, "table in a cell", "its cells are lines of the cell")
        elif isinstance(block, DocParagraph | DocList):
            inside.append(block)
        else:
            after.append(block)
    merged = (merge is not None and merge.get(f"{W}val", "continue") == "continue") or (
        across is not None and across.get(f"{W}val", "continue") == "continue"
    )
    return _Cell(inside, columns, continues=merged and merge is not None, after=after)


def _flat(table: DocTable) -> list[DocBlock]:
    return [block for row in table.rows for cell in row for block in cell.blocks]


def _is_page(blocks: list[DocBlock]) -> bool:
    return len(blocks) > _LAID_OUT or any(not isinstance(one, DocParagraph | DocList | DocPicture) for one in blocks)


def _join_down(rows: list[list[_Cell]]) -> None:
    """Count for each cell the rows that it takes; a cell that continues none, or has words of its own, is one itself."""
    above: dict[int, _Cell] = {}
    for row in rows:
        column = 0
        here: dict[int, _Cell] = {}
        for cell in row:
            owner = above.get(column)
            if cell.continues and owner is not None and owner.columns == cell.columns:
                owner.rows += 1
                owner.blocks += [
                    one
                    for one in cell.blocks
                    if not isinstance(one, DocParagraph) or any(run.text.strip() for run in one.runs)
                ]
                here[column] = owner
            else:
                cell.continues = False
                here[column] = cell
            column += cell.columns
        above = here


def _looks(look: etree._Element | None, name: str, bit: int) -> bool:
    """Say whether a table is told to look otherwise in its first row or column (17.4.55)."""
    if look is None:
        return False
    own = look.get(f"{W}{name}")
    if own is not None:
        return own in {"1", "true", "on"}
    try:
        return bool(int(look.get(f"{W}val", "0"), 16) & bit)
    except ValueError:
        return False
