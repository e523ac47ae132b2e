"""The wrapper's set-up of an environment: interrupted, called twice at once, out of date, in a read-only clone."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.clone import NOBODY, Clone, lay_out, report

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


# --- pip, and what is stamped ---------------------------------------------------------------------


def lock_a_package(clone: Clone, body: str = "") -> Path:
    """Have the lock ask for one small package, and return the folder in which its wheel is."""
    wheels = clone.root.parent / "wheels"
    wheels.mkdir()
    wheel = wheels / "little-1.0-py3-none-any.whl"
    rows = {
        "little/__init__.py": body,
        "little/words.py": "",
        "little-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: little\nVersion: 1.0\n",
        "little-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*rows, "little-1.0.dist-info/RECORD"])
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**rows, "little-1.0.dist-info/RECORD": record}.items():
            archive.writestr(name, text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (clone.root / "locks" / "runtime.txt").write_text(f"little==1.0 \\\n    --hash=sha256:{digest}\n")
    return wheels


@pytest.mark.slow
def test_settings_of_pip_say_where_packages_are_and_nothing_else(fresh: Clone) -> None:
    wheels = lock_a_package(fresh)
    elsewhere = fresh.root.parent / "elsewhere"
    settings = fresh.root.parent / ".config" / "pip" / "pip.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f"[global]\nno-index = true\nfind-links = {wheels}\nprefix = {elsewhere}\npython = /bin/false\n"
        f"[install]\ntarget = {elsewhere}\ndry-run = true\nuser = true\n"
    )
    hostile: dict[str, Any] = {"DRY_RUN": "1", "TARGET": str(elsewhere), "PYTHON": "/bin/false", "USER": "1", "ROOT": str(elsewhere),
               "REQUIRE_VIRTUALENV": "1", "NO_BINARY": ":all:", "CONSTRAINT": "/nowhere", "LOG": str(elsewhere)}  # fmt: skip
    ended = fresh.call(**{f"PIP_{name}": value for name, value in hostile.items()})
    assert report(ended)["root"] == str(fresh.root)
    assert list(fresh.venv.rglob("little/words.py"))
    assert not elsewhere.exists()


@pytest.mark.slow
def test_only_what_can_be_imported_is_stamped(fresh: Clone) -> None:
    wheels = lock_a_package(fresh, "import no_such_module")
    ended = fresh.call(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "little of little cannot be imported (ModuleNotFoundError: No module named 'no_such_module')" in ended.stderr
    assert not list(fresh.venv.glob("*.stamp"))


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


def test_a_cache_that_others_can_write_to_is_not_trusted(read_only: Clone) -> None:
    theirs = read_only.root.parent / "theirs"
    shared = theirs / "c" / "coursewright"
    shared.mkdir(parents=True)
    shared.chmod(0o777)
    (theirs / f"coursewright-{NOBODY if os.geteuid() == 0 else os.geteuid()}").touch()
    ended = call_as_nobody(read_only, XDG_CACHE_HOME=str(theirs / "c"))
    assert ended.returncode == 3
    assert "no private place" in ended.stderr
    assert not list(shared.rglob("venv"))


def test_a_place_that_others_can_write_to_is_not_trusted(read_only: Clone) -> None:
    theirs = read_only.root.parent / "theirs"
    user = NOBODY if os.geteuid() == 0 else os.geteuid()
    trap = theirs / f"coursewright-{user}"
    trap.mkdir()
    trap.chmod(0o777)
    ended = call_as_nobody(read_only, HOME=None)
    assert ended.returncode == 3
    assert "no private place" in ended.stderr
