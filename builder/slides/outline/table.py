"""A table block to the cells of a slide's table. How the table looks: see slides/deck/table_look.py."""

from __future__ import annotations

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.deck import Run, SlideLine, TableContent, text_of
from builder.slides.outline.context import Context
from builder.slides.outline.headings import Headings, place_caption
from builder.slides.outline.lines import LineWriter, mark_runs
from builder.slides.outline.slide_draft import SlideDraft

Cells = tuple[tuple[SlideLine, ...], ...]

BLANK = "… \u00a0\v"
"""Characters of cells that people write in on paper: authors type dots there, and line breaks."""


def fill_table(table: m.Table, draft: SlideDraft, headings: Headings, context: Context) -> None:
    """Fill the slot `table` of a draft: a row of cells for the header (the first header row), and one for every other row."""
    draft.layout = "table"
    caption = place_caption(table.caption, table, draft, headings, context)
    rows = [[_cell(cell, row, table, draft, context) for cell in row.cells] for row in (*table.header, *table.rows)]
    columns = len(table.aligns)
    header = tuple(rows[0]) if table.header else ()
    body = _without_blank_rows(tuple(tuple(row) for row in (rows[1:] if table.header else rows)))
    what = text_of(caption) or ", ".join(
        filter(None, (m.plain(cell) for row in table.header[:1] for cell in row.cells))
    )
    alt = context.label("deck-table-alt", rows=len(body), columns=columns, what=what)
    headed = any(table.heads_row(0, row.cells[0]) for row in table.rows)
    draft.shown["table"] = TableContent(header, body, table.aligns, alt.rstrip(" :"), headed, at=table.at)


def _without_blank_rows(rows: tuple[Cells, ...]) -> tuple[Cells, ...]:
    """Return rows without those that hold nothing at all: people write there on paper, not on a slide.

    Of a table that is nothing but such rows one stays, with dots in its cells, which say so to those who cannot see it too.
    """
    said = tuple(row for row in rows if any(run.call or run.text.strip(BLANK) for cell in row for run in cell[0].runs))
    return said or tuple(tuple((replace(cell[0], runs=(Run("…"),)),) for cell in row) for row in rows[:1])


def _cell(cell: m.Cell, row: m.Row, table: m.Table, draft: SlideDraft, context: Context) -> tuple[SlideLine, ...]:
    runs, keys = LineWriter(context, draft.gathered).runs_with_keys(
        cell.content, lang=cell.lang or row.lang or table.lang
    )
    if not text_of(runs).strip(BLANK):  # dots mark a place to write on paper: the slide keeps their height alone
        runs = tuple(replace(run, text=run.text.replace("…", "\u00a0")) for run in runs)
    return (SlideLine((*mark_runs(cell, context), *runs), keys=keys, at=row.at),)
