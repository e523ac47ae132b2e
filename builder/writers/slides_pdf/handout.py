"""Writes the slides on paper with lines to write on: one, two, three or six a page, each with its number.

Slides are not pictures here but the same headings, lists and tables as on their own pages, scaled: they stay sharp in
print, can be searched, enlarged and copied, and screen readers get their structure. A picture's text alternative would need
all of a slide's text, without lists and tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from builder.core.bidi import direction
from builder.model.outputs import Imprint, Variant
from builder.slides.deck.deck import EMU_PER_POINT, Deck, Slide
from builder.slides.deck.layouts import Layouts
from builder.slides.fit.font_metrics import FontSet
from builder.theme.theme import Theme
from builder.writers.shared.labels import Labels
from builder.writers.shared.styles import css_text
from builder.writers.slides_pdf.html import SlidesDocument, SlidesWriter, document
from builder.writers.slides_pdf.text import SlideTextWriter

PAPERS = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}
"""Width and height of the papers, pt."""

UPS = {1: (1, 1, 1.0, False), 2: (1, 2, 0.84, False), 3: (1, 3, 0.58, True), 6: (2, 3, 1.0, False)}
"""Slides a page → columns, rows, a slide's share of its cell's width, and whether lines are beside it or below."""

_UNITS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0}
_GAP = 14.0
"""The gap between cells, and between a slide and its lines, pt."""

_NUMBER = 15.0
"""The height of the line with the slide's number, pt."""

_FOOT = 9.0
"""The type size of the footer, pt."""

_SHEET = """
@page {{ size: {width}pt {height}pt; margin: {margin}pt; background: {paper};
  @bottom-{near} {{ content: {foot}; font-size: {size}pt; color: {muted}; }}
  @bottom-{far} {{ content: {count}; font-size: {size}pt; color: {muted}; }} }}
section {{ break-before: auto; position: absolute; left: 0; top: 0; overflow: hidden; transform-origin: 0 0; }}
.sheet {{ break-before: page; position: relative; height: {inner}pt; }}
.sheet:first-child {{ break-before: auto; }}
.sheet > p {{ position: absolute; font-size: {label}pt; line-height: 1.2; color: {muted}; }}
.sheet > div {{ position: absolute; box-sizing: border-box; }}
.frame {{ border: {rule} solid {ink}; }}
.line {{ border-bottom: {rule} solid {ink}; }}
"""


@dataclass(frozen=True)
class SlideCell:
    """The position of one slide and of its lines (x, y, length), in pt from the top left corner inside the margins."""

    x: float
    y: float
    width: float
    height: float
    scale: float
    lines: tuple[tuple[float, float, float], ...]


def handout_pages(deck: Deck, layouts: Layouts, theme: Theme, variant: Variant, imprint: Imprint) -> SlidesDocument:
    """Return the deck as a document with `variant.up` slides a page on `variant.paper`. Raises KeyError for a number not in UPS."""
    maker = SlidesWriter(deck, layouts, theme, SlideTextWriter(deck, FontSet(theme, stretch=1.0)))
    labels, tokens = Labels(theme, deck.lang), theme.tokens
    margin = _points(tokens.page.margin)
    width, height = PAPERS[variant.paper]
    inner = width - 2 * margin, height - 2 * margin
    rtl = direction(deck.lang) == "rtl"
    cells = tuple(_slide_cells(variant.up, layouts, inner, _points(tokens.page.line), rtl=rtl))
    sheets = Markup("")
    for start in range(0, len(deck.slides), variant.up):
        pieces = (
            placed_slide(maker, slide, start + n, cell, labels("slide", number=slide.number or start + n), _NUMBER)
            for n, (slide, cell) in enumerate(zip(deck.slides[start : start + variant.up], cells, strict=False), 1)
        )
        sheets += Markup('<div class="sheet">{}</div>\n').format(Markup("").join(pieces))
    before, between, after = labels.split_at("page-of", "page", "pages")
    count = f"{css_text(before)} counter(page) {css_text(between)} counter(pages) {css_text(after)}"
    near, far = ("right", "left") if rtl else ("left", "right")
    colors = theme.colors
    sheet = _SHEET.format(
        width=width,
        height=height,
        margin=f"{margin:.3f}",
        inner=f"{inner[1] - 0.01:.3f}",
        paper=colors["background"],
        near=near,
        far=far,
        foot=css_text(_foot(deck, labels, imprint)),
        count=count,
        size=_FOOT,
        label=tokens.typography.sizes.label,
        muted=colors["muted"],
        ink=colors["field"],
        rule=tokens.page.rule,
    )
    return document(maker, sheets, sheet, imprint)


def _foot(deck: Deck, labels: Labels, imprint: Imprint) -> str:
    """Return the footer of every page: copied pages lose the first one."""
    version = deck.properties.get("version", "")
    facts = (
        deck.footer or deck.title,
        labels("slides-share"),
        labels("version", version=version) if version else "",
        labels("draft-foot") if imprint.draft_notice else "",
    )
    return " · ".join(filter(None, facts))


def placed_slide(maker: SlidesWriter, slide: Slide, place: int, cell: SlideCell, label: str, above: float) -> Markup:
    """Return one slide in its cell: a label `above` pt over it, a frame around it, and its lines. `place` counts from 1.

    A slide is laid out at full size in the page's corner and then transformed: elsewhere it would extend past the page's
    end, and WeasyPrint breaks pages before it applies transforms.
    """
    layout = maker.layouts[slide.layout]
    wide, high = (length / EMU_PER_POINT for length in maker.layouts.size)
    number = Markup('<p style="left:{:.2f}pt;top:{:.2f}pt;width:{:.2f}pt">{}</p>').format(
        cell.x, cell.y - above, cell.width, label
    )
    section = Markup(
        '<section id="cw:slide-{}" style="width:{:.2f}pt;height:{:.2f}pt;transform:translate({:.2f}pt,{:.2f}pt) scale({:.5f});'
        'background:{};{}">{}</section>'
    ).format(
        slide.id,
        wide,
        high,
        cell.x,
        cell.y,
        cell.scale,
        layout.background,
        maker.marker(layout),
        maker.shapes(slide, place),
    )
    frame = Markup(
        '<div class="frame" style="left:{:.2f}pt;top:{:.2f}pt;width:{:.2f}pt;height:{:.2f}pt"></div>'
    ).format(cell.x, cell.y, cell.width, cell.height)
    line = Markup('<div class="line" style="left:{:.2f}pt;top:{:.2f}pt;width:{:.2f}pt;height:0"></div>')
    lines = Markup("").join(line.format(*at) for at in cell.lines)
    return number + section + frame + lines


def _slide_cells(
    up: int, layouts: Layouts, inner: tuple[float, float], pitch: float, *, rtl: bool
) -> Iterator[SlideCell]:
    """Yield the cells of a page, in reading order: slides as large as their share allows, lines in the remaining space."""
    columns, rows, share, beside = UPS[up]
    wide, high = ((inner[0] - _GAP * (columns - 1)) / columns, (inner[1] - _GAP * (rows - 1)) / rows)
    across, down = layouts.size
    width = min(wide * share, (high - _NUMBER) * across / down)
    height = width * down / across
    for n in range(up):
        left, top = n % columns * (wide + _GAP), n // columns * (high + _GAP) + _NUMBER
        bottom = top - _NUMBER + high
        if beside:
            start, first, length = left + width + _GAP, top + pitch, wide - width - _GAP
            bottom = min(bottom, top + height + 1)
        else:
            start, first, length = left, top + height + pitch + 2, wide
        count = max(0, int((bottom - first) / pitch) + 1)
        found = [(start, first + pitch * k, length) for k in range(count)]
        if rtl:
            found = [(inner[0] - x - length, y, length) for x, y, length in found]
            left = inner[0] - left - width
        yield SlideCell(left, top, width, height, width / (across / EMU_PER_POINT), tuple(found))


def _points(length: str) -> float:
    """Return a length of the theme (`18mm`) in pt."""
    number, unit = length[:-2], length[-2:]
    return float(number) * _UNITS[unit]
