"""Divs to columns and charts."""

from __future__ import annotations

import re

from builder.core.problems import ProblemCode, did_you_mean
from builder.model import module as m
from builder.parse.divs.source import DivContext, DivSource


def make_columns(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return columns side by side; blocks that stand between them are kept before them, with a problem."""
    columns = tuple(block for block in div.body if isinstance(block, m.Column))
    around = tuple(block for block in div.body if not isinstance(block, m.Column))
    if around or not columns:
        context.problems.add(
            ProblemCode.MISPLACED_BLOCK,
            "this stands between columns; it is kept before them",
            (around or (m.Paragraph(content=(), at=div.at),))[0].at,
            "put it into a `::: column`",
        )
    return (*around, m.Columns(columns=columns)) if columns else around


def make_column(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return one column; `width` is a share of the line in percent."""
    width = div.values.get("width", "")
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", width)
    if width and not found:
        context.problems.add(
            ProblemCode.WRONG_VALUE,
            f"`{width}` is not a width",
            context.source.find(div.at.line, width),
            'write `width="40%"`',
        )
    title, body = div.title_and_body()
    return (m.Column(title=title, body=body, width=float(found[1]) / 100 if found else None),)


def make_chart(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a chart without its data, which `assets/load.py` reads, and the blocks inside the div after it."""
    values = div.values
    kind = values.get("kind", "bar")
    if kind not in {"bar", "column", "line", "dot"}:
        hint = did_you_mean(kind, ["bar", "column", "line", "dot"]) or "known: bar, column, line, dot"
        context.problems.add(
            ProblemCode.WRONG_VALUE, f"`{kind}` is not a kind of chart", context.source.find(div.at.line, kind), hint
        )
        kind = "bar"
    if "data" not in values:
        context.problems.add(ProblemCode.BROKEN_DATA, "this chart names no data", div.at, 'write `data="file.csv"`')
    title, body = div.title_and_body()
    chart = m.Chart(
        kind=kind,
        data=values.get("data", ""),
        title=title,
        alt=values.get("alt", ""),
        caveat=values.get("caveat", ""),
        source=context.cited(values.get("source", ""), div.at),
    )
    return (chart, *body)
