"""How many workers this machine bears, and what each of them may use."""

from __future__ import annotations

import os
import re
from pathlib import Path

from builder.core.frozen import dataclass

WORKER_BYTES = 600_000_000
"""Memory that a worker is counted with when it is decided how many there are: a guide of 60 pages takes about half."""


@dataclass(frozen=True)
class Limits:
    """What one job may use: seconds on the clock, seconds of the processor, and bytes of address space."""

    wall: float = 600.0
    cpu: int = 400
    memory: int = 2_000_000_000


def workers(asked: int = 0) -> int:
    """Return how many processes to make files in: as many as asked for, else one a core, and no more than memory holds."""
    if asked:
        return asked
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    free = _available()
    return max(1, min(cores, free // WORKER_BYTES if free else cores))


def _available() -> int:
    """Return the bytes of memory that a new process could use, 0 where the system does not say (proc(5), cgroups(7))."""
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
        free = int(found[1]) * 1024 if found else 0
    except (OSError, ValueError):
        return 0
    try:
        group = Path("/sys/fs/cgroup")
        most = int((group / "memory.max").read_text(encoding="ascii"))
        return min(free, most - int((group / "memory.current").read_text(encoding="ascii")))
    except (OSError, ValueError):  # no control group, or no limit in it: "max"
        return free
