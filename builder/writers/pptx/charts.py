"""Native charts with data that can be edited in PowerPoint, in scheme colors. python-pptx writes chart and workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from functools import cache as once
from typing import TYPE_CHECKING, Any

from builder.core.bidi import direction
from builder.slides.deck.deck import EMU_PER_POINT, ChartContent
from builder.slides.template.package import replace_parts
from builder.writers.shared.chart_frame import CHARACTER, ChartFrame, chart_frame, names_stand_above

if TYPE_CHECKING:
    from lxml import etree

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_KINDS = {"bar": "BAR_CLUSTERED", "column": "COLUMN_CLUSTERED", "line": "LINE_MARKERS", "dot": "LINE_MARKERS"}
_MARKERS = ("CIRCLE", "SQUARE", "DIAMOND", "TRIANGLE", "X", "PLUS")
_MOST_LABELS = 24
"""With more values than this, the axis has labels and grid lines, not each value."""

WORKBOOK = "rId1"
"""The id of the chart part's relationship to its workbook."""


def chart_parts(
    content: ChartContent, size: float, lang: str, ink: str = "", room: tuple[float, float] | None = None
) -> tuple[bytes, bytes]:
    """Return the chart part and its workbook, the same bytes every time. `size` is that of all text in it, pt.

    `room` is the chart's width and height, pt: with it the titles of axis and measure stand where paper has them, and not
    turned on their side; None leaves their places to the program that shows the chart. `ink` is the color of its text and lines, `#rrggbb`, "" the scheme's for text.
    """
    from pptx.chart.chart import Chart
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.oxml import parse_xml

    _plain_words()
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # python-pptx has no types
    data.categories = list(content.categories)
    for name, values in zip(content.series, content.values, strict=True):
        data.add_series(name, values)
    root: Any = parse_xml(data.xml_bytes(getattr(XL_CHART_TYPE, _KINDS[content.kind])))
    _style(Chart(root, None), content, size, rtl=direction(lang) == "rtl")  # type: ignore[no-untyped-call]  # likewise
    for color in [one for one in root.iter(f"{_A}schemeClr") if ink and one.get("val") == "tx1"]:
        color.tag = f"{_A}srgbClr"
        color.set("val", ink[1:])
    root.get_or_add_externalData().rId = WORKBOOK
    _renumber_axes(root)
    if room and _is_labelled(content) and not names_stand_above(content, room[0], size):
        _place(root, content, size, room, rtl=direction(lang) == "rtl")
    for element in root.iter(f"{_A}rPr", f"{_A}defRPr", f"{_A}endParaRPr"):
        element.set("lang", lang)
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), _without_dates(data.xlsx_blob)


@once
def _plain_words() -> None:
    """Make workbooks keep text as text: a name that begins with `=` would be a formula for whoever edits the data."""
    from pptx.chart import xlsx

    book: Any = vars(xlsx)["Workbook"]
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    vars(xlsx)["Workbook"] = lambda file, options: book(file, {**options, **plain})


def _style(chart: Any, content: ChartContent, size: float, *, rtl: bool) -> None:  # python-pptx has no types
    from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    chart.font.size = Pt(size)
    chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    chart.has_title = bool(content.title)
    if content.title:
        chart.chart_title.text_frame.text = content.title
        for run in chart.chart_title.text_frame.paragraphs[0].runs:
            run.font.size, run.font.bold = Pt(size), True
    chart.has_legend = len(content.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    plot, values, names = chart.plots[0], chart.value_axis, chart.category_axis
    labelled = _is_labelled(content)
    plot.has_data_labels = labelled
    if labelled:
        plot.data_labels.show_value = True
        plot.data_labels.position = (
            XL_LABEL_POSITION.ABOVE if content.kind in {"line", "dot"} else XL_LABEL_POSITION.OUTSIDE_END
        )
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = (
            content.number_format.format_code,
            False,
        )
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = (
        content.number_format.format_code,
        False,
    )
    values.has_major_gridlines = not labelled
    if values.has_major_gridlines:
        _quiet(values.major_gridlines.format.line)
    if labelled:
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    _from_zero(values, [value for row in content.values for value in row])
    for axis, words in ((names, content.axis), (values, content.measure)):
        axis.has_title = bool(words)
        if words:
            axis.axis_title.text_frame.text = words
            for run in axis.axis_title.text_frame.paragraphs[0].runs:
                run.font.size, run.font.bold = Pt(size), False
    values.format.line.fill.background()
    _quiet(names.format.line)
    if content.kind in {"bar", "column"}:
        plot.gap_width = 60
        names.reverse_order = content.kind == "bar"  # the first name on top
    if rtl:  # names, and bars, begin at the right
        (values if content.kind == "bar" else names).reverse_order = True
    for place, series in enumerate(plot.series):
        _color(series, place, content.kind)


def _is_labelled(content: ChartContent) -> bool:
    """Say whether every value is printed at its mark, so that there is no value axis."""
    return sum(map(len, content.values)) <= _MOST_LABELS


def _place(root: etree._Element, content: ChartContent, size: float, room: tuple[float, float], *, rtl: bool) -> None:
    """Give the plot and the titles of axis and measure the places that they have on paper (ECMA-376-1, 21.2.2.88)."""
    frame = chart_frame(content, *room, size)
    plot_area = next(root.iter(f"{_C}plotArea"))
    for old in plot_area.findall(f"{_C}layout"):
        plot_area.remove(old)
    left = room[0] - frame.left - frame.width if rtl else frame.left
    plot_area.insert(0, _layout(left, frame.top, room, (frame.width, frame.height)))
    for axis, words, (start, line) in _titles(content, frame):
        for title in (one for kind in axis for one in root.iter(f"{_C}{kind}") for one in one.findall(f"{_C}title")):
            long = len(words) * size * CHARACTER
            ends = content.kind == "bar" and axis == _CATEGORIES and frame.names
            middle = content.kind != "bar" and axis == _CATEGORIES
            x = max(start - long if ends else start - long / 2 if middle else start, 0.0)
            for old in title.findall(f"{_C}layout"):
                title.remove(old)
            next(title.iter(f"{_C}tx")).addnext(_layout(room[0] - x - long if rtl else x, line - size * 1.1, room))
            for properties in title.iter(f"{_A}bodyPr"):
                properties.set("rot", "0")
                properties.set("vert", "horz")
                properties.set("wrap", "none")


_CATEGORIES, _VALUES = ("catAx", "dateAx"), ("valAx",)


def _titles(content: ChartContent, frame: ChartFrame) -> tuple[tuple[tuple[str, ...], str, tuple[float, float]], ...]:
    """Return the titles of a chart: the elements of their axis, their words and their place."""
    return (_CATEGORIES, content.axis, frame.axis), (_VALUES, content.measure, frame.measure)


def _layout(x: float, y: float, room: tuple[float, float], size: tuple[float, float] | None = None) -> etree._Element:
    """Return the element that places a part of a chart, as shares of its room; `size` is that of the plot without labels."""
    from lxml import etree

    layout = etree.Element(f"{_C}layout")
    manual = etree.SubElement(layout, f"{_C}manualLayout")
    values = {"layoutTarget": "inner"} if size else {}
    values |= {"xMode": "edge", "yMode": "edge", "x": f"{x / room[0]:.4f}", "y": f"{y / room[1]:.4f}"}
    if size:
        values |= {"w": f"{size[0] / room[0]:.4f}", "h": f"{size[1] / room[1]:.4f}"}
    for name, value in values.items():
        etree.SubElement(manual, f"{_C}{name}").set("val", value)
    return layout


def _from_zero(axis: Any, values: list[float]) -> None:  # python-pptx has no types
    """Start the value axis at 0, as on paper: programs would start it higher where values are close to each other."""
    if all(value >= 0 for value in values):
        axis.minimum_scale = 0
    elif all(value <= 0 for value in values):
        axis.maximum_scale = 0


def _color(series: Any, place: int, kind: str) -> None:  # python-pptx has no types
    """Color a series by its index; markers differ in shape too, as color must not be the only difference (WCAG 2.2, 1.4.1)."""
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_THEME_COLOR

    accent = getattr(MSO_THEME_COLOR, f"ACCENT_{place % 6 + 1}")
    if kind in {"bar", "column"}:
        series.format.fill.solid()
        series.format.fill.fore_color.theme_color = accent
        series.invert_if_negative = False
        return
    series.smooth = False
    if kind == "dot":
        series.format.line.fill.background()
    else:
        series.format.line.color.theme_color = accent
        series.format.line.width = 3 * EMU_PER_POINT
    series.marker.style = getattr(XL_MARKER_STYLE, _MARKERS[place % len(_MARKERS)])
    series.marker.size = 12
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.theme_color = accent
    series.marker.format.line.color.theme_color = accent


def _quiet(line: Any) -> None:  # python-pptx has no types
    """Draw a thin line in a lighter tone of the text."""
    from pptx.enum.dml import MSO_THEME_COLOR

    line.color.theme_color = MSO_THEME_COLOR.TEXT_1
    line.color.brightness = 0.5
    line.width = EMU_PER_POINT


def _renumber_axes(root: etree._Element) -> None:
    """Number axes from 1: python-pptx writes negative ids, which the schema (xsd:unsignedInt) forbids."""
    numbers: dict[str, str] = {}
    axes: Iterable[etree._Element] = root.iter(f"{_C}axId", f"{_C}crossAx")
    for element in axes:
        element.set("val", numbers.setdefault(element.get("val", ""), str(len(numbers) + 1)))


def _without_dates(workbook: bytes) -> bytes:
    """Return a workbook without the time of its making."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        core = archive.read("docProps/core.xml")
    fixed = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", core)
    return replace_parts(workbook, {"docProps/core.xml": fixed})
