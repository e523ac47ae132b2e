"""So many of a whole as dots: as many as are said, discs and rings that are told apart without color, beside the text and on the slide."""

from __future__ import annotations

import pytest

from builder.slides.deck.deck import Box, Deck, DrawnShape, FilledSlot, Run, Slide, SlideLine, TextContent
from builder.slides.decorate.dots import dot_grid, with_dots
from tests.support.decks.deck_checks import LAYOUTS

SQUARE = Box(1000, 2000, 1_000_000, 1_000_000)


def counts(dots: tuple[DrawnShape, ...]) -> tuple[int, int]:
    """Return how many dots are counted, and how many there are."""
    return sum(bool(dot.fill) for dot in dots), len(dots)


@pytest.mark.parametrize(
    ("value", "of", "drawn"),
    [
        (92, 100, (92, 100)),
        (3, 7, (3, 7)),
        (0, 5, (0, 5)),
        (5, 5, (5, 5)),
        (250, 1000, (25, 100)),
        (1, 1000, (1, 100)),
        (999, 1000, (99, 100)),
        (2.5, 10, (25, 100)),
        (6, 5, (0, 0)),
        (-1, 5, (0, 0)),
        (0.1, 0.5, (0, 0)),
    ],
)
def test_as_many_dots_as_are_said(value: float, of: float, drawn: tuple[int, int]) -> None:
    assert counts(dot_grid(value, of, SQUARE)) == drawn


def test_dots_stand_apart_in_their_box_and_are_counted_in_the_direction_of_reading() -> None:
    for rtl in (False, True):
        dots = dot_grid(12, 30, SQUARE, rtl=rtl)
        for dot in dots:
            assert SQUARE.x <= dot.box.x
            assert dot.box.x + dot.box.width <= SQUARE.x + SQUARE.width
            assert dot.box.y + dot.box.height <= SQUARE.y + SQUARE.height
        centers = {(dot.box.x + dot.box.width // 2, dot.box.y + dot.box.height // 2) for dot in dots}
        assert len(centers) == 30
        assert (dots[0].box.x > dots[1].box.x) == rtl
        assert {(dot.fill, dot.line) for dot in dots} == {("primary", ""), ("", "muted")}


@pytest.mark.parametrize(("layout", "count"), [("portrait-and-text", 100), ("content", 0)])
def test_they_stand_where_the_text_leaves_room(layout: str, count: int) -> None:
    body = FilledSlot("body", TextContent((SlideLine((Run("92"),)),)))
    slide = Slide("a", layout, (Run("A"),), (body,), counted=(92, 100))
    (drawn,) = with_dots(Deck("A", "en", "", (slide,)), LAYOUTS).slides
    assert len(drawn.drawn) == count
    slot = LAYOUTS[layout].slot("body")
    assert slot
    assert all(dot.box.x >= slot.box.x + slot.box.width for dot in drawn.drawn)
