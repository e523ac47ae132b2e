"""The progress line at a slide's lower edge: how far the deck has come, and how far its section goes."""

from __future__ import annotations

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.slides.deck.deck import EMU_PER_POINT, Box, Deck, DrawnShape
from builder.slides.deck.layouts import Layouts

_THICK = 4 * EMU_PER_POINT

_AHEAD = 0.25
"""Opacity of the line from a slide's place to the end of its section."""


def with_progress(deck: Deck, layouts: Layouts) -> Deck:
    """Return a finished deck with the line on each slide that has a footer.

    Slides are counted as they stand in this deck: what participants are given tells nothing of slides that they are not.
    """
    width, height = layouts.size
    rtl = direction(deck.lang) == "rtl"
    count = len(deck.slides)
    ends = {slide.section: place for place, slide in enumerate(deck.slides, 1)}

    def line(start: int, end: int, opacity: float) -> DrawnShape:
        left, right = (round(width * place / count) for place in (start, end))
        box = Box(width - right if rtl else left, height - _THICK, right - left, _THICK)
        return DrawnShape(box, fill="primary", opacity=opacity)

    def lines(here: int, end: int) -> tuple[DrawnShape, ...]:
        return (line(0, here, 1.0), *((line(here, end, _AHEAD),) if end > here else ()))

    slides = tuple(
        replace(slide, drawn=(*slide.drawn, *lines(place, ends[slide.section])))
        if layouts[slide.layout].slot("number")
        else slide
        for place, slide in enumerate(deck.slides, 1)
    )
    return replace(deck, slides=slides)
