"""The first slide of a deck: it is one, whatever stands on it."""

from __future__ import annotations

import pytest

from builder.core.frozen import replace
from builder.core.problems import Problems
from builder.slides.deck.deck import Deck, FilledSlot, Run, Slide, SlideLine, TextContent, lines_of, text_of, words
from builder.slides.fit.fit import fit
from tests.support.decks.deck_checks import LAYOUTS, THEME, overflows

SHORT, LONG = "Some words.", "Some words that go on for a good while. " * 9
NOTICE = "Nobody has reviewed these words that go on for long. " * 6


def _shown(layout: str, **texts: str) -> tuple[dict[str, str], str, list[str]]:
    """Return the texts of a fitted first slide by slot, its notes, and the codes of what was told."""
    assert THEME is not None
    filled = tuple(FilledSlot(slot, TextContent((SlideLine((Run(text),)),))) for slot, text in texts.items())
    slide = Slide(id="title", layout=layout, title=(Run("Two terms"),), filled=filled)
    deck = Deck("T", "en", "", (slide,))
    problems = Problems()
    fitted = fit(deck, LAYOUTS, THEME, problems)
    (slide,) = fitted.slides
    assert text_of(slide.title) == "Two terms"
    assert overflows(fitted) == []
    held = {item.slot: " ".join(map(words, lines_of(item.content))) for item in slide.filled}
    return held, " ".join(map(words, slide.notes)), [problem.code.value for problem in problems]


@pytest.mark.parametrize("layout", ["title", "cover"])
def test_what_has_no_room_on_a_title_slide_stands_whole_in_its_notes(layout: str) -> None:
    shown, notes, told = _shown(
        layout, subtitle=LONG * 2, facts="All. " + LONG, kicker="A course. " + LONG * 2, notice=SHORT
    )
    assert list(shown) == ["notice"]
    assert told == ["not-on-slide"] * 3
    assert notes.count("Some words") == 45


def test_a_draft_notice_takes_the_place_of_the_facts_else_that_of_the_description() -> None:
    shown, notes, told = _shown("title", subtitle=SHORT, facts="For all", notice=NOTICE)
    assert (shown, notes, told) == ({"subtitle": SHORT, "notice": NOTICE}, "For all", ["not-on-slide"])
    title = LAYOUTS["title"]
    without = replace(title, slots=tuple(slot for slot in title.slots if slot.name != "facts"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(LAYOUTS.layouts, "title", without)  # as in many an organization's template
        shown, notes, told = _shown("title", subtitle=SHORT, notice=NOTICE)
    assert (shown["subtitle"], notes, told) == (NOTICE, SHORT, ["not-on-slide"])
