"""A worker that a course has taken over: it runs what native code likes, past Python's own checks, and gets nothing."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli import cli
from builder.engine.workers.apart import run_apart
from builder.engine.workers.limits import Limits
from builder.engine.workers.pool import Pool
from builder.engine.workers.sandbox import confine as confining
from builder.engine.workers.sandbox.access import Access, Sandboxing
from builder.engine.workers.sandbox.confine import Protection, try_out
from builder.engine.workers.sandbox.environment import small_environment
from builder.engine.workers.sandbox.kernel import SandboxError
from builder.engine.workers.stopped import StoppedError
from tests.engine.workers import hostile
from tests.support.commands import ROOT

LIMITS = Limits(wall=60, cpu=20, memory=2_000_000_000)

confined = pytest.mark.skipif(not try_out().is_whole, reason="this kernel cannot hold a worker (`coursewright doctor`)")

REFUSALS = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EXDEV}


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    """A course, with a folder that its worker may write to, and a folder of the reader's beside it."""
    course, outside = tmp_path / "course", tmp_path / "home"
    (course / "cache").mkdir(parents=True)
    outside.mkdir()
    (course / "page").write_text("a page", encoding="utf-8")
    (course / "cache" / "mine").write_text("a note", encoding="utf-8")
    (outside / "secret").write_text("a secret", encoding="utf-8")
    return course, outside


@contextlib.contextmanager
def worker(course: Path, sandboxing: Sandboxing = "require") -> Iterator[Pool]:
    with Pool(1, LIMITS, access=Access((ROOT, course), course / "cache", sandboxing)) as pool:
        yield pool


@confined
def test_a_worker_that_was_taken_over_reaches_nothing_of_its_reader_s(place: tuple[Path, Path]) -> None:
    course, outside = place
    with worker(course) as pool:
        assert pool.submit(hostile.work, course).result(60) == (b"a page", "a note", ["a note", str(course / "cache")])
        done = pool.submit(hostile.attack, course, outside, os.getpid()).result(60)
        assert {name: code for name, code in done.items() if code not in REFUSALS} == {}
        with pytest.raises(StoppedError, match=r"SIGSYS|a worker may not"):
            pool.submit(hostile.other_interface).result(60)
    assert (outside / "secret").read_text(encoding="utf-8") == "a secret"
    assert sorted(path.name for path in course.iterdir()) == ["cache", "page"]


@confined
@pytest.mark.parametrize("job", [hostile.attack, hostile.attack_from_a_fork])
def test_a_process_that_reads_a_course_reaches_nothing_either(
    place: tuple[Path, Path], job: Callable[[Path, Path, int], dict[str, int]]
) -> None:
    course, outside = place
    access = Access((ROOT, course), course / "cache", "require", forks=job is hostile.attack_from_a_fork)
    done = run_apart(partial(job, course, outside, os.getpid()), LIMITS, access)
    assert {name: code for name, code in done.items() if code not in REFUSALS} == {}


@confined
def test_without_the_sandbox_the_same_attempts_succeed(place: tuple[Path, Path]) -> None:
    """Otherwise the test above would prove nothing."""
    course, outside = place
    with worker(course, "off") as pool:
        pool.submit(hostile.work, course).result(60)
        done = pool.submit(hostile.attack, course, outside, os.getpid(), hostile.HARMLESS).result(60)
    assert set(done.values()) == {0}, done


@confined
def test_a_worker_has_nothing_open_of_its_parent_s(place: tuple[Path, Path]) -> None:
    with worker(place[0]) as pool:
        found = pool.submit(hostile.descriptors).result(60)
    assert found == [*["device"] * 3, *["pipe"] * 2], (
        "streams to nowhere, the pool, and the pipe that tells of its parent's end"
    )


def test_workers_are_started_without_the_secrets_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_TOKEN", "HOME", "SSH_AUTH_SOCK", "PYTHONUTF8"):
        monkeypatch.setenv(name, "x")
    before = dict(os.environ)
    with small_environment():
        assert {"GITHUB_TOKEN", "HOME", "SSH_AUTH_SOCK"}.isdisjoint(os.environ)
        assert {"PATH", "PYTHONUTF8"} <= set(os.environ)
    assert dict(os.environ) == before


@pytest.fixture(scope="module")
def unconfined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    course = tmp_path_factory.mktemp("unconfined")
    (course / "cache").mkdir()
    with worker(course, "off") as pool:
        yield pool


@pytest.mark.parametrize(
    "job", [hostile.send_message, hostile.start_natively, hostile.call_natively, hostile.kill_parent]
)
def test_without_a_kernel_s_help_python_refuses_other_programs(unconfined: Pool, job: Callable[[], None]) -> None:
    with pytest.raises(StoppedError, match="a worker may not use"):
        unconfined.submit(job).result(60)


@pytest.mark.parametrize(
    "job", [hostile.write, hostile.remove, hostile.move, hostile.make, hostile.link, hostile.open_to_all]
)
def test_without_a_kernel_s_help_python_refuses_changes(
    unconfined: Pool, job: Callable[[Path], None], tmp_path: Path
) -> None:
    (tmp_path / "page").write_text("a page", encoding="utf-8")
    with pytest.raises(StoppedError, match="a worker may not use"):
        unconfined.submit(job, tmp_path / "page").result(60)
    assert [path.name for path in tmp_path.iterdir()] == ["page"]


def test_an_answer_of_a_worker_calls_nothing_where_it_is_read(unconfined: Pool, tmp_path: Path) -> None:
    with pytest.raises(StoppedError, match="it could not be handed over"):
        unconfined.submit(hostile.answer_with_a_call, tmp_path / "made").result(60)
    assert not (tmp_path / "made").exists()


def test_what_is_required_and_cannot_be_had_stops_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confining, "_confine_on_linux", lambda *_: Protection((), ("files: no Landlock",)))
    monkeypatch.setattr(sys, "platform", "linux")
    assert confining.confine(Access()).missing == ("files: no Landlock",)
    with pytest.raises(SandboxError, match="files: no Landlock"):
        confining.confine(Access(sandboxing="require"))
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxError, match="the sandbox needs Linux"):
        confining.confine(Access(sandboxing="require"))


@pytest.mark.parametrize("command", ["build", "serve"])
def test_what_is_required_and_cannot_be_had_stops_the_command(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "course.yml").write_text("title: C\n", encoding="utf-8")
    monkeypatch.setattr(confining, "try_out", lambda: Protection((), ("files: the kernel has no Landlock",)))
    options = [command, "-C", str(tmp_path), "--cache", str(tmp_path.with_name("notes")), "--sandbox", "require"]
    done = CliRunner().invoke(cli, options)
    assert done.exit_code == 3
    assert "The sandbox cannot be had: files: the kernel has no Landlock. Nothing was read." in done.stderr
    assert (
        "missing  Sandbox of workers: files: the kernel has no Landlock" in CliRunner().invoke(cli, ["doctor"]).stdout
    )
