"""How wide the columns of a table are: by what stands in them, so that no column of short words is crushed by a long one."""

from __future__ import annotations

from math import sqrt

from builder import model as m

LINE_CHARACTERS = 72
"""Characters on one line of a table across the text: 139 mm at 10 pt."""

PADDING = 2
"""Characters that the space between two columns takes."""

SHORT = 14
"""A column whose cells have no more characters than this keeps each on one line."""


def shares(table: m.Table) -> tuple[float, ...]:
    """Return each column's share of the width; they add up to 1.

    First each column gets what it needs: its cells whole when they are short, else its longest word. What is left
    goes by the square root of the longest cell, since a cell twice as long needs but 1.4 times the width to look even.
    """
    columns = range(len(table.aligns))
    cells = [[m.plain(*row.cells[n].content) for row in table.rows if n < len(row.cells)] for n in columns]
    heads = [[m.plain(*row.cells[n].content) for row in table.header if n < len(row.cells)] for n in columns]
    longest = [max(map(len, (*column, *_words(heads[n]))), default=1) for n, column in enumerate(cells)]
    word = [max(map(len, _words([*column, *heads[n]])), default=1) for n, column in enumerate(cells)]
    needs = [PADDING + (length if length <= SHORT else min(word[n], SHORT)) for n, length in enumerate(longest)]
    left = max(0, LINE_CHARACTERS - sum(needs))
    pulls = [sqrt(length) * (0.35 if length <= SHORT else 1.0) for length in longest]
    widths = [need + left * pull / (sum(pulls) or 1) for need, pull in zip(needs, pulls, strict=True)]
    return tuple(width / sum(widths) for width in widths)


def _words(texts: list[str]) -> list[str]:
    return [word for text in texts for word in text.split()]
