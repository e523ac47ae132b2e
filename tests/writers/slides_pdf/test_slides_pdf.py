"""The deck as PDF: a page a slide, sound for those who listen, and the same to look at as the .pptx."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from builder.core.problems import Problems
from builder.model.outputs import RenderedFile
from builder.slides.fit.fit import fit
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.writers.pptx.write import write_pptx
from builder.writers.slides_pdf.html import slides_html
from builder.writers.slides_pdf.write import contact_sheet, slide_pngs, write_slides_pdf
from tests.slides.test_fit import fitted
from tests.support import tools
from tests.support.decks.alike import compare_pdfs, far_words, faults
from tests.support.decks.deck_checks import LAYOUTS, theme_of
from tests.support.decks.sample_deck import sample_deck
from tests.writers.pptx.test_pptx import IMPRINT

THEMES = ("plain", "contrast", "bold")
"""Of the shipped themes: those with the smallest and the largest type, and one with planes of color and shapes at the edges."""


@cache
def write_sample(name: str) -> tuple[RenderedFile, Problems]:
    problems = Problems()
    layouts = read_layouts(make_template(theme_of(name)))
    return write_slides_pdf(sample_deck(), layouts, theme_of(name), IMPRINT, problems), problems


@pytest.mark.parametrize("name", THEMES)
def test_a_page_a_slide_and_nothing_to_complain_of(name: str) -> None:
    made, problems = write_sample(name)
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
    assert html.count('<th scope="col"') == 6
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


def test_signs_are_set_in_the_fallback_and_nothing_else_is_said() -> None:
    """A matrix says ◐ and its like, of which the ring can hardly be seen in Liberation Sans."""
    theme = theme_of("plain")
    rows = "| | Here |\n|---|---|\n| Buying | partly: < 2 & more |\n| Selling | yes |\n"
    deck, _ = fitted(f"## One\n\n::: matrix\n{rows}:::\n")
    text = pypdfium2.PdfDocument(write_slides_pdf(deck, LAYOUTS, theme, IMPRINT, Problems()).data)[2].get_textpage()
    said = " ".join(text.get_text_range().split())
    assert "◐ partly: < 2 & more" in said
    assert "● yes" in said
    assert '<span class="sign">◐</span>' in slides_html(deck, LAYOUTS, theme, IMPRINT)


def test_pictures_of_slides() -> None:
    pngs = slide_pngs(write_sample("plain")[0].data, 320)
    assert [Image.open(io.BytesIO(png)).size for png in pngs] == [(320, 180)] * len(sample_deck().slides)
    assert Image.open(io.BytesIO(contact_sheet(pngs, 4, 160))).size == (4 * 172 + 12, -(-len(pngs) // 4) * 102 + 12)
    assert contact_sheet([])


@pytest.mark.slow
@pytest.mark.parametrize("name", THEMES)
def test_verapdf_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "slides.pdf"
    path.write_bytes(write_sample(name)[0].data)
    assert tools.verapdf_failures(path, "ua1") == []


@pytest.mark.slow
@pytest.mark.parametrize("name", THEMES)
def test_the_pdf_looks_as_libreoffice_shows_the_deck(name: str, tmp_path: Path) -> None:
    """Words and tables of the fitted deck stand within 2 % of the slide of where they stand in the PDF; charts are alike.

    One paragraph in a hundred breaks elsewhere (docs/measurements.md, “PDF”), and code has another face: two words in a hundred may.
    """
    theme = theme_of(name)
    template = make_template(theme)
    layouts = read_layouts(template)
    deck = fit(sample_deck(), layouts, theme, Problems())
    path = tmp_path / "deck.pptx"
    path.write_bytes(write_pptx(deck, layouts, template, IMPRINT, theme=theme).data)
    ours = write_slides_pdf(deck, layouts, theme, IMPRINT, Problems()).data
    slides = compare_pdfs(deck, layouts, ours, tools.libreoffice_pdf(path, tmp_path).read_bytes())
    assert faults(slides) == []
    far, count = far_words(slides)
    assert len(far) <= 0.02 * count, far
