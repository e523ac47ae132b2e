"""Tables, pictures and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.core.addresses import NO_ADDRESS, Address
from builder.core.frozen import dataclass
from builder.model.module.inlines import Citation, InlineImage
from builder.model.module.node import BlockNode, Node, Piece
from builder.model.module.reading import plain
from builder.model.module.walking import walk

if TYPE_CHECKING:
    from builder.model.module import Inline


MARKS = ("yes", "partly", "no", "unknown")
"""What a cell of a matrix may say with a sign and a word. None of the signs praises or blames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(BlockNode):
    """A table. `aligns` has "left", "right", "center" or "" for each column; all rows have as many cells.

    The first cell of each row says what the row is about (WCAG 2.2, technique H63), unless `headless_rows`.
    `number` counts tables with a caption through the whole module; 0 = without one, or for facilitators alone.
    `to_fill`: people write in its blank cells, which have full frames and room for handwriting.
    """

    caption: tuple[Inline, ...] = ()
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    aligns: tuple[str, ...]
    number: int = 0
    headless_rows: bool = False
    to_fill: bool = False

    def heads_row(self, column: int, cell: Cell) -> bool:
        """Say whether a cell of `rows`, in `column` from 0, is the header of its row: never one that people write in."""
        return not self.headless_rows and column == 0 and len(self.aligns) > 1 and not cell.is_blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Piece):
    """One row."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Node):
    """One cell. `mark` is a name of `MARKS`, whose sign is printed before the cell's words; "" for none.

    `is_mark_alone`: its words say the mark and no more, in whatever language.
    """

    content: tuple[Inline, ...]
    mark: str = ""
    is_mark_alone: bool = False

    @property
    def has_words_beside_mark(self) -> bool:
        """Whether it says more than its mark's own word, which is printed before that."""
        alone = self.is_mark_alone or plain(*self.content).strip().casefold() == self.mark
        return bool(self.mark) and not alone

    @property
    def is_blank(self) -> bool:
        """Whether it is to be written in: empty, or with nothing but dots and lines."""
        pictures = any(isinstance(node, InlineImage) for node in walk(*self.content))
        return not pictures and not plain(self).strip(" .…_–—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(BlockNode):
    """A picture alone in a paragraph: `![caption](x.png){alt="…"}`. `width` is a share of the line, 0–1.

    `link` is the address that it leads to (`[![caption](x.png)](address)`), "" for none.

    `number` counts figures and charts with a caption through the whole module; 0 = not numbered.
    """

    src: str
    alt: str
    decorative: bool = False
    caption: tuple[Inline, ...] = ()
    width: float | None = None
    number: int = 0
    link: Address = NO_ADDRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(BlockNode):
    """A chart of a CSV file: first column names, other columns numbers. `kind` is bar, column, line or dot.

    `columns` and `rows` are the file's content. Writers draw it themselves: native in PowerPoint, SVG on pages.
    """

    kind: str
    data: str
    title: tuple[Inline, ...] = ()
    alt: str = ""
    source: Citation | None = None
    caveat: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[float, ...]], ...] = ()
    number: int = 0

    @property
    def values(self) -> tuple[float, ...]:
        """All numbers, row by row."""
        return tuple(value for _, row in self.rows for value in row)
