"""Slides of our own decks, known by their layouts: the line above the title, and the slots of questions and answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from lxml import etree

from builder.core.frozen import dataclass
from builder.importing.document import DocBlock, DocRuns
from builder.importing.pptx.alternatives import inside
from builder.importing.pptx.layouts import SlideLayout, placeholder_key
from builder.importing.pptx.names import P
from builder.importing.pptx.text import TextSetting, text_blocks, text_runs

_OURS = ({"title", "footer", "number"}, {"title", "subtitle", "facts", "notice"})
"""Names that placeholders of each of our layouts have, and those of title slides."""

SEPARATOR = " · "
"""What parts pieces of one line on our slides."""

_APART = re.compile(r"kicker|facts|notice|(?:option|right)-\d|right|reason|others")
"""Slots that are read here, and not with the other shapes of a slide."""


Kind = Literal["", "question", "answer", "made", "opening"]
"""What a slide is: one that is made of topics, such as the agenda, is `made`."""


_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"Question (?:\d|open|alone)(?: \w+)?"), "question"),
    (re.compile(r"Answer(?: (?:\d|open))?(?: \w+)?"), "answer"),
    (re.compile("Agenda|Contents"), "made"),
    (re.compile("Title|Cover"), "opening"),
)
"""Names of layouts of questions and of answers."""


@dataclass(frozen=True)
class OwnSlide:
    """What stands in slots of a slide of ours: the line above its title, and the texts of options and reasons. `name` is its own."""

    kind: Kind
    kicker: DocRuns
    slots: Mapping[str, tuple[DocBlock, ...]]
    name: str = ""


def own_shapes(tree: etree._Element, layout: SlideLayout) -> dict[str, etree._Element]:
    """Return shapes that are read by `own_slide`, by the names of their slots; {} for a slide whose layout is not ours."""
    names = _slot_names(layout)
    if not names:
        return {}
    kind = _kind(layout)
    found: dict[str, etree._Element] = {}
    for shape in inside(tree):
        placeholder, index = placeholder_key(shape)
        slot = names.get(index, "") if placeholder == "body" else ""
        if shape.tag == f"{P}sp" and (slot == "kicker" or (kind and _APART.fullmatch(slot))):
            found.setdefault(slot, shape)
    return found


def own_slide(
    shapes: Mapping[str, etree._Element], layout: SlideLayout, setting: TextSetting, name: str
) -> OwnSlide | None:
    """Return what these shapes say, of a slide of this name; None for a slide whose layout is not ours."""
    if not _slot_names(layout):
        return None
    kicker: DocRuns = ()
    slots: dict[str, tuple[DocBlock, ...]] = {}
    for slot, shape in shapes.items():
        body = shape.find(f"{P}txBody")
        if slot == "kicker":
            kicker = text_runs(body, setting)
        else:
            slots[slot] = text_blocks(body, setting)
    return OwnSlide(_kind(layout), kicker, slots, name)


def topical_slides(layouts: Sequence[SlideLayout]) -> frozenset[int]:
    """Return the numbers of a deck's slides with which a section that begins is a topic: in a deck of ours all but those of parts."""
    ours = any(_slot_names(layout) for layout in layouts)
    return frozenset(number for number, one in enumerate(layouts, 1) if ours and one.name != "Section")


def _kind(layout: SlideLayout) -> Kind:
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(layout.name)), "")


def _slot_names(layout: SlideLayout) -> dict[str, str]:
    """Return the names of a layout's placeholders by their index, {} when they are not ours."""
    if not layout.roots:
        return {}
    found = dict(_named(layout.roots[0].iter(f"{P}sp")))
    return found if any(set(found.values()) >= names for names in _OURS) else {}


def _named(shapes: Iterable[etree._Element]) -> Iterable[tuple[str, str]]:
    for shape in shapes:
        kind, index = placeholder_key(shape)
        properties = shape.find(f"{P}nvSpPr/{P}cNvPr")
        if kind is not None and properties is not None:
            yield index, properties.get("name", "")
