"""Files of a course beside its modules: one wrong key or entry never drops the rest of its file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, Span
from builder.model import module as m
from builder.model.course import Course
from builder.parse.assets.chart_data import with_data
from builder.parse.course import load_course
from builder.parse.markdown import ParseContext, parse
from tests.support.commands import run

LOCAL = """\
helplines:
  - name: North House
    contakt: 555-0100
    contact: 555-0101
  - contact: 555-0102
  - name: South House
    cost: [free]
  - name: East House
    cost: "Cost: free"
    contact: 1 East Street; 555-0103
    checked: on 2026-01-31
contact: Ask the front desk.
exits: By the back stairs.
lunch: At noon.
"""


def load(root: Path, **files: str) -> tuple[Course, list[str]]:
    """Return the course made of these files of modules/, `local` for local.yml, and its problems as text."""
    (root / "modules").mkdir(exist_ok=True)
    for name, text in {"course": "title: T\n", **files}.items():
        (root / "modules" / f"{name}.yml").write_text(text)
    problems = Problems()
    course = load_course(Folder(root), problems)
    assert course is not None
    return course, [
        f"{p.at.path}:{p.at.line} {p.code.value}: {p.message} ({p.hint})"
        for p in sorted(problems, key=lambda p: (p.at.path, p.at.line))
    ]


def test_local_yml_keeps_all_that_is_sound(tmp_path: Path) -> None:
    course, problems = load(
        tmp_path, course="title: T\nlocal-lines: {helplines: '', exits: Ways out, contact: ''}\n", local=LOCAL
    )
    printed = {name: m.plain(*line.text) for name, line in course.local.items()}
    assert printed == {
        "helplines": "North House 555-0101 South House East House 1 East Street; 555-0103 free on 2026-01-31",
        "exits": "By the back stairs.",
        "contact": "Ask the front desk.",
        "lunch": "At noon.",
    }
    assert course.local["exits"].label == "Ways out"
    assert problems == [
        "modules/local.yml:3 unknown-key: `helplines.0.contakt` is not a key of this local file (did you mean `contact`?)",
        "modules/local.yml:5 missing-key: `helplines.1.name` is missing (add `name:` to the local file)",
        "modules/local.yml:6 contact-without-number: this contact has no number or address: nobody can reach it (write `- Call: 555-0100`, or a `Text:`, `Web:`, `Email:` or `Where:`)",
        "modules/local.yml:7 wrong-value: `helplines.2.cost`: input should be a valid string ()",
        "modules/local.yml:14 unknown-key: `lunch` is not a key of this local file ()",
    ]


def test_a_key_too_many_drops_no_source_term_or_output(tmp_path: Path) -> None:
    course, problems = load(
        tmp_path,
        course="title: T\noutputs:\n  - {edition: handout, papper: a4}\n",
        references="- {id: a, title: A, ISBN: '1', pulisher: P}\n",
        glossary="- {term: word, meaning: A word., alsso: [Wort]}\n",
    )
    assert (list(course.works), len(course.terms), len(course.file.outputs)) == (["a"], 1, 1)
    assert problems == [
        "modules/course.yml:3 unknown-key: `outputs.0.papper` is not a key of this course (did you mean `paper`?)",
        "modules/glossary.yml:1 unknown-key: term 1: `alsso` is not a key of this glossary (did you mean `also`?)",
        "modules/references.yml:1 unknown-key: source 1: `pulisher` is not a key of this source (did you mean `publisher`?)",
    ]


def test_what_a_source_says_of_how_it_was_opened_must_fit_together(tmp_path: Path) -> None:
    course, problems = load(
        tmp_path,
        references="- {id: a, title: A, seen: copy}\n- {id: b, title: B, accessed: 2026-01-31, copy_dated: 2025-03}\n",
    )
    assert [line.split()[1] for line in problems] == [f"{ProblemCode.UNCLEAR_OPENING.value}:"] * 2
    assert (course.works["b"].copy_dated, course.works["b"].is_opened_at_original) == ("2025-03", True)
    assert problems == [
        "modules/references.yml:1 unclear-opening: `seen` of `a` has no day: nobody said when it was opened (add `accessed: 2026-01-31`, the day)",
        "modules/references.yml:2 unclear-opening: `copy_dated` of `b` is the age of a stored copy, and `seen` names none (write `seen: copy`)",
    ]


def test_what_a_painful_subject_needs_is_off_until_the_course_asks_for_it(tmp_path: Path) -> None:
    course, problems = load(tmp_path)
    assert (course.file.safeguards, course.file.leave, list(course.local)) == ((), "", ["helplines", "contact"])
    (tmp_path / "other").mkdir()
    course, problems = load(tmp_path / "other", course="title: T\nsafeguards: on\nleave: false\nlocal-lines: [law]\n")
    assert course.file.safeguards == ("disclosure", "leaving", "reporting-duty", "no-names")
    assert (course.file.leave, list(course.local), problems) == ("", ["law"], [])


def test_a_module_that_is_listed_and_is_not_there_is_named(tmp_path: Path) -> None:
    course, told = load(tmp_path, course="title: T\nmodules: [none]\n")
    assert course.listed == ()
    assert [line.partition(": ")[0] for line in told] == [f"modules/course.yml:2 {ProblemCode.MISSING_MODULE.value}"]


def test_a_module_under_another_name_is_named(tmp_path: Path) -> None:
    for name in ("heat", "cold", "notes"):
        (tmp_path / "modules" / name).mkdir(parents=True)
    (tmp_path / "modules" / "heat" / "heat.md").write_text("---\ntitle: Heat\n---\n")
    (tmp_path / "modules" / "cold" / "cold.md").write_text("---\ntitle: Cold\n---\n")
    _, problems = load(tmp_path, course="title: T\nmodules:\n  - heat\n")
    assert "misnamed-module" in problems[0]
    assert problems == [
        "modules/cold/cold.md:1 misnamed-module: this folder has no module.md (rename cold.md to module.md)",
        "modules/course.yml:3 missing-module: there is no modules/heat/module.md (rename modules/heat/heat.md to module.md)",
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Part;Minutes;Share\nTalk;10;2,5\n", (("Talk", (10.0, 2.5)),)),
        ("Part\tMinutes\nTalk, first\t10\n", (("Talk, first", (10.0,)),)),
        ("Part;People\nTown;1.234\n", "`1.234` is not a number"),
        ("Part\nTalk\n", "`d.csv` holds no table of data"),
    ],
)
def test_data_with_semicolons_or_tabs_is_read(tmp_path: Path, text: str, rows: object) -> None:
    (tmp_path / "modules" / "x").mkdir(parents=True)
    (tmp_path / "modules" / "x" / "d.csv").write_text(text)
    problems = Problems()
    chart = with_data(
        m.Chart(kind="bar", data="d.csv", at=Span("module.md")), "en", "modules/x", Folder(tmp_path), problems
    )
    assert (chart.rows or next(iter(problems)).message) == rows


@pytest.mark.parametrize(
    ("yaml", "hint"),
    [
        ("title: T\n\tlang: en\n", "indent with spaces, not with tabs"),
        ("title: T\nchecked: 12/05/2026\n", "write year, month and day: 2026-05-12"),
    ],
)
def test_hints_say_the_cure(yaml: str, hint: str) -> None:
    problems = Problems()
    parse(Source("module.md", f"---\n{yaml}---\n\n## A\n\nText.\n"), "module", ParseContext(), problems)
    assert hint in {problem.hint for problem in problems}


def test_a_key_that_stands_twice_is_an_error_with_both_lines(tmp_path: Path) -> None:
    _, problems = load(tmp_path, course="title: T\nchecks: {due: {sources: 1, sources: 2}}\ntitle: U\n")
    assert problems == [
        "modules/course.yml:2 broken-yaml: `sources` stands here and in line 2 (keep one of the two)",
        "modules/course.yml:3 broken-yaml: `title` stands here and in line 1 (keep one of the two)",
    ]


def test_so_it_is_in_every_file_of_keys_and_values(tmp_path: Path) -> None:
    files = {
        "modules/local.yml": "helplines:\n  - name: a\n    name: b\n",
        "modules/references.yml": "- id: a\n  id: b\n  title: T\n",
        "modules/glossary.yml": "- term: a\n  meaning: m\n  meaning: n\n",
        "themes/t/theme.yml": "extends: plain\ncolor:\n  primary: '#000000'\n  primary: '#111111'\n",
        "themes/labels/en.yml": "answers: A\nanswers: B\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "modules" / "course.yml").write_text("title: T\ntheme: t\n", encoding="utf-8")
    done = run("check", cwd=tmp_path)
    twice = re.findall(
        r"^(\S+?):[0-9:]+ error\[broken-yaml\]: `\w+` stands here and in line", done.stderr, re.MULTILINE
    )
    assert (done.returncode, set(twice)) == (2, set(files))
