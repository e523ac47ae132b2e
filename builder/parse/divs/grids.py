"""Divs around tables: one that people write in (`fill`), and one whose cells have marks (`matrix`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.core.frozen import replace
from builder.core.nearest import nearest_name
from builder.core.problems import ProblemCode
from builder.model import module as m
from builder.parse.divs.source import DivContext, DivSource

MOST_ROWS = 30
"""Most blank rows of a table: more is a slip of the pen, and pages of frames."""

_MARKED = re.compile(r"([^\W\d_]+)(?:\s*:\s*|\s*$)")
"""A mark at the start of a cell: `yes`, or `yes: words of its own`."""

_ALIKE = 0.7
"""How much a word before a colon must be like a mark to be taken for a misspelled one, from 0 to 1."""


def make_fill(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return what people write in: a task, and a table, to which `rows=` adds blank rows."""
    title, body = div.title_and_body()
    rows = context.number(div.values, "rows", div.at)
    if rows > MOST_ROWS:
        at = context.source.find(div.at.line, div.values["rows"])
        context.problems.add(ProblemCode.WRONG_VALUE, f"`rows`: {rows} are too many", at, f"write at most {MOST_ROWS}")
        rows = MOST_ROWS
    tables = [block for block in body if isinstance(block, m.Table)]
    if not tables:
        message = "there is no table to write in; what is here is kept"
        hint = "write a table with its heads inside, and `rows=4` or empty cells"
        context.problems.add(ProblemCode.FORM_AS_LIST, message, div.at, hint)
        return div.body
    filled = tuple(_to_fill(block, rows) if isinstance(block, m.Table) else block for block in body)
    if not any(isinstance(node, m.Cell) and node.is_blank for node in m.walk(*_rows(filled))):
        message = "no cell of this table is empty, so there is nowhere to write"
        context.problems.add(ProblemCode.FORM_AS_LIST, message, div.at, "add `rows=4`, or empty cells")
    return (m.FillIn(title=title, body=filled),)


def make_matrix(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return the table of a matrix, in whose cells `yes`, `partly`, `no` and `unknown` are marks."""
    title, body = div.title_and_body()
    made = tuple(_marked(context, block) if isinstance(block, m.Table) else block for block in body)
    tables = [block for block in made if isinstance(block, m.Table)]
    if not any(isinstance(node, m.Cell) and node.mark for node in m.walk(*tables)):
        message = "no cell of this matrix has a mark" if tables else "there is no table in this matrix"
        hint = "begin cells with `yes`, `partly`, `no` or `unknown`, or with such a word and a colon: `no: Crime`"
        context.problems.add(ProblemCode.FORM_AS_LIST, f"{message}; what is here is kept", div.at, hint)
    if not title:
        return made
    if tables and not tables[0].caption:
        return tuple(replace(block, caption=title) if block is tables[0] else block for block in made)
    return (div.body[0], *made)


def _rows(blocks: Sequence[m.Block]) -> tuple[m.Row, ...]:
    return tuple(row for block in blocks if isinstance(block, m.Table) for row in block.rows)


def _to_fill(table: m.Table, rows: int) -> m.Table:
    blank = m.Row(cells=tuple(m.Cell(content=(), at=table.at) for _ in table.aligns), at=table.at)
    return replace(table, rows=(*table.rows, *(blank for _ in range(rows))), to_fill=True)


def _marked(context: DivContext, table: m.Table) -> m.Table:
    def cells(row: m.Row) -> tuple[m.Cell, ...]:
        """Return a row's cells with their marks; what says what the row is about has none, though it be “Partial: …”."""
        return tuple(
            cell if table.heads_row(column, cell) else _marked_cell(context, cell, row)
            for column, cell in enumerate(row.cells)
        )

    return replace(table, rows=tuple(replace(row, cells=cells(row)) for row in table.rows))


def _marked_cell(context: DivContext, cell: m.Cell, row: m.Row) -> m.Cell:
    """Return a cell with its mark: a word of `MARKS` alone, which stays, or before a colon, which goes."""
    first = cell.content[0] if cell.content else None
    found = _MARKED.match(first.text) if isinstance(first, m.Text) else None
    if not isinstance(first, m.Text) or not found:
        return cell
    word, alone = found[1].casefold(), found.end() == len(first.text) and len(cell.content) == 1
    if word in m.MARKS:
        text = found[1] if alone else first.text[found.end() :]
        own = (replace(first, text=text),) if text else ()
        return replace(cell, mark=word, is_mark_alone=alone, content=(*own, *cell.content[1:]))
    if ":" in found[0] and (near := nearest_name(word, m.MARKS, _ALIKE)):
        message = f"`{found[1]}` is not a mark of a matrix; it is printed as it stands"
        at = context.source.find(row.at.line, found[1])
        context.problems.add(ProblemCode.FORM_AS_LIST, message, at, f"did you mean `{near}`?")
    return cell
