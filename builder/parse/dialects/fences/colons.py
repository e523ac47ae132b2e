"""Divs of Quarto, Pandoc, Docusaurus and the Carpentries' Workbench: names that are boxes elsewhere, and their titles."""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.parse.audiences.words import restricting_word
from builder.parse.dialects.boxes.kinds import KINDS, Kin, nearest_kin
from builder.parse.dialects.translation import Lines, Translation, quoted_value
from builder.parse.divs.vocabulary import ALIASES, MAKERS, RESTRICTING, known_name
from builder.parse.inlines.attributes import Attributes, read_attributes

_CALLOUT = re.compile(r"^callout-(\w+)$")
_TITLED = re.compile(r"^([A-Za-z][\w-]*)(?:\[(.*)\]|[ \t]+([^{}\[\]\"=]+?))?[ \t]*(\{.*\})?$")
_LOOKS = frozenset({"icon", "appearance", "collapse", "style", "width", "height", "top", "left", "right", "bottom"})
"""Attributes that say how a box looks or moves on a screen."""

_FOLDED = frozenset({"hint", "hints"})
"""Boxes of The Carpentries that are folded up until somebody asks for them, and may give an answer away."""

SHOWN_PLAIN = frozenset(
    "panel-tabset incremental nonincremental fragment r-stack r-stretch r-fit-text r-hstack r-vstack column-margin"
    " column-page column-page-right column-page-inset column-body column-body-outset column-screen column-screen-inset"
    " aside smaller scrollable center absolute layout-example group-tab tab tabs tab-set grid row col container footer"
    " absolute panel-sidebar panel-fill panel-center cell cell-output lightbox".split()
)
"""Boxes that say where or when something is shown on a screen: what is in them is shown as it stands."""


def read_colons(translation: Translation, number: int, indent: str, found: re.Match[str], after: Lines) -> Lines:
    """Return the lines for a line of colons that opens or closes a div; `after` are the lines that follow it."""
    info = found[2].strip().strip("\u00a0")
    attributes, title = _read(info)
    if attributes is None:
        return [(number, f"{indent}{found[0]}")]
    title = attributes.values.get("title", title)
    kin, hidden = _kin(translation, number, attributes, title)
    first = _name(attributes)
    if kin is None and ALIASES.get(first) == "note":
        kin = Kin("note")
    shown = translation.titled(number, kin, after) if kin else None
    if kin is None or shown is None or (shown.name == known_name(first) and not shown.title and not title):
        return [(number, f"{indent}{found[0]}")]
    values = {k: v for k, v in attributes.values.items() if k != "title" and not (k in _LOOKS and kin.name != "column")}
    classes = [one for one in attributes.classes if one != first and (known_name(one) or restricting_word(one))]
    if hidden:
        values = {}
    given = " ".join(
        [
            *([f"#{attributes.id}"] if attributes.id else []),
            *(f".{one}" for one in classes),
            *(f"{key}={quoted_value(value)}" for key, value in values.items()),
        ]
    )
    opening = f"{indent}::: {{.{shown.name}{' ' if given else ''}{given}}}"
    return [(number, opening), *([(number, f"{indent}### {shown.title}")] if shown.title else [])]


def _name(attributes: Attributes) -> str:
    """Return the class that says what a div is: the first that does not only say where it is shown."""
    classes = attributes.classes
    return next((name for name in classes if name not in SHOWN_PLAIN), classes[0] if classes else "")


def _read(info: str) -> tuple[Attributes | None, str]:
    """Return the attributes of a div and a title written after its name, as Docusaurus and VitePress have it."""
    if not info:
        return None, ""
    if info.startswith("{"):
        return read_attributes(info), ""
    found = _TITLED.match(info)
    if not found:
        return None, ""
    more = read_attributes(found[4]) if found[4] else Attributes()
    if more is None:
        return None, ""
    return replace(more, classes=(found[1], *more.classes)), (found[2] or found[3] or "").strip()


def _kin(translation: Translation, number: int, attributes: Attributes, title: str) -> tuple[Kin | None, bool]:
    """Return our div for another tool's, or None for one that is left to our own rules; and whether it is hidden there."""
    first = _name(attributes)
    if first in {"content-hidden", "content-visible"}:
        return _conditional(translation, number, attributes, first)
    if found := _CALLOUT.match(first):
        return nearest_kin(found[1], title), False
    if first in SHOWN_PLAIN:
        message = f"`{first}` has no effect: what is in it is shown as it stands"
        translation.name(f"div {first}", number, message, needle=first)
        return Kin("shown", title), False
    if first in _FOLDED:
        return Kin("answer", title or first.capitalize()), False
    if restricting_word(first) and KINDS.get(first) not in RESTRICTING:
        return None, False  # it may be an answer: our own rules keep it for the guide
    if title and (first in KINDS or first in MAKERS or first in ALIASES):
        return Kin(ALIASES.get(first, KINDS.get(first, first)) if first not in MAKERS else first, title), False
    if first in KINDS and first not in MAKERS and first not in ALIASES:
        return nearest_kin(first), False
    return None, False


def _conditional(translation: Translation, number: int, attributes: Attributes, first: str) -> tuple[Kin | None, bool]:
    """Return the kin of Quarto's conditional content: what depends on more than a format is for the guide alone."""
    formats = set(attributes.values) <= {"when-format", "unless-format"} and attributes.values
    if formats:
        message = f"`{first}` has no effect: everyone sees what is in it, in every format"
        translation.name(f"div {first}", number, message, needle=first)
        return Kin("shown"), True
    message = f"`{first}` depends on what is not known here; what is in it is kept for the guide alone"
    translation.name(f"div {first} hidden", number, message, "write `::: facilitator`, or take the div away", first)
    return Kin("facilitator"), True
