"""What an edition's back matter and references need, collected from what `select` left of a module.

Sources are numbered by their first citation in reading order, so that a reader meets 1, 2, 3 in the text; a style whose
list goes by author has them in that order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.model import module as m
from builder.model.references import Work
from builder.writers.shared.csl import Bibliography, bibliography


@dataclass(frozen=True)
class BackMatter:
    """`sources` in the order of the list; `number` a source's place in it by its key; `blocks` every block by id.

    `listing` has the sources as the style writes them.
    """

    sources: tuple[Work, ...]
    number: dict[str, int] = field(repr=False)
    blocks: dict[str, m.Block] = field(repr=False)
    bibliography: Bibliography = field(repr=False)


def collect_back_matter(module: m.Module, style: str) -> BackMatter:
    """Return what the module, as selected for an edition, cites, in a CSL style, and what can be referred to."""
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
    """Return how many words stand in nodes, notes and citations left out."""
    return len(m.plain(*nodes).split())
