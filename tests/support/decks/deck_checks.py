"""The plain theme's layouts, and checks of decks made with them: which words they show, and what overflows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.core.problems import Problems
from builder.slides.deck.deck import (
    ChartContent,
    Deck,
    FilledSlot,
    PictureContent,
    SlideLine,
    TableContent,
    TextContent,
    words,
)
from builder.slides.deck.layouts import SMALL_PRINT, set_line
from builder.slides.fit.font_metrics import FontSet
from builder.slides.fit.measure import HEIGHT_USED, Measure
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.theme.load import load_theme
from builder.theme.theme import Theme

THEME = load_theme("plain", Problems())
assert THEME is not None
LAYOUTS = read_layouts(make_template(THEME))
FLOOR = THEME.tokens.slides.floor
MEASURE = Measure(FontSet(THEME))


def shown_words(deck: Deck) -> str:
    """Return all that is on slides and in notes."""
    found: list[str] = []
    for slide in deck.slides:
        lines = [SlideLine(slide.title), *slide.notes]
        # The contents name every topic: what they say must be said again where it belongs.
        for item in () if slide.id.startswith(".opening.") else slide.filled:
            match item.content:
                case TextContent():
                    lines += item.content.lines
                case TableContent():
                    lines += [
                        line for row in (item.content.header, *item.content.rows) for cell in row for line in cell
                    ]
                case PictureContent():
                    found.append(item.content.alt)
                case ChartContent():
                    found += [
                        item.content.title,
                        item.content.alt,
                        item.content.axis,
                        *item.content.series,
                        *item.content.categories,
                    ]
        found += map(words, lines)
    return " ".join(found)


def overflows(deck: Deck) -> list[str]:
    """Return what would stand outside its box as measured, or below the theme's floor."""
    found = []
    for number, slide in enumerate(deck.slides, 1):
        layout = LAYOUTS[slide.layout]
        title = layout.slot("title")
        assert title is not None
        filled = [*slide.filled, FilledSlot("title", TextContent((SlideLine(slide.title),)), slide.title_scale)]
        for item in filled:
            slot = layout.slot(item.slot)
            assert slot is not None, f"{slide.layout} has no {item.slot}"
            if not isinstance(item.content, PictureContent):
                slot = replace(slot, box=item.box or slot.box)
            match item.content:
                case TextContent(lines=lines):
                    high = MEASURE.text(lines, slot, item.scale)
                    if high > MEASURE.room(slot) + 0.01:
                        found.append(f"slide {number}: {item.slot} {high:.0f} of {MEASURE.room(slot):.0f} pt")
                    small = slot.name in SMALL_PRINT
                    least = min(
                        (
                            min(
                                FLOOR.source
                                if (full := set_line(slot, line).size) < FLOOR.body or small
                                else FLOOR.body,
                                full,
                            )
                            - set_line(slot, line, item.scale).size
                            for line in lines
                        ),
                        default=0.0,
                    )
                    if least > 0.11:
                        found.append(f"slide {number}: {item.slot} below the floor")
                case TableContent():
                    if sum(item.content.heights) > slot.box.height * HEIGHT_USED + 2:
                        found.append(f"slide {number}: table {sum(item.content.heights) / slot.box.height:.0%}")
                    assert slot.levels[0].size * item.scale >= FLOOR.table - 0.1
                    assert sum(item.content.widths) == pytest.approx(1)
                case PictureContent():
                    assert item.box is not None
                    assert item.box.y >= slot.box.y
                    assert item.box.y + item.box.height <= slot.box.y + slot.box.height + 1
                case _:
                    pass
    return found


def theme_of(name: str, ratio: str = "16:9") -> Theme:
    """Return a shipped theme, with slides of the given ratio."""
    theme = load_theme(name, Problems())
    assert theme
    slides = theme.tokens.slides.model_copy(update={"ratio": ratio})
    return replace(theme, tokens=theme.tokens.model_copy(update={"slides": slides}))
