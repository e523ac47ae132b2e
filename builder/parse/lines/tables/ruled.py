"""Pandoc's tables without bars: columns under groups of dashes, of one line a row or of several.

https://pandoc.org/MANUAL.html#extension-simple_tables, #extension-multiline_tables
"""

from __future__ import annotations

import re

from builder.parse.lines.milestones import TableLines
from builder.parse.lines.normalize import expand_tabs
from builder.parse.lines.reader import LineReader, NumberedLine

_GROUPS = re.compile(r"^\s*-{2,}(?: +-{2,})+\s*$")
_DASHES = re.compile(r"^\s*-{3,}\s*$")
_MOST_LINES = 2_000

Columns = tuple[tuple[int, int], ...]
"""Where the dashes of each column begin and end."""


def read_ruled_table(reader: LineReader, number: int, text: str) -> TableLines | None:
    """Take the table that a line begins, given with its indentation; None, with nothing taken, if it begins none."""
    is_groups, is_dashes = bool(_GROUPS.match(text)), bool(_DASHES.match(text))
    if not (is_groups or is_dashes or (reader and _GROUPS.match(reader.next[1]))):
        return None
    lines = reader.lines[reader.at : reader.at + _MOST_LINES]
    if is_dashes:
        found = _several_lines(lines, text)
    elif is_groups:
        found = _without_header(lines, text)
    else:
        found = _one_line_a_row(lines[1:], [(number, text)], lines[0][1], 1)
    if found is None:
        return None
    header, rows, columns, taken = found
    reader.at += taken
    first = rows[0] if rows else header
    cells = [_cells(row, columns) for row in rows]
    aligned = header or first
    return TableLines(
        (header[0][0] if header else number, _cells(header, columns)),
        tuple((row[0][0], row_cells) for row, row_cells in zip(rows, cells, strict=True)),
        tuple(_align(aligned, column) for column in columns),
    )


Found = tuple[list[NumberedLine], list[list[NumberedLine]], Columns, int]
"""Lines of the header, lines of each row, the columns, and how many lines after the first were taken."""


def _one_line_a_row(lines: list[NumberedLine], header: list[NumberedLine], rule: str, before: int) -> Found:
    rows: list[list[NumberedLine]] = []
    taken = before
    for number, text in lines:
        if not text.strip():
            break
        taken += 1
        if _GROUPS.match(text) or _DASHES.match(text):
            break
        rows.append([(number, text)])
    return header, rows, _columns(rule), taken


def _without_header(lines: list[NumberedLine], rule: str) -> Found | None:
    """Return a table that begins with the groups of dashes and ends with as long a line of them."""
    end = _closing(lines, 0, rule)
    if not end:
        return None
    several = any(not text.strip() for _, text in lines[:end])
    return [], _by_blank_lines(lines[:end]) if several else [[line] for line in lines[:end]], _columns(rule), end + 1


def _several_lines(lines: list[NumberedLine], top: str) -> Found | None:
    """Return a table that begins and ends with a line of dashes over its whole width."""
    under = next((place for place, (_, text) in enumerate(lines) if _GROUPS.match(text) or not text.strip()), 0)
    if not under or not _GROUPS.match(lines[under][1]) or len(top.rstrip()) < len(lines[under][1].rstrip()):
        return None
    end = _closing(lines, under + 1, top)
    if not end:
        return None
    return lines[:under], _by_blank_lines(lines[under + 1 : end]), _columns(lines[under][1]), end + 1


def _closing(lines: list[NumberedLine], start: int, opening: str) -> int:
    """Return the place of the next line of dashes if it is as long as the opening one, else 0."""
    for place in range(start, len(lines)):
        text = lines[place][1]
        if _GROUPS.match(text) or _DASHES.match(text):
            return place if len(text.rstrip()) == len(opening.rstrip()) else 0
    return 0


def _by_blank_lines(lines: list[NumberedLine]) -> list[list[NumberedLine]]:
    rows: list[list[NumberedLine]] = [[]]
    for line in lines:
        if line[1].strip():
            rows[-1].append(line)
        elif rows[-1]:
            rows.append([])
    return [row for row in rows if row]


def _columns(rule: str) -> Columns:
    return tuple(found.span() for found in re.finditer("-+", expand_tabs(rule)))


def _cells(lines: list[NumberedLine], columns: Columns) -> tuple[str, ...]:
    """Return the text of each column: every word goes to the one whose dashes it stands under, or nearest to."""
    cells: list[list[str]] = [[] for _ in columns]
    for _, text in lines:
        for word in re.finditer(r"\S+", expand_tabs(text)):
            start, end = word.span()
            near = min(range(len(columns)), key=lambda i: max(columns[i][0] - end, start - columns[i][1], -1))
            cells[near].append(word[0])
    return tuple(" ".join(words) for words in cells)


def _align(lines: list[NumberedLine], column: tuple[int, int]) -> str:
    """Return how a column is aligned, from where the first of its text stands over the dashes."""
    start, end = column
    text = expand_tabs(lines[0][1])[start:end].ljust(end - start) if lines else ""
    if not text.strip():
        return ""
    left, right = text[0] != " ", text[-1] != " "
    return {(True, False): "left", (False, True): "right", (False, False): "center"}.get((left, right), "")
