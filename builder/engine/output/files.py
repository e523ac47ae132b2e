"""Writing files atomically. Imports the standard library only, because a build with nothing to do loads it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_TEMPORARY = ".coursewright-"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file atomically, through a temporary file in the same folder: readers see the old bytes or the new.

    Raises OSError when the folder cannot be written to; the old file is then unchanged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep(root: Path) -> None:
    """Remove the temporary files that a killed build left below a folder. Call it only while no other build runs there."""
    for path in root.rglob(f"{_TEMPORARY}*"):
        path.unlink(missing_ok=True)


def remove(path: Path, root: Path) -> None:
    """Remove a file, and the folders below `root` that become empty. Missing files and folders are no error."""
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == root or not parent.is_relative_to(root):
            return
        if parent.exists():
            if any(parent.iterdir()):
                return
            parent.rmdir()
