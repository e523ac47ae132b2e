"""The gallery of a theme: every layout of its slides with sample text, on two pages.

What the slots show is in themes/base/slides/gallery.yml. Lengths are points unless they say EMU.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from markupsafe import Markup

from builder.core.problems import Problems
from builder.model.module import Asset
from builder.model.outputs import Imprint, RenderedFile
from builder.slides.deck.deck import (
    EMU_PER_POINT,
    ChartContent,
    Content,
    Deck,
    FilledSlot,
    PictureContent,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
)
from builder.slides.deck.layout_variants import varied
from builder.slides.deck.layouts import Layout, Layouts, Slot
from builder.slides.deck.numbering import NUMBERINGS
from builder.slides.decorate.decorate import decorate
from builder.slides.fit.font_metrics import FontSet
from builder.theme.theme import Theme
from builder.writers.pdf.write import write_pdf
from builder.writers.shared.labels import Labels
from builder.writers.slides_pdf.handout import PAPERS, SlideCell, placed_slide
from builder.writers.slides_pdf.html import SlidesWriter, document
from builder.writers.slides_pdf.text import SlideTextWriter

PAGES = 2
COUNTED = (72.0, 100.0)
"""What the dots of the gallery count, as gallery.yml says it in words."""

_MARGIN, _GAP, _LABEL, _HEAD = 30.0, 9.0, 11.0, 26.0
"""Margin of a page, gap between slides, height of a slide's label and of the page's title."""

_SHEET = """
@page {{ size: {width}pt {height}pt; margin: {margin}pt; background: {paper}; }}
section {{ break-before: auto; position: absolute; left: 0; top: 0; overflow: hidden; transform-origin: 0 0; }}
.sheet {{ break-before: page; position: relative; height: {inner}pt; }}
.sheet:first-child {{ break-before: auto; }}
.sheet > p {{ position: absolute; font-size: 7pt; line-height: 1.2; color: {muted}; white-space: nowrap; }}
.sheet > p.name {{ font-size: 15pt; font-weight: bold; color: {ink}; left: 0; top: 0; }}
.sheet > div {{ position: absolute; box-sizing: border-box; }}
.frame {{ border: 0.5pt solid {rule}; }}
"""


def write_gallery(layouts: Layouts, theme: Theme, lang: str, problems: Problems) -> RenderedFile:
    """Return every layout of a theme on PAGES pages of landscape letter paper, as a tagged PDF."""
    labels = Labels(theme, lang)
    title = labels("gallery", theme=theme.tokens.name)
    deck = gallery_deck(layouts, theme, lang, title)
    maker = SlidesWriter(deck, layouts, theme, SlideTextWriter(deck, FontSet(theme, stretch=1.0)))
    high, wide = PAPERS["letter"]
    inner = wide - 2 * _MARGIN, high - 2 * _MARGIN
    each = -(-len(deck.slides) // PAGES)
    cells = _cells(each, layouts.size, inner)
    sheets = Markup("")
    for first in range(0, len(deck.slides), each):
        shown = Markup('<p class="name">{}</p>').format(title)
        for n, (slide, cell) in enumerate(zip(deck.slides[first : first + each], cells, strict=False), first + 1):
            shown += placed_slide(maker, slide, n, cell, slide.layout, _LABEL)
        sheets += Markup('<div class="sheet">{}</div>\n').format(shown)
    colors = theme.colors
    sheet = _SHEET.format(
        width=wide,
        height=high,
        margin=_MARGIN,
        inner=f"{inner[1] - 0.01:.3f}",
        paper=colors["background"],
        ink=colors["foreground"],
        muted=colors["muted"],
        rule=colors["rule"],
    )
    pages = document(maker, sheets, sheet, Imprint())
    made = write_pdf(pages.html, pages.assets, theme, problems)
    return RenderedFile(made.data, {}, made.count)


def gallery_deck(layouts: Layouts, theme: Theme, lang: str, title: str) -> Deck:
    """Return a deck with one slide a layout, in the file's order, its name as the title."""
    said: dict[str, Any] = yaml.safe_load(theme.files["slides/gallery.yml"])
    slides = tuple(
        Slide(
            id=name,
            layout=name,
            title=(Run(name.replace("-", " ").capitalize()),),
            filled=tuple(_filled(layout, said, theme)),
            counted=COUNTED if varied(name) == "number-of" else None,
        )
        for name, layout in layouts.layouts.items()
    )
    return decorate(Deck(title, lang, title, slides, {}), layouts)


def _filled(layout: Layout, said: dict[str, Any], theme: Theme) -> Iterator[FilledSlot]:
    """Yield the slots of a layout that have a sample, each with it."""
    own = said["layouts"].get(layout.name, {})
    for slot in layout.slots:
        kind, _, place = slot.name.rpartition("-")
        n = int(place) if kind and place.isdigit() else 1
        if (kind == "right" and n > 1) or (slot.name == "option-1" and layout.slot("right-1")):
            continue  # a right option has the box of the option that it stands for
        key = "right-option" if kind == "right" else kind or slot.name
        lines = own.get(key, said["slots"].get(key, ()))
        content = _content(layout.name, slot, lines, n, said, theme)
        if content is not None:
            yield FilledSlot(slot.name, content)


def _content(layout: str, slot: Slot, lines: list[str], n: int, said: dict[str, Any], theme: Theme) -> Content | None:
    """Return what a slot shows; `n` is the number of a piece."""
    match slot.kind:
        case "picture" if slot.name == "picture":
            return _picture(theme, said["picture"])
        case "table":
            return _table(said["agenda" if layout == "agenda" else "table"])
        case "chart":
            values = tuple(float(value) for value in said["chart"].values())
            return ChartContent("bar", ("",), tuple(said["chart"]), (values,), "")
        case "text" if lines:
            return TextContent(tuple(_line(text, slot, n) for text in lines))
        case _:
            return None


def _line(text: str, slot: Slot, n: int) -> SlideLine:
    """Return a line of text: its level is the number of signs `>` before it, and `-` gives it the layout's own bullet."""
    words = text.lstrip(">")
    level = len(text) - len(words)
    listed = words.startswith("- ")
    counts = listed and slot.levels[level].bullet in NUMBERINGS
    run = Run(words.removeprefix("- ").strip().replace("{n}", str(n)))
    return SlideLine((run,), level, "number" if counts else "disc" if listed else "", n if counts else 0)


def _table(rows: list[list[str]]) -> TableContent:
    """Return a table whose first row is its header."""
    header, *body = [tuple((SlideLine((Run(word),)),) for word in row) for row in rows]
    return TableContent(header, tuple(body), ("left",) * len(header), "")


def _picture(theme: Theme, alt: str) -> PictureContent:
    """Return a picture in the theme's colors."""
    tint, line = theme.colors["surface"], theme.colors["primary"]
    circles = "".join(
        f'<circle cx="{x}" cy="150" r="110" fill="{tint}" stroke="{line}" stroke-width="6"/>' for x in (190, 410)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300" width="600" height="300">{circles}</svg>'
    return PictureContent(Asset("gallery.svg", svg.encode(), "image/svg+xml", 600, 300), alt)


def _cells(count: int, size: tuple[int, int], inner: tuple[float, float]) -> list[SlideCell]:
    """Return the places of `count` slides on a page, row by row, as large as they all have room."""
    across, down = size
    for columns in range(1, count + 1):
        width = (inner[0] - _GAP * (columns - 1)) / columns
        pitch = width * down / across + _LABEL + _GAP
        if -(-count // columns) * pitch - _GAP <= inner[1] - _HEAD:
            break
    height = width * down / across
    scale = width / (across / EMU_PER_POINT)
    return [
        SlideCell(n % columns * (width + _GAP), _HEAD + n // columns * pitch + _LABEL, width, height, scale, ())
        for n in range(count)
    ]
