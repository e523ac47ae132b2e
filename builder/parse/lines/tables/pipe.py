"""Tables with bars between their cells."""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.core.problems import ProblemCode
from builder.parse.lines.milestones import TableLines
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import starts_block

MOST_CELLS = 8_000
"""Most cells of a table that are read, twice as many as are laid out: one long row makes all others as long."""

_DELIMITERS = re.compile(r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")


def is_pipe_table(reader: LineReader, rest: str) -> bool:
    """Say whether a line is a table's header: it has a `|`, and the next line is the line of dashes."""
    return "|" in rest and bool(reader) and bool(rule_of(reader.next[1]))


def rule_of(line: str) -> str:
    """Return a line of dashes with `|` between its columns, "" for any other line. Kramdown and Org have `+` there."""
    text = line.replace("\u00a0", " ").strip()
    if text.startswith("|") and "+" in text:
        text = text.replace("+", "|")
    return text if "|" in text and "-" in text and _DELIMITERS.match(text) else ""


def read_pipe_table(reader: LineReader, number: int, rest: str, *, inside: bool) -> TableLines:
    """Take the table whose header is `rest`, in line `number`; `inside` a list item, note or definition."""
    header = split_cells(rest)
    aligns = [_align(cell) for cell in split_cells(rule_of(reader.take()[1]))]
    rows: list[tuple[int, tuple[str, ...]]] = []
    while reader:
        row_number, raw = reader.next
        if not raw.strip() or "|" not in raw or starts_block(raw.strip(), inside=inside):
            break
        reader.take()
        if not ("---" in raw and rule_of(raw)):  # a line between rows
            rows.append((row_number, split_cells(raw.strip())))
    width = max([len(header), *(len(cells) for _, cells in rows)])

    def report_ragged(message: str, line: int, hint: str = "") -> None:
        reader.problems.add(ProblemCode.RAGGED_TABLE, message, reader.source.whole_line(line), hint)

    for row_number, cells in rows:
        if len(cells) != len(header):
            message = f"this row has {len(cells)} cells, the header has {len(header)}"
            report_ragged(message, row_number, "write `\\|` for a bar inside a cell")
    if len(aligns) != len(header):
        report_ragged(f"the line of dashes has {len(aligns)} columns, the header has {len(header)}", number + 1)

    return fill_rows(reader, TableLines((number, header), tuple(rows), tuple(aligns)), width)


def is_without_rule(reader: LineReader, rest: str, *, inside: bool) -> bool:
    """Say whether a line is a row of a table whose line of dashes is missing: a bar at both ends, or another row below."""
    first = rest.strip()
    cells = len(split_cells(first)) if "|" in first and not starts_block(first, inside=inside) else 0
    if cells < 2:  # cells of a row
        return False
    if first.startswith("|"):
        return first.endswith("|")
    second = reader.next[1].strip() if reader else ""
    return (
        _SPACED_BAR.search(first) is not None and len(split_cells(second)) == cells and bool(_SPACED_BAR.search(second))
    )


_SPACED_BAR = re.compile(r"[^\s|] +\| +[^\s|]")


def read_without_rule(reader: LineReader, number: int, rest: str) -> TableLines:
    """Take a table whose line of dashes is missing; its first row is the header, with a problem."""
    header = split_cells(rest)
    rows: list[tuple[int, tuple[str, ...]]] = []
    while reader and "|" in reader.next[1]:
        row_number, raw = reader.take()
        rows.append((row_number, split_cells(raw)))
    width = max([len(header), *(len(cells) for _, cells in rows)])

    hint = f"add the line `|{'---|' * len(header)}` under it"
    message = "this row is read as the header of a table; the line of dashes under it is missing"
    reader.problems.add(ProblemCode.TABLE_WITHOUT_RULE, message, reader.source.whole_line(number), hint)
    return fill_rows(reader, TableLines((number, header), tuple(rows), ()), width)


def fill_rows(reader: LineReader, table: TableLines, width: int) -> TableLines:
    """Return a table with empty cells where a row has fewer than `width`; rows beyond MOST_CELLS are a problem, and left out."""

    def fill(cells: tuple[str, ...]) -> tuple[str, ...]:
        return (*cells, *[""] * (width - len(cells)))

    number, header = table.header
    most = MOST_CELLS // max(width, 1)
    if len(table.rows) > most:
        message = f"this table has {len(table.rows)} rows of {width} cells; at most {MOST_CELLS} cells are read"
        at, hint = reader.source.whole_line(number), "divide it, or give it out as a file of its own"
        reader.problems.add(ProblemCode.TOO_LARGE, message, at, hint)
    rows = tuple((n, fill(cells)) for n, cells in table.rows[:most])
    return replace(table, header=(number, fill(header)), rows=rows, aligns=fill(table.aligns)[:width])


def split_cells(line: str) -> tuple[str, ...]:
    """Split a table row at `|`, except in code and after a backslash."""
    text = line.strip().removeprefix("|")
    cells, cell, at, ticks = [], "", 0, False
    while at < len(text):
        if text[at] == "\\" and text[at + 1 : at + 2] == "|":
            cell += "|"
            at += 2
            continue
        if text[at] == "`":
            ticks = not ticks and text.find("`", at + 1) > 0
        if text[at] == "|" and not ticks:
            cells.append(cell.strip())
            cell = ""
        else:
            cell += text[at]
        at += 1
    if cell.strip() or not text.rstrip().endswith("|"):
        cells.append(cell.strip())
    return tuple(cells)


def _align(dashes: str) -> str:
    left, right = dashes.startswith(":"), dashes.endswith(":")
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get((left, right), "")
