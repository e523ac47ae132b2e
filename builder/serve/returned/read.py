"""Comparing a file that somebody dropped, run in a process of its own: a stranger's file, with the course as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.reports.printable import printable_lines
from builder.core.source import NOWHERE, SOURCE_BYTES, Span, Unreadable, decode
from builder.engine.reading.loading import load_checking
from builder.engine.reading.opening import UnusableCourseError, open_course
from builder.importing.office import OfficeFile
from builder.model.course import Course
from builder.returning.deck.change import APPLIES, CONFLICT, KINDS, Change
from builder.returning.deck.find import ForeignDeckError, OpenedModule, compare_deck, open_module, record_of
from builder.returning.deck.reading import ReturnedDeck, UnusableDeckError, read_deck
from builder.returning.edits import unified_diff
from builder.returning.review.findings import ReviewFinding
from builder.returning.review.home import ForeignCopyError, HomeCopy, bring_home
from builder.serve.returned.blocks import (
    MarkedPiece,
    PlacedChange,
    RefusedFile,
    ReturnedFile,
    ShownChange,
    State,
    excerpt,
    group_by_place,
    mark_differences,
    with_counts,
)
from builder.slides.record.made import made_slide
from builder.theme.theme import Theme


@dataclass(frozen=True)
class ReturnedRequest:
    """A file to compare with the course at `root`. `theme` is the name of a theme, "" for the course's; `day` that of undated modules."""

    root: Path
    theme: str
    data: bytes
    day: date | None = None


def load_comparing() -> None:
    """Import what comparing needs, before a process is confined."""
    load_checking()
    import_module("builder.writers.docx.write")


def compare_file(request: ReturnedRequest) -> ReturnedFile | RefusedFile:
    """Return what a file would change in the source, or why that cannot be told."""
    folder = Folder(request.root)
    try:
        deck = _is_deck(request.data)
        course, theme, _ = open_course(folder, request.theme or None)
        return with_counts((_deck if deck else _copy)(folder, course, theme, request.data, request.day))
    except UnusableCourseError:
        return RefusedFile(
            "the course cannot be read as it is now, so nothing can be compared with it",
            "`coursewright check` says what is wrong",
        )
    except Unreadable as error:
        return RefusedFile(excerpt(error.reason), excerpt(error.hint), foreign=isinstance(error, ForeignCopyError))
    except UnusableDeckError as error:
        return RefusedFile(excerpt(str(error)), foreign=isinstance(error, ForeignDeckError))


def _is_deck(data: bytes) -> bool:
    """Say whether a file is a .pptx; else it is a .docx. Raises Unreadable for anything else."""
    if not data or data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):  # ZIP, or [MS-CFB]: of before 2007, or encrypted
        names = OfficeFile(data, "a PowerPoint or Word file").names
        for start, deck in (("ppt/", True), ("word/", False)):
            if any(name.startswith(start) for name in names):
                return deck
    raise ForeignCopyError("it is neither a .pptx nor a .docx")


def _lines(folder: Folder, path: str) -> tuple[str, ...]:
    try:
        return tuple(decode(folder.data(path, SOURCE_BYTES)).split("\n"))
    except (OSError, ValueError, Unreadable):
        return ()


# ── decks


def _deck(folder: Folder, course: Course, theme: Theme, data: bytes, day: date | None) -> ReturnedFile:
    deck = read_deck(data)
    made = record_of(deck)
    opened = open_module(folder, course, theme, made.origin, day)
    found = compare_deck(deck, made, opened)
    placed = _place_changes(found.changes, deck, opened)
    blocks = group_by_place(placed, found.path, cache(lambda path: _lines(folder, path)))
    patch = unified_diff(found.path, found.data, found.new)
    return ReturnedFile(
        "deck", opened.name, tuple(map(excerpt, found.remarks)), blocks, printable_lines(patch), (0, 0, 0, 0)
    )


def _place_changes(changes: tuple[Change, ...], deck: ReturnedDeck, opened: OpenedModule) -> Iterator[PlacedChange]:
    """Yield the changes of a deck with their places, and the slides that the source makes there."""
    by_line: dict[tuple[str, int], str] = {}
    for slide in opened.now.slides:
        by_line.setdefault((slide.at.path, slide.at.line), slide.made.id)
        for told in slide.told.values():
            for one in told:
                by_line.setdefault((one.at.path, one.at.line), one.slide)
    ours = {slide.made.id for slide in opened.now.slides}
    for change in changes:
        back = made_slide(deck.slides[change.slide - 1]).id if 0 < change.slide <= len(deck.slides) else ""
        slide_id = back if back in ours else by_line.get((change.at.path, change.at.line), "")
        state: State = "applies" if change.state == APPLIES else "conflict" if change.state == CONFLICT else "listed"
        yield PlacedChange(
            change.at if change.at.path else NOWHERE,
            ShownChange(
                state,
                KINDS[change.kind],
                excerpt(change.where),
                change.slide,
                _words_of(change),
                excerpt(change.source),
                excerpt(change.why),
            ),
            slide=slide_id,
            title=change.title,
        )


def _words_of(change: Change) -> tuple[MarkedPiece, ...]:
    """Return the words of a change. Where those that were made are not known any more, none of what came back is marked."""
    if change.source and not change.old:
        return (MarkedPiece("same", excerpt(change.new)),)
    return mark_differences(change.old, change.new)


# ── copies for reviewers


def _copy(folder: Folder, course: Course, theme: Theme, data: bytes, day: date | None) -> ReturnedFile:
    home = bring_home(folder, course, theme, data, day, authors=False)
    path = f"modules/{home.name}/module.md"
    older = "the source has changed since this copy was made: what concerns changed passages is listed, and not applied"
    blocks = group_by_place(_findings(home), path, cache(lambda name: _lines(folder, name)))
    remarks = (older,) if home.older else ()
    return ReturnedFile("copy", home.name, remarks, blocks, printable_lines(home.patch), (0, 0, 0, 0))


def _findings(home: HomeCopy) -> Iterator[PlacedChange]:
    """Yield what a reviewer did: the changes of one passage as one, a comment with its answers."""
    idents = {one.ident for one in home.findings if one.kind == "comment"}
    words = {name: (old, new) for name, old, new in home.words}
    told: set[str] = set()
    for one in home.findings:
        if one.kind == "comment" and one.answers in idents:
            continue
        if _is_words(one) and one.passage in words:
            if one.passage not in told:
                told.add(one.passage)
                yield _put(home, one, _change(one, *words[one.passage]))
        elif one.kind == "comment":
            replies = tuple(
                excerpt(other.new) for other in home.findings if other.answers and other.answers == one.ident
            )
            pieces = mark_differences("", one.new)
            yield _put(
                home, one, ShownChange("comment", pieces=pieces, on=excerpt(one.old), replies=replies, done=one.done)
            )
        elif one.kind == "answer":
            yield _put(home, one, ShownChange("answer", pieces=mark_differences("", one.new), on=excerpt(one.old)))
        else:
            yield _put(home, one, _change(one, one.old, one.new))


def _is_words(one: ReviewFinding) -> bool:
    return one.kind in {"replaced", "inserted", "deleted", "moved"}


_DONE = {
    "replaced": "words changed",
    "inserted": "words added",
    "deleted": "words deleted",
    "moved": "words moved",
    "look": "formatting changed",
}


def _change(one: ReviewFinding, old: str, new: str) -> ShownChange:
    applied = one.state == "applied"
    if one.kind == "look":
        new = old
    what = (
        _DONE[one.kind]
        if old or new
        else "a paragraph was divided"
        if one.kind == "inserted"
        else "two paragraphs were joined"
    )
    return ShownChange(
        "applies" if applied else "listed",
        what,
        pieces=mark_differences(old, new),
        why="" if applied else excerpt(one.state),
    )


def _put(home: HomeCopy, one: ReviewFinding, change: ShownChange) -> PlacedChange:
    at = (
        one.at
        if one.at.path
        else Span(f"modules/{home.name}/module.md", one.line, 1, one.line)
        if one.line
        else NOWHERE
    )
    return PlacedChange(at, change, block=one.block)
