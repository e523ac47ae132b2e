"""Questions in frames and their answers: one size, one place, and the mark of the right one beside words."""

from __future__ import annotations

from builder.slides.deck.deck import Slide, lines_of, words
from builder.slides.deck.layouts import set_line
from tests.slides.test_fit import fitted, topic_slides
from tests.support.decks.deck_checks import LAYOUTS

LONG = "An adult sells sex because other jobs do not cover the rent, and says that nobody else decides; which word fits what is known here, {}?"


def question(asked: str, options: tuple[str, ...] = ("This", "That", "Those"), why: str = "Because.") -> str:
    """Return a question of which the second option is right."""
    offered = "".join(f"- [{'x' if place == 1 else ' '}] {option}\n    {why}\n" for place, option in enumerate(options))
    return f"::: check\n{asked}\n\n{offered}:::\n\n"


def sizes(slide: Slide) -> set[float]:
    """Return the sizes of options on a slide, without their reasons, pt."""
    found = ((LAYOUTS[slide.layout].slot(item.slot), item) for item in slide.filled if item.slot[-1:].isdigit())
    return {set_line(slot, lines_of(item.content)[0], item.scale).size for slot, item in found if slot}


def test_a_question_and_its_answer_have_options_of_one_size() -> None:
    long = (
        "A reason that takes the better part of two lines in its frame, so that the options over it are set smaller than alone. "
        * 2
    )
    deck, _ = fitted(f"## One\n\n{question('Which?', why=long)}")
    asked, told = topic_slides(deck)
    assert (asked.layout, told.layout) == ("question-3", "answer-3")
    assert sizes(asked) == sizes(told) != {24.0}


def test_titles_of_questions_of_one_topic_have_one_size() -> None:
    deck, _ = fitted(
        f"## One\n\n{question('Which?')}{question(LONG.format('and why'))}\n## Two\n\n{question('Which now?')}"
    )
    *first, asked, told = topic_slides(deck)
    assert len(first) == 4
    assert len({slide.title_scale for slide in first}) == 1
    assert first[0].title_scale < asked.title_scale == told.title_scale == 1.0


def test_the_mark_of_a_right_option_stands_on_no_line_of_its_own() -> None:
    """Where it has no room behind the option it begins the reason; it is never lost."""
    places = set()
    for count in range(4, 16):
        option = "some words " * count
        deck, _ = fitted(f"## One\n\n{question('Which?', ('This', option, 'That'))}")
        slide = topic_slides(deck)[-1]
        (lines,) = (lines_of(item.content) for item in slide.filled if item.slot.startswith("right"))
        said = [words(line).replace("\u00a0", " ") for line in lines]
        assert " ".join(said).count("\u2713 Right") == 1
        places.add("reason" if said[1].startswith("\u2713 Right  Because.") else "option")
    assert places == {"reason", "option"}
