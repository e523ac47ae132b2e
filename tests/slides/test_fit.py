"""Deck → fitted deck: nothing overflows as measured, nothing is lost by going on, titles tell slides apart."""

from __future__ import annotations

import re

import pytest

from builder.core.problems import Problems
from builder.model.references import Name, Work
from builder.slides.deck.deck import (
    Deck,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    text_of,
    words,
)
from builder.slides.deck.layouts import set_line, set_size
from builder.slides.deck.paginate import PageRow, paginate
from builder.slides.fit.fit import fit
from builder.slides.fit.font_metrics import FontSet, FontStyle
from builder.slides.fit.text import TextFit
from builder.slides.inspect.fit_map import fit_map
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.theme.load import load_theme
from tests.slides.test_outline import deck_of
from tests.support.decks.deck_checks import LAYOUTS, MEASURE, THEME, overflows
from tests.support.generated import WORKS

assert THEME is not None
FLOOR = THEME.tokens.slides.floor


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


def size_of(slide: Slide, slot: str = "body") -> float:
    """Return the size of the text in a slot, pt."""
    item = next(item for item in slide.filled if item.slot == slot)
    found = LAYOUTS[slide.layout].slot(slot)
    assert found
    return set_line(found, slot_lines(slide, slot)[0], item.scale).size


def test_a_short_list_is_set_larger_and_a_long_one_smaller() -> None:
    sizes = []
    for count in (3, 6, 8):
        deck, _ = fitted(f"## One\n\n{items(count)}")
        (slide,) = topic_slides(deck)
        sizes.append(size_of(slide))
    assert sizes == [28, 24, 20]


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
    gao, usc = (works[key].short(lambda key, **_: key) for key in ("gao", "usc"))
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
    smallest = [set_size(slot, slot.levels[0].size, text.least(slot, ())) for slot in slots if slot is not None]
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


def test_a_small_table_is_set_larger() -> None:
    deck, _ = fitted("## One\n\n| A | B |\n|---|---|\n| one | two |\n| three | four |\n")
    scales = {item.scale for slide in topic_slides(deck) for item in slide.filled if item.slot == "table"}
    assert scales == {1.2}, "24 pt"


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
    long = "an option with very many words in it " * 7
    deck, _ = fitted(
        f"## One\n\n::: check\nWhich?\n\n- [ ] {long}\n- [ ] {long}\n- [x] b\n- [ ] c\n- [ ] d\n- [ ] e\n:::\n"
    )
    slide = topic_slides(deck)[0]
    assert slide.layout == "content"
    assert words(slot_lines(slide)[0]).startswith("A  an option")


def test_a_character_that_no_font_of_the_theme_has_is_told_of_once_for_the_module_and_not_by_slides() -> None:
    _, problems = fitted("## One\n\n- a \U00020abc b\n")
    assert not list(problems)


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
