"""Sessions of a module: the whole of it, or cut to a number of minutes. The result is a Module, so all its editions agree.

`from="60"` on a block: only in sessions of at least sixty minutes; `below="60"`: only in shorter ones, and not in the whole
module. `keep-with="id"` ties a block to another: both stay or both go, whatever its own limits say. Objectives of the front
matter have the same limits. Blocks needed for safety are never cut; a cut that would lose one is an error
(docs/language.md, "Who sees what").
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.lengths import is_shown, words_for
from builder.transform.selection import without_emptied
from builder.transform.session import material_phrases, normalize_phrase

_NEEDED = (m.ContentNote, m.Resources, m.ContactList, m.Local, m.Shared)
"""Blocks that every session keeps: the content note, where to get help, and shared blocks."""

_TIMED = (m.Activity, m.Discussion)


def cut(module: m.Module, minutes: int | None, problems: Problems) -> m.Module | None:
    """Return a module as read, with what is for any length, cut to a session, or None, with problems, when it cannot be.

    `minutes` is the session's length, None for the whole module: that has everything but what is only for shorter sessions.
    Numbers and ids stay those of the module as read. A topic's minutes are those that it takes in the longest session which
    has it; those of activities that a session has more or less are added and subtracted.
    """
    before = len(problems)
    lengths = _Lengths(module)
    gone = lengths.gone(minutes)
    _report_losses(module, lengths, minutes, problems)
    body = _without(module.body, lengths, minutes) if gone else module.body
    shorter = replace(module, body=without_emptied(body, module.body) if gone else body)
    if minutes is not None:
        _report_overrun(shorter, minutes, problems)
    meta = module.meta
    objectives = tuple(one for one in meta.objectives if is_shown(one.from_minutes, one.below_minutes, minutes))
    if meta.objectives and not objectives:
        message = f"{session_name(minutes)} would lose every objective of the front matter"
        problems.add(
            ProblemCode.CUT_LOSES,
            message,
            Span(module.path),
            "name one that it can reach: without `below:`"
            if minutes is None
            else "name one that it can reach: without `from:`, or with `below:`",
        )
    if len(problems) > before:
        return None
    _report_dead_ends(shorter, lengths, minutes, problems)
    update: dict[str, object] = {
        "objectives": objectives,
        "lengths": {},
        "materials": _still_needed(module, shorter) if gone else meta.materials,
    }
    if minutes is not None:
        whole = meta.minutes
        update |= {"duration": min(minutes, whole) if whole else minutes, "teaching": None, "exercises": None}
        if not whole or minutes < whole:
            update["description"] = words_for(meta.lengths, minutes).description or meta.description
    return replace(shorter, meta=meta.model_copy(update=update))


def session_name(minutes: int | None) -> str:
    """Return the name of a session in messages."""
    return "the whole module" if minutes is None else f"a session of {minutes} minutes"


class _Lengths:
    """What the sessions of one module leave out: the ids of their blocks, found once for each length."""

    def __init__(self, module: m.Module) -> None:
        """Look at the blocks of a module as read."""
        self._blocks = [node for node in m.nodes(module) if isinstance(node, m.BlockNode)]
        self._limited = any(node.from_minutes or node.below_minutes for node in self._blocks)
        self._known: dict[int | None, frozenset[str]] = {}
        self._inside: dict[str, frozenset[str]] = {}

    def gone(self, minutes: int | None) -> frozenset[str]:
        """Return the ids of all blocks that a session leaves out, also of those inside others."""
        if minutes not in self._known:
            self._known[minutes] = self._find(minutes) if self._limited else frozenset()
        return self._known[minutes]

    def _find(self, minutes: int | None) -> frozenset[str]:
        gone: set[str] = set()
        for node in self._blocks:
            if not node.keep_with and not is_shown(node.from_minutes, node.below_minutes, minutes):
                gone |= self._within(node)
        while True:  # what is tied to a block goes with it, and what is tied to that goes too
            more = [node for node in self._blocks if node.keep_with in gone and node.id not in gone]
            if not more:
                return frozenset(gone)
            for node in more:
                gone |= self._within(node)

    def _within(self, node: m.BlockNode) -> frozenset[str]:
        if node.id not in self._inside:
            self._inside[node.id] = frozenset(n.id for n in m.walk(node) if isinstance(n, m.BlockNode))
        return self._inside[node.id]


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


def _without(body: tuple[m.Block, ...], lengths: _Lengths, minutes: int | None) -> tuple[m.Block, ...]:
    """Return the blocks of a session, and its topics with the minutes that they take in it."""
    gone = lengths.gone(minutes)

    def change(node: m.Node, below: int) -> tuple[m.Node, int] | None:
        if not isinstance(node, m.BlockNode):
            return node, below
        if node.id in gone:
            return None
        below = min(filter(None, (below, node.below_minutes)), default=0)
        if isinstance(node, m.Topic) and node.minutes is not None:
            longest = lengths.gone(below - 1 if below else None)
            less, more = _timed(node, gone - longest), _timed(node, longest - gone)
            return replace(node, minutes=max(0, node.minutes - less + more)) if less or more else node, below
        return node, below

    return m.rewrite_blocks(body, change, 0)


def _timed(node: m.Node, ids: frozenset[str]) -> int:
    """Return the minutes of the activities and discussions inside a block that are among `ids`, of two in each other the outer ones."""
    if not ids:
        return 0
    return sum(
        one.minutes if isinstance(one, _TIMED) and one.id in ids and one.minutes else _timed(one, ids)
        for one in m.children(node)
    )


def _report_losses(module: m.Module, lengths: _Lengths, minutes: int | None, problems: Problems) -> None:
    """Add an error for each needed block that would be lost, and for each block tied to one that stays."""
    gone = lengths.gone(minutes)

    def report(lost: m.BlockNode, what: str, cure: str) -> None:
        because = "`below=`" if lost.id in lengths.gone(None) else "`from=`"
        problems.add(ProblemCode.CUT_LOSES, f"{session_name(minutes)} would {what}", lost.at, cure.format(because))

    needed: list[m.BlockNode] = [node for node in m.nodes(module) if isinstance(node, _NEEDED)]
    stays = {_block_name(node) for node in needed if node.id not in gone}
    for lost in needed:
        if _block_name(lost) not in stays:
            stays.add(_block_name(lost))  # one word for it is enough
            what = f"lose {_block_name(lost)}, which every session needs"
            report(lost, what, "take {} off this block and off the topic that it stands in")
    for node in m.nodes(module):
        if isinstance(node, m.BlockNode) and node.keep_with and node.keep_with not in gone and node.id in gone:
            what = f"keep `{node.keep_with}` and lose this, which is tied to it"
            report(node, what, "put both in the same topic, or take {} off this one's topic")
    for topic in m.topics(module):
        for lost in _lost_debriefs(topic, gone):
            what = "keep the activity and lose this, which talks about it"
            report(lost, what, "give it `keep-with=` and the activity's id, or take its {} off")


def _lost_debriefs(topic: m.Topic, gone: frozenset[str]) -> Iterator[m.BlockNode]:
    """Yield what a session leaves out of a topic although it talks about an activity before it that stays.

    What is for the same sessions as the activity right before it talks about that one; what stands in an activity talks about
    it, and the answer in a question about the question.
    """
    active, last = False, m.Activity()
    within: set[str] = set()
    for node in m.walk(*topic.body):
        if isinstance(node, m.Question):
            within |= {inner.id for inner in m.walk(node) if isinstance(inner, m.Answer)}
        elif isinstance(node, m.Activity):
            if node.id in gone:
                within |= {inner.id for inner in m.walk(node) if isinstance(inner, m.Discussion | m.Answer)}
            active, last = active or node.id not in gone, node
        elif isinstance(node, m.Discussion | m.Answer) and active and node.id in gone - within and not node.keep_with:
            alike = (last.from_minutes, last.below_minutes) == (node.from_minutes, node.below_minutes)
            if not (alike and last.id in gone):
                yield node


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


def _report_dead_ends(module: m.Module, lengths: _Lengths, minutes: int | None, problems: Problems) -> None:
    """Warn about references to cut blocks: their text stays, without a link or page number."""
    for node in m.walk(*module.body):
        if isinstance(node, m.Reference) and node.target in lengths.gone(minutes):
            because = "below" if node.target in lengths.gone(None) else "from"
            problems.add(
                ProblemCode.CUT_REFERENCE,
                f"`{node.target}` is not in {session_name(minutes)}; its reference leads nowhere there",
                node.at,
                f'give the sentence the same `{because}="…"`, or say it without a reference',
            )
