"""Writes tables, pictures and charts: what stands under a caption."""

from __future__ import annotations

from typing import assert_never

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.core.source import NOWHERE
from builder.model import module as m
from builder.transform.charts import chart_alternative
from builder.writers.docx import oxml
from builder.writers.docx.blocks import TWIPS, WordWriter
from builder.writers.docx.flow import Place
from builder.writers.docx.pictures import draw_picture
from builder.writers.pages.pictures import CHART_WIDTH, chart_name
from builder.writers.pages.tables import column_shares


def write(writer: WordWriter, block: m.Table | m.Figure | m.Chart, place: Place) -> None:
    """Add a table, a picture or a chart."""
    match block:
        case m.Table():
            _table(writer, block, place)
        case m.Figure():
            _figure(writer, block, place)
        case m.Chart():
            _chart(writer, block, place)
        case _:
            assert_never(block)


def _table(writer: WordWriter, block: m.Table, place: Place) -> None:
    if block.caption:
        _caption(writer, "Caption", "table", block.number, block.caption, place)
    shares = column_shares(block)
    room = writer.given.room
    widths = [round(room * share) for share in shares]
    rows = [_row(writer, block, row, widths, writer.at(row, place), head=True) for row in block.header]
    rows += [_row(writer, block, row, widths, writer.at(row, place), head=False) for row in block.rows]
    if not rows:
        return
    heads = bool(block.header), not block.headless_rows and len(block.aligns) > 1
    _add_table(
        writer, "TabletoFill" if block.to_fill else "ModuleTable", widths, rows, heads, m.plain(*block.caption), place
    )


def _add_table(
    writer: WordWriter,
    style: str,
    widths: list[int],
    rows: list[str],
    heads: tuple[bool, bool],
    alt: str,
    place: Place,
) -> None:
    """Add a table, and the paragraph without which Word joins it with the next one."""
    rtl = direction(place.lang or writer.given.module.lang) == "rtl"
    writer.flow.out.append(oxml.table(style, widths, rows, heads=heads, rtl=rtl, alt=alt))
    writer.flow.paragraph("Caveat", "", replace(place, at=NOWHERE))


def _row(writer: WordWriter, table: m.Table, row: m.Row, widths: list[int], place: Place, *, head: bool) -> str:
    cells = []
    for column, (width, cell) in enumerate(zip(widths, row.cells, strict=False)):
        here = writer.at(cell, replace(place, in_cell=True))
        sign = writer.runs.text(f"{writer.labels(f'mark-{cell.mark}')} ") if cell.mark else ""
        blank = table.to_fill and cell.is_blank
        heads = head or table.heads_row(column, cell)
        with writer.flow.apart() as written:
            writer.paragraph("Table Head" if heads else "Table Text", () if blank else cell.content, here, sign)
        cells.append(oxml.cell(width, "".join(written)))
    return oxml.row(cells, head=head)


def _text_row(writer: WordWriter, texts: list[tuple[str, Place]], widths: list[int], *, head: bool = False) -> str:
    """Return a row of plain texts, each with its place."""
    cells = []
    for column, (width, (text, place)) in enumerate(zip(widths, texts, strict=True)):
        with writer.flow.apart() as written:
            kind = "Table Head" if head or not column else "Table Text"
            writer.flow.paragraph(kind, writer.runs.text(text), replace(place, in_cell=True))
        cells.append(oxml.cell(width, "".join(written)))
    return oxml.row(cells, head=head)


def _caption(writer: WordWriter, kind: str, key: str, number: int, words: tuple[m.Inline, ...], place: Place) -> None:
    before = writer.runs.lead_in(writer.labels(key, number=number)) if number else ""
    writer.paragraph(kind, words, place, before)


def _figure(writer: WordWriter, block: m.Figure, place: Place) -> None:
    asset = writer.given.assets.get(block.src)
    if asset is not None:
        shown = writer.picture_of(asset, block.alt, block.width, decorative=block.decorative)
        writer.flow.paragraph("Figure", writer.flow.address(block.link, shown) if block.link else shown, place)
    _alternative(writer, "" if block.decorative else block.alt, place)
    if block.caption:
        _caption(writer, "Figure Caption", "figure", block.number, block.caption, place)


def _alternative(writer: WordWriter, words: str, place: Place) -> None:
    """Add what a picture is said to show, for reviewers."""
    if writer.given.reviewed and words:
        label = writer.runs.label(writer.labels("lead-in", name=writer.labels("review-alternative")))
        writer.tell("Alternative", words, place, label)


def _chart(writer: WordWriter, block: m.Chart, place: Place) -> None:
    given = writer.given
    if block.title:
        _caption(writer, "Caption", "figure", block.number, block.title, place)
    write = given.theme.number_format(block.values, given.module.lang)
    alt = chart_alternative(block, m.plain(*block.title), write)
    asset = given.assets[chart_name(block)]
    made = draw_picture(asset, given.theme, given.room * TWIPS, natural=CHART_WIDTH)
    writer.flow.paragraph("Figure", writer.flow.picture(made.data, made.ending, made.size, alt), place)
    _alternative(writer, block.alt, place)
    writer.caveat(block.caveat, block.source, place)
    writer.say("Meta", writer.labels("chart-data"), place)
    columns = len(block.columns)
    widths = [given.room // max(columns, 1)] * columns
    nowhere = replace(place, at=NOWHERE)
    rows = [_text_row(writer, [(name, nowhere) for name in block.columns], widths, head=True)]
    rows += [
        _text_row(writer, [(text, nowhere) for text in (name, *map(write, values))], widths)
        for name, values in block.rows
    ]
    _add_table(writer, "ModuleTable", widths, rows, (True, True), writer.labels.plain("chart-data"), place)
