"""How long one waits: `.venv/bin/python benchmarks/speed.py`, on a quiet machine.

Each command runs in a fresh process, as from a shell; the best of a few runs is printed, with a bare Python's start
beside it, so that figures from different machines can be set against each other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def best(arguments: list[str], runs: int) -> float:
    """Return the shortest wall time of a command, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-P", *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
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
        rows = (
            ("--help", ["--help"], 5, 0.15),
            ("check two-terms", ["check", "two-terms"], 5, 0.4),
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
            ),
        )
        for name, arguments, runs, target in rows:
            seconds = best(["-m", "builder", *arguments], runs)
            print(f"{name:<44}{seconds:8.2f} s   target {target:g} s   {seconds / floor:5.1f} × bare Python")


if __name__ == "__main__":
    main()
