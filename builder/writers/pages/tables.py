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
    return sum(PADDING + min(LONG, max(map(len, column), default=1)) for column in words)


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
    free = {id(block) for topic in m.topics(module) for block in topic.body}
    for node in m.nodes(module):
        if not isinstance(node, m.Table):
            continue
        place, room = ("a page turned on its side", LANDSCAPE) if id(node) in free else ("a block", LINE_CHARACTERS)
        if minimum_width(node) > room:
            problems.add(
                ProblemCode.TABLE_TOO_WIDE,
                f"this table needs room for {minimum_width(node)} characters side by side; {place} has {room}",
                node.at,
                "divide it into two tables, or turn columns into rows",
            )


def column_shares(table: m.Table, scale: float = 1.0) -> tuple[float, ...]:
    """Return each column's share of the table's width; they add up to 1. `scale`: see `table_placement`.

    First each column gets what it needs (`_ColumnText.need`). The remaining width goes where it makes the table lowest
    (`_distribute`). Blank columns get equal widths, unless the header of one needs more.
    """
    columns = [_column_text(table, index) for index in range(len(table.aligns))]
    lengths = [[column.length(row) for column in columns] for row in (*table.header, *table.rows)]
    widths = _distribute([column.need for column in columns], LINE_CHARACTERS * scale, lengths)
    blank = [width for column, width in zip(columns, widths, strict=True) if column.is_blank]
    equal = sum(blank) / len(blank) if blank else 0.0
    if equal >= PADDING + max((column.longest_word for column in columns if column.is_blank), default=0.0):
        widths = [equal if column.is_blank else width for column, width in zip(columns, widths, strict=True)]
    return tuple(width / sum(widths) for width in widths)


@dataclass(frozen=True)
class _ColumnText:
    """The text of one column of a table. `is_blank`: people write in it. `code`: see `_widest_code`."""

    index: int
    cells: list[str]
    head_words: list[str]
    is_blank: bool
    code: float

    @property
    def longest_word(self) -> float:
        """The width of the longest word, in characters of a cell."""
        return max(max(map(len, _words(self.cells)), default=1), BOLD * max(map(len, self.head_words), default=0))

    @property
    def need(self) -> float:
        """The least width, in characters: whole cells when all are SHORT, else the longest word up to SHORT, and code."""
        longest = WRITTEN if self.is_blank else max(map(len, (*self.cells, *self.head_words)), default=1)
        text = max(longest + 1, self.longest_word) if longest <= SHORT else min(self.longest_word, SHORT)
        return PADDING + max(text, self.code)

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
    )


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
