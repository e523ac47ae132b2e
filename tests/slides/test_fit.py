"""Deck → fitted deck: nothing overflows as measured, nothing is lost by going on, titles tell slides apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex
from builder.model.references import Name, Work
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
from builder.slides.deck.layouts import set_line
from builder.slides.deck.paginate import PageRow, paginate
from builder.slides.fit.fit import fit
from builder.slides.fit.font_metrics import FontSet, FontStyle
from builder.slides.fit.measure import HEIGHT_USED, Measure
from builder.slides.fit.text import TextFit
from builder.slides.inspect.fit_map import fit_map
from builder.slides.outline.outline import outline
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.theme.load import load_theme
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from tests.slides.test_outline import LAYOUTS, THEME, deck_of, lost
from tests.support.generated import WORKS, modules

assert THEME is not None
FLOOR = THEME.tokens.slides.floor
MEASURE = Measure(FontSet(THEME))


def fitted(text: str, works: dict[str, Work] = WORKS) -> tuple[Deck, Problems]:
    """Return the fitted deck of a module's text."""
    assert THEME is not None
    deck, problems = deck_of(text, works=works)
    return fit(deck, LAYOUTS, THEME, problems), problems


def topic_slides(deck: Deck) -> list[Slide]:
    return [slide for slide in deck.slides if slide.topic]


def slot_lines(slide: Slide, slot: str = "body") -> tuple[SlideLine, ...]:
    content = next(item.content for item in slide.filled if item.slot == slot)
    assert isinstance(content, TextContent)
    return content.lines


def items(count: int, text: str = "a point that takes most of one line on a slide, but not more") -> str:
    return "".join(f"- {number}: {text}\n" for number in range(1, count + 1))


# ── What fits ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_short_list_is_set_larger_and_a_long_one_smaller() -> None:
    scales = []
    for count in (3, 6, 8):
        deck, _ = fitted(f"## One\n\n{items(count)}")
        (slide,) = topic_slides(deck)
        scales.append(next(item.scale for item in slide.filled if item.slot == "body"))
    assert scales[0] > 1.0 >= scales[1] > scales[2] >= FLOOR.body / 24


def test_what_does_not_fit_goes_on_evenly_with_numbered_titles() -> None:
    deck, problems = fitted(f"## One\n\n{items(14)}\n::: notes\nSAY: Here.\n:::\n")
    first, second = topic_slides(deck)
    assert [text_of(slide.title) for slide in (first, second)] == ["One (1 of 2)", "One (2 of 2)"]
    assert (first.part, first.parts, second.part) == (1, 2, 2)
    assert [len(slot_lines(slide)) for slide in (first, second)] == [7, 7]
    assert [words(line) for line in first.notes] == ["Say: Here."]
    assert [words(line) for line in second.notes] == [
        "Continued: the script stands with the first slide of this point."
    ]
    assert len(problems) == 0


def test_a_parent_stays_with_its_first_child() -> None:
    text = "".join(
        f"- {n}: parent\n    - child of {n} with some words that take a line of their own\n    - second\n"
        for n in range(8)
    )
    deck, _ = fitted(f"## One\n\n{text}")
    for slide in topic_slides(deck):
        assert not slot_lines(slide)[-1].bound
        assert slot_lines(slide)[0].level == 0


def test_sub_headings_are_where_a_topic_splits_first() -> None:
    deck, _ = fitted(f"## Topic\n\n### Before\n\n{items(7)}\n### After\n\n{items(7)}")
    assert [text_of(slide.title) for slide in topic_slides(deck)] == ["Topic: Before", "Topic: After"]
    assert all(line.role != "heading" for slide in topic_slides(deck) for line in slot_lines(slide))


def test_a_table_goes_on_with_its_header_and_its_source() -> None:
    rows = "".join(
        f"| {n} | what one knows of a case that takes some words | what matters next |\n" for n in range(1, 13)
    )
    deck, _ = fitted(f"## One\n\n| No. | Known | Next |\n|---|---|---|\n{rows}\n: A caption {{#t}}\n")
    slides = topic_slides(deck)
    tables = [item.content for slide in slides for item in slide.filled if isinstance(item.content, TableContent)]
    assert len(tables) > 1
    assert all(words(table.header[1][0]) == "Known" for table in tables)
    sizes = [len(table.rows) for table in tables]
    assert max(sizes) - min(sizes) <= 1
    assert all(words(slot_lines(slide, "source")[0]) == "Table 1. A caption" for slide in slides)
    assert all(table.widths[0] < 0.12 < table.widths[1] for table in tables)


def test_sources_stay_with_the_rows_that_cite_them() -> None:
    """A table that goes on says on each slide what its own rows and its caption rest on; likewise a list and its notes."""
    rows = "".join(
        f"| {n} | what one knows of a case that takes some words{' [@gao]' if n == 1 else ''} |\n" for n in range(1, 16)
    )
    works = {
        key: Work(id=key, title="T", author=(Name(literal=name),), issued="2020")
        for key, name in (("usc", "A Code"), ("gao", "An Office"))
    }
    gao, usc = (works[key].short("undated") for key in ("gao", "usc"))
    deck, _ = fitted(f"## One\n\n| No. | Known |\n|---|---|\n{rows}\n: A caption [@usc] {{#t}}\n", works)
    feet = [[words(line) for line in slot_lines(slide, "source")] for slide in topic_slides(deck)]
    assert len(feet) > 1
    assert feet[0] == ["Table 1. A caption", f"Sources: {usc}; {gao}"]
    assert feet[1:] == [["Table 1. A caption", f"Source: {usc}"]] * (len(feet) - 1)
    deck, _ = fitted(f"## One\n\n- first [@gao][^n]\n{items(13)}- last [@usc]\n\n[^n]: A note.\n", works)
    feet = [[words(line) for line in slot_lines(slide, "source")] for slide in topic_slides(deck)]
    assert feet == [[f"Source: {gao}", "1 A note."], [f"Source: {usc}"]]


def test_sources_flow_through_two_columns_evenly() -> None:
    works = {
        f"k{n}": Work(id=f"k{n}", title=f"A study of rather many words, number {n}", issued="2020")
        for n in range(1, 31)
    }
    deck, _ = fitted("## One\n\n" + "".join(f"- a [@{key}]\n" for key in works), works)
    slides = [slide for slide in deck.slides if slide.layout == "sources"]
    columns = [[words(line) for line in slot_lines(slide, slot)] for slide in slides for slot in ("left", "right")]
    assert [text for column in columns for text in column] == sorted(f"{work.full()}" for work in works.values())
    assert max(map(len, columns)) - min(map(len, columns)) <= 2


def test_lists_of_sources_that_a_theme_sets_as_large_as_text_stay_so() -> None:
    """A line of sources at a slide's foot may come down further: it has no other slide to go to."""
    contrast = load_theme("contrast", Problems())
    assert contrast is not None
    layouts, tokens = read_layouts(make_template(contrast)), contrast.tokens.slides
    slots = [layouts["sources"].slot("left"), layouts["sources"].slot("right"), layouts["content"].slot("source")]
    text = TextFit(MEASURE, tokens.floor, tokens.ceiling)
    smallest = [text.least(slot, ()) * slot.levels[0].size for slot in slots if slot is not None]
    assert smallest == pytest.approx([18, 18, tokens.floor.source])
    assert tokens.floor.source < 18


def test_a_title_that_asks_has_no_period_after_it() -> None:
    work = Work.model_validate(
        {"id": "a", "title": "Does it help?", "author": [{"literal": "Ana B."}], "issued": "2020"}
    )
    assert work.full() == "Ana B. Does it help? 2020."


def test_an_activitys_words_stay_beside_its_steps_where_they_fit() -> None:
    words_of = "Everybody here is made up, and so is every place, and what you decide now can be changed later. " * 2
    steps = "1. Read the card.\n2. Place it.\n3. Say why.\n"
    kept, _ = fitted(f'## One\n\n::: {{.activity time="5"}}\n{words_of}\n\n{steps}:::\n')
    (slide,) = topic_slides(kept)
    assert words(slot_lines(slide)[0]).startswith("Everybody here")
    moved, _ = fitted(f'## One\n\n::: {{.activity time="5"}}\n{words_of * 4}\n\n{steps}:::\n')
    (slide,) = topic_slides(moved)
    assert [line.bullet for line in slot_lines(slide)] == ["number"] * 3
    assert [words(line)[:16] for line in slide.notes] == ["From the handout", "Everybody here i"]


def test_foot_lines_that_share_a_paragraph_are_told_apart() -> None:
    long = "; ".join(f"@k{n}" for n in range(6))
    works = {
        f"k{n}": Work(
            id=f"k{n}",
            title="T",
            author=(Name(literal=f"An Office of {n} with a very long name indeed"),),
            issued="2020",
        )
        for n in range(6)
    }
    deck, _ = fitted(
        f"## One\n\n| A | B |\n|---|---|\n| 1 | 2 [{long}] |\n\n: A caption without an end {{#t}}\n", works
    )
    (line,) = slot_lines(topic_slides(deck)[0], "source")
    assert "without an end · Sources: An Office" in words(line)


def test_minutes_and_last_words_are_not_left_alone() -> None:
    deck, _ = fitted(
        '## One\n\n::: {.activity time="5"}\n1. Place each card by the fact that it is about. (10 minutes)\n2. b\n:::\n'
    )
    assert words(slot_lines(topic_slides(deck)[0])[0]).endswith("(10\u00a0minutes)")
    ends = []
    for count in range(6, 26):
        deck, _ = fitted(f"## One {'word ' * count}end?\n\n- a\n")
        title = text_of(topic_slides(deck)[0].title)
        assert title.replace("\u00a0", " ") == f"One {'word ' * count}end?"
        ends.append("word\u00a0end?" in title)
    assert 1 <= sum(ends) <= 4, "only where the last word would stand alone on a line"


def test_a_small_table_is_set_larger() -> None:
    deck, _ = fitted("## One\n\n| A | B |\n|---|---|\n| one | two |\n| three | four |\n")
    scales = {item.scale for slide in topic_slides(deck) for item in slide.filled if item.slot == "table"}
    assert scales == {1.2}


def test_columns_to_write_in_are_equally_wide() -> None:
    deck, _ = fitted("## One\n\n| Card | Act | What is missing? |\n|---|---|---|\n| 1. Kay | … | … |\n")
    (table,) = [
        item.content for slide in topic_slides(deck) for item in slide.filled if isinstance(item.content, TableContent)
    ]
    assert table.widths[1] == pytest.approx(table.widths[2])
    assert table.widths[1] > 2 * table.widths[0]


def test_a_table_of_forty_columns_is_taken_apart_with_its_first_column() -> None:
    head = "| name | " + " | ".join(f"column{n}" for n in range(39)) + " |\n"
    deck, _ = fitted(f"## One\n\n{head}|{'---|' * 40}\n| row | {' | '.join('value' for _ in range(39))} |\n")
    tables = [
        item.content for slide in topic_slides(deck) for item in slide.filled if isinstance(item.content, TableContent)
    ]
    assert len(tables) > 2
    assert {words(table.header[0][0]) for table in tables} == {"name"}
    assert sum(len(table.aligns) - 1 for table in tables) == 39


def test_a_row_higher_than_a_slide_is_cut_and_reported() -> None:
    for text in (" ".join(f"word{n}" for n in range(800)), "x" * 4_000):
        deck, problems = fitted(f"## One\n\n| A | B |\n|---|---|\n| x | {text} |\n")
        found = [(one.code.value, one.at.line) for one in problems if one.code.value == "too-large-for-slide"]
        assert found == [("too-large-for-slide", 5)]
        assert not overflows(deck)
        tables = [item.content for slide in topic_slides(deck) for item in slide.filled]
        rows = [row for one in tables if isinstance(one, TableContent) for row in one.rows]
        assert len(rows) > 1
        whole = "".join(words(line) for row in rows for line in row[1])
        assert whole.replace(" ", "") == text.replace(" ", ""), "a letter was lost where the row was cut"


def test_a_header_higher_than_half_a_slide_stands_once_as_a_row() -> None:
    text = " ".join(f"word{n}" for n in range(250))
    deck, problems = fitted(f"## One\n\n| A | {text} |\n|---|---|\n| x | y |\n")
    assert ("too-large-for-slide", 3) in [(one.code.value, one.at.line) for one in problems]
    assert not overflows(deck)
    tables = [item.content for slide in topic_slides(deck) for item in slide.filled]
    cells = [cell for one in tables if isinstance(one, TableContent) for row in (one.header, *one.rows) for cell in row]
    assert " ".join(words(line) for cell in cells for line in cell).split().count("word249") == 1
    assert set(text.split()) <= {word for cell in cells for line in cell for word in words(line).split()}


def test_a_topic_of_more_than_three_slides_is_crowded() -> None:
    taken = set()
    for count in range(12, 48, 4):
        deck, problems = fitted(f"## One\n\n{items(count)}")
        number = len(topic_slides(deck))
        taken.add(number)
        told = [(problem.code.value, problem.at.line) for problem in problems]
        assert told == ([("crowded-topic", 1)] if number > 3 else [])
    assert {3, 4} <= taken


def test_a_long_question_title_is_set_smaller_and_a_hopeless_one_shortened() -> None:
    deck, problems = fitted(f"## {'A title of some words ' * 40}\n\n- a\n")
    (slide,) = topic_slides(deck)
    assert text_of(slide.title).endswith("…")
    assert any(text_of(slide.title)[:20] in words(line) for line in slide.notes)
    assert [problem.code.value for problem in problems] == ["not-on-slide"]


def test_options_too_long_for_frames_become_a_list() -> None:
    long = "an option with very many words in it " * 5
    deck, _ = fitted(
        f"## One\n\n::: check\nWhich?\n\n- [ ] {long}\n- [ ] {long}\n- [ ] b\n- [ ] c\n- [ ] d\n- [ ] e\n:::\n"
    )
    slide = topic_slides(deck)[0]
    assert slide.layout == "content"
    assert words(slot_lines(slide)[0]).startswith("A  an option")


def test_a_character_that_no_font_has_is_a_warning() -> None:
    _, problems = fitted("## One\n\n- a \U00020abc b\n")
    assert [(problem.code.value, problem.at.line) for problem in problems] == [("missing-glyph", 3)]


def test_the_map_says_sizes_and_how_full_slots_are() -> None:
    assert THEME is not None
    deck, _ = fitted(f"## One\n\n{items(8)}")
    rows = fit_map(deck, LAYOUTS, THEME).splitlines()
    at = next(index for index, row in enumerate(rows) if "content: One" in row)
    assert re.fullmatch(r"      body +\d\d(\.\d+)? pt +\d\d%  lines 3-10", rows[at + 1])


# ── Measuring ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_advances_are_those_of_the_font() -> None:
    faces = FontSet(THEME) if THEME else None
    assert faces is not None
    assert faces.piece("Hamburg", FontStyle()).width == pytest.approx(
        (1479 + 1139 + 1706 + 1139 * 2 + 682 + 1139) / 2048, abs=0.02
    )
    assert faces.piece("Hamburg", FontStyle(bold=True)).width > faces.piece("Hamburg", FontStyle()).width
    assert faces.piece("abc", FontStyle(mono=True)).width >= 1.8


def test_lines_break_where_programs_break() -> None:
    setting = MEASURE.setting((Run("one two three"),))
    assert setting.lines(setting.total * 1.02) == 1
    assert setting.lines(setting.total * 0.9) == 2
    assert MEASURE.setting((Run("one\vtwo"),)).lines(100) == 2
    assert MEASURE.setting((Run("one"), Run("\v"), Run("\v"), Run("two"))).lines(100) == 3
    assert MEASURE.setting((Run("well-known"),)).lines(4.0) == 2


def test_a_long_word_and_an_address_are_charged_a_line_more() -> None:
    assert MEASURE.setting((Run("x" * 60),)).lines(20.0) >= 3
    address = MEASURE.setting((Run("see https://example.org/a/long/path/of/an/address and more words"),))
    assert address.lines(address.total * 0.6) >= 3


def test_pages_are_fewest_then_even() -> None:
    assert paginate([PageRow(1.0)] * 10, 9.0) == [(0, 5), (5, 10)]
    assert paginate([PageRow(1.0), PageRow(1.0, tied=True), PageRow(1.0), PageRow(1.0)], 2.0) == [
        (0, 1),
        (1, 3),
        (3, 4),
    ]
    assert paginate([PageRow(1.0), PageRow(3.0)], 2.0) is None


# ── Whatever is written ───────────────────────────────────────────────────────────────────────────────────────


def overflows(deck: Deck) -> list[str]:
    """Return what would stand outside its box as measured, or below the theme's floor."""
    found = []
    for number, slide in enumerate(deck.slides, 1):
        layout = LAYOUTS[slide.layout]
        title = layout.slot("title")
        assert title is not None
        filled = [*slide.filled, FilledSlot("title", TextContent((SlideLine(slide.title),)), slide.title_scale)]
        for item in filled:
            slot = layout.slot(item.slot)
            assert slot is not None, f"{slide.layout} has no {item.slot}"
            match item.content:
                case TextContent(lines=lines):
                    high = MEASURE.text(lines, slot, item.scale)
                    if high > MEASURE.room(slot) + 0.01:
                        found.append(f"slide {number}: {item.slot} {high:.0f} of {MEASURE.room(slot):.0f} pt")
                    least = min(
                        (
                            min(FLOOR.body if (full := set_line(slot, line).size) >= FLOOR.body else FLOOR.source, full)
                            - set_line(slot, line, item.scale).size
                            for line in lines
                        ),
                        default=0.0,
                    )
                    if least > 0.11:
                        found.append(f"slide {number}: {item.slot} below the floor")
                case TableContent():
                    if sum(item.content.heights) > slot.box.height * HEIGHT_USED + 2:
                        found.append(f"slide {number}: table {sum(item.content.heights) / slot.box.height:.0%}")
                    assert slot.levels[0].size * item.scale >= FLOOR.table - 0.1
                    assert sum(item.content.widths) == pytest.approx(1)
                case PictureContent():
                    assert item.box is not None
                    assert item.box.y >= slot.box.y
                    assert item.box.y + item.box.height <= slot.box.y + slot.box.height + 1
                case _:
                    pass
    return found


def bag(deck: Deck) -> Counter[str]:
    """Return the marks in a deck's text, with how often each stands in it."""
    lines = [line for slide in deck.slides for line in (*slide.notes, SlideLine((Run(text_of(slide.title)),)))]
    for slide in deck.slides:
        for item in slide.filled:
            match item.content:
                case TextContent():
                    lines += item.content.lines
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
