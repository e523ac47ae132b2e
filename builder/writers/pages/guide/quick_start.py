"""The content of the guide's first pages: what a facilitator with fifteen minutes needs, and what to prepare.

All text is the module's own, chosen by rules that authors can influence: the first key points, the question that the
front matter names, and sections whose headings have known ids. Nothing is shortened or generated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from builder.model import module as m
from builder.model.outputs import PageIndex
from builder.model.references import Work
from builder.transform.contacts import CallLine, call_lines
from builder.transform.editions import EDITIONS

KEY_MESSAGES = 3
"""The number of key points on the first page: as many as a facilitator can keep in mind."""

GROUPS = (10, 20, 30)
"""The group sizes for which the guide says how much to print."""

_SIZES = {"one": 1, "pair": 2, "pairs": 2, "two": 2, "twos": 2, "three": 3, "threes": 3, "four": 4, "fours": 4}
"""How many people share a set of cards, by words in `group=`; digits are understood in every language."""

USUAL_SHARED = 4
"""How many people share a set of cards when the activity does not state a group size."""


@dataclass(frozen=True)
class PrintRow:
    """What to print of one edition: pages and sheets of a copy, and the number of copies for each size in GROUPS.

    `shared` is the number of people who share a copy. Cards without backs are printed on one side, all else on both.
    """

    edition: str
    pages: int
    sheets: int
    shared: int
    copies: tuple[int, ...]


@dataclass(frozen=True)
class QuickStart:
    """The parts of a module, selected for the guide, that its first pages show."""

    module: m.Module
    page_index: PageIndex

    @property
    def key_messages(self) -> tuple[m.ListItem, ...]:
        """The first key points, without ids."""
        key_points = (node for node in self._nodes() if isinstance(node, m.KeyPoints))
        items = (
            item for block in key_points for node in m.walk(block) if isinstance(node, m.List) for item in node.items
        )
        return tuple(without_ids(item) for _, item in zip(range(KEY_MESSAGES), items, strict=False))

    @property
    def question(self) -> m.Question | None:
        """The question that `hardest` in the front matter names, else the first; None when the module has no question."""
        questions = [node for node in self._nodes() if isinstance(node, m.Question)]
        return next(
            (node for node in questions if node.id == self.module.meta.hardest), questions[0] if questions else None
        )

    def section(self, ident: str) -> tuple[m.Block, ...]:
        """Return the blocks under the heading, or in the container, with this id; () when the module has none."""
        for holder in self._nodes():
            if isinstance(holder, m.Container) and holder.id == ident:
                return tuple(without_ids(block) for block in holder.body)
            body = getattr(holder, "body", ())
            for place, block in enumerate(body):
                if isinstance(block, m.Heading) and block.id == ident:
                    return tuple(without_ids(inner) for inner in _blocks_below(block, body[place + 1 :]))
        return ()

    def steps(self, ident: str) -> m.List | None:
        """Return the first list of a section: what to do, in order."""
        return next((block for block in self.section(ident) if isinstance(block, m.List)), None)

    @property
    def contacts(self) -> tuple[CallLine, ...]:
        """The module's contacts, and the help lines in its resources and local lines, each once."""
        return call_lines(self.module.body)

    @property
    def volatile_sources(self) -> tuple[Work, ...]:
        """The sources that the module cites and that change often, by title, without those of numbers that are to be called."""
        lines = [node for node in self._nodes() if isinstance(node, m.Contact)]
        called = {id(node) for node in m.walk(*lines)}
        cited = {node.key for node in self._nodes() if isinstance(node, m.Cited) and id(node) not in called}
        works = (self.module.works[key] for key in cited if key in self.module.works)
        return tuple(sorted((work for work in works if work.volatile), key=lambda work: (work.title, work.id)))

    @property
    def has_blanks(self) -> bool:
        """Whether the module has local lines that are not filled in."""
        return any(isinstance(node, m.Local) and node.blanks for node in self._nodes())

    @property
    def print_rows(self) -> tuple[PrintRow, ...]:
        """What to print of each edition, for each size in GROUPS; editions that were not made are left out."""
        rows = []
        for row in sorted(EDITIONS.values(), key=lambda row: row.copies_place):
            edition = row.name
            pages = self.page_index.pages(edition) if row.copies_place else 0
            if pages:
                cut = edition == "cards"
                shared = self._people_per_set() if cut else 1
                copies = tuple(-(-people // shared) for people in GROUPS)
                both = not cut or all(node.backs for node in self._nodes() if isinstance(node, m.Cards))
                rows.append(PrintRow(edition, pages, -(-pages // 2) if both else pages, shared, copies))
        return tuple(rows)

    def _people_per_set(self) -> int:
        """Return how many people share a set of cards: the group size of the last activity before them."""
        group = ""
        for node in self._nodes():
            if isinstance(node, m.Activity):
                group = node.group
            elif isinstance(node, m.Cards):
                break
        words = re.findall(r"\w+", group.casefold())
        sizes = [int(word) if word.isdecimal() else _SIZES.get(word, 0) for word in words]
        return next((size for size in sizes if size), USUAL_SHARED)

    def _nodes(self) -> Iterator[m.Node]:
        return m.walk(*self.module.body)


def _blocks_below(heading: m.Heading, following: tuple[m.Block, ...]) -> Iterator[m.Block]:
    """Yield the blocks up to the next heading of the same or a higher level."""
    for block in following:
        if isinstance(block, m.Heading) and block.level <= heading.level:
            return
        yield block


def without_ids(node: m.N) -> m.N:
    """Return a node without ids, for showing it a second time on one page: ids must be unique there."""

    def change(inner: m.Node, context: None) -> tuple[m.Node, None]:
        return (replace(inner, id="") if isinstance(inner, m.BlockNode) else inner), context

    changed = m.rewrite(node, change, None)
    return replace(changed, id="") if isinstance(changed, m.BlockNode) else changed
