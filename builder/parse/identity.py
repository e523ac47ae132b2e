"""Ids and numbers, given once on the whole module, so that they are the same in every edition, size and length."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter

from builder.core.frozen import replace
from builder.core.names import kebab_case
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.transform.audience import ALL, HELD_BY_PARTICIPANTS, Seen, audience


def slug(text: str) -> str:
    """Return text as an id: lower case, words joined by hyphens, letters of any script kept."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^\w]+", "-", plain).strip("-_")[:60].strip("-")


def identify(body: tuple[m.Block, ...], problems: Problems) -> tuple[m.Block, ...]:
    """Return blocks in which every block has a unique id, and activities, questions, tables and figures a number.

    An author's id stands; a topic's is made from its heading; any other is a hash of kind and words, so that it
    stays the same when blocks around it change. Two author's ids that are equal are a problem `duplicate-id`.
    Tables and figures that no participant holds during the session have no number, so that those in the handout count
    from one: what is for facilitators alone, and whatever stands in an answer or in an option's reason.
    """
    authors = [(node.id, node) for node in m.walk(*body) if isinstance(node, m.BlockNode) and node.id]
    taken: dict[str, m.BlockNode] = {}
    for ident, node in authors:
        if ident in taken and taken[ident].at != node.at:
            message = f"`{ident}` is also the id of line {taken[ident].at.line}"
            problems.add(ProblemCode.DUPLICATE_ID, message, node.at, "give one of them another id")
        taken.setdefault(ident, node)
    given = set[str]()
    repeats = Counter[str]()
    numbers = Counter[str]()

    def change(node: m.Node, around: tuple[Seen, bool]) -> tuple[m.Node, tuple[Seen, bool]]:
        seen, inside = audience(node, around[0], inside=around[1])
        if not isinstance(node, m.BlockNode):
            return node, (seen, inside)
        base = ident = node.id or _id_of_content(node)
        while ident in given or (ident in taken and ident != node.id):
            repeats[base] += 1
            ident = f"{base}-{repeats[base] + 1}"
        given.add(ident)
        named = replace(node, id=ident)
        series = _series(named)
        if series and (seen & HELD_BY_PARTICIPANTS or series not in {"table", "figure"}):
            numbers[series] += 1
            named = replace(named, number=numbers[series])  # type: ignore[call-arg]  # _series picks those that have one
        return named, (seen, inside)

    return m.rewrite_blocks(body, change, (ALL, False))


def _series(node: m.BlockNode) -> str:
    """Return the series that a block is counted in, or ""."""
    match node:
        case m.Activity():
            return "activity"
        case m.Check():
            return "question"
        case m.Table(caption=caption) if caption:
            return "table"
        case m.Figure(caption=caption) if caption:
            return "figure"
        case m.Chart():
            return "figure"
        case _:
            return ""


def _id_of_content(node: m.BlockNode) -> str:
    """Return an id made of a topic's heading, or of the kind and words of any other block."""
    if isinstance(node, m.Topic | m.Part):
        return slug(m.plain(*node.title)) or "topic"
    kind = kebab_case(type(node).__name__)
    words = m.plain(*node.question) if isinstance(node, m.Check) else m.plain(node)
    return f"{kind}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
