"""Rules for every course about sessions of other lengths: what is for sessions that there are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.check.lessons.objectives import objective_place
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.transform.lengths import cut

Limits = tuple[int, int]
"""The shortest session that has something, and the one below which every session is that has it, 0 for none; minutes."""

_ANY: Limits = (0, 0)


def sessions_of(module: m.Module) -> Iterator[tuple[int | None, m.Module]]:
    """Yield a module's sessions with their minutes: the whole, None, and those of `lengths` of its front matter that can be made."""
    whole = module.meta.minutes
    for minutes in (None, *(length for length in sorted(module.meta.lengths) if not whole or length < whole)):
        if session := cut(module, minutes, Problems()):
            yield minutes, session


def session_place(problems: Problems, module: m.Module, minutes: int | None) -> Span:
    """Return where the front matter says how long a session is: in `lengths:`, or for the whole module in `duration:`."""
    if minutes is not None:
        return length_place(problems, module, minutes)
    source = problems.sources.get(module.path)
    lines = source.lines if source else ()
    line = next((n for n, text in enumerate(lines, 1) if re.match(r"(duration|teaching|title)\s*:", text)), 1)
    line = next((n for n, text in enumerate(lines, 1) if re.match(r"duration\s*:", text)), line)
    return source.whole_line(line) if source else Span(module.path)


def never_shown(module: m.Module, problems: Problems) -> None:
    """Report blocks, objectives and words of the front matter that no session has, or that the module is too short for."""
    whole = module.meta.minutes
    for node, limits in _limited(module):
        _report(limits, (node.from_minutes, node.below_minutes), whole, "this", node.at, problems)
    for one in module.meta.objectives:
        own = one.from_minutes, one.below_minutes
        if own != _ANY:
            at = objective_place(problems, module, one)
            _report(own, own, whole, f"objective {one.number}", at, problems)
    for length in module.meta.lengths:
        if whole and length >= whole:
            message = f"the whole module takes {whole} minutes, so that no shorter session takes {length}"
            hint = "say it in `description:` of the whole module, or correct the length"
            problems.add(ProblemCode.NEVER_SHOWN, message, length_place(problems, module, length), hint)


def _report(limits: Limits, own: Limits, whole: int | None, what: str, at: Span, problems: Problems) -> None:
    start, below = limits
    if below and max(start, 1) >= below:
        message = (
            f"{what} is for sessions of {max(start, 1)} minutes or more that are shorter than {below}: there are none"
        )
        hint = "take `from=` or `below=` off it, or off what it stands in"
    elif own[1] and whole and own[1] > whole:
        message = f"{what} is for sessions shorter than {own[1]} minutes, and the whole module, which does without it, takes {whole}"
        hint = f"give `below` at most {whole}, or take it off"
    else:
        return
    problems.add(ProblemCode.NEVER_SHOWN, message, at, hint)


def _limited(module: m.Module) -> Iterator[tuple[m.BlockNode, Limits]]:
    """Yield the blocks that have limits or are tied, each with those of all around it; what stands in one without sessions is left out."""
    known: dict[str, Limits] = {}
    found: list[tuple[m.BlockNode, Limits, Limits]] = []

    def look(node: m.Node, around: Limits) -> tuple[m.Node, Limits]:
        if not isinstance(node, m.BlockNode):
            return node, around
        own = _ANY if node.keep_with else (node.from_minutes, node.below_minutes)
        inside = _both(around, own)
        known[node.id] = inside
        if own != _ANY or node.keep_with:
            found.append((node, inside, around))
        return node, inside

    m.rewrite_blocks(module.body, look, _ANY)
    for node, inside, around in found:
        limits = _both(inside, known.get(node.keep_with, _ANY)) if node.keep_with else inside
        if not _is_empty(around):
            yield node, limits


def _both(one: Limits, other: Limits) -> Limits:
    return max(one[0], other[0]), min(filter(None, (one[1], other[1])), default=0)


def _is_empty(limits: Limits) -> bool:
    return bool(limits[1]) and max(limits[0], 1) >= limits[1]


def length_place(problems: Problems, module: m.Module, length: int) -> Span:
    """Return the place of a length in the front matter, or of `lengths:`."""
    source = problems.sources.get(module.path)
    if source is None:
        return Span(module.path)
    start = next((n for n, text in enumerate(source.lines, 1) if re.match(r"lengths\s*:", text)), 1)
    for number in range(start, len(source.lines) + 1):
        if found := re.search(rf"(?<!\d){length}(?!\d)", source.line(number)):
            return source.find(number, found[0])
        if number > start and not source.line(number).startswith((" ", "\t", "#")):
            break
    return source.find(start, "lengths")
