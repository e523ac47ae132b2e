"""The module on one sheet of paper: in which order its blocks stand there, and what to shorten when it grows too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder import model as m
from builder.problems import Code, Problems
from builder.source import Span
from builder.writers.gather import word_count

SIDES = 2
"""Pages that a sheet of paper has."""

NAMED = 3
"""How many of its longest blocks a sheet that is too long is told of."""


@dataclass(frozen=True)
class Arranged:
    """The blocks of a sheet: what to keep stands first, then what words mean and what must be known, then where to turn."""

    keep: tuple[m.Block, ...]
    know: tuple[m.Block, ...]
    turn: tuple[m.Block, ...]


def arranged(module: m.Module) -> Arranged:
    """Return the blocks of a module as selected for the sheet, without its parts and topics."""
    keep, know, turn = [], [], []
    for block in _unwrapped(module.body):
        if isinstance(block, m.KeyPoints):
            keep.append(block)
        elif any(isinstance(node, m.Resources | m.Local) for node in m.walk(block)):
            turn.append(block)
        else:
            know.append(block)
    return Arranged(tuple(keep), tuple(know), tuple(turn))


def _unwrapped(blocks: tuple[m.Block, ...]) -> Iterator[m.Block]:
    """Yield the blocks in what only arranges them."""
    for block in blocks:
        match block:
            case m.Part() | m.Topic() | m.Column():
                yield from _unwrapped(block.body)
            case m.Columns():
                yield from _unwrapped(block.columns)
            case _:
                yield block


def report_long_sheet(module: m.Module, pages: int, problems: Problems) -> None:
    """Warn when a sheet has more than two sides, and name its longest blocks: those are worth shortening."""
    if pages <= SIDES:
        return
    blocks = sorted(_unwrapped(module.body), key=lambda block: -word_count(block))[:NAMED]
    named = ", ".join(f"`{block.id}` ({word_count(block)} words, {_place(block)})" for block in blocks)
    at = blocks[0].at if blocks[0].at.path == module.path else Span(module.path)
    problems.add(
        Code.SHEET_TOO_LONG,
        f"the sheet has {pages} pages; one sheet of paper has two",
        at,
        f"shorten its longest blocks: {named}",
    )


def _place(block: m.Block) -> str:
    return f"{block.at.path}:{block.at.line}" if block.at.path else "no line"
