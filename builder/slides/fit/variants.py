"""Slides with little on them: the variant of their layout that holds it best, and captions that follow what they belong to.

Works on finished slides, and changes neither words nor their order. The variants' boxes are what decides: a slide takes the
smallest in which all its content has room at the sizes that it has, or at the variant's own where these are larger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import inf

from builder.core.frozen import dataclass, replace
from builder.slides.deck.deck import (
    EMU_PER_POINT,
    ChartContent,
    FilledSlot,
    PictureContent,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    lines_of,
    text_of,
)
from builder.slides.deck.forms import in_row, is_piece, kind_of
from builder.slides.deck.layout_variants import ROWS, VARIANTS
from builder.slides.deck.layouts import LINE_PITCH, NUMBERS, Layout, Layouts, Slot, set_line, set_size
from builder.slides.deck.pictures import ACROSS, picture_box
from builder.slides.fit.icons import GAP, LARGEST
from builder.slides.fit.measure import HEIGHT_USED
from builder.slides.fit.missing_slots import slot_of
from builder.slides.fit.text import TextFit

AIRIER = 0.6
"""Rows of a table may be made so much higher, as a share of their height, to end where its caption begins or its slot ends."""


@dataclass(frozen=True)
class VariantChooser:
    """Chooses variants of `layouts`; `text` measures."""

    layouts: Layouts
    text: TextFit

    def settle(self, slides: Sequence[Slide]) -> Iterator[Slide]:
        """Yield the slides in the variants that suit them. Neighbors of one topic and layout keep to sizes next to each other."""
        for (topic, _), run in groupby(slides, lambda slide: (slide.topic, kind_of(slide.layout))):
            group = list(run)
            chosen = [self._chosen(slide) for slide in group]
            sizes = [self._size(slide) for slide in chosen]
            titles = {text_of(slide.title) for slide in group}
            most = self._most(min(sizes), one=len(titles) == 1) if topic and len(group) > 1 else max(sizes)
            for slide, one, size in zip(group, chosen, sizes, strict=True):
                yield one if size <= most else self._chosen(self._not_enlarged(slide), most)

    def _most(self, smallest: float, *, one: bool) -> float:
        """Return the largest size of text beside slides with text of size `smallest`: of one topic that goes on, the same."""
        steps = next((slot.steps for layout in self.layouts.layouts.values() for slot in layout.slots), ())
        return smallest if one else next((step for step in steps if step > smallest), smallest)

    def _size(self, slide: Slide) -> float:
        """Return the size of the largest text in a slide's main slot, pt; 0 without text."""
        layout = self.layouts[slide.layout]
        texts = (item for item in slide.filled if lines_of(item.content))
        main = next((item for item in texts if item.slot in {"body", "left"} or is_piece(item.slot)), None)
        if main is None:
            return 0.0
        slot = slot_of(main, layout)
        return set_size(slot, slot.levels[0].size, main.scale)

    def _not_enlarged(self, slide: Slide) -> Slide:
        """Return a slide with no text larger than its layout has it."""
        filled = (
            replace(item, scale=min(item.scale, 1.0)) if isinstance(item.content, TextContent) else item
            for item in slide.filled
        )
        return replace(slide, filled=tuple(filled))

    def _chosen(self, slide: Slide, most: float = inf) -> Slide:
        """Return a slide in its variant, with no text larger than `most`, pt."""
        layout = self.layouts[slide.layout]
        for name in VARIANTS.get(slide.layout, ()):
            variant = self.layouts.layouts.get(name)
            fitted = self._fitted(slide, layout, variant) if variant else None
            if variant and fitted and self._size(fitted) <= most:
                return self._placed(fitted, variant)
        return self._placed(slide, layout)

    def _fitted(self, slide: Slide, layout: Layout, variant: Layout) -> Slide | None:
        """Return a slide in a variant of its layout, None where its content has no room there."""
        found: list[FilledSlot] = []
        in_rows = self._scale_in_rows(slide, layout, variant) if variant.name in ROWS else 1.0
        if in_rows is None:
            return None
        for item in slide.filled:
            old, new = layout.slot(item.slot), variant.slot(item.slot)
            if old is None or new is None:
                return None
            match item.content:
                case TextContent(lines=lines) if item.slot == "source":
                    held = self._source_scale(item, lines, old, new)
                    if held is None:
                        return None
                    found.append(replace(item, scale=held))
                case TextContent(lines=lines) if variant.name in ROWS and is_piece(item.slot):
                    found.append(replace(item, content=TextContent(in_row(lines)), scale=in_rows))
                case TextContent(lines=lines) if old != new:
                    larger = new.levels[0].size > old.levels[0].size
                    if larger and item.scale < 1:
                        return None
                    scale = 1.0 if larger or (is_piece(item.slot) and item.scale > 1) else item.scale
                    icon = (LARGEST + GAP) / EMU_PER_POINT if is_piece(item.slot) and lines and lines[0].icon else 0.0
                    if self.text.measure.text(lines, new, scale) + icon > self.text.measure.room(new):
                        return None
                    if is_piece(item.slot) and self.text.breaks_words(lines, new, scale):
                        return None
                    if item.slot.startswith(NUMBERS) and self._wraps(lines, new):
                        return None
                    lines = self.text.bind_last_words(lines, new, scale)
                    found.append(replace(item, content=TextContent(lines), scale=scale))
                case TableContent(heights=heights) if sum(heights) > new.box.height * HEIGHT_USED:
                    return None
                case TextContent() | TableContent() | PictureContent() | ChartContent():
                    found.append(item)
        return replace(slide, layout=variant.name, filled=tuple(found))

    def _scale_in_rows(self, slide: Slide, layout: Layout, variant: Layout) -> float | None:
        """Return the factor at which the pieces of a form have room in rows, None where their text is not larger than it is."""
        scales: list[float | None] = []
        larger = True
        for item in slide.filled:
            old, new = layout.slot(item.slot), variant.slot(item.slot)
            if is_piece(item.slot) and old and new:
                lines = lines_of(item.content)
                scales.append(self.text.fitting_scale(in_row(lines), new))
                size = set_line(old, lines[-1], item.scale).size
                larger = larger and scales[-1] is not None and set_line(new, lines[-1], scales[-1]).size > size
        known = [scale for scale in scales if scale is not None]
        return min(known) if larger and known and len(known) == len(scales) else None

    def _wraps(self, lines: tuple[SlideLine, ...], slot: Slot) -> bool:
        """Say whether a line of level 0 takes more than one line in a slot."""
        high = 1.5 * slot.levels[0].size * LINE_PITCH
        return any(line.level == 0 and self.text.measure.line(line, slot, 1.0)[0] > high for line in lines)

    def _source_scale(self, item: FilledSlot, lines: tuple[SlideLine, ...], old: Slot, new: Slot) -> float | None:
        """Return the largest factor at which sources fit a variant's slot, None where a line would be smaller than before."""
        scale = self.text.fitting_scale(lines, new)
        if scale is None:
            return None
        sizes = ((set_line(old, line, item.scale).size, set_line(new, line, scale).size) for line in lines)
        return scale if all(before <= now for before, now in sizes) else None

    def _placed(self, slide: Slide, layout: Layout) -> Slide:
        """Return a slide whose table or picture ends where its caption begins, if the layout has captions follow.

        Last words of pieces of forms are bound here, where their width is settled.
        """
        source = layout.slot("source")
        follows = source is not None and source.anchor == "top" and any(item.slot == "source" for item in slide.filled)
        filled: list[FilledSlot] = []
        for item in slide.filled:
            slot = slot_of(item, layout)
            match item.content:
                case TableContent() if slot.kind == "table":
                    filled.append(_placed_table(item, item.content, slot, follows=follows))
                case PictureContent():
                    filled.append(self._placed_picture(item, item.content, slot, follows=follows))
                case TextContent(lines=lines) if is_piece(item.slot):
                    bound = self.text.bind_last_words(lines, slot, item.scale)
                    filled.append(replace(item, content=TextContent(bound)))
                case _:
                    filled.append(item)
        return replace(slide, filled=tuple(filled))

    def _placed_picture(self, item: FilledSlot, picture: PictureContent, slot: Slot, *, follows: bool) -> FilledSlot:
        """Return a picture at the foot of its slot, over its caption; one alone across the slide stands in the slot's middle."""
        box, room = picture_box(picture, slot, self.layouts.size[0]), slot.inner
        across = slot.box.width > ACROSS * self.layouts.size[0]
        spare = room.height - box.height
        down = spare if follows else spare // 2 if across else 0
        return replace(item, box=replace(box, y=box.y + down))


def _placed_table(item: FilledSlot, table: TableContent, slot: Slot, *, follows: bool) -> FilledSlot:
    """Return a table with rows higher by up to `AIRIER` where there is room; one with a caption ends where that begins."""
    if not table.heights:
        return item
    head = 1 if table.header else 0
    rows, whole = sum(table.heights[head:]), round(slot.box.height * HEIGHT_USED)
    spare = max(min(whole - sum(table.heights), round(rows * AIRIER)), 0)
    air = (
        spare // max(len(table.heights) - head, 1) // 2
    )  # the same above and below, else each row seems to end in an empty line
    heights = (*table.heights[:head], *(height + 2 * air for height in table.heights[head:]))
    high = min(round(sum(heights) / HEIGHT_USED), slot.box.height)
    down = slot.box.height - high if follows else 0
    box = replace(slot.box, y=slot.box.y + down, height=high)
    return replace(item, content=replace(table, heights=heights, air=air), box=box)
