"""Widths of a table's columns on a slide: one line a cell where possible, else by amount of text, then what makes rows lowest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from builder.core.frozen import dataclass
from builder.slides.deck.deck import TableContent, words
from builder.slides.fit.measure import Measure

COLUMN_SLACK = 1.02
"""Factor for measured column widths, so that text that just fits does so in every program."""

BARS = (0.16, 0.4)
"""The least and the largest share of a table's width that bars take."""

BARS_TIGHT = 0.06
"""The least share in a table whose rows stand close together: its words then take fewer lines."""

BARS_GAP = 0.7
"""Space, em, that columns before the widest of a table with bars get beside their words."""

WIDER = (0.005, 0.01, 0.02, 0.04, 0.08)
"""Shares of a table's width by which a column may be made wider, where rows then take fewer lines."""

Widths = tuple[float, ...]


@dataclass(frozen=True)
class ColumnWidths:
    """Finds widths, as shares of `room` (pt), for text of `size` (pt); `padding` are a cell's margins left and right, pt."""

    measure: Measure
    room: float
    size: float
    padding: float

    def least(self, table: TableContent, em: float) -> list[float]:
        """Return the least width of each column, pt: its widest word, at least `em`."""
        return [self._width(word, em) for word, _, _ in self._needs(table)]

    def shares(self, table: TableContent) -> Widths:
        """Return the widths: enough for one line where possible, else by amount of text."""
        room = self.room
        needs = [(self._width(word, 0.5), self._width(whole, 0.5), mass) for word, whole, mass in self._needs(table)]
        least, most, mass = ([need[part] for need in needs] for part in range(3))
        if table.bars:
            return self._with_bars(least, most, BARS_TIGHT if table.tight else BARS[0])
        if sum(most) <= room:
            blank = blank_columns(table)
            taken = sum(width for column, width in enumerate(most) if column not in blank)
            if blank and (each := (room - taken) / len(blank)) >= max(most[column] for column in blank):
                return _shares([each if column in blank else width for column, width in enumerate(most)])
            return _shares([width + (room - sum(most)) * width / sum(most) for width in most])
        if sum(least) >= room:
            return _shares(least)
        widths = list(least)
        open_columns = set(range(len(widths)))
        while open_columns:
            spare = room - sum(widths)
            if spare <= 0.01:  # a hundredth of a point
                break
            weight = sum(mass[column] ** 0.6 for column in open_columns) or 1.0
            given = 0.0
            for column in sorted(open_columns):
                add = min(spare * mass[column] ** 0.6 / weight, most[column] - widths[column])
                widths[column] += add
                given += add
                if widths[column] >= most[column] - 0.01:  # as wide as it needs
                    open_columns.discard(column)
            if given < 0.01:  # nothing more to give
                break
        return _shares(widths)

    def _with_bars(self, least: list[float], most: list[float], fewest: float) -> Widths:
        """Return widths where the last column holds bars, of at least the share `fewest`, before its words, and the one before it the rest."""
        first = [width + self.size * BARS_GAP for width in most[:-2]]
        fixed = sum(first) + most[-1]
        wanted = min(max(self.room - fixed - most[-2], fewest * self.room), BARS[1] * self.room)
        bars = min(wanted, max(self.room - fixed - least[-2], 0.0))
        return _shares([*first, max(self.room - fixed - bars, least[-2]), most[-1] + bars])

    def beside(self, table: TableContent, widths: Widths) -> float:
        """Return the share of the box that is left beside the words of the last column, for bars."""
        *_, (_, whole, _) = self._needs(table)
        return max(widths[-1] - (whole * self.size * COLUMN_SLACK + self.padding) / self.room, 0.0)

    def nearby(self, table: TableContent, height: Callable[[Widths], float]) -> Widths:
        """Return the widths, of a table's own and some near them, at which `height` is lowest by more than a point.

        Text that just misses the width of its column is charged a line that most programs do not need: an empty line in its row.
        """
        found = table.widths
        if blank_columns(table) or table.bars:
            return found
        least, lowest = self.least(table, 0.5), height(found)
        for column, more in product(range(len(least)), WIDER):
            widths = _shares([share + more * (n == column) for n, share in enumerate(found)])
            if all(share * self.room >= width for share, width in zip(widths, least, strict=True)):
                high = height(widths)
                if high < lowest - 1:
                    found, lowest = widths, high
        return found

    def _width(self, em: float, least: float) -> float:
        return max(em, least) * self.size * COLUMN_SLACK + self.padding

    def _needs(self, table: TableContent) -> Iterator[tuple[float, float, float]]:
        """Yield for each column, in em: its widest word, its widest cell on one line, and the sum of its cells' widths."""
        rows = [(table.header, True)] if table.header else []
        rows += [(row, False) for row in table.rows]
        for column in range(len(table.aligns)):
            settings = [self.measure.setting(line.runs, bold=bold) for row, bold in rows for line in row[column]]
            totals = [sum(atom.width + atom.space for atom in one.atoms) for one in settings]
            yield max((one.widest for one in settings), default=0.0), max(totals, default=0.0), sum(totals)


def blank_columns(table: TableContent) -> frozenset[int]:
    """Return the columns that are empty in every row; people write there, so they get equal widths."""
    return frozenset(
        column
        for column in range(len(table.aligns))
        if table.rows and not any(words(line).strip() for row in table.rows for line in row[column])
    )


def _shares(widths: Sequence[float]) -> Widths:
    total = sum(widths) or 1.0
    return tuple(width / total for width in widths)
