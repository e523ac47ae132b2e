"""A module or a course that stops its reader is one problem with its file, in every command; the other modules go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from builder.core.problems import MOST, Problem, ProblemCode, Problems
from builder.core.reports.problem_formats import as_text
from builder.core.source import Source, Span
from builder.engine.workers.limits import Limits
from builder.parse.markdown import parse
from tests.support.commands import CACHE, run_code

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
FRONT = "---\ntitle: {}\ndescription: D.\nobjectives: [Name one.]\n---\n\n## Topic {{time=5}}\n\n- one\n"
SMALL = Limits(wall=60, cpu=2, memory=400_000_000)


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
    "slow": (spin, "it needed more than 2 seconds of the processor"),
    "large": (swell, "it needed more than 0.4 GB of memory"),
    "deadly": (crash, "its process crashed (SIGSYS)"),
    "faulty": (fail, "KeyError at "),
}


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A course of six modules, four of which stop what reads them when `stop_readers` was called."""
    for name in ("a-good", *BAD, "z-good"):
        folder = tmp_path / "modules" / name
        folder.mkdir(parents=True)
        (folder / "module.md").write_text(FRONT.format(name))
    (tmp_path / "modules" / "course.yml").write_text("title: C\n")
    return tmp_path


def stop_readers() -> None:
    """Have this process stop whatever reads one of the bad modules, and hold it to small limits."""

    def stopping(source: Source, name: str, *rest: Any) -> object:  # noqa: ANN401  # as `parse` is called
        if name in BAD:
            BAD[name][0]()
        return parse(source, name, *rest)

    for where in ("read.parse", "engine.reading.modules.READING", "engine.reading.reader.READING"):
        mock.patch(f"builder.{where}", stopping if where.endswith("parse") else SMALL).start()
    mock.patch("builder.engine.workers.limits.READING", SMALL).start()


def stop_reading_works() -> None:
    """Have this process stop whatever reads a work of `references.yml`."""
    mock.patch("builder.parse.course.typeset_work", side_effect=lambda *_: swell()).start()


def call(
    command: str, course: Path, *more: str, harms: Sequence[Callable[[], None]] = (stop_readers,)
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, as users do: one forked from all tests before would have their memory too."""
    before = "".join(f"from {__name__} import {harm.__name__} as harm; harm()\n" for harm in harms)
    return run_code(f"{before}from builder.cli import cli\ncli({[command, '-C', str(course), *more]!r})", course)


def stopped(found: Sequence[str]) -> list[str]:
    return [
        name for name in BAD if any(f"modules/{name}/module.md:1:1: error[reading-stopped]" in one for one in found)
    ]


@pytest.mark.slow
def test_each_bad_module_is_a_problem_and_the_others_are_checked(bad: Path) -> None:
    done = call("check", bad, "--cache", str(CACHE.base), "--format", "json")
    found = json.loads(done.stdout)
    assert [(one["path"].split("/")[1], one["code"]) for one in found] == [
        (name, "reading-stopped") for name in sorted(BAD)
    ], found
    assert all(BAD[one["path"].split("/")[1]][1] in one["message"] for one in found)
    assert done.returncode == 1
    assert call("check", bad, "--cache", str(CACHE.base), "large").stdout.startswith(
        "modules/large/module.md:1:1: error[r"
    )
    assert "Checked 1 module: 0 errors" in call("check", bad, "--cache", str(CACHE.base), "z-good").stderr
    again = call("check", bad, "--cache", str(CACHE.base), harms=())
    assert "0 errors" in again.stderr, "that a machine was too slow once is not remembered"


@pytest.mark.slow
def test_other_commands_say_it_too(bad: Path) -> None:
    for command in ("plan", "due"):
        done = call(command, bad)
        assert stopped(done.stderr.splitlines()) == list(BAD), command
    assert call("plan", bad, "z-good").returncode == 0


@pytest.mark.slow
def test_the_other_modules_are_built(bad: Path) -> None:
    done = call(
        "build", bad, "--cache", str(CACHE.base), "--edition", "questions", "--edition", "handout", "--jobs", "1"
    )
    assert stopped(done.stderr.splitlines()) == list(BAD)
    assert done.returncode == 1
    assert {path.name for path in (bad / "output").glob("en*/*")} == {"a-good", "z-good"}


def test_a_course_that_stops_its_reader_is_named_with_its_file(bad: Path) -> None:
    (bad / "modules" / "references.yml").write_text("- {id: a, type: book, title: T}\n")
    for command in (("check", "z-good"), ("plan",), ("due",), ("themes",)):
        done = call(command[0], bad, *command[1:], harms=(stop_reading_works, stop_readers))
        if command != ("themes",):
            assert "modules/references.yml:1:1: error[reading-stopped]" in done.stderr, command
            assert done.returncode == 2


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
