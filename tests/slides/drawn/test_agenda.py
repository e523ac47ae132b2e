"""The agenda on slides and in handouts: starts, minutes and bars from `time=`, and nothing of it where nobody asked."""

from __future__ import annotations

from functools import cache

import pytest

from builder.core.problems import Problems
from builder.core.source import Source
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.outputs import PageIndex, Variant
from builder.parse.markdown import ParseContext, parse
from builder.slides.deck.deck import Deck, DrawnShape, Slide, TableContent
from builder.slides.deck.layouts import set_size
from builder.slides.inspect.deck_text import slide_text
from builder.writers.pages.phone import write_phone
from tests.support.decks.deck_checks import LAYOUTS, theme_of
from tests.support.specimen import IMPRINT

FRONT = "---\ntitle: One day\ndescription: A day.\nobjectives: [Learn]\n{more}---\n\n"
DAY = """\
# Morning {#morning}

## Arrive {time="5"}

- a

## What we agree on

- a

## The law {time="40" .slide}

- a

# Afternoon

## Prepare the room {time="15" .facilitator}

Move the tables.

## More, if they ask {time="90" .optional}

- a

## Practice {time="1 h 20"}

- a
"""
FLOOR, LARGER = 16, 18
"""Least size of text in tables under `plain`, pt, and the next step."""


@cache
def built(text: str, theme: str = "plain", ratio: str = "16:9", more: str = "") -> ModuleBuild:
    problems = Problems()
    context = ParseContext()
    module = parse(Source("modules/m/module.md", FRONT.format(more=more) + text), "m", context, problems)
    return ModuleBuild(ModuleInputs(module, theme_of(theme, ratio), IMPRINT, "letter"), Problems())


def agenda_of(deck: Deck) -> list[Slide]:
    return [slide for slide in deck.slides if slide.layout == "agenda"]


def bars_of(slide: Slide) -> list[DrawnShape]:
    """Return a slide's bars, without the line of progress."""
    return [shape for shape in slide.drawn if shape not in line_of(slide)]


def line_of(slide: Slide) -> list[DrawnShape]:
    """Return what is drawn at a slide's lower edge."""
    return [shape for shape in slide.drawn if shape.box.y + shape.box.height == LAYOUTS.size[1]]


def test_topics_with_times_make_a_table_and_what_only_facilitators_have_is_not_counted() -> None:
    (slide,) = agenda_of(built(DAY).deck)
    assert slide_text(slide) == (
        "agenda: In this session\n"
        "  table      Start | Topic | Time\n"
        "  table       | Morning | 45 min\n"
        "  table      0:00 | Arrive | 5 min\n"
        "  table      0:05 | What we agree on | \n"
        "  table      0:05 | The law | 40 min\n"
        "  table       | Afternoon | 80 min\n"
        "  table      0:45 | Practice | 80 min\n"
    )
    content = slide.filled[0].content
    assert isinstance(content, TableContent)
    slides = {one.id: one for one in built(DAY).deck.slides}
    jumps = [run.jump for row in content.rows for line in row[1] for run in line.runs]
    assert ["".join(run.text for run in slides[jump].title) for jump in jumps][-2:] == ["Afternoon", "Practice"]


@pytest.mark.parametrize(("ratio", "more"), [("16:9", ""), ("4:3", "lang: ar\n")])
def test_bars_are_to_scale_in_one_column_and_the_longest_is_whole(ratio: str, more: str) -> None:
    (slide,) = agenda_of(built(DAY, ratio=ratio, more=more).deck)
    bars = bars_of(slide)
    assert [round(bar.box.width / bars[-1].box.width * 80) for bar in bars] == [5, 40, 80]
    assert len({bar.box.x + bar.box.width if more else bar.box.x for bar in bars}) == 1
    assert [bar.opacity == 1.0 for bar in bars] == [False, False, True]
    assert {bar.fill for bar in bars} == {"primary"}
    assert bars[-1].box.width > LAYOUTS.size[0] // 10


def test_a_part_lists_its_topics_with_their_minutes() -> None:
    slide = next(one for one in built(DAY).deck.slides if one.layout == "section")
    assert slide_text(slide).splitlines()[1:] == [
        "  text       Arrive · 5 min",
        "  text       What we agree on",
        "  text       The law · 40 min",
    ]


def test_a_part_lists_its_topics_where_they_are_too_few_for_an_agenda() -> None:
    slide = next(
        one for one in built("# A part\n\n## A {time=5}\n\n- a\n\n## B\n\n- b\n").deck.slides if one.layout == "section"
    )
    assert slide_text(slide).splitlines()[1:] == ["  text       A · 5 min", "  text       B"]


def test_long_sessions_go_on_and_each_row_keeps_its_bar() -> None:
    text = "".join(f'## Topic {n} {{time="{n}"}}\n\n- a\n\n' for n in range(1, 25))
    slides = agenda_of(built(text).deck)
    assert len(slides) > 1
    assert [len(bars_of(slide)) for slide in slides] == [
        len(item.content.rows) for slide in slides for item in slide.filled if isinstance(item.content, TableContent)
    ]


def test_the_slides_to_share_show_what_was_shown_in_the_room() -> None:
    whole, shared = (agenda_of(deck) for deck in (built(DAY).deck, built(DAY).deck_to_share))
    assert [slide_text(slide) for slide in shared] == [slide_text(slide) for slide in whole]


def test_without_times_topics_are_listed() -> None:
    shown = [slide.layout for slide in built(DAY.replace("time=", "x-time=")).deck.slides if slide.id == ".opening.3"]
    assert shown == ["content"]


def test_a_handout_opens_with_the_agenda_when_it_is_asked_for() -> None:
    asked = built(DAY, more="agenda: true\n")
    html = asked.html("handout", Variant())
    assert '<section class="agenda whole">' in html
    assert '<td>0:45</td>\n<th scope="row"><a href="#practice">Practice</a></th>' in html
    assert "The law" not in html
    assert "Prepare the room" not in html
    chosen = (
        asked.selection("handout"),
        theme_of("plain"),
        Variant(),
        asked.imprint_of("handout"),
        PageIndex({}, "letter"),
    )
    phone = write_phone(*chosen, Problems()).data.decode()
    assert '<td class="number"><span class="taken">80 min</span></td>' in phone
    assert phone.count('<h2 class="label">In this session</h2>') == 1
    for edition, one in (("handout", built(DAY)), ("workbook", asked)):
        selected = one.selection(edition)
        assert not [topic for topic in m.topics(selected) if topic.minutes or topic.start is not None], edition


def test_a_line_at_the_foot_says_where_the_deck_and_its_section_are() -> None:
    deck = built(DAY).deck
    width = LAYOUTS.size[0]
    for place, slide in enumerate(deck.slides, 1):
        line = line_of(slide) if slide.layout != "cover" else []
        assert bool(line) == (LAYOUTS[slide.layout].slot("number") is not None)
        if line:
            assert line[0].box.width == round(width * place / len(deck.slides))
            end = max(n for n, other in enumerate(deck.slides, 1) if other.section == slide.section)
            assert line[-1].box.x + line[-1].box.width == round(width * end / len(deck.slides))


def test_long_titles_take_the_room_of_bars_and_rows_stand_close_before_they_go_on() -> None:
    """13 rows of titles that have room on a line of smaller type are one slide; of titles that have not, two, not three."""
    title = "Sort by what you know, not by what you guess, and then say what it is that is missing"
    for said, slides in ((title[:74], 1), (f"{title} here", 2)):
        text = "".join(f'## {n} {said} {{time="{5 * n}"}}\n\n- a\n\n' for n in range(1, 14))
        assert len(agenda_of(built(text).deck)) == slides


@pytest.mark.parametrize(("topics", "slides"), [(13, 1), (16, 2)])
@pytest.mark.parametrize("ratio", ["16:9", "4:3"])
def test_thirteen_topics_stand_on_one_slide_with_their_rows_close_together(
    topics: int, slides: int, ratio: str
) -> None:
    text = "".join(f'## Topic {n} {{time="{5 * n}"}}\n\n- a\n\n' for n in range(1, topics + 1))
    shown = agenda_of(built(text, ratio=ratio).deck)
    assert len(shown) == slides
    for slide in shown:
        (item,) = (item for item in slide.filled if isinstance(item.content, TableContent))
        slot = LAYOUTS["agenda"].slot("table")
        assert slot
        assert isinstance(item.content, TableContent)
        assert item.content.tight == (slides == 1)
        assert set_size(slot, slot.levels[0].size, item.scale) >= (LARGER if slides == 1 else FLOOR)
        assert sum(item.content.heights) <= slot.box.height
