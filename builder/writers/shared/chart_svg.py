"""Draws charts as SVG for HTML and PDF, with the same data, colors and order as the native charts in PowerPoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from builder.core.bidi import has_rtl, isolate_whole
from builder.core.frozen import dataclass
from builder.slides.deck.deck import ChartContent
from builder.writers.shared.chart_frame import CHARACTER, ChartFrame, chart_frame


@dataclass(frozen=True)
class ChartStyle:
    """How a chart is drawn: width, height and type size in pt; font family; `#rrggbb` of text and of each series.

    `rtl`: the chart begins at the right, as text in its language does. All places are given from the side where lines begin.
    """

    width: float
    height: float
    size: float
    family: str
    ink: str
    accents: Sequence[str]
    rtl: bool = False

    def text(self, x: float, y: float, words: str, anchor: str, *, bold: bool = False) -> Markup:
        """Return words that begin, end, or have their middle at a place."""
        weight = Markup(' font-weight="700"') if bold else Markup("")
        anchor = {"start": "end", "end": "start"}.get(anchor, anchor) if self.rtl else anchor
        words = isolate_whole(words, "rtl") if has_rtl(words) else words
        return Markup('<text x="{:.2f}" y="{:.2f}" text-anchor="{}"{}>{}</text>').format(
            self.across(x), y, anchor, weight, words
        )

    def rect(self, x: float, y: float, width: float, height: float, color: str) -> Markup:
        """Return a filled rectangle."""
        shape = '<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" fill="{}"/>'
        return Markup(shape).format(self.across(x) - (width if self.rtl else 0), y, width, height, color)

    def line(self, x1: float, y1: float, x2: float, y2: float, color: str) -> Markup:
        """Return a thin line."""
        shape = '<line x1="{:.2f}" y1="{:.2f}" x2="{:.2f}" y2="{:.2f}" stroke="{}" stroke-width="1"/>'
        return Markup(shape).format(self.across(x1), y1, self.across(x2), y2, color)

    def marker(self, x: float, y: float, n: int, color: str) -> Markup:
        """Return the marker of series `n`. Shapes differ, so that color is not the only difference (WCAG 2.2, 1.4.1)."""
        r = 6.0
        match n % 4:
            case 0:
                return Markup('<circle cx="{:.2f}" cy="{:.2f}" r="{}" fill="{}"/>').format(self.across(x), y, r, color)
            case 1:
                return self.rect(x - r, y - r, 2 * r, 2 * r, color)
            case 2:
                corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
            case _:
                corners = [(x, y - r), (x + r, y + r), (x - r, y + r)]
        return Markup('<polygon points="{}" fill="{}"/>').format(self.points(corners), color)

    def points(self, corners: Iterable[tuple[float, float]]) -> str:
        """Return points as SVG writes them."""
        return " ".join(f"{self.across(x):.2f},{y:.2f}" for x, y in corners)

    def across(self, x: float) -> float:
        """Return the place of what stands `x` from the side where lines begin."""
        return self.width - x if self.rtl else x


def chart_svg(content: ChartContent, look: ChartStyle) -> bytes:
    """Return the chart as SVG. Every value is printed at its mark, so there is no value axis."""
    shapes = Markup("").join(_shapes(content, look))
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.2f} {h:.2f}" width="{w:.2f}" height="{h:.2f}"'
        ' font-family="{family}" font-size="{size}" fill="{ink}">'
    ).format(w=look.width, h=look.height, family=look.family, size=look.size, ink=look.ink)
    return (head + shapes + Markup("</svg>")).encode()


def largest_type(content: ChartContent, width: float) -> float:
    """Return the largest type size, pt, at which names neither overlap nor leave a chart of this width, pt."""
    longest = max(map(len, content.categories), default=0) * CHARACTER
    if content.kind == "bar":  # long names stand above their bars
        names = width / (max(longest, len(content.axis) * CHARACTER) + 1)
    else:
        names = width / max(len(content.categories), 1) / (longest + 1)
    legend = sum(len(name) * CHARACTER + 2.4 for name in content.series) if len(content.series) > 1 else 0
    return min(names, width / legend) if legend else names


def _shapes(content: ChartContent, look: ChartStyle) -> Iterator[Markup]:
    frame = chart_frame(content, look.width, look.height, look.size)
    if content.title:
        yield look.text(look.width / 2, look.size * 1.2, content.title, "middle", bold=True)
    if len(content.series) > 1:
        yield from _legend(content, look)
    if content.axis:
        side = "middle" if content.kind != "bar" else "end" if frame.names else "start"
        yield look.text(*frame.axis, content.axis, side)
    if content.measure:
        yield look.text(*frame.measure, content.measure, "start")
    values = [value for row in content.values for value in row]
    low, high = min([0.0, *values]), max([0.0, *values])
    draw = _bars if content.kind == "bar" else _columns
    yield from draw(content, look, frame, low, (high - low) or 1.0)


def _bars(content: ChartContent, look: ChartStyle, frame: ChartFrame, low: float, span: float) -> Iterator[Markup]:
    """Yield horizontal bars, the first category on top, with their names beside or above them."""
    zero = frame.left - low / span * frame.width
    pitch = frame.height / max(len(content.categories), 1)
    name_height = look.size * 1.5 if frame.names_above else 0.0
    thick = (pitch - name_height) * (0.7 if frame.names_above else 0.62) / max(len(content.series), 1)
    for row, name in enumerate(content.categories):
        above = frame.top + pitch * row
        middle = above + (pitch + name_height) / 2
        if frame.names_above:
            yield look.text(0, above + look.size * 1.2, name, "start")
            middle -= (pitch - name_height) * 0.1
        else:
            yield look.text(frame.names - look.size * 0.6, middle + look.size * 0.35, name, "end")
        for n, values in enumerate(content.values):
            length = abs(values[row]) / span * frame.width
            y = middle + thick * (n - len(content.values) / 2)
            x = zero if values[row] >= 0 else zero - length
            yield look.rect(x, y, length, thick, _accent(look, n))
            yield look.text(
                x + length + look.size * 0.3,
                y + thick / 2 + look.size * 0.35,
                content.number_format(values[row]),
                "start",
            )
    yield look.line(zero, frame.top, zero, frame.bottom, look.ink)


def _columns(content: ChartContent, look: ChartStyle, frame: ChartFrame, low: float, span: float) -> Iterator[Markup]:
    """Yield columns, lines or dots above the category names."""
    pitch = look.width / max(len(content.categories), 1)
    zero = frame.bottom + low / span * frame.height
    for column, name in enumerate(content.categories):
        yield look.text(pitch * (column + 0.5), frame.bottom + look.size * 1.4, name, "middle")
    yield look.line(0, zero, look.width, zero, look.ink)
    thick = pitch * 0.62 / max(len(content.series), 1)
    for n, values in enumerate(content.values):
        heights = [zero - value / span * frame.height for value in values]
        middles = [pitch * (column + 0.5) for column in range(len(values))]
        if content.kind == "column":
            middles = [x + thick * (n + 0.5 - len(content.values) / 2) for x in middles]
            for x, y in zip(middles, heights, strict=True):
                yield look.rect(x - thick / 2, min(y, zero), thick, abs(zero - y), _accent(look, n))
        else:
            if content.kind == "line":
                points = look.points(zip(middles, heights, strict=True))
                yield Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="3"/>').format(
                    points, _accent(look, n)
                )
            for x, y in zip(middles, heights, strict=True):
                yield look.marker(x, y, n, _accent(look, n))
        for x, y, value in zip(middles, heights, values, strict=True):
            yield look.text(x, min(y, zero) - look.size * 0.6, content.number_format(value), "middle")


def _legend(content: ChartContent, look: ChartStyle) -> Iterator[Markup]:
    """Yield the marker and name of each series, in a row at the bottom."""
    widths = [len(name) * look.size * CHARACTER + look.size * 2.4 for name in content.series]
    x, y = (look.width - sum(widths)) / 2, look.height - look.size * 0.5
    for n, (name, width) in enumerate(zip(content.series, widths, strict=True)):
        yield look.marker(
            x + look.size * 0.5, y - look.size * 0.32, n if content.kind in {"line", "dot"} else 1, _accent(look, n)
        )
        yield look.text(x + look.size * 1.3, y, name, "start")
        x += width


def _accent(look: ChartStyle, n: int) -> str:
    return look.accents[n % len(look.accents)]
