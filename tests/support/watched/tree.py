"""What a process and all that it starts use of the machine, sampled from proc(5) while they run."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class ProcessTree:
    """All processes of a session, by the process that began it (setsid(2)), and all that those have started.

    `memory`: the largest sum seen of what they held, in bytes; a page that several share counts once (PSS). `cpu`: seconds
    of the processor. `written`: bytes handed to the system for writing, to files and pipes. Elsewhere than on Linux all
    are 0.
    """

    def __init__(self, leader: int) -> None:
        self.leader = leader
        self.memory = 0
        self._known: set[int] = {leader}
        self._cpu: dict[int, float] = {}
        self._written: dict[int, int] = {}

    @property
    def cpu(self) -> float:
        return sum(self._cpu.values())

    @property
    def written(self) -> int:
        return sum(self._written.values())

    def sample(self) -> set[int]:
        """Look once; return the processes that are alive."""
        if sys.platform != "linux":
            return set()
        alive, memory = set(), 0
        for path in Path("/proc").iterdir():
            name = path.name
            if name.isdigit() and (fields := _stat(int(name))):
                parent, session = int(fields[1]), int(fields[3])
                if self.leader == session or {int(name), parent} & self._known:
                    self._known.add(int(name))
                    if fields[0] != "Z":
                        alive.add(int(name))
                    self._cpu[int(name)] = (int(fields[11]) + int(fields[12])) / _TICK
        for process in alive:
            memory += _number(f"/proc/{process}/smaps_rollup", r"^Pss:\s+(\d+) kB") * 1024
            self._written[process] = _number(f"/proc/{process}/io", r"^wchar: (\d+)") or self._written.get(process, 0)
        self.memory = max(self.memory, memory)
        return alive

    def left(self, seconds: float) -> set[int]:
        """Wait until no process is left, but not longer than so many seconds; return those that are."""
        end = time.monotonic() + seconds
        while (alive := self.sample()) and time.monotonic() < end:
            time.sleep(0.02)
        return alive

    def kill(self) -> None:
        """End all processes at once."""
        for process in self.sample() or {self.leader}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


def _stat(process: int) -> list[str]:
    """Return the fields of /proc/N/stat from the state on: what stands before may hold blanks."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()
    except OSError:  # it has ended
        return []


def _number(path: str, pattern: str) -> int:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="latin-1"), re.MULTILINE)
    except OSError:  # it has ended
        return 0
    return int(found[1]) if found else 0
