"""How long one waits: `.venv/bin/python benchmarks/speed.py`, on a quiet machine.

Each command runs in a fresh process, as from a shell, in a copy of the shipped course; the best of a few runs is printed,
with a bare Python's start beside it, so that figures from different machines can be set against each other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def best(arguments: list[str], runs: int, cwd: Path = ROOT, edited: Path | None = None) -> float:
    """Return the shortest wall time of a command, in seconds. A sentence is added to `edited` before each run."""
    times = []
    for number in range(runs):
        if edited is not None:
            edited.write_text(
                f"{edited.read_text(encoding='utf-8')}\nSentence {'abcdefgh'[number % 8]}.\n", encoding="utf-8"
            )
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-P", *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""},
            capture_output=True,
            check=True,
        )
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print the table."""
    floor = best(["-c", "pass"], 5)
    print(f"{'bare Python':<44}{floor:8.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        shutil.copytree(ROOT / "modules", course / "modules")
        module = course / "modules" / "two-terms" / "module.md"
        rows: tuple[tuple[str, list[str], int, float, Path | None], ...] = (
            ("--help", ["--help"], 5, 0.15, None),
            ("check two-terms, after an edit", ["check", "two-terms"], 7, 0.4, module),
            ("check two-terms, nothing changed", ["check", "two-terms"], 5, 0.4, None),
            (
                "build two-terms (handout, guide, deck; cold)",
                [
                    "build",
                    "two-terms",
                    "--force",
                    "--edition",
                    "handout",
                    "--edition",
                    "slides",
                    "--edition",
                    "guide",
                    "--output",
                    folder,
                ],
                3,
                4.0,
                None,
            ),
        )
        for name, arguments, runs, target, edited in rows:
            seconds = best(["-m", "builder", *arguments], runs, course, edited)
            print(f"{name:<44}{seconds:8.2f} s   target {target:g} s   {seconds / floor:5.1f} × bare Python")


if __name__ == "__main__":
    main()
