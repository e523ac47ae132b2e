"""What a file that came back would change, in the order of the source: values for the page, all of their text made safe to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from builder.core.frozen import dataclass, replace
from builder.core.reports.printable import printable, printable_lines
from builder.core.source import Span
from builder.returning.spans import hunks, token_spans

MOST_BLOCKS = 400
"""Blocks that a page shows; the command lists all."""

MOST_TEXT = 3_000
"""Characters of a text that are shown, and the longest texts that are compared word by word."""

MOST_LINES = 12
"""Lines of the source that are shown of a block."""

Part = Literal["same", "deleted", "inserted"]
State = Literal["applies", "listed", "conflict", "comment", "answer"]


@dataclass(frozen=True)
class MarkedPiece:
    """A piece of a text, and whether it stands in both versions, the old one alone, or the new one alone."""

    part: Part
    text: str


@dataclass(frozen=True)
class ShownChange:
    """A change, or a comment, in a block.

    `what` says which kind of change, `where` the part of the slide, `slide` its number in the file, 0 for none. `pieces` are the
    words with what was deleted and inserted, `now` those of the source where that is something else. `why` says what a person has to
    know. Of a comment, `on` are the words that it is about, `replies` its answers; `done`: its writer has resolved it.
    """

    state: State
    what: str = ""
    where: str = ""
    slide: int = 0
    pieces: tuple[MarkedPiece, ...] = ()
    now: str = ""
    why: str = ""
    on: str = ""
    replies: tuple[str, ...] = ()
    done: bool = False


@dataclass(frozen=True)
class ShownBlock:
    """A place of the source with all that concerns it. `path` is "" for what has no place; `source` are the lines there.

    `block` is the id of the block, `slide` that of the slide which the source makes of it, each "" where it is not known; `title` is
    that slide's.
    """

    path: str
    line: int
    source: str
    block: str
    slide: str
    title: str
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True)
class ReturnedFile:
    """A deck or a copy for reviewers, compared with the source of `module`, a folder of the course.

    `remarks` are lines about the whole; of the blocks, `unshown` are left out. `patch` is a unified diff, "" for none.
    """

    kind: Literal["deck", "copy"]
    module: str
    remarks: tuple[str, ...]
    blocks: tuple[ShownBlock, ...]
    patch: str
    counts: tuple[int, int, int, int]
    unshown: int = 0


@dataclass(frozen=True)
class RefusedFile:
    """A file that cannot be compared: why, and what can be done. `foreign`: a file of others, which `import` may bring in."""

    reason: str
    hint: str = ""
    foreign: bool = False


def excerpt(text: str) -> str:
    """Return text of others as the page shows it, shortened."""
    return printable_lines(text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]} …")


def mark_differences(old: str, new: str) -> tuple[MarkedPiece, ...]:
    """Return two texts as one, with the words that only one of them has."""
    return tuple(piece for piece in _pieces(excerpt(old), excerpt(new)) if piece.text)


def _pieces(old: str, new: str) -> Iterator[MarkedPiece]:
    if not old or not new or max(len(old), len(new)) > MOST_TEXT:
        yield from (MarkedPiece("deleted", old), MarkedPiece("inserted", new))
        return
    ours, theirs = token_spans(old), token_spans(new)
    at, some = 0, False
    for i1, i2, j1, j2 in hunks(old, new):
        some = True
        start = theirs[j1][0] if j2 > j1 else theirs[j1 - 1][1] if j1 else 0
        end = theirs[j2 - 1][1] if j2 > j1 else start
        before = (ours[i1][0] if j2 > j1 or not i1 else ours[i1 - 1][1]) if i2 > i1 else 0
        yield MarkedPiece("same", new[at:start])
        yield MarkedPiece("deleted", old[before : ours[i2 - 1][1]] if i2 > i1 else "")
        yield MarkedPiece("inserted", new[start:end])
        at = end
    if not some and old != new:  # only spaces differ
        yield from (MarkedPiece("deleted", old), MarkedPiece("inserted", new))
        return
    yield MarkedPiece("same", new[at:])


@dataclass(frozen=True)
class PlacedChange:
    """A change with its place in the source, and the ids of its block and of the slide made of it, "" where they are not known."""

    at: Span
    change: ShownChange
    block: str = ""
    slide: str = ""
    title: str = ""


def group_by_place(
    found: Iterable[PlacedChange], path: str, lines_of: Callable[[str], tuple[str, ...]]
) -> tuple[ShownBlock, ...]:
    """Return changes by their place: those of the module's own file `path` first, what has no place last, each in their order.

    `lines_of` returns the lines of a file of the course.
    """
    groups: dict[tuple[str, int, str], list[PlacedChange]] = {}
    for one in found:
        loose = "" if one.at.path else f"{one.change.slide:06} {one.slide}"
        groups.setdefault((one.at.path, one.at.line if one.at.path else 0, loose), []).append(one)
    order = sorted(groups, key=lambda key: (not key[0], key[0] != path, key))
    return tuple(_block(key[0], key[1], groups[key], lines_of) for key in order)


def _block(path: str, line: int, found: list[PlacedChange], lines_of: Callable[[str], tuple[str, ...]]) -> ShownBlock:
    last = max(line, *(one.at.end_line for one in found))
    lines = lines_of(path)[line - 1 : min(last, line - 1 + MOST_LINES)] if path else ()
    source = "\n".join(lines)
    first: Callable[[Callable[[PlacedChange], str]], str] = lambda of: next(filter(None, map(of, found)), "")  # noqa: E731
    return ShownBlock(
        printable(path),
        line,
        "" if source.strip() == "---" else excerpt(source),
        first(lambda one: one.block),
        first(lambda one: one.slide),
        first(lambda one: printable(one.title)),
        tuple(one.change for one in found),
    )


def with_counts(file: ReturnedFile) -> ReturnedFile:
    """Return a file with the numbers of its changes that apply, are listed, are in conflict, and of its remarks; its first blocks."""
    states = [change.state for block in file.blocks for change in block.changes]
    applies, listed, conflicts = (states.count(state) for state in ("applies", "listed", "conflict"))
    counts = applies, listed, conflicts, len(states) - applies - listed - conflicts
    return replace(
        file, counts=counts, blocks=file.blocks[:MOST_BLOCKS], unshown=max(0, len(file.blocks) - MOST_BLOCKS)
    )
