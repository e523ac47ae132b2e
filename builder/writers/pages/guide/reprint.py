"""What a lean guide leaves to the handout: a facilitator has both at hand, so its text is printed again only where it is needed.

A block of a topic is left out when the handout holds all of it, the topic has a script to speak from, and nothing that the
guide prints refers to it. Help lines are left out without a script, too: the guide lists whom to call on its first pages.
"""

from __future__ import annotations

from collections.abc import Iterable

from builder.core.frozen import replace
from builder.model import module as m
from builder.model.outputs import PageIndex

_HELP = (m.Resources, m.Local, m.ContactList)


def is_left_to_handout(block: m.Block, topic: m.Topic, page_index: PageIndex, work: tuple[type[m.Block], ...]) -> bool:
    """Say whether a block that is printed for reference need not be: `work` are the kinds of blocks that facilitators lead."""
    held = page_index.find("handout", block.id) is not None
    whole = not any(isinstance(node, (*work, m.Notes)) for node in m.walk(block))
    script = any(isinstance(node, m.Notes) for node in topic.body)
    return held and whole and (script or isinstance(block, _HELP))


def without(module: m.Module, candidates: Iterable[m.Block]) -> m.Module:
    """Return a module without those of the blocks to which nothing that stays refers, directly or through another."""
    left = {block.id: block for block in candidates}

    def leave_out(node: m.Node, context: None) -> tuple[m.Node, None] | None:
        return None if isinstance(node, m.BlockNode) and node.id in left else (node, context)

    news = m.rewrite_blocks(module.body, leave_out, None)
    while news:
        named = {node.target for node in m.walk(*news) if isinstance(node, m.Reference) and not node.edition}
        news = tuple(block for block in left.values() if not named.isdisjoint(_ids(block)))
        for block in news:
            del left[block.id]
    return replace(module, body=m.rewrite_blocks(module.body, leave_out, None))


def _ids(block: m.Block) -> set[str]:
    return {node.id for node in m.walk(block) if isinstance(node, m.BlockNode)}
