"""One thing that a person changed in a deck, or the source since then, and what becomes of it."""

from __future__ import annotations

from builder.core.frozen import dataclass
from builder.core.source import NOWHERE, Span
from builder.returning.edits import SourceEdit

APPLIES, LISTED, CONFLICT = "applies", "listed", "conflict"
"""What becomes of a change: it can be written into module.md; a person has to do it; the source has changed there, too."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change: `kind` says of what (`KINDS`), `slide` is its number in the deck that came back, 0 for a slide that is gone.

    `where` names the part of the slide (title, body, notes, row 2 column 1), `old` and `new` are words as made and as they came
    back; `source` is what the source says now, where that is another thing. `at` is the place in the source, `why` what a person
    has to know, and `edits` what `--apply` writes. `unseen_in` are the editions whose readers do not see that part of the deck.
    """

    kind: str
    slide: int
    title: str
    where: str = ""
    old: str = ""
    new: str = ""
    state: str = LISTED
    why: str = ""
    source: str = ""
    at: Span = NOWHERE
    edits: tuple[SourceEdit, ...] = ()
    unseen_in: frozenset[str] = frozenset()


KINDS = {
    "words": "words changed",
    "added": "paragraph added",
    "deleted": "paragraph deleted",
    "moved": "paragraph moved",
    "row-added": "row added",
    "row-deleted": "row deleted",
    "row-moved": "row moved",
    "table": "table changed",
    "alt": "text alternative changed",
    "slide-added": "slide added",
    "slide-deleted": "slide deleted",
    "slide-moved": "slide moved",
    "hidden": "slide hidden",
    "shown": "slide shown again",
    "picture": "picture changed",
    "picture-added": "picture added",
    "picture-deleted": "picture deleted",
    "chart": "chart changed",
    "object-added": "object added",
    "object-deleted": "object deleted",
    "footer": "footer changed",
    "place": "moved or resized",
    "look": "formatting or link changed",
    "motion": "animation or transition added",
    "extra": "something added that is not compared",
}
"""Every kind of change, with its words."""
