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
from builder.writers.pages.picture_places import LARGE, SCREEN, blocks_of_topics, picture_place, screen_width
from builder.writers.shared.chart_frame import names_stand_above
from builder.writers.shared.chart_svg import ChartStyle, chart_svg, largest_type
from builder.writers.shared.screen_styles import SYSTEM_FONTS
from builder.writers.shared.styles import LARGE_LEAST

QR_CODE = "cw:address"
"""The asset name of the QR code with the module's address."""

LOGO = "cw:logo"
"""The asset name of the theme's logo."""

RASTER_DPI = 150
"""The lowest resolution at which a raster picture looks sharp on paper, dpi; it is set no wider than that allows."""

CHART_WIDTH = 400.0
"""Width of a chart, pt: about the text width on both papers, so that its type keeps its size."""

LARGE_WIDTH = LARGE[""][0]
"""The same in large print, whose lines also use the column of labels."""

SCREEN_TYPE = 13.0
"""The type of a chart on a phone, px."""

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
    on_screen: bool = False,
) -> dict[str, m.Asset]:
    """Return every picture that a page of this module refers to, by asset name.

    `address` is the URL in the QR code, "" for none. `large`: charts are drawn for large print, `on_screen`: for phones.
    """
    found = {
        name: replace(asset, data=apply_colors(asset.data, asset.media_type, theme.colors))
        for name, asset in module.assets.items()
    }
    found |= {s.name: m.Asset(s.name, s.png, "image/png", 0, 0) for s in slides or () if s.png}
    free = blocks_of_topics(module)
    for node in m.nodes(module):
        if isinstance(node, m.Chart):
            width = screen_chart_width(node, theme, module.lang) if on_screen else CHART_WIDTH
            drawn = (
                _screen_chart(node, theme, module.lang)
                if on_screen
                else _page_chart(node, theme, module.lang, large=large, free=id(node) in free)
            )
            found[chart_name(node)] = m.Asset(chart_name(node), drawn, "image/svg+xml", width, 0)
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
    """Return the place (`picture_places.LARGE`) of a chart in large print; `free`: it can have a page of its own."""
    return (
        "" if not free or largest_type(_chart_content(chart, theme, lang), LARGE_WIDTH) >= LARGE_LEAST else "pictured"
    )


def place_of(
    block: m.Figure | m.Chart, module: m.Module, theme: Theme, *, large: bool = True, free: bool = True
) -> str:
    """Return the place of a picture or chart on pages; `free`: it stands directly in a topic."""
    if isinstance(block, m.Chart):
        return chart_place(block, theme, module.lang, free=free) if large else ""
    return picture_place(module.assets.get(block.src), large=large, free=free and (large or not block.width))


def least_screen_width(block: m.Figure | m.Chart, module: m.Module, theme: Theme) -> float:
    """Return the least width, px, at which a picture or chart is shown on a phone; 0 where the phone's is enough."""
    if isinstance(block, m.Chart):
        width = screen_chart_width(block, theme, module.lang)
        return width if width > SCREEN else 0.0
    return screen_width(module.assets.get(block.src))


def screen_chart_width(chart: m.Chart, theme: Theme, lang: str) -> float:
    """Return the width, px, at which a chart is drawn for phones: theirs, or what its names need in SCREEN_TYPE."""
    return max(SCREEN, SCREEN * SCREEN_TYPE / largest_type(_chart_content(chart, theme, lang), SCREEN))


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


def _page_chart(chart: m.Chart, theme: Theme, lang: str, *, large: bool, free: bool) -> bytes:
    """Draw a chart for paper; `free`: it can have a page of its own in large print."""
    content, kind = _chart_content(chart, theme, lang), theme.tokens.typography
    size, width, highest = kind.sizes.label, CHART_WIDTH, math.inf
    if large:
        width, highest = LARGE[chart_place(chart, theme, lang, free=free)]
        grown = size + kind.large.size - kind.base.size
        size = max(LARGE_LEAST + 0.1, size * LARGE_WIDTH / CHART_WIDTH, min(grown, largest_type(content, width)))
    high = min(highest, _height(content, width, size, width / CHART_WIDTH))
    return chart_svg(content, _chart_style(width, high, size, kind.base.family, theme, lang))


def _screen_chart(chart: m.Chart, theme: Theme, lang: str) -> bytes:
    """Draw a chart for phones, in the fonts that they have: a picture cannot use the page's."""
    content, width = _chart_content(chart, theme, lang), screen_chart_width(chart, theme, lang)
    high = _height(content, width, SCREEN_TYPE, SCREEN_TYPE / theme.tokens.typography.sizes.label)
    return chart_svg(content, _chart_style(width, high, SCREEN_TYPE, SYSTEM_FONTS, theme, lang))


def _height(content: ChartContent, width: float, size: float, scale: float) -> float:
    """Return the height of a chart; `scale` is how much larger than on a page its bars are."""
    if content.kind != "bar":
        return COLUMN_HEIGHT * scale
    bars = max(1, len(content.series)) * len(content.categories)
    names = len(content.categories) * size * 1.5 if names_stand_above(content, width, size) else 0.0
    return (bars + 2) * ROW_HEIGHT * scale + names


def _chart_style(width: float, height: float, size: float, family: str, theme: Theme, lang: str) -> ChartStyle:
    return ChartStyle(
        width=width,
        height=height,
        size=size,
        family=family,
        ink=theme.colors["foreground"],
        accents=tuple(theme.colors[f"accent{n}"] for n in range(1, 7)),
        rtl=direction(lang) == "rtl",
    )
