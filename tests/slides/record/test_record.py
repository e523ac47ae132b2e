"""The record of a deck as made: complete, small, without a word of the deck, and the same as what the file says."""

from __future__ import annotations

from builder.core.frozen import replace
from builder.model.outputs import Imprint
from builder.slides.record.made import Origin, find_record, made_slide
from builder.slides.record.slides import read_slides
from builder.slides.record.words import comparable, word_print
from builder.slides.template.package import Package
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.writers.pptx.write import write_pptx
from tests.support.decks.deck_checks import theme_of
from tests.support.decks.sample_deck import sample_deck

ORIGIN = Origin("first-aid", "1.2", lang="en-US", minutes="30")


def test_a_deck_carries_the_record_of_what_it_says() -> None:
    theme = theme_of("plain", "16:9")
    template = make_template(theme, "en-US")
    deck, layouts = sample_deck(), read_layouts(template)
    data = write_pptx(deck, layouts, template, Imprint(), theme=theme, origin=ORIGIN).data
    package = Package.read(data)
    record = find_record(package)
    assert record is not None
    assert record.origin == ORIGIN
    assert record.slides == tuple(map(made_slide, read_slides(package)))
    assert [slide.id for slide in record.slides] == [slide.id for slide in deck.slides]
    assert any(shape.kind == "table" and shape.rows for slide in record.slides for shape in slide.shapes)
    part = package.parts["customXml/item1.xml"].decode()
    said = {one.text for slide in read_slides(package) for shape in slide.shapes for one in shape.paragraphs}
    assert not any(text in part for text in said if len(text) > 12)
    few = replace(deck, slides=deck.slides[:2])
    assert find_record(Package.read(write_pptx(few, layouts, template, Imprint(), theme=theme).data)) is None


def test_what_programs_change_by_themselves_does_not_count() -> None:
    one, other = "“It\u2019s\u00a05\u200b minutes”", '"It\'s 5  minutes" '
    assert word_print(comparable(one)) == word_print(comparable(other))
    assert word_print(comparable("5 minutes")) != word_print(comparable("6 minutes"))
