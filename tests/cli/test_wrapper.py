"""The `coursewright` wrapper, run as people run it: in a small clone whose locks ask for no package."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOBODY = 65534

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the wrapper is a POSIX shell script")

# Stands in for the compiler: tells how it was called.
REPORT = """
import importlib.util, json, os, sys
print(json.dumps({
    "arguments": sys.argv[1:],
    "folder": os.getcwd(),
    "python": sys.executable,
    "root": os.environ["PYTHONPATH"],
    "yaml": importlib.util.find_spec("yaml") is not None,
}))
sys.exit(int(os.environ.get("STATUS", "0")))
"""


class Clone:
    """A clone, somewhere, and a way to call it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.command = root / "coursewright"

    def environment(self, **changes: str | None) -> dict[str, str]:
        """What the caller's environment holds; None takes a name away."""
        names = {key: os.environ[key] for key in ("PATH", "TMPDIR", "SSL_CERT_FILE") if key in os.environ}
        merged: dict[str, str | None] = {**names, "HOME": str(self.root.parent), **changes}
        return {key: value for key, value in merged.items() if value is not None}

    def call(
        self, *arguments: str, cwd: Path | None = None, command: Path | None = None, **changes: str | None
    ) -> subprocess.CompletedProcess[str]:
        """Call the wrapper and wait for its end."""
        return subprocess.run(
            [command or self.command, *arguments],
            cwd=cwd or self.root,
            env=self.environment(**changes),
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def start(self) -> subprocess.Popen[str]:
        """Call the wrapper and go on at once, as the head of a process group of its own."""
        return subprocess.Popen(
            [self.command],
            cwd=self.root,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )


def report(ended: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What the stand-in for the compiler told."""
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def lay_out(root: Path) -> Clone:
    """A clone that was never called."""
    (root / "locks").mkdir(parents=True)
    (root / "builder").mkdir()
    shutil.copy2(ROOT / "coursewright", root)
    (root / "locks" / "runtime.txt").write_text("# nothing\n")
    (root / "locks" / "dev.txt").write_text("# nothing for tests\n")
    (root / "builder" / "__init__.py").touch()
    (root / "builder" / "__main__.py").write_text(REPORT)
    (root / "builder" / "doctor.py").write_text("def missing_libraries(): return ()\ndef library_cure(): return ''\n")
    (root / "pytest.py").write_text(REPORT)
    return Clone(root)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """One clone that was set up, in a path with spaces; tests copy it."""
    clone = lay_out(tmp_path_factory.mktemp("made") / "a clone")
    first = clone.call()
    assert report(first)["python"] == str(clone.venv / "bin" / "python")
    assert "setting up Coursewright" in first.stderr
    return clone


@pytest.fixture
def ready(made: Clone, tmp_path: Path) -> Clone:
    """A clone of the test's own that needs no set-up."""
    shutil.copytree(made.root, tmp_path / "my clone", symlinks=True)
    return Clone(tmp_path / "my clone")


@pytest.fixture
def fresh(tmp_path: Path) -> Clone:
    """A clone of the test's own that was never called."""
    return lay_out(tmp_path / "fresh clone")


@pytest.fixture
def bin_without_python(tmp_path: Path) -> Path:
    """A PATH with all that the wrapper calls, but no Python and no package manager."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("awk", "cksum", "dirname", "env", "id", "ls", "mkdir", "readlink", "rm", "sh"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


def program(path: Path, script: str) -> None:
    """Put a shell script where a program is looked for."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


# --- A clone that is ready ---------------------------------------------------------------------


def test_a_ready_call_says_nothing_and_passes_everything_on(ready: Clone, tmp_path: Path) -> None:
    ended = ready.call("build", "two words", "--x=*", cwd=tmp_path)
    told = report(ended)
    assert ended.stderr == ""
    assert told["arguments"] == ["build", "two words", "--x=*"]
    assert told["folder"] == str(tmp_path)
    assert told["root"] == str(ready.root)


def test_the_exit_status_is_the_compilers(ready: Clone) -> None:
    assert ready.call(STATUS="2").returncode == 2


def test_it_may_be_called_through_links(ready: Clone, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "one").symlink_to(Path("..") / ready.root.name / "coursewright")
    (tmp_path / "two").symlink_to(tmp_path / "links" / "one")
    told = report(ready.call(cwd=tmp_path, command=tmp_path / "two"))
    assert told["root"] == str(ready.root)


def test_test_runs_pytest_at_the_root(ready: Clone, tmp_path: Path) -> None:
    shutil.copy(ready.venv / "runtime.stamp", ready.venv / "dev.stamp")
    (ready.root / "locks" / "dev.txt").write_bytes((ready.root / "locks" / "runtime.txt").read_bytes())
    told = report(ready.call("test", "-k", "a b", cwd=tmp_path))
    assert told["arguments"] == ["-k", "a b"]
    assert told["folder"] == str(ready.root)
    assert report(ready.call("test"))["arguments"] == ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]


def test_a_hostile_module_in_the_current_folder_is_not_imported(ready: Clone, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    (hostile / "yaml.py").write_text("raise SystemExit('imported')")
    assert report(ready.call(cwd=hostile, PYTHONPATH=str(hostile)))["yaml"] is False


def test_missing_libraries_are_named_until_they_are_there(ready: Clone) -> None:
    doctor = ready.root / "builder" / "doctor.py"
    healthy = doctor.read_text()
    doctor.write_text(
        "def missing_libraries(): return 'Pango', 'HarfBuzz-subset'\ndef library_cure(): return 'get pango'\n"
    )
    (ready.venv / "libraries.missing").touch()
    ended = ready.call()
    assert report(ended)["root"] == str(ready.root)
    assert "Pango HarfBuzz-subset" in ended.stderr
    assert "please run:  get pango" in ended.stderr
    doctor.write_text(healthy)
    os.utime(doctor, (0, 0))  # within one second, Python would trust the compiled file
    assert ready.call().stderr == ""
    assert not (ready.venv / "libraries.missing").exists()


@pytest.mark.parametrize(("user", "runs"), [("0", True), ("1000", False)])
def test_apt_is_run_by_root_only_and_said(ready: Clone, tmp_path: Path, user: str, *, runs: bool) -> None:
    (ready.root / "builder" / "doctor.py").write_text(
        "import os\n"
        f"def missing_libraries(): return () if os.path.exists({str(tmp_path / 'pango')!r}) else ('Pango',)\n"
        "def library_cure(): return 'apt-get install pango'\n"
    )
    (ready.venv / "libraries.missing").touch()
    fake = tmp_path / "bin"
    fake.mkdir()
    program(fake / "id", f"echo {user}")
    program(fake / "apt-get", f'echo "$@" >> "{tmp_path}/apt"; touch "{tmp_path}/pango"')
    program(fake / "sudo", f'touch "{tmp_path}/sudo"')
    ended = ready.call(PATH=f"{fake}{os.pathsep}{os.environ['PATH']}")
    assert ended.returncode == 0
    assert not (tmp_path / "sudo").exists()
    assert (tmp_path / "apt").exists() == runs
    if runs:
        assert (tmp_path / "apt").read_text().splitlines() == ["-qq update", "install pango -y -qq"]
        assert "being root, running:  apt-get update && apt-get install pango" in ended.stderr
    else:
        assert "please run:  apt-get install pango" in ended.stderr


# --- What cannot work is said, with its cure ----------------------------------------------------


@pytest.mark.parametrize(
    ("manager", "cure"),
    [
        ("apt-get", "apt-get install python3-venv"),
        ("dnf", "dnf install python3.12"),
        ("apk", "apk add python3"),
        ("pacman", "pacman -S python"),
        ("brew", "brew install python@3.13"),
        ("none", "https://www.python.org/downloads/"),
    ],
)
def test_without_python_it_prints_the_one_command(
    fresh: Clone, bin_without_python: Path, manager: str, cure: str
) -> None:
    program(bin_without_python / manager, "exit 1")
    ended = fresh.call("build", PATH=str(bin_without_python))
    assert ended.returncode == 3
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 2
    assert "Python 3.11" in ended.stderr
    assert cure in ended.stderr
    assert ("sudo " in ended.stderr) == (os.geteuid() != 0 and manager not in {"brew", "none"})


def test_a_python_that_is_too_old_or_without_venv_is_passed_over(fresh: Clone, bin_without_python: Path) -> None:
    # `sys.version_info >= (3, 11)` and the wrapper's own look both fail in it.
    program(bin_without_python / "python3", 'case "$*" in *sys.exit\\(sys*) exit 0 ;; *) exit 1 ;; esac')
    program(bin_without_python / "apt-get", "exit 1")
    ended = fresh.call(PATH=str(bin_without_python))
    assert ended.returncode == 3
    assert "apt-get install python3.11-venv" in ended.stderr


def test_a_colon_in_the_path_is_refused(tmp_path: Path) -> None:
    ended = lay_out(tmp_path / "a:b").call()
    assert ended.returncode == 3
    assert "colon" in ended.stderr


def test_the_locks_agree_and_name_no_machine() -> None:
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "locks" / name).read_text(), re.MULTILINE))

    runtime = pins("runtime.txt")
    assert len(runtime) > 20
    assert runtime.items() <= pins("dev.txt").items()
    for name in ("runtime.txt", "dev.txt"):
        text = (ROOT / "locks" / name).read_text()
        assert not re.search(r"https?:|--(extra-)?index-url|--find-links|(^|\s)/", text)
        hashed = re.findall(r"^[a-z0-9-]+==.*\\\n    --hash=sha256:", text, re.MULTILINE)
        assert len(hashed) == len(pins(name))


# --- Set-up, and everything that can happen to it ------------------------------------------------


@pytest.mark.slow
def test_a_hostile_folder_has_no_say_in_the_set_up(fresh: Clone, tmp_path: Path) -> None:
    for name in ("ensurepip", "fcntl", "pip", "platform", "venv"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported')")
    ended = fresh.call(cwd=tmp_path, PYTHONPATH=str(tmp_path), PYTHONHOME=str(tmp_path), PIP_TARGET="x")
    assert report(ended)["folder"] == str(tmp_path)
    assert "ready" in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_set_up_that_was_broken_off_heals(fresh: Clone, how: signal.Signals) -> None:
    process = fresh.start()
    deadline = time.monotonic() + 60
    while not (fresh.venv / "bin" / "python").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, how)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert not (fresh.venv / "runtime.stamp").exists()
    assert "setting up" in fresh.call().stderr
    assert fresh.call().stderr == ""


@pytest.mark.slow
def test_a_shell_that_died_leaves_the_turn_to_its_last_step(fresh: Clone) -> None:
    process = fresh.start()
    deadline = time.monotonic() + 60
    while not (fresh.venv / "bin" / "python").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    # Only the shell: what it started goes on writing into the same folder.
    process.kill()
    ended = fresh.call()
    process.communicate(timeout=60)
    assert "waiting for it" in ended.stderr
    assert report(ended)["python"].startswith(str(fresh.venv))


@pytest.mark.slow
def test_two_first_calls_at_once_take_turns(fresh: Clone) -> None:
    both = [fresh.start(), fresh.start()]
    talks = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], talks
    assert sorted("setting up Coursewright" in err for _, err in talks) == [False, True]
    assert all(json.loads(out)["root"] == str(fresh.root) for out, _ in talks)


@pytest.mark.slow
@pytest.mark.parametrize("change", ["lock", "python", "half"])
def test_what_no_longer_fits_is_made_again(ready: Clone, change: str) -> None:
    leftover = ready.venv / "leftover"
    leftover.touch()
    match change:
        case "lock":
            (ready.root / "locks" / "runtime.txt").write_text("# other\n")
        case "python":
            for link in (ready.venv / "bin").glob("python*"):
                link.unlink()
                link.symlink_to("/nowhere/python3.11")
        case _:
            (ready.venv / "runtime.stamp").unlink()
    ended = ready.call()
    assert report(ended)["python"] == str(ready.venv / "bin" / "python")
    assert "setting up" in ended.stderr
    assert not leftover.exists()
    assert ready.call().stderr == ""


@pytest.mark.slow
def test_the_packages_for_tests_are_added_in_place(ready: Clone) -> None:
    leftover = ready.venv / "leftover"
    leftover.touch()
    assert "adding what the tests need" in ready.call("test").stderr
    assert leftover.exists()
    assert ready.call("test").stderr == ""
    assert ready.call().stderr == ""
    # Broken off in between: nothing of it is trusted.
    (ready.venv / "dev.stamp").unlink()
    (ready.venv / "dev.begun").touch()
    assert "setting up" in ready.call("test").stderr
    assert not leftover.exists()
    assert ready.call().stderr == ""


@pytest.mark.slow
def test_a_lock_that_cannot_be_had_is_said_and_tried_again(ready: Clone) -> None:
    lock = ready.root / "locks" / "runtime.txt"
    before = lock.read_text()
    lock.write_text(f"coursewright-no-such-package==1 --hash=sha256:{'0' * 64}\n")
    ended = ready.call(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(ready.root))
    assert ended.returncode == 3
    assert "could not install the packages" in ended.stderr
    assert ended.stdout == ""
    lock.write_text(before)
    assert report(ready.call())["root"] == str(ready.root)


# --- A clone that cannot be written to -----------------------------------------------------------


@pytest.fixture
def read_only() -> Iterator[Clone]:
    """A clone that a user who is not root can read, and a folder beside it that is theirs."""
    # Not below tmp_path: pytest's own folder is closed to everyone else.
    with tempfile.TemporaryDirectory(prefix="coursewright-test-") as folder:
        Path(folder).chmod(0o755)
        clone = lay_out(Path(folder) / "read only")
        (Path(folder) / "theirs").mkdir()
        if os.geteuid() == 0:
            os.chown(Path(folder) / "theirs", NOBODY, NOBODY)
        clone.root.chmod(0o555)
        yield clone
        clone.root.chmod(0o755)


def call_as_nobody(clone: Clone, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Root may write everywhere, so it calls as somebody who may not; others call as themselves."""
    root = os.geteuid() == 0
    # Somebody else's Python must not stand in root's home folder.
    path = "/usr/local/bin:/usr/bin:/bin" if root else os.environ["PATH"]
    return subprocess.run(
        [clone.command],
        cwd="/",
        env=clone.environment(**{"PATH": path, "TMPDIR": str(clone.root.parent / "theirs"), **changes}),
        user=NOBODY if root else None,
        group=NOBODY if root else None,
        extra_groups=[] if root else None,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.mark.slow
@pytest.mark.parametrize("home", ["home", "cache", "no home", "a home that is not there"])
def test_a_read_only_clone_keeps_its_environment_elsewhere(read_only: Clone, home: str) -> None:
    theirs = read_only.root.parent / "theirs"
    changes: dict[str, str | None]
    match home:
        case "home":
            changes, place = {"HOME": str(theirs)}, theirs / ".cache" / "coursewright"
        case "cache":
            changes, place = {"XDG_CACHE_HOME": str(theirs / "c")}, theirs / "c" / "coursewright"
        case "no home":
            user = NOBODY if os.geteuid() == 0 else os.geteuid()
            changes, place = {"HOME": None}, theirs / f"coursewright-{user}"
        case _:
            user = NOBODY if os.geteuid() == 0 else os.geteuid()
            changes, place = {"HOME": "/nonexistent"}, theirs / f"coursewright-{user}"
    first = call_as_nobody(read_only, **changes)
    assert report(first)["python"].startswith(f"{place}/")
    assert "setting up" in first.stderr
    assert call_as_nobody(read_only, **changes).stderr == ""
    assert not read_only.venv.exists()
    if home == "no home":
        assert place.stat().st_mode & 0o777 == 0o700


def test_a_place_that_others_can_write_to_is_not_trusted(read_only: Clone) -> None:
    theirs = read_only.root.parent / "theirs"
    user = NOBODY if os.geteuid() == 0 else os.geteuid()
    trap = theirs / f"coursewright-{user}"
    trap.mkdir()
    trap.chmod(0o777)
    ended = call_as_nobody(read_only, HOME=None)
    assert ended.returncode == 3
    assert "no private place" in ended.stderr
