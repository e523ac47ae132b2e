"""How cards are laid out to be cut: how many stand on a sheet, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from builder.model import module as m
from builder.model.course import Paper
from builder.model.outputs import Variant
from builder.theme.theme import Theme

GRIDS = ((2, 4), (2, 2), (1, 2), (1, 1))
"""Columns and rows of a sheet: eight cards, four, and for very long ones two or one."""

SIZES = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}
"""Papers, mm."""

EDGE, STRIP, FOOT = 10.0, 14.0, 15.0
"""Around the cards, mm: what printers cannot reach, the strip over the cards, and the foot."""

PADDING = 6.0
"""Inside a card, mm."""

NAME, COUNT = 1.3, 4.0
"""How much larger a card's name is than its text; the height of the line under it, mm."""

POINT = 0.3528
"""A point, mm."""

WIDTH = 0.195
"""Width of a character, mm for each pt of its size: a little more than the faces need."""

SCALES = (1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0)
"""How much larger than at arm's length cards may be set, when all of a set have room."""


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """One card on its sheet: its place in the set, its name, the rest, and where it stands, as shares of the sheet."""

    card: m.Card
    number: int
    name: tuple[m.Inline, ...]
    body: tuple[m.Block, ...]
    top: float
    left: float


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Cards that stand on one sheet of paper. `height` is that of all rows, mm; `scale` how much larger they are set.

    `back`: these are their backs, mirrored from side to side: printed on both sides, each stands behind its card.
    """

    cards: tuple[PlacedCard, ...]
    columns: int
    rows: int
    height: float
    scale: float
    first: bool
    back: bool = False

    @property
    def filled(self) -> float:
        """The share of the sheet's height that cards take."""
        return -(-len(self.cards) // self.columns) / self.rows

    @property
    def across(self) -> tuple[float, ...]:
        """Where to cut from side to side."""
        return tuple(row / self.rows for row in range(-(-len(self.cards) // self.columns) + 1))

    @property
    def down(self) -> tuple[float, ...]:
        """Where to cut from top to bottom."""
        return tuple(column / self.columns for column in range(self.columns + 1))


def card_sheets(block: m.Cards, variant: Variant, theme: Theme) -> Iterator[CardSheet]:
    """Yield the sheets of a set. Up to four cards are headings, or a set for a wall: they get a quarter of a sheet each."""
    kind, paper = theme.tokens.typography, variant.paper
    size = kind.sizes.lede + (max(0.0, kind.large.size - kind.base.size) if variant.large else 0.0)
    cards = [(card, *_split(card)) for card in block.cards]
    columns, rows, scale = next(
        (
            (*grid, scale)
            for grid in GRIDS[1 if len(cards) <= 4 else 0 :]
            for scale in SCALES
            if all(_fits(words, rest, paper, grid, size * scale) for _, words, rest in cards)
        ),
        (*GRIDS[-1], SCALES[-1]),
    )
    height = SIZES[paper][1] - EDGE - STRIP - FOOT
    each = columns * rows
    for start in range(0, len(cards), each):
        placed = tuple(
            PlacedCard(card, start + slot + 1, words, rest, slot // columns / rows, slot % columns / columns)
            for slot, (card, words, rest) in enumerate(cards[start : start + each])
        )
        yield CardSheet(placed, columns, rows, height, scale, first=start == 0)
        if block.backs:
            mirrored = tuple(replace(cut, left=(columns - 1) / columns - cut.left) for cut in placed)
            yield CardSheet(mirrored, columns, rows, height, scale, first=False, back=True)


def _split(card: m.Card) -> tuple[tuple[m.Inline, ...], tuple[m.Block, ...]]:
    """Return a card's name, the bold words it begins with, and what comes after them."""
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
    """Say whether a card fits its place, by counting characters; no room is cut fine."""
    columns, rows = grid
    width = (SIZES[paper][0] - 2 * EDGE) / columns - 2 * PADDING
    height = (SIZES[paper][1] - EDGE - STRIP - FOOT) / rows - 2 * PADDING - COUNT
    name = size * NAME
    high = _lines(m.plain(*words), width, name) * name * 1.2 + size / 2 if words else 0.0
    high += sum((_lines(m.plain(block), width, size) * 1.38 + 0.5) * size for block in rest)
    return high * POINT <= height


def _lines(text: str, width: float, size: float) -> int:
    return -(-len(text) // max(1, int(width / (size * WIDTH))))
