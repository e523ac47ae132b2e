"""Paragraphs, lists, definition lists and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.core.frozen import dataclass
from builder.model.module.node import BlockNode, Node, Piece

if TYPE_CHECKING:
    from builder.model.module import Block, Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(BlockNode):
    """A paragraph."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class List(BlockNode):
    """A bulleted or numbered list; `start` is the first number.

    `numbering` is the first marker that a list so numbered has: `1`, `a`, `A`, `i` or `I`, with `.`, `)` or in brackets; ""
    for `1.`.
    """

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1
    numbering: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem(Piece):
    """One item; `checked` is the state of its box (`- [ ]`, `- [x]`), None without one."""

    body: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionList(BlockNode):
    """Terms with their meanings, in the order written."""

    entries: tuple[DefinitionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionEntry(Node):
    """One or more terms that share their meanings."""

    terms: tuple[Term, ...]
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Node):
    """A term in a definition list."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning(Piece):
    """One meaning of a term."""

    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock(BlockNode):
    """A code block: lines as written."""

    text: str
    language: str = ""
