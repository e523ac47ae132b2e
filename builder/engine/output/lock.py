"""A lock on the course folder: one build at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such lock: users must avoid two builds at once; files are still written atomically
    fcntl = None  # type: ignore[assignment]  # see above


class Busy(Exception):  # noqa: N818  # named as the state that it reports
    """Another build holds the lock; the message is its process id."""


@contextmanager
def lock_folder(folder: Path) -> Iterator[bool]:
    """Hold the folder's lock. The system releases it when the process ends, however it ends.

    Yields False where no lock file can be written (a read-only folder). Raises Busy when another build holds the lock.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        yield False
        return
    try:
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                owner = os.read(handle, 20).decode(errors="replace").strip()
                raise Busy(owner) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield True
    finally:
        os.close(handle)
