"""A table of a document as one of ours, with bars, and a chart's numbers as CSV."""

from __future__ import annotations

import csv
import io

from builder.core.frozen import replace
from builder.importing.document import DocBlock, DocChart, DocList, DocParagraph, DocPlace, DocRun, DocRuns, DocTable
from builder.importing.loss import LossLog
from builder.importing.write_inlines import inline, plain_text


def table_lines(table: DocTable, log: LossLog) -> list[str]:
    """Return the lines of a table. Merged cells keep their words in the first, the others are empty; what is changed is noted."""
    rows = _grid(table, log)
    if not rows or not rows[0]:
        return []
    if not table.header_rows:
        log.note_changed(table.at, "table", "it names no header row; its first row is one here")
    elif table.header_rows > 1:
        log.note_changed(table.at, "table", f"of its {table.header_rows} header rows the first is one here")
    log.note_taken(table.at, "table")
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    caption = inline(table.caption, table.at, log, breaks=" ", starts=False)
    headless = "" if table.row_headers or len(rows[0]) == 1 else '{row-headers="no"}'
    if caption or headless:
        lines += ["", f": {' '.join(filter(None, (caption, headless)))}"]
    return lines


def _grid(table: DocTable, log: LossLog) -> list[list[str]]:
    """Return the cells as Markdown, in rows of one length."""
    taken: dict[tuple[int, int], str] = {}
    width = merged = 0
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            merged += cell.columns * cell.rows > 1
            for down in range(min(cell.rows, len(table.rows) - y)):
                for right in range(cell.columns):
                    taken[x + right, y + down] = ""
            runs = _cell_runs(cell.blocks, table.at, log)
            if y < table.header_rows:  # heads are bold by themselves
                runs = tuple(replace(run, bold=False) for run in runs)
            taken[x, y] = inline(runs, table.at, log, breaks="<br>", starts=False)
            x += cell.columns
            width = max(width, x)
    if merged:
        log.note_changed(table.at, "table", f"{merged} merged cells stand apart; their words are in the first of each")
    return [[taken.get((x, y), "") for x in range(width)] for y in range(len(table.rows))]


def _cell_runs(blocks: tuple[DocBlock, ...], at: DocPlace, log: LossLog, depth: int = 0) -> DocRuns:
    """Return the runs of a cell, its paragraphs and items as lines."""
    found: list[DocRun] = []
    for block in blocks:
        if found:
            found.append(DocRun("\n"))
        match block:
            case DocParagraph():  # a bar in code would end the cell
                found += (replace(run, code=run.code and "|" not in run.text) for run in block.runs)
            case DocList():
                if not depth:
                    log.note_changed(at, "list in a cell", "its items are lines with bullets or numbers")
                for number, item in enumerate(block.items, block.start):
                    found += [DocRun("\n")] * (number > block.start)
                    found.append(DocRun(f"({number}) " if block.ordered else "• "))
                    if block.ordered:
                        log.note_added(at, "number", "of an item in a cell", str(number))
                    found += _cell_runs(item.blocks, at, log, depth + 1)
            case _:
                log.note_left(at, "block in a cell", "cells hold lines of text alone", block_words(block))
    return tuple(found)


def block_words(block: DocBlock) -> str:
    """Return the words of a block that is left out."""
    return plain_text(_runs(block))


def _runs(value: object) -> list[DocRun]:
    if isinstance(value, DocRun):
        return [value, DocRun(" ")] if value.text.endswith("\n") else [value]
    if isinstance(value, tuple):
        runs = [run for one in value for run in _runs(one)]
        return [*runs, DocRun(" ")] if runs else []
    if isinstance(value, str | bytes | int | float | None):
        return []
    return [run for name in getattr(value, "__dataclass_fields__", ()) for run in _runs(getattr(value, name))]


def number_text(value: float) -> str:
    """Return a number as a CSV file of ours has it."""
    return format(value, ".12g")


def chart_csv(chart: DocChart) -> str:
    """Return the numbers of a chart as CSV; a number that is missing is an empty field."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(chart.columns)
    for name, numbers in chart.rows:
        rows.writerow([name, *("" if number is None else number_text(number) for number in numbers)])
    return out.getvalue()
