"""Services to turn to, in print and on phones: a table or one under the other, numbers that call, gaps said once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.model.contact_fields import CONTACT_FIELDS, NAMED_FIELDS
from builder.model.course import Service
from builder.model.outputs import PageIndex, Variant
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.html import page_html, screen_html
from builder.writers.site.entry import entry_of
from tests.support.print.pages import theme
from tests.support.specimen import IMPRINT

ROOT = Path(__file__).parents[3]

TEXT = """\
---
title: T
description: d
objectives: [o]
id: x
---

## Help

::: contact
### The clinic

- For: A nurse
- Call: 555-010-0199
- Text: NURSE to 64673
- Cost: not verified
- Reports: ?
:::

::: contact
### The line

- Call: 988
- Text: 988
- Hours:
:::
"""


@cache
def module() -> m.Module:
    problems = Problems()
    made = parse(Source("module.md", TEXT), "x", ParseContext(), problems)
    assert not len(problems)
    return made


def page(edition: str, variant: Variant | None = None) -> str:
    row = EDITIONS[edition]
    return page_html(select(module(), row), row, theme(), variant or Variant(), IMPRINT, PageIndex())


def test_print_has_a_table_with_each_number_once() -> None:
    for edition in ("handout", "sheet", "workbook"):
        [table] = re.findall(r"<table.*?</table>", page(edition), re.DOTALL)
        assert len(re.findall(r'<th scope="row"', table)) == 2
        assert re.findall(r'href="((?:tel|sms):\d+)"', table) == ["tel:5550100199", "sms:64673", "tel:988"]
        assert "Call or text" in table
        named = ("what is not listed is not verified", "Cost", "Reports", "Hours")
        assert [table.count(words) for words in named] == [1, 0, 0, 0]


def test_the_guide_lists_the_numbers_to_call() -> None:
    [calls] = re.findall(r'<table class="calls">.*?</table>', page("guide"), re.DOTALL)
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', calls)
    assert rows == [("The clinic", "555-010-0199 · NURSE to 64673"), ("The line", "988")]


def test_on_phones_and_in_large_print_services_stand_one_under_the_other() -> None:
    phone = screen_html(select(module(), EDITIONS["handout"]), theme(), Variant(), IMPRINT, PageIndex(), "")
    for html in (phone, page("handout", Variant(large=True))):
        assert "<table" not in html
        assert html.count("<b>Not verified:</b> Cost, Reports") == 1
    assert re.findall(r'href="((?:tel|sms):\d+)"', phone) == ["tel:5550100199", "sms:64673", "tel:988", "sms:988"]


def test_the_catalogue_says_how_to_reach_them() -> None:
    handout = select(module(), EDITIONS["handout"])
    clinic, line = entry_of(handout, IMPRINT, theme().files["csl/numeric.csl"]).contacts
    assert (clinic.name, clinic.purpose, line.purpose) == ("The clinic", "A nurse", "")
    assert [(way.kind, way.words, way.url) for way in line.ways] == [
        ("call", "988", "tel:988"),
        ("text", "988", "sms:988"),
    ]


def test_every_field_is_printed_described_and_a_key_of_local_yml() -> None:
    kinds = {CONTACT_FIELDS[word.casefold()] for word in NAMED_FIELDS}
    assert kinds == set(CONTACT_FIELDS.values())
    assert {kind for kind in kinds if f"contact-{kind}" not in theme().labels["en"]} == set()
    for page_of in ("docs/language.md", "modules/authors-guide/module.md"):
        text = (ROOT / page_of).read_text(encoding="utf-8")
        assert [word for word in NAMED_FIELDS if f"`{word}`" not in text] == []
    service = Service(name="N", **dict.fromkeys(set(Service.model_fields) - {"name", "contact"}, "x"))
    assert re.findall(r"^- (.*): x$", service.markdown(), re.MULTILINE) == list(NAMED_FIELDS)
