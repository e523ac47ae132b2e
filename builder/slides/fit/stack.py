"""Short text and a small table that follow each other in a topic share a slide, one under the other, where they fit.

A list, a table and a list of a few words each would be three slides that are almost empty. The pieces stand in the
placeholders of the layouts with columns, as wide as the slide and as high as they need to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.core.frozen import dataclass, replace
from builder.slides.deck.deck import (
    EMU_PER_POINT,
    Box,
    FilledSlot,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    lines_of,
    text_of,
)
from builder.slides.deck.layouts import Layout, Layouts, Slot, set_size
from builder.slides.fit.measure import HEIGHT_USED
from builder.slides.fit.tables.table import TableFit
from builder.slides.fit.text import TextFit

PIECES = {2: ("two-columns", ("left", "right")), 3: ("three-columns", ("left", "middle", "right"))}
"""Number of pieces → the layout that has a placeholder for each, and these from top to bottom."""

KINDS = {"content": "body", "table": "table"}
"""Layouts of slides that may share one, and the slot of their piece."""

AROUND = {"kicker", "source"}
"""Slots that such slides may have besides."""

LEAST = 0.83
"""Text may be set so much smaller for it, else the pieces have slides of their own."""

GAP = 0.2 * 914_400
"""Space between pieces, EMU."""


@dataclass(frozen=True)
class Stacker:
    """Puts pieces on one slide. `targets` are the slides that links of the deck lead to: they stay as they are."""

    layouts: Layouts
    text: TextFit
    tables: TableFit
    targets: frozenset[str]

    def groups(self, slides: Sequence[Slide]) -> Iterator[tuple[Slide, bool]]:
        """Yield the slides in order, those that share one as that one; with each whether it is fitted already."""
        at = 0
        while at < len(slides):
            for count in (3, 2):
                group = slides[at : at + count]
                stacked = self._stacked(group) if len(group) == count and self._belong(group) else None
                if stacked:
                    yield stacked, True
                    at += count
                    break
            else:
                yield slides[at], False
                at += 1

    def _belong(self, group: Sequence[Slide]) -> bool:
        """Say whether slides are pieces of text and one table between or beside them, under the same headings."""
        first = group[0]
        kinds = [slide.layout for slide in group]
        alike = all(
            slide.topic == first.topic and slide.hidden == first.hidden and not slide.answers
            and text_of(slide.title) == text_of(first.title) and _around(slide, "kicker") == _around(first, "kicker")
            for slide in group
        )  # fmt: skip
        pieces = all(
            slide.layout in KINDS and {item.slot for item in slide.filled} - AROUND == {KINDS[slide.layout]}
            for slide in group
        )
        sources = sum(bool(_around(slide, "source")) for slide in group)
        free = not any(slide.id in self.targets for slide in group[1:])
        between = kinds in (["content", "table", "content"], ["content", "table"], ["table", "content"])
        return bool(first.topic) and between and alike and pieces and sources <= 1 and free

    def _stacked(self, group: Sequence[Slide]) -> Slide | None:
        """Return the slide that the pieces share, None where they do not fit on one."""
        name, names = PIECES[len(group)]
        layout, table = self.layouts.layouts.get(name), self.layouts.layouts.get("table")
        slots = [layout.slot(one) if layout else None for one in names]
        model = table.slot("table") if table else None
        given = [slot for slot in slots if slot is not None]
        if layout is None or model is None or len(given) < len(group):
            return None
        top, height = given[0].box.y, given[0].box.height
        if any((slot.box.y, slot.box.height) != (top, height) for slot in given):
            return None
        left = min(slot.box.x for slot in given)
        whole = Box(left, top, max(slot.box.x + slot.box.width for slot in given) - left, height)
        around = self._fitted_around(group, layout)
        if around is None:
            return None
        body = next(slot for slot in self.layouts["content"].slots if slot.name == "body")
        for scale in (step for step in self.text.steps(body, ()) if step >= LEAST):
            size = scale * body.levels[0].size / given[0].levels[0].size
            pieces = self._pieces(group, given, model, whole, size)
            if pieces:
                order = {slot.name: place for place, slot in enumerate(layout.slots)}
                filled = sorted((*around, *pieces), key=lambda item: order[item.slot])
                notes = tuple(dict.fromkeys(line for slide in group for line in slide.notes))
                ids = tuple(ident for slide in group for ident in slide.ids)
                return replace(group[0], layout=name, filled=tuple(filled), notes=notes, ids=ids)
        return None

    def _fitted_around(self, group: Sequence[Slide], layout: Layout) -> list[FilledSlot] | None:
        """Return kicker and sources at sizes that fit, None where they do not."""
        found: list[FilledSlot] = []
        for name in sorted(AROUND):
            lines = next(filter(None, (_around(slide, name) for slide in group)), ())
            slot = layout.slot(name)
            scale = self.text.fitting_scale(lines, slot) if lines and slot else None
            if lines and (scale is None or scale < LEAST):
                return None
            if lines and scale is not None:
                found.append(FilledSlot(name, TextContent(lines), scale))
        return found

    def _pieces(
        self, group: Sequence[Slide], slots: Sequence[Slot], model: Slot, whole: Box, scale: float
    ) -> list[FilledSlot] | None:
        """Return the pieces from top to bottom, None where they are higher than `whole`. `model` is the slot of tables."""
        found: list[FilledSlot] = []
        at = float(whole.y)
        for slide, slot in zip(group, slots, strict=True):
            content = next(item.content for item in slide.filled if item.slot not in AROUND)
            room = whole.y + whole.height - at
            box = replace(whole, y=round(at), height=max(round(room), 1))
            match content:
                case TextContent(lines=lines):
                    wide = replace(slot, box=box)
                    if scale < self.text.least(wide, lines):
                        return None
                    high = self.text.measure.text(lines, wide, scale) / HEIGHT_USED * EMU_PER_POINT
                    high += slot.insets.top + slot.insets.bottom
                    piece = FilledSlot(slot.name, content, scale, replace(box, height=round(high)))
                case TableContent():
                    page = self.tables.whole(content, replace(model, box=box), LEAST)
                    if page is None:
                        return None
                    points = set_size(model, model.levels[0].size, page.scale)
                    size = points / slot.levels[0].size
                    size = size if size != 1.0 else 0.999  # cells inherit no size: it must be said
                    if set_size(slot, slot.levels[0].size, size) != points:  # smaller than text in this slot may be
                        return None
                    high = sum(page.content.heights) / HEIGHT_USED
                    piece = FilledSlot(slot.name, page.content, size, replace(box, height=round(high)))
                case _:
                    return None
            if high > room:
                return None
            found.append(piece)
            at += high + GAP
        return found


def _around(slide: Slide, name: str) -> tuple[SlideLine, ...]:
    """Return the lines of a slot of a slide, () without it."""
    return tuple(line for item in slide.filled if item.slot == name for line in lines_of(item.content))


def link_targets(slides: Sequence[Slide]) -> frozenset[str]:
    """Return the ids of slides that links on slides lead to."""
    lines = (line for slide in slides for item in slide.filled for line in lines_of(item.content))
    return frozenset(run.jump for line in lines for run in line.runs if run.jump)
