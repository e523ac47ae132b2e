"""Pieces of running text for rules, each with its ancestor nodes and the editions that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cached_property

from builder.core.frozen import dataclass
from builder.core.problems import Problems
from builder.core.source import Span
from builder.core.typography import straighten_apostrophes
from builder.model import module as m
from builder.transform.audience import ALL, Seen, audience
from builder.transform.editions import EDITIONS

PARTICIPANTS: Seen = frozenset(name for name, edition in EDITIONS.items() if edition.audience == "participants")
"""Editions that participants are given."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, title, cell or caption. `around`: its ancestors, from the outermost block to the node that holds it."""

    content: tuple[m.Inline, ...]
    at: Span
    editions: Seen
    around: tuple[m.Node, ...]

    @property
    def node(self) -> m.Node:
        """The node that holds the text."""
        return self.around[-1]

    @cached_property
    def text(self) -> str:
        """The text without footnotes and citations."""
        return m.plain(*self.content)

    @property
    def is_public(self) -> bool:
        """Say whether any edition for participants shows it."""
        return bool(self.editions & PARTICIPANTS)

    def is_within(self, *kinds: type[m.Node]) -> bool:
        """Say whether it is inside a node of one of these kinds."""
        return any(isinstance(node, kinds) for node in self.around)


_LAST: list[tuple[m.Module, tuple[Passage, ...]]] = []
"""A cache of one: the last module that `passages` was called with, compared by identity, and its passages."""


def passages(module: m.Module) -> tuple[Passage, ...]:
    """Return every piece of running text of a module, in reading order. The last answer is cached."""
    last = _LAST[0] if _LAST else None
    if last is None or last[0] is not module:
        last = module, tuple(p for block in module.body for p in _inside(block, (), ALL, inside=False))
        _LAST[:] = [last]
    return last[1]


def _inside(node: m.Node, around: tuple[m.Node, ...], seen: Seen, *, inside: bool) -> Iterator[Passage]:
    seen, inside = audience(node, seen, inside=inside)
    around = (*around, node)
    if not isinstance(node, m.InlineNode):
        for value in (getattr(node, field.name) for field in fields(node)):
            if isinstance(value, tuple) and value and isinstance(value[0], m.InlineNode):
                first, last = value[0].at, value[-1].at
                at = first.through(last) if first.path and first.path == last.path else node.at
                yield Passage(value, at, seen, around)
    for child in m.children(node):
        yield from _inside(child, around, seen, inside=inside)


def cites(*nodes: m.Node) -> bool:
    """Say whether nodes, or footnotes in them, hold a citation."""
    return any(isinstance(node, m.Citation) for node in m.walk(*nodes))


def front_matter(module: m.Module) -> Span:
    """Return the lines above a module's first block."""
    below = next((block.at.line for block in module.body if block.at.path == module.path), 1)
    return Span(module.path, end_line=below)


def pinpoint(problems: Problems, at: Span, words: str) -> Span:
    """Return the place of words in the lines of a span, or the span when they are not within one line."""
    source = problems.sources.get(at.path)
    if source is None:
        return at
    for number in range(at.line, max(at.line, at.end_line) + 1):
        start = at.column - 1 if number == at.line else 0
        place = straighten_apostrophes(source.line(number)).find(straighten_apostrophes(words), start)
        if place >= 0:
            return Span(at.path, number, place + 1, number, place + 1 + len(words))
    return at
