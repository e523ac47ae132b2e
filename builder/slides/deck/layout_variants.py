"""Variants of layouts for slides with little on them: smaller boxes, at other places, and larger type.

A variant has the slots of the layout that it varies, under the same numbers, so that a slide keeps its words when it goes
from one to the other. A deck's outline never names one: fitting takes the smallest in which a slide's content has room.
"""

from __future__ import annotations

VARIANTS = {
    "content": ("content-little",),
    "definition": ("definition-little",),
    "quote": ("quote-little", "quote-half"),
    "question-open": ("question-open-little",),
    "answer-open": ("answer-open-little", "answer-open-half"),
    "activity": ("activity-little", "activity-half"),
    "discussion": ("discussion-little", "discussion-half"),
    "key-points": ("key-points-little",),
    "table": ("table-little", "table-half", "table-most"),
    "image": ("image-large",),
    "chart": ("chart-large",),
    **{f"panels-{n}": (f"panels-{n}-little", f"panels-{n}-half", f"panels-{n}-most") for n in (2, 3, 4)},
    **{f"panels-{n}": (f"panels-{n}-little",) for n in (5, 6)},
    **{f"steps-{n}": (f"steps-{n}-little", f"steps-{n}-half", f"steps-{n}-most") for n in (2, 3)},
    "steps-4": ("steps-4-little", "steps-4-half"),
    **{f"timeline-{n}": (f"timeline-{n}-little",) for n in (2, 3, 4)},
    "versus": ("versus-little", "versus-half", "versus-most"),
}
"""Our layouts → their variants, the one with the least room for text first."""

_VARIED = {variant: name for name, variants in VARIANTS.items() for variant in variants}


def varied(name: str) -> str:
    """Return the layout that a variant varies; any other layout is its own."""
    return _VARIED.get(name, name)
