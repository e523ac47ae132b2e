"""A module or a course that stops its reader is one problem with its file, in every command; the other modules go on."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from builder.cli import cli
from builder.core.problems import MOST, Problem, ProblemCode, Problems
from builder.core.reports.problem_formats import as_text
from builder.core.source import Source, Span
from builder.engine.workers.limits import Limits
from builder.parse.markdown import parse
from tests.support.commands import CACHE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
FRONT = "---\ntitle: {}\ndescription: D.\nobjectives: [Name one.]\n---\n\n## Topic {{time=5}}\n\n- one\n"
SMALL = Limits(wall=60, cpu=3, memory=400_000_000)
"""Good modules need a tenth of a second; a process of the whole run, forked after thousands of tests, up to one more."""


def spin() -> None:
    while True:
        pass


def swell() -> None:
    bytearray(2_000_000_000)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSYS)


def fail() -> None:
    raise KeyError("never meant to be")


BAD: dict[str, tuple[Callable[[], None], str]] = {
    "slow": (spin, "it needed more than 3 seconds of the processor"),
    "large": (swell, "it needed more than 0.4 GB of memory"),
    "deadly": (crash, "its process crashed (SIGSYS)"),
    "faulty": (fail, "KeyError at "),
}


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of six modules, four of which stop what reads them."""
    for name in ("a-good", *BAD, "z-good"):
        folder = tmp_path / "modules" / name
        folder.mkdir(parents=True)
        (folder / "module.md").write_text(FRONT.format(name))
    (tmp_path / "modules" / "course.yml").write_text("title: C\n")

    def stopping(source: Source, name: str, *rest: Any) -> object:  # noqa: ANN401  # as `parse` is called
        if name in BAD:
            BAD[name][0]()
        return parse(source, name, *rest)

    monkeypatch.setattr("builder.build.parse", stopping)
    for where in ("modules", "reader"):
        monkeypatch.setattr(f"builder.engine.reading.{where}.READING", SMALL)
    monkeypatch.setattr("builder.engine.workers.limits.READING", SMALL)
    return tmp_path


def call(command: str, course: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, [command, "-C", str(course), *more])


def stopped(found: Sequence[str]) -> list[str]:
    return [
        name for name in BAD if any(f"modules/{name}/module.md:1:1: error[reading-stopped]" in one for one in found)
    ]


@pytest.mark.slow
def test_each_bad_module_is_a_problem_and_the_others_are_checked(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call("check", bad, "--cache", str(CACHE.base), "--format", "json")
    found = json.loads(done.stdout)
    assert {one["path"].split("/")[1]: one["code"] for one in found} == dict.fromkeys(BAD, "reading-stopped")
    assert all(BAD[one["path"].split("/")[1]][1] in one["message"] for one in found)
    assert done.exit_code == 1
    assert call("check", bad, "--cache", str(CACHE.base), "large").stdout.startswith(
        "modules/large/module.md:1:1: error[r"
    )
    assert "Checked 1 module: 0 errors" in call("check", bad, "--cache", str(CACHE.base), "z-good").stderr
    monkeypatch.setattr("builder.build.parse", parse)
    again = call("check", bad, "--cache", str(CACHE.base))
    assert "0 errors" in again.stderr, "that a machine was too slow once is not remembered"


@pytest.mark.slow
def test_other_commands_say_it_too(bad: Path) -> None:
    for command in ("plan", "due"):
        done = call(command, bad)
        assert stopped(done.stderr.splitlines()) == list(BAD), command
    assert call("plan", bad, "z-good").exit_code == 0


@pytest.mark.slow
def test_the_other_modules_are_built(bad: Path) -> None:
    done = call(
        "build", bad, "--cache", str(CACHE.base), "--edition", "questions", "--edition", "handout", "--jobs", "1"
    )
    assert stopped(done.stderr.splitlines()) == list(BAD)
    assert done.exit_code == 1
    assert {path.name for path in (bad / "output").glob("en*/*")} == {"a-good", "z-good"}


def test_a_course_that_stops_its_reader_is_named_with_its_file(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bad / "modules" / "references.yml").write_text("- {id: a, type: book, title: T}\n")
    monkeypatch.setattr("builder.parse.course.typeset_work", lambda *_: swell())
    for command in (("check", "z-good"), ("plan",), ("due",), ("themes",)):
        done = call(command[0], bad, *command[1:])
        if command != ("themes",):
            assert "modules/references.yml:1:1: error[reading-stopped]" in done.stderr, command
            assert done.exit_code == 2


# ── how much is kept of what is wrong ────────────────────────────────────────────────────────────────────────────


def test_a_thousand_problems_of_a_file_are_kept_and_the_others_counted() -> None:
    problems = Problems()
    problems.add_source(Source("a", "x" * 10_000))
    for column in range(1, 20_001):
        problems.add(ProblemCode.HOUSE_TERM, "said", Span("a", 1, column, 1, column + 1))
    problems.add(ProblemCode.BROKEN_YAML, "an error that came last", Span("a"))
    problems.add(ProblemCode.HOUSE_TERM, "m" * 10_000, Span("b"))
    again = Problems()
    for _ in range(2):
        again.extend(problems.found)
    for each in (problems, again, Problems(list(problems.found))):
        assert len(each) == MOST + 2
        assert each.has_errors
        assert [one.message for one in each if one.code is ProblemCode.TOO_MANY_PROBLEMS] == [
            "1000 problems of this file are listed; others that are not: 19001"
        ]
        assert max(len(one.excerpt) for one in each) == 151
        assert max(len(one.message) for one in each) == 600


@pytest.mark.parametrize("column", [1, 40, 149, 5_000, 9_999])
def test_a_cut_line_is_shown_with_its_mark_under_the_place(column: int) -> None:
    line = "".join(chr(ord("a") + n % 26) for n in range(10_000))
    problems = Problems()
    problems.add_source(Source("a", line))
    problems.add(ProblemCode.HOUSE_TERM, "said", Span("a", 1, column, 1, column + 1))
    problem: Problem = problems.found[0]
    _, shown, mark, *_ = as_text(problem).splitlines()
    assert shown[mark.index("^")] == line[column - 1]
