"""Every printed word of a course is a unit: of front matter, changelogs, sheets for sessions and reviewers, and what modules say of each other."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.engine.reading.opening import open_course
from builder.model import module as m
from builder.model.course import Course
from builder.model.lengths import words_for
from builder.pack.filling import fill_in
from builder.pack.session import PackSession
from builder.pack.sheets import Sheets, read_sheets
from builder.pack.values import Values
from builder.translation.extract import po_names, units_of
from builder.translation.po import Catalog, PoEntry, new_header, po_path, po_text
from builder.writers.shared.labels import Labels
from tests.support.print.pages import theme
from tests.support.translated.pseudo import pseudo, right_to_left

COURSE = "title: Hands\nmodules: [first, second]\nsafeguards: on\nlocal-lines: {clinic: The clinic nearby}\n"
SHARED = "::: {.caution #calm}\n### Stay calm\n\nWait for help.\n:::\n"
FIRST = """---
title: Look around
description: What to see.
objectives: [Look.]
---

## Look

::: {.use ref="calm"}
:::
"""
SECOND = """---
title: Call for help
description: Whom to call, in an hour.
objectives:
  - Call.
  - {text: Explain the call., from: 60 min}
duration: 60
lengths: {30: {description: Whom to call quickly.}}
prerequisites: [first, A course on wounds]
---

## Call {time="60"}

::: {.use ref="calm" slides="once"}
:::
"""
CHANGES = "# Changes\n\n## 0.2.0 (draft)\n\n- Shorter, and\n  kinder words.\n- Numbers checked.\n"
PACK = """## Sign in {#calm}

Welcome to {module} on {date}.

::: {.form each="person"}
- Your name: text
:::

## Mail {#mail layout="email"}

Subject: {module}

{objectives}
"""
REVIEW = "## Review by a nurse {#nurse}\n\n::: form\n- Is it right?: choice\n  - Surely\n  - Hardly\n:::\n"
FILES = {
    "course.yml": COURSE, "shared.md": SHARED, "first/module.md": FIRST, "second/module.md": SECOND, "second/CHANGELOG.md": CHANGES,
    "pack.md": PACK, "review.md": REVIEW,
}  # fmt: skip
PRINTED = set(re.findall(r"[a-z]{4,}", " ".join(FILES.values()).lower()))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    for name, text in FILES.items():
        path = tmp_path / "modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Folder(tmp_path)


def in_hebrew(folder: Folder, change: dict[str, str] | None = None) -> tuple[Course, Problems]:
    """Translate a course, and return it in its new language. `change` has other translations by texts."""
    written, _, _ = open_course(folder, None)
    for name in po_names(written):
        entries = tuple(
            PoEntry(unit.context, unit.text, (change or {}).get(unit.text) or pseudo(unit.text, right_to_left))
            for unit in units_of(folder, written, name)
        )
        path = folder.root / po_path("he", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(po_text(Catalog("", "he", entries, (), new_header("he", name, "T", "1"))), encoding="utf-8")
    course, _, problems = open_course(folder, None, "he")
    return course, problems


def filled(sheets: Sheets, module: m.Module, course: Course, problems: Problems) -> str:
    """Return the words of sheets, filled in for a session of a module."""
    session = PackSession(date(2026, 1, 2), 2, "Org", "Place", 600)
    values = Values(module, imprint_of(module, course), Labels(theme(), "he"), session)
    return m.plain(
        *(block for sheet in sheets.topics for block in (*sheet.title, *fill_in(sheet, values, problems).body))
    )


def test_no_word_of_front_matter_changelogs_and_sheets_stays_in_the_source_s_language(folder: Folder) -> None:
    course, problems = in_hebrew(folder)
    module = read_module(folder, course, "second", problems)
    assert module is not None
    said = [
        *(one.text for one in module.meta.objectives),
        words_for(module.meta.lengths, 30).description,
        *module.prerequisites(str),
    ]
    said += [change for release in module.history for change in release.changes]
    (shared,) = [node for node in m.nodes(module) if isinstance(node, m.Shared)]
    said += [shared.shown_in, m.plain(*module.body)]
    for kind in ("pack", "review"):
        sheets = read_sheets(folder, "pack" if kind == "pack" else "review", module.lang, course, problems)
        assert sheets is not None
        assert sheets.module.lang == "he"
        said.append(filled(sheets, module, course, problems))
    assert shared.shown_in == pseudo("Look around", right_to_left)
    assert {*re.findall(r"[a-z]{4,}", " ".join(said).lower())} & PRINTED == set()
    assert [one.from_minutes for one in module.meta.objectives] == [0, 60]
    assert [problem.message for problem in problems] == []


def test_a_sheet_that_loses_what_is_filled_in_stays_as_it_is_written(folder: Folder) -> None:
    lost = {"Welcome to {module} on {date}.": "ברוכים הבאים"}
    course, problems = in_hebrew(folder, lost)
    sheets = read_sheets(folder, "pack", "he", course, problems)
    assert sheets is not None
    assert "[en] Welcome to {module} on {date}." in m.plain(*sheets.topics[0].body)
    (refused,) = problems.found
    assert refused.code is ProblemCode.REFUSED_TRANSLATION
    assert "the placeholder `{module}` is lost; the placeholder `{date}` is lost" in refused.message
    assert refused.at.path == "locale/he/course.po"
