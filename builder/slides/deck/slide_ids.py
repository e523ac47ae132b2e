"""Ids of slides. They have a space of their own: whatever ids blocks have, no two slides of a deck have the same.

    BLOCK.N     the slides of a topic, from 1, or the slide that opens a part (N = 0)
    .NAME.N     slides of the deck's frame, and of what stands before the first topic
    ID.M        the M-th slide, from 2, of those into which the slide ID was divided

A block's id is escaped, so that it holds no full stop: by its stops one can tell what an id stands for.
"""

from __future__ import annotations


def block_space(block: str) -> str:
    """Return what the ids of a block's slides begin with."""
    return block.replace("~", "~0").replace(".", "~1") or "~"


def frame_space(name: str) -> str:
    """Return what the ids of slides that belong to no block begin with; `name` is one of ours, without a full stop."""
    return f".{name}"


def numbered(space: str, number: int) -> str:
    """Return the id of slide number `number` of a space, or of a continuation of the slide whose id `space` is."""
    return f"{space}.{number}"
