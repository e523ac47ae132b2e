"""Pages in languages that run from right to left, or whose printed words are not translated."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from builder.core.frozen import replace
from builder.core.problems import Problems
from builder.core.source import Source
from builder.model.outputs import PageIndex, Variant
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.html import page_html
from builder.writers.pdf.write import write_pdf
from builder.writers.shared.isolation import isolate_html
from builder.writers.shared.styles import style_sheets
from tests.support.print.pages import theme
from tests.support.specimen import IMPRINT

ARABIC = """---
title: السلامة في المختبر
lang: ar
description: ما يجب معرفته.
objectives: [الاتصال بالرقم +1 555 0100]
duration: 45
---

## قبل أن تبدأ

اكتب `ls -l (all)` ثم اتصل بالرقم 1-888-373-7888، انظر [](#tools).

::: activity {#tools time="15"}
رتب الأدوات.
:::

## بعد ذلك {#later}

انظر [هنا](#قبل-أن-تبدأ).
"""


def page(text: str, edition: str = "handout") -> str:
    """Return the page of an edition of a module."""
    module = parse(Source("module.md", text), "x", ParseContext(), Problems())
    row = EDITIONS[edition]
    return page_html(select(module, row), row, theme(), Variant(), IMPRINT, PageIndex())


def test_numbers_and_code_keep_their_order_in_arabic() -> None:
    made = page(ARABIC)
    assert '<bdi dir="ltr">+1\u00a0555\u00a00100</bdi>' in made
    assert '<bdi dir="ltr">1-888-373-7888</bdi>' in made
    assert '<code dir="ltr">ls <span class="tie">-l</span> (all)</code>' in made


def test_words_that_are_not_translated_say_that_they_are_english() -> None:
    made = page(ARABIC.replace("lang: ar", "lang: fa"))
    assert '<bdi lang="en" dir="ltr">45 minutes</bdi>' in made
    assert re.search(r'<bdi lang="en" dir="ltr">Activity 1</bdi>', made)
    dutch = page(ARABIC.replace("lang: ar", "lang: nl"))
    assert '<bdi lang="en" dir="ltr">45 minutes</bdi>' in dutch
    for body in (made.partition("<body")[2], dutch.partition("<body")[2]):
        assert not re.search("[\u2066-\u2069](?![^<]*>)", body)
    assert not re.search("[\u2060\u2066-\u2069]", page(ARABIC.replace("lang: ar", "lang: en")))


def test_page_numbers_of_places_are_found_by_ids_in_any_script() -> None:
    """WeasyPrint does not unquote the target of a page number."""
    made = page(ARABIC)
    assert 'href="#قبل-أن-تبدأ"' in made


def test_a_page_in_one_direction_is_left_as_it_is() -> None:
    made = '<html lang="en" dir="ltr"><p>Call +1 555 0100 &amp; wait <code>a -b</code></p></html>'
    assert isolate_html(made) == made


def test_only_text_is_isolated() -> None:
    made = isolate_html(
        '<html dir="rtl"><title>ا +1 5 5</title><style>p::x{content:"ا A"}</style><p title="ا A 1">ا &lt;A&gt;</p></html>'
    )
    assert made.count("<bdi") == 1
    assert '&lt;<bdi dir="ltr">A</bdi>&gt;' in made


def test_a_label_in_a_block_of_another_language_is_in_that_of_the_page() -> None:
    made = page(ARABIC.replace("lang: ar", "lang: en") + "\n::: {.note lang=ar}\nملاحظة.\n:::\n")
    assert 'lang="en" dir="ltr" class="label own">Good to know</h' in made


def test_the_footer_of_every_page_runs_with_the_text() -> None:
    """Also of pages with a name of their own, such as certificates: WeasyPrint gives a page one name."""
    *_, foot = style_sheets(theme(), Variant(), ("", " / ", ""), rtl=True)
    assert foot.startswith("@page{@bottom-right{content:string(foot)")
    assert "@page" not in foot[1:]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ar", "fa"])
def test_arabic_can_be_copied_from_a_pdf(lang: str) -> None:
    """PDFium turns ActualText in Arabic round, and takes numbers apart at plain spaces.

    It also turns round what has a space or brackets between Latin letters, in a line that it takes for Arabic: it knows no
    isolation. In `fa`, whose printed words are English here, it takes the line for English.
    """
    made = write_pdf(page(ARABIC.replace("lang: ar", f"lang: {lang}")), {}, theme(), Problems())
    with pypdfium2.PdfDocument(made.data) as document:
        text = document[0].get_textpage().get_text_range()
    assert "السلامة في المختبر" in text
    assert "+1\u00a0555\u00a00100" in text
    assert "1-888-373-7888" in text
    assert ("ls -l (all)" if lang == "fa" else "(all (l- ls") in text


def test_the_word_draft_takes_the_sign_behind_it_along() -> None:
    imprint = replace(IMPRINT, draft_notice="草稿。尚无人审阅。")
    row, module = (
        EDITIONS["sheet"],
        parse(Source("module.md", ARABIC.replace("lang: ar", "lang: zh")), "x", ParseContext(), Problems()),
    )
    made = page_html(select(module, row), row, theme(), Variant(), imprint, PageIndex())
    assert re.search("草稿：</b> 尚无人审阅", made)


@pytest.mark.parametrize(
    ("lang", "label"),
    [("en", "Listen for:"), ("fr", "Soyez à l’écoute de\u00a0:"), ("ru", "На что обратить внимание:")],
)
def test_the_label_of_a_cue_never_stands_on_its_words(lang: str, label: str) -> None:
    text = f"---\ntitle: T\nlang: {lang}\ndescription: D.\nobjectives: [O]\n---\n\n## A\n\n- x\n\n::: notes\nLISTEN FOR: Zzz\n:::\n"
    pdf = pypdfium2.PdfDocument(write_pdf(page(text, "guide"), {}, theme(), Problems()).data)
    (words,) = (found for found in (one.get_textpage() for one in pdf) if "Zzz" in found.get_text_range())
    said = words.get_text_range()
    start = said.index(label.rstrip(":").rstrip())
    end, begin = said.index(":", start), said.index("Zzz")
    assert end < begin
    assert words.get_charbox(end)[2] <= words.get_charbox(begin)[0]
