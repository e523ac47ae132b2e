"""Ids and numbers, given once on the whole module, so that they are the same in every edition, size and length."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter

from builder.core.frozen import replace
from builder.core.names import kebab_case
from builder.core.problems import Code, Problems
from builder.model import module as m


def slug(text: str) -> str:
    """Return text as an id: lower case, words joined by hyphens, letters of any script kept."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^\w]+", "-", plain).strip("-_")[:60].strip("-")


def identify(body: tuple[m.Block, ...], problems: Problems) -> tuple[m.Block, ...]:
    """Return blocks in which every block has a unique id, and activities, questions, tables and figures a number.

    An author's id stands; a topic's is made from its heading; any other is a hash of kind and words, so that it
    stays the same when blocks around it change. Two author's ids that are equal are a problem `duplicate-id`.
    Tables and figures for facilitators alone have no number: what participants hold counts from one.
    """
    authors = [(node.id, node) for node in m.walk(*body) if isinstance(node, m.BlockNode) and node.id]
    taken: dict[str, m.BlockNode] = {}
    for ident, node in authors:
        if ident in taken and taken[ident].at != node.at:
            message = f"`{ident}` is also the id of line {taken[ident].at.line}"
            problems.add(Code.DUPLICATE_ID, message, node.at, "give one of them another id")
        taken.setdefault(ident, node)
    given = set[str]()
    again = Counter[str]()
    numbers = Counter[str]()

    def change(node: m.Node, hidden: bool) -> tuple[m.Node, bool]:
        if not isinstance(node, m.BlockNode):
            return node, hidden
        hidden = hidden or _is_hidden(node)
        base = ident = node.id or _made(node)
        while ident in given or (ident in taken and ident != node.id):
            again[base] += 1
            ident = f"{base}-{again[base] + 1}"
        given.add(ident)
        named = replace(node, id=ident)
        kind = _numbered(named)
        if kind and not (hidden and kind in {"table", "figure"}):
            numbers[kind] += 1
            named = replace(named, number=numbers[kind])  # type: ignore[call-arg]  # _numbered picks those that have one
        return named, hidden

    return m.rewrite_blocks(body, change, context=False)


def _is_hidden(node: m.BlockNode) -> bool:
    """Say whether a block is for facilitators alone."""
    return isinstance(node, m.Facilitator | m.Answer | m.Notes) or (
        isinstance(node, m.Topic) and node.audience in {"facilitator", "notes"}
    )


def _numbered(node: m.BlockNode) -> str:
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


def _made(node: m.BlockNode) -> str:
    if isinstance(node, m.Topic | m.Part):
        return slug(m.plain(*node.title)) or "topic"
    kind = kebab_case(type(node).__name__)
    words = m.plain(*node.question) if isinstance(node, m.Check) else m.plain(node)
    return f"{kind}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
