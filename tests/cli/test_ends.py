"""Commands that end early: by a signal, on a disk that takes nothing, with a date that is none."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from builder.cli import main
from tests.support.commands import BODY, COMMAND, ENVIRONMENT, FRONT, run


def write_course(root: Path, modules: int) -> Path:
    for number in range(modules):
        folder = root / "course" / "modules" / f"m{number}"
        folder.mkdir(parents=True)
        (folder / "module.md").write_text(FRONT.format(title=f"M{number}", more="") + BODY, encoding="utf-8")
    (root / "course" / "modules" / "course.yml").write_text("title: A course\n", encoding="utf-8")
    return root / "course"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows ends processes otherwise")
@pytest.mark.parametrize(("command", "number", "code"), [("build", "SIGTERM", 143), ("build", "SIGHUP", 129), ("serve", "SIGHUP", 0)])  # fmt: skip
def test_a_signal_leaves_no_worker_and_no_temporary_file(tmp_path: Path, command: str, number: str, code: int) -> None:
    course, temporary = write_course(tmp_path, 6), tmp_path / "tmp"
    temporary.mkdir()
    environment = {**ENVIRONMENT, "TMPDIR": str(temporary), "COURSEWRIGHT_CACHE": str(tmp_path / "cache")}
    arguments = ["--port", "0", "-C", str(course)] if command == "serve" else ["-C", str(course)]
    with subprocess.Popen(
        [*COMMAND, command, *arguments], env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 60
        while not list((course / "output").rglob("*.pdf")):  # the first module is made, and workers are at work
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(getattr(signal, number))
        _, told = process.communicate(timeout=60)
        assert (process.returncode, "Traceback" in told) == (code, False), told
    deadline = time.monotonic() + 10
    while any_process_in(process.pid):
        assert time.monotonic() < deadline, "a worker lives on"
        time.sleep(0.05)
    assert list(temporary.iterdir()) == []
    assert list(course.rglob(".coursewright-*")) == []


def any_process_in(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    "value", ["²", "-1", "1e9", " 1", "9" * 13, "9" * 5000, "253402300800", "now", "\x1b[31m", "0x10"]
)
def test_a_date_that_is_none_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    course = write_course(tmp_path, 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    monkeypatch.setattr("sys.argv", ["coursewright", "show", "m0", "-C", str(course)])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert "SOURCE_DATE_EPOCH is '" in told
    assert "\x1b" not in told
    assert len(told) < 200


@pytest.mark.slow
def test_the_first_date_makes_all_files(tmp_path: Path) -> None:
    done = run("build", cwd=write_course(tmp_path, 1), SOURCE_DATE_EPOCH="0")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize(("call", "number"), [("fsync", errno.ENOSPC), ("mkdir", errno.EROFS)])
@pytest.mark.parametrize("arguments", [["init", "demo"], ["new", "module", "second"], ["new", "theme", "ours"]])
def test_a_full_or_read_only_disk_leaves_nothing_half_made(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    call: str,
    number: int,
) -> None:
    course = write_course(tmp_path, 1)
    before = sorted(course.rglob("*.*"))
    left = [3 if arguments[0] == "init" and call == "fsync" else 1]

    real_mkdir = os.mkdir

    def refuse(what: int | str, *given: Any, **named: Any) -> None:  # noqa: ANN401  # of os.fsync or os.mkdir
        if isinstance(what, (str, Path)) and Path(what).name not in {"demo", "modules", "second", "themes", "ours"}:
            real_mkdir(what, *given, **named)  # in the cache
            return
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(number, os.strerror(number))

    monkeypatch.chdir(course)
    monkeypatch.setattr("sys.argv", ["coursewright", *arguments])
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == 2
    assert f"{os.strerror(number)}. Nothing was changed." in capsys.readouterr().err
    assert sorted(course.rglob("*.*")) == before


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    course = write_course(tmp_path, 1)
    (course / "themes").symlink_to(tmp_path, target_is_directory=True)
    (course / "modules" / "second").mkdir()
    (course / "modules" / "second" / "module.md").symlink_to(tmp_path / "victim")
    for what, name, words in (("theme", "ours", "is a link"), ("module", "second", "is there already")):
        done = run("new", what, name, cwd=course)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course"]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="names of users are as Unix has them")
@pytest.mark.slow
def test_a_cache_that_is_for_one_command_goes_with_it(tmp_path: Path) -> None:
    course, temporary = write_course(tmp_path, 1), tmp_path / "tmp"
    temporary.mkdir()
    taken = temporary / f"coursewright-{os.getuid()}"
    taken.touch()
    done = run("check", cwd=course, HOME="/dev/null", COURSEWRIGHT_CACHE="", TMPDIR=str(temporary))
    assert (done.returncode, "no cache folder of yours" in done.stderr) == (0, True), done.stderr
    assert list(temporary.iterdir()) == [taken]
