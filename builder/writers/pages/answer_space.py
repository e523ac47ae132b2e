"""How much space the workbook leaves for answers, and which blocks already have places to answer in."""

from __future__ import annotations

from collections.abc import Callable

from builder.model import module as m
from builder.writers.pages.card_sheets import card_sheets
from builder.writers.pages.one_sheet import arrange_sheet
from builder.writers.pages.tables import column_shares, table_placement

MOST = 8
"""The most lines of a question, unless its author asks for more."""

LINE_CHARACTERS = 90
"""One line of answer for so many characters of a question: longer questions need longer answers."""

_ASKS = (m.Question, m.Reflection, m.Discussion)


def lines_for(node: m.Node, least: int = 3) -> int:
    """Return the number of answer lines: the author's, else one more than its question marks, else by length; at least `least`."""
    if isinstance(node, m.Reflection) and node.lines:
        return node.lines
    words = m.plain(node)
    questions = words.count("?") + words.count("؟") + words.count("？")
    return min(MOST, max(least, 1 + questions, -(-len(words) // LINE_CHARACTERS)))


def blank_line_count(cell: m.Cell) -> int:
    """Return the number of lines in a blank cell: one more than the author's line breaks."""
    return 1 + sum(isinstance(node, m.LineBreak) for node in m.walk(cell))


def names_of_rows(table: m.Table) -> tuple[str, ...]:
    """Return what a field says of each row: the words of its first cell; "" where it has none, or another row has the same."""
    names = [m.plain(row.cells[0]).strip() if not row.cells[0].is_blank else "" for row in table.rows]
    return tuple(name if names.count(name) == 1 else "" for name in names)


def has_answer_places(block: m.Block) -> bool:
    """Say whether a block contains places to answer in (questions, blank cells, checkboxes); then no lines follow it."""
    inner = list(m.walk(*m.children(block)))
    return any(isinstance(node, _ASKS) or (isinstance(node, m.Cell) and node.is_blank) for node in inner) or any(
        item.checked is not None for item in inner if isinstance(item, m.ListItem)
    )


FUNCTIONS: dict[str, Callable[..., object]] = {
    function.__name__: function
    for function in (
        lines_for,
        blank_line_count,
        names_of_rows,
        has_answer_places,
        arrange_sheet,
        card_sheets,
        table_placement,
        column_shares,
    )
}
"""The functions that templates may call, by name."""
