"""Variants of layouts for slides with little on them: smaller boxes, at other places, and larger type.

A variant has the slots of the layout that it varies, under the same numbers, so that a slide keeps its words when it goes
from one to the other. A deck's outline never names one: fitting takes the smallest in which a slide's content has room.
"""

from __future__ import annotations

VARIANTS = {
    "content": ("content-least", "content-little"),
    "definition": ("definition-little",),
    "quote": ("quote-little", "quote-half", "quote-most"),
    "question-open": ("question-open-least", "question-open-little"),
    "answer-open": ("answer-open-little", "answer-open-half"),
    "activity": ("activity-little",),
    "discussion": ("discussion-little",),
    "key-points": ("key-points-little",),
    "table": ("table-little", "table-half", "table-most"),
    "image": ("image-large",),
    "chart": ("chart-large",),
    **{f"panels-{n}": (f"panels-{n}-little", f"panels-{n}-half", f"panels-{n}-most") for n in range(2, 7)},
    **{f"steps-{n}": (f"steps-{n}-little", f"steps-{n}-half", f"steps-{n}-most") for n in (2, 3, 4)},
    **{f"scale-{n}": (f"scale-{n}-little",) for n in (3, 4, 5, 6)},
    "timeline-2": ("timeline-2-little", "timeline-2-half"),
    **{f"timeline-{n}": (f"timeline-{n}-little", f"timeline-{n}-half", f"timeline-{n}-rows") for n in (3, 4)},
    **{f"timeline-{n}": (f"timeline-{n}-half", f"timeline-{n}-rows") for n in (5, 6)},
    **{f"contacts-{n}": (f"contacts-{n}-little",) for n in (1, 2)},
    "number": ("number-little",),
    "number-of": ("number-of-little",),
    "versus": ("versus-little", "versus-half", "versus-most"),
}
"""Our layouts → their variants, the one with the least room for text first."""

ROWS = frozenset(f"timeline-{n}-rows" for n in (3, 4, 5, 6))
"""Variants with a row for each piece, on which its head stands before its text."""

_VARIED = {variant: name for name, variants in VARIANTS.items() for variant in variants}


def varied(name: str) -> str:
    """Return the layout that a variant varies; any other layout is its own."""
    return _VARIED.get(name, name)
