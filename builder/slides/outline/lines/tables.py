"""Tables to lines: in words, where no table can stand, and the heads of those that people write in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.deck import DEEPEST, SEPARATOR, Run, SlideLine, words
from builder.slides.outline.context import Context, numbered_name

if TYPE_CHECKING:
    from builder.slides.outline.lines.writer import LineWriter


_COUNTED = re.compile(r"\w{1,3}[.)]\s")
"""Words that begin with a number or letter of their own: a bullet before it would count them twice."""


def mark_runs(cell: m.Cell, context: Context) -> tuple[Run, ...]:
    """Return the sign that stands before the words of a cell with a mark, and its word; () for other cells."""
    if not cell.mark:
        return ()
    sign = Run(f"{context.label(f'mark-{cell.mark}')} ")
    word = context.label("lead-in", name=context.label(f"mark-{cell.mark}-word"))
    return (sign, Run(f"{word} ")) if cell.has_words_beside_mark else (sign,)


def table_in_words(writer: LineWriter, table: m.Table, level: int) -> tuple[SlideLine, ...]:
    """Return a table in words: its caption, then a line for each row, with `|` between cells."""
    found = [*_caption(writer, table, level, "body")]
    for row in (*table.header, *table.rows):
        runs: list[Run] = []
        for cell in row.cells:
            runs += [Run(" | ")] if runs else []
            runs += mark_runs(cell, writer.context)
            runs += writer.runs(cell.content, bold=row in table.header, lang=cell.lang or row.lang or table.lang)
        if runs:
            found.append(SlideLine(tuple(runs), min(level, DEEPEST), at=row.at))
    return tuple(found)


def heads_to_fill(writer: LineWriter, table: m.Table, level: int) -> tuple[SlideLine, ...]:
    """Return a table that people write in as its caption and heads: nobody writes on a wall.

    Its rows are items where they have heads, under a line with the heads of columns; else these are the items.
    """
    caption = _caption(writer, table, level, "label")
    rows = [row for row in table.rows if not all(cell.is_blank for cell in row.cells)]
    heads = [cell for row in table.header for cell in row.cells if not cell.is_blank]
    if not rows:
        return (*caption, *(_said(writer, (cell,), table, level, "disc") for cell in heads))
    columns = (replace(_said(writer, heads, table, level), bound=True),) if heads else ()
    items = [_said(writer, row.cells, table, level, "disc") for row in rows]
    if all(_COUNTED.match(words(line)) for line in items):
        items = [replace(line, bullet="") for line in items]
    return (*caption, *columns, *items)


def _caption(writer: LineWriter, table: m.Table, level: int, role: str) -> tuple[SlideLine, ...]:
    runs, keys = writer.runs_with_keys(table.caption, lang=table.lang)
    name = numbered_name(table, writer.context)
    before = (Run(f"{name}: ", bold=True),) if name else ()
    line = SlideLine((*before, *runs), min(level, DEEPEST), role=role, bound=True, keys=keys, at=table.at)
    return (line,) if runs else ()


def _said(writer: LineWriter, cells: Iterable[m.Cell], table: m.Table, level: int, bullet: str = "") -> SlideLine:
    """Return the cells that are not blank in one line."""
    runs: list[Run] = []
    keys: list[str] = []
    for cell in cells:
        said, cited = writer.runs_with_keys(cell.content, lang=cell.lang or table.lang)
        if not cell.is_blank:
            runs += [*((Run(SEPARATOR),) if runs else ()), *mark_runs(cell, writer.context), *said]
            keys += cited
    return SlideLine(tuple(runs), min(level, DEEPEST), bullet=bullet, keys=tuple(keys), at=table.at)
