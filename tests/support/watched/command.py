"""An attack as a person meets it: a command in a stranger's course, in a home with things in it, on a watched machine.

    reader = Reader(tmp_path)                 # a home with secrets, and an empty course beside them
    reader.lay_out({"modules/x/module.md": …})
    reader.run("check", "x").held(codes={1})  # nothing outside was touched, all limits were kept

Decoys, the course and the folder for temporary files differ for each reader; the cache is that of all tests of a run,
unless another is asked for.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.support.commands import COMMAND, ENVIRONMENT
from tests.support.watched.touches import Touches, changes, contents
from tests.support.watched.tree import ProcessTree

SECRET = "SECRET-OF-THE-HOST"  # noqa: S105  # no password
"""Stands in every decoy. No output may hold it."""

DECOYS = (
    "secret.txt", "secret.png", "index.html", "site/index.html", "module.md", "course.yml", "manifest.json", ".bashrc",
    ".ssh/id_ed25519", ".netrc", ".config/app/config.yml", ".config/fontconfig/fonts.conf", ".fonts/Decoy.ttf",
    ".local/share/fonts/Decoy.otf", ".cache/other/data", ".python_history", ".git/config", "themes/t/theme.yml",
)  # fmt: skip
"""Files of the reader's home: what an attack could want to read, to overwrite, to delete or to have run."""


@dataclass(frozen=True)
class Budget:
    """What a command may use at the most: seconds of the clock and of the processor, bytes.

    `memory` is that of all its processes together, `written` what they hand to the system for writing.
    """

    seconds: float = 60
    cpu: float = 60
    memory: int = 1_500_000_000
    written: int = 200_000_000


@dataclass(frozen=True)
class Watched:
    """How a command ended, what it printed and used, and what it did where it has nothing to do."""

    command: str
    code: int
    out: str
    err: str
    seconds: float
    cpu: float
    memory: int
    written: int
    touched: tuple[str, ...]
    left: tuple[str, ...]
    """Processes and temporary files that outlived it."""
    budget: Budget

    @property
    def told(self) -> str:
        """All that it printed."""
        return self.out + self.err

    def faults(self) -> list[str]:
        """Return in words what it did that no command may do, whatever it reads."""
        limits = (
            ("seconds", self.seconds, self.budget.seconds),
            ("seconds of the processor", self.cpu, self.budget.cpu),
            ("bytes of memory", self.memory, self.budget.memory),
            ("bytes written", self.written, self.budget.written),
        )
        found = [f"{used:,.0f} {what}, more than {most:,.0f}" for what, used, most in limits if used > most]
        found += [f"touched: {one}" for one in self.touched]
        found += [f"left behind: {one}" for one in self.left]
        if "Traceback" in self.told or "fault of Coursewright" in self.told:
            found.append("a fault of our own")
        if self.code not in {0, 1, 2, 3}:
            found.append(f"ended with {self.code}")
        if SECRET in self.told:
            found.append("printed what stands in a file of the reader's")
        return found

    def held(self, codes: Collection[int] = (0, 1, 2)) -> Watched:
        """Assert that nothing outside was touched, all limits were kept, and it ended with one of these codes."""
        faults = self.faults()
        if self.code not in codes:
            faults.append(f"ended with {self.code}, not one of {sorted(codes)}")
        assert not faults, "\n".join([self.command, *faults, self.told[-3000:]])
        return self


class Reader:
    """Somebody with a home, to whom a course was sent. It lies beside things that are none of its business."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.course = folder / "course"
        for path in [*(self.home / name for name in DECOYS), folder / "secret.txt", folder / "secret.png"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SECRET, encoding="utf-8")
        self.course.mkdir()

    def lay_out(self, files: Mapping[str, bytes | str]) -> Path:
        """Write files of the course; return the course's folder."""
        for name, content in {"modules/course.yml": "title: C\n", **files}.items():
            path = self.course / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.course

    def outputs(self) -> Iterator[tuple[str, bytes]]:
        """Yield (path in the output folder, bytes) of all that was made."""
        for path in sorted((self.course / "output").rglob("*")):
            if path.is_file():
                yield path.relative_to(self.course / "output").as_posix(), path.read_bytes()

    def run(
        self,
        *arguments: str,
        budget: Budget | None = None,
        allowed: tuple[Path, ...] = (),
        stays: str = "",
        **environment: str,
    ) -> Watched:
        """Run a command in the course, and kill it when it goes beyond its budget.

        `allowed`: entries beside the course that it may touch. `stays`: how a temporary file may begin that it leaves.
        """
        budget, allowed = budget or Budget(), (self.course, *allowed)
        beside = [path for path in self.folder.iterdir() if path.is_dir() and path not in {*allowed, self.home}]
        sources = contents(self.course, but="output")
        temporary = Path(tempfile.mkdtemp(prefix="cw-"))  # a short name: sockets in it may have 107 bytes (unix(7))
        mine = {"HOME": str(self.home), "TMPDIR": str(temporary)}
        try:
            with (
                Touches((self.home, *beside), (self.folder,), allowed) as touches,
                tempfile.TemporaryFile() as out,
                tempfile.TemporaryFile() as err,
            ):
                start = time.monotonic()
                with subprocess.Popen(
                    [*COMMAND, *arguments], cwd=self.course, env={**ENVIRONMENT, **mine, **environment},
                    stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
                ) as process:  # fmt: skip
                    tree = ProcessTree(process.pid)
                    seconds = _watch(process, tree, budget, start)
                alive = tree.left(3)
                if alive:
                    tree.kill()
                left = [f"process {number}" for number in sorted(alive)]
                left += [
                    path.name for path in sorted(temporary.iterdir()) if not stays or not path.name.startswith(stays)
                ]
                touched = [*touches.seen(), *changes(sources, contents(self.course, but="output"))]
                return Watched(
                    " ".join(arguments), process.returncode, _text(out), _text(err), seconds, tree.cpu, tree.memory,
                    tree.written, tuple(touched), tuple(left), budget,
                )  # fmt: skip
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _watch(process: subprocess.Popen[bytes], tree: ProcessTree, budget: Budget, start: float) -> float:
    """Wait for a process, or kill it and all that it started as soon as they use too much; return how long it took."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
            return time.monotonic() - start
        tree.sample()
        seconds = time.monotonic() - start
        if (
            seconds > budget.seconds
            or tree.cpu > budget.cpu
            or tree.memory > budget.memory
            or tree.written > budget.written
        ):
            tree.kill()
            process.wait()
            return seconds


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "backslashreplace")
