"""Folders that their owner alone can open: those of the user's cache, and temporary ones.

Imports the standard library only.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from pathlib import Path


class NotPrivateError(OSError):
    """A folder is a link, or belongs to somebody else; the message says which."""


def make_private(folder: Path) -> Path:
    """Make a folder, and those above that are missing, for its owner alone (mode 0700), and return it.

    Raises NotPrivateError when a link or another user's folder is there, and OSError when none can be made.
    """
    if not os.path.lexists(folder):  # a worker may make nothing outside the cache
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        message = f"{folder} is not a folder"
        raise NotPrivateError(message)
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        message = f"{folder} belongs to somebody else"
        raise NotPrivateError(message)
    if found.st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def make_temporary(kind: str) -> Path:
    """Make a private folder for files of a `kind`, which is removed when the program ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"coursewright-{kind}"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def shared_temporary() -> Path:
    """Return this user's folder in the system's temporary folder: the same for each command. It may not exist."""
    user = os.getuid() if hasattr(os, "getuid") else ""
    return Path(tempfile.gettempdir(), f"coursewright-{user}")
