"""Titles that fit and are unique in the deck: screen readers and PowerPoint's lists identify slides by title (WCAG 2.2, 2.4.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.slides.deck.deck import Run, Slide, SlideLine, text_of
from builder.slides.deck.layouts import Layouts, Slot
from builder.slides.fit.icons import IconFit
from builder.slides.fit.text import TextFit
from builder.theme.theme import Theme

Runs = tuple[Run, ...]
_HOLE = "\0"


def _without_breaks(text: str) -> str:
    """Return text with no-break spaces inside."""
    inner = text.strip(" ")
    return text.replace(inner, inner.replace(" ", "\u00a0")) if inner else text


@dataclass
class TitleFitter:
    """Numbers slides of one title, reduces the size of long titles, and shortens those too long for the least size."""

    text: TextFit
    layouts: Layouts
    theme: Theme
    lang: str
    problems: Problems

    def with_titles(self, slides: Sequence[Slide]) -> Iterator[Slide]:
        """Yield the slides with their final titles, and icons beside these.

        Slides of one topic with one title are numbered “(2 of 3)”; the same title elsewhere in the deck gets “(2)”.
        """
        keys = [(slide.topic, text_of(slide.title)) for slide in slides]
        totals = Counter(keys)
        counts: Counter[tuple[str, str]] = Counter()
        used: set[str] = set()
        icons = IconFit(self.layouts, self.text.measure, self.lang, self.problems)
        for slide, key in zip(slides, keys, strict=True):
            counts[key] += 1
            part, parts = counts[key], totals[key]
            key_text = "deck-part" if parts > 1 else ""
            ending = self._affixes(key_text, part=part, parts=parts) if key_text else ((), ())
            titled = self._with_title(slide, ending)
            number = 2
            while text_of(titled.title) in used:
                again = self._affixes("deck-again", n=number)
                titled = self._with_title(slide, ((*again[0], *ending[0]), (*ending[1], *again[1])))
                number += 1
            used.add(text_of(titled.title))
            yield icons.with_icons(replace(titled, part=part, parts=parts))

    def _affixes(self, key: str, **values: int) -> tuple[Runs, Runs]:
        """Return what a label prints before and after a title."""
        before, after = self.theme.printed(key, self.lang, title=_HOLE, **values).split(_HOLE)
        return (Run(before),) if before else (), (Run(after),) if after else ()

    def _with_title(self, slide: Slide, ending: tuple[Runs, Runs]) -> Slide:
        """Return a slide with its title in full, at a size that fits; a title too long for any is shortened, in full in the notes."""
        before, after = ending
        slot = self.layouts[slide.layout].slot("title")
        title = (*before, *slide.title, *after)
        if slot is None:
            return replace(slide, title=title)
        scale = self.text.fitting_scale((SlideLine(title),), slot)
        if scale is not None and after:  # “(1 of 2)” is not broken where the title takes two lines
            tied = (*before, *slide.title, *(replace(run, text=_without_breaks(run.text)) for run in after))
            high, level = self.text.measure.line(SlideLine(title), slot, scale)
            if high > level.size * 2 and self.text.measure.text(
                (SlideLine(tied),), slot, scale
            ) <= self.text.measure.room(slot):
                title = tied
        if scale is not None:
            (held,) = self.text.bind_last_words((SlideLine(title),), slot, scale)
            return replace(slide, title=held.runs, title_scale=scale)
        message = "this title is too long for a slide; it is shortened there and stands in full in the notes"
        self.problems.add(ProblemCode.NOT_ON_SLIDE, message, slide.at, "say it in fewer words")
        scale = self.text.least(slot, (SlideLine(title),))
        short = self._shorten(slide.title, before, after, slot, scale)
        return replace(
            slide,
            title=short,
            title_scale=scale,
            notes=(*slide.notes, SlideLine(slide.title, role="label", at=slide.at)),
        )

    def _shorten(self, title: Runs, before: Runs, after: Runs, slot: Slot, scale: float) -> Runs:
        """Return as many words of a title as fit its slot, with “…” after them."""
        words = text_of(title).split(" ")
        room = self.text.measure.room(slot)
        low, high = 0, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            tried = (*before, Run(" ".join(words[:middle]) + "…"), *after)
            if self.text.measure.text((SlideLine(tried),), slot, scale) <= room:
                low = middle
            else:
                high = middle - 1
        kept = " ".join(words[:low]) or words[0][:12]
        return (*before, Run(kept + "…"), *after)
