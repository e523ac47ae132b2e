"""Who sees what: the kind of content of each block, and the editions that show a node where it stands.

A block's audience is the intersection of its own with those of all blocks around it, so an inner block never widens it.
Which editions show a kind of content stands in their rows, in editions.py: see "Who sees what" in docs/language.md.
"""

from __future__ import annotations

from typing import get_args

from builder.model import module as m
from builder.transform.editions import EDITIONS, Content

Seen = frozenset[str]
"""Names of editions that show something."""

ALL: Seen = frozenset(EDITIONS)

USED: Seen = frozenset(name for name, edition in EDITIONS.items() if not edition.for_reviewers)
"""All editions but the copy for reviewers, which shows even what no other does."""

CONTENT: dict[type[m.Node], Content] = {
    m.Objectives: "personal",
    m.Scenario: "exercises",
    m.KeyPoints: "essentials",
    m.Definition: "essentials",
    m.Activity: "exercises",
    m.Discussion: "exercises",
    m.Reflection: "personal",
    m.FillIn: "personal",
    m.FormFields: "forms",
    m.Check: "exercises",
    m.Matching: "exercises",
    m.Ordering: "exercises",
    m.Verdict: "answers",
    m.Match: "answers",
    m.RightPlace: "answers",
    m.Answer: "answers",
    m.Cards: "cards",
    m.Notes: "notes",
    m.Facilitator: "facilitator",
    m.HandoutOnly: "handout-only",
    m.SlideOnly: "slides-only",
    m.Resources: "help",
    m.ContactList: "help",
    m.Contact: "help",
    m.Local: "help",
    m.Shared: "help",
}
"""Blocks that are content of a kind of their own. Any other block is prose where it stands in a topic itself, and inside
another block it is seen with that block. Parts and topics are seen by all: what is empty goes later."""

TOPIC_AUDIENCES: dict[str, Content] = {
    "facilitator": "facilitator",
    "handout": "handout-only",
    "slide": "slides-only",
    "notes": "notes",
    "answer": "answers",
}
"""What a class on the heading of a topic or part makes of the whole: `## Before you start {.facilitator}`."""

SHOWN_BY: dict[Content, Seen] = {
    content: frozenset(name for name, edition in EDITIONS.items() if content in edition.shows)
    for content in get_args(Content)
}
"""The editions that show a kind of content."""

OF_PARTICIPANTS: Seen = frozenset(name for name, edition in EDITIONS.items() if edition.audience == "participants")
"""All editions for participants."""

HELD_BY_PARTICIPANTS: Seen = frozenset(
    name for name, edition in EDITIONS.items() if edition.audience == edition.offered_to == "participants"
)
"""What participants hold during a session: all of their editions but the answers, which they get at its end."""

_STRUCTURE = (m.Part, m.Topic, m.HandoutOnly, m.SlideOnly, m.Facilitator, m.Columns, m.Column)
"""What prose may stand in and still be prose of the topic itself."""


def audience(node: m.Node, around: Seen, *, inside: bool) -> tuple[Seen, bool]:
    """Return the editions that show a node which stands in something shown in `around`, and `inside` for its children.

    `inside`: prose belongs to a block around it, and not to the topic itself.
    """
    block = isinstance(node, m.BlockNode) and not isinstance(node, _STRUCTURE)
    content = CONTENT.get(type(node)) or ("prose" if block and not inside else None)
    seen = around & SHOWN_BY[content] if content else around
    if (
        isinstance(node, m.Part | m.Topic) and node.audience
    ):  # an unknown word restricts to facilitators: never show too much
        seen &= SHOWN_BY[TOPIC_AUDIENCES.get(node.audience, "facilitator")]
    return seen, inside or block
