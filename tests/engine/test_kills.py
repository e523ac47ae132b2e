"""A build that is stopped, at any moment and in any way, loses nothing, leaves nothing torn and no row that lies."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from builder.core.disk.folder import Folder
from builder.core.disk.writable import WritableFolder
from builder.core.problems import Problems
from builder.engine.plan import OutputOptions
from builder.engine.run import build
from builder.engine.state.state import read_state, write_state
from builder.parse.course import load_course
from builder.theme.load import load_theme
from tests.support.commands import CACHE, COMMAND, ENVIRONMENT, FRONT, run, run_code
from tests.support.output import build_request
from tests.support.watched.tree import ProcessTree

KILLS = 200
COMMANDS = 10
"""One kill in so many hits a command with its workers."""
Factory = pytest.TempPathFactory
P = ParamSpec("P")
T = TypeVar("T")


class Here(Executor):
    """Does every job here and now."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        write(tmp_path, name, 0)
    (tmp_path / "modules" / "course.yml").write_text("title: A course\n", encoding="utf-8")
    return tmp_path


def write(course: Path, name: str, number: int) -> None:
    """Write a module that differs in a word, so that its files differ."""
    folder = course / "modules" / name
    folder.mkdir(parents=True, exist_ok=True)
    body = f"## Topic\n\n- word {number}\n"
    (folder / "module.md").write_text(FRONT.format(title=name.title(), more="") + body, encoding="utf-8")


def true(course: Path) -> int:
    """Hold every row of the manifest and of SHA256SUMS against the files; return how many rows there are."""
    output = course / "output"
    if not (output / "manifest.json").is_file():
        return 0
    rows = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    listed = {row["path"]: row["sha256"] for row in [*rows["artifacts"], *rows["site"]]}
    for path, digest in listed.items():
        assert hashlib.sha256((output / path).read_bytes()).hexdigest() == digest, path
    for line in (output / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, path = line.partition("  ")
        assert hashlib.sha256((output / path).read_bytes()).hexdigest() == digest, path
    return len(rows["artifacts"])


def healed(course: Path) -> None:
    """Build once more, and find everything listed, nothing else, and the next build with nothing to do."""
    done = run("build", "--edition", "handout", cwd=course)
    assert done.returncode == 0, done.stderr
    assert true(course) == 6  # for each module: handout, large print, for phones
    manifest = json.loads((course / "output" / "manifest.json").read_text(encoding="utf-8"))
    listed = {row["path"] for row in [*manifest["artifacts"], *manifest["site"]]} | {"manifest.json", "SHA256SUMS"}
    found = {
        path.relative_to(course / "output").as_posix() for path in (course / "output").rglob("*") if path.is_file()
    }
    assert found == listed
    assert "Nothing has changed" in run("build", "--edition", "handout", cwd=course).stderr


def built(course: Path) -> None:
    """Build handouts here and now, without workers."""
    folder, problems = Folder(course), Problems()
    loaded, theme = load_course(folder, problems), load_theme("plain", problems, folder)
    assert loaded
    assert theme
    state, options = read_state(CACHE.of_course(course)), OutputOptions(editions=("handout",))
    order = build_request(folder, loaded, theme, ("one", "two"), key="key", options=options, executor=Here(), workers=1)
    try:
        assert [*build(order, state, Problems())]
    finally:
        write_state(state)


def forked_builds() -> None:
    """Load all there is to load, then for each two lines of stdin: build in a fork, and say its process; wait, and say its end."""
    built(Path())
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            built(Path())
            os._exit(0)
        print(child, flush=True)  # noqa: T201  # to the test
        sys.stdin.readline()
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201  # to the test


@dataclass
class Warm:
    """Builds in processes that have their libraries, so that a kill hits the work and not the loading."""

    server: subprocess.Popen[str]

    def ask(self) -> int:
        assert self.server.stdin
        assert self.server.stdout
        print(file=self.server.stdin, flush=True)
        return int(self.server.stdout.readline())

    def killed(self, after: float) -> int:
        """Begin a build, kill it after so many seconds, and return how it ended."""
        child = self.ask()
        time.sleep(after)
        os.kill(child, signal.SIGKILL)  # it is there until its end is asked for
        return self.ask()

    def seconds(self, course: Path, number: int) -> float:
        """Return how long a build takes that nobody kills."""
        write(course, "one", number)
        start = time.monotonic()
        self.ask()
        assert self.ask() == 0
        return time.monotonic() - start


WAYS = {
    "kill": (signal.SIGKILL, False),
    "kill of all its processes": (signal.SIGKILL, True),
    "end": (signal.SIGTERM, False),
    "Ctrl-C": (signal.SIGINT, True),
}
"""How a command is stopped: by which signal, and whether its whole process group gets it."""


def killed_command(course: Path, after: float, way: str) -> bool:
    """Begin a build as people do, with workers, and stop it after so many seconds; return whether it was still going on.

    No process may outlive it, and unless it was killed, no temporary file.
    """
    number, whole = WAYS[way]
    with tempfile.TemporaryDirectory(prefix="cw-") as temporary:
        process = subprocess.Popen(
            [*COMMAND, "build", "--edition", "handout"],
            cwd=course,
            env={**ENVIRONMENT, "TMPDIR": temporary},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        tree = ProcessTree(process.pid)
        time.sleep(after)
        tree.sample()
        if whole and process.poll() is None:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        stopped = process.wait(60) not in {0, 1, 2, 3}
        assert not tree.left(10), f"a process lives on after: {way}"
        left = [path.name for path in Path(temporary).iterdir()]
        assert number == signal.SIGKILL or not left, f"left after: {way}"
    return stopped


@pytest.mark.slow
def test_two_hundred_kills_leave_no_torn_file_and_no_row_that_lies(course: Path, tmp_path_factory: Factory) -> None:
    """One in ten hits the command with its workers, the others a build that has loaded everything."""
    chance = random.Random(2026)
    start = time.monotonic()
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    usual = time.monotonic() - start
    serve = [sys.executable, "-c", "from tests.engine.test_kills import forked_builds; forked_builds()"]
    with subprocess.Popen(
        serve, cwd=course, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        warm, quick, seen = Warm(server), 0.0, 0
        for number in range(1, KILLS + 1):
            if number % 20 == 1:  # machines are not always as quick
                quick = warm.seconds(course, -number)
            write(course, chance.choice(("one", "two")), number)
            share = chance.uniform(0, 1.1)
            if number % COMMANDS == 0:
                seen += killed_command(course, share * usual, [*WAYS][number // COMMANDS % len(WAYS)])
            else:
                seen += warm.killed(share * quick) == -signal.SIGKILL
            true(course)
            if number % 20 == 0:
                healed(course)
    assert seen > KILLS / 3, "most builds were over before they were killed"
    healed(course)
    clone = tmp_path_factory.mktemp("clone")
    shutil.copytree(course / "modules", clone / "modules")
    healed(clone)
    assert whole(course) == whole(clone), "what was stopped so often differs from what never was"


def whole(course: Path) -> dict[str, bytes]:
    """Return all files of the output folder by their path in it."""
    folder = course / "output"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_disk_that_is_full_at_any_write_loses_nothing(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(course)
    whole = true(course)
    sync, left = os.fsync, [0]

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr("builder.core.disk.writable.os.fsync", full)
    for number in range(1, 40):
        write(course, "one", number)
        write(course, "two", number)
        left[0] = number
        with contextlib.suppress(OSError):
            built(course)
        true(course)
        assert not [*course.rglob(".coursewright-*")], "half a file was left"
        if left[0] > 0:  # it ended before the disk was full: every write has been the last one
            break
        left[0] = 0
        built(course)
        assert true(course) == whole
    else:
        pytest.fail("there were more writes than thought")
    assert number > 5, "hardly a write was tried"


def test_ctrl_c_right_after_any_write_leaves_no_row_that_lies(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes between a file and its row, too."""
    built(course)
    whole, write_whole, left = true(course), WritableFolder.write, [0]

    def stopped(folder: WritableFolder, name: str, data: bytes, temporary: str = "") -> None:
        write_whole(folder, name, data, temporary)
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt

    monkeypatch.setattr(WritableFolder, "write", stopped)
    for number in range(1, 40):
        write(course, "one", number)
        left[0] = number
        with contextlib.suppress(KeyboardInterrupt):
            built(course)
        true(course)
        if left[0] > 0:  # it ended before: every write has been the last one
            break
    assert number > 5, "hardly a write was tried"
    assert true(course) == whole


def test_a_full_disk_is_said_in_words(course: Path) -> None:
    code = (
        "import builder.core.disk.writable as f, errno\n"
        "def full(*a): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "f.os.fsync = full\n"
        "from builder.cli import main; import sys; sys.argv = ['c', 'build', '--edition', 'handout']; main()"
    )
    done = run_code(code, course)
    assert done.returncode == 2
    assert "The disk is full" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_stops_at_once_and_keeps_what_is_made(course: Path) -> None:
    run("build", "--edition", "handout", cwd=course)
    write(course, "one", 1)
    process = subprocess.Popen(
        [*COMMAND, "build"],
        cwd=course,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    manifest = course / "output" / "manifest.json"
    before = manifest.read_bytes()
    while manifest.read_bytes() == before and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 130, told
    assert "Stopped." in told
    assert "Traceback" not in told
    assert true(course) >= 3
    left = [process.pid]
    for _ in range(100):
        if not left:
            break
        time.sleep(0.05)
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            left = []
    assert not left, "a worker lives on"


@pytest.mark.slow
def test_the_same_bytes_in_any_folder_for_anyone_and_with_any_number_of_workers(course: Path, tmp_path: Path) -> None:
    sums = set()
    for number, (jobs, environment) in enumerate(
        (
            ("1", {"LANG": "C", "TZ": "UTC", "HOME": "/nonexistent", "PYTHONHASHSEED": "1"}),
            ("2", {"LANG": "de_DE.UTF-8", "TZ": "Asia/Kathmandu", "HOME": str(tmp_path), "PYTHONHASHSEED": "7"}),
        )
    ):
        clone = tmp_path / f"clone {number}" / ("deep/" * number)
        shutil.copytree(course / "modules", clone / "modules")
        done = run("build", "--jobs", jobs, cwd=clone, **environment)
        assert done.returncode == 0, done.stderr
        sums.add((clone / "output" / "SHA256SUMS").read_text(encoding="utf-8"))
        told = {str(clone), os.environ.get("USER", "root") + "@", "/tmp/pytest"}  # noqa: S108  # looked for
        for path in (clone / "output").rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            assert not [word for word in told if word.encode() in data], path
    assert len(sums) == 1
