"""Answers, sheet and cards as PDF: reasons for every option, two sides and no more, cards that hold their words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from builder.core.problems import ProblemCode, Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.course import Paper
from builder.model.outputs import Variant
from builder.model.references import Name, Work
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.card_sheets import card_sheets
from builder.writers.pages.html import page_html
from builder.writers.pages.one_sheet import arrange_sheet, report_long_sheet, tightness_steps
from tests.support import tools
from tests.support.print.pages import PLACES, everything, make_pdf, specimen_as, texts, theme
from tests.support.specimen import IMPRINT, cite, p, specimen, t, ul
from tests.transform.test_canaries import hidden


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_right_option_comes_first_and_every_option_has_its_reason() -> None:
    words = " ".join(texts(specimen_as("answers").data))
    order = (
        "A buyer pays",
        "handout page\u00a06 · workbook page\u00a03",
        "B is right: Yes",
        "REASON-B",
        "A: No",
        "REASON-A",
    )
    places = [words.index(word) for word in (*order, "REASON-C", "What would you", "ANSWER-OPEN")]
    assert places == sorted(places)


def test_an_activity_is_in_the_answers_with_its_answer_alone() -> None:
    words = " ".join(texts(make_pdf("answers", hidden()).data))
    assert "Activity 1" in words
    assert "Do it" in words
    assert "step" not in words
    assert not [n for n in m.walk(*select(specimen(), EDITIONS["answers"]).body) if isinstance(n, m.Activity)]


def test_the_guide_names_the_workbook_s_pages() -> None:
    chosen = select(specimen(), EDITIONS["guide"])
    page = page_html(chosen, EDITIONS["guide"], theme(), Variant(), IMPRINT, PLACES)
    assert "handout page\u00a06 · workbook page\u00a03" in page
    assert "handout page\u00a05 · workbook page\u00a02" in page


def test_pages_named_are_of_editions_made_before(tmp_path: Path) -> None:
    bench = ModuleBuild(ModuleInputs(specimen(), theme(), IMPRINT, "letter", cache=tmp_path), Problems())
    ranks = {edition: [EDITIONS[name].rank for name in bench.editions_named(edition)] for edition in EDITIONS}
    assert all(rank < EDITIONS[edition].rank for edition, lower in ranks.items() for rank in lower)
    assert bench.editions_named("answers") == ["handout", "workbook"]
    assert set(bench.page_index("answers").places) == {"handout", "workbook"}


# ── the sheet ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_sheet_leaves_nothing_out() -> None:
    chosen = select(specimen(), EDITIONS["sheet"])
    order = arrange_sheet(chosen)
    inside = [block for topic in m.topics(chosen) for block in topic.body if not isinstance(block, m.Columns)]
    assert {block.id for block in (*order.key_points, *order.reference, *order.resources)} == {
        block.id for block in inside
    }
    assert [type(block) for block in order.key_points] == [m.KeyPoints]
    assert {type(block) for block in order.resources} == {m.Resources, m.Local}
    assert [block for half in order.halves for block in half] == list(order.reference)
    assert specimen_as("sheet").count <= 2


def test_a_sheet_that_is_too_long_says_what_to_shorten() -> None:
    points = m.KeyPoints(id="much", title=(t("Too much"),), body=(ul(*["many words here " * 20] * 40),))
    module = replace(specimen(), body=(m.Topic(id="t", title=(t("Topic"),), body=(points,)), *specimen().body))
    problems = Problems()
    report_long_sheet(select(module, EDITIONS["sheet"]), 2, problems)
    assert list(problems) == []
    bench = ModuleBuild(ModuleInputs(module, theme(), IMPRINT, "letter"), problems)
    assert bench.page("sheet", Variant()).count > 2
    [problem] = problems
    assert problem.code is ProblemCode.SHEET_TOO_LONG
    assert "“Too much” (2402 words" in problem.hint


def test_type_on_a_sheet_is_never_small() -> None:
    assert list(tightness_steps(theme())) == [0, 1]  # closer, as large
    assert list(tightness_steps(theme("contrast"))) == [0, 1, 2, 3, 4]


# ── cards ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def cards(count: int, words: int) -> m.Cards:
    name = m.Strong(content=(t("A name"),))
    is_made_up = tuple(m.Card(body=(p(name, " " + "words " * words),)) for _ in range(count))
    return m.Cards(id="set", title=(t("A set"),), cards=is_made_up)


@pytest.mark.parametrize(
    ("count", "words", "grid", "sheets"),
    [
        (12, 20, (2, 3), 2),  # six and six, not eight and four
        (9, 10, (2, 3), 2),  # five and four, not eight and one
        (5, 10, (2, 3), 1),
        (6, 20, (2, 3), 1),
        (4, 20, (2, 2), 1),
        (12, 55, (2, 2), 3),
        (3, 120, (1, 2), 2),
        (2, 20, (1, 2), 1),
        (1, 300, (1, 1), 1),
    ],
)
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_as_many_cards_stand_on_a_sheet_as_have_room(
    count: int, words: int, grid: tuple[int, int], sheets: int, paper: Paper
) -> None:
    found = list(card_sheets(cards(count, words), Variant(paper=paper), theme()))
    assert {(sheet.columns, sheet.rows) for sheet in found} == {grid}
    assert len(found) == sheets
    assert [cut.number for sheet in found for cut in sheet.cards] == list(range(1, count + 1))
    assert theme().tokens.typography.sizes.lede * min(sheet.scale for sheet in found) >= (
        17 if grid[0] * grid[1] > 4 else 13
    )
    per_sheet = [len(sheet.cards) for sheet in found]
    assert max(per_sheet) - min(per_sheet) <= 1
    module = replace(
        specimen(), body=(m.Topic(id="t", title=(t("Topic"),), body=(cards(count, words),)),), assets={}, works={}
    )
    pages = texts(make_pdf("cards", module, variant=Variant(paper=paper)).data)
    assert len(pages) == sheets
    assert sum(page.count(f"of {count}") for page in pages) >= count


def test_words_stay_on_their_card() -> None:
    """The last line of every card stands above the line that counts the cards."""
    for count, words in ((8, 36), (8, 30), (4, 40), (2, 100)):
        module = replace(specimen(), body=(m.Topic(id="t", title=(t("Topic"),), body=(cards(count, words),)),))
        with pypdfium2.PdfDocument(make_pdf("cards", module).data) as document:
            page = document[0].get_textpage()
            rows = [page.get_rect(index) for index in range(page.count_rects())]
        left = [row for row in rows if row[0] < 300]
        assert all(lower[3] <= upper[1] + 4 for upper, lower in pairwise(left[2:]) if lower[3] < upper[3])


def test_lines_that_an_author_ends_stay_on_their_card() -> None:
    """Twelve short lines, or items, take the room of twelve lines: none is printed over the next sheet."""

    def card(*, listed: bool) -> m.Card:
        short = [t(f"{n} a short line") for n in range(1, 13)]
        name = p(m.Strong(content=(t("A name"),)))
        if listed:
            return m.Card(body=(name, m.List(items=tuple(m.ListItem(body=(p(line),)) for line in short))))
        return m.Card(body=(name, p(*(part for line in short for part in (line, m.LineBreak())))))

    decks = tuple(
        m.Cards(id=name, title=(t("A set"),), cards=tuple(card(listed=n == 0) for n in range(3)))
        for name in ("one", "two")
    )
    module = replace(specimen(), body=(m.Topic(id="t", title=(t("Topic"),), body=decks),), assets={}, works={})
    said = texts(make_pdf("cards", module).data)
    assert [page.count("12 a short line") for page in said] == [page.count("of 3") for page in said]


def test_cards_carry_their_names_as_headings_and_no_key() -> None:
    data = specimen_as("cards").data
    assert "1. Dana, 34" in texts(data)[0]
    assert "Two made-up situations · 1 of 2" in texts(data)[0]
    assert "Lee: trafficking" not in everything(data)


# ── every edition ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("edition", ["sheet", "workbook", "answers", "cards"])
def test_the_same_bytes_twice(edition: str) -> None:
    assert make_pdf(edition).data == specimen_as(edition).data


@pytest.mark.parametrize("edition", ["sheet", "workbook", "answers", "cards"])
@pytest.mark.parametrize(
    ("name", "variant"), [("contrast", Variant("a4")), ("plain", Variant(grey=True)), ("plain", Variant(large=True))]
)
def test_every_variant_is_understood_by_the_renderer(edition: str, name: str, variant: Variant) -> None:
    assert make_pdf(edition, name=name, variant=variant).count >= 1


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["sheet", "workbook", "answers", "cards"])
@pytest.mark.parametrize("name", ["plain", "contrast"])
def test_verapdf_finds_nothing_against_ua_1(edition: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(make_pdf(edition, name=name).data)
    assert tools.verapdf_failures(path, "ua1") == []


def test_a_card_says_in_words_where_its_facts_are_from() -> None:
    cited = m.Paragraph(content=(m.Text(text="A fact"), m.Citation(items=(m.Cited(key="usc"),)), m.Text(text=".")))
    cards = m.Cards(id="cited", cards=(m.Card(body=(cited,)),))
    topic = m.Topic(id="t", title=(m.Text(text="Cards"),), body=(cards,))
    work = Work(id="usc", title="Definitions", author=(Name(literal="United States Code"),), issued="2000")
    page = " ".join(texts(make_pdf("cards", replace(specimen(), body=(topic,), works={"usc": work})).data))
    assert "A fact (United States Code, 2000)." in " ".join(page.split())


def test_where_a_card_s_fact_is_from_stays_on_the_card() -> None:
    words = "A survivor network asked its own members. Of 130 who answered, 91% had been arrested."
    facts = tuple(m.Card(body=(p(words, cite("report")),)) for _ in range(8))
    module = replace(specimen(), body=(m.Topic(id="t", title=(t("T"),), body=(m.Cards(id="c", cards=facts),)),))
    done = make_pdf("cards", module)
    assert "Sources" not in " ".join(texts(done.data))
    with pypdfium2.PdfDocument(done.data) as document:
        text = document[0].get_textpage()
        rows = [text.get_rect(n) for n in range(text.count_rects())]
        middle = document[0].get_width() / 2
    assert [row for row in rows if row[0] < middle - 20 and row[2] > middle and 60 < row[3] < 700] == []
