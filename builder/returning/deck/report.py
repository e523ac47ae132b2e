"""What came of a deck, as lines for people and as rows for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from builder.returning.deck.change import APPLIES, CONFLICT, KINDS, Change
from builder.returning.deck.find import DeckChanges
from builder.returning.edits import unified_diff


def rows(found: DeckChanges) -> dict[str, object]:
    """Return what was found as JSON: the deck's origin, remarks, changes, and the patch."""
    origin = found.origin
    return {
        "module": origin.module,
        "version": origin.version,
        "edition": origin.edition,
        "language": origin.lang,
        "minutes": int(origin.minutes) if origin.minutes.isdecimal() else None,
        "source": found.path,
        "remarks": list(found.remarks),
        "changes": [_row(change) for change in found.changes],
        "patch": unified_diff(found.path, found.data, found.new),
    }


def _row(change: Change) -> dict[str, object]:
    at = change.at
    return {
        "kind": change.kind,
        "state": change.state,
        "slide": change.slide or None,
        "title": change.title,
        "where": change.where,
        "old": change.old,
        "new": change.new,
        "source": change.source,
        "why": change.why,
        "path": at.path,
        "line": at.line if at.path else None,
    }


def lines(found: DeckChanges) -> Iterator[str]:
    """Yield what was found as lines for people, by slide: first what can be applied, then what a person has to do."""
    origin = found.origin
    about = ", ".join(filter(None, (f"version {origin.version}" if origin.version else "", origin.lang)))
    length = f", {origin.minutes} minutes" if origin.minutes else ""
    yield f"Deck of {origin.module} ({about}{length}), compared with {found.path}"
    yield from (f"  note: {remark}" for remark in found.remarks)
    last: tuple[int, str] | None = None
    for change in found.changes:
        if (change.slide, change.title) != last:
            last = (change.slide, change.title)
            named = f", “{change.title}”" if change.title else ""
            yield ""
            yield (
                f"Slide {change.slide}{named}"
                if change.slide
                else f"No longer in the deck{named}"
                if named
                else "The whole deck"
            )
        yield from _lines(change)


def _lines(change: Change) -> Iterator[str]:
    at = f"  {change.at.path}:{change.at.line}" if change.at.path else ""
    where = f" ({change.where})" if change.where else ""
    mark = {APPLIES: "", CONFLICT: "CONFLICT: "}.get(change.state, "for you: ")
    yield f"  {mark}{KINDS[change.kind]}{where}{at}"
    for sign, words in (("-", change.old), ("+", change.new)):
        yield from (f"    {sign} {line}" for line in words.split("\n") if words)
    if change.source:
        yield f"    = {change.source}   (the source now)"
    if change.why:
        yield f"    {change.why}"


def counts(found: DeckChanges) -> tuple[int, int, int]:
    """Return how many changes there are for the source, for a person, and in conflict."""
    states = Counter(change.state for change in found.changes)
    return states[APPLIES], len(found.changes) - states[APPLIES] - states[CONFLICT], states[CONFLICT]
