"""Words in pictures can be read on pages, in large print and on phones: in the text, wider, or turned; else the author hears of it."""

from __future__ import annotations

import re

from builder.build import make_slide_template
from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.outputs import PageIndex, Variant
from builder.slides.deck.deck import Deck, FilledSlot, PictureContent, Run, Slide
from builder.slides.deck.pictures import report_small_words as small_words_on_slides
from builder.transform.drawings import smallest_words
from builder.writers.pages.phone import write_phone
from builder.writers.pages.picture_places import picture_place, report_small_words, screen_width
from tests.support.print.pages import theme
from tests.support.print.printed import html
from tests.support.specimen import IMPRINT, specimen


def drawing(size: str, width: float = 960, height: float = 400, more: str = "") -> m.Asset:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"><g {more}><text {size}>Words</text></g></svg>'
    return m.Asset("d.svg", svg.encode(), "image/svg+xml", width, height)


def test_a_drawing_stands_where_its_words_are_large_enough() -> None:
    assert picture_place(drawing('font-size="40"'), large=True) == ""
    assert picture_place(drawing('font-size="22"'), large=True) == "pictured"
    assert picture_place(drawing('font-size="22"'), large=True, free=False) == ""
    assert picture_place(drawing('font-size="30"', 500, 800), large=True) == "tall"
    assert picture_place(m.Asset("p.png", b"", "image/png", 10, 10), large=True) == ""
    assert picture_place(drawing("", more=""), large=True) == "pictured"  # 16, as browsers have it
    assert picture_place(drawing('font-size="22"'), large=False) == ""
    assert picture_place(drawing('font-size="16"'), large=False) == "broad"  # 6.7 pt in the text, 8.3 across the page
    assert picture_place(drawing('font-size="16"'), large=False, free=False) == ""


def test_a_drawing_on_a_phone_is_as_wide_as_its_words_need() -> None:
    assert screen_width(drawing('font-size="40"')) == 0
    assert screen_width(drawing('font-size="22"')) == 480  # 11 px
    assert screen_width(drawing('font-size="4"')) == 676  # two screens
    assert screen_width(m.Asset("p.png", b"", "image/png", 900, 10)) == 0
    module = figure_of(drawing('font-size="22"'))
    page = phone(module)
    assert 'style="min-width:480px"' in page
    assert 'class="scrolls" role="group" tabindex="0" aria-label="Picture"' in page
    assert "scrolls" not in phone(figure_of(drawing('font-size="40"')))


def test_sizes_are_read_as_they_are_written() -> None:
    for size, more in (
        ('font-size="20"', ""),
        ("", 'font-size="20px"'),
        ('style="font-size: 20px"', ""),
        ('font-size="2em"', 'font-size="10"'),
        ('font-size="50%"', 'font-size="40"'),
        ('font-size="10"', 'transform="scale(2)"'),
    ):
        assert smallest_words(drawing(size, 500, 340, more), 500, 340) == 20, (size, more)


def figure_of(asset: m.Asset) -> m.Module:
    figure = m.Figure(id="f", src="d.svg", alt="Words")
    topic = m.Topic(id="t", title=(m.Text(text="T"),), body=(figure,))
    return replace(specimen(), body=(topic,), assets={"d.svg": asset})


def phone(module: m.Module) -> str:
    made = write_phone(module, theme(), Variant(), IMPRINT, PageIndex(), Problems())
    return re.sub(r"<style>.*?</style>", "", made.data.decode(), flags=re.DOTALL)


def test_words_that_stay_small_are_reported() -> None:
    module, problems = figure_of(drawing('font-size="12"')), Problems()
    report_small_words(module, problems)
    [problem] = problems
    assert (problem.code, "175%" in problem.hint) == (ProblemCode.IMAGE_TOO_SMALL, True)
    assert problem.message == (
        "words in `d.svg` are 6.3 pt high on a page (8 is the least), 8.9 pt high in large print (15.5 is the least), "
        "8.5 px high on a phone (11 is the least)"
    )
    assert 'class="figure whole pictured"' not in html("handout", module)  # ordinary print stays as it is


def test_words_that_the_last_row_cannot_read_are_reported() -> None:
    picture = PictureContent(drawing('font-size="12"'), "Words", at=Span("m.md", 3))
    deck = Deck("T", "en", "", (Slide("s", "image", (Run("T"),), (FilledSlot("picture", picture),)),))
    layouts, problems = make_slide_template(theme(), "en", Problems()).layouts, Problems()
    small_words_on_slides(deck, layouts, 14, problems)
    [problem] = problems
    assert (problem.code, problem.at.line) == (ProblemCode.IMAGE_TOO_SMALL, 3)
    assert "pt high on a slide; 14 is the least" in problem.message
