"""What LibreOffice makes of fitted decks: no text outside its box. The same decks unfitted fail, so the check can."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from builder.core.addresses import Address
from builder.core.bidi import has_rtl
from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex
from builder.slides.deck.deck import (
    EMU_PER_POINT,
    ChartContent,
    Deck,
    FilledSlot,
    Run,
    Slide,
    SlideLine,
    TextContent,
    lines_of,
    words,
)
from builder.slides.fit.fit import fit
from builder.slides.outline.outline import outline
from builder.slides.template.template import make_template
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pptx.write import write_pptx
from tests.support import tools
from tests.support.decks.deck_checks import LAYOUTS, MEASURE, THEME
from tests.support.decks.lint_package import lint
from tests.support.generated import modules

MODULES = 150
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>')

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")

ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
"""Characters that isolate a direction (UAX 9): LibreOffice prints them without ink, some as wide as a letter."""

TOLERANCE = 3.0
"""Points that a word may stand outside its box: descenders and rounding, not a line (21 pt at least)."""

ISOLATE_WIDTH = 0.25
"""What isolates may add to the box of a word that runs the other way, as a share of its line's height; 8 pt at the least."""


@dataclass(frozen=True)
class Word:
    """A word on a rendered page, points from the top left."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


def decks() -> tuple[Deck, Deck]:
    """Return the slides of many generated modules as one fitted deck, and as one that was never fitted."""
    assert THEME is not None
    theme = THEME
    whole: list[Slide] = []
    raw: list[Slide] = []

    def plain(node: m.Node, context: None) -> tuple[m.Node, None]:
        """LibreOffice 7.4 makes fields of links, and prints words of two directions in one field over each other."""
        if isinstance(node, m.Link | m.Reference) and RIGHT_TO_LEFT.search(m.plain(node)):
            node = m.Phrase(content=node.content, at=node.at)
        return node, context

    @given(modules)
    @settings(
        max_examples=MODULES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def gather(module: m.Module) -> None:
        selected = select(module, EDITIONS["slides"])
        selected = replace(selected, body=m.rewrite_blocks(selected.body, plain, None))
        deck = outline(selected, theme, LAYOUTS, Imprint(), PageIndex(), Problems())
        for slides, found in ((raw, deck.slides), (whole, fit(deck, LAYOUTS, theme, Problems()).slides)):
            shown = [
                replace(slide, hidden=False, notes=()) for slide in found if slide.topic
            ]  # no page is a hidden slide
            slides += [replace(slide, id=f"{len(slides)}-{slide.id}") for slide in shown]

    gather()
    return tuple(Deck("Generated", "en-US", "Generated", tuple(slides)) for slides in (whole, raw))  # type: ignore[return-value]


def rendered(deck: Deck, folder: Path) -> Iterator[Word]:
    """Yield every word of a deck as LibreOffice sets it."""
    assert THEME is not None
    folder.mkdir(parents=True)
    document = folder / "deck.pptx"
    data = write_pptx(deck, LAYOUTS, make_template(THEME), Imprint(), theme=THEME).data
    assert [fault for fault in lint(data) if not fault.startswith("title:")] == []  # the slides of many modules
    document.write_bytes(data)
    pdf = tools.libreoffice_pdf(document, folder, seconds=600)
    command = [tools.need("pdftotext"), "-bbox", "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=120).stdout
    page = 0
    for row in text.splitlines():
        page += "<page " in row
        found = _WORD.search(row)
        if found:
            left, top, right, bottom = (float(found[number]) for number in range(1, 5))
            text = html.unescape(found[5]).translate(ISOLATES)
            if text:
                yield Word(page, text, left, top, right, bottom)


@dataclass(frozen=True)
class Place:
    """Where a marked word may stand, points: the box of the slot that holds it."""

    slot: str
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, word: Word) -> bool:
        """Say whether a word stands in the box."""
        across = word.left >= self.left - TOLERANCE and word.right <= self.right + TOLERANCE
        return across and word.top >= self.top - TOLERANCE and word.bottom <= self.bottom + TOLERANCE


def places(deck: Deck) -> dict[tuple[int, str], Place]:
    """Return the box of each marked word, by slide and mark; words that stand in two boxes of a slide are left out."""
    found: dict[tuple[int, str], Place] = {}
    twice: set[tuple[int, str]] = set()
    for number, slide in enumerate(deck.slides, 1):
        for item in slide.filled:
            slot = LAYOUTS[slide.layout].slot(item.slot)
            assert slot is not None
            box = item.box or slot.box
            edges = (box.x, box.y, box.x + box.width, box.y + box.height)
            place = Place(item.slot, *(edge / EMU_PER_POINT for edge in edges))
            title = item.content.title if isinstance(item.content, ChartContent) else ""  # a chart sets its own title
            for mark in re.findall(r"q\d+z", " ".join((title, *map(words, lines_of(item.content))))):
                key = (number, mark)
                twice |= {key} if key in found or title else set()
                found[key] = place
    return {key: place for key, place in found.items() if key not in twice}


def outside(deck: Deck, shown: Sequence[Word]) -> list[str]:
    """Return the marked words that stand outside the box of the slot that holds them."""
    boxes = places(deck)
    return [
        f"slide {word.page} {place.slot}: {word.text[-30:]} at {word}, box {place}"
        for word in shown
        for mark in re.findall(r"q\d+z", word.text)
        if (place := boxes.get((word.page, mark))) and not place.holds(word)
    ]


def overlapping(shown: Sequence[Word]) -> list[str]:
    """Return pairs of words of one slide that are printed over each other."""
    found = []
    for page, group in groupby(shown, key=lambda word: word.page):
        ordered = sorted(group, key=lambda word: word.top)
        for index, word in enumerate(ordered):
            for other in ordered[index + 1 :]:
                if other.top >= word.bottom:
                    break
                over = min(word.bottom, other.bottom) - other.top
                beside = min(word.right, other.right) - max(word.left, other.left)
                least = min(word.bottom - word.top, other.bottom - other.top)
                # The box of a word that runs the other way takes in its isolates, which are not printed.
                allowed = max(8.0, least * ISOLATE_WIDTH) if has_rtl(word.text + other.text) else TOLERANCE
                if beside > allowed and over > least / 2:  # lines set close touch by less
                    found.append(
                        f"slide {page}: {word.text[-20:]} and {other.text[-20:]}, {over:.0f} by {beside:.0f} pt"
                    )
    return found


@pytest.mark.slow
def test_no_text_stands_outside_its_box(tmp_path: Path) -> None:
    """Nor over other text. The same slides unfitted have both faults many times over, so the checks can see them."""
    tools.need("LibreOffice")
    whole, raw = decks()
    assert len(whole.slides) >= 300
    shown = list(rendered(whole, tmp_path / "fitted"))
    assert outside(whole, shown) == []
    assert overlapping(shown) == []
    unfitted = list(rendered(raw, tmp_path / "raw"))
    assert len(outside(raw, unfitted)) > 50
    assert len(overlapping(unfitted)) > 50


def linked() -> list[tuple[Run, ...]]:
    """Return paragraphs of several long addresses, of links in sentences, and of long words half in bold."""
    address = "https://www.example.org/reports/2024/annual-report-on-things/chapter-3/page.html?x=1&y=2"
    link = "https://example.org/"
    found: list[tuple[Run, ...]] = []
    for size in range(50, len(address)):
        several = tuple(run for n in range(4) for run in (Run(address[: size - n], link=Address(link)), Run(" ")))
        words = "to words that are a link " * (size % 5 + 1)
        sentence = (Run("It goes " * (size % 9)), Run(words.rstrip(), link=Address(link)), Run(" and goes on."))
        found += (several[:-1], sentence, (Run("x" * size, bold=True), Run("y" * size)))
    return found


@pytest.mark.slow
def test_links_and_long_words_take_no_more_lines_than_measured(tmp_path: Path) -> None:
    """LibreOffice begins a new line before a link that does not fit, and after one that it had to break."""
    tools.need("LibreOffice")
    slot = LAYOUTS["content"].slot("body")
    assert slot
    lines = [SlideLine(runs) for runs in linked()]
    texts = (TextContent((line, SlideLine((Run("END"),)))) for line in lines)
    slides = tuple(
        Slide(f"l.{n}", "content", (Run(f"Slide {n}"),), (FilledSlot("body", text),)) for n, text in enumerate(texts)
    )
    shown = rendered(Deck("Links", "en-US", "Links", slides), tmp_path / "links")
    ends = {word.page: word.top for word in shown if word.text == "END"}
    for number, line in enumerate(lines, 1):
        height, level = MEASURE.line(line, slot, 1.0)
        below = slot.inner.y / EMU_PER_POINT + height + level.before + level.after
        assert ends[number] <= below + level.size / 2, words(line)
