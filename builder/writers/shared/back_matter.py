"""Collects what an edition's back matter and references need from a module after `select`: cited sources, blocks by id.

Sources are numbered in the order of their first citation, or in the order of the list where the style sorts it by author.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.model import module as m
from builder.model.references import Work
from builder.writers.shared.csl import Bibliography, bibliography


@dataclass(frozen=True)
class BackMatter:
    """`sources` in the order of the list; `number` is a source's place in it, from 1, by key; `blocks` are all blocks by id.

    `listing` has the sources formatted in the style.
    """

    sources: tuple[Work, ...]
    number: dict[str, int] = field(repr=False)
    blocks: dict[str, m.Block] = field(repr=False)
    bibliography: Bibliography = field(repr=False)


def collect_back_matter(module: m.Module, style: str) -> BackMatter:
    """Return the sources that a module cites after `select`, formatted in a CSL style, and its blocks by id."""
    cited: dict[str, Work] = {}
    blocks: dict[str, m.Block] = {}
    for node in m.walk(*module.body, *module.terms):
        if isinstance(node, m.Cited) and node.key in module.works:
            cited.setdefault(node.key, module.works[node.key])
        elif isinstance(node, m.Block) and node.id:
            blocks.setdefault(node.id, node)
    written = bibliography(tuple(cited.values()), style, module.lang)
    number = {key: place for place, key in enumerate(written.order, 1)}
    return BackMatter(tuple(cited[key] for key in written.order), number, blocks, written)


def word_count(*nodes: m.Node) -> int:
    """Return the number of words in nodes, without footnotes and citations."""
    return len(m.plain(*nodes).split())
