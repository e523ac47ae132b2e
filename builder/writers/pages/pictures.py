"""The pictures of a page: the module's own, charts, slides, the theme's logo, and the QR code of its address."""

from __future__ import annotations

import io
import math

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.slides.deck.deck import ChartContent
from builder.slides.deck.logo import logo_on
from builder.theme.drawings import apply_colors
from builder.theme.theme import Theme
from builder.transform.charts import chart_alternative
from builder.writers.pages.guide.script import SlidePictures
from builder.writers.pages.large_pictures import WIDTHS, picture_place
from builder.writers.shared.chart_svg import ChartStyle, chart_svg, largest_type
from builder.writers.shared.styles import LARGE_LEAST

QR_CODE = "cw:address"
"""The asset name of the QR code with the module's address."""

LOGO = "cw:logo"
"""The asset name of the theme's logo."""

RASTER_DPI = 150
"""The lowest resolution at which a raster picture looks sharp on paper, dpi; it is set no wider than that allows."""

CHART_WIDTH = 400.0
"""Width of a chart, pt: about the text width on both papers, so that its type keeps its size."""

LARGE_WIDTH = WIDTHS[""][0]
"""The same in large print, whose lines also use the column of labels."""

ROW_HEIGHT, COLUMN_HEIGHT = 24.0, 190.0
"""Height of one bar with its space, and of a chart of columns, lines or dots, pt."""


def chart_name(chart: m.Chart) -> str:
    """Return a chart's asset name."""
    return f"cw:chart-{chart.id}.svg"


def chart_text(chart: m.Chart, theme: Theme, lang: str) -> str:
    """Return a chart's text alternative, which holds its numbers. Its title is printed beside it."""
    return chart_alternative(chart, "", theme.number_format(chart.values, lang))


def page_assets(
    module: m.Module,
    theme: Theme,
    slides: SlidePictures | None = None,
    address: str = "",
    *,
    large: bool = False,
) -> dict[str, m.Asset]:
    """Return every picture that a page of this module refers to, by asset name.

    `address` is the URL in the QR code, "" for none. `large`: charts are drawn for large print.
    """
    found = {
        name: replace(asset, data=apply_colors(asset.data, asset.media_type, theme.colors))
        for name, asset in module.assets.items()
    }
    found |= {s.name: m.Asset(s.name, s.png, "image/png", 0, 0) for s in slides or () if s.png}
    free = {id(block) for topic in m.topics(module) for block in topic.body}
    for node in m.nodes(module):
        if isinstance(node, m.Chart):
            drawn = _draw_chart(node, theme, module.lang, large=large, free=id(node) in free)
            found[chart_name(node)] = m.Asset(chart_name(node), drawn, "image/svg+xml", CHART_WIDTH, 0)
    if address:
        found[QR_CODE] = m.Asset(QR_CODE, _qr_code(address, theme), "image/svg+xml", 0, 0)
    if theme.logo:
        found[LOGO] = replace(logo_on(theme, theme.colors["background"]), name=LOGO, width=0, height=0)
    return found


def report_small_pictures(module: m.Module, problems: Problems) -> None:
    """Warn of pictures whose author's `width` makes them less sharp than RASTER_DPI; others are printed smaller instead."""
    for node in m.nodes(module):
        asset = module.assets.get(node.src) if isinstance(node, m.Figure) and node.width else None
        if asset is None or not asset.width or asset.media_type == "image/svg+xml":
            continue
        assert isinstance(node, m.Figure)  # noqa: S101  # only figures have a width
        inches = (node.width or 1.0) * CHART_WIDTH / 72
        if asset.width / inches < RASTER_DPI - 1:
            problems.add(
                ProblemCode.IMAGE_TOO_SMALL,
                f"at {node.width:.0%} of the line `{node.src}` has {asset.width / inches:.0f} dots an inch on paper; "
                f"{RASTER_DPI} look sharp",
                node.at,
                f"give a picture {inches * RASTER_DPI:.0f} pixels wide, or leave `width` out",
            )


def _qr_code(address: str, theme: Theme) -> bytes:
    """Return a QR code (ISO/IEC 18004) as SVG in the text color, with the quiet zone of four modules that readers need."""
    import segno  # 10 ms to import, and a course without an address has no code

    out = io.BytesIO()
    segno.make_qr(address, error="m").save(
        out, kind="svg", dark=theme.colors["foreground"], light=theme.colors["background"], border=4, omitsize=True
    )
    return out.getvalue()


def chart_place(chart: m.Chart, theme: Theme, lang: str, *, free: bool) -> str:
    """Return the place (`large_pictures.WIDTHS`) of a chart in large print; `free`: it can have a page of its own."""
    return (
        "" if not free or largest_type(_chart_content(chart, theme, lang), LARGE_WIDTH) >= LARGE_LEAST else "pictured"
    )


def place_of(block: m.Figure | m.Chart, module: m.Module, theme: Theme, *, free: bool = True) -> str:
    """Return the place of a picture or chart in large print; `free`: it stands directly in a topic."""
    if isinstance(block, m.Chart):
        return chart_place(block, theme, module.lang, free=free)
    return picture_place(module.assets.get(block.src), free=free)


def _chart_content(chart: m.Chart, theme: Theme, lang: str) -> ChartContent:
    return ChartContent(
        kind=chart.kind,
        series=chart.columns[1:],
        categories=tuple(name for name, _ in chart.rows),
        values=tuple(zip(*(values for _, values in chart.rows), strict=True)),
        alt="",
        axis=chart.columns[0] if chart.columns else "",
        number_format=theme.number_format(chart.values, lang),
    )


def _draw_chart(chart: m.Chart, theme: Theme, lang: str, *, large: bool, free: bool) -> bytes:
    content = _chart_content(chart, theme, lang)
    bars = max(1, len(content.series)) * len(content.categories)
    kind = theme.tokens.typography
    size, width, highest = kind.sizes.label, CHART_WIDTH, math.inf
    if large:
        width, highest = WIDTHS[chart_place(chart, theme, lang, free=free)]
        grown = size + kind.large.size - kind.base.size
        size = max(LARGE_LEAST + 0.1, size * LARGE_WIDTH / CHART_WIDTH, min(grown, largest_type(content, width)))
    wider = width / CHART_WIDTH
    look = ChartStyle(
        width=width,
        height=min(highest, ((bars + 2) * ROW_HEIGHT if chart.kind == "bar" else COLUMN_HEIGHT) * wider),
        size=size,
        family=kind.base.family,
        ink=theme.colors["foreground"],
        accents=tuple(theme.colors[f"accent{n}"] for n in range(1, 7)),
        rtl=direction(lang) == "rtl",
    )
    return chart_svg(content, look)
