"""Pipe tables: rows, cells, and the caption line below."""

from __future__ import annotations

import re

from builder.core.problems import ProblemCode
from builder.parse.inlines.attributes import Attributes, read_attributes, split_trailing
from builder.parse.lines.milestones import TableLines
from builder.parse.lines.patterns import starts_block
from builder.parse.lines.reader import LineReader

_DELIMITERS = re.compile(r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_CAPTION = re.compile(r"^(?:Table)?:[ \t\u00a0]+(.+)$")


def is_table(reader: LineReader, rest: str) -> bool:
    """Say whether a line is a table's header: it has a `|`, and the next line is the line of dashes."""
    if "|" not in rest or not reader:
        return False
    following = reader.next[1].replace("\u00a0", " ").strip()
    return "|" in following and "-" in following and bool(_DELIMITERS.match(following))


def read_table(reader: LineReader, number: int, rest: str, *, inside: bool) -> TableLines:
    """Take the table whose header is `rest`, in line `number`; `inside` a list item, note or definition."""
    header = _split_cells(rest)
    aligns = [_align(cell) for cell in _split_cells(reader.take()[1].replace("\u00a0", " ").strip())]
    rows: list[tuple[int, tuple[str, ...]]] = []
    while reader:
        row_number, raw = reader.next
        if not raw.strip() or "|" not in raw or starts_block(raw.strip(), inside=inside):
            break
        rows.append((row_number, _split_cells(raw.strip())))
        reader.take()
    caption, caption_line, attributes = _caption(reader)
    width = max([len(header), *(len(cells) for _, cells in rows)])

    def report_ragged(message: str, line: int, hint: str = "") -> None:
        reader.problems.add(ProblemCode.RAGGED_TABLE, message, reader.source.whole_line(line), hint)

    for row_number, cells in rows:
        if len(cells) != len(header):
            message = f"this row has {len(cells)} cells, the header has {len(header)}"
            report_ragged(message, row_number, "write `\\|` for a bar inside a cell")
    if len(aligns) != len(header):
        report_ragged(f"the line of dashes has {len(aligns)} columns, the header has {len(header)}", number + 1)

    def pad(cells: tuple[str, ...]) -> tuple[str, ...]:
        return (*cells, *[""] * (width - len(cells)))

    padded = tuple((n, pad(cells)) for n, cells in rows)
    return TableLines((number, pad(header)), padded, pad(tuple(aligns))[:width], caption, caption_line, attributes)


def _caption(reader: LineReader) -> tuple[str, int, Attributes]:
    """Take the caption line that follows a table: `: caption {#tbl-id}`, perhaps after a blank line."""
    place = reader.at
    if place < len(reader.lines) and not reader.lines[place][1].strip():
        place += 1
    found = _CAPTION.match(reader.lines[place][1].strip()) if place < len(reader.lines) else None
    if not found:
        return "", 0, Attributes()
    number = reader.lines[place][0]
    reader.at = place + 1
    text, braces = split_trailing(found[1])
    attributes = read_attributes(braces) if braces else Attributes()
    if attributes is None:
        at = reader.source.find(number, braces)
        reader.problems.add(ProblemCode.BROKEN_ATTRIBUTES, "these are not attributes", at, "write `{#tbl-id}`")
    return text.strip(), number, attributes or Attributes()


def _split_cells(line: str) -> tuple[str, ...]:
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
