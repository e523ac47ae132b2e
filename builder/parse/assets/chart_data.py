"""Loads the data of charts from CSV files. Only the module's folder and modules/shared/ are read."""

from __future__ import annotations

import csv
import io
import re

from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import CONTROLS, Span, Unreadable, decode
from builder.core.typography import typeset
from builder.model import module as m
from builder.parse.assets.find import MAX_ASSET_BYTES, find_asset

MAX_CELLS = 2_000
MAX_NUMBER = 1e15
"""Limit of a chart's numbers: larger ones would hide all others on the axis."""


def _separator(text: str) -> str:
    """Return what stands between the cells of a first line: a comma, else a semicolon or a tab, as some spreadsheets save."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in ",;\t" if mark in first), ",")


def _number(cell: str, separator: str) -> float:
    """Return a cell as a number. Raises ValueError for text, and for numbers of MAX_NUMBER or more.

    Between semicolons a comma is a decimal one, and a point before three digits might be one of thousands: it is refused.
    """
    cell = cell.strip().replace("\u2212", "-")
    if separator == ";":
        if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", cell):
            raise ValueError(cell)
        cell = cell.replace(",", ".")
    value = float(cell)
    if not abs(value) < MAX_NUMBER:
        raise ValueError(cell)
    return value


def with_data(chart: m.Chart, lang: str, home: str, folder: Folder, problems: Problems) -> m.Chart:
    """Return a chart with the data of its CSV file, typeset; unchanged, with a problem, when the file cannot be used.

    `lang` is the module's language, `home` its folder.
    """
    chart, lang = _chart(chart, home, folder, problems), chart.lang or lang
    columns = tuple(typeset(column, lang) for column in chart.columns)
    return replace(chart, columns=columns, rows=tuple((typeset(name, lang), values) for name, values in chart.rows))


def _chart(chart: m.Chart, home: str, folder: Folder, problems: Problems) -> m.Chart:
    path = find_asset(chart.data, home, chart.at, folder, problems) if chart.data else None
    if path is None:
        return chart
    try:
        text = decode(folder.data(path, limit=MAX_ASSET_BYTES))
    except Unreadable as error:
        problems.add(
            ProblemCode.BROKEN_DATA,
            f"`{chart.data}` cannot be used: {error.reason}",
            Span(path, error.line, 1, error.line, 1),
        )
        return chart
    if found := re.search(f"[{CONTROLS}\ufffe\uffff]", text):
        line = text.count("\n", 0, found.start()) + 1
        at = Span(path, line, 1, line, 1)
        problems.add(
            ProblemCode.BROKEN_DATA, f"`{chart.data}` holds a control character", at, "save it as plain CSV, in UTF-8"
        )
        return chart
    separator = _separator(text)
    try:
        read = csv.reader(io.StringIO(text), delimiter=separator)
        lines = [(n, row) for n, row in enumerate(read, 1) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        problems.add(
            ProblemCode.BROKEN_DATA, f"`{chart.data}` cannot be read: {error}", Span(path), "look for an open quote"
        )
        return chart
    if len(lines) < 2 or len(lines[0][1]) < 2:
        hint = "first line: names of the columns; then a name and numbers a line, with commas between them"
        problems.add(ProblemCode.BROKEN_DATA, f"`{chart.data}` holds no table of data", Span(path), hint)
        return chart
    if len(lines) * len(lines[0][1]) > MAX_CELLS:
        problems.add(
            ProblemCode.BROKEN_DATA,
            f"`{chart.data}` has more than {MAX_CELLS} cells",
            Span(path),
            "a chart of so many cannot be read",
        )
        return chart
    header = lines[0][1]
    rows: list[tuple[str, tuple[float, ...]]] = []
    for number, row in lines[1:]:
        values: list[float] = []
        column = 1 + len(row[0]) + 1
        for cell in row[1:]:
            try:
                values.append(_number(cell, separator))
            except ValueError:
                at = Span(path, number, column, number, column + max(len(cell), 1))
                problems.add(
                    ProblemCode.BROKEN_DATA,
                    f"`{cell.strip()}` is not a number",
                    at,
                    "write 1234.5, without thousands' commas or signs",
                )
            column += len(cell) + 1
        if len(row) != len(header):
            at = Span(path, number, 1, number, 2)
            problems.add(ProblemCode.BROKEN_DATA, f"this line has {len(row)} cells, the first has {len(header)}", at)
        rows.append((row[0].strip(), tuple(values)))
    if any(len(values) != len(header) - 1 for _, values in rows):
        return chart
    return replace(chart, columns=tuple(cell.strip() for cell in header), rows=tuple(rows))
