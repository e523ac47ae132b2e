"""Nothing that is not for participants is in any byte of their files: texts, tooltips, tags, metadata."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from builder.core.problems import Problems
from builder.core.source import Source
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.outputs import PageIndex, Variant
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.html import page_html
from builder.writers.site.catalogue import module_entry
from tests.support.listings import catalogue, listed, site_files
from tests.support.print.pages import everything, make_pdf, specimen_as, theme
from tests.support.specimen import DRAWING, IMPRINT

PARTICIPANTS = [name for name, row in EDITIONS.items() if row.audience == "participants" and row.page]

HIDDEN = """---
title: Title
description: Description.
objectives: [Objective]
materials: [CANARY-MATERIAL]
hardest: CANARY-HARDEST
x-secret: CANARY-KEY
---

## Topic

A paragraph with a note.[^1]

- item

  ::: facilitator
  CANARY-LIST

  | CANARY-HEAD |
  |---|
  | CANARY-ROW |

  : CANARY-TABLE
  :::

| a | b |
|---|---|
| c[^2] | d |

: A table

[^1]: Note.

    ::: facilitator
    CANARY-NOTE
    :::

[^2]: Note in a cell.

    ::: facilitator
    CANARY-CELL
    :::

::: {.activity #act time="5"}
### Do it

- step

  ::: facilitator
  CANARY-STEP

  ![CANARY-CAPTION](drawing.svg){alt="CANARY-ALT"}
  :::

::: caution
### Careful

::: facilitator
CANARY-CALLOUT
:::

::: notes
SAY: CANARY-SCRIPT
:::
:::

::: answer
CANARY-ANSWER
:::
:::

::: check
Which?

- [x] This

  ANSWER-REASON
- [ ] That

  ANSWER-OTHER
:::

::: check
Open?

::: answer
ANSWER-OPEN
:::
:::

::: definition
### Term

Meaning.

::: facilitator
CANARY-DEFINITION
:::
:::

::: keypoints
- keep

  ::: facilitator
  CANARY-POINT
  :::
:::

::: cards
- **One** Words.

  ::: facilitator
  CANARY-CARD
  :::
- **Two** Words.
:::

::: resources
- A line

  ::: facilitator
  CANARY-LINE
  :::
:::

::: notes
SAY: CANARY-NOTES
:::

## CANARY-TITLE {.facilitator}

CANARY-TOPIC
"""


@cache
def hidden() -> m.Module:
    problems = Problems()
    module = parse(Source("module.md", HIDDEN), "hidden", ParseContext(), problems)
    assert [problem.message for problem in problems if problem.severity.value == "error"] == []
    return replace(module, assets={"drawing.svg": m.Asset("drawing.svg", DRAWING, "image/svg+xml", 600, 240)})


CANARIES = set(re.findall(r"(?:CANARY|ANSWER)-[A-Z]+", HIDDEN))


def test_the_canaries_sing_in_the_guide() -> None:
    chosen = select(hidden(), EDITIONS["guide"])
    page = page_html(chosen, EDITIONS["guide"], theme(), Variant(), IMPRINT, PageIndex())
    assert CANARIES - set(re.findall(r"(?:CANARY|ANSWER)-[A-Z]+", page)) == {"CANARY-KEY", "CANARY-HARDEST"}


@pytest.mark.parametrize("edition", PARTICIPANTS)
def test_no_byte_of_a_participant_s_file_tells_what_is_not_for_them(edition: str) -> None:
    found = everything(make_pdf(edition, hidden()).data)
    assert "Title" in found
    assert edition != "workbook" or "Question 1, A: This" in found  # a tooltip
    told = {word for word in CANARIES if word in found}
    allowed = {"ANSWER-REASON", "ANSWER-OTHER", "ANSWER-OPEN", "CANARY-ANSWER"} if edition == "answers" else set()
    assert told == allowed


@cache
def whole() -> ModuleBuild:
    return ModuleBuild(ModuleInputs(hidden(), theme(), IMPRINT, "letter"), Problems())


@pytest.mark.parametrize(
    ("edition", "form", "variant"),
    [
        ("slides-share", "pdf", Variant()),
        ("slides-share", "pdf", Variant(up=3)),
        ("handout", "pdf", Variant(large=True)),
        ("handout", "html", Variant()),
        ("workbook", "pdf", Variant("a4", grey=True)),
    ],
)
def test_no_other_form_or_variant_tells_it_either(edition: str, form: str, variant: Variant) -> None:
    data = whole().render(edition, form, variant).data
    found = data.decode() if form == "html" else everything(data)
    assert "Do it" in found
    assert {word for word in CANARIES if word in found} == set()


def test_no_page_of_the_catalogue_tells_it() -> None:
    entry = module_entry(hidden(), IMPRINT, theme())
    files = site_files(catalogue([listed(entry)]), theme())
    found = b"".join(files.values()).decode("latin-1")
    assert "Title" in found
    assert {word for word in CANARIES if word in found} == set()


@pytest.mark.parametrize("edition", ["handout", "sheet", "workbook", "cards"])
def test_no_answer_of_the_specimen_is_in_the_bytes(edition: str) -> None:
    found = everything(specimen_as(edition).data)
    assert not [w for w in ("REASON-", "ANSWER-OPEN", "FACILITATOR-WORD", "NOTES-WORD", "MATERIAL-WORD") if w in found]
