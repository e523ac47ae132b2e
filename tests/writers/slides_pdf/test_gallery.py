"""The gallery of layouts: two pages for each theme, every layout, and samples that fit as they are."""

from __future__ import annotations

import pytest

from builder.build import make_slide_template
from builder.core.problems import Problems
from builder.slides.deck.deck import text_of
from builder.slides.fit.fit import fit
from builder.writers.slides_pdf.gallery import PAGES, gallery_deck, write_gallery
from tests.support.decks.deck_checks import theme_of

NO_SAMPLE = {"title", "footer", "number", "logo"}
"""Slots that show the layout's name, or nothing."""

FIGURES = {"table", "minutes", "numeral"}
"""What is set as large as its box lets it be."""


@pytest.mark.parametrize(
    ("theme", "ratio"), [("plain", "16:9"), ("contrast", "4:3"), ("warm", "4:3"), ("bold", "4:3"), ("formal", "16:9")]
)
def test_every_layout_has_samples_in_all_its_slots_that_fit_at_its_own_sizes(theme: str, ratio: str) -> None:
    problems = Problems()
    template = make_slide_template(theme_of(theme, ratio), "en-US", problems)
    deck = gallery_deck(template.layouts, template.theme, "en-US", "All")
    assert [slide.layout for slide in deck.slides] == list(template.layouts.layouts)
    for slide in deck.slides:
        held = {item.slot.replace("right-1", "option-1") for item in slide.filled}
        slots = {slot.name for slot in template.layouts[slide.layout].slots if slot.kind not in NO_SAMPLE}
        missing = {name for name in slots - held - NO_SAMPLE if not name.startswith("right-")}
        assert missing <= ({"body"} if slide.layout == "question-alone" else set())
    fitted = fit(deck, template.layouts, template.theme, problems)
    too_full = [
        (text_of(slide.title), item.slot, item.scale)
        for slide in fitted.slides
        for item in slide.filled
        if item.scale < 1 and item.slot.partition("-")[0] not in FIGURES
    ]
    assert not problems.found
    assert len(fitted.slides) == len(deck.slides)
    assert not too_full


@pytest.mark.slow
def test_the_gallery_is_a_tagged_pdf_of_two_pages() -> None:
    problems = Problems()
    template = make_slide_template(theme_of("plain"), "en-US", problems)
    made = write_gallery(template.layouts, template.theme, "en-US", problems)
    assert made.count == PAGES
    assert b"pdfuaid" in made.data or b"/StructTreeRoot" in made.data
    assert not problems.found
