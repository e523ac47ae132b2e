"""Every word of a generated module is on a slide, in the notes, or in a problem."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, example, given, settings

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex
from builder.slides.deck.deck import (
    Deck,
)
from builder.slides.inspect.deck_text import deck_text
from builder.slides.outline.outline import outline
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from tests.slides.test_outline import META
from tests.support.decks.deck_checks import LAYOUTS, THEME, shown_words
from tests.support.generated import ASSETS, WORKS, marks, modules

UNTITLED = m.Module(
    meta=META,
    body=(
        m.Topic(
            id="begin",
            title=(m.Text(text="begin q1z"), m.Citation(items=(m.Cited(key="usc"),))),
            body=(m.Quote(title=(m.Text(text="begin q2z"), m.Text(text="a q3z"))),),
        ),
    ),
    path="module.md",
    folder="generated",
    assets=ASSETS,
    works=WORKS,
)
"""Its topic's heading stood over a quote that has a title of its own, in a layout without a line over the title."""


def lost(module: m.Module, deck: Deck, problems: Problems) -> list[str]:
    """Return the marks of a module that are neither on a slide, nor in notes, nor in a problem."""
    said = set(re.findall(r"q\d+z", shown_words(deck) + " ".join(problem.message for problem in problems)))
    return [f"{mark}: {node}" for mark, node in marks(module).items() if mark not in said]


@given(modules)
@example(UNTITLED)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_word_is_lost(module: m.Module) -> None:
    assert THEME is not None
    problems = Problems()
    selected = select(module, EDITIONS["slides"])
    deck = outline(selected, THEME, LAYOUTS, Imprint(), PageIndex(), problems)
    assert not lost(selected, deck, problems)
    shown = [ident for slide in deck.slides for ident in slide.ids]
    assert len(shown) == len(set(shown))
    places = {slide.id for slide in deck.slides}
    assert len(places) == len(deck.slides)
    assert deck_text(deck)
