"""Shorter sessions: cuts a module to a number of minutes. The result is a Module, so all its editions agree.

`from="60"` on a block: only in sessions of at least sixty minutes. `keep-with="id"` ties a block to another: both stay or
both go, whatever its own `from` says. Blocks needed for safety are never cut; a cut that would lose one is an error
(docs/language.md, "Who sees what").
"""

from __future__ import annotations

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.transform.selection import without_emptied
from builder.transform.session import material_phrases, normalize_phrase

_NEEDED = (m.ContentNote, m.Resources, m.ContactList, m.Local, m.Shared)
"""Blocks that every session keeps: the content note, where to get help, and shared blocks."""

_TIMED = (m.Activity, m.Discussion)


def cut(module: m.Module, minutes: int, problems: Problems) -> m.Module | None:
    """Return the module cut to a session of `minutes`, or None, with problems, when it cannot be made so short.

    Numbers and ids stay those of the whole module. The minutes of cut activities are subtracted from their topics.
    """
    before = len(problems)
    dropped = _dropped_ids(module, minutes)
    kept = {node.id for node in m.walk(*_without(module.body, dropped)) if isinstance(node, m.BlockNode)}
    _report_losses(module, kept, minutes, problems)
    shorter = replace(module, body=without_emptied(_without(module.body, dropped), module.body))
    _report_overrun(shorter, minutes, problems)
    if len(problems) > before:
        return None
    _report_dead_ends(shorter, minutes, problems)
    whole = module.meta.minutes
    length = min(minutes, whole) if whole else minutes
    meta = module.meta.model_copy(
        update={
            "duration": length,
            "teaching": None,
            "exercises": None,
            "materials": _still_needed(module, shorter),
        }
    )
    return replace(shorter, meta=meta)


def _still_needed(module: m.Module, shorter: m.Module) -> tuple[str, ...]:
    """Return the materials of the front matter without those that only cut activities need."""
    whole, left = (
        {
            normalize_phrase(p)
            for node in m.walk(*one.body)
            if isinstance(node, m.Activity)
            for p in material_phrases(node)
        }
        for one in (module, shorter)
    )
    return tuple(phrase for phrase in module.meta.materials if normalize_phrase(phrase) not in whole - left)


def _dropped_ids(module: m.Module, minutes: int) -> set[str]:
    """Return the ids of the blocks that a session leaves out, each standing for all blocks inside it."""
    blocks = [node for node in m.walk(*module.body) if isinstance(node, m.BlockNode)]
    inside = {node.id: {n.id for n in m.walk(node) if isinstance(n, m.BlockNode)} for node in blocks}
    dropped = {node.id for node in blocks if node.from_minutes > minutes and not node.keep_with}
    while True:  # what is tied to a block goes with it, and what is tied to that goes too
        gone = {ident for name in dropped for ident in inside[name]}
        more = {node.id for node in blocks if node.keep_with in gone} - dropped
        if not more:
            return dropped
        dropped |= more


def _without(body: tuple[m.Block, ...], dropped: set[str]) -> tuple[m.Block, ...]:
    """Return blocks without the dropped ones, and topics with their minutes reduced by what was dropped."""

    def change(node: m.Node, context: None) -> tuple[m.Node, None] | None:
        if isinstance(node, m.BlockNode) and node.id in dropped:
            return None
        if isinstance(node, m.Topic) and node.minutes is not None:
            cut_away = sum(n.minutes or 0 for n in m.walk(node) if isinstance(n, _TIMED) and n.id in dropped)
            return replace(node, minutes=max(0, node.minutes - cut_away)) if cut_away else node, context
        return node, context

    return m.rewrite_blocks(body, change, None)


def _report_losses(module: m.Module, kept: set[str], minutes: int, problems: Problems) -> None:
    """Add an error for each needed block that would be lost, and for each block tied to one that stays."""
    needed = [node for node in m.walk(*module.body) if isinstance(node, _NEEDED)]
    stays = {_block_name(node) for node in needed if node.id in kept}
    for lost in needed:
        if _block_name(lost) not in stays:
            stays.add(_block_name(lost))  # one word for it is enough
            problems.add(
                ProblemCode.CUT_LOSES,
                f"a session of {minutes} minutes would lose {_block_name(lost)}, which every session needs",
                lost.at,
                "take `from=` off this block and off the topic that it stands in",
            )
    for node in m.walk(*module.body):
        if isinstance(node, m.BlockNode) and node.keep_with in kept and node.id not in kept:
            problems.add(
                ProblemCode.CUT_LOSES,
                f"a session of {minutes} minutes would keep `{node.keep_with}` and lose this, which is tied to it",
                node.at,
                "put both in the same topic, or take `from=` off this one's topic",
            )
    for topic in m.topics(module):
        active = False
        for inner in m.walk(*topic.body):
            active |= isinstance(inner, m.Activity) and inner.id in kept
            if active and isinstance(inner, m.Discussion | m.Answer) and inner.id not in kept and not inner.keep_with:
                problems.add(
                    ProblemCode.CUT_LOSES,
                    f"a session of {minutes} minutes would keep the activity and lose this, which talks about it",
                    inner.at,
                    "give it `keep-with=` and the activity's id, or take its `from=` off",
                )


def _block_name(node: m.Node) -> str:
    """Return the name of a needed block for messages."""
    match node:
        case m.Shared():
            return f"the shared block `{node.ref}`"
        case m.ContentNote():
            return "the content note"
        case m.Resources():
            return "where to turn"
        case _:
            return "the local lines"


def _report_overrun(module: m.Module, minutes: int, problems: Problems) -> None:
    """Add an error when the topics that stay take longer than the session, with the minutes of each."""
    timed = [topic for topic in m.topics(module) if topic.minutes]
    total = sum(topic.minutes or 0 for topic in timed)
    if total > minutes:
        longest = sorted(timed, key=lambda topic: -(topic.minutes or 0))
        times = ", ".join(f"“{m.plain(*topic.title)}” {topic.minutes}" for topic in longest)
        problems.add(
            ProblemCode.TOO_LONG_FOR_SESSION,
            f"a session of {minutes} minutes is too short: what must stay takes {total} ({times})",
            longest[0].at,
            f'give `from="{total}"` to what a shorter session can do without, or ask for {total} minutes',
        )


def _report_dead_ends(module: m.Module, minutes: int, problems: Problems) -> None:
    """Warn about references to cut blocks: their text stays, without a link or page number."""
    there = {node.id for node in m.walk(*module.body) if isinstance(node, m.BlockNode)}
    for node in m.walk(*module.body):
        if isinstance(node, m.Reference) and node.target not in there:
            problems.add(
                ProblemCode.CUT_REFERENCE,
                f"`{node.target}` is not in a session of {minutes} minutes; its reference leads nowhere there",
                node.at,
                'give the sentence the same `from="…"`, or say it without a reference',
            )
