"""The deck as participants may keep it: what the room saw, without script, answers, or slides that were not shown.

It is made from what `select` leaves for participants, and from nothing else, so it cannot hold what they may not see.
The whole deck lends it one thing: the number that the room saw on each slide.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.core.frozen import replace
from builder.slides.deck.deck import Deck, Slide, text_of


def participant_deck(whole: Deck, own: Deck) -> Deck:
    """Return `own`, the fitted deck of the module as selected for `slides-share`, with the slide numbers of `whole`.

    Hidden slides are gone and notes are empty. Slides of both decks stand in the same order; each of `own` takes the
    number of its like in `whole`, which is looked for after the one before.
    """
    slides: list[Slide] = []
    number = 0
    for slide in own.slides:
        number = _number(slide, whole.slides, number)
        if not slide.hidden and not slide.answers:
            slides.append(replace(slide, notes=(), number=number))
    return replace(own, slides=tuple(slides))


def _number(slide: Slide, slides: Sequence[Slide], after: int) -> int:
    """Return the number of the first slide after number `after` that is like this one: by title, then by what it is for."""
    following = [(number, other) for number, other in enumerate(slides, 1) if number > after and not other.answers]
    title = text_of(slide.title)
    for number, other in following:
        if (other.topic, text_of(other.title)) == (slide.topic, title):
            return number
    for number, other in following:
        if (other.topic, other.layout) == (slide.topic, slide.layout):
            return number
    return after
