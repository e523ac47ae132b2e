"""Tables, charts and SmartArt of a slide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from builder.importing.document import (
    DocBlock,
    DocCell,
    DocChart,
    DocItem,
    DocList,
    DocParagraph,
    DocPlace,
    DocRun,
    DocTable,
)
from builder.importing.loss import LossLog
from builder.importing.pptx.names import DGM, A, C
from builder.importing.pptx.text import TextSetting, raw_text, text_blocks
from builder.importing.write_tables import number_text

_KINDS = {
    "barChart": ("column", ""),
    "bar3DChart": ("column", "its depth is not taken"),
    "lineChart": ("line", ""),
    "line3DChart": ("line", "its depth is not taken"),
    "areaChart": ("line", "its areas are lines"),
    "area3DChart": ("line", "its areas are lines"),
    "radarChart": ("line", "its rays are a line"),
    "pieChart": ("bar", "its sectors are bars"),
    "pie3DChart": ("bar", "its sectors are bars"),
    "ofPieChart": ("bar", "its sectors are bars"),
    "doughnutChart": ("bar", "its rings are bars"),
    "scatterChart": ("dot", "its points have names for their first numbers"),
    "bubbleChart": ("dot", "its bubbles are dots, without their sizes"),
    "stockChart": ("line", "its prices are lines"),
    "surfaceChart": ("line", "its surface is lines"),
    "surface3DChart": ("line", "its surface is lines"),
}
"""Kinds of charts (ECMA-376-1, 21.2.2) with those of ours that show the same numbers, and what changes."""


_MOST_POINTS = 5_000


def table_block(table: etree._Element, setting: TextSetting) -> DocTable:
    """Return a table (a:tbl). Words of cells that are hidden by merging are noted."""
    rows = []
    for row in table.findall(f"{A}tr"):
        cells = []
        for cell in row.findall(f"{A}tc"):
            body = cell.find(f"{A}txBody")
            if cell.get("hMerge") in {"1", "true"} or cell.get("vMerge") in {"1", "true"}:
                words = " ".join(raw_text(body)) if body is not None else ""
                if words.strip():
                    setting.log.note_left(setting.at, "words of a cell that is merged away", "nobody sees them", words)
                continue
            cells.append(DocCell(text_blocks(body, setting), _span(cell, "gridSpan"), _span(cell, "rowSpan")))
        rows.append(tuple(cells))
    look = table.find(f"{A}tblPr")
    head = look is not None and look.get("firstRow") in {"1", "true"}
    names = look is not None and look.get("firstCol") in {"1", "true"}
    return DocTable(tuple(rows), int(head), names, at=setting.at)


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1")
    return min(int(text), 200) if re.fullmatch("[1-9][0-9]{0,3}", text) else 1


def chart_block(chart: etree._Element, alt: str, at: DocPlace, log: LossLog) -> DocChart | None:
    """Return a chart with the numbers that its part holds; None when it has none."""
    series = list(chart.iter(f"{C}ser"))
    kinds = [one for one in chart.iter() if str(one.tag).rpartition("}")[2] in _KINDS]
    title = " ".join(chart_title(chart)).strip()
    if not series or not kinds:
        log.note_left(at, "chart", "it holds no numbers", " ".join((*chart_words(chart), alt)))
        return None
    name = kinds[0].tag.rpartition("}")[2]
    kind, change = _KINDS[name]
    if name in {"barChart", "bar3DChart"} and (way := kinds[0].find(f"{C}barDir")) is not None:
        kind = "bar" if way.get("val") == "bar" else "column"
    if change:
        log.note_changed(at, "chart", change)
    if len(kinds) > 1:
        log.note_changed(at, "chart", "it has several kinds of drawing in one; all are drawn as the first")
    known = next(filter(None, (dict(_categories(one)) for one in series)), {})
    values = [dict(_points(one, "yVal" if one.find(f"{C}yVal") is not None else "val")) for one in series]
    count = max((*(number + 1 for one in (known, *values) for number in one), 0))
    if count > _MOST_POINTS:
        log.note_left(at, "chart", f"it has more than {_MOST_POINTS:,} points", " ".join((*chart_words(chart), alt)))
        return None
    for words in chart_extras(chart):
        log.note_left(at, "text of a chart", "a label or the title of an axis", words)
    rows = tuple((known.get(number, ""), tuple(_float(one.get(number)) for one in values)) for number in range(count))
    for one in series:
        other = dict(_categories(one))
        if other and other != known:
            log.note_left(
                at, "names of points", "each series had its own; those of the first are taken", " ".join(other.values())
            )
    for numbers in values:
        for text in numbers.values():
            if _float(text) is None:
                log.note_left(at, "number of a chart", "it is none", text)
    return DocChart(kind, ("", *map(series_name, series)), rows, title, alt, at)  # type: ignore[arg-type]  # from _KINDS


def _categories(series: etree._Element) -> list[tuple[int, str]]:
    """Return the names of a series' points by their numbers; those of several levels in one."""
    for tag in ("cat", "xVal"):
        holder = series.find(f"{C}{tag}")
        if holder is None:
            continue
        levels = holder.findall(f".//{C}lvl")
        if levels:
            found: dict[int, list[str]] = {}
            for level in reversed(levels):
                for number, text in _texts(level):
                    found.setdefault(number, []).append(text)
            return [(number, " / ".join(texts)) for number, texts in sorted(found.items())]
        return list(_points(series, tag))
    return []


def _points(series: etree._Element, tag: str) -> Iterator[tuple[int, str]]:
    holder = series.find(f"{C}{tag}")
    if holder is not None:
        yield from _texts(holder)


def _texts(holder: etree._Element) -> Iterator[tuple[int, str]]:
    for point in holder.iter(f"{C}pt"):
        index, text = point.get("idx", ""), point.findtext(f"{C}v") or ""
        if re.fullmatch("[0-9]{1,6}", index):
            value = _float(text)
            yield int(index), text if value is None else number_text(value)


def _float(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < 1e300 else None  # nor is NaN one


def series_name(series: etree._Element) -> str:
    """Return the name of a series, "" without one."""
    holder = series.find(f"{C}tx")
    return " ".join(value.text or "" for value in holder.iter(f"{C}v")) if holder is not None else ""


def chart_title(chart: etree._Element) -> Iterator[str]:
    """Yield the lines of a chart's own title."""
    title = chart.find(f".//{C}chart/{C}title")
    if title is None:
        title = chart.find(f"{C}chart/{C}title")
    if title is not None:
        yield from raw_text(title)


def chart_extras(chart: etree._Element) -> Iterator[str]:
    """Yield the texts of a chart beside its title, series and points: titles of axes, labels."""
    plot = chart.find(f".//{C}plotArea")
    for words in raw_text(plot) if plot is not None else ():
        if words.strip():
            yield words


def chart_words(chart: etree._Element) -> Iterator[str]:
    """Yield all words of a chart as its part has them, the names of points once if all series have the same."""
    yield from chart_title(chart)
    yield from chart_extras(chart)
    seen: list[dict[int, str]] = []
    for series in chart.iter(f"{C}ser"):
        yield series_name(series)
        names = dict(_categories(series))
        if names and names not in seen[:1]:
            yield " ".join(names.values())
            seen.append(names)
        yield " ".join(text for _, text in _points(series, "yVal" if series.find(f"{C}yVal") is not None else "val"))


def diagram_blocks(data: etree._Element, at: DocPlace) -> tuple[DocBlock, ...]:
    """Return the words of a SmartArt (its data part) as a list of lists, in the order in which they are connected."""
    points = {one.get("modelId", ""): one for one in data.iter(f"{DGM}pt")}
    inner: dict[str, list[tuple[int, str]]] = {}
    for way in data.iter(f"{DGM}cxn"):
        if way.get("type", "parOf") == "parOf":
            order = way.get("srcOrd", "0")
            inner.setdefault(way.get("srcId", ""), []).append(
                (int(order) if re.fullmatch("[0-9]{1,6}", order) else 0, way.get("destId", ""))
            )
    seen: set[str] = set()

    def items(source: str) -> tuple[DocItem, ...]:
        found: list[DocItem] = []
        for _, name in sorted(inner.get(source, [])):
            if name in seen or name not in points:
                continue
            seen.add(name)
            words = _diagram_words(points[name])
            below = items(name)
            if words:
                deeper = (DocList(below, at=at),) if below else ()
                found.append(DocItem((DocParagraph((DocRun(words),), at), *deeper), at))
            else:
                found += below
        return tuple(found)

    roots = [name for name, one in points.items() if one.get("type") == "doc"]
    found = [item for root in roots for item in items(root)]
    found += [
        DocItem((DocParagraph((DocRun(words),), at),), at)
        for name, one in points.items()
        if name not in seen and (words := _diagram_words(one))
    ]
    return (DocList(tuple(found), at=at),) if found else ()


def _diagram_words(point: etree._Element) -> str:
    if point.get("type", "node") in {"pres", "doc"}:
        return ""
    body = point.find(f"{DGM}t")
    return "\n".join(filter(None, (one.strip() for one in raw_text(body)))) if body is not None else ""


def diagram_words(data: etree._Element) -> Iterator[str]:
    """Yield all words of a SmartArt."""
    for point in data.iter(f"{DGM}pt"):
        yield _diagram_words(point)
