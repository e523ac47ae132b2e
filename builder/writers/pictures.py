"""The pictures of a page: the module's own, the theme's logo, slides, and charts drawn for it."""

from __future__ import annotations

from builder import model as m
from builder.slides.deck import ChartContent
from builder.theme import Theme
from builder.writers.chart_svg import Look, chart_svg
from builder.writers.guide import SlidePictures

LOGO = "cw:logo"
"""Name of the theme's logo among a page's assets."""

CHART_WIDTH = 400.0
"""Width of a chart, pt: the measure of text on both papers, nearly, so that its type is as large as the text's."""

ROW_HEIGHT, COLUMN_HEIGHT = 24.0, 190.0
"""Height of one bar with the space around it, and of a chart of columns, lines or dots, pt."""


def chart_name(chart: m.Chart) -> str:
    """Return a chart's name among a page's assets."""
    return f"cw:chart-{chart.id}.svg"


def chart_words(chart: m.Chart) -> str:
    """Return what a chart shows in words: the author's, else its numbers."""
    if chart.alt:
        return chart.alt
    rows = (f"{name}: {', '.join(f'{value:g}' for value in values)}" for name, values in chart.rows)
    return "; ".join(filter(None, (", ".join(chart.columns), *rows)))


def page_assets(module: m.Module, theme: Theme, slides: SlidePictures | None = None) -> dict[str, m.Asset]:
    """Return every picture that a page of this module asks for, by name."""
    found = dict(module.assets)
    found |= {s.name: m.Asset(s.name, s.png, "image/png", 0, 0) for s in slides or () if s.png}
    for node in m.walk(*module.body):
        if isinstance(node, m.Chart):
            found[chart_name(node)] = m.Asset(chart_name(node), _drawn(node, theme), "image/svg+xml", CHART_WIDTH, 0)
    if theme.logo:
        kind = "image/svg+xml" if theme.logo.name.lower().endswith(".svg") else "image/png"
        found[LOGO] = m.Asset(LOGO, theme.logo.data, kind, 0, 0)
    return found


def _drawn(chart: m.Chart, theme: Theme) -> bytes:
    content = ChartContent(
        kind=chart.kind,
        series=chart.columns[1:],
        categories=tuple(name for name, _ in chart.rows),
        values=tuple(zip(*(values for _, values in chart.rows), strict=True)),
        alt="",
        axis=chart.columns[0] if chart.columns else "",
    )
    bars = max(1, len(content.series)) * len(content.categories)
    look = Look(
        width=CHART_WIDTH,
        height=(bars + 2) * ROW_HEIGHT if chart.kind == "bar" else COLUMN_HEIGHT,
        size=theme.tokens.typography.sizes.label,
        family=theme.tokens.typography.base.family,
        ink=theme.colors["foreground"],
        accents=tuple(theme.colors[f"accent{n}"] for n in range(1, 7)),
    )
    return chart_svg(content, look)
