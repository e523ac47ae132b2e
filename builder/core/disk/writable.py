"""A folder that is written to, and that others may have filled: files appear in it whole, and no link in it is followed.

Imports the standard library only.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.core.disk.directory import (
    MOST_FILES,
    Directory,
    LinkPolicy,
    LinkRefusedError,
    NotRegularError,
    TooManyFilesError,
    open_directory,
    reach,
)
from builder.core.disk.folder import Folder
from builder.core.disk.names import is_name
from builder.core.disk.private import make_private
from builder.core.frozen import dataclass

TEMPORARY = ".coursewright-"
"""What the names of temporary files begin with."""


class BlockedFolderError(Exception):
    """A link, or a file, stands where a folder is to be; the message says which."""


@dataclass(frozen=True)
class WritableFolder(Folder):
    """A folder at `root`, which is made when something is written to it.

    Names below it are those that `is_name` accepts; others name nothing. Files can be read by everybody, or, where they are
    `private`, by their owner alone.
    """

    links: LinkPolicy = LinkPolicy.NONE
    private: bool = False

    # ── what is there ──────────────────────────────────────────────────────────────────────────────────────────

    def stat(self, name: str) -> os.stat_result | None:
        """Return what is known of what stands at a name, without any link on the way; a link itself is one, and leads nowhere."""
        return super().stat(name) if not name or is_name(name) else None

    @contextmanager
    def _reach(self, name: str) -> Iterator[tuple[Directory, str]]:
        if name and not is_name(name):
            raise FileNotFoundError(name)
        with super()._reach(name) as found:
            yield found

    def read(self, name: str, most: int = -1) -> bytes:
        """Return what a file holds, at `most` so many bytes. Raises FileNotFoundError when it is no regular file of this folder."""
        try:
            return super().read(name, most)
        except (LinkRefusedError, NotRegularError, NotADirectoryError) as error:
            raise FileNotFoundError(name) from error

    def is_free(self, name: str) -> bool:
        """Say whether nothing stands at a name, though something could."""
        try:
            with self._reach(name) as (folder, last):
                folder.stat(last)
        except FileNotFoundError:
            return is_name(name)
        except (OSError, ValueError):
            return False
        return False

    def everything(self) -> Iterator[tuple[str, os.stat_result]]:
        """Yield all that is below the folder but folders, hidden files and links, too, with what is known of each, in a fixed order.

        Raises TooManyFilesError.
        """
        todo, count = [""], 0
        while todo:
            here = todo.pop()
            try:
                with self._entered(here) as folder:
                    found = [(entry.name, entry.stat(follow_symlinks=False)) for entry in folder.entries()]
            except (OSError, ValueError):
                continue
            count += len(found)
            if count > MOST_FILES:
                raise TooManyFilesError(os.fspath(self.root))
            below = [(f"{here}/{name}" if here else name, at) for name, at in found]
            yield from ((name, at) for name, at in below if not stat.S_ISDIR(at.st_mode))
            todo += [name for name, at in reversed(below) if stat.S_ISDIR(at.st_mode)]

    def changed(self, name: str) -> int:
        """Return when what stands at a name was changed, in nanoseconds. Raises OSError when nothing is there."""
        place, _, last = name.rpartition("/")
        with self._entered(place) as folder:
            return folder.stat(last).st_mtime_ns

    def check_way(self, name: str) -> None:
        """Raise BlockedFolderError when a link or a file is where a folder has to be for a file of this name."""
        place = name.rpartition("/")[0]
        try:
            with self._blocked(), reach(os.fspath(self.root), place, self.links) as (folder, last):
                if last:
                    folder.enter(last).close()
        except FileNotFoundError:
            return

    @contextmanager
    def _blocked(self) -> Iterator[None]:
        """Tell what stands where a folder is to be."""
        try:
            yield
        except LinkRefusedError as error:
            message = f"{Path(str(error))} is a link"
            raise BlockedFolderError(message) from error
        except NotADirectoryError as error:
            message = f"{Path(str(error))} is no folder"
            raise BlockedFolderError(message) from error

    # ── writing ────────────────────────────────────────────────────────────────────────────────────────────────

    def make(self) -> None:
        """Make the folder, and those above that are missing. Raises NotPrivateError for one that others can open, and OSError."""
        if self.private:
            make_private(self.root)
        elif not self.root.is_dir():
            self.root.mkdir(parents=True, exist_ok=True)

    def is_writable(self) -> bool:
        """Say whether files can be made in the folder, which is there."""
        return os.access(self.root, os.W_OK | os.X_OK)

    @contextmanager
    def _made(self, name: str) -> Iterator[Directory]:
        """Yield a folder below the root, open; what is missing of it is made."""
        self.make()
        with contextlib.ExitStack() as opened, self._blocked():
            here = opened.enter_context(open_directory(os.fspath(self.root)))
            for part in name.split("/") if name else ():
                here.make(part)
                here = opened.enter_context(here.enter(part))
            yield here

    def write(self, name: str, data: bytes, temporary: str = "") -> None:
        """Write a file atomically, through a new file beside it, `temporary`: readers see the old bytes or the new.

        Raises BlockedFolderError when a link or a file is where a folder has to be, and OSError when it cannot be written; what
        stood at the name is then unchanged.
        """
        place, _, last = name.rpartition("/")
        if not is_name(name):
            raise FileNotFoundError(name)
        with self._made(place) as folder:
            there = temporary or next(one for one in _temporary_names() if not folder.has(one))
            handle = folder.open(there, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(handle)
                    if not self.private and hasattr(os, "fchmod"):
                        os.fchmod(handle, 0o644)
                folder.rename(there, last, folder)
            except BaseException:
                with contextlib.suppress(FileNotFoundError):
                    folder.remove(there)
                raise

    def append(self, name: str, data: bytes) -> None:
        """Add bytes to a file, which is made when it is missing. Raises OSError when it cannot be written."""
        handle = self.open_file(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        with os.fdopen(handle, "ab") as file:
            file.write(data)

    def open_file(self, name: str, flags: int) -> int:
        """Open a regular file right in this folder, and return its descriptor. Raises OSError when there is none."""
        if not is_name(name):
            raise FileNotFoundError(name)
        with self._made("") as folder:
            return folder.open_regular(name, flags)

    # ── moving and removing ────────────────────────────────────────────────────────────────────────────────────

    def move(self, name: str, other: str) -> None:
        """Give what stands at a name, whatever it is, a name that is free, in a folder that is there."""
        place, _, last = name.rpartition("/")
        there, _, other_last = other.rpartition("/")
        with self._blocked(), self._entered(place) as folder, self._entered(there) as other_folder:
            folder.rename(last, other_last, other_folder)

    def remove(self, name: str) -> None:
        """Remove a file, and the folders above it that become empty. Missing files and folders are no error."""
        if not self.is_file(name):
            return
        with contextlib.suppress(FileNotFoundError), self._reach(name) as (folder, last):
            folder.remove(last)
        for above in list(itertools.accumulate(name.split("/")[:-1], "{}/{}".format))[::-1]:
            try:
                with self._reach(above) as (folder, last):
                    folder.remove_folder(last)
            except OSError:
                return

    def remove_all(self) -> int:
        """Remove the folder with all that is in it, as far as possible, and return the number of files."""
        count = 0
        with contextlib.suppress(TooManyFilesError):
            for _ in self.everything():
                count += 1
        shutil.rmtree(self.root, ignore_errors=True)
        return count


def _temporary_names() -> Iterator[str]:
    return (f"{TEMPORARY}{os.getpid()}-{secret}" for secret in iter(lambda: os.urandom(6).hex(), ""))
