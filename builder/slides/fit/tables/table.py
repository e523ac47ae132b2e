"""Tables on slides: column widths, font size, row heights, and the division over several slides.

For all that decides how a table looks, see slides/deck/table_look.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.slides.deck.deck import EMU_PER_POINT, SlideLine, TableContent, words
from builder.slides.deck.layouts import LINE_PITCH, Slot, set_size
from builder.slides.deck.paginate import PageRow, paginate
from builder.slides.deck.table_look import TableLook
from builder.slides.fit.measure import HEIGHT_USED, ROW_SLACK, Measure
from builder.slides.fit.tables.column_widths import ColumnWidths
from builder.slides.fit.text import part_of

GROWTH = 1.25
"""The largest factor for a table with little text."""

SPARSE = 0.72
"""A table may grow while it takes no more than this share of its box."""

LOST = 0.45
"""A table that takes no more than this share of its box may grow even if cells then take another line."""

Cells = tuple[tuple[SlideLine, ...], ...]


@dataclass(frozen=True)
class TablePage:
    """A part of a table for one slide; `scale` is the factor of the layout's font size."""

    content: TableContent
    scale: float


@dataclass(frozen=True)
class TableFit:
    """Fits tables with a measure, the file's table look, and a floor in pt."""

    measure: Measure
    look: TableLook
    floor: float
    problems: Problems

    def pages(self, table: TableContent, slot: Slot) -> list[TablePage]:
        """Return a table divided over slides: by columns where they do not fit, then by rows; fewest slides, then largest type."""
        shown = _with_bold_names(table) if self.look.bold_first and table.row_headers else table
        return [page for part in self._split_columns(shown, slot) for page in self._split_rows(part, slot)]

    def whole(self, table: TableContent, slot: Slot, least: float) -> TablePage | None:
        """Return a table on one slide at the largest factor from 1 down to `least`, None where it does not fit."""
        shown = _with_bold_names(table) if self.look.bold_first and table.row_headers else table
        if len(list(self._split_columns(shown, slot))) > 1:
            return None
        for step in self._steps(slot):
            pages = self._pages_at(shown, slot, step) if step >= least else []
            if len(pages) == 1:
                return self._enlarge(pages, shown, slot)[0] if step == 1.0 else pages[0]
        return None

    def _size(self, slot: Slot, scale: float) -> float:
        return set_size(slot, slot.levels[0].size, scale)

    def _steps(self, slot: Slot) -> list[float]:
        """Return the factors of the layout's font size to try, largest first, the floor last."""
        full = slot.levels[0].size
        return [1.0, *(step / full for step in reversed(slot.steps) if self.floor <= step < full)]

    def _growth(self, slot: Slot) -> list[float]:
        """Return the factors for a table with little text, largest first."""
        full = slot.levels[0].size
        return [step / full for step in reversed(slot.steps) if full < step <= full * GROWTH]

    def _columns(self, slot: Slot, size: float) -> ColumnWidths:
        return ColumnWidths(self.measure, slot.box.width / EMU_PER_POINT, size, self._padding())

    def _padding(self) -> float:
        return (self.look.margins.left + self.look.margins.right) / EMU_PER_POINT

    def _split_columns(self, table: TableContent, slot: Slot) -> Iterator[TableContent]:
        """Yield a table whose columns do not fit side by side in parts; each begins with the first column again."""
        size = self._size(slot, self._steps(slot)[-1])
        room = slot.box.width / EMU_PER_POINT
        least = self._columns(slot, size).least(table, 1.0)
        if sum(least) <= room or len(least) <= 2:  # two columns, such as a name and its explanation, are not divided
            yield table
            return
        groups: list[list[int]] = [[]]
        used = least[0]
        for column in range(1, len(least)):
            if groups[-1] and used + least[column] > room:
                groups.append([])
                used = least[0]
            groups[-1].append(column)
            used += least[column]
        even = -(-(len(least) - 1) // len(groups))
        columns = list(range(1, len(least)))
        shares = [columns[start : start + even] for start in range(0, len(columns), even)]
        if all(least[0] + sum(least[column] for column in share) <= room for share in shares):
            groups = shares
        for group in groups:
            yield _select_columns(table, (0, *group))

    def _height(self, row: Cells, widths: Sequence[float], slot: Slot, size: float, *, header: bool = False) -> float:
        """Return a row's height in pt, margins and slack included."""
        room = slot.box.width / EMU_PER_POINT
        margins = (self.look.margins.top + self.look.margins.bottom) / EMU_PER_POINT
        text = max(
            (
                self.measure.cell(cell, width * room - self._padding(), size, bold=header)
                for cell, width in zip(row, widths, strict=True)
            ),
            default=0.0,
        )
        return max(text, size * LINE_PITCH) + margins + ROW_SLACK

    def _split_rows(self, table: TableContent, slot: Slot) -> list[TablePage]:
        """Return a table divided by rows, with its header on each slide.

        The rows of one with bars, which compare all of them, stand close together where it then takes fewer slides or larger type.
        """
        pages = self._split_loosely(table, slot)
        if table.bars and not table.tight and (len(pages) > 1 or pages[0].scale < 1.0):
            close = self._split_closely(table, slot)
            if (len(close), -close[0].scale) < (len(pages), -pages[0].scale):
                return close
        return pages

    def _split_loosely(self, table: TableContent, slot: Slot) -> list[TablePage]:
        steps = self._steps(slot)
        table = self._with_usable_header(table, slot, self._size(slot, steps[-1]))
        fewest = self._pages_at(table, slot, steps[-1], report=True)
        for step in steps[:-1]:
            pages = self._pages_at(table, slot, step)
            if pages and len(pages) <= len(fewest):
                pages = self._enlarge(pages, table, slot) if step == steps[0] and len(pages) == 1 else pages
                return self._tighten(pages, slot)
        return self._tighten(fewest, slot)

    def _split_closely(self, table: TableContent, slot: Slot) -> list[TablePage]:
        close = replace(table, tight=True)
        fitter = replace(self, look=replace(self.look, margins=self.look.margins_of(close)))
        one = fitter.whole(close, slot, 0.0)
        return [one] if one else fitter.pages(close, slot)

    def _tighten(self, pages: list[TablePage], slot: Slot) -> list[TablePage]:
        """Return the single page of a table with the column widths, of some near those it has, at which its rows are lowest."""
        if len(pages) != 1:
            return pages
        (page,) = pages
        table, size = page.content, self._size(slot, page.scale)

        def heights(widths: tuple[float, ...]) -> list[float]:
            head = [self._height(table.header, widths, slot, size, header=True)] if table.header else []
            return [*head, *(self._height(row, widths, slot, size) for row in table.rows)]

        widths = self._columns(slot, size).nearby(table, lambda widths: sum(heights(widths)))
        high = tuple(round(height * EMU_PER_POINT) for height in heights(widths))
        return [replace(page, content=replace(table, widths=widths, heights=high))]

    def _enlarge(self, pages: list[TablePage], table: TableContent, slot: Slot) -> list[TablePage]:
        """Return the single page of a table with little text in larger type, if no cell then takes another line or it would be lost."""
        plain = sum(pages[0].content.heights)
        for step in self._growth(slot):
            larger = self._pages_at(table, slot, step)
            high = sum(larger[0].content.heights) if len(larger) == 1 else slot.box.height
            lost = plain <= slot.box.height * LOST
            if high <= slot.box.height * SPARSE and (lost or high <= plain * step):
                return larger
        return pages

    def _pages_at(self, table: TableContent, slot: Slot, scale: float, *, report: bool = False) -> list[TablePage]:
        """Return the pages at one factor; [] when a row is too high. With `report` such a row is cut, and a problem reported."""
        size = self._size(slot, scale)
        widths = self._columns(slot, size).shares(table)
        header = self._height(table.header, widths, slot, size, header=True) if table.header else 0.0
        room = slot.box.height / EMU_PER_POINT * HEIGHT_USED - header
        rows = list(table.rows)
        heights = [self._height(row, widths, slot, size) for row in rows]
        if any(height > room for height in heights):
            if not report:
                return []
            rows = [part for row in rows for part in self._cut(row, widths, slot, size, room)]
            heights = [self._height(row, widths, slot, size) for row in rows]
        spans = (
            paginate([PageRow(height) for height in heights], room)
            or [(index, index + 1) for index in range(len(rows))]
            or [(0, 0)]
        )
        top = [header] if table.header else []
        bars = table.bars if len(rows) == len(table.rows) else ()
        bar_width = self._columns(slot, size).beside(table, widths) if bars else 0.0
        return [
            TablePage(
                replace(
                    table,
                    rows=tuple(rows[start:end]),
                    widths=widths,
                    bars=bars[start:end],
                    bar_width=bar_width,
                    heights=tuple(round(height * EMU_PER_POINT) for height in (*top, *heights[start:end])),
                ),
                scale,
            )
            for start, end in spans
        ]

    def _with_usable_header(self, table: TableContent, slot: Slot, size: float) -> TableContent:
        """Return a table whose header leaves room for rows; a header higher than half a slide becomes a row, and is reported."""
        if not table.header:
            return table
        height = self._height(table.header, self._columns(slot, size).shares(table), slot, size, header=True)
        if height <= slot.box.height / EMU_PER_POINT / 2:
            return table
        message = "this table's header is higher than half a slide; it stands once, as a row"
        self.problems.add(ProblemCode.TOO_LARGE_FOR_SLIDE, message, table.at, "give columns short names")
        return replace(table, header=(), rows=(table.header, *table.rows), bars=())

    def _too_high(self, at: Span) -> None:
        message = "this row is higher than a slide and goes on on the next"
        self.problems.add(ProblemCode.TOO_LARGE_FOR_SLIDE, message, at, "say it in fewer words, or in a list")

    def _cut(self, row: Cells, widths: Sequence[float], slot: Slot, size: float, room: float) -> Iterator[Cells]:
        """Yield a row in parts no higher than `room` (pt), each cell cut at a space."""
        rest = row
        while self._height(rest, widths, slot, size) > room:
            at = next((line.at for cell in row for line in cell if line.at.path or line.at.line > 1), Span())
            self._too_high(at)
            head: list[tuple[SlideLine, ...]] = []
            tail: list[tuple[SlideLine, ...]] = []
            for cell, width in zip(rest, widths, strict=True):
                first, second = self._split_cell(cell, width, slot, size, room)
                head.append(first)
                tail.append(second)
            if tuple(tail) == rest:
                break
            yield tuple(head)
            rest = tuple(tail)
        yield rest

    def _split_cell(
        self, cell: tuple[SlideLine, ...], width: float, slot: Slot, size: float, room: float
    ) -> tuple[tuple[SlideLine, ...], tuple[SlideLine, ...]]:
        """Return the part of a cell that fits in `room` (pt), and the rest."""
        inner = width * slot.box.width / EMU_PER_POINT - self._padding()
        spare = room - (self.look.margins.top + self.look.margins.bottom) / EMU_PER_POINT - ROW_SLACK
        if self.measure.cell(cell, inner, size) <= spare or not cell:
            return cell, (SlideLine(()),)
        line = cell[0]
        text = words(line)
        places = [index + 1 for index, character in enumerate(text[:-1]) if character in " \v"] or list(
            range(1, len(text))
        )
        low, high = 0, len(places)
        while low < high:
            middle = (low + high) // 2
            if self.measure.cell((part_of(line, 0, places[middle]),), inner, size) <= spare:
                low = middle + 1
            else:
                high = middle
        if not places:  # one character, higher than the room
            return cell, (SlideLine(()),)
        at = places[max(low, 1) - 1]
        return (part_of(line, 0, at),), (part_of(line, at, len(text)),)


def _select_columns(table: TableContent, chosen: Sequence[int]) -> TableContent:
    """Return a table with only some of its columns."""

    def of(row: Cells) -> Cells:
        return tuple(row[column] for column in chosen) if row else ()

    aligns = tuple(table.aligns[column] for column in chosen)
    return replace(table, header=of(table.header), rows=tuple(of(row) for row in table.rows), aligns=aligns, bars=())


def _with_bold_names(table: TableContent) -> TableContent:
    """Return a table whose first column is bold, as the file's table style draws row headers, so that it is measured so."""

    def bold(cell: tuple[SlideLine, ...]) -> tuple[SlideLine, ...]:
        return tuple(replace(line, runs=tuple(replace(run, bold=True) for run in line.runs)) for line in cell)

    return replace(table, rows=tuple((bold(row[0]), *row[1:]) for row in table.rows))
