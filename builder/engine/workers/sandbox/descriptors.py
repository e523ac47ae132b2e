"""What a worker has open of its parent's, the terminal and the pipes of multiprocessing, of which it keeps its own two; temporary files."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def leave_files(*kept: int | None) -> None:
    """Close all files that this process was born with but these, and join its standard streams to nothing.

    A worker that a course has taken over writes nothing to the terminal, and tells multiprocessing's tracker of resources
    nothing, which removes what it is told to.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    if sys.platform == "linux":
        left = sorted({0, 1, 2, *(one for one in kept if one is not None)})
        for before, after in zip(left, [*left[1:], 2**16], strict=True):
            os.closerange(before + 1, after)


def open_tasks() -> int:
    """Return a descriptor of the list of this process's threads (proc(5)), which a confined process cannot open. Raises OSError without one."""
    return os.open("/proc/self/task", os.O_RDONLY | os.O_DIRECTORY)


def has_one_thread(tasks: int) -> bool:
    """Say whether the process whose threads `tasks` lists has one. Only such a process can be forked and go on: of others' locks none is let go."""
    return len(os.listdir(tasks)) == 1  # of a descriptor


def keep_temporary_files_in(folder: Path | None) -> None:
    """Let the libraries of this process make temporary files in a folder."""
    tempfile.tempdir = str(folder) if folder else None
