"""Who sees what: the safety core. A table (DESIGN §5), and `select`, which gives an edition only what it may show.

A block's audience is the intersection of its own row with those of all blocks around it, so an inner block never
widens it. Writers never hear of audiences: what `select` left out is not in what they are given.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

from builder.core.frozen import dataclass, replace
from builder.model import module as m
from builder.transform.glossary import explain

Audience = Literal["participants", "facilitators"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One way of giving a module out. A link may point only to an edition of lower `rank`. `formats` are file endings."""

    name: str
    audience: Audience
    rank: int
    formats: tuple[str, ...]


EDITIONS = {
    edition.name: edition
    for edition in (
        Edition("handout", "participants", 0, ("pdf", "html")),
        Edition("sheet", "participants", 1, ("pdf",)),
        Edition("workbook", "participants", 2, ("pdf",)),
        Edition("answers", "participants", 3, ("pdf",)),
        Edition("cards", "participants", 4, ("pdf",)),
        Edition("slides-share", "participants", 5, ("pdf",)),
        Edition("slides", "facilitators", 6, ("pptx", "pdf")),
        Edition("guide", "facilitators", 7, ("pdf",)),
        Edition("questions", "facilitators", 8, ("gift",)),
    )
}

Seen = frozenset[str]
ALL: Seen = frozenset(EDITIONS)
PROSE: Seen = frozenset({"handout", "slides", "slides-share", "guide"})
"""Prose, lists, tables, figures and callouts that stand in a topic itself. Inside another block they are seen with it."""

_TASK = PROSE | {"workbook"}
_HELP = _TASK | {"sheet"}
_ANSWERS: Seen = frozenset({"answers", "slides", "guide", "questions"})
_ASKED: Seen = frozenset({"answers", "questions"})
_FAIL_CLOSED: Seen = frozenset({"guide"})

EXPLAINED: Seen = frozenset({"handout"})
"""Editions that explain the course's terms: the others are used beside it, or have no room."""

ROWS: dict[type[m.Node], Seen] = {
    m.Part: ALL,
    m.Topic: ALL,
    m.Objectives: _TASK,
    m.Scenario: _TASK | _ASKED,
    m.KeyPoints: PROSE | {"sheet"},
    m.Definition: PROSE | {"sheet"},
    m.Activity: _TASK | _ASKED,
    m.Discussion: _TASK | _ASKED,
    m.Reflection: _TASK,
    m.Check: _TASK | _ASKED,
    m.Verdict: _ANSWERS,
    m.Answer: _ANSWERS,
    m.Cards: frozenset({"cards", "guide"}),
    m.Notes: frozenset({"slides", "guide"}),
    m.Facilitator: frozenset({"guide"}),
    m.HandoutOnly: frozenset({"handout"}),
    m.SlideOnly: frozenset({"slides", "slides-share"}),
    m.Resources: _HELP,
    m.Local: _HELP,
    m.Shared: _HELP,
}
"""Blocks with a row of their own. All other blocks are prose where they stand in a topic itself, else seen as what holds them."""

TOPIC_AUDIENCES = {"facilitator": m.Facilitator, "handout": m.HandoutOnly, "slide": m.SlideOnly, "notes": m.Notes}
"""What a class on a topic's heading stands for: `## Before you start {.facilitator}`."""

_STRUCTURE = (m.Part, m.Topic, m.HandoutOnly, m.SlideOnly, m.Facilitator, m.Columns, m.Column)
"""What prose may stand in and still be prose of the topic itself."""

_EMPTIED = (m.Part, m.Topic, m.HandoutOnly, m.SlideOnly, m.Facilitator, m.Notes, m.Shared, m.Columns, m.Column)
"""What disappears when all that stood in it does."""


_TASKS = (m.Activity, m.Discussion, m.Scenario)
"""What the answers show nothing of but its title and the answers in it."""

_ANSWERED = (m.Check, m.Answer)
"""What the answers are about."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds a node: the editions that see it, and whether a block with a row of its own is among it."""

    seen: Seen = ALL
    inside: bool = False


def audience(node: m.Node, around: Seen, *, inside: bool) -> tuple[Seen, bool]:
    """Return the editions that show a node which stands in something shown in `around`, and `inside` for its children.

    `inside`: prose belongs to a block around it, and not to the topic itself.
    """
    row = ROWS.get(type(node))
    if row is None:
        is_prose = isinstance(node, m.BlockNode) and not isinstance(node, _STRUCTURE)
        row = PROSE if is_prose and not inside else ALL
    if isinstance(node, m.Topic) and node.audience:
        stands_for = TOPIC_AUDIENCES.get(node.audience)
        row &= ROWS[stands_for] if stands_for else _FAIL_CLOSED
    block = isinstance(node, m.BlockNode) and not isinstance(node, _STRUCTURE)
    return around & row, inside or block


def select(module: m.Module, edition: Edition) -> m.Module:
    """Return what `edition` may show of a module: the same module without the rest.

    Emptied topics go with their headings; pictures and sources that are no longer used go too.
    """

    def keep(node: m.Node, around: _Around) -> tuple[m.Node, _Around] | None:
        seen, inside = audience(node, around.seen, inside=around.inside)
        return (node, _Around(seen, inside)) if edition.name in seen else None

    body = m.rewrite_blocks(module.body, keep, _Around())
    if edition.name in _ASKED:
        body = _with_answers_only(body)
    body = without_emptied(body, module.body, bare=edition.name in PROSE)
    shown = {node.src for node in m.walk(*body) if isinstance(node, m.Figure | m.InlineImage)}
    chosen = replace(module, body=body, terms=module.terms if edition.name in EXPLAINED else ())
    chosen = explain(chosen)
    cited = {node.key for node in m.walk(*chosen.body, *chosen.terms) if isinstance(node, m.Cited)}
    return replace(
        chosen,
        meta=module.meta
        if edition.audience == "facilitators"
        else module.meta.model_copy(update={"materials": (), "hardest": ""}),
        assets={name: asset for name, asset in module.assets.items() if name in shown},
        works={key: work for key, work in module.works.items() if key in cited},
    )


def _with_answers_only(body: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
    """Leave of activities, discussions and scenarios their titles, and what in them is a question or an answer."""

    def sweep(node: m.Node, inside: bool) -> tuple[m.Node, bool] | None:
        if isinstance(node, _ANSWERED):
            return node, False
        task = inside or isinstance(node, _TASKS)
        if task and isinstance(node, m.BlockNode) and not any(isinstance(inner, _ANSWERED) for inner in m.walk(node)):
            return None
        return node, task

    return m.rewrite_blocks(body, sweep, context=False)


def without_emptied(
    chosen: tuple[m.Block, ...], whole: tuple[m.Block, ...], *, bare: bool = True
) -> tuple[m.Block, ...]:
    """Drop what holds nothing any more. `bare`: a heading that the author left alone (`## Break {time="15"}`) stays."""
    alone = {
        id_of(node) for node in m.walk(*whole) if bare and isinstance(node, m.Part | m.Topic) and _is_hollow(node, ())
    }

    def sweep(node: m.Node, context: None) -> tuple[m.Node, None] | None:
        hollow = isinstance(node, _EMPTIED) and _is_hollow(node, alone)
        return None if hollow else (node, context)

    return m.rewrite_blocks(chosen, sweep, None)


def id_of(node: m.Node) -> tuple[str, object]:
    """Return what tells a block apart within its module."""
    return (node.id, node.at) if isinstance(node, m.BlockNode) else ("", node.at)


def _is_hollow(node: m.Node, alone: Container[tuple[str, object]]) -> bool:
    """Say whether nothing is left to show inside: headings and slide breaks by themselves are nothing, but for those `alone`."""
    if not isinstance(node, _EMPTIED) or id_of(node) in alone:
        return isinstance(node, m.Heading | m.SlideBreak)
    return all(_is_hollow(inner, alone) for inner in (node.columns if isinstance(node, m.Columns) else node.body))
