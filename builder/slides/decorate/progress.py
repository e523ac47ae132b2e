"""The progress line at a slide's lower edge: how far the deck has come, and how far its section goes."""

from __future__ import annotations

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.slides.deck.deck import EMU_PER_POINT, Box, Deck, DrawnShape
from builder.slides.deck.layouts import Layouts

_THICK = 4 * EMU_PER_POINT

_AHEAD = 0.25
"""Opacity of the line from a slide's place to the end of its section."""


def with_progress(deck: Deck, layouts: Layouts, count: int) -> Deck:
    """Return a finished deck with the line on each slide that has a footer. `count` is the number of the last slide."""
    width, height = layouts.size
    rtl = direction(deck.lang) == "rtl"
    numbers = [slide.number or place for place, slide in enumerate(deck.slides, 1)]
    ends = {slide.section: number for slide, number in zip(deck.slides, numbers, strict=True)}

    def line(start: int, end: int, opacity: float) -> DrawnShape:
        left, right = (round(width * min(place, count) / max(count, 1)) for place in (start, end))
        box = Box(width - right if rtl else left, height - _THICK, right - left, _THICK)
        return DrawnShape(box, fill="primary", opacity=opacity)

    def lines(here: int, end: int) -> tuple[DrawnShape, ...]:
        return (line(0, here, 1.0), *((line(here, end, _AHEAD),) if end > here else ()))

    slides = tuple(
        replace(slide, drawn=(*slide.drawn, *lines(number, ends[slide.section])))
        if layouts[slide.layout].slot("number")
        else slide
        for slide, number in zip(deck.slides, numbers, strict=True)
    )
    return replace(deck, slides=slides)
