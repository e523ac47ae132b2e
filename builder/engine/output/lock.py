"""One build at a time in a course folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: two builds at once are then the user's to avoid; files still appear whole
    fcntl = None  # type: ignore[assignment]  # see above


class Busy(Exception):  # noqa: N818  # it reads as what it says
    """Another build has the folder; the message says which process."""


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold the folder's lock; the system lets it go when the process ends, however it ends.

    Yields False where no lock can be kept (a folder that cannot be written to). Raises Busy when another build has it.
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
