"""Ids and numbers, given once on the whole module, so that they are the same in every edition, size and length.

Nobody may learn from an id or a number what they are not shown. So ids are hashes of what the block's readers see of it,
and those of participants are given first: whatever only facilitators see, and however much of it there is, neither changes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from functools import cache
from typing import NamedTuple, cast

from builder.core.frozen import dataclass, replace
from builder.core.names import kebab_case
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.transform.audience import ALL, HELD_BY_PARTICIPANTS, OF_PARTICIPANTS, Seen, audience
from builder.transform.selection import BARE, EMPTIED, without_emptied


def slug(text: str) -> str:
    """Return text as an id: lower case, words joined by hyphens, letters of any script kept."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^\w]+", "-", plain).strip("-_")[:60].strip("-")


_PARTICIPANTS: tuple[Seen, ...] = (HELD_BY_PARTICIPANTS, OF_PARTICIPANTS)
"""What participants read: during a session, and in all. Who reads neither is a facilitator."""

_NOBODY = len(_PARTICIPANTS) + 1


@dataclass(frozen=True)
class _Placed:
    """A block, and the same `as_read`: without what its first readers are not shown of it.

    `readers` says who they are: 0 participants during a session, 1 participants after it, 2 facilitators. `shorter`: it
    is only in sessions below a limit, and not in the whole module.
    """

    node: m.BlockNode
    readers: int
    as_read: m.BlockNode
    shorter: bool = False


def identify(body: tuple[m.Block, ...], problems: Problems) -> tuple[m.Block, ...]:
    """Return blocks in which every block has a unique id, and activities, questions, tables and figures a number.

    An author's id stands; a topic's is made from its heading; any other is a hash of kind and words, so that it
    stays the same when blocks around it change. Two author's ids that are equal are a problem `duplicate-id`, and so is an
    author's id that is also that of a topic which more people see.
    What no participant holds during the session has no number, so that those in the handout count from one, without gaps:
    what is for facilitators alone, and whatever stands in an answer or in an option's reason. What is only in sessions below
    a limit is named and numbered after everything else, so that the whole module has no gaps, and a number one meaning.
    """
    placed = _placed(body)
    _report_equal_ids(placed, problems)
    ids = _ids(placed, problems)
    numbers = _numbers(placed)
    rows = iter(zip(placed, ids, numbers, strict=True))

    def change(node: m.Node, context: None) -> tuple[m.Node, None]:
        if not isinstance(node, m.BlockNode):
            return node, context
        _, ident, number = next(rows)
        named = replace(node, id=ident)
        if number:
            named = replace(named, number=number)  # type: ignore[call-arg]  # _series picks those that have one
        return named, context

    return m.rewrite_blocks(body, change, None)


def _numbers(placed: list[_Placed]) -> list[int]:
    """Return the number of each block in its series, 0 for those without one."""
    counted = Counter[str]()
    numbers = [0] * len(placed)
    for shorter in (False, True):
        for n, place in enumerate(placed):
            series = _series(place.node)
            if series and place.readers == 0 and place.shorter is shorter:
                counted[series] += 1
                numbers[n] = counted[series]
    return numbers


class _Walked(NamedTuple):
    """A node, the index of the node around it (-1 for none), its first readers, and how `audience` goes on inside it."""

    node: m.Node
    parent: int
    readers: int
    inside: tuple[Seen, bool]


def _placed(body: tuple[m.Block, ...]) -> list[_Placed]:
    """Return all blocks in reading order, with their readers. A topic of which participants see nothing is not theirs."""
    nodes: list[_Walked] = []

    def look(node: m.Node, around: tuple[int, tuple[Seen, bool]]) -> tuple[m.Node, tuple[int, tuple[Seen, bool]]]:
        inside = audience(node, around[1][0], inside=around[1][1])
        nodes.append(_Walked(node, around[0], _readers_of(inside[0]), inside))
        return node, (len(nodes) - 1, inside)

    m.rewrite_blocks(body, look, (-1, (ALL, False)))
    first = [_NOBODY] * len(nodes)  # the first readers of anything in a node that is more than a heading
    last = [one.readers for one in nodes]  # the last readers of anything in a node
    for number in range(len(nodes) - 1, -1, -1):
        node, parent, own, _ = nodes[number]
        if isinstance(node, m.BlockNode) and not isinstance(node, (*EMPTIED, *BARE)):
            first[number] = own
        if parent >= 0:
            first[parent], last[parent] = min(first[parent], first[number]), max(last[parent], last[number])
    found: list[_Placed] = []
    readers: list[int] = []
    shorter: list[bool] = []
    for number, one in enumerate(nodes):
        node, parent, own, _ = one
        limited = isinstance(node, m.BlockNode) and bool(node.below_minutes)
        shorter.append(limited or (parent >= 0 and shorter[parent]))
        emptied = isinstance(node, EMPTIED) and last[number] > own
        readers.append(
            max(own, readers[parent] if parent >= 0 else 0, min(first[number], last[number]) if emptied else 0)
        )
        if isinstance(node, m.BlockNode):
            hides = last[number] > readers[number] and not node.id and not isinstance(node, m.Topic | m.Part)
            found.append(
                _Placed(node, readers[number], _as_read(one, readers[number]) if hides else node, shorter[number])
            )
    return found


@cache
def _readers_of(editions: Seen) -> int:
    """Return the first readers of what these editions show, as `_Placed.readers` has them."""
    return next((n for n, theirs in enumerate(_PARTICIPANTS) if editions & theirs), len(_PARTICIPANTS))


def _as_read(one: _Walked, readers: int) -> m.BlockNode:
    """Return a block as these readers see it, as `select` does for one edition."""

    def keep(node: m.Node, around: tuple[Seen, bool]) -> tuple[m.Node, tuple[Seen, bool]] | None:
        inside = audience(node, around[0], inside=around[1])
        return (node, inside) if inside[0] & _PARTICIPANTS[readers] else None

    read = m.rewrite(cast("m.Block", one.node), keep, one.inside)
    return next(iter(without_emptied((read,), ())), read)


def _report_equal_ids(placed: list[_Placed], problems: Problems) -> None:
    taken: dict[str, m.BlockNode] = {}
    for node in (place.node for place in placed if place.node.id):
        if node.id in taken and taken[node.id].at != node.at:
            _report_equal(node, taken[node.id], problems)
        taken.setdefault(node.id, node)


def _report_equal(node: m.BlockNode, other: m.BlockNode, problems: Problems) -> None:
    message = f"`{node.id}` is also the id of line {other.at.line}"
    problems.add(ProblemCode.DUPLICATE_ID, message, node.at, "give one of them another id")


def _ids(placed: list[_Placed], problems: Problems) -> list[str]:
    """Return the id of each block. Those that more people see are given first, and among them those of authors."""
    given: dict[str, m.BlockNode] = {}
    repeats = Counter[str]()
    ids = [""] * len(placed)
    for readers in range(len(_PARTICIPANTS) + 1):
        here = [(number, place) for number, place in enumerate(placed) if place.readers == readers]
        here.sort(key=lambda one: one[1].shorter)
        authors = {place.node.id for _, place in here}
        for number, place in here:
            node = place.node
            base = ident = node.id or _id_of_content(place)
            if node.id in given and given[node.id].id != node.id:
                _report_equal(node, given[node.id], problems)
            while ident in given or (ident in authors and ident != node.id):
                repeats[base] += 1
                ident = f"{base}-{repeats[base] + 1}"
            given[ident] = node
            ids[number] = ident
    return ids


def _series(node: m.BlockNode) -> str:
    """Return the series that a block is counted in, or ""."""
    match node:
        case m.Activity():
            return "activity"
        case m.Question():
            return "question"
        case m.Table(caption=caption) if caption:
            return "table"
        case m.Figure(caption=caption) if caption:
            return "figure"
        case m.Chart():
            return "figure"
        case _:
            return ""


def _id_of_content(place: _Placed) -> str:
    """Return an id made of a topic's heading, or of the kind of any other block and of the words that its readers see."""
    node = place.as_read
    if isinstance(node, m.Topic | m.Part):
        return slug(m.plain(*node.title)) or "topic"
    kind = kebab_case(type(node).__name__)
    words = m.plain(*node.question) if isinstance(node, m.Question) else m.plain(node)
    return f"{kind}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
