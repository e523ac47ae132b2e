"""What a command costs, with all processes that it starts: seconds on the clock and of the processor, and memory.

Workers are not children of the command: they are forked from a process beside it, and outlive it by a moment. So it runs
under one that adopts what is left behind (prctl(2), PR_SET_CHILD_SUBREAPER) and waits for all. Linux alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent

_MEASURE = """
import ctypes, json, os, resource, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
start = time.perf_counter()
done = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL)
wall = time.perf_counter() - start
while True:
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        break
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], 'w') as out:
    json.dump([wall, used.ru_utime + used.ru_stime, done.returncode], out)
"""


@dataclass(frozen=True)
class Cost:
    """What a command took: wall and processor seconds; peak memory of it and of the largest process it started, MB."""

    wall: float
    cpu: float
    parent: float = 0.0
    child: float = 0.0


def run(arguments: list[str], cwd: Path, until: Path | None = None) -> tuple[Cost, float]:
    """Run a command to its end and return what it cost, and after how many seconds a file `until` had changed.

    Raises CalledProcessError when it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        told, old = Path(folder) / "cost.json", _changed(until)
        process = subprocess.Popen(
            [sys.executable, "-c", _MEASURE, str(told), *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        start, after, peaks = time.perf_counter(), 0.0, dict[int, float]()
        watch = threading.Thread(target=_sampled, args=(process, peaks))
        if until is None:
            watch.start()
        else:
            while process.poll() is None and not after:
                after = time.perf_counter() - start if _changed(until) != old else 0.0
                time.sleep(0.002)
        words = process.communicate()[1]
        if until is None:
            watch.join()
        wall, cpu, code = json.loads(told.read_text(encoding="ascii"))
    if code not in {0, 1}:
        raise subprocess.CalledProcessError(code, arguments, stderr=words)
    peaks.pop(process.pid, None)
    parent = peaks.pop(min(peaks, default=0), 0.0)  # the first that was started
    return Cost(wall, cpu, parent, max(peaks.values(), default=0.0)), after


def _changed(file: Path | None) -> int:
    return file.stat().st_mtime_ns if file is not None and file.is_file() else 0


def _sampled(process: subprocess.Popen[bytes], peaks: dict[int, float]) -> None:
    """Look at the memory of all processes below one, ten times a second (proc(5))."""
    while process.poll() is None:
        for pid in _below(process.pid):
            try:
                status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
            except OSError:
                continue
            peak = next((int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
            peaks[pid] = max(peaks.get(pid, 0.0), peak)
        time.sleep(0.1)


def _below(pid: int) -> set[int]:
    """Return a process and all that it, and they, have started."""
    above: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                above[int(entry.name)] = int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue
    found, grown = {pid}, True
    while grown:
        more = {child for child, parent in above.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return found


if __name__ == "__main__":
    print(run(sys.argv[1:] or [sys.executable, "-c", "pass"], Path.cwd())[0])
