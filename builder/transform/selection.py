"""What an edition may show of a module. This is the safety step: what is removed here no writer is ever given."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.model import module as m
from builder.model.lengths import Objective
from builder.transform.agenda import tells_times, topic_starts
from builder.transform.audience import ALL, Seen, audience
from builder.transform.editions import EDITIONS, Edition
from builder.transform.glossary import explain
from builder.transform.session import is_break

EMPTIED = (
    m.Part,
    m.Topic,
    m.HandoutOnly,
    m.SlideOnly,
    m.Facilitator,
    m.Notes,
    m.Shared,
    m.Columns,
    m.Column,
    m.ContactList,
)
"""What disappears when all that stood in it does."""

BARE = (m.Heading, m.SlideBreak)
"""What is nothing by itself."""

_TASKS = (m.Activity, m.Discussion, m.Scenario)
"""What the answers show nothing of but its title and the answers in it."""

_ANSWERED = (m.Question, m.Answer)
"""What the answers are about."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds a node: the editions that see it, and whether a block with a row of its own is among it."""

    seen: Seen = ALL
    inside: bool = False


def select(module: m.Module, edition: Edition) -> m.Module:
    """Return what `edition` may show of a module: the same module without the rest.

    Emptied topics go with their headings; pictures and sources that are no longer used go too, and for participants what only
    facilitators and the source itself tell of what is left.
    """
    starts = topic_starts(module) if tells_times(module, edition.agenda) else {}
    unsaid = _Unsaid(timed=bool(starts)) if edition.audience == "participants" else None

    def keep(node: m.Node, around: _Around) -> tuple[m.Node, _Around] | None:
        seen, inside = audience(node, around.seen, inside=around.inside)
        if edition.name not in seen:
            return None
        if isinstance(node, m.Topic) and node.id in starts:
            node = replace(node, start=starts[node.id])
        return unsaid.without(node) if unsaid else node, _Around(seen, inside)

    body = m.rewrite_blocks(module.body, keep, _Around())
    if edition.answers_only:
        body = _with_answers_only(body)
    on_paper = edition.page is not None and edition.audience == "participants"
    body = without_emptied(body, module.body, bare="prose" in edition.shows, breaks=bool(starts) or not on_paper)
    shown = {node.src for node in m.walk(*body) if isinstance(node, m.Figure | m.InlineImage)}
    shown |= {module.meta.cover} if "prose" in edition.shows else set()
    terms = module.terms if edition.explains else ()
    if edition.for_reviewers:  # the list that readers get: terms of facilitators' text alone are printed nowhere
        terms = select(module, next(one for one in EDITIONS.values() if one.explains and not one.for_reviewers)).terms
    chosen = replace(module, body=body, terms=terms)
    chosen = explain(chosen)
    cited = {node.key for node in m.walk(*chosen.body, *chosen.terms) if isinstance(node, m.Cited)}
    return replace(
        chosen,
        meta=module.meta.model_copy(
            update={} if unsaid is None else {"materials": (), "hardest": "", "objectives": _unnumbered(module)}
        ),
        assets={name: asset for name, asset in module.assets.items() if name in shown},
        works={key: work for key, work in module.works.items() if key in cited},
    )


_NO_LIMITS: dict[str, object] = {"from_minutes": 0, "below_minutes": 0}


@dataclass(frozen=True)
class _Unsaid:
    """What no participant is told of the blocks that they see. `labels`: numbers for those of footnotes, which authors choose.

    `timed`: they are told how long topics take.

    The hash that their files carry would tell of it, and of nothing else that they could not read.
    """

    timed: bool = False
    labels: dict[str, str] = field(default_factory=dict)

    def without(self, node: m.Node) -> m.Node:
        """Return a node without its time in the run sheet, its method, its objectives, its lengths, and its label."""
        match node:
            case m.Footnote(label=label):
                return replace(node, label=self.labels.setdefault(label, str(len(self.labels) + 1)))
            case m.Topic():
                changes = _NO_LIMITS | {"method": ""} | ({} if self.timed else {"minutes": None})
            case m.Activity():
                changes = _NO_LIMITS | {"objectives": ()}
            case m.Question():
                changes = _NO_LIMITS | {"objectives": (), "unbanked": False}
            case m.BlockNode():
                changes = _NO_LIMITS
            case _:
                return node
        said = any(getattr(node, name) != value for name, value in changes.items())
        return replace(node, **changes) if said else node  # type: ignore[arg-type]  # fields of the classes above


def _unnumbered(module: m.Module) -> tuple[Objective, ...]:
    """Return the objectives of a module as participants read them: which others there are, and when, is not told."""
    return tuple(Objective(one.text) for one in module.meta.objectives)


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
    chosen: tuple[m.Block, ...], whole: tuple[m.Block, ...], *, bare: bool = True, breaks: bool = True
) -> tuple[m.Block, ...]:
    """Drop what holds nothing any more. `bare`: a heading that the author left alone stays.

    `breaks`: so does one with a time (`## Break {time="15"}`); on pages that tell no times it says nothing.
    """
    alone = {
        id_of(node)
        for node in m.walk(*whole)
        if bare and isinstance(node, m.Part | m.Topic) and _is_hollow(node, ())
        if breaks or not (isinstance(node, m.Topic) and is_break(node))
    }

    def sweep(node: m.Node, context: None) -> tuple[m.Node, None] | None:
        hollow = isinstance(node, EMPTIED) and _is_hollow(node, alone)
        return None if hollow else (node, context)

    return m.rewrite_blocks(chosen, sweep, None)


def id_of(node: m.Node) -> tuple[str, object]:
    """Return what tells a block apart within its module."""
    return (node.id, node.at) if isinstance(node, m.BlockNode) else ("", node.at)


def _is_hollow(node: m.Node, alone: Container[tuple[str, object]]) -> bool:
    """Say whether nothing is left to show inside: headings and slide breaks by themselves are nothing, but for those `alone`."""
    if not isinstance(node, EMPTIED) or id_of(node) in alone:
        return isinstance(node, BARE)
    return all(_is_hollow(inner, alone) for inner in (node.columns if isinstance(node, m.Columns) else node.body))
