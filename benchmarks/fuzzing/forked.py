"""A command in a fork of a process that has loaded everything, so that ten times as many files are tried; watched."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import multiprocessing.util
import os
import pkgutil
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import builder
from builder.engine.workers.libraries import load_libraries
from tests.support.watched.command import DECOYS, SECRET
from tests.support.watched.touches import Touches, changes, contents

SECONDS = 10.0
"""Of the processor, for one command over one broken file."""

WALL = 120.0
MEMORY = 900_000_000
"""Bytes that one process may hold at the most (ru_maxrss)."""


def load_everything() -> None:
    """Import every module of ours: forks have them then."""
    load_libraries()
    for found in pkgutil.walk_packages(builder.__path__, "builder."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (less than 0 for a signal), what it printed, and in words what it did wrong."""

    code: int
    told: str
    faults: tuple[str, ...]

    @property
    def sign(self) -> str:
        """What is the same in two finds of one cause: the place of the exception, or the first fault without its numbers."""
        places = re.findall(r'File "[^"]*/(builder/[^"]+)", line (\d+)', self.told)
        kind = re.findall(r"^(\w+(?:\.\w+)*(?:Error|Exception|Warning|Interrupt))\b", self.told, re.MULTILINE)
        ours = re.findall(r"\w+Error at builder\.[\w.]+:\d+", self.told)
        place = f"{places[-1][0]}:{places[-1][1]} {kind[-1] if kind else ''}" if places else "".join(ours[:1])
        return place or re.sub(r"\d+", "0", self.faults[0] if self.faults else "")


class Ground:
    """A folder with a reader's home, a course and a cache, laid out anew for each command."""

    def __init__(self, folder: Path) -> None:
        """Make the home."""
        self.folder = folder
        self.home, self.course, self.cache = folder / "home", folder / "course", folder / "cache"
        self.temporary = folder / "tmp"
        for path in [*(self.home / name for name in DECOYS), folder / "secret.txt"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SECRET, encoding="utf-8")

    def lay_out(self, course: Path | None, cache: Path | None, files: dict[str, bytes]) -> None:
        """Put copies of a course and of a cache there, or nothing, and these files over it."""
        for there, source in ((self.course, course), (self.cache, cache)):
            shutil.rmtree(there, ignore_errors=True)
            if source:
                shutil.copytree(source, there, symlinks=True)
            there.mkdir(exist_ok=True)
        for name, data in files.items():
            path = self.course / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def run(self, *arguments: str) -> Ended:
        """Run a command, and judge it."""
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.temporary.mkdir()
        sources = contents(self.course, but="output")
        allowed = (self.course, self.cache, self.temporary)
        with Touches((self.home,), (self.folder,), allowed) as touches, tempfile.TemporaryFile() as told:
            start = time.monotonic()
            child = os.fork()
            if not child:
                self._command(arguments, told.fileno())
            status, used = _wait(child, start + WALL)
            seconds = time.monotonic() - start
            left = _left(child)
            told.seek(0)
            text = told.read(2_000_000).decode("utf-8", "backslashreplace")
            touched = [*touches.seen(), *changes(sources, contents(self.course, but="output"))]
        code = os.waitstatus_to_exitcode(status)
        faults = [f"touched {one}" for one in touched]
        if code not in {0, 1, 2, 3}:
            faults.append(f"ended with {code}")
        if "Traceback" in text or "fault of Coursewright" in text:
            faults.append("a fault of our own")
        if SECRET in text:
            faults.append("printed a file of the reader's")
        if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text):
            faults.append("printed a character that steers the terminal")
        if used.ru_utime + used.ru_stime > SECONDS or seconds > WALL:
            faults.append(f"{used.ru_utime + used.ru_stime:.0f} seconds of the processor, {seconds:.0f} in all")
        if used.ru_maxrss * 1024 > MEMORY:
            faults.append(f"{used.ru_maxrss // 1000} MB of memory")
        faults += [f"left {name}" for name in (*left, *(path.name for path in self.temporary.iterdir()))]
        return Ended(code, text, tuple(faults))

    def _command(self, arguments: tuple[str, ...], told: int) -> NoReturn:
        """Be the command, and end."""
        code = 70
        try:
            os.setsid()
            _forget_the_end()
            null = os.open(os.devnull, os.O_RDONLY)
            for file, there in ((null, 0), (told, 1), (told, 2)):
                os.dup2(file, there)
            resource.setrlimit(resource.RLIMIT_FSIZE, (500_000_000, 500_000_000))
            os.chdir(self.course)
            os.environ.update(HOME=str(self.home), COURSEWRIGHT_CACHE=str(self.cache), TMPDIR=str(self.temporary))
            tempfile.tempdir = None
            sys.argv = ["coursewright", *arguments]
            from builder.cli import main

            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        except BaseException:  # noqa: BLE001  # it is printed, as Python does
            traceback.print_exc()
        finally:
            with contextlib.suppress(BaseException):
                multiprocessing.util._exit_function()  # type: ignore[attr-defined]  # noqa: SLF001  # as at the end of
                atexit._run_exitfuncs()  # noqa: SLF001  # a process that began as one
            with contextlib.suppress(BaseException):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)


def _forget_the_end() -> None:
    """Forget in a fork what its parent has to do when it ends, such as removing temporary folders."""
    atexit._clear()  # noqa: SLF001  # there is no other way
    registry = vars(weakref.finalize)
    registry["_registry"].clear()
    weakref.finalize._registered_with_atexit = False  # type: ignore[attr-defined]  # noqa: SLF001  # likewise


def _wait(child: int, end: float) -> tuple[int, resource.struct_rusage]:
    """Wait for a process, kill its session when the time is over, and return how it ended and what it used."""
    pause = 0.001
    while True:
        found, status, used = os.wait4(child, os.WNOHANG)
        if found:
            return status, used
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
        time.sleep(pause)
        pause = min(pause * 1.3, 0.02)


def _left(session: int) -> list[str]:
    """Wait up to three seconds for all processes of a session to end, kill those that are left, and name them."""
    for _ in range(150):
        try:
            os.killpg(session, 0)
        except (ProcessLookupError, PermissionError):
            return []
        time.sleep(0.02)
    os.killpg(session, signal.SIGKILL)
    return ["processes"]
