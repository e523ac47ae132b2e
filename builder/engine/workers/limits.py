"""How many worker processes to start on this machine, and the limits of each."""

from __future__ import annotations

import os
import re
from pathlib import Path

from builder.core.disk.folder import read_ours
from builder.core.frozen import dataclass

WORKER_BYTES = 600_000_000
"""Bytes of free memory that each worker is assumed to need: a guide of 60 pages takes about half of it."""


@dataclass(frozen=True)
class Limits:
    """The limits of one job: `wall` seconds of clock time, `cpu` seconds of processor time, `memory` bytes of address space."""

    wall: float = 600.0
    cpu: int = 400
    memory: int = 2_000_000_000


def worker_count(requested: int = 0) -> int:
    """Return the number of worker processes: as requested, else one for each core that free memory allows, at least 1."""
    if requested:
        return requested
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    free = _available()
    return max(1, min(cores, free // WORKER_BYTES if free else cores))


def _available() -> int:
    """Return the bytes of memory that new processes can use, 0 where the system does not say (proc(5), cgroups(7))."""
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", read_ours(Path("/proc/meminfo")).decode("ascii"), re.MULTILINE)
        free = int(found[1]) * 1024 if found else 0
    except (OSError, ValueError):
        return 0
    try:
        group = Path("/sys/fs/cgroup")
        most = int(read_ours(group / "memory.max"))
        return min(free, most - int(read_ours(group / "memory.current")))
    except (OSError, ValueError):  # no control group, or no limit in it: "max"
        return free
