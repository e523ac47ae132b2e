"""Slides with little on them: larger, on the optical middle by their layout; captions and rules beside what they belong to."""

from __future__ import annotations

import io
import zipfile

import pypdfium2

from builder.core.problems import Problems
from builder.model.outputs import Imprint
from builder.slides.deck.deck import (
    EMU_PER_POINT,
    Deck,
    FilledSlot,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    lines_of,
)
from builder.slides.deck.layouts import set_line
from builder.slides.fit.fit import fit
from builder.slides.template.template import make_template
from builder.writers.pptx.write import write_pptx
from builder.writers.slides_pdf.write import write_slides_pdf
from tests.slides.test_fit import fitted, items, size_of, slot_lines, topic_slides
from tests.support.decks.deck_checks import LAYOUTS, MEASURE, THEME


def test_little_text_takes_a_layout_of_its_own_and_goes_back_when_it_grows() -> None:
    """The optical middle is the layout's: another theme's layouts move and restyle it, because the slide says neither."""
    for text, layout in (
        (items(2), "content-least"),
        (items(4), "content-little"),
        (items(6), "content"),
        ("- a\n  - b\n", "content-least"),
    ):
        (slide,) = topic_slides(fitted(f"## One\n\n{text}")[0])
        (body,) = slide.filled
        assert (slide.layout, body.scale, body.box) == (layout, 1.0, None)
    middle = LAYOUTS["content-little"].slot("body")
    assert middle is not None
    assert middle.anchor == "middle"
    assert 0.45 < (middle.box.y + middle.box.height / 2) / LAYOUTS.size[1] < 0.5


def test_neighbors_of_one_topic_are_at_most_one_step_apart() -> None:
    few, many = items(2), items(8)
    deck, _ = fitted(f"## One\n\n{few}\n---\n\n{many}\n## Two\n\n{few}")
    assert [size_of(slide) for slide in topic_slides(deck)] == [24, 20, 28]


def test_forms_with_few_words_are_large_in_low_boxes_and_break_no_word() -> None:
    """Long text takes the layout itself; four panels stand in a row only if their words have room there."""
    long, word = "words and words " * 9, "Incomprehensibilities"
    for kind, texts, layout in (
        ("panels", ["few words"] * 3, "panels-3-little"),
        ("panels", [long] * 3, "panels-3"),
        ("panels", ["few words"] * 4, "panels-4-little"),
        ("panels", ["few words", word, "few words", "few words"], "panels-4-half"),
        ("steps", ["few words"] * 3, "steps-3-little"),
        ("steps", [long] * 3, "steps-3"),
    ):
        marker = "1." if kind == "steps" else "-"
        rows = "".join(f"{marker} **A head** {text}\n" for text in texts)
        (slide,) = topic_slides(fitted(f"## One\n\n::: {kind}\n{rows}:::\n")[0])
        assert slide.layout == layout, texts


def test_every_size_is_a_step_of_one_scale() -> None:
    rows = "".join(f"| {n} | {'word ' * 12} |\n" for n in range(7))
    deck, _ = fitted(
        f"## {'A title of some words ' * 4}\n\n{items(7)}  - deeper\n\n## Two\n\n| A | B |\n|---|---|\n{rows}"
    )
    sizes = {
        set_line(slot, line, item.scale).size
        for slide in topic_slides(deck)
        for item in slide.filled
        if (slot := LAYOUTS[slide.layout].slot(item.slot))
        for line in lines_of(item.content)
    }
    assert sizes <= {16, 18, 20, 24, 28}


def test_a_caption_stands_right_under_its_table_whatever_the_height() -> None:
    for count in range(1, 8):
        rows = "".join(f"| {n} | what one knows |\n" for n in range(count))
        deck, _ = fitted(f"## One\n\n| No. | Known |\n|---|---|\n{rows}\n: A caption {{#t}}\n")
        (slide,) = topic_slides(deck)
        table = next(item for item in slide.filled if item.slot == "table")
        source = LAYOUTS[slide.layout].slot("source")
        assert isinstance(table.content, TableContent)
        assert table.box
        assert source
        gap = source.box.y - table.box.y - sum(table.content.heights)
        assert 0 <= gap / EMU_PER_POINT < 14, f"{count} rows"
        assert source.anchor == "top"


def test_a_quote_stands_right_over_its_rule_and_is_larger_than_its_source() -> None:
    """A rule beside it would have to be as high as its text, whatever that is."""
    for lines in (2, 3, 5, 7, 9):
        deck, _ = fitted(f"## One\n\n::: quote\n{'some words of somebody ' * lines * 3}\n\n--- Somebody\n:::\n")
        (slide,) = topic_slides(deck)
        layout = LAYOUTS[slide.layout]
        slot = layout.slot("quote")
        assert slot
        (rule,) = layout.decorations
        source = layout.slot("attribution")
        assert source
        assert slot.anchor == "bottom"
        assert slot.box.y + slot.box.height < rule.box.y < source.box.y < rule.box.y + 20 * EMU_PER_POINT
        assert size_at(slide, "attribution") < size_at(slide, "quote")


def test_a_list_on_the_optical_middle_stays_on_its_page_of_the_pdf() -> None:
    """Lists are laid out before they are moved to the middle, and may not reach over the page's end until then."""
    point = (
        "- a point that takes two lines, of which there are three on this slide, so that all of its room is in use\n"
    )
    deck, problems = fitted(f"## One\n\n::: keypoints\n{point * 3}:::\n\n## Two\n\n- b\n")
    assert THEME
    assert [slide.layout for slide in topic_slides(deck)] == ["key-points-little", "content-least"]
    pdf = write_slides_pdf(deck, LAYOUTS, THEME, Imprint(), Problems())
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf.data)]
    assert [page.count("in use") for page in pages if "point that" in page] == [3]
    assert not list(problems)


def test_no_row_has_an_empty_line_for_text_that_just_misses_its_column() -> None:
    rows = (
        ("Someone shows fear of a person nearby", "Race, accent, or country"),
        ("Someone else holds their ID, money, or phone", "Clothes, makeup, or tattoos"),
        ("Someone cannot leave, or says so", "A couple or family who look unlike each other"),
    )
    text = "".join(f"| {sign} | {none} |\n" for sign, none in rows)
    deck, _ = fitted(f"## One\n\n| Worth your attention | Not a sign of trafficking |\n|---|---|\n{text}")
    (table,) = (item.content for slide in topic_slides(deck) for item in slide.filled)
    assert isinstance(table, TableContent)
    assert len(set(table.heights[1:])) == 1


def test_rows_made_higher_have_as_much_space_above_their_text_as_below() -> None:
    """Else each row seems to end in an empty line."""
    rows = "".join(f"| {n} | {'words that take two lines of their column ' * 2} |\n" for n in range(3))
    deck, _ = fitted(f"## One\n\n| No. | Known |\n|---|---|\n{rows}\n: A caption {{#t}}\n")
    (item,) = (item for slide in topic_slides(deck) for item in slide.filled if item.slot == "table")
    (slot,) = (slot for slot in LAYOUTS[topic_slides(deck)[0].layout].slots if slot.name == "table")
    table = item.content
    assert isinstance(table, TableContent)
    assert THEME
    assert table.air > 0
    inner, size = LAYOUTS.table.margins_of(table), set_line(slot, SlideLine(()), item.scale).size
    cells = [MEASURE.cell(row[1], table.widths[1] * slot.box.width / EMU_PER_POINT - 14.4, size) for row in table.rows]
    for height, text in zip(table.heights[1:], cells, strict=True):
        spare = height - inner.top - inner.bottom - text * EMU_PER_POINT
        assert inner.top == inner.bottom
        assert 0 <= spare <= 2 * EMU_PER_POINT
    xml = zipfile.ZipFile(
        io.BytesIO(write_pptx(deck, LAYOUTS, make_template(THEME), Imprint(), theme=THEME).data)
    ).read("ppt/slides/slide3.xml")
    assert xml.count(f'marT="{inner.top}"'.encode()) == 2 * len(table.rows)


def test_a_heading_alone_that_fills_more_than_a_slide_is_no_endless_division() -> None:
    assert THEME
    line = SlideLine((Run("Words of a heading " * 200),), role="heading")
    slide = Slide("a", "content", (Run("One"),), (FilledSlot("body", TextContent((line,))),), topic="t")
    assert len(fit(Deck("T", "en-US", "", (slide,)), LAYOUTS, THEME, Problems()).slides) > 1


def size_at(slide: Slide, slot: str, line: int = 0) -> float:
    """Return the size of a line in a slot, pt."""
    item = next(item for item in slide.filled if item.slot == slot)
    place = LAYOUTS[slide.layout].slot(slot)
    assert place
    return set_line(place, lines_of(item.content)[line], item.scale).size


def test_a_caveat_is_as_large_as_the_text_and_comes_down_before_its_sources() -> None:
    """It says how to read the form; sources are looked up."""
    few, long = "few words", "words and words " * 9
    for count, text, sizes in ((3, few, (24, 20)), (3, long, (20, 16)), (20, long, (18, 16)), (30, long, (14, 14))):
        caveat = "a caveat " * count
        form = (
            f'::: {{.panels caveat="{caveat}"}}\n- **One** {text}\n- **Two** {text} [@usc]\n- **Three** {text}\n:::\n'
        )
        (slide,) = topic_slides(fitted(f"## One\n\n{form}")[0])
        shown = slot_lines(slide, "source")
        assert [line.level for line in shown] == [1, 0], "the caveat first"
        assert (size_at(slide, "source"), size_at(slide, "source", 1)) == sizes, count


def test_dates_with_long_text_stand_in_rows_where_columns_would_need_smaller_type() -> None:
    long = "The country seizes a site, then the largest of its kind, and in that month a law passes that says who may be sued."
    for text, layout in (("A law", "timeline-4-little"), (long, "timeline-4-rows")):
        rows = "".join(f"- **{year}** {text if year == 2018 else 'A law'}\n" for year in (2008, 2018, 2019, 2021))
        slides = topic_slides(fitted(f"## One\n\n::: timeline\n{rows}:::\n")[0])
        assert slides[0].layout == layout, text


def test_the_number_of_a_service_is_never_set_smaller() -> None:
    facts = (
        "- Call: 1-888-373-7888\n- Text: 233733\n- Hours: {0}\n- Languages: {0}\n- Reports: {0}\n- Name asked: {0}\n"
    )
    for words_of, sizes in (("none", (40, 24)), ("day and night, and on all days " * 2, (32, 18))):
        contact = f"::: contact\n### A service\n\n{facts.format(words_of)}:::\n\n"
        (slide,) = topic_slides(fitted(f"## One\n\n::: resources\n{contact * 2}:::\n")[0])
        assert (size_at(slide, "contact-1", 1), size_at(slide, "contact-1")) == sizes


def test_text_before_services_stands_over_the_first_where_both_have_no_room_side_by_side() -> None:
    text, much = "These lines were checked. " * 9, "day and night, on all days of the week and of the year " * 3
    facts = f"- Call: 1-888-373-7888\n- Hours: {much}\n- Languages: {much}\n- Reports: {much}\n"
    deck, _ = fitted(f"## One\n\n::: resources\n{text}\n\n::: contact\n### A service\n\n{facts}:::\n:::\n")
    (slide,) = topic_slides(deck)
    assert slide.layout == "contacts-and-text"
    assert [item.slot for item in slide.filled] == ["kicker", "text", "contact-1"]
