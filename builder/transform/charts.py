"""A chart in words: its numbers row by row, and the text alternative that holds them all."""

from __future__ import annotations

from collections.abc import Callable

from builder.model import module as m

WriteNumber = Callable[[float], str]


def data_rows(chart: m.Chart, write: WriteNumber) -> tuple[str, ...]:
    """Return each row of a chart's data in words: `2021: 12`, with several series `2021: reports 12, cases 3`."""
    series = chart.columns[1:]
    if len(series) == 1:
        return tuple(f"{name}: {', '.join(map(write, values))}" for name, values in chart.rows)
    return tuple(
        f"{name}: {', '.join(f'{column} {write(value)}' for column, value in zip(series, values, strict=False))}"
        for name, values in chart.rows
    )


def chart_alternative(chart: m.Chart, name: str, write: WriteNumber) -> str:
    """Return a chart's text alternative: the author's, else `name`; then its numbers, unless the author says them all.

    Whoever hears a chart must be able to learn what others read from it (WCAG 2.2, 1.1.1).
    """
    said = chart.alt or name
    if chart.alt and all(write(value) in chart.alt for value in chart.values):
        return said
    head = ", ".join(filter(None, chart.columns)) if len(chart.columns) == 2 else ""
    numbers = "; ".join(filter(None, (head, *data_rows(chart, write))))
    if not said or not numbers:
        return said or numbers
    return f"{said.rstrip()}{'' if said.rstrip().endswith(('.', '!', '?', '…', ':')) else '.'} {numbers}"
