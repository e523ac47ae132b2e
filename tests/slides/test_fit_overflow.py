"""Whatever a module holds: nothing overflows as measured, no word is lost or repeated on continuation slides."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex
from builder.slides.deck.deck import (
    Deck,
    FilledSlot,
    PictureContent,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    lines_of,
    text_of,
    words,
)
from builder.slides.fit.fit import fit
from builder.slides.fit.measure import BreakableText, Measure
from builder.slides.fit.text import TextFit
from builder.slides.outline.outline import outline
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from tests.slides.test_fit import fitted
from tests.slides.test_no_word_lost import lost
from tests.slides.test_outline import deck_of
from tests.support.decks.deck_checks import LAYOUTS, MEASURE, THEME, overflows
from tests.support.generated import modules

assert THEME is not None


def bag(deck: Deck) -> Counter[str]:
    """Return the marks in a deck's text, with how often each stands in it.

    A title counts once: what the outline gives two slides of one title may fit under it on one. What may leave the slide of
    a service (role "lead") stands in the notes from the beginning, and counts there.
    """
    lines = [line for slide in deck.slides for line in slide.notes]
    lines += [SlideLine((Run(title),)) for title in dict.fromkeys(text_of(slide.title) for slide in deck.slides)]
    for slide in deck.slides:
        for item in slide.filled:
            match item.content:
                case TextContent():
                    service = item.slot.startswith("contact-")
                    lines += [line for line in item.content.lines if not (service and line.role == "lead")]
                case TableContent():
                    lines += [
                        line for row in (item.content.header, *item.content.rows) for cell in row for line in cell
                    ]
                case _:
                    pass
    return Counter(mark for line in lines for mark in re.findall(r"q\d+z", words(line)))


def check_fitted(module: m.Module) -> None:
    """Nothing stands outside its box as measured, nothing is lost on the way, and titles and ids tell slides apart."""
    assert THEME is not None
    problems = Problems()
    selected = select(module, EDITIONS["slides"])
    deck = outline(selected, THEME, LAYOUTS, Imprint(), PageIndex(), problems)
    done = fit(deck, LAYOUTS, THEME, problems)
    assert not overflows(done)
    assert not lost(selected, done, problems)
    assert not bag(deck) - bag(done)
    titles = [text_of(slide.title) for slide in done.slides]
    assert len(set(titles)) == len(titles)
    assert all(titles)
    assert len({slide.id for slide in done.slides}) == len(done.slides)
    assert not unsaid(done), "a source is not where its words are"
    assert fit(deck, LAYOUTS, THEME, Problems()) == replace(done)


def told(count: int) -> str:
    """Return text whose every fifth word is a mark."""
    return " ".join(f"q{n}z and some words" for n in range(count))


def points(count: int) -> str:
    return "".join(f"- q{n}z is a point of rather many words that takes a line\n" for n in range(count))


OPTIONS = "- [x] This\n  Yes.\n- [ ] That\n  No.\n"
TOO_MUCH = {
    "list beside a wide picture": f'## One\n\n{points(24)}\n\n![A caption](wide.svg){{alt="told"}}\n',
    "list beside a tall picture": f'## One\n\n{points(24)}\n\n![A caption](tall.svg){{alt="told"}}\n',
    "caption of a picture": f'## One\n\n![{told(90)}](wide.svg){{alt="told"}}\n',
    "caption of a table": f"## One\n\n| a |\n|---|\n| b |\n\n: {told(80)}\n",
    "reason of an answer": f"## One\n\n::: check\nWhich?\n\n- [x] This\n  {told(200)}\n- [ ] That\n  No.\n:::\n",
    "question": f"## One\n\n::: check\n{told(150)}\n\n{OPTIONS}:::\n",
    "key sentence": f"## One\n\n[{told(120)}]{{.key}}\n",
    "quote": f"## One\n\n> {told(200)}\n",
    "materials of an activity": f'## One\n\n::: {{.activity time=5 materials="{told(60)}"}}\n1. Go.\n:::\n',
    "words over a question": f"## q900z {told(12)}\n\n::: check\nWhich?\n\n{OPTIONS}:::\n",
    "column": f"## One\n\n:::: columns\n::: column\n{points(24)}:::\n::: column\n- b\n:::\n::::\n",
    "footnotes": "## One\n\n- a[^1]\n- b[^2]\n\n" + "".join(f"[^{n}]: q{n}z {'words ' * 22}\n" for n in (1, 2)),
    "footnotes of a number": '## One\n\n::: {.number value="7" source="@usc" caveat="none"}\n'
    + "\n\n".join(f"{told(12)}[^{n}]" for n in range(6))
    + "\n:::\n\n"
    + "".join(f"[^{n}]: q{100 + n}z {'words ' * 21}\n" for n in range(6)),
    "footnotes of one point of many": f"## One\n\n- a{''.join(f'[^{n}]' for n in range(900, 909))}\n{points(20)}\n"
    + "".join(f"[^{n}]: q{n}z {'words ' * 12}\n" for n in range(900, 909)),
    "text in columns through which it flows": f'## One {{layout="sources"}}\n\n{points(60)}\n::: notes\nSAY: q900z.\n:::\n',
    "sections beside a picture": f"## One\n\n### First\n\n{points(9)}\n### Second\n\n"
    f'{points(30).replace("q", "q9")}\n![A caption](wide.svg){{alt="told"}}\n',
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_is_too_long_for_its_place_goes_on_neither_lost_nor_told_twice(what: str) -> None:
    deck, _ = deck_of(TOO_MUCH[what])
    assert THEME is not None
    done = fit(deck, LAYOUTS, THEME, Problems())
    assert not overflows(done)
    assert bag(done) == bag(deck)
    assert len(bag(deck)) > 1
    ids = [ident for slide in done.slides for ident in slide.ids]
    assert len(ids) == len(set(ids)), "a jump would lead to two slides"
    bare = [slide.layout for slide in done.slides if slide.layout in PICTURED and not _pictures(slide)]
    assert bare == [], "a place for a picture and none in it"


@pytest.mark.parametrize("layout", ["content", "two-columns", "sources"])
def test_nothing_stands_outside_however_many_points_there_are_and_however_long(layout: str) -> None:
    for count in range(5, 26, 4):
        for length in (3, 11, 14, 17, 60):
            lines = [f"- {'a word ' * (length if n else 3 * length)}{n}\n" for n in range(count)]
            deck, _ = fitted(f'## One {{layout="{layout}"}}\n\n{"".join(lines)}')
            assert overflows(deck) == [], (count, length)


PICTURED = {"image-and-text", "portrait-and-text", "image"}


def _pictures(slide: Slide) -> list[FilledSlot]:
    return [item for item in slide.filled if isinstance(item.content, PictureContent)]


def unsaid(done: Deck) -> list[tuple[str, str]]:
    """Return the sources that a fitted slide's words ask for, and that its foot does not say, with the slide.

    A foot too long even for a slide's own part goes on in the text of a further slide: its point is left out.
    """
    found = []
    for slide in done.slides:
        point = slide.id if slide.part == 1 else slide.id.rpartition(".")[0]
        parts = [one for one in done.slides if one.id == point or one.id.startswith(f"{point}.")]
        spilled = any(
            line.role == "source"
            for one in parts
            for item in one.filled
            if item.slot != "source"
            for line in lines_of(item.content)
        )
        foot = "".join(words(line) for item in slide.filled if item.slot == "source" for line in lines_of(item.content))
        asked = {key for item in slide.filled for line in lines_of(item.content) for key in line.keys}
        if LAYOUTS[slide.layout].slot("source") and not spilled:
            found += [(slide.id, key) for key in asked if not key.startswith("^") and key not in foot]
    return found


@given(modules)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_overflows_and_nothing_is_lost(module: m.Module) -> None:
    check_fitted(module)


@pytest.mark.slow
def test_a_thousand_topics() -> None:
    """The same over a thousand topics at least, always the same ones."""
    topics = 0

    @given(modules)
    @settings(
        max_examples=1_150,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def run(module: m.Module) -> None:
        nonlocal topics
        topics += len(list(m.topics(module)))
        check_fitted(module)

    run()
    assert topics >= 1_000


class _CountingMeasure(Measure):
    """Counts the characters that are measured."""

    characters = 0

    def _measure_runs(self, runs: tuple[Run, ...], *, bold: bool, heading: bool) -> BreakableText:
        self.characters += sum(len(run.text) for run in runs)
        return super()._measure_runs(runs, bold=bold, heading=heading)


@pytest.mark.parametrize(("text", "role"), [("one line\v", "code"), ("Some words. ", "body")])
def test_a_line_that_fills_many_slides_is_not_measured_again_for_each(text: str, role: str) -> None:
    slot = LAYOUTS["content"].slot("body")
    assert slot is not None
    assert THEME is not None
    counts = []
    for times in (1_000, 2_000):
        measure, line = _CountingMeasure(MEASURE.faces), SlideLine((Run(text * times),), role=role)
        _, pages = TextFit(measure, THEME.tokens.slides.floor, 99).split((line,), slot)
        assert [word for page in pages for part in page for word in words(part).split()] == words(line).split()
        counts.append(measure.characters)
    assert counts[1] < 2.3 * counts[0]
