"""What LibreOffice makes of fitted decks: no text outside its box. The same decks unfitted fail, so the check can."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from builder import model as m
from builder.editions import EDITIONS, select
from builder.outputs import Elsewhere, Imprint
from builder.problems import Problems
from builder.slides.deck import EMU_PER_POINT, ChartContent, Deck, Line, Slide, TableContent, TextContent, words
from builder.slides.fit import fit
from builder.slides.outline import outline
from builder.slides.template import make_template
from builder.writers.pptx import write_pptx
from tests import tools
from tests.generated import modules
from tests.test_outline import LAYOUTS, THEME

MODULES = 100
_WORD = re.compile(r'<word xMin="[\d.-]+" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>')

TOLERANCE = 3.0
"""Points that a word may stand outside its box: descenders and rounding, not a line (21 pt at least)."""


@dataclass(frozen=True)
class Word:
    """A word on a rendered page, points from the top left."""

    page: int
    text: str
    top: float
    bottom: float
    right: float


def decks() -> tuple[Deck, Deck]:
    """Return the slides of many generated modules as one fitted deck, and as one that was never fitted."""
    assert THEME is not None
    theme = THEME
    whole: list[Slide] = []
    raw: list[Slide] = []

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
        deck = outline(selected, theme, LAYOUTS, Imprint(), Elsewhere(), Problems())
        for slides, found in ((raw, deck.slides), (whole, fit(deck, LAYOUTS, theme, Problems()).slides)):
            slides += [replace(slide, id=f"{len(slides)}-{slide.id}", notes=()) for slide in found if slide.topic]

    gather()
    return tuple(Deck("Generated", "en-US", "Generated", tuple(slides)) for slides in (whole, raw))  # type: ignore[return-value]


def rendered(deck: Deck, folder: Path) -> Iterator[Word]:
    """Yield every word of a deck as LibreOffice sets it."""
    assert THEME is not None
    folder.mkdir(parents=True)
    document = folder / "deck.pptx"
    document.write_bytes(write_pptx(deck, LAYOUTS, make_template(THEME), Imprint(), theme=THEME).data)
    pdf = tools.libreoffice_pdf(document, folder, seconds=600)
    command = [tools.need("pdftotext"), "-bbox", "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=120).stdout
    page = 0
    for row in text.splitlines():
        page += "<page " in row
        found = _WORD.search(row)
        if found:
            yield Word(page, html.unescape(found[4]), float(found[1]), float(found[3]), float(found[2]))


def outside(deck: Deck, folder: Path) -> list[str]:
    """Return the marked words that stand outside the box of the slot that holds them."""
    boxes: dict[tuple[int, str], tuple[float, float, str]] = {}
    for number, slide in enumerate(deck.slides, 1):
        layout = LAYOUTS[slide.layout]
        for item in slide.filled:
            slot = layout.slot(item.slot)
            assert slot is not None
            if isinstance(item.content, ChartContent):  # a chart sets its own title
                boxes |= {(number, mark): (0.0, 0.0, "twice") for mark in re.findall(r"q\d+z", item.content.title)}
            for line in _lines(item.content):
                for mark in re.findall(r"q\d+z", words(line)):
                    bottom = (slot.box.y + slot.box.height) / EMU_PER_POINT
                    key = (number, mark)
                    boxes[key] = (
                        (0.0, 0.0, "twice") if key in boxes else (slot.box.y / EMU_PER_POINT, bottom, item.slot)
                    )
    found = []
    for word in rendered(deck, folder):
        for mark in re.findall(r"q\d+z", word.text):
            top, bottom, slot_name = boxes.get((word.page, mark), (0.0, 0.0, "twice"))
            if slot_name != "twice" and (word.top < top - TOLERANCE or word.bottom > bottom + TOLERANCE):
                found.append(
                    f"slide {word.page} {slot_name}: {word.text[-30:]} at {word.top:.0f}-{word.bottom:.0f}, box {top:.0f}-{bottom:.0f}"
                )
    return found


def _lines(content: object) -> tuple[Line, ...]:
    match content:
        case TextContent(lines=lines):
            return lines
        case TableContent() as table:
            return tuple(line for row in (table.header, *table.rows) for cell in row for line in cell)
        case _:
            return ()


@pytest.mark.slow
def test_no_text_stands_outside_its_box(tmp_path: Path) -> None:
    tools.need("LibreOffice")
    whole, raw = decks()
    assert len(whole.slides) >= 300
    assert outside(whole, tmp_path / "fitted") == []
    assert len(outside(raw, tmp_path / "raw")) > 50
