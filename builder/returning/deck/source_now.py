"""What the source says now, slide by slide: each paragraph of the deck that it would make, with its place in the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.core.frozen import dataclass
from builder.core.source import NOWHERE, Span
from builder.slides.deck.deck import Deck, PictureContent, Slide, SlideLine, TableContent, TextContent
from builder.slides.record.made import MadeSlide, Origin, made_slide
from builder.slides.record.slides import SeenSlide, read_slides
from builder.slides.template.package import Package

NOTES = "/notes"
"""Stands for the notes where a slot's name stands for a shape; no slot has such a name."""


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """A paragraph that the source says now: its words, the slide and slot it stands in, its place, its level from 0.

    `cell` is its row and column in a table.
    """

    text: str
    slide: str
    slot: str
    at: Span
    cell: tuple[int, int] | None = None
    level: int = 0


@dataclass(frozen=True)
class SourceSlide:
    """A slide that the source makes now: `made` is its record, `told` its paragraphs by slot, `at` the place of its title.

    `tables` are cells by slot, `pictures` the places of pictures, `alts` text alternatives; `topic` is the id of its topic, "" for none.
    `answers`: it reveals answers, which participants do not see before they are asked.
    """

    made: MadeSlide
    told: dict[str, tuple[SourceParagraph, ...]]
    tables: dict[str, tuple[tuple[tuple[SourceParagraph, ...], ...], ...]]
    at: Span
    pictures: dict[str, Span]
    alts: dict[str, str]
    topic: str
    answers: bool = False

    def told_in(self, slot: str) -> tuple[SourceParagraph, ...]:
        """Return the paragraphs of a slot that have words."""
        return tuple(one for one in self.told.get(slot, ()) if one.text)


@dataclass(frozen=True)
class SourceNow:
    """The deck that the source makes now, and of what."""

    origin: Origin
    slides: tuple[SourceSlide, ...]


def source_slides(deck: Deck, file: bytes) -> tuple[SourceSlide, ...]:
    """Return the slides of a deck of ours, and of the .pptx written from it."""
    seen = read_slides(Package.read(file))
    return tuple(_source_slide(slide, shown) for slide, shown in zip(deck.slides, seen, strict=True))


def _source_slide(slide: Slide, seen: SeenSlide) -> SourceSlide:
    filled = {item.slot: item.content for item in slide.filled}
    told: dict[str, tuple[SourceParagraph, ...]] = {}
    tables: dict[str, tuple[tuple[tuple[SourceParagraph, ...], ...], ...]] = {}
    pictures: dict[str, Span] = {}
    for shape in seen.shapes:
        content = filled.get(shape.name)
        texts = [one.text for one in shape.paragraphs]
        match content:
            case TextContent(lines=lines):
                told[shape.name] = _place_paragraphs(texts, lines, slide.id, shape.name)
            case TableContent() as table:
                rows = ([table.header] if table.header else []) + list(table.rows)
                tables[shape.name] = tuple(
                    tuple(
                        _place_paragraphs([one.text for one in cell], lines, slide.id, shape.name, (r, c))
                        for c, (cell, lines) in enumerate(zip(cells, row, strict=True))
                    )
                    for r, (cells, row) in enumerate(zip(shape.rows, rows, strict=True))
                )
            case PictureContent() as picture:
                pictures[shape.name] = picture.at
            case _:
                told[shape.name] = tuple(SourceParagraph(text, slide.id, shape.name, slide.at) for text in texts)
    alts = {shape.name: shape.alt for shape in seen.shapes}
    told[NOTES] = _place_paragraphs([one.text for one in seen.notes], slide.notes, slide.id, NOTES)
    return SourceSlide(made_slide(seen), told, tables, slide.at, pictures, alts, slide.topic, slide.answers)


def _place_paragraphs(
    texts: Sequence[str], lines: Iterable[SlideLine], slide: str, slot: str, cell: tuple[int, int] | None = None
) -> tuple[SourceParagraph, ...]:
    """Return written paragraphs with the places of the lines that they were written from."""
    places = [(line.at, line.level) for line in lines]
    places += [places[-1] if places else (NOWHERE, 0)] * (len(texts) - len(places))
    return tuple(
        SourceParagraph(text, slide, slot, at, cell, level) for text, (at, level) in zip(texts, places, strict=False)
    )
