"""Edits of several changes made to fit together: what is inserted at one place becomes one insertion, in the deck's order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from builder.core.frozen import replace
from builder.returning.deck.change import APPLIES, CONFLICT, LISTED, Change
from builder.returning.deck.placing.tokens import tokens
from builder.returning.edits import SourceEdit, SourceFile

_LINES = frozenset({"added", "deleted", "moved", "row-added", "row-deleted", "row-moved"})
"""Changes of whole lines. Words that are typed at one place in two ways exclude each other; lines follow each other."""


_WHOLE = frozenset({"added", "deleted", "row-added", "row-deleted", "object-added", "object-deleted", "slide-added"})
_FEW = 4
"""Of so few words and signs, that both places have them may be chance."""

TORN = "it goes with a change that a person has to make: the same words came or went there"


def merge_insertions(changes: Sequence[Change]) -> list[Change]:
    """Return changes in which edits of lines that begin at one place, all but one of them insertions, are one edit of all of them."""
    starts: dict[int, list[SourceEdit]] = {}
    lines = [change for change in changes if change.state == APPLIES and change.kind in _LINES]
    for edit in dict.fromkeys(edit for change in lines for edit in change.edits):
        starts.setdefault(edit.start, []).append(edit)
    whole: dict[SourceEdit, SourceEdit] = {}
    for edits in starts.values():
        longer = [edit for edit in edits if edit.end > edit.start]
        if len(edits) > 1 and len(longer) <= 1 and not any(edit.new for edit in longer):
            base = longer[0] if longer else edits[0]
            one = replace(base, new="".join(edit.new for edit in edits if edit.end == edit.start))
            whole |= dict.fromkeys(edits, one)
    return [
        replace(one, edits=tuple(whole.get(edit, edit) for edit in one.edits)) if one.kind in _LINES else one
        for one in changes
    ]


def without_overlaps(changes: Sequence[Change], file: SourceFile) -> list[Change]:
    """Return changes of which those that concern the same words in different ways are conflicts."""
    edits = [edit for change in changes if change.state == APPLIES for edit in change.edits]
    refused = dict(file.apply(edits).refused)
    found = []
    for change in changes:
        reason = next((refused[edit] for edit in change.edits if edit in refused), "")
        found.append(replace(change, state=CONFLICT, why=reason, edits=()) if reason else change)
    return found


def together(changes: Sequence[Change]) -> list[Change]:
    """Return changes of which those are listed whose words a listed change says in another place.

    Words that somebody cut from one paragraph and pasted into another, or a paragraph divided or joined, are brought home as a whole or not
    at all: else the source would say them twice, or no more.
    """
    found = list(changes)
    while True:
        whole = [one for one in found if one.state != APPLIES and one.kind in _WHOLE]
        torn = [
            n for n, one in enumerate(found) if one.state == APPLIES and any(_is_other_half(one, of) for of in whole)
        ]
        if not torn:
            return found
        for number in torn:
            found[number] = replace(found[number], state=LISTED, why=TORN, edits=())


def _is_other_half(change: Change, of: Change) -> bool:
    """Say whether the words of a paragraph that came are among those that a change takes away, or the other way round."""
    if of.old and of.new:
        return False
    came = bool(of.new)
    gone, new = (Counter(one.word.casefold() for one in tokens(text)) for text in (change.old, change.new))
    words = Counter(one.word.casefold() for one in tokens(of.new or of.old))
    moved = gone - new if came else new - gone
    return (words.total() > 1 and not words - moved) or (moved.total() > _FEW and not moved - words)


def groups(changes: Sequence[Change]) -> list[list[int]]:
    """Return the indexes of changes that apply, in groups that share edits: such are made together or not at all."""
    found: list[list[int]] = []
    owner: dict[SourceEdit, list[int]] = {}
    for number, change in enumerate(changes):
        if change.state != APPLIES:
            continue
        group = next((owner[edit] for edit in change.edits if edit in owner), None)
        if group is None:
            group = []
            found.append(group)
        group.append(number)
        owner |= dict.fromkeys(change.edits, group)
    return found
