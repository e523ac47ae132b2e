"""Subject rules as a course switches them on: read, validated, and silent where nobody asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.check import SUBJECT
from builder.check.lessons.guessing import guessable_tests
from builder.check.prose import grade, sentences, syllables
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, Span
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.question_items import QuestionItem, question_items
from builder.model.rules import NONE, GuessableTest, Rules
from builder.parse.course import load_course
from builder.parse.markdown import ParseContext, parse_body
from tests.support.commands import run


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
    assert named <= {code.name for code in ProblemCode}
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


FRONT = "---\ntitle: {name}\ndescription: D.\nobjectives: [Name one thing.]\n{more}---\n\n"


def a_course(folder: Path, checks: str, **modules: tuple[str, str]) -> Path:
    """Write a course of modules, each (further front matter, body)."""
    for name, (more, body) in modules.items():
        (folder / "modules" / name).mkdir(parents=True)
        text = FRONT.format(name=name.title(), more=more) + body
        (folder / "modules" / name / "module.md").write_text(text, encoding="utf-8")
    (folder / "modules" / "course.yml").write_text(f"title: T\n{checks}", encoding="utf-8")
    return folder


def test_slides_carry_sources_and_caveats_and_scripts_of_a_bearable_length(tmp_path: Path) -> None:
    body = (
        "## Bare\n\n- Some 91% said so\n\n## Cited\n\n- Some 91% said so [@a]\n\n## Made up\n\n- In a made-up town, 91%\n\n"
        "## Tied\n\n- Some 80% said so [@a]\n\n::: {.note #claim}\n80% [@a]\n:::\n\n---\n\n"
        '::: {.caution keep-with="claim"}\nOnly 130 people.\n:::\n\n'
        "## Said\n\n- One\n\n::: notes\nSAY: one two three four five\n\nASK: six\n:::\n\n"
        "## Task\n\n::: {.activity time=5}\n1. What do you say to the 91% who said so?\n:::\n"
    )
    checks = "checks:\n  unsourced-slide: on\n  long-script: 5\n"
    course = a_course(tmp_path, checks, one=("", body))
    (course / "modules" / "references.yml").write_text("- {id: a, title: A, issued: 2020}\n", encoding="utf-8")
    done = run("check", "--format", "json", cwd=course)
    found = [(p["line"], p["code"], p["message"]) for p in json.loads(done.stdout)]
    assert found == [
        (9, "unsourced-slide", "“91%” stands on a slide without its source"),
        (29, "unsourced-slide", "this caveat is not on the slide that shows its number"),
        (38, "long-script", "the script of this slide has 6 words, more than 5"),
    ]


def test_prerequisites_in_a_circle(tmp_path: Path) -> None:
    needs = {"one": "two", "two": "three", "three": "one", "four": "one"}
    modules = {name: (f"prerequisites: [{other}, A pen]\n", "## T\n\n- a\n") for name, other in needs.items()}
    done = run("check", cwd=a_course(tmp_path, "", **modules))
    assert done.stdout.count("[cyclic-prerequisite]") == 1
    assert "these modules ask for each other: one → two → three → one" in done.stdout


def test_due_lists_what_is_to_be_opened_again_on_a_day(tmp_path: Path) -> None:
    body = (
        "## T\n\n- a [@old; @new; @never]\n\n::: resources\n- **Old line.** Call 800-555-0100. Listed in May 2025.\n"
        "- **New line.** Call 800-555-0101. Opened on 2026-01-10.\n- **Unsure.** Call 911. Listed May 2026; not re-checked.\n"
        "- **Bare.** Call 988.\n- Ask a friend.\n:::\n\n"
        "::: contact\n### Desk\n\n- Call: 555-0100\n- Cost: ?\n- Checked: 2026-01-10\n:::\n\n"
        "::: contact\n### Sound\n\n- Call: 555-0101, since 2019\n- Checked: 2026-01-10\n:::\n"
    )
    course = a_course(
        tmp_path, "checks:\n  due: {sources: 6}\n", one=("checked: 2026-01-01\n", body), two=("", "## T\n\n- a\n")
    )
    works = (
        "- {id: old, title: A, accessed: {date-parts: [[2025, 7, 1]]}}\n- {id: new, title: B, accessed: 2025-09-01}\n"
        "- {id: never, title: C, note: Read on a mirror.}\n"
    )
    (course / "modules" / "references.yml").write_text(works, encoding="utf-8")
    done = run("due", "--on", "2026-02-01", "--format", "json", "--strict", cwd=course)
    assert done.returncode == 1
    assert [(row["kind"], row["name"], row["last"], row["why"]) for row in json.loads(done.stdout)] == [
        ("module", "two", None, "not all sources were opened at the original"),
        ("contact", "Old line", "2025-05-01", "listed long ago"),
        ("contact", "Unsure", "2026-05-01", "it says “not re-checked”"),
        ("contact", "Bare", None, "it has no date"),
        ("contact", "Desk", "2026-01-10", "it says “not verified”"),
        ("source", "never", None, "Read on a mirror."),
        ("source", "old", "2025-07-01", "opened long ago"),
    ]
    assert "Due on 2026-02-01: 7 things to open in 2 modules." in done.stderr
    early = run("due", "--on", "2025-09-02", cwd=course)
    assert "old" not in early.stdout.split("Sources")[1].split("\n")[1]
    assert early.returncode == 0


def asked(*options: str) -> tuple[QuestionItem, ...]:
    """Return a question for each word of options: `b` for B right, `B` where the right option is longest, `!` for an absolute in a wrong one."""
    text = ["## T\n"]
    for one in options:
        rows = [f"- [{'x' if letter == one[0].lower() else ' '}] word {letter}\n  Why.\n" for letter in "abc"]
        rows = [row.replace("word", "a longer word") if "[x]" in row and one[0].isupper() else row for row in rows]
        rows = [row.replace("word", "word always") if "[ ]" in row and "!" in one else row for row in rows]
        text.append(f"::: check\nWhich?\n\n{''.join(rows)}:::\n")
    meta = Meta(title="T", description="D", objectives=(Objective("O"),), id="m")
    module = parse_body(Source("m.md", "\n".join(text)), 1, meta, ParseContext(), Problems())
    return tuple(question_items(module.body, ["Always", "no one"]))


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("a b c a b c a b c a", ()),
        ("a b c a b c a b b c", ()),
        (
            "a b b c a b b c b a b",
            ("right are A 3 (27 %), B 6 (55 %), C 2 (18 %); each letter should have 30 to 36 %",),
        ),
        ("A B C A B c a b c", ("in 5 of 9 questions (56 %) the right option alone is the longest, more than 40 %",)),
        ("a! b! c a! b c a b c", ("(“always”) stand in 33 % of wrong options and 0 % of right ones",)),
    ],
)
def test_what_lets_one_guess_in_a_course_is_told_in_figures(options: str, found: tuple[str, ...]) -> None:
    problems = Problems()
    half = len(options.split()) // 2
    items = {"one": asked(*options.split()[:half]), "two": asked(*options.split()[half:])}
    guessable_tests(GuessableTest(longest=40), items, Span("modules/course.yml"), problems)
    assert len(problems) == len(found), list(problems)
    for problem, words in zip(problems, found, strict=True):
        assert words in problem.message
        assert problem.code is ProblemCode.GUESSABLE_TEST
        assert "one" in problem.hint
