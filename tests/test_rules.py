"""Subject rules as a course switches them on: read, validated, and silent where nobody asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.check import SUBJECT
from builder.check.prose import grade, sentences, syllables
from builder.parse.course import load_course
from builder.problems import Code, Problems
from builder.rules import NONE, Rules
from builder.source import Folder


def course_of(folder: Path, checks: str, problems: Problems) -> Rules:
    modules = folder / "modules"
    for name in ("one", "two", "unlisted"):
        (modules / name).mkdir(parents=True)
        (modules / name / "module.md").write_text("text", encoding="utf-8")
    (modules / "shared.md").write_text("::: {.note #under-18}\nRule.\n:::\n", encoding="utf-8")
    (modules / "course.yml").write_text(f"title: T\nmodules:\n  - one\n  - two\n{checks}", encoding="utf-8")
    course = load_course(Folder(folder), problems)
    assert course is not None
    assert course.rules("unlisted") == NONE
    return course.rules("two")


def test_every_rule_has_a_problem_of_its_name() -> None:
    named = {field.upper() for field in Rules.model_fields} - {"DUE"}
    assert named <= {code.name for code in Code}
    assert set(SUBJECT) <= set(Rules.model_fields)


def test_rules_are_off_unless_the_course_asks(tmp_path: Path) -> None:
    problems = Problems()
    assert course_of(tmp_path, "checks:\n", problems) == NONE
    assert not len(problems)


def test_a_rule_is_on_off_a_value_or_settings_and_spares_modules(tmp_path: Path) -> None:
    problems = Problems()
    checks = (
        "checks:\n  uncited-number: on\n  undated-source: off\n  missing-block: [under-18, resources]\n"
        "  long-sentence: 30\n  hard-to-read: {participants: 9, except: two}\n"
    )
    rules = course_of(tmp_path, checks, problems)
    assert not len(problems), list(problems)
    assert rules.uncited_number is not None
    assert rules.undated_source is None
    assert rules.missing_block is not None
    assert rules.missing_block.blocks == ("under-18", "resources")
    assert rules.long_sentence is not None
    assert (rules.long_sentence.most, rules.long_sentence.average) == (30, 20)
    assert rules.hard_to_read is None


def test_names_that_nobody_knows_are_problems_with_the_nearest(tmp_path: Path) -> None:
    problems = Problems()
    checks = (
        "checks:\n  uncited-numbers: on\n  long-sentence: {moost: 30}\n  missing-block: [under-81]\n"
        "  hard-to-read: {except: [tow]}\n"
    )
    course_of(tmp_path, checks, problems)
    assert [(problem.at.line, problem.message, problem.hint) for problem in problems] == [
        (6, "`checks.uncited-numbers` is not a key of this course", "did you mean `uncited-number`?"),
        (7, "`checks.long-sentence.moost` is not a key of this course", "did you mean `most`?"),
        (8, "`checks:` names the block `under-81`, and there is none", "did you mean `under-18`?"),
        (9, "`checks:` names the module `tow`, and there is none", "did you mean `two`?"),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! “Three?” Four", 4),
        ("Dr. Lee of the U.S. office met J. Doe, No. 3 on the list. She left.", 2),
        ("See 22 U.S.C. § 7102 and Pub. L. 106-386.", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("sex", 1), ("asked", 1), ("wanted", 2), ("services", 3), ("coercion", 3), ("trafficking", 3), ("people", 2),
     ("being", 2), ("area", 3), ("17-year-old", 2), ("2018", 1), ("created", 3), ("someone", 2)],
)  # fmt: skip
def test_syllables_by_rule(word: str, count: int) -> None:
    assert syllables(word) == count


def test_grade_is_that_of_the_formula() -> None:
    assert grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    assert grade([]) == 0
