"""What the workbook leaves room for: how many lines a question gets, and what an activity already asks for itself."""

from __future__ import annotations

from collections.abc import Callable

from builder.model import module as m
from builder.writers.pages.card_sheets import card_sheets
from builder.writers.pages.one_sheet import arrange_sheet
from builder.writers.pages.tables import column_shares, is_blank, table_placement

MOST = 8
"""Lines that no question gets more of, unless its author says so."""

LINE_CHARACTERS = 90
"""Characters of a question that ask for one line of answer: whoever writes much wants to read much."""

_ASKS = (m.Check, m.Reflection, m.Discussion)


def lines_for(node: m.Node, least: int = 3) -> int:
    """Return how many lines a question gets: the author's number, else one more than it asks things, else by length."""
    if isinstance(node, m.Reflection) and node.lines:
        return node.lines
    words = m.plain(node)
    asked = words.count("?") + words.count("؟") + words.count("？")
    return min(MOST, max(least, 1 + asked, -(-len(words) // LINE_CHARACTERS)))


def blank_line_count(cell: m.Cell) -> int:
    """Return how many lines a blank cell has room for: one more than the author broke."""
    return 1 + sum(isinstance(node, m.LineBreak) for node in m.walk(cell))


def has_answer_places(block: m.Block) -> bool:
    """Say whether a block has places of its own to answer in: then it needs no lines after it."""
    inner = list(m.walk(*m.children(block)))
    return any(isinstance(node, _ASKS) or (isinstance(node, m.Cell) and is_blank(node)) for node in inner) or any(
        item.checked is not None for item in inner if isinstance(item, m.ListItem)
    )


FUNCTIONS: dict[str, Callable[..., object]] = {
    function.__name__: function
    for function in (
        lines_for,
        is_blank,
        blank_line_count,
        has_answer_places,
        arrange_sheet,
        card_sheets,
        table_placement,
        column_shares,
    )
}
"""What templates may call, by name."""
