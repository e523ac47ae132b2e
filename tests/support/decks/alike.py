"""Compares two PDFs of one deck, ours and LibreOffice's of the .pptx. Positions are shares of the slide's size."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_uint
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from builder.slides.deck.deck import ChartContent, Deck, FilledSlot, PictureContent, Slide, TableContent
from builder.slides.deck.layouts import Layouts

FAR = 0.02
"""The largest distance between the positions of a word, a table or a chart's frame, as a share of the slide."""

WITHIN_A_CHART = 0.1
"""What is drawn in a chart's frame: each program leaves its own room for names and legend, and ends the axis of values at a
round number of its own choice. Measured: up to 8.7 %. What a chart says and how its bars compare is held to 2 %."""

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Shape:
    """Something drawn: its edges, and the color that it is filled with."""

    edges: Edges
    fill: str

    @property
    def width(self) -> float:
        return self.edges[2] - self.edges[0]

    @property
    def height(self) -> float:
        return self.edges[3] - self.edges[1]


@dataclass(frozen=True)
class Word:
    """A word, and the edges of its first character."""

    text: str
    edges: Edges

    @property
    def left(self) -> float:
        return self.edges[0]

    @property
    def middle(self) -> float:
        return (self.edges[1] + self.edges[3]) / 2


@dataclass(frozen=True)
class Page:
    """A slide as a page: its words in order, and what is drawn."""

    words: list[Word]
    characters: list[Edges]
    shapes: list[Shape]

    @property
    def letters(self) -> list[str]:
        """All characters; a title that stands on its side reads as one word a character."""
        return sorted("".join(word.text for word in self.words))


def read_page(page: pypdfium2.PdfPage) -> Page:
    """Return a page as it is to be compared; what stands outside the slide does not count."""
    text, (width, height) = page.get_textpage(), page.get_size()

    def shares(left: float, bottom: float, right: float, top: float) -> Edges:
        return left / width, 1 - top / height, right / width, 1 - bottom / height

    words: list[Word] = []
    characters: list[Edges] = []
    content = text.get_text_range().replace("\ufffe", "-")  # PDFium's word for a hyphen at the end of a line
    start = 0
    for place, character in enumerate(content + " "):
        if not character.isspace():
            characters.append(shares(*text.get_charbox(place)))
            continue
        if place > start:
            words.append(Word(content[start:place], shares(*text.get_charbox(start, loose=True))))
        start = place + 1
    shapes = [
        Shape(shares(*thing.get_bounds()), _fill(thing))
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
    ]
    return Page(
        [word for word in words if 0 < word.left < 1 and 0 < word.middle < 1],
        characters,
        [shape for shape in shapes if shape.width < 0.99],  # the rest is background
    )


def _fill(thing: pypdfium2.PdfObject) -> str:
    red, green, blue, alpha = (c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(thing.raw, red, green, blue, alpha)
    return f"#{red.value:02x}{green.value:02x}{blue.value:02x}"


@dataclass(frozen=True)
class Compared:
    """A slide that both PDFs show."""

    slide: Slide
    ours: Page
    theirs: Page
    layouts: Layouts

    def frames(self, kind: type) -> Iterator[tuple[FilledSlot, Edges]]:
        """Yield what of a kind stands on the slide, and the edges of its frame."""
        width, height = self.layouts.size
        for item in self.slide.filled:
            if isinstance(item.content, kind):
                slot = self.layouts[self.slide.layout].slot(item.slot)
                assert slot
                box = item.box or slot.box
                yield (
                    item,
                    (box.x / width, box.y / height, (box.x + box.width) / width, (box.y + box.height) / height),
                )

    def faults(self) -> Iterator[str]:
        """Yield what one PDF shows and the other does not, and tables and charts that differ."""
        drawing = any(isinstance(item.content, PictureContent) for item in self.slide.filled)  # text in one alone
        if not drawing and self.ours.letters != self.theirs.letters:
            yield f"{self.slide.id}: other words: {self.ours.words} and {self.theirs.words}"
        for item, frame in self.frames(TableContent):
            assert isinstance(item.content, TableContent)
            yield from self._table(item.content, frame)
        for item, frame in self.frames(ChartContent):
            assert isinstance(item.content, ChartContent)
            yield from self._chart(item.content, frame)
        for bar in self.bars():
            if not all(any(_at(bar, one.edges) for one in page.shapes) for page in (self.ours, self.theirs)):
                yield f"{self.slide.id}: no bar at {bar}"

    def bars(self) -> list[Edges]:
        """Return the edges of the rectangles that are drawn for what the slide says, none of the whole slide's width."""
        width, height = self.layouts.size
        boxes = [one.box for one in self.slide.drawn if one.shape == "rect" and one.box.width < 0.99 * width]
        return [
            (box.x / width, box.y / height, (box.x + box.width) / width, (box.y + box.height) / height) for box in boxes
        ]

    def _table(self, table: TableContent, frame: Edges) -> Iterator[str]:
        """Compare the rules of a table: one under each row, over the table's whole width. Rows are as high as fitted."""
        ruled = [_rules(page, frame, self.bars()) for page in (self.ours, self.theirs)]
        rows = len(table.rows) + bool(table.header)
        if [len(rules) for rules in ruled] != [rows, rows]:
            yield f"{self.slide.id}: {rows} rows, but rules {ruled}"
        elif any(_far(a, b) > FAR for a, b in zip(*ruled, strict=True)):
            yield f"{self.slide.id}: rules {ruled[0]} and {ruled[1]}"

    def _chart(self, chart: ChartContent, frame: Edges) -> Iterator[str]:
        """Compare a chart: in its frame, as large, and each bar as long as its value says beside the others."""
        drawn = [_around(_inside(page, frame)) for page in (self.ours, self.theirs)]
        if any(max(frame[0] - a[0], frame[1] - a[1], a[2] - frame[2], a[3] - frame[3]) > FAR for a in drawn):
            yield f"{self.slide.id}: a chart leaves its frame {frame}: {drawn}"
        if _far(*drawn) > WITHIN_A_CHART:
            yield f"{self.slide.id}: charts of other sizes: {drawn}"
        if chart.kind in {"bar", "column"} and len(chart.series) == 1:
            shares = [value / max(chart.values[0]) for value in chart.values[0]]
            accent = self.layouts.colors["accent1"].lower()
            for page in (self.ours, self.theirs):
                bars = [shape for shape in page.shapes if shape.fill == accent and _holds(frame, shape.edges)]
                long = [bar.width if chart.kind == "bar" else bar.height for bar in bars]
                found = [one / max(long, default=1) for one in long]
                if len(found) != len(shares) or max(abs(a - b) for a, b in zip(found, shares, strict=True)) > FAR:
                    yield f"{self.slide.id}: bars of {chart.values[0]} are as {found}"


def _far(one: Edges, other: Edges) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _holds(frame: Edges, edges: Edges) -> bool:
    """Say whether the middle of something stands in a frame, or near it."""
    across, down = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
    return frame[0] - FAR <= across <= frame[2] + FAR and frame[1] - FAR <= down <= frame[3] + FAR


def _around(edges: list[Edges]) -> Edges:
    left, top, right, bottom = zip(*edges, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _inside(page: Page, frame: Edges) -> list[Edges]:
    return [edges for edges in (*page.characters, *(one.edges for one in page.shapes)) if _holds(frame, edges)]


def _at(bar: Edges, edges: Edges) -> bool:
    """Say whether a shape is that bar; half the least height of one may lie between them."""
    return _far(bar, edges) < FAR / 4


def _rules(page: Page, frame: Edges, bars: list[Edges]) -> list[Edges]:
    """Return the rules of a table from the top, each as one, however many cells it was drawn in; `bars` are none."""
    found = [one.edges for one in page.shapes if one.height < FAR and _holds(frame, one.edges)]
    thin = [edges for edges in found if not any(_at(bar, edges) for bar in bars)]
    rows: list[list[Edges]] = []
    for edges in sorted(thin, key=lambda edges: edges[1]):
        if rows and edges[1] - rows[-1][0][1] < FAR:
            rows[-1].append(edges)
        else:
            rows.append([edges])
    return [_around(row) for row in rows]


def compare_pdfs(deck: Deck, layouts: Layouts, ours: bytes, theirs: bytes) -> list[Compared]:
    """Return each slide that is not hidden, as both PDFs show it. LibreOffice prints no hidden ones."""
    shown = [(n, slide) for n, slide in enumerate(deck.slides) if not slide.hidden]
    here, there = pypdfium2.PdfDocument(ours), pypdfium2.PdfDocument(theirs)
    assert (len(here), len(there)) == (len(deck.slides), len(shown))
    return [Compared(slide, read_page(here[n]), read_page(there[m]), layouts) for m, (n, slide) in enumerate(shown)]


def faults(slides: list[Compared]) -> list[str]:
    """Return all that differs, but for words that stand elsewhere."""
    return [fault for slide in slides for fault in slide.faults()]


def far_words(slides: list[Compared]) -> tuple[list[tuple[str, str, float]], int]:
    """Return words that stand elsewhere in one PDF than in the other, with slide and distance; and how many were compared.

    Words in a chart are where its program sets them, and are left out. A line that breaks elsewhere moves all below it by a
    line: its words count, not those that only follow it down or up.
    """
    far: list[tuple[str, str, float]] = []
    count = 0
    for one in slides:
        charts = [frame for _, frame in one.frames(ChartContent)]
        moved = 0.0
        for word in one.theirs.words:
            if any(_holds(frame, word.edges) for frame in charts):
                continue
            count += 1
            places = [(other.left, other.middle) for other in one.ours.words if other.text == word.text]
            away = [(abs(word.left - x), abs(word.middle - y)) for x, y in places]
            across, down = min(away, key=max, default=(1.0, 0.0))
            if across > FAR:
                moved = max(moved, down)
            if across > FAR or down > moved + FAR:
                far.append((one.slide.id, word.text, round(max(across, down), 3)))
    return far, count
