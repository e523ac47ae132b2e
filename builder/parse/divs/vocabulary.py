"""The names of divs and attributes: what each name builds, other tools' names for it, and whom it restricts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from builder.core.nearest import nearest_name
from builder.model import module as m
from builder.parse.audiences.words import restricting_word
from builder.parse.divs import fields
from builder.parse.divs.contact import make_contact
from builder.parse.divs.forms import make_number, make_panels, make_scale, make_steps, make_timeline, make_versus
from builder.parse.divs.grids import make_fill, make_matrix
from builder.parse.divs.insert import make_local, make_use
from builder.parse.divs.layout import make_chart, make_column, make_columns
from builder.parse.divs.questions.check import ATTRIBUTES, make_check
from builder.parse.divs.script import make_notes
from builder.parse.divs.source import Maker
from builder.parse.divs.teaching import (
    make_activity,
    make_cards,
    make_container,
    make_discussion,
    make_quote,
    make_reflection,
)

COMMON = frozenset({"lang", "from", "below", "keep-with", "audience"})
"""Attributes that every div has."""

ICONED = frozenset(
    "objectives keypoints activity discussion scenario reflection definition note caution content-note quote resources local".split()
)
"""Names of blocks that may have an icon: those with a title or a word for what they are."""

AUDIENCES = {"participants": None, "all": None, "facilitator": m.Facilitator, "facilitators": m.Facilitator}
"""Values of `audience="…"`. Any other value restricts the block to the guide, so that a typo never leaks text."""

ALIASES = {
    "challenge": "activity",
    "solution": "answer",
    "instructor": "facilitator",
    "questions": "discussion",
    "prereq": "note",
    "callout": "note",
    "checklist": "note",
    "testimonial": "quote",
    "spoiler": "note",
    "keypoint": "keypoints",
    "objective": "objectives",
    "speaker-notes": "notes",
}
"""Div names of The Carpentries and other tools, with the nearest name here."""

FOR_FACILITATORS = ("facilitator", "notes", "answer", "check")
"""Names of which a misspelling is kept for the guide alone, so that nothing meant for facilitators leaks."""

_NONE: frozenset[str] = frozenset()

MAKERS: dict[str, tuple[Maker, frozenset[str]]] = {
    "objectives": (make_container(m.Objectives), _NONE),
    "keypoints": (make_container(m.KeyPoints), _NONE),
    "activity": (make_activity, frozenset({"time", "group", "materials", "objective"})),
    "discussion": (make_discussion, frozenset({"time", "group"})),
    "scenario": (make_container(m.Scenario), _NONE),
    "cards": (make_cards, frozenset({"backs"})),
    "check": (make_check, ATTRIBUTES),
    "answer": (make_container(m.Answer), _NONE),
    "reflection": (make_reflection, frozenset({"lines"})),
    "fill": (make_fill, frozenset({"rows"})),
    "form": (fields.make_form, fields.ATTRIBUTES),
    "matrix": (make_matrix, _NONE),
    "definition": (make_container(m.Definition), _NONE),
    "note": (make_container(m.Note), _NONE),
    "caution": (make_container(m.Caution), _NONE),
    "content-note": (make_container(m.ContentNote), _NONE),
    "quote": (make_quote, _NONE),
    "notes": (make_notes, _NONE),
    "facilitator": (make_container(m.Facilitator), _NONE),
    "handout": (make_container(m.HandoutOnly), _NONE),
    "slide": (make_container(m.SlideOnly), _NONE),
    "columns": (make_columns, _NONE),
    "column": (make_column, frozenset({"width"})),
    "panels": (make_panels, frozenset({"icons", "caveat"})),
    "steps": (make_steps, frozenset({"caveat"})),
    "versus": (make_versus, frozenset({"caveat"})),
    "timeline": (make_timeline, frozenset({"caveat"})),
    "scale": (make_scale, frozenset({"caveat"})),
    "number": (make_number, frozenset({"value", "of", "source", "caveat"})),
    "chart": (make_chart, frozenset({"kind", "data", "source", "caveat", "alt"})),
    "resources": (make_container(m.Resources), _NONE),
    "contact": (make_contact, _NONE),
    "local": (make_local, frozenset({"lines"})),
    "use": (make_use, frozenset({"ref", "slides"})),
}
"""The vocabulary: name → (maker, attributes of its own)."""

SHOWN = "shown"
"""What a div of another tool is read as that only says where on a screen something stands: its blocks stay, without it."""

RESTRICTING: dict[str, type[m.Facilitator | m.Notes | m.Answer | m.HandoutOnly | m.SlideOnly]] = {
    "facilitator": m.Facilitator,
    "notes": m.Notes,
    "answer": m.Answer,
    "handout": m.HandoutOnly,
    "slide": m.SlideOnly,
}
"""Names that restrict the audience: next to another name, their block is put around the other's."""


@lru_cache(maxsize=1024)
def known_name(written: str) -> str:
    """Return the name in the vocabulary that a div's class stands for, in any letter case and width, or ""."""
    name = unicodedata.normalize("NFKC", written).casefold().replace("_", "-")
    name = ALIASES.get(name, name)
    return name if name in MAKERS or name == SHOWN else ""


def closes(written: str) -> bool:
    """Say whether a div's class is not in the vocabulary and keeps its content for the guide alone."""
    return not known_name(written) and (bool(restricting_word(written)) or nearest(written) in FOR_FACILITATORS)


@lru_cache(maxsize=1024)
def nearest(written: str) -> str:
    """Return the name in the vocabulary that an unknown class is most like, as the vocabulary names it, or ""."""
    best = nearest_name(written, [*MAKERS, *ALIASES])
    return ALIASES.get(best, best)
