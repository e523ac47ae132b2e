"""Forms on slides: the slots that hold their pieces, and the plain list that can stand in their place.

A piece has its head at level 0 (role `HEAD`), text under it at level 1, and sub-points at level 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.core.frozen import replace
from builder.slides.deck.deck import Run, SlideLine

HEAD = "head"
"""Role of the line that names a piece of a form: bold wherever it stands."""

_PIECE = re.compile(r"(?:panel|step|side|event|stop|contact)-[1-9]")
_NUMERAL = re.compile(r"numeral-[1-9]")


def is_piece(slot: str) -> bool:
    """Say whether a slot holds a piece of a form."""
    return _PIECE.fullmatch(slot) is not None


def is_numeral(slot: str) -> bool:
    """Say whether a slot holds the number of a piece, which stands in the slot after it."""
    return _NUMERAL.fullmatch(slot) is not None


def kind_of(layout: str) -> str:
    """Return what layouts for pieces of one kind have in common, `panels` of `panels-3`; the name of any other layout."""
    kind, _, count = layout.rpartition("-")
    return kind if count.isdigit() else layout


def in_row(lines: tuple[SlideLine, ...]) -> tuple[SlideLine, ...]:
    """Return the lines of a piece with its head in bold at the beginning of the text under it, for layouts with a row a piece."""
    if len(lines) < 2 or lines[0].role != HEAD or lines[1].bullet or lines[1].role != "body":
        return lines
    head, text, *more = lines
    runs = (*(replace(run, bold=True) for run in head.runs), Run(" "), *text.runs)
    return (replace(text, runs=runs, keys=tuple(dict.fromkeys((*head.keys, *text.keys)))), *more)


def as_list(pieces: Iterable[tuple[str, tuple[SlideLine, ...]]]) -> tuple[SlideLine, ...]:
    """Return slots of a form with their lines as the lines of one list; sides and services become headings with text under them."""
    found: list[SlideLine] = []
    number = 0
    for slot, lines in pieces:
        if is_numeral(slot):
            number = lines[0].number
        elif slot.startswith(("side-", "contact-")):
            found += _headed(lines)
        else:
            found += _item(lines, number)
    return tuple(found)


def _item(lines: tuple[SlideLine, ...], number: int) -> Iterator[SlideLine]:
    for place, line in enumerate(lines):
        if place:
            yield line
        else:
            yield replace(line, level=0, bullet="number" if number else "disc", number=number, bound=len(lines) > 1)


def _headed(lines: tuple[SlideLine, ...]) -> Iterator[SlideLine]:
    for line in lines:
        if line.role == HEAD:
            yield replace(line, level=0, role="heading", bound=True)
        else:
            yield replace(line, level=max(line.level - 1 - bool(line.bullet), 0))
