"""Runs every page of tests/cases: an `input`, then what is expected of it. `pytest --update` rewrites expectations.

A page is Markdown that one can read as the language's reference: prose, then fences named `input`, and any of
`problems`, `module`, `handout`, `deck`. An input without front matter is given one; lines count from its first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from builder.check import check
from builder.core.problems import Problems
from builder.core.records import validate
from builder.core.reports.problem_formats import as_text
from builder.core.source import Source
from builder.inspect.module_text import blocks_text, module_text
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.module import Module
from builder.model.outputs import Imprint, PageIndex
from builder.model.references import Work
from builder.model.rules import NONE, Rules
from builder.parse.markdown import ParseContext, parse, parse_body
from builder.slides.deck.layouts import Layouts
from builder.slides.fit.fit import fit
from builder.slides.inspect.deck_text import slide_text
from builder.slides.outline.outline import outline
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.theme.load import load_theme
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS
from builder.transform.lengths import cut
from builder.transform.selection import select

CASES = Path(__file__).parent / "cases"
FENCE = re.compile(
    r"^(`{4,})(checks|input|problems|module|ids|handout|guide|slides|workbook|answers|deck|minutes-(?:\d+|whole))\n(.*?)^\1$",
    re.MULTILINE | re.DOTALL,
)
WORKS = {
    "usc-7102": Work(id="usc-7102", title="Title of usc-7102", issued="2020"),
    "gao-2021": Work(id="gao-2021", title="Title of gao-2021", issued="2020"),
    "no-year": Work(id="no-year", title="A page"),
    "copy": Work(id="copy", title="A page read in a copy", issued="2020", accessed="2026-11-27", seen="copy"),
    "undated": Work(id="undated", title="Another page", issued="undated"),
}


@dataclass
class Compiled:
    """What one input gave."""

    module: Module
    problems: Problems


def compiled(text: str, rules: Rules = NONE) -> Compiled:
    """Parse and check an input; one without front matter gets a plain one that takes no lines."""
    problems = Problems()
    source = Source("module.md", text.replace("␠", " ").replace("→", "\t").replace("⍽", "\u00a0"))
    shared_source = Source("shared.md", "::: {.caution #under-18}\n### Under 18\n\nOne rule.\n:::\n")
    from builder.parse.markdown import parse_shared

    around = ParseContext(works=WORKS, shared=parse_shared(shared_source, problems))
    if source.text.startswith("---"):
        module = parse(source, "case", around, problems)
    else:
        problems.add_source(source)
        meta = Meta(title="A case", description="…", objectives=(Objective("One"),), id="case")
        module = parse_body(source, 1, meta, around, problems)
    check(module, problems, rules)
    return Compiled(module, problems)


def read_rules(text: str) -> Rules:
    """Return the rules that a `checks` fence switches on, as course.yml would."""
    problems = Problems()
    rules = validate(Rules, Source("course.yml", text), problems)
    assert rules is not None
    assert not len(problems), list(problems)
    return rules


@cache
def plain() -> tuple[Theme, Layouts]:
    """Return the shipped theme, and the layouts of its template."""
    theme = load_theme("plain", Problems())
    assert theme is not None
    return theme, read_layouts(make_template(theme))


def decked(case: Compiled) -> str:
    """Return the slides of a case's topics as text, fitted, and what laying them out found wrong."""
    theme, layouts = plain()
    problems = Problems(sources=case.problems.sources)
    chosen = select(case.module, EDITIONS["slides"])
    deck = fit(outline(chosen, theme, layouts, Imprint(), PageIndex(), problems), layouts, theme, problems)
    slides = [slide_text(slide, number) for number, slide in enumerate(deck.slides, 1) if slide.topic]
    return "".join([*(as_text(problem) + "\n" for problem in problems), *slides])


def said_of(session: Module) -> list[str]:
    """Return what the front matter of a session says, unless it is the plain one."""
    if session.meta.title == "A case":
        return []
    return [
        f"description: {session.meta.description}",
        *(f"objective {one.number}: {one}" for one in session.meta.objectives),
    ]


def actual(kind: str, case: Compiled) -> str:
    """Return what an input gave, in the form of the expectation `kind`."""
    if kind == "problems":
        return "".join(as_text(problem) + "\n" for problem in case.problems)
    if kind == "module":
        if case.module.meta.title != "A case":
            return module_text(case.module, ids=False)
        return "\n".join(blocks_text(case.module.body, ids=False)) + "\n"
    if kind == "deck":
        return decked(case)
    if kind.startswith("minutes-"):
        problems = Problems(sources=case.problems.sources)
        length = kind.removeprefix("minutes-")
        shorter = cut(case.module, None if length == "whole" else int(length), problems)
        kept = [*said_of(shorter), *blocks_text(shorter.body, places=False)] if shorter else ["refused"]
        return "".join(as_text(problem) + "\n" for problem in problems) + "\n".join(kept) + "\n"
    if kind == "ids":
        return "\n".join(blocks_text(case.module.body, places=False)) + "\n"
    return "\n".join(blocks_text(select(case.module, EDITIONS[kind]).body, places=False, ids=False)) + "\n"


@pytest.mark.parametrize(
    "path", sorted(CASES.rglob("*.md")), ids=lambda path: str(path.relative_to(CASES).with_suffix(""))
)
def test_case(path: Path, update: bool) -> None:  # a pytest fixture
    page = path.read_text(encoding="utf-8")
    case: Compiled | None = None
    rules = NONE
    expected, found = [], []
    rewritten, done = "", 0
    for fence in FENCE.finditer(page):
        ticks, kind, body = fence.groups()
        if kind == "checks":
            rules = read_rules(body)
            continue
        if kind == "input":
            case = compiled(body.rstrip("\n"), rules)
            continue
        assert case is not None, f"{path.name}: an expectation comes before any input"
        result = actual(kind, case)
        expected.append(body)
        found.append(result)
        rewritten += f"{page[done : fence.start()]}{ticks}{kind}\n{result}{ticks}"
        done = fence.end()
    assert found, f"{path.name} expects nothing"
    if update:
        path.write_text(rewritten + page[done:], encoding="utf-8")
        return
    assert found == expected
