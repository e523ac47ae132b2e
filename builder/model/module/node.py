"""Bases of all nodes: where a node stands, its language, and what blocks have in common."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from builder.core.frozen import dataclass
from builder.core.source import NOWHERE, Span

if TYPE_CHECKING:
    from builder.model.module import Block, Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Base of all nodes. `repr` leaves out `at`, so that equal content prints equally."""

    at: Span = field(default=NOWHERE, repr=False)
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineNode(Node):
    """A piece of running text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockNode(Node):
    """Base of all blocks. `id` is the author's or a stable hash of kind and text; never empty after parsing.

    `from_minutes`: the shortest session, in minutes, that includes the block (`from="60"`); `below_minutes`: every session
    that includes it is shorter than this (`below="60"`), and so the whole module does not; 0 for none. `keep_with`: the id of a block without which this one is not shown, nor that one without it (a caveat and its claim).
    """

    id: str = ""
    from_minutes: int = 0
    below_minutes: int = 0
    keep_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container(BlockNode):
    """Base of blocks that hold blocks. `title` is the heading with which the div begins, () without one.

    `icon` is the name of the icon beside it: the author's choice, "none" for none, "" to leave it to the theme.
    """

    title: tuple[Inline, ...] = ()
    body: tuple[Block, ...] = ()
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Node):
    """Base of parts of blocks whose words stand apart from those beside them: an item, a row, a card."""
