"""The author's guide tells the whole language, and tells it truly. The course that `init` makes is clean."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
import yaml

from builder.build import read_module
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.core.reports.problem_formats import as_text
from builder.core.typography import typeset
from builder.model import module as m
from builder.model.course import Course, CourseFile
from builder.model.frontmatter import Meta
from builder.parse.course import load_course
from builder.parse.divs.vocabulary import COMMON, MAKERS
from builder.starter import starter_files
from builder.transform.editions import EDITIONS
from builder.transform.selection import select

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "modules" / "authors-guide" / "module.md"
FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)


def open_course(root: Path, name: str) -> tuple[Course, m.Module, list[str]]:
    """Return a course, one of its modules, and what is wrong with either, as it would be printed."""
    problems, folder = Problems(), Folder(root)
    course = load_course(folder, problems)
    assert course is not None, [as_text(problem) for problem in problems]
    module = read_module(folder, course, name, problems)
    assert module is not None
    return course, module, [as_text(problem) for problem in problems]


@cache
def guide() -> m.Module:
    return open_course(ROOT, "authors-guide")[1]


def table(ident: str) -> list[m.Row]:
    """Return the rows of a table of the guide that begin with code: the reference tables all do."""
    return [
        row for node in m.walk(*guide().body) if isinstance(node, m.Table) and node.id == ident for row in node.rows
    ]


def codes(cell: m.Cell) -> list[str]:
    return [node.text for node in m.walk(cell) if isinstance(node, m.Code)]


# ── the guide itself ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_guide_is_clean_and_not_listed() -> None:
    course, module, problems = open_course(ROOT, "authors-guide")
    assert problems == []
    assert module.meta.title == "Writing a module"
    assert "authors-guide" not in course.listed


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_holds_something(edition: str) -> None:
    assert list(m.topics(select(guide(), EDITIONS[edition])))


def test_the_guide_shows_every_kind_of_block_and_inline() -> None:
    shown = {type(node) for node in m.walk(*guide().body)} | {m.Explained}  # made, and written by nobody
    assert {kind.__name__ for kind in (*get_args(m.Block), *get_args(m.Inline)) if kind not in shown} == set()


def test_what_is_shown_as_source_stands_live_right_after_it() -> None:
    """A fence marked `markdown` is followed by its own text; between stand at most a div's end, a slide break, or the picture of its slide."""
    between = r"\A\s*(?:(?::::|---)\n\s*)?(?:::: handout\n!\[[^\n]*\n:::\n\s*)?"
    text = GUIDE.read_text(encoding="utf-8")
    apart = [
        fence[3]
        for fence in FENCE.finditer(text)
        if fence[2] == "markdown" and not re.sub(between, "", text[fence.end() :]).startswith(fence[3])
    ]
    assert apart == []


# ── the guide as the reference ────────────────────────────────────────────────────────────────────────────────


def test_every_problem_code_is_explained_in_its_own_words() -> None:
    tables = [
        node for node in m.walk(*guide().body) if isinstance(node, m.Table) and node.id.startswith("tbl-problems-")
    ]
    told = {codes(row.cells[0])[0]: [m.plain(cell) for cell in row.cells[1:]] for node in tables for row in node.rows}
    assert told == {
        code.value: [code.severity.value, typeset(code.meaning.replace("`", ""), "en")] for code in ProblemCode
    }


def test_every_block_and_its_attributes_are_listed() -> None:
    told = {codes(row.cells[0])[0]: set(codes(row.cells[2])) for row in table("tbl-blocks")}
    assert told == {name: set(attributes) for name, (_, attributes) in MAKERS.items()}
    common = " ".join(m.plain(row.cells[0]) for row in table("tbl-common"))
    assert all(f"{{{name}=" in common for name in COMMON)


def test_every_front_matter_key_is_listed() -> None:
    told = {key for row in table("tbl-keys") for key in codes(row.cells[0])}
    aliases = {"language", "author"}
    assert told == set(Meta.model_fields) | aliases


def test_every_key_of_the_course_is_listed() -> None:
    fields = {field.alias or name for name, field in CourseFile.model_fields.items()}
    assert {key for row in table("tbl-course") for key in codes(row.cells[0])} == fields


def test_the_layouts_that_are_named_exist() -> None:
    layouts = yaml.safe_load((ROOT / "themes" / "base" / "slides" / "layouts.yml").read_text(encoding="utf-8"))[
        "layouts"
    ]
    known = {layout["name"].lower().replace(" ", "-") for layout in layouts}
    told = {name for row in table("tbl-layouts") for name in codes(row.cells[0])}
    assert told
    assert told <= known


# ── the course that `init` makes ──────────────────────────────────────────────────────────────────────────────


def test_a_new_course_is_clean_and_short(tmp_path: Path) -> None:
    for name, data in starter_files("my-first_course").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    course, module, problems = open_course(tmp_path, "first-steps")
    assert problems == []
    assert course.file.title == "My first course"
    assert course.listed == ("first-steps",)
    assert module.meta.minutes is not None
    assert 15 <= module.meta.minutes <= 20
    shown = {type(node) for node in m.walk(*module.body)}
    assert {m.Key, m.List, m.Activity, m.Check, m.Notes, m.Shared} <= shown
    assert not module.assets
    assert "output/" in set((tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines())
