"""Matching an organization's layouts to ours: by the theme's own map, by type, by name, or by their placeholders.

A layout of ours without a match is substituted by another one with room for text: `SUBSTITUTES`. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from builder.slides.deck.layout_variants import varied
from builder.slides.deck.layouts import Layout, Slot
from builder.slides.template.read_layouts import slug

TYPES = {
    "title": ("title",),
    "section": ("secHead",),
    "content": ("obj", "tx"),
    "two-columns": ("twoObj", "twoColTx"),
    "agenda": ("tbl",),
    "table": ("tbl",),
    "chart": ("chart",),
}
"""Our layouts → types of layouts (ECMA-376-1, 19.7.15, ST_SlideLayoutType) that match them."""

NAMES = {
    "title": ("title-slide", "cover", "cover-slide"),
    "section": ("section-header", "section-title", "divider", "chapter"),
    "content": ("title-and-content", "title-content", "title-and-text", "text", "body", "bullets"),
    "two-columns": ("two-content", "two-column", "2-columns", "comparison"),
    "three-columns": ("three-content", "three-column", "3-columns"),
    "image-and-text": ("picture-and-text", "text-and-picture", "text-and-image", "content-and-picture"),
    "image": ("picture", "photo", "full-image", "full-picture"),
    "statement": ("big-statement", "big-idea", "key-message"),
    "quote": ("quotation", "citation", "quote-with-caption"),
    "closing": ("end", "thank-you", "contact", "back-cover"),
    "key-points": ("summary", "takeaways", "key-takeaways"),
    "contents": ("agenda", "table-of-contents", "overview"),
    "sources": ("references", "bibliography"),
    "activity": ("exercise",),
    "question-open": ("question",),
}
"""Our layouts → other names under which templates have them, as `slug` spells them."""

TEXTS = {"", "obj", "body", "subTitle"}
"""Types of placeholders for text ("" is any content)."""

PLAIN = {
    "agenda",
    "table",
    "chart",
    "image",
    "contents",
    "key-points",
    "sources",
    "closing",
    "question-open",
    "question-alone",
    "answer-open",
}
"""Our layouts for which a title and one placeholder for any content are sufficient."""

FORMS = ("panels", "steps", "versus", "timeline", "scale", "contacts", "number")
"""What the names of our layouts for forms begin with: templates have none, and boxes in one of theirs hold each piece."""

FRAMED = ("question-", "answer")
"""And of those with frames for options and answers, which are drawn in any template as well."""

COVERS = {"title", "cover", "section", "closing"}
"""Our layouts for which the first match in the file is taken, not the one with the most room."""

SUBSTITUTES = {"section": "title", "title": "section", "cover": "title"}
"""Layouts that the template lacks → ours that substitutes them; all others are substituted by `content`."""


@dataclass(frozen=True, slots=True)
class LayoutMatch:
    """The template's layout for one of ours. `how` it matched: "map", "type", "name", "shape", or "" for a substitute."""

    layout: Layout
    how: str


def match_layouts(ours: Sequence[str], theirs: Sequence[Layout], chosen: dict[str, str]) -> dict[str, LayoutMatch]:
    """Return for each of our layouts the one of `theirs` to use. `chosen` maps names of ours to names of theirs.

    Raises ValueError when no layout has a title and room for text.
    """
    usable = [layout for layout in theirs if _title(layout) and not layout.type.startswith("vert")]
    found: dict[str, LayoutMatch] = {}
    for name in (name for name in ours if varied(name) == name):
        one = _match(name, usable, chosen.get(name, ""))
        if one is not None:
            found[name] = one
    content = found.get("content")
    if content is None:
        raise ValueError("none of its layouts has a title and a placeholder for text")
    own = {layout.name: layout for layout in reversed(usable)}
    for name in ours:
        if name not in found and name in own and can_hold(varied(name), own[name]):
            found[name] = LayoutMatch(own[name], "name")  # a variant, in a template that we wrote ourselves
        elif varied(name) in found:
            found[name] = found[varied(name)]
        else:
            carrier = found.get(SUBSTITUTES.get(name, ""), content)
            found[name] = LayoutMatch(carrier.layout, "shape" if name in PLAIN else "")
    return found


def _match(name: str, theirs: Sequence[Layout], wanted: str) -> LayoutMatch | None:
    if wanted:
        layout = next((layout for layout in theirs if layout.name == slug(wanted)), None)
        if layout is not None:
            return LayoutMatch(layout, "map")
    fitting = [layout for layout in theirs if can_hold(name, layout)]
    if name not in COVERS:  # with several masters, the layout with the most room: others are covers and dividers
        fitting.sort(key=lambda layout: -sum(map(_area, text_slots(layout))))
    for kind in TYPES.get(name, ()):
        layout = next((layout for layout in fitting if layout.type == kind), None)
        if layout is not None:
            return LayoutMatch(layout, "type")
    for alias in (name, *NAMES.get(name, ())):
        layout = next((layout for layout in fitting if layout.name == alias), None)
        if layout is not None:
            return LayoutMatch(layout, "name")
    layout = next(_layouts_by_shape(name, fitting), None)
    return LayoutMatch(layout, "shape") if layout is not None else None


def can_hold(name: str, layout: Layout) -> bool:
    """Say whether a layout has the placeholders that one of ours needs at least."""
    bodies, pictures = text_slots(layout), [slot for slot in layout.slots if slot.kind == "picture"]
    match name:
        case "two-columns":
            return len(bodies) >= 2
        case "three-columns":
            return len(bodies) >= 3
        case "image-and-text" | "portrait-and-text" | "cover":
            return bool(bodies and pictures)
        case "image":
            return bool(pictures or bodies)
        case "agenda" | "table" | "chart":
            kind = "table" if name == "agenda" else name
            return bool(bodies) or any(slot.kind == kind for slot in layout.slots)
        case _:
            return bool(bodies)


def _layouts_by_shape(name: str, theirs: Sequence[Layout]) -> Iterator[Layout]:
    """Yield the layouts with the same kinds of placeholders as one of ours, best first."""
    match name:
        case "content":
            single = [layout for layout in theirs if len(text_slots(layout)) == 1]
            yield from sorted(single, key=lambda layout: -_area(text_slots(layout)[0]))
        case "two-columns" | "three-columns":
            count = 2 if name == "two-columns" else 3
            yield from (
                layout for layout in theirs if len(text_slots(layout)) == count and _in_a_row(text_slots(layout))
            )
        case "image-and-text":
            for layout in theirs:
                pictures = [slot for slot in layout.slots if slot.kind == "picture"]
                if (
                    len(pictures) == 1
                    and len(text_slots(layout)) == 1
                    and _in_a_row((pictures[0], text_slots(layout)[0]))
                ):
                    yield layout
        case _:
            return


def text_slots(layout: Layout) -> list[Slot]:
    """Return a layout's placeholders for text or any content, from left to right and top to bottom."""
    found = [
        slot
        for slot in layout.slots
        if slot.kind == "text" and slot.type in TEXTS and slot.box.width > 0 and slot.box.height > 0
    ]
    return sorted(found, key=lambda slot: (slot.box.y // 600_000, slot.box.x))


def _in_a_row(slots: Sequence[Slot]) -> bool:
    """Say whether slots stand side by side: none begins before another ends, and all overlap in height."""
    ordered = sorted(slots, key=lambda slot: slot.box.x)
    apart = all(a.box.x + a.box.width <= b.box.x + a.box.width // 20 for a, b in pairwise(ordered))
    top = max(slot.box.y for slot in slots)
    bottom = min(slot.box.y + slot.box.height for slot in slots)
    least = min(slot.box.height for slot in slots)
    return apart and bottom - top > least // 2


def _title(layout: Layout) -> Slot | None:
    return next((slot for slot in layout.slots if slot.kind == "title"), None)


def _area(slot: Slot) -> int:
    return slot.box.width * slot.box.height
