"""How many worker processes to start on this machine, and the limits of each."""

from __future__ import annotations

import contextlib
import os
import re
import signal
from pathlib import Path

from builder.core.disk.folder import read_ours
from builder.core.frozen import dataclass
from builder.engine.workers.stopped import StoppedError

try:
    import resource
except ImportError:  # Windows: only time is limited there
    resource = None  # type: ignore[assignment]  # see above

WORKER_BYTES = 600_000_000
"""Bytes of free memory that each worker is assumed to need: a guide of 60 pages takes about half of it."""


@dataclass(frozen=True)
class Limits:
    """The limits of one job: `wall` seconds of clock time, `cpu` seconds of processor time, `memory` bytes of address space."""

    wall: float = 600.0
    cpu: int = 400
    memory: int = 2_000_000_000


READING = Limits(wall=120.0, cpu=30, memory=1_000_000_000)
"""The limits within which a course's own files or one module are read and checked. The largest of the shipped course takes
0.2 seconds and 90 MB; a picture of 25 million pixels with sixteen bits a channel needs half a gigabyte."""


IMPORTING = Limits(wall=600.0, cpu=180, memory=2_000_000_000)
"""The limits within which files of other programs are read: a deck of 2,000 slides takes 20 seconds, its pictures some hundred MB."""


WHOLE_COURSE = Limits(wall=3600.0, cpu=60, memory=1_000_000_000)
"""The limits of a process that reads a course's own files, and has other processes read its modules."""


def limit_memory(limits: Limits, inherited: int = 0) -> None:
    """Limit the address space of this process for good, and write no core files. Does nothing on Windows.

    `inherited` are bytes of address space that a forked process has from its parent: they count beyond its limit.
    """
    if resource is not None:
        with contextlib.suppress(ValueError, OSError):  # a lower limit was set from outside
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory + inherited, limits.memory + inherited))
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu(seconds: int) -> None:
    """Allow this process so many more seconds of processor time: the limit counts from its start (setrlimit(2)).

    Does nothing on Windows.
    """
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def too_much_memory(limits: Limits) -> StoppedError:
    """Return the error of a call that needed more memory than it may."""
    return StoppedError(f"it needed more than {limits.memory / 1e9:g} GB of memory")


def how_it_ended(code: int, limits: Limits) -> str:
    """Return in words how a process under limits ended without an answer. `code` is its exit code, or minus a signal's number."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return f"it needed more than {limits.cpu} seconds of the processor"
    if code >= 0:
        return f"its process ended by itself, with code {code}"
    name = next((one.name for one in signal.Signals if one == -code), f"signal {-code}")  # a real-time one has none
    if name == "SIGKILL":
        return "its process was killed from outside, as a system does that runs out of memory"
    return f"its process crashed ({name}), as one does that needs more than {limits.memory / 1e9:g} GB of memory"


def worker_count(requested: int = 0) -> int:
    """Return the number of worker processes: as requested, else one for each core that free memory allows, at least 1."""
    if requested:
        return requested
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    free = _available()
    return max(1, min(cores, free // WORKER_BYTES if free else cores))


def address_space() -> int:
    """Return the bytes of address space that this process has, 0 where the system does not say (proc(5))."""
    try:
        return int(read_ours(Path("/proc/self/statm")).split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


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
