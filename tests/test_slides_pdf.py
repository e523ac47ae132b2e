"""The deck as PDF: a page a slide, sound for those who listen, and the same to look at as the .pptx."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from builder.outputs import Rendered
from builder.problems import Problems
from builder.slides.deck import Deck, PictureContent
from builder.slides.inherit import read_layouts
from builder.slides.template import make_template
from builder.writers.slides_html import slides_html
from builder.writers.slides_pdf import contact_sheet, slide_pngs, write_slides_pdf
from tests import tools
from tests.sample_deck import sample_deck
from tests.test_pptx import IMPRINT, THEMES, theme_of, written

MEASURED_ELSEWHERE = {"table", "chart"}
"""Layouts in which LibreOffice sets lines closer (cells) or places names of its own accord (charts)."""


@cache
def printed(name: str) -> tuple[Rendered, Problems]:
    problems = Problems()
    layouts = read_layouts(make_template(theme_of(name)))
    return write_slides_pdf(sample_deck(), layouts, theme_of(name), IMPRINT, problems), problems


@pytest.mark.parametrize("name", THEMES)
def test_a_page_a_slide_and_nothing_to_complain_of(name: str) -> None:
    made, problems = printed(name)
    assert list(problems) == []
    assert made.count == len(sample_deck().slides)
    assert made.places["block-7"] == 7
    document = pypdfium2.PdfDocument(made.data)
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    assert titles == ["".join(run.text for run in slide.title) for slide in sample_deck().slides]


def test_lists_tables_and_languages_are_real() -> None:
    layouts = read_layouts(make_template(theme_of("plain")))
    html = slides_html(sample_deck(), layouts, theme_of("plain"), IMPRINT)
    assert html.count("<h1") == 1
    assert html.count("<h2") == len(sample_deck().slides) - 1
    assert html.count('<th scope="col"') == 3
    assert 'alt="Two circles that touch: sex work, trafficking."' in html
    assert html.count("<ul") == html.count("</ul>")
    assert html.count("<li") == html.count("</li>")
    assert "counter-set:list-item 2;" in html
    assert 'href="#cw:slide-s-1"' in html


def test_what_an_author_writes_stays_text() -> None:
    from dataclasses import replace

    deck = replace(sample_deck(), title="<script>alert(1)</script>", footer='"} body { display: none } </style><b>')
    layouts = read_layouts(make_template(theme_of("plain")))
    html = slides_html(deck, layouts, theme_of("plain"), IMPRINT)
    assert "<script" not in html
    assert "</style><b>" not in html


def test_pictures_of_slides() -> None:
    pngs = slide_pngs(printed("plain")[0].data, 320)
    assert [Image.open(io.BytesIO(png)).size for png in pngs] == [(320, 180)] * 29
    assert Image.open(io.BytesIO(contact_sheet(pngs, 4, 160))).size == (4 * 172 + 12, 8 * 102 + 12)
    assert contact_sheet([])


@pytest.mark.slow
@pytest.mark.parametrize("name", THEMES)
def test_verapdf_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "slides.pdf"
    path.write_bytes(printed(name)[0].data)
    assert tools.verapdf_failures(path, "ua1") == []


def _words(pdf: bytes, deck: Deck, *, hidden: bool) -> dict[str, list[tuple[str, float, float]]]:
    """Each slide's words in order with the left and middle of each, as shares of the slide."""
    found: dict[str, list[tuple[str, float, float]]] = {}
    slides = [slide for slide in deck.slides if hidden or not slide.hidden]
    for page, slide in zip(pypdfium2.PdfDocument(pdf), slides, strict=True):
        text, (width, height) = page.get_textpage(), page.get_size()
        rows: list[tuple[str, float, float]] = []
        content = text.get_text_range().replace("\ufffe", "-")  # PDFium's word for a hyphen at the end of a line
        start = 0
        for place, character in enumerate(content + " "):
            if character.isspace():
                if place > start:
                    left, bottom, _, top = text.get_charbox(start, loose=True)
                    rows.append((content[start:place], left / width, 1 - (top + bottom) / 2 / height))
                start = place + 1
        found[slide.id] = [row for row in rows if 0 < row[1] < 1 and 0 < row[2] < 1]
    return found


def far_words(deck: Deck, ours: bytes, theirs: bytes) -> tuple[list[tuple[str, str, float]], int]:
    """Return the words that stand elsewhere in LibreOffice's PDF than in ours, with slide and distance; and how many were compared.

    Far is more than 2 % of the slide. Both must have the same words, but for those of drawings, which are text in one alone.
    """
    here_all, there_all = _words(ours, deck, hidden=True), _words(theirs, deck, hidden=False)
    far: list[tuple[str, str, float]] = []
    count = 0
    for slide in deck.slides:
        if slide.hidden or slide.layout in MEASURED_ELSEWHERE:
            continue
        here, there = here_all[slide.id], there_all[slide.id]
        if not any(isinstance(item.content, PictureContent) for item in slide.filled):
            assert sorted(word for word, _, _ in here) == sorted(word for word, _, _ in there), slide.id
        count += len(there)
        for word, x, y in there:
            nearest = min((max(abs(x - a), abs(y - b)) for other, a, b in here if other == word), default=1.0)
            if nearest > 0.02:
                far.append((slide.id, word, round(nearest, 3)))
    return far, count


@pytest.mark.slow
@pytest.mark.parametrize("name", THEMES)
def test_the_pdf_looks_as_libreoffice_shows_the_deck(name: str, tmp_path: Path) -> None:
    """Words of the .pptx, as LibreOffice shows it, stand within 2 % of the slide of where they stand in the PDF.

    One paragraph in a hundred breaks elsewhere (findings/pptx.md §1), and code has another face: two words in a hundred may.
    """
    path = tmp_path / "deck.pptx"
    path.write_bytes(written(name)[0].data)
    theirs = tools.libreoffice_pdf(path, tmp_path).read_bytes()
    far, count = far_words(sample_deck(), printed(name)[0].data, theirs)
    assert len(far) <= 0.02 * count, far
