"""The guide's first pages: what one needs in fifteen minutes, chosen by rules that an author can see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.check.references import dead_references
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.model.outputs import PAGE_COUNT, PageIndex, Variant
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.guide.quick_start import QuickStart
from builder.writers.pages.html import page_html
from tests.support.print.pages import theme
from tests.support.print.printed import Outline
from tests.support.specimen import IMPRINT, p, specimen, t, ul

PAGES = PageIndex({"handout": {PAGE_COUNT: 7}, "cards": {PAGE_COUNT: 3}, "sheet": {PAGE_COUNT: 2}})


def brief(module: m.Module | None = None) -> QuickStart:
    return QuickStart(select(module or specimen(), EDITIONS["guide"]), PAGES)


def with_topic(*body: m.Block) -> m.Module:
    return replace(specimen(), body=(*specimen().body, m.Topic(id="new", title=(t("New"),), body=body)))


def test_the_first_key_points_are_the_messages() -> None:
    points = m.KeyPoints(id="k", body=(ul("Four.", "Five.", "Six."),))
    said = [m.plain(item) for item in brief(with_topic(points)).key_messages]
    assert said == ["Hardship calls for options.", "When a fact is missing, say so.", "Four."]


def test_the_front_matter_names_the_hardest_question() -> None:
    first = brief().question
    assert first
    assert first.id == "check-age"
    named = replace(specimen(), meta=specimen().meta.model_copy(update={"hardest": "check-open"}))
    asked = brief(named).question
    assert asked
    assert asked.id == "check-open"


def test_a_hardest_question_that_is_none_is_a_problem() -> None:
    problems = Problems()
    dead_references(replace(specimen(), meta=specimen().meta.model_copy(update={"hardest": "check-aged"})), problems)
    assert [(problem.code, problem.hint) for problem in problems] == [
        (ProblemCode.DEAD_REFERENCE, "did you mean `check-age`?")
    ]


def test_sections_with_known_ids_take_the_place_of_our_own_words() -> None:
    heading = m.Heading(id="disclosure", level=3, content=(t("If someone tells you"),))
    after = m.Heading(id="next", level=3, content=(t("Next"),))
    module = with_topic(m.Facilitator(id="f", body=(heading, p("First."), ul("Own words."), after, ul("No more."))))
    assert [m.plain(block) for block in brief(module).section("disclosure")] == ["First.", "Own words."]
    page = page_html(select(module, EDITIONS["guide"]), EDITIONS["guide"], theme(), Variant(), IMPRINT, PAGES)
    assert page.count("Own words.") == 2
    assert "Thank them. Offer a private place" not in page
    assert "Let them go. Do not ask why" in page
    assert len(Outline(page).ids) == len(set(Outline(page).ids))
    plain = replace(IMPRINT, safeguards=())
    page = page_html(select(module, EDITIONS["guide"]), EDITIONS["guide"], theme(), Variant(), plain, PAGES)
    assert page.count("Own words.") == 2
    assert "Let them go" not in page
    assert "what you must report" not in page
    workbook = page_html(select(module, EDITIONS["workbook"]), EDITIONS["workbook"], theme(), Variant(), plain, PAGES)
    assert "Do not write names" not in workbook


def test_lines_to_call_are_listed_with_their_numbers() -> None:
    line = p(m.Strong(content=(t("Overwhelmed: 988 Lifeline."),)), " Call 1-888-373-7888 or text 64673. Seen May 2025.")
    found = brief(with_topic(m.Resources(id="r", body=(ul((line,), (line,)),)))).contacts
    assert [(row.name, row.numbers) for row in found] == [
        ("Overwhelmed: 988 Lifeline", ("988", "1-888-373-7888", "64673"))
    ]


@pytest.mark.parametrize(("group", "sets"), [("pairs", (5, 10, 15)), ("groups of 3", (4, 7, 10)), ("", (3, 5, 8))])
def test_what_to_print_is_counted(group: str, sets: tuple[int, ...]) -> None:
    activity = m.Activity(id="a", group=group, body=(p("Sort."),))
    cards = m.Cards(id="c", cards=(m.Card(body=(p("One"),)),))
    module = replace(specimen(), body=(m.Topic(id="x", title=(t("X"),), body=(activity, cards)),))
    rows = {row.edition: row for row in brief(module).print_rows}
    assert list(rows) == ["handout", "sheet", "cards"]  # the others were not made
    assert (rows["handout"].sheets, rows["handout"].copies) == (4, (10, 20, 30))
    assert (rows["sheet"].sheets, rows["cards"].sheets, rows["cards"].copies) == (1, 3, sets)
