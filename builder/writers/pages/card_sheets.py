"""Lays cards out on sheets to be cut: how many fit on a sheet, at which size, and where each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from builder.model import module as m
from builder.model.course import Paper
from builder.model.outputs import Variant
from builder.theme.theme import Theme

GRIDS = {8: (2, 4), 6: (2, 3), 4: (2, 2), 3: (1, 3), 2: (1, 2), 1: (1, 1)}
"""The columns and rows of a sheet by the most cards that it holds, in the order in which they are tried."""

WALL = 4
"""Sets of up to so many cards are for a wall, so each card gets at least a quarter of a sheet."""

READABLE = 17.0
"""The least type, pt, with more than WALL cards on a sheet: several people at a table read one card."""

SIZES = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}
"""Width and height of the papers, mm."""

EDGE, STRIP, FOOT = 10.0, 14.0, 15.0
"""Heights around the cards, mm: the margin that printers cannot reach, the strip above the cards, and the footer."""

PADDING = 6.0
"""Space inside a card's edges, mm."""

NAME, COUNT = 1.3, 4.0
"""The size of a card's name relative to its text; the height of the “card n of m” line, mm."""

POINT = 0.3528
"""One point in mm."""

LIST_INDENT = 1.45
"""The indent of a list's items, in the type's size, as print.css has it."""

WIDTH = 0.195
"""Width of a character in mm per pt of type size: a little more than the fonts need."""

SHORT_WIDTH = 0.175
"""The same where the author ends lines: each is rounded up to whole lines, which is room enough."""

SCALES = (2.0, 1.8, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0)
"""Factors by which cards are enlarged, largest first, when all of a set have room."""


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """One card on its sheet: its number in the set, name, other content, and position as shares of the sheet's size."""

    card: m.Card
    number: int
    name: tuple[m.Inline, ...]
    body: tuple[m.Block, ...]
    top: float
    left: float


@dataclass(frozen=True, slots=True)
class CardSheet:
    """The cards on one sheet. `height` is the height of all rows, mm; `scale` the factor by which they are enlarged.

    `back`: these are the backs, in mirrored columns so that in duplex printing each is behind its card.
    """

    cards: tuple[PlacedCard, ...]
    columns: int
    rows: int
    height: float
    scale: float
    first: bool
    back: bool = False

    @property
    def filled_share(self) -> float:
        """The share of the sheet's height that has cards."""
        return -(-len(self.cards) // self.columns) / self.rows

    @property
    def horizontal_cuts(self) -> tuple[float, ...]:
        """The horizontal cuts, as shares of the height."""
        return tuple(row / self.rows for row in range(-(-len(self.cards) // self.columns) + 1))

    @property
    def vertical_cuts(self) -> tuple[float, ...]:
        """The vertical cuts, as shares of the width."""
        return tuple(column / self.columns for column in range(self.columns + 1))


def card_sheets(block: m.Cards, variant: Variant, theme: Theme) -> Iterator[CardSheet]:
    """Yield the sheets of a set of cards: as few as their words allow, with the cards spread evenly over them."""
    kind, paper = theme.tokens.typography, variant.paper
    size = kind.sizes.lede + (max(0.0, kind.large.size - kind.base.size) if variant.large else 0.0)
    cards = [(card, *_split(card)) for card in block.cards]

    def scale_on(grid: tuple[int, int]) -> float:
        """Return the largest scale at which all cards fit on a grid, 0 for none."""
        fitting = (s for s in SCALES if all(_fits(words, rest, paper, grid, size * s) for _, words, rest in cards))
        return next(fitting, 0.0)

    each = next(
        (
            most
            for most, grid in GRIDS.items()
            if (most <= WALL or len(cards) > WALL)
            and scale_on(grid) * size >= (READABLE if most > WALL else size * SCALES[-1])
        ),
        1,
    )
    count = max(1, -(-len(cards) // each))
    even = -(-len(cards) // count)  # 9 cards are 5 and 4, not 8 and 1
    roomy = GRIDS[min(most for most in GRIDS if most >= even)]
    columns, rows = roomy if scale_on(roomy) >= scale_on(GRIDS[each]) else GRIDS[each]
    scale = scale_on((columns, rows)) or SCALES[-1]
    height = SIZES[paper][1] - EDGE - STRIP - FOOT
    for start in range(0, len(cards), max(1, even)):
        placed = tuple(
            PlacedCard(card, start + slot + 1, words, rest, slot // columns / rows, slot % columns / columns)
            for slot, (card, words, rest) in enumerate(cards[start : start + even])
        )
        yield CardSheet(placed, columns, rows, height, scale, first=start == 0)
        if block.backs:
            mirrored = tuple(replace(cut, left=(columns - 1) / columns - cut.left) for cut in placed)
            yield CardSheet(mirrored, columns, rows, height, scale, first=False, back=True)


def _split(card: m.Card) -> tuple[tuple[m.Inline, ...], tuple[m.Block, ...]]:
    """Return a card's name (the bold text that it begins with, () without one) and the blocks after it."""
    first = card.body[0] if card.body else None
    strong = first.content[0] if isinstance(first, m.Paragraph) and first.content else None
    if not isinstance(first, m.Paragraph) or not isinstance(strong, m.Strong):
        return (), card.body
    after = list(first.content[1:])
    if after and isinstance(after[0], m.Text):
        after[0] = replace(after[0], text=after[0].text.lstrip())
    left = (replace(first, content=tuple(after)),) if m.plain(*after).strip() else ()
    return strong.content, (*left, *card.body[1:])


def _fits(
    words: tuple[m.Inline, ...], rest: tuple[m.Block, ...], paper: Paper, grid: tuple[int, int], size: float
) -> bool:
    """Say whether a card fits at a type size (pt) on a grid, estimated generously from its number of characters."""
    columns, rows = grid
    width = (SIZES[paper][0] - 2 * EDGE) / columns - 2 * PADDING
    height = (SIZES[paper][1] - EDGE - STRIP - FOOT) / rows - 2 * PADDING - COUNT
    name = size * NAME
    high = _lines(m.plain(*words), width, name) * name * 1.2 + size / 2 if words else 0.0
    high += sum(_height(block, width, size) for block in rest)
    return high * POINT <= height


def _height(node: m.Node, width: float, size: float) -> float:
    """Return the height, pt, of a block, or of what is in it, on lines of a width, mm: lines end where the author ends them."""
    within = [child for child in m.children(node) if isinstance(child, m.BlockNode | m.Piece)]
    if within:
        indent = LIST_INDENT * size * POINT if isinstance(node, m.List) else 0.0
        return sum(_height(child, width - indent, size) for child in within)
    written = [" ".join(line.split()) for line in m.plain(m.rewrite(node, _line_end, None)).split("\n")]
    each = WIDTH if len(written) == 1 else SHORT_WIDTH
    return (sum(max(1, _lines(line, width, size, each)) for line in written) * 1.38 + 0.5) * size


def _line_end(node: m.Node, context: None) -> tuple[m.Node, None]:
    return (m.Text(text="\n") if isinstance(node, m.LineBreak) else node), context


def _lines(text: str, width: float, size: float, each: float = WIDTH) -> int:
    return -(-len(text) // max(1, int(width / (size * each))))
