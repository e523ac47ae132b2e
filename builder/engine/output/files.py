"""Files below a folder that may hold links and files of others: written atomically, and never through a link.

Imports the standard library only, because a build with nothing to do loads it.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

TEMPORARY = ".coursewright-"


class BlockedFolderError(Exception):
    """A link, or a file, stands where a folder is to be; the message says which."""


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file atomically, through a temporary file in the same folder: readers see the old bytes or the new.

    A `private` file can be read by its owner alone, others by everybody. Raises OSError when the folder cannot be written
    to; the old file is then unchanged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
    _fill(handle, Path(name), path, data, 0o600 if private else 0o644)


def _fill(handle: int, temporary: Path, path: Path, data: bytes, mode: int) -> None:
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_regular(path: Path, most: int = -1) -> bytes:
    """Return what a file holds, at `most` so many bytes of it. Raises OSError when it is no regular file: a pipe would block."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            message = f"{path} is no regular file"
            raise OSError(message)
        return file.read(most)


@dataclass
class GuardedFolder:
    """A folder that others may have filled. Names below it have `/` between parts; no link below it is followed.

    Names with empty parts, `.`, `..` or a backslash name nothing in it. `plain` are folders known to be no links.
    """

    root: Path
    plain: set[str] = field(default_factory=lambda: {""})

    def is_plain(self, name: str) -> bool:
        """Say whether a name leads to a regular file without any link on the way."""
        found = self._stat(name)
        return found is not None and stat.S_ISREG(found.st_mode)

    def is_free(self, name: str) -> bool:
        """Say whether nothing stands at a name, though something could."""
        if not self._is_reached(name):
            return False
        return not os.path.lexists(self.root / name)

    def _stat(self, name: str) -> os.stat_result | None:
        if not self._is_reached(name):
            return None
        try:
            return (self.root / name).lstat()
        except (OSError, ValueError):
            return None

    def _is_reached(self, name: str) -> bool:
        """Say whether a name is one, and the folders above it are folders, as far as they exist."""
        if not is_name(name):
            return False
        if name.rpartition("/")[0] in self.plain:
            return True
        try:
            self.check_way(name)
        except (BlockedFolderError, OSError, ValueError):
            return False
        return True

    def check_way(self, name: str) -> None:
        """Raise BlockedFolderError when a link or a file is where a folder has to be for a file of this name."""
        parts = name.split("/")[:-1]
        for folder in itertools.accumulate(parts, "{}/{}".format):
            if folder in self.plain:
                continue
            place = self.root / folder
            try:
                mode = place.lstat().st_mode
            except FileNotFoundError:
                return
            if not stat.S_ISDIR(mode):
                message = f"{place} is {'a link' if stat.S_ISLNK(mode) else 'no folder'}"
                raise BlockedFolderError(message)
            self.plain.add(folder)

    def read(self, name: str) -> bytes:
        """Return what a file holds. Raises FileNotFoundError when it is no regular file below the root."""
        if not self.is_plain(name):
            raise FileNotFoundError(name)
        return read_regular(self.root / name)

    def write(self, name: str, data: bytes, temporary: str) -> None:
        """Write a file atomically, through a new file `temporary` in the same folder; what stands at `name` is replaced.

        Raises BlockedFolderError when a link or a file is where a folder has to be, and OSError as `write_whole` does.
        """
        path = self.root / name
        self.check_way(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.with_name(temporary)
        handle = os.open(there, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        _fill(handle, there, path, data, 0o644)

    def move(self, name: str, other: str) -> None:
        """Give what stands at a name, whatever it is, a name that is free."""
        self.check_way(name)
        (self.root / name).rename(self.root / other)

    def remove(self, name: str) -> None:
        """Remove a file, and the folders above it that become empty. Missing files and folders are no error."""
        if not self.is_plain(name):
            return
        path = self.root / name
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == self.root:
                return
            with contextlib.suppress(FileNotFoundError):
                if any(parent.iterdir()):
                    return
                parent.rmdir()
            self.plain.discard(parent.relative_to(self.root).as_posix())


def is_name(name: str) -> bool:
    """Say whether a name can be that of a file below a folder."""
    return not any(part in {"", ".", ".."} for part in name.split("/")) and not set(name) & set("\\\0:")
