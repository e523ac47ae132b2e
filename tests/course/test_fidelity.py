"""What the shipped course owes the two texts that it began from, and the two sides of each question."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from builder.build import read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.model import module as m
from builder.parse.course import load_course
from tests.support.commands import ROOT

CLAIMS = [f"A{number}" for number in range(1, 21)] + [f"B{number}" for number in range(1, 23)]
SHORT_QUOTE = 14
"""The most words of a claim that COVERAGE.md may quote: the texts are under copyright."""
RUN = 4
"""Words that follow each other in one entry of texts.sha256."""
EQUAL = 1.3
"""How much longer than the other one side of a question may be, in words."""


def quoted_words(text: str) -> list[str]:
    """Return the words of a text, without capitals and signs."""
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def coverage() -> list[tuple[str, str, str, str, str]]:
    """Return the rows of COVERAGE.md: number, quote, headings, attribution, and what is added."""
    table = (ROOT / "modules/COVERAGE.md").read_text(encoding="utf-8")
    return re.findall(r"^\| ([AB]\d+) \| “(.+?)” \| (.+?) \| (.+?) \| (.+?) \|$", table, re.MULTILINE)


def test_every_claim_is_taught_under_a_heading_that_exists() -> None:
    assert [row[0] for row in coverage()] == CLAIMS
    for row, _, links, attributed, added in coverage():
        targets = re.findall(r"\[([^]]+)\]\(([^)#]+)#([^)]+)\)", links)
        assert targets, row
        assert attributed.strip(), row
        assert added.startswith(("added:", "doubted:")), row
        for title, path, anchor in targets:
            source = (ROOT / "modules" / path).read_text(encoding="utf-8")
            assert re.search(rf"^##+ {re.escape(title)} \{{[^}}]*#{anchor}\b", source, re.MULTILINE), (row, title)


def test_every_claim_is_quoted_shortly_and_as_its_text_has_it() -> None:
    """The texts are not ours to keep; texts.sha256 has the sum of each run of four words in them, by text."""
    sums = {
        tuple(line.split())
        for line in (Path(__file__).parent / "texts.sha256").read_text(encoding="utf-8").splitlines()
    }
    for row, quote, *_ in coverage():
        words = quoted_words(quote)
        assert RUN <= len(words) <= SHORT_QUOTE, row
        for place in range(len(words) - RUN + 1):
            run = " ".join(words[place : place + RUN])
            assert (row[0], hashlib.sha256(run.encode()).hexdigest()[:10]) in sums, (row, run)


def test_what_the_second_text_says_by_analogy_is_called_an_analogy() -> None:
    taught = (ROOT / "modules/listening-and-support/module.md").read_text(encoding="utf-8")
    for anchor in ("conditions", "outreach"):
        section = re.search(rf"^## [^\n]*#{anchor}\b.*?(?=^## |^---$)", taught, re.MULTILINE | re.DOTALL)
        assert section, anchor
        assert "by analogy" in section[0], anchor
        assert "Imagine" in section[0], anchor


@pytest.fixture(scope="module")
def modules() -> dict[str, m.Module]:
    course = load_course(Folder(ROOT), Problems())
    assert course is not None
    read = {name: read_module(Folder(ROOT), course, name, Problems()) for name in course.listed}
    return {name: module for name, module in read.items() if module is not None}


def test_both_sides_of_a_question_have_like_length_and_as_many_sources(modules: dict[str, m.Module]) -> None:
    asked = 0
    for name, module in modules.items():
        for form in (node for node in m.walk(*module.body) if isinstance(node, m.Versus)):
            if not any(isinstance(node, m.Cited) for node in m.walk(form)):
                continue
            asked += 1
            lengths = [len(m.plain(side).split()) for side in form.items]
            sources = [sum(isinstance(node, m.Cited) for node in m.walk(side)) for side in form.items]
            assert max(lengths) <= EQUAL * min(lengths), (name, form.id, lengths)
            assert len(set(sources)) == 1, (name, form.id, sources)
    assert asked
    text = (ROOT / "modules/policy-models/module.md").read_text(encoding="utf-8")
    briefs = [re.search(rf"^### Brief {letter}:.*?\n(.*?)(?=^### )", text, re.MULTILINE | re.DOTALL) for letter in "AB"]
    lengths = [len(re.sub(r"\[@[^]]*\]", "", brief[1]).split()) for brief in briefs if brief]
    assert len(lengths) == len(briefs)
    assert max(lengths) <= EQUAL * min(lengths), lengths


def test_people_whom_policing_reaches_unequally_are_named_with_sources() -> None:
    text = (ROOT / "modules/who-is-harmed/module.md").read_text(encoding="utf-8")
    section = re.search(r"^### Who is policed.*?(?=^### )", text, re.MULTILINE | re.DOTALL)
    assert section
    for head in ("Race", "Gender", "Immigration", "Disability"):
        paragraph = re.search(rf"^\*\*{head}\.\*\* .+$", section[0], re.MULTILINE)
        assert paragraph, head
        assert "[@" in paragraph[0], head
