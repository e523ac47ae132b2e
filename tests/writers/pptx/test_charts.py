"""Charts tell the truth: bars as long as their values, from zero, in both drawings."""

from __future__ import annotations

import pytest
from lxml import etree

from builder.core.frozen import replace
from builder.core.quantities import number_format
from builder.slides.deck.deck import ChartContent
from builder.writers.pptx.charts import chart_parts
from builder.writers.shared.chart_frame import chart_frame
from builder.writers.shared.chart_svg import ChartStyle, chart_svg

LOOK = ChartStyle(600, 300, 16, "Arial", "#000000", ("#111111", "#222222"))
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SVG = "{http://www.w3.org/2000/svg}"


def chart(kind: str, *rows: tuple[float, ...]) -> ChartContent:
    """Return a chart of one series a row."""
    names = tuple(f"Series {n}" for n in range(1, len(rows) + 1))
    return ChartContent(kind, names, tuple("abcdef"[: len(rows[0])]), rows, "Bars.", "A title", "Letters")


def shapes(content: ChartContent, tag: str, fill: str = "#111111") -> list[dict[str, float]]:
    """Return the numbers of each shape of a kind in a series' color."""
    root = etree.fromstring(chart_svg(content, LOOK))
    found = [dict(one.attrib) for one in root.iter(f"{SVG}{tag}") if one.get("fill") == fill]
    return [{name: float(value) for name, value in one.items() if name != "fill"} for one in found]


@pytest.mark.parametrize(("kind", "side"), [("bar", "width"), ("column", "height")])
def test_bars_are_as_long_as_their_values(kind: str, side: str) -> None:
    values = (3351.0, 3973.0, 10.0, -1000.0)
    long = [bar[side] for bar in shapes(chart(kind, values), "rect")]
    assert long == pytest.approx([abs(value) / 3973 * max(long) for value in values], abs=0.02)


def test_a_bar_below_zero_goes_the_other_way() -> None:
    up, down = shapes(chart("column", (2.0, -1.0)), "rect")
    assert up["y"] + up["height"] == pytest.approx(down["y"], abs=0.02)
    right, left = shapes(chart("bar", (2.0, -1.0)), "rect")
    assert left["x"] + left["width"] == pytest.approx(right["x"], abs=0.02)


def test_points_stand_at_their_values_in_order() -> None:
    first, second, third = shapes(chart("dot", (1.0, 3.0, 2.0)), "circle")
    assert first["cx"] < second["cx"] < third["cx"]
    assert first["cy"] - third["cy"] == pytest.approx(third["cy"] - second["cy"], abs=0.02)


def test_every_word_and_value_is_drawn_and_nothing_else() -> None:
    root = etree.fromstring(chart_svg(chart("bar", (1.5, 2.0), (3.0, 4.0)), LOOK))
    written = sorted(text.text or "" for text in root.iter(f"{SVG}text"))
    assert written == sorted(["A title", "Letters", "a", "b", "1.5", "2", "3", "4", "Series 1", "Series 2"])


@pytest.mark.parametrize(
    ("values", "least", "most"),
    [((3351.0, 3973.0), 0.0, None), ((-5.0, -4.9), None, 0.0), ((-1.0, 1.0), None, None)],
)
@pytest.mark.parametrize("kind", ["bar", "column", "line", "dot"])
def test_a_native_chart_begins_at_zero(
    kind: str, values: tuple[float, ...], least: float | None, most: float | None
) -> None:
    """Left alone, PowerPoint cuts an axis off where the least value is more than five sixths of the greatest."""
    data, _ = chart_parts(chart(kind, values), 16, "en-US")
    [axis] = etree.fromstring(data).iter(f"{C}valAx")
    found = [[float(one.attrib["val"]) for one in axis.iter(f"{C}{name}")] for name in ("min", "max")]
    assert found == [[] if one is None else [one] for one in (least, most)]


@pytest.mark.parametrize("kind", ["bar", "column", "line"])
def test_a_chart_in_a_language_from_the_right_begins_at_the_right(kind: str) -> None:
    content = chart(kind, (3.0, 2.0, 1.0))
    here, there = (
        [float(text.get("x", "")) for text in etree.fromstring(chart_svg(content, look)).iter(f"{SVG}text")]
        for look in (LOOK, replace(LOOK, rtl=True))
    )
    assert there == pytest.approx([LOOK.width - x for x in here], abs=0.02)
    turned = [axis.get("val") for axis in etree.fromstring(chart_parts(content, 16, "ar")[0]).iter(f"{C}orientation")]
    assert turned == ["maxMin"] * (2 if kind == "bar" else 1)


def test_words_of_a_chart_keep_their_order_in_either_script() -> None:
    content = replace(chart("bar", (1.0, 2.0)), categories=("سنة 2024 (أ)", "b (2)"))
    words = [text.text for text in etree.fromstring(chart_svg(content, LOOK)).iter(f"{SVG}text")]
    assert "\u2067سنة 2024 (أ)\u2069" in words
    assert "b (2)" in words


@pytest.mark.parametrize("kind", ["bar", "column", "line", "dot"])
def test_a_native_chart_has_its_plot_and_titles_where_paper_has_them(kind: str) -> None:
    content = chart(kind, (3.0, 2.0))
    frame = chart_frame(content, LOOK.width, LOOK.height, LOOK.size)
    root = etree.fromstring(chart_parts(content, LOOK.size, "en", room=(LOOK.width, LOOK.height))[0])
    [plot] = root.iter(f"{C}plotArea")
    assert share(plot, "x") == pytest.approx(frame.left / LOOK.width, abs=0.001)
    assert share(plot, "h") == pytest.approx(frame.height / LOOK.height, abs=0.001)
    titles = {axis: next(next(root.iter(f"{C}{axis}")).iter(f"{C}title")) for axis in ("catAx", "valAx")}
    assert share(titles["valAx"], "x") == pytest.approx(frame.measure[0] / LOOK.width, abs=0.001)
    assert [one.get("rot") for title in titles.values() for one in title.iter(f"{A}bodyPr")] == ["0", "0"]


def share(part: etree._Element, name: str) -> float:
    """Return a share from the layout of a part of a chart."""
    [value] = next(part.iter(f"{C}layout")).iter(f"{C}{name}")
    return float(value.get("val", ""))


def test_long_names_of_bars_stand_above_them() -> None:
    content = replace(chart("bar", (3.0, 2.0)), categories=("A name that is far too long to stand beside a bar", "b"))
    root = etree.fromstring(chart_svg(content, LOOK))
    named = next(text for text in root.iter(f"{SVG}text") if text.text == content.categories[0])
    bars = [bar for bar in root.iter(f"{SVG}rect") if bar.get("fill") == "#111111"]
    assert (named.get("x"), named.get("text-anchor")) == ("0.00", "start")
    assert float(named.get("y", "")) < min(float(bar.get("y", "")) for bar in bars)
    assert {bar.get("x") for bar in bars} == {"0.00"}


def test_the_longest_value_has_room_behind_its_bar() -> None:
    long = replace(chart("bar", (1250.0, 2750.5)), number_format=number_format((1250, 2750.5), ".", ","))
    frame = chart_frame(long, 600, 300, 16)
    digits, marks = 5 * 0.556, 2 * 0.278  # em, in Arial
    assert 600 - frame.left - frame.width >= 16 * (0.3 + digits + marks)
