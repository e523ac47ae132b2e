"""Questions and their answers in frames: what is done where the frames cannot hold their text."""

from __future__ import annotations

from builder.core.frozen import dataclass, replace
from builder.slides.deck.answers import FRAME, apart, unframed
from builder.slides.deck.deck import FilledSlot, Run, Slide, SlideLine, TextContent, lines_of
from builder.slides.deck.layouts import Layouts
from builder.slides.fit.text import TextFit
from builder.theme.theme import Theme

PLAIN = "content"


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
        if not frames or self._fit(slide.layout, frames):
            return [slide]
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

    def _fit(self, layout: str, frames: list[FilledSlot]) -> bool:
        slots = ((item, self.layouts[layout].slot(item.slot)) for item in frames)
        return all(slot and self.text.fitting_scale(tuple(lines_of(item.content)), slot) for item, slot in slots)

    def _as_list(self, slide: Slide, around: tuple[FilledSlot, ...], frames: list[FilledSlot]) -> Slide:
        lines = tuple(self._with_letter(line) for item in frames for line in lines_of(item.content))
        return replace(slide, layout=PLAIN, filled=(*around, FilledSlot("body", TextContent(lines))))

    def _with_letter(self, line: SlideLine) -> SlideLine:
        letter = Run(f"{self.theme.letter(line.number, self.lang)}  ", bold=True)
        return replace(line, bullet="", number=0, runs=(letter, *line.runs))
