"""Column widths of tables, computed from the cells' text, because automatic layout crushes short columns beside long ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.core.problems import ProblemCode, Problems
from builder.model import module as m

LINE_CHARACTERS = 77
"""Characters on a line of a table as wide as the text: 151 mm at 10 pt."""

BESIDE = 17
"""Further characters in the column of labels, which a wide table may use."""

LANDSCAPE = 125
"""Characters on a line of a landscape page, on both papers."""

PADDING = 2
"""The space between two columns, in characters."""

SHORT = 14
"""A column whose cells all have at most this many characters keeps each cell on one line."""

WRITTEN = 40
"""The characters assumed in a blank column that people write in; blank columns are equally wide."""

WRITING_ROOM = 23
"""The characters for which a cell with full frames has room, its padding included: 40 mm and more, for some words by hand."""

FRAMED_PADDING = 4
"""The space beside the words of a cell with full frames, in characters, both sides together."""

ROWS = 60
"""How many rows, the longest ones, are considered when widths are chosen."""

BESIDE_HIGHEST = 0.2
"""The weight of a cell that is not the highest of its row, where the highest counts 1."""

LONG = 20
"""A longer word may be broken."""

CODE, CODE_WIDE = 26, 1.12
"""The longest piece of code that is not broken, in characters, and the width of its characters relative to text."""


BOLD = 1.12
"""The width of characters in column headers, which are bold, relative to cells."""

_BREAKS = re.compile(r"(?<=[-/])|\s+")


def minimum_width(table: m.Table) -> int:
    """Return how wide a table must be, in characters, so that no word is broken."""
    columns = range(len(table.aligns))
    rows = (*table.header, *table.rows)
    words = (_words([m.plain(*row.cells[n].content) for row in rows if n < len(row.cells)]) for n in columns)
    padding = FRAMED_PADDING if table.to_fill else PADDING
    needs = [padding + min(LONG, max(map(len, column), default=1)) for column in words]
    return sum(max(need, WRITING_ROOM) if _is_written(table, n) else need for n, need in enumerate(needs))


def table_placement(table: m.Table, scale: float = 1.0) -> str:
    """Return the CSS class that places a table: "" beside the labels, "broad" across the page, "turned" on a landscape page.

    `scale` is the number of characters on a line relative to the usual type (`PageBreaks.line_scale`).
    """
    width = minimum_width(table)
    if width <= LINE_CHARACTERS * scale:
        return ""
    return "broad" if width <= (LINE_CHARACTERS + BESIDE) * scale else "turned"


def report_wide_tables(module: m.Module, problems: Problems) -> None:
    """Warn of tables too wide for any page. Only a table directly in a topic can have a landscape page."""
    free = {
        id(inner)
        for topic in m.topics(module)
        for block in topic.body
        for inner in (block, *(block.body if isinstance(block, m.FillIn) else ()))
    }
    for node in m.nodes(module):
        if not isinstance(node, m.Table):
            continue
        place, room = ("a page turned on its side", LANDSCAPE) if id(node) in free else ("a block", LINE_CHARACTERS)
        if node.to_fill and id(node) not in free:
            room += BESIDE - FRAMED_PADDING  # a block with such a table is as wide as the page
        if minimum_width(node) > room:
            problems.add(
                ProblemCode.TABLE_TOO_WIDE,
                f"this table needs room for {minimum_width(node)} characters side by side; {place} has {room}",
                node.at,
                "put the `::: fill` after the block, where it has a page turned on its side, or take fewer columns"
                if node.to_fill
                else "divide it into two tables, or turn columns into rows",
            )


def column_shares(table: m.Table, scale: float = 1.0) -> tuple[float, ...]:
    """Return each column's share of the table's width; they add up to 1. `scale`: see `table_placement`.

    First each column gets what it needs (`_ColumnText.need`). The remaining width goes where it makes the table lowest
    (`_distribute`). Blank columns get equal widths, unless the header of one needs more.
    """
    columns = [_column_text(table, index) for index in range(len(table.aligns))]
    if any(column.framed for column in columns):
        broad = table_placement(table, scale) == "broad"  # one that is turned may stand in a block, where it cannot be
        room = LINE_CHARACTERS + (BESIDE if broad else 0)
        widths = _writing_widths(columns, room * scale)
        return tuple(width / sum(widths) for width in widths)
    lengths = [[column.length(row) for column in columns] for row in (*table.header, *table.rows)]
    widths = _distribute([column.need for column in columns], LINE_CHARACTERS * scale, lengths)
    blank = [width for column, width in zip(columns, widths, strict=True) if column.is_blank]
    equal = sum(blank) / len(blank) if blank else 0.0
    if equal >= PADDING + max((column.longest_word for column in columns if column.is_blank), default=0.0):
        widths = [equal if column.is_blank else width for column, width in zip(columns, widths, strict=True)]
    return tuple(width / sum(widths) for width in widths)


def _writing_widths(columns: list[_ColumnText], room: float) -> list[float]:
    """Return the widths of a table that people write in: heads of rows on as few lines as there is room for, the rest equally.

    Where there is too little room, the columns for writing are narrower: words are not broken.
    """
    widths = {column.index: column.need for column in columns if not column.framed}
    written = [column.need for column in columns if column.framed]
    spare = max(room - sum(widths.values()) - sum(written), 0.0)
    for column in columns:
        if not column.framed:
            more = min(max(FRAMED_PADDING + max(map(len, column.cells), default=1) - column.need, 0.0), spare)
            widths[column.index] += more
            spare -= more
    each = max((room - sum(widths.values())) / len(written), FRAMED_PADDING)
    return [widths.get(column.index) or max(each, FRAMED_PADDING + column.longest_word) for column in columns]


@dataclass(frozen=True)
class _ColumnText:
    """The text of one column of a table. `is_blank`: people write in it, `framed`: in full frames. `code`: see `_widest_code`."""

    index: int
    cells: list[str]
    head_words: list[str]
    is_blank: bool
    code: float
    framed: bool = False
    padding: int = PADDING

    @property
    def longest_word(self) -> float:
        """The width of the longest word, in characters of a cell."""
        return max(max(map(len, _words(self.cells)), default=1), BOLD * max(map(len, self.head_words), default=0))

    @property
    def need(self) -> float:
        """The least width, in characters: whole cells when all are SHORT, else the longest word up to SHORT, and code."""
        if self.framed:
            return max(WRITING_ROOM, FRAMED_PADDING + self.longest_word)
        longest = WRITTEN if self.is_blank else max(map(len, (*self.cells, *self.head_words)), default=1)
        text = max(longest + 1, self.longest_word) if longest <= SHORT else min(self.longest_word, SHORT)
        return self.padding + max(text, self.code)

    def length(self, row: m.Row) -> int:
        """Return the number of characters in a row's cell, WRITTEN in a blank column."""
        if self.is_blank:
            return WRITTEN
        return len(m.plain(*row.cells[self.index].content)) if self.index < len(row.cells) else 0


def _column_text(table: m.Table, index: int) -> _ColumnText:
    cells = [row.cells[index] for row in table.rows if index < len(row.cells)]
    heads = [m.plain(*row.cells[index].content) for row in table.header if index < len(row.cells)]
    return _ColumnText(
        index=index,
        cells=[m.plain(*cell.content) for cell in cells],
        head_words=_words(heads),
        is_blank=bool(table.rows) and all(cell.is_blank for cell in cells),
        code=_widest_code(table, index),
        framed=_is_written(table, index),
        padding=FRAMED_PADDING if table.to_fill else PADDING,
    )


def _is_written(table: m.Table, column: int) -> bool:
    """Say whether people write in cells of a column that have full frames."""
    return table.to_fill and any(row.cells[column].is_blank for row in table.rows if column < len(row.cells))


def _distribute(needs: list[float], room: float, rows: list[list[int]]) -> list[float]:
    """Return widths of columns, in characters, each at least its need, that make a table with such cell lengths low.

    The remaining width is given out one character at a time to the column where it reduces the rows' heights most. In
    each row the highest cell counts most; the others count a little, or they would stay as narrow as their longest word.
    """
    widths = [*needs]
    longest = sorted(rows, key=sum, reverse=True)[:ROWS]
    for _ in range(int(room - sum(needs))):
        gains = [0.0] * len(widths)
        for row in longest:
            lines = [length / (width - PADDING) for length, width in zip(row, widths, strict=True)]
            for n, each in enumerate(lines):
                gains[n] += each / (widths[n] - PADDING) * (1 if each == max(lines) else BESIDE_HIGHEST)
        widths[gains.index(max(gains))] += 1
    return widths


def _widest_code(table: m.Table, column: int) -> float:
    """Return the width, in characters, of the longest piece of code in a column that must not be broken; 0 without code."""
    cells = (row.cells[column] for row in table.rows if column < len(row.cells))
    code = (node.text for cell in cells for node in m.walk(*cell.content) if isinstance(node, m.Code))
    pieces = (len(piece) for text in code for piece in _BREAKS.split(text))
    return max((length * CODE_WIDE for length in pieces if length <= CODE), default=0)


def _words(texts: list[str]) -> list[str]:
    return [word for text in texts for word in text.split()]
