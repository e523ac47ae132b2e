"""Questions and their answers in frames: what is done where the frames cannot hold their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from builder.core.frozen import dataclass, replace
from builder.slides.deck.answers import FRAME, FRAMES, apart, mark_below, unframed
from builder.slides.deck.deck import FilledSlot, Run, Slide, SlideLine, TextContent, lines_of
from builder.slides.deck.layouts import Layouts, Slot
from builder.slides.fit.text import TextFit
from builder.theme.theme import Theme

PLAIN = "content"


ASKS = tuple(f"question-{count}" for count in FRAMES)
REVEALS = tuple(f"answer-{count}" for count in FRAMES)
"""Layouts with a frame for each option, of questions and of their answers."""


@dataclass(frozen=True)
class QuestionFit:
    """Arranges what stands in frames. `lang` is the deck's language, in whose letters options are counted."""

    layouts: Layouts
    text: TextFit
    theme: Theme
    lang: str

    def slides(self, slide: Slide) -> list[Slide]:
        """Return a slide as it is where all its frames hold their text, else the slides that have it instead.

        The options of a question then stand in a list. An answer first shows the right ones in their frames, without reasons,
        where these alone fit; then, apart from the frames, the right ones and why, and the others and why not.
        """
        frames = [item for item in slide.filled if FRAME.fullmatch(item.slot)]
        if not frames:
            return [slide]
        if self._fit(slide.layout, frames):
            return [self._with_marks_beside_words(slide, frames)]
        around = tuple(item for item in slide.filled if item not in frames)
        if not slide.answers:
            return [self._as_list(slide, around, frames)]
        options = unframed((item.slot, lines_of(item.content)) for item in frames)
        filled = (FilledSlot(slot, TextContent(tuple(lines))) for slot, lines in apart(options).items())
        told = replace(slide, layout="answer", filled=(*around, *filled))
        short = [replace(item, content=TextContent(tuple(lines_of(item.content)[:1]))) for item in frames]
        if not self._fit(slide.layout, short):
            return [told]
        return [replace(slide, filled=(*around, *short)), replace(told, notes=(), ids=())]

    def _with_marks_beside_words(self, slide: Slide, frames: list[FilledSlot]) -> Slide:
        """Return a slide in frames on which no mark of a right option stands on a line of its own: it begins the reason instead."""
        layout = self.layouts[slide.layout]
        scales = [
            self.text.fitting_scale(tuple(lines_of(item.content)), slot) or 1.0
            for item in frames
            if (slot := layout.slot(item.slot))
        ]
        moved = []
        for item in slide.filled:
            slot, lines = layout.slot(item.slot), tuple(lines_of(item.content))
            below = mark_below(lines) if slot and item.slot.startswith("right-") else lines
            wraps = (
                slot
                and below != lines
                and self._height(lines, slot, min(scales)) > self._height(below, slot, min(scales))
            )
            moved.append(replace(item, content=TextContent(below)) if wraps else item)
        changed = replace(slide, filled=tuple(moved))
        fits = self._fit(slide.layout, [item for item in moved if FRAME.fullmatch(item.slot)])
        return changed if fits and changed != slide else slide

    def _height(self, lines: tuple[SlideLine, ...], slot: Slot, scale: float) -> float:
        return self.text.measure.line(lines[0], slot, scale)[0]

    def _fit(self, layout: str, frames: list[FilledSlot]) -> bool:
        slots = ((item, self.layouts[layout].slot(item.slot)) for item in frames)
        return all(slot and self.text.fitting_scale(tuple(lines_of(item.content)), slot) for item, slot in slots)

    def _as_list(self, slide: Slide, around: tuple[FilledSlot, ...], frames: list[FilledSlot]) -> Slide:
        lines = tuple(self._with_letter(line) for item in frames for line in lines_of(item.content))
        return replace(slide, layout=PLAIN, filled=(*around, FilledSlot("body", TextContent(lines))))

    def _with_letter(self, line: SlideLine) -> SlideLine:
        letter = Run(f"{self.theme.letter(line.number, self.lang)}  ", bold=True)
        return replace(line, bullet="", number=0, runs=(letter, *line.runs))


def in_one_size(slides: Sequence[Slide]) -> Iterator[Slide]:
    """Yield slides of which a question in frames has its options in the size that they have on the slide of its answer."""
    for slide, after in pairwise((*slides, None)):
        if slide is not None and after is not None and slide.layout in ASKS and after.layout in REVEALS:
            scale = min(item.scale for one in (slide, after) for item in one.filled if FRAME.fullmatch(item.slot))
            filled = (replace(item, scale=scale) if FRAME.fullmatch(item.slot) else item for item in slide.filled)
            yield replace(slide, filled=tuple(filled))
        elif slide is not None:
            yield slide


def with_titles_alike(slides: Sequence[Slide]) -> Iterator[Slide]:
    """Yield slides of which questions of one topic, and their answers, have titles of one size, the smallest of theirs."""
    for (_, framed), run in groupby(slides, lambda slide: (slide.topic, slide.layout in {*ASKS, *REVEALS})):
        group = list(run)
        scale = min(slide.title_scale for slide in group)
        yield from (replace(slide, title_scale=scale) if framed else slide for slide in group)
