"""Edits of several changes made to fit together: what is inserted at one place becomes one insertion, in the deck's order."""

from __future__ import annotations

from collections.abc import Sequence

from builder.core.frozen import replace
from builder.returning.deck.change import APPLIES, CONFLICT, Change
from builder.returning.edits import SourceEdit, SourceFile

_LINES = frozenset({"added", "deleted", "moved", "row-added", "row-deleted"})
"""Changes of whole lines. Words that are typed at one place in two ways exclude each other; lines follow each other."""


def merged(changes: Sequence[Change]) -> list[Change]:
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
