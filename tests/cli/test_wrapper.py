"""The `coursewright` wrapper, run as people run it: in a small clone whose locks ask for no package."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.clone import ROOT, Clone, lay_out, program, report

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
    (hostile / "start.py").write_text("print('started')")
    python: dict[str, Any] = {
        "PYTHONHOME": "/nowhere",
        "PYTHONINSPECT": "1",
        "PYTHONSTARTUP": "start.py",
        "PYTHONUSERBASE": str(hostile),
    }
    assert report(ready.call(cwd=hostile, PYTHONPATH=str(hostile), **python))["yaml"] is False


@pytest.mark.parametrize("path", ["", ":{}", ".:{}::", "bin:{}"])
def test_no_program_of_the_current_folder_is_run(ready: Clone, tmp_path: Path, path: str) -> None:
    for folder in (tmp_path, tmp_path / "bin"):
        folder.mkdir(exist_ok=True)
        for name in ("cat", "cksum", "ls", "readlink", "dirname", "python3"):
            program(folder / name, ": >ran")
    report(ready.call(cwd=tmp_path, PATH=path.format(os.environ["PATH"])))
    assert not (tmp_path / "ran").exists()


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
    assert set(pins("tools.txt")) == {"pip"}
    builder = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    assert builder == [f"hatchling=={pins('dev.txt')['hatchling']}"], "the wheel is built by what is locked"
    for name in ("runtime.txt", "dev.txt", "tools.txt", "browser.txt"):
        text = (ROOT / "locks" / name).read_text()
        assert not re.search(r"https?:|--(extra-)?index-url|--find-links|(^|\s)/", text)
        hashed = re.findall(r"^[a-z0-9-]+==.*\\\n    --hash=sha256:", text, re.MULTILINE)
        assert len(hashed) == len(pins(name))
