"""The deck for participants (edition `slides-share`): without script, answers, or hidden slides.

It is made from the module as `select` leaves it for participants, so that it cannot hold what they may not see. From the
facilitator's deck it takes only the slide numbers, so that both show the same number on the same slide.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.core.frozen import replace
from builder.slides.deck.deck import Deck, Slide, text_of
from builder.slides.deck.layout_variants import varied


def participant_deck(whole: Deck, own: Deck) -> Deck:
    """Return `own`, the fitted deck of the module selected for `slides-share`, with the slide numbers of `whole`.

    Hidden slides and slides with answers are left out, notes are emptied. Both decks have the same order; the match of each
    slide is searched for after the match of the slide before.
    """
    slides: list[Slide] = []
    number = 0
    for slide in own.slides:
        number = _number(slide, whole.slides, number)
        if not slide.hidden and not slide.answers:
            slides.append(replace(slide, notes=(), number=number))
    return replace(own, slides=tuple(slides))


def _number(slide: Slide, slides: Sequence[Slide], after: int) -> int:
    """Return the number of the first slide after number `after` with the same topic and title, else topic and layout; else `after`."""
    following = [(number, other) for number, other in enumerate(slides, 1) if number > after and not other.answers]
    title = text_of(slide.title)
    for number, other in following:
        if (other.topic, text_of(other.title)) == (slide.topic, title):
            return number
    for number, other in following:
        if (other.topic, varied(other.layout)) == (slide.topic, varied(slide.layout)):
            return number
    return after
