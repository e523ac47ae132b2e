"""Pandoc's grid tables: cells drawn with plus signs, dashes and bars.

https://pandoc.org/MANUAL.html#extension-grid_tables
"""

from __future__ import annotations

import re
from itertools import pairwise

from builder.core.problems import ProblemCode
from builder.parse.lines.milestones import CodeLines, TableLines
from builder.parse.lines.reader import LineReader, NumberedLine
from builder.parse.lines.tables.pipe import fill_rows

_BORDER = re.compile(r"^\+(?:[-=:]+\+)+$")
_ITEM = re.compile(r"^(?:[-*+]\s+|\(?\w{1,3}[.)]\s+)")


def is_grid_table(reader: LineReader, rest: str) -> bool:
    """Say whether a line is the upper border of a grid."""
    return rest[:1] == "+" and bool(_BORDER.match(rest.strip())) and bool(reader) and reader.next[1].lstrip()[:1] == "|"


def read_grid_table(reader: LineReader, number: int, rest: str) -> TableLines | CodeLines:
    """Take the grid whose upper border is `rest`. One with merged cells is printed as it stands, with a problem.

    What is more than one paragraph in a cell is set in lines.
    """
    lines: list[NumberedLine] = [(number, rest.strip())]
    while reader and reader.next[1].strip()[:1] in {"+", "|"}:
        row_number, raw = reader.take()
        lines.append((row_number, raw.strip()))
    edges = [found.start() for found in re.finditer(r"\+", lines[0][1])]
    rows: list[tuple[int, tuple[str, ...]]] = []
    part: list[NumberedLine] = []
    header: tuple[int, tuple[str, ...]] | None = None
    colons = lines[0][1]
    for line in lines[1:]:
        if _BORDER.match(line[1]) and [found.start() for found in re.finditer(r"\+", line[1])] == edges:
            if part:
                rows.append(_row(part, edges))
            part = []
            if "=" in line[1] and header is None and len(rows) == 1:
                header, colons = rows.pop(), line[1]
        elif (
            line[1][0] == "|"
            and all(line[1][edge : edge + 1] == "|" for edge in edges)
            and len(line[1]) == edges[-1] + 1
        ):
            part.append(line)
        else:
            return _as_code(reader, lines)
    if part:
        rows.append(_row(part, edges))
    aligns = tuple(_align(colons[start + 1 : end]) for start, end in pairwise(edges))
    return fill_rows(reader, TableLines(header or (number, ()), tuple(rows), aligns), len(aligns))


def _row(lines: list[NumberedLine], edges: list[int]) -> tuple[int, tuple[str, ...]]:
    columns = pairwise(edges)
    return lines[0][0], tuple(_cell([text[start + 1 : end].strip() for _, text in lines]) for start, end in columns)


def _cell(lines: list[str]) -> str:
    """Return the lines of a cell as one; paragraphs and items begin on a line of their own."""
    text, apart = "", False
    for line in lines:
        item = _ITEM.match(line)
        if line and text:
            text += "<br>" if apart or item else " "
        text += f"• {line[item.end() :]}" if item and line[0] in "-*+" else line
        apart = not line
    return text


def _as_code(reader: LineReader, lines: list[NumberedLine]) -> CodeLines:
    at = reader.source.whole_line(lines[0][0])
    message = "this table has merged cells, or bars that are not under each other; it is printed as it stands"
    reader.problems.add(ProblemCode.RAGGED_TABLE, message, at, "write it with `|` between the cells, one line a row")
    return CodeLines("\n".join(text for _, text in lines), "", at)


def _align(dashes: str) -> str:
    left, right = dashes.startswith(":"), dashes.endswith(":")
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get((left, right), "")
