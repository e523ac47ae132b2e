"""A folder that may be a stranger's, and the files below it: read by descriptor, regular ones only, within limits.

Every file of a course, a theme, an output folder and the cache is read through here. Names have `/` between their parts.
Imports the standard library only.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from builder.core.disk.current_file import note_file
from builder.core.disk.directory import (
    DEEPEST,
    MOST_FILES,
    Directory,
    LeadsOutsideError,
    LinkPolicy,
    LinkRefusedError,
    NotRegularError,
    TooManyFilesError,
    is_link,
    reach,
)
from builder.core.frozen import dataclass, replace

if TYPE_CHECKING:
    from builder.core.source import Source

READ_BYTES = 50_000_000
"""Largest file of a course that is read at all, in bytes. Each kind of file has a lower limit of its own."""


@dataclass(frozen=True)
class Folder:
    """A folder at `root` on disk; names are relative to `inside` it, and nothing outside `root` is reached.

    The root's own path is the user's choice and may have links. Every use opens the folder anew, so that one that is made
    anew is found, and the object can be sent to another process.
    """

    root: Path
    inside: str = ""
    links: LinkPolicy = LinkPolicy.INSIDE

    def below(self, name: str) -> Folder:
        """Return a folder below this one, which need not exist; links in it may lead anywhere in this one."""
        return replace(self, inside=self._full(name))

    @property
    def name(self) -> str:
        """Its own name, the last part of its path."""
        return self.inside.rpartition("/")[2] or self.root.name

    def _full(self, name: str) -> str:
        return f"{self.inside}/{name}" if self.inside and name else self.inside or name

    @contextmanager
    def _reach(self, name: str) -> Iterator[tuple[Directory, str]]:
        with reach(os.fspath(self.root), self._full(name), self.links) as found:
            yield found

    @contextmanager
    def _entered(self, name: str) -> Iterator[Directory]:
        """Yield a folder, open. Raises OSError when it is none."""
        with self._reach(name) as (folder, last):
            if not last:
                yield folder
            else:
                with folder.enter(last) as found:
                    yield found

    # ── what is there ──────────────────────────────────────────────────────────────────────────────────────────

    def stat(self, name: str) -> os.stat_result | None:
        """Return what is known of what a name leads to, None when there is nothing or it cannot be reached."""
        try:
            with self._reach(name) as (folder, last):
                return folder.stat(last) if last else folder.own_stat()
        except (OSError, ValueError):
            return None

    def is_file(self, name: str) -> bool:
        """Say whether a name leads to a regular file."""
        found = self.stat(name)
        return found is not None and stat.S_ISREG(found.st_mode)

    def is_folder(self, name: str = "") -> bool:
        """Say whether a name leads to a folder."""
        found = self.stat(name)
        return found is not None and stat.S_ISDIR(found.st_mode)

    def is_there(self, name: str) -> bool:
        """Say whether anything stands at a name, of use or not: also a link that leads nowhere, and a pipe."""
        try:
            with self._reach(name):
                return self.stat(name) is not None
        except (LeadsOutsideError, LinkRefusedError):
            return True
        except (OSError, ValueError):
            return False

    def names(self, name: str = "", most: int = MOST_FILES) -> list[str]:
        """Return the names of all that is in a folder, sorted; none when it is not there, cannot be read, or has more than `most`."""
        try:
            with self._entered(name) as folder:
                return [entry.name for entry in folder.entries(most)]
        except (OSError, ValueError, TooManyFilesError):
            return []

    def files(self, name: str, suffix: str) -> list[str]:
        """Return the names of the files inside `name` that end in `suffix`, sorted; hidden ones are left out."""
        found = (one for one in self.names(name) if one.endswith(suffix) and not one.startswith("."))
        return [one for one in found if self.is_file(f"{name}/{one}")]

    def folders(self, name: str) -> list[str]:
        """Return the names of the folders inside `name`, sorted; hidden ones are left out."""
        found = (one for one in self.names(name) if not one.startswith("."))
        return [one for one in found if self.is_folder(f"{name}/{one}")]

    def walk(self, name: str = "", *, hidden: bool = False) -> Iterator[tuple[str, os.stat_result]]:
        """Yield the regular files below a folder, or the file itself, with what is known of each, in a fixed order.

        Hidden ones and `__pycache__` are left out, unless `hidden`. A folder that links lead to again is walked once. Raises TooManyFilesError.
        """
        count = 0
        todo, seen = [name], set[tuple[int, int]]()
        if (found := self.stat(name)) and stat.S_ISREG(found.st_mode):
            yield name, found
            return
        while todo:
            here = todo.pop()
            below: list[str] = []
            try:
                with self._entered(here) as folder:
                    own = folder.own_stat()
                    if (own.st_dev, own.st_ino) in seen and own.st_ino:
                        continue
                    seen.add((own.st_dev, own.st_ino))
                    entries = [entry for entry in folder.entries() if hidden or _is_walked(entry.name)]
                    stats = [entry.stat(follow_symlinks=False) for entry in entries]
            except (OSError, ValueError):
                continue
            count += len(entries)
            if count > MOST_FILES:
                raise TooManyFilesError(os.fspath(self.root / self._full(name)))
            for entry, there in zip(entries, stats, strict=True):
                path = f"{here}/{entry.name}" if here else entry.name
                at = self.stat(path) if is_link(there) else there
                if at is None:
                    continue
                if stat.S_ISDIR(at.st_mode):
                    below.append(path)
                elif stat.S_ISREG(at.st_mode):
                    yield path, at
            todo += [path for path in reversed(below) if path.count("/") < DEEPEST]

    # ── what is in it ──────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def opened(self, name: str) -> Iterator[BufferedReader]:
        """Yield a regular file, open to be read. Raises OSError when it is none or cannot be reached or read."""
        with self._reach(name) as (folder, last):
            if not last:
                raise NotRegularError(name)
            handle = folder.open_regular(last)
        with os.fdopen(handle, "rb") as file:
            yield file

    def read(self, name: str, most: int = -1) -> bytes:
        """Return what a file holds, at `most` so many bytes. Raises OSError as `opened` does, also for what cannot be a name."""
        try:
            with self.opened(name) as file:
                return file.read(most)
        except ValueError as error:
            raise FileNotFoundError(name) from error

    def data(self, name: str, limit: int) -> bytes:
        """Return the bytes of `name`. Raises Unreadable when missing, outside, over `limit` bytes, no regular file, or refused."""
        from builder.core.source import Unreadable, megabytes  # a build with nothing to do reads no source

        note_file(name)
        try:
            with self.opened(name) as file:
                size = os.fstat(file.fileno()).st_size
                data = file.read(limit + 1) if size <= limit else b""  # it may grow while it is read
        except (OSError, ValueError) as error:
            raise Unreadable(_reason(error)) from error
        if (size := max(size, len(data))) > limit:
            raise Unreadable(f"it is {megabytes(size)} MB; at most {limit / 1e6:.0f} MB are read")
        return data

    def refusal(self, name: str) -> str:
        """Return why what stands at a name is not read; "" when it is read, or nothing stands there."""
        try:
            with self.opened(name):
                return ""
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except (OSError, ValueError) as error:
            return _reason(error)

    def source(self, name: str) -> Source:
        """Return `name` as a Source. Raises Unreadable, with the line where one is known."""
        from builder.core.source import Source, decode  # as above

        return Source(name, decode(self.data(name, limit=READ_BYTES)))


def _reason(error: OSError | ValueError) -> str:
    """Return why a file is not read, for authors."""
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case LeadsOutsideError():
            return "it lies outside the course folder"
        case LinkRefusedError():
            return "it is reached through links that lead in a circle"
        case NotRegularError() | IsADirectoryError():
            return "it is no regular file"
        case OSError(errno=errno.ENAMETOOLONG):
            return "its name is too long"
        case OSError():
            return f"it cannot be read ({error.strerror or error})"
        case _:
            return "this is not a usable path"


def _is_walked(name: str) -> bool:
    return not name.startswith(".") and name != "__pycache__"


def our_folder(path: Path) -> Folder:
    """Return a folder of Coursewright itself. Links in it may lead anywhere, as installers make them."""
    return Folder(path, links=LinkPolicy.ANY)


def size_of_ours(path: Path) -> int:
    """Return the size of a file of Coursewright's own, in bytes."""
    found = our_folder(path.parent).stat(path.name)
    return found.st_size if found else 0


def read_ours(path: Path) -> bytes:
    """Return what a file of Coursewright's own holds, such as a font. Raises OSError when it cannot be read."""
    return our_folder(path.parent).read(path.name)
