"""Sessions of other lengths as a person builds them: a set of files that agree, or a refusal that says what is too long."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pptx import Presentation

from builder.core.problems import Problems
from builder.core.source import Source
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS, Edition
from builder.transform.lengths import cut
from builder.transform.selection import select
from tests.support.commands import run
from tests.support.print.pages import texts

MODULE = """---
title: Sorting
description: D.
objectives: [Sort one thing.]
duration: 60
---

## Welcome {time=20}

- The beginning

## Sort {time=30 from=60}

::: {.activity #sort time=20}
### Sort apples
1. Sort.
:::

## Close {time=10}

::: {.activity time=5}
### Write it down
1. Write.
:::
"""


@pytest.mark.parametrize(
    ("minutes", "length", "materials"),
    [
        (30, 30, ("Pens", "A flip chart")),
        (60, 60, ("Pens", "Cards", "A flip chart")),
        (90, 60, ("Pens", "Cards", "A flip chart")),
    ],
)
def test_a_session_says_its_own_length_and_what_it_still_needs(
    minutes: int, length: int, materials: tuple[str, ...]
) -> None:
    text = MODULE.replace("duration: 60", "duration: 60\nteaching: 40\nmaterials: [Pens, Cards, A flip chart]")
    text = text.replace("#sort time=20", '#sort time=20 materials="cards; pens."').replace(
        "{.activity time=5}", '{.activity time=5 materials="Pens"}'
    )
    problems = Problems()
    shorter = cut(parse(Source("module.md", text), "sorting", ParseContext(), problems), minutes, problems)
    assert not len(problems), list(problems)
    assert shorter is not None
    assert (shorter.meta.minutes, shorter.meta.duration, shorter.meta.teaching) == (length, length, None)
    assert shorter.meta.materials == materials


@pytest.fixture
def sorting(tmp_path: Path) -> Path:
    folder = tmp_path / "modules" / "sorting"
    folder.mkdir(parents=True)
    (folder / "module.md").write_text(MODULE, encoding="utf-8")
    course = "title: A course\nlang: en-US\noutputs:\n  - {edition: handout, minutes: 30}\n  - {edition: sheet, minutes: 60}\n"
    (tmp_path / "modules" / "course.yml").write_text(course, encoding="utf-8")
    return tmp_path


def test_a_short_session_is_one_set_of_files(sorting: Path) -> None:
    done = run("build", "--minutes", "30", "--edition", "handout", "--edition", "slides", cwd=sorting)
    assert done.returncode == 0, done.stderr
    out = sorting / "output" / "en-US" / "sorting"
    assert {path.name for path in out.glob("*-en-US.*") if path.suffix != ".zip"} == {
        "sorting-30min-handout-en-US.html",
        "sorting-30min-handout-en-US.pdf",
        "sorting-30min-handout-large-en-US.pdf",
        "sorting-30min-slides-en-US.pptx",
        "sorting-30min-slides-en-US.pdf",
    }
    handout = " ".join(texts((out / "sorting-30min-handout-en-US.pdf").read_bytes()))
    deck = Presentation(io.BytesIO((out / "sorting-30min-slides-en-US.pptx").read_bytes()))
    slides = " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    for shown in (handout, slides):
        assert "Sort apples" not in shown
        assert "Activity 2" in shown, "an activity keeps the number that it has in the whole module"
        assert "30 minutes" in shown.replace("\u00a0", " ") or "30-minute" in shown
    rows = json.loads((sorting / "output" / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    assert {row["minutes"] for row in rows} == {30}


def test_a_module_that_is_shorter_than_the_session_says_its_own_time(sorting: Path) -> None:
    done = run("build", "--minutes", "90", "--edition", "handout", cwd=sorting)
    assert done.returncode == 0, done.stderr
    out = sorting / "output" / "en-US" / "sorting"
    handout = " ".join(texts((out / "sorting-90min-handout-en-US.pdf").read_bytes())).replace("\u00a0", " ")
    assert "60-minute session" in handout
    assert "60 minutes" in handout
    assert "90" not in handout


def test_a_session_that_cannot_be_so_short_is_refused(sorting: Path) -> None:
    done = run("build", "--minutes", "10", "--edition", "handout", cwd=sorting)
    assert done.returncode == 1
    assert "modules/sorting/module.md:8:4: error[too-long-for-session]" in done.stderr
    assert "what must stay takes 30 (“Welcome” 20, “Close” 10)" in done.stderr
    assert "left out for errors: sorting (10 min)" in done.stderr
    assert not list((sorting / "output").rglob("*.pdf"))


def test_lengths_that_the_course_lists_are_built_beside_the_whole(sorting: Path) -> None:
    wanted = ("build", "--edition", "handout", "--edition", "sheet")
    assert run(*wanted, cwd=sorting).returncode == 0
    names = {path.name for path in (sorting / "output").rglob("*.pdf")}
    assert names == {
        "sorting-handout-en-US.pdf",
        "sorting-handout-large-en-US.pdf",
        "sorting-30min-handout-en-US.pdf",
    }, "sixty minutes are the whole module: no file of its own"
    again = run(*wanted, cwd=sorting)
    assert "Nothing has changed" in again.stderr


SHORT_FORMS = (
    "  - {text: Say how apples are sorted., below: 60}\n",
    "lengths: {30: {description: In half an hour.}}\n",
    "::: {.activity time=5 below=60}\n### Sort three\n1. Sort.\n\n::: answer\nRed ones.\n:::\n:::\n\n",
    "## Close {time=10 below=30}\n\n::: notes\nSAY: Well sorted.\n:::\n\n",
)
"""What of `BOTH` is for shorter sessions alone."""

BOTH = (
    MODULE.replace(" [Sort one thing.]\n", "\n  - Sort one thing.\n" + "".join(SHORT_FORMS[:2]))
    .replace("## Sort {", SHORT_FORMS[3] + "## Sort {")
    .replace("::: {.activity time=5}\n", SHORT_FORMS[2] + "::: {.activity time=5}\n")
)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda edition: edition.name)
def test_nothing_of_shorter_sessions_is_in_the_whole_module(edition: Edition) -> None:
    def shown(text: str) -> str:
        module = parse(Source("module.md", text), "sorting", ParseContext(), problems)
        session = cut(module, None, problems)
        assert session is not None
        chosen = select(session, edition)
        return repr((chosen.meta, chosen.body))

    problems = Problems()
    alone = BOTH
    for words in SHORT_FORMS:
        assert words in alone
        alone = alone.replace(words, "")
    assert shown(BOTH) == shown(alone), "not even an id, a number or a hash tells of it"
    assert not problems.has_errors
