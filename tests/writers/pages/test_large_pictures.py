"""Words in pictures of large print are large: in the text, or on a page turned on its side; else the author hears of it."""

from __future__ import annotations

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.writers.pages.large_pictures import picture_place, report_small_words, type_size
from tests.support.print.printed import html
from tests.support.specimen import specimen


def drawing(size: str, width: float = 960, height: float = 400, more: str = "") -> m.Asset:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"><g {more}><text {size}>Words</text></g></svg>'
    return m.Asset("d.svg", svg.encode(), "image/svg+xml", width, height)


def test_a_drawing_stands_where_its_words_are_large_enough() -> None:
    assert picture_place(drawing('font-size="40"')) == ""
    assert picture_place(drawing('font-size="22"')) == "pictured"
    assert picture_place(drawing('font-size="22"'), free=False) == ""
    assert picture_place(drawing('font-size="30"', 500, 800)) == "tall"
    assert picture_place(m.Asset("p.png", b"", "image/png", 10, 10)) == ""
    assert picture_place(drawing("", more="")) == "pictured"  # 16, as browsers have it


def test_sizes_are_read_as_they_are_written() -> None:
    for size, more in (
        ('font-size="20"', ""),
        ("", 'font-size="20px"'),
        ('style="font-size: 20px"', ""),
        ('font-size="2em"', 'font-size="10"'),
        ('font-size="50%"', 'font-size="40"'),
        ('font-size="10"', 'transform="scale(2)"'),
    ):
        assert type_size(drawing(size, 500, 340, more), "") == 20, (size, more)


def test_words_that_stay_small_are_reported() -> None:
    figure = m.Figure(id="f", src="d.svg", alt="Words")
    topic = m.Topic(id="t", title=(m.Text(text="T"),), body=(figure,))
    module = replace(specimen(), body=(topic,), assets={"d.svg": drawing('font-size="12"')})
    problems = Problems()
    report_small_words(module, problems)
    [problem] = problems
    assert (problem.code, "175%" in problem.hint) == (ProblemCode.IMAGE_TOO_SMALL, True)
    assert 'class="figure whole pictured"' not in html("handout", module)  # ordinary print stays as it is
