"""Locks in the user's cache: one build at a time in a course, and one in an output folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.core.disk.writable import WritableFolder

try:
    import fcntl
except ImportError:  # Windows has no such lock: users must avoid two builds at once; files are still written atomically
    fcntl = None  # type: ignore[assignment]  # see above


class Busy(Exception):  # noqa: N818  # named as the state that it reports
    """Another build holds the lock; the message is its process id."""


@contextmanager
def lock_folder(folder: Path) -> Iterator[bool]:
    """Hold the lock in a folder of the cache. The system releases it when the process ends, however it ends.

    Yields False where no lock file can be written (a full disk). Raises Busy when another build holds the lock.
    """
    try:
        handle = WritableFolder(folder, private=True).open_file("lock", os.O_RDWR | os.O_CREAT)
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
