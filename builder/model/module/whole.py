"""A whole module with its pictures, sources and terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from builder.core.frozen import dataclass
from builder.model.frontmatter import Meta
from builder.model.module.node import Node
from builder.model.module.structure import Part, Topic
from builder.model.module.walking import walk
from builder.model.references import Work
from builder.model.releases import Release

if TYPE_CHECKING:
    from builder.model.module import Block, Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Node):
    """A term of the course's glossary. `forms` are other words for it; `meaning` ends with its source as a citation.

    `in_books`: books of the course print it, whether or not their text uses it.
    """

    id: str
    term: str
    forms: tuple[str, ...] = ()
    meaning: tuple[Inline, ...]
    in_books: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture file. `width` and `height` in px (SVG: user units)."""

    name: str
    data: bytes = field(repr=False)
    media_type: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class TranslatedFrom:
    """What a translated module was made from: its source's language `of`, and how far it is, in percent.

    `reviewed` says who reviewed it and when, "" for nobody.
    """

    of: str
    percent: int
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """One training module. `body` is any blocks before the first topic, then topics, or parts that hold topics.

    `assets` holds the pictures that `body` shows, by the name it shows them by; `works` the sources that it cites, by key;
    `terms` the course's glossary, and once selected for an edition that explains them, those that it uses, in order;
    `needed` the titles of the modules that it has as prerequisites, by their ids; `history` its versions;
    `translation` where its words come from when it is translated.
    """

    meta: Meta
    body: tuple[Block, ...]
    path: str
    folder: str
    assets: dict[str, Asset] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    terms: tuple[Entry, ...] = ()
    needed: dict[str, str] = field(default_factory=dict)
    history: tuple[Release, ...] = ()
    translation: TranslatedFrom | None = None

    def prerequisites(self, module: Callable[[str], str]) -> tuple[str, ...]:
        """Return the prerequisites as printed. `module` turns the title of a module of the course into its printed name."""
        return tuple(module(self.needed[one]) if one in self.needed else one for one in self.meta.prerequisites)

    @property
    def id(self) -> str:
        """The module's id: the name that its outputs carry."""
        return self.meta.id

    @property
    def lang(self) -> str:
        """The module's language, as a BCP 47 tag."""
        return self.meta.lang


_LAST: list[tuple[Module, tuple[Node, ...]]] = []
"""A cache of one: the last module that `nodes` was called with, compared by identity, and its nodes."""


def nodes(module: Module) -> tuple[Node, ...]:
    """Return all nodes of a module in reading order. The last answer is cached, because a dozen rules ask in a row."""
    last = _LAST[0] if _LAST else None
    if last is None or last[0] is not module:
        last = module, tuple(walk(*module.body))
        _LAST[:] = [last]
    return last[1]


def topics(module: Module) -> Iterator[Topic]:
    """Yield the topics of a module in order, through its parts."""
    for block in module.body:
        if isinstance(block, Topic):
            yield block
        elif isinstance(block, Part):
            yield from (inner for inner in block.body if isinstance(inner, Topic))
