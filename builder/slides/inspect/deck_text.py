"""A deck as plain text: layout, title, slots with their lines, notes. For tests and `coursewright show`."""

from __future__ import annotations

from collections.abc import Iterator

from builder.slides.deck.deck import (
    ChartContent,
    Deck,
    FilledSlot,
    PictureContent,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    text_of,
    words,
)
from builder.slides.deck.layout_variants import varied
from builder.slides.deck.layouts import BOXES
from builder.slides.deck.numbering import NUMBERINGS

_BULLETS = {"disc": "• ", **{name: f"{mark} " for name, mark in BOXES.items()}}


def deck_text(deck: Deck, *, notes: bool = True) -> str:
    """Return every slide with the content of its slots; `notes` adds the speaker notes."""
    return "".join(slide_text(slide, number, notes=notes) for number, slide in enumerate(deck.slides, 1))


def slide_text(slide: Slide, number: int = 0, *, notes: bool = True) -> str:
    """Return one slide: a line with number, layout and title, then its slots, then its notes."""
    marks = f"{' [answers]' if slide.answers else ''}{' [hidden]' if slide.hidden else ''}"
    head = f"{number or ''} {varied(slide.layout)}: {text_of(slide.title)}{marks}".strip()
    rows = [row for item in slide.filled for row in _rows(item)]
    said = [f"  notes      {row}" for line in slide.notes for row in (line_text(line),)] if notes else []
    return "\n".join([head, *rows, *said]) + "\n"


def line_text(line: SlideLine) -> str:
    """Return a line with its bullet, indented by its level."""
    numbering = NUMBERINGS.get(line.bullet)
    bullet = f"{numbering.marker(line.number)} " if numbering else _BULLETS.get(line.bullet, "")
    return "  " * line.level + bullet + words(line).replace("\v", " / ")


def _rows(item: FilledSlot) -> Iterator[str]:
    content = item.content
    match content:
        case TextContent(lines=lines):
            yield from (f"  {item.slot:<10} {line_text(line)}".rstrip() for line in lines)
        case TableContent():
            rows = ([content.header] if content.header else []) + list(content.rows)
            yield from (
                f"  {item.slot:<10} " + " | ".join(" / ".join(map(words, cell)) for cell in row) for row in rows
            )
        case PictureContent(asset=asset, alt=alt):
            yield f"  {item.slot:<10} {asset.name} “{alt}”"
        case ChartContent():
            yield f"  {item.slot:<10} {content.kind} chart “{content.title}” {content.axis}: {', '.join(content.series)}"
            for place, category in enumerate(content.categories):
                values = ", ".join(content.number_format(row[place]) for row in content.values if place < len(row))
                yield f"  {item.slot:<10} {category}: {values}"
