"""A div as it was written, and what the functions that build blocks from divs share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from builder.core.frozen import dataclass
from builder.core.source import Span
from builder.model import module as m
from builder.model.course import LocalLine
from builder.parse.divs.insertions import Insertions
from builder.parse.divs.values import ValueReader
from builder.parse.inlines.attributes import Attributes


def no_title(_folder: str) -> str:
    """Return "": the finder of modules' titles, by folder or shared block, where there is no course."""
    return ""


@dataclass
class DivContext(ValueReader):
    """The source that divs are read from, where problems go, and the course's shared blocks, local lines and modules' titles by folder.

    `shown_before`: the title of an earlier module whose slides show a shared block, by its id.
    """

    shared: Mapping[str, m.Block] = field(default_factory=dict)
    local: Mapping[str, LocalLine] = field(default_factory=dict)
    module_title: Callable[[str], str] = no_title
    shown_before: Callable[[str], str] = no_title

    def cited(self, key: str, at: Span) -> m.Citation | None:
        """Return the source that an attribute names (`source="key"`), None for ""."""
        key = key.lstrip("@")
        place = self.source.find(at.line, key) if key else at
        return m.Citation(items=(m.Cited(key=key, at=place),), at=place) if key else None

    def __post_init__(self) -> None:
        """Begin to count what is brought into the source."""
        self.insertions = Insertions(self.problems)


@dataclass(frozen=True)
class DivSource:
    """One div as it was written."""

    name: str
    attributes: Attributes
    body: tuple[m.Block, ...]
    at: Span

    @property
    def values(self) -> Mapping[str, str]:
        """Its attributes by key."""
        return self.attributes.values

    def title_and_body(self) -> tuple[tuple[m.Inline, ...], tuple[m.Block, ...]]:
        """Return the title, which is the first block if that is a heading, and the other blocks."""
        if self.body and isinstance(self.body[0], m.Heading):
            return self.body[0].content, self.body[1:]
        return (), self.body


Maker = Callable[[DivContext, DivSource], tuple[m.Block, ...]]
"""Builds the blocks of one div."""
