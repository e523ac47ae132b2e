"""How cards are laid out to be cut: how many stand on a sheet, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from builder import model as m
from builder.course import Paper

GRIDS = ((2, 4), (2, 2), (1, 2), (1, 1))
"""Columns and rows of a sheet: eight cards, four, and for very long ones two or one."""

SIZES = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}
"""Papers, mm."""

EDGE, STRIP, FOOT = 10.0, 14.0, 15.0
"""Around the cards, mm: what printers cannot reach, the strip over the cards, and the foot."""

PADDING = 6.0
"""Inside a card, mm."""

WIDTH = 0.19
"""Width of a character, mm for each pt of its size: a little more than the faces need."""


@dataclass(frozen=True, slots=True)
class CutCard:
    """One card on its sheet: its place in the set, its name, the rest, and where it stands, as shares of the sheet."""

    card: m.Card
    number: int
    name: tuple[m.Inline, ...]
    body: tuple[m.Block, ...]
    top: float
    left: float


@dataclass(frozen=True, slots=True)
class CutSheet:
    """Cards that stand on one sheet of paper. `height` is that of all rows together, mm."""

    cards: tuple[CutCard, ...]
    columns: int
    rows: int
    height: float
    first: bool

    @property
    def big(self) -> bool:
        """Whether so few cards stand on the sheet that they are set larger."""
        return self.columns * self.rows <= 4


def cut_sheets(block: m.Cards, paper: Paper, body: float, name: float) -> Iterator[CutSheet]:
    """Yield the sheets of a set. `body` and `name` are the sizes of type, pt.

    Up to four cards are headings, or a set for a wall: they get a quarter of a sheet each.
    """
    cards = [(card, *_split(card)) for card in block.cards]
    columns, rows = next(
        (
            grid
            for grid in GRIDS[1 if len(cards) <= 4 else 0 :]
            if all(_fits(words, rest, paper, grid, body, name) for _, words, rest in cards)
        ),
        GRIDS[-1],
    )
    height = SIZES[paper][1] - EDGE - STRIP - FOOT
    each = columns * rows
    for start in range(0, len(cards), each):
        placed = tuple(
            CutCard(card, start + slot + 1, words, rest, slot // columns / rows, slot % columns / columns)
            for slot, (card, words, rest) in enumerate(cards[start : start + each])
        )
        yield CutSheet(placed, columns, rows, height, first=start == 0)


def _split(card: m.Card) -> tuple[tuple[m.Inline, ...], tuple[m.Block, ...]]:
    """Return a card's name, the bold words it begins with, and what comes after them."""
    first, *rest = card.body or (None,)
    if not isinstance(first, m.Paragraph) or not first.content or not isinstance(first.content[0], m.Strong):
        return (), card.body
    strong, *after = first.content
    if after and isinstance(after[0], m.Text):
        after[0] = replace(after[0], text=after[0].text.lstrip())
    left = (replace(first, content=tuple(after)), *rest) if m.plain(*after).strip() else tuple(rest)
    return strong.content, left  # type: ignore[return-value]  # blocks, as card.body has them


def _fits(
    words: tuple[m.Inline, ...], rest: tuple[m.Block, ...], paper: Paper, grid: tuple[int, int], body: float, name: float
) -> bool:
    """Say whether a card fits its place, by counting characters; no room is cut fine."""
    columns, rows = grid
    grown = 1.25 if columns * rows <= 4 else 1.0
    width = (SIZES[paper][0] - 2 * EDGE) / columns - 2 * PADDING
    height = (SIZES[paper][1] - EDGE - STRIP - FOOT) / rows - 2 * PADDING - 6
    point = 0.3528
    high = _lines(m.plain(*words), width, name * grown) * name * grown * 1.2 * point if words else 0.0
    high += sum((_lines(m.plain(block), width, body * grown) * 1.4 + 0.5) * body * grown * point for block in rest)
    return high <= height


def _lines(text: str, width: float, size: float) -> int:
    return -(-len(text) // max(1, int(width / (size * WIDTH))))
