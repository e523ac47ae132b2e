"""Pages as HTML: every block has a template, nothing is shown that may not be, and every printed word is a label."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest

from builder.model import module as m
from builder.model.outputs import PageIndex, Variant
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.html import page_assets, page_html
from builder.writers.pages.tables import column_shares
from builder.writers.pages.templates import template_of
from builder.writers.shared.styles import style_sheets
from tests.support.print.printed import HANDOUT_PAGES, PAGES, SLIDES, Outline, html, plain
from tests.support.specimen import IMPRINT, digits_only, p, specimen, table

# ── blocks and templates ──────────────────────────────────────────────────────────────────────────────────────────


def test_every_block_has_a_template_and_every_template_a_block() -> None:
    blocks = {f"print/blocks/{template_of(kind)}" for kind in get_args(m.Block)}
    assert blocks == {name for name in plain().files if name.startswith("print/blocks/")}


def test_an_edition_s_own_templates_are_blocks_or_included() -> None:
    names = {template_of(kind) for kind in get_args(m.Block)}
    asked = set(re.findall(r'(?:include|from) "([\w-]+/[\w-]+\.html)"', "".join(plain().files.values())))
    folders = {layout.blocks for row in EDITIONS.values() if (layout := row.page) and layout.blocks}
    own = {name.removeprefix("print/") for name in plain().files if name.split("/")[1] in folders}
    assert {name.split("/")[0] for name in own} == folders
    assert own <= {f"{folder}/{name}" for folder in folders for name in names} | asked


def test_templates_hold_no_author_html() -> None:
    hostile = replace(
        specimen(), body=(m.Topic(id="t", title=(m.Text(text="<b>&"),), body=(p("<script>alert(1)</script>"),)),)
    )
    page = html("handout", hostile)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("edition", PAGES)
def test_a_page_is_well_formed_and_its_links_arrive(edition: str) -> None:
    page = Outline(html(edition))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    inside_paragraphs = {child for parent, child in page.within if parent == "p"}
    assert not inside_paragraphs & {"p", "div", "ul", "ol", "table", "figure", "section"}


@pytest.mark.parametrize("edition", PAGES)
def test_headings_skip_no_level(edition: str) -> None:
    levels = [level for level, _ in Outline(html(edition)).headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_headings_in_a_block_are_below_its_title() -> None:
    deep = m.Heading(id="d", level=6, content=(m.Text(text="deep"),))
    body = (
        m.Topic(
            id="t", title=(m.Text(text="topic"),), body=(m.Note(id="n", title=(m.Text(text="note"),), body=(deep,)),)
        ),
    )
    found = Outline(html("handout", replace(specimen(), body=body))).headings
    assert [row for row in found if row[0] > 1] == [
        (2, "What you will learn"),
        (2, "topic"),
        (3, "Good to know: note"),
        (4, "deep"),
    ]


# ── who sees what ─────────────────────────────────────────────────────────────────────────────────────────────────

SECRETS = (
    "FACILITATOR-WORD",
    "NOTES-WORD",
    "REASON-A",
    "REASON-B",
    "ANSWER-OPEN",
    "MATERIAL-WORD",
    "SLIDE-WORD",
    "Dana",
)


def test_no_word_for_facilitators_is_in_the_handout() -> None:
    page = html("handout")
    assert "HANDOUT-WORD" in page
    assert [word for word in SECRETS if word in page] == []


def test_the_guide_has_all_that_facilitators_need() -> None:
    page = html("guide")
    assert [word for word in SECRETS if word not in page] == ["SLIDE-WORD"]
    assert "HANDOUT-WORD" not in page


# ── printed words ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("edition", PAGES)
def test_every_printed_word_is_a_label(edition: str) -> None:
    """With a pseudo-language and a module of digits, every letter on the page stands in ⟦ ⟧: nothing is hard-coded."""
    marked = {key: f"⟦{words}⟧" for key, words in plain().labels["en"].items()}
    theme = replace(plain(), labels=plain().labels | {"en": marked})
    slides = tuple(replace(slide, title="1") for slide in SLIDES)
    chosen = select(digits_only(specimen()), EDITIONS[edition])
    imprint = replace(
        IMPRINT, course="1", course_version="1", license="1", draft_notice="1", source_hash="123", contacts=("1",)
    )
    page = page_html(chosen, EDITIONS[edition], theme, Variant(large=True, minutes=30), imprint, HANDOUT_PAGES, slides)
    texts = Outline(page).texts
    joined = re.sub(r"⟦[^⟦⟧]*(?:⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧", "", "\n".join(texts))
    joined = re.sub(r"⟦[^⟦⟧]*|[^⟦⟧]*⟧", "", joined)  # a label that is cut in two around a page number
    assert re.findall(r"[^\W\d_]+", joined) == []


# ── styles ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_print_css_holds_tokens_only() -> None:
    css = re.sub(r"/\*.*?\*/", "", plain().files["print/print.css"], flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,6}\b|\d(?:pt|px)\b|rgb\(", css) == []


def test_what_links_bear_no_section_s_rules_are_for() -> None:
    """`reference` names a link to a block, and the section of a guide that repeats the handout."""
    css = plain().files["print/print.css"]
    rules = [
        rule
        for rule in re.findall(r"[^{}]*reference[^{}]*(?=\{)", css)
        if re.search(r"(?<!section)\.reference\s*$", rule)
    ]
    assert rules == []


def test_no_rule_is_without_use() -> None:
    css = re.sub(r"/\*.*?\*/", "", plain().files["print/print.css"], flags=re.DOTALL)
    written = "".join(text for name, text in plain().files.items() if name.endswith(".html"))
    written += "".join(html(edition) for edition in PAGES)
    code = "citation reference footnote inline tie number middle lines key large tight-1 tight-2"
    unused = {name for name in re.findall(r"\.([a-z][\w-]*)", css) if not re.search(rf"\b{name}\b", written + code)}
    assert unused == set()


def test_grey_ink_leaves_no_color() -> None:
    css = "".join(style_sheets(plain(), Variant(grey=True), ("", "", "")))
    colors = re.findall(r"#[0-9a-f]{6}", css)
    assert len(colors) == len(re.findall(r"#[0-9a-fA-F]{3}|\b(?:rgb|hsl|lab|lch|color)a?\(", css)) > 20
    assert all(color[1:3] == color[3:5] == color[5:7] for color in colors)


def test_columns_of_short_words_stay_on_one_line() -> None:
    widths = column_shares(table(("You have", "Do this"), ("30 minutes", "x " * 100)))
    assert 0.15 < widths[0] < 0.3
    assert sum(widths) == pytest.approx(1)


def test_columns_to_write_in_are_alike_and_wide() -> None:
    card, *written = column_shares(table(("Card", "Act", "Means", "Missing?"), ("1. Kay", "…", "…", "…")))
    assert written == pytest.approx([written[0]] * 3)
    assert written[0] > 2 * card


# ── references and numbers ────────────────────────────────────────────────────────────────────────────────────────


def test_references_name_their_target_and_its_page() -> None:
    page = html("guide")
    assert '<a class="reference" href="#four" data-before=" (page\u00a0" data-after=")">four situations</a>' in page
    assert "Activity 1 (handout page\u00a04)" in page


def test_pages_that_others_do_not_hold_are_said_to_be_those_of_ordinary_print() -> None:
    """Places are counted on the course's own paper (docs/contracts.md, “Output names”); large print and other paper have other pages."""

    def names_the_paper(edition: str, variant: Variant) -> bool:
        chosen = select(specimen(), EDITIONS[edition])
        places = PageIndex({} if edition == "handout" else {"handout": {"check-age": 6}}, "letter")
        page = page_html(chosen, EDITIONS[edition], plain(), variant, IMPRINT, places)
        return "ordinary print on Letter paper" in page

    for edition in ("workbook", "answers", "guide"):
        assert not names_the_paper(edition, Variant("letter"))
        assert names_the_paper(edition, Variant("a4"))
        assert names_the_paper(edition, Variant("letter", large=True))
    assert not names_the_paper("handout", Variant("a4", large=True))


def test_what_is_tied_for_the_length_of_a_session_may_begin_a_page() -> None:
    tied = replace(p("tied"), id="note", keep_with="first")
    topics = (m.Topic(id="first", body=(p("one"),)), m.Topic(id="then", keep_with="first", body=(tied,)))
    page = page_html(replace(specimen(), body=topics), EDITIONS["handout"], plain(), Variant(), IMPRINT, PageIndex())
    assert '<section id="then" class="topic">' in page
    assert '<p id="note" class="kept">' in page


def test_a_number_and_its_unit_stay_in_one_line() -> None:
    task = m.Activity(
        id="a", number=1, minutes=4, materials="12 cards", body=(p("Think (4 minutes). See page 8; 1 minute."),)
    )
    topic = m.Topic(id="t", title=(m.Text(text="T"),), body=(task, table(("When", "What"), ("4 minutes", "x"))))
    page = html("handout", replace(specimen(), body=(topic,)))
    assert "4\u00a0minutes · 12\u00a0cards" in page
    assert "Think (4\u00a0minutes). See page\u00a08; 1\u00a0minute." in page
    assert ">4 minutes</th>" in page  # columns are as wide as words


def test_sources_are_numbered_by_first_citation() -> None:
    page = html("handout")
    assert re.findall(r'id="(cw:source-\d)"><b[^>]*>\d\.</b> (\w+)', page) == [
        ("cw:source-1", "United"),
        ("cw:source-2", "National"),
    ]
    assert "Sources: United States Code, 2000<sup" in page


@pytest.mark.parametrize("before", ["One word", "word", "Note: word", "Sources:", "Sources: ", "", "a\u00a0b"])
def test_no_word_before_a_citation_is_lost(before: str) -> None:
    cited = m.Citation(items=(m.Cited(key="law"),))
    words = (m.Text(text=before), cited, cited, m.Text(text=" and on."))
    topic = m.Topic(id="t", title=(m.Text(text="T"),), body=(m.Paragraph(id="p", content=words),))
    page = html("handout", replace(specimen(), body=(topic,)))
    said = " ".join(" ".join(Outline(page).texts).split())
    assert before.strip().replace("\u00a0", " ") in said
    assert "and on." in said


def test_every_picture_asked_for_is_at_hand() -> None:
    chosen = select(specimen(), EDITIONS["guide"])
    asked = set(re.findall(r'src="asset:([^"]+)"', html("guide")))
    assert asked <= {name.replace(":", "%3A") for name in page_assets(chosen, plain(), SLIDES)}
