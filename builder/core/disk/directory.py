"""Folders opened by descriptor, and the way from a folder to a name below it, one part after the other.

Each part is opened in the folder before it and never through a link, so that nothing can be put in between (POSIX, `openat`
with O_NOFOLLOW). Where a link may be followed, its target is walked in the same way, from the folder that it stands in.
Windows has no such calls: there each part is looked at before it is used. Imports the standard library only.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Iterator
from enum import Enum
from typing import Self

BY_DESCRIPTOR = {os.open, os.stat, os.mkdir, os.unlink, os.rmdir, os.rename} <= os.supports_dir_fd and hasattr(
    os, "O_NOFOLLOW"
)
"""Whether this system opens files relative to an open folder."""

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)

DEEPEST = 64
"""Most folders between a root and a file. Deeper ones are made to exhaust descriptors and stacks."""

MOST_FILES = 20_000
"""Most files and folders below a folder that is searched. More take minutes to look at, and a clone of ten kilobytes can bring them."""

_MOST_LINKS = 40
"""Most links on the way to one file, as on Linux (path_resolution(7))."""

_JUNCTION = 0xA0000003
"""The tag of a junction, which leads to another folder as a link does (Windows, IO_REPARSE_TAG_MOUNT_POINT)."""


class LinkPolicy(Enum):
    """Which links below a folder are followed: any, in what is our own; those that stay inside, in sources; none, in outputs."""

    ANY = "any"
    INSIDE = "inside"
    NONE = "none"


class TooManyFilesError(Exception):
    """There are more than MOST_FILES files and folders below a folder."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} holds more than {MOST_FILES:,} files and folders. Take out what is no source.")


class LeadsOutsideError(OSError):
    """A name, or a link on the way to it, leads out of the folder."""


class LinkRefusedError(OSError):
    """There is a link where none is followed."""


class NotRegularError(OSError):
    """What stands at a name is no regular file: a folder, a pipe, a socket or a device."""


def is_link(found: os.stat_result) -> bool:
    """Say whether this is a link, or a junction of Windows."""
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION


class Directory:
    """An open folder: `handle` is its descriptor, None where the system opens nothing relative to one."""

    __slots__ = ("handle", "path")

    def __init__(self, path: str, handle: int | None) -> None:
        self.path, self.handle = path, handle

    def __enter__(self) -> Self:
        """Return the folder itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close it."""
        if self.handle is not None:
            os.close(self.handle)

    def _at(self, name: str) -> str:
        return name if self.handle is not None else os.path.join(self.path, name)  # noqa: PTH118  # a name may be ".."

    def enter(self, name: str) -> Directory:
        """Open a folder in this one. Raises LinkRefusedError for a link, NotADirectoryError for a file."""
        path = f"{self.path}/{name}"
        try:
            if self.handle is not None:
                return Directory(path, os.open(name, _FOLDER | _NO_LINK, dir_fd=self.handle))
        except OSError:
            self._check_folder(name, path)
            raise
        self._check_folder(name, path)
        return Directory(path, None)

    def _check_folder(self, name: str, path: str) -> None:
        found = self.stat(name)
        if is_link(found):
            raise LinkRefusedError(path) from None
        if not stat.S_ISDIR(found.st_mode):
            raise NotADirectoryError(path) from None

    def stat(self, name: str) -> os.stat_result:
        """Return what stands at a name, a link itself and not where it leads."""
        return os.stat(self._at(name), dir_fd=self.handle, follow_symlinks=False)  # Path has no dir_fd

    def own_stat(self) -> os.stat_result:
        """Return what is known of the folder itself."""
        return os.stat(self.path if self.handle is None else self.handle)  # noqa: PTH116  # Path has no descriptors

    def open(self, name: str, flags: int, mode: int = 0o600) -> int:
        """Open a file that is no link, and return its descriptor."""
        flags |= _NO_LINK | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        if self.handle is None and not flags & os.O_EXCL and self.is_link(name):
            raise LinkRefusedError(name)
        return os.open(self._at(name), flags, mode, dir_fd=self.handle)

    def open_regular(self, name: str, flags: int = os.O_RDONLY, mode: int = 0o600) -> int:
        """Open a regular file, and return its descriptor. A pipe does not block. Raises NotRegularError for what is none."""
        with contextlib.suppress(FileNotFoundError):  # it may be about to be made
            if not stat.S_ISREG(self.stat(name).st_mode):  # to open a device can have effects
                raise NotRegularError(name)
        handle = self.open(name, flags | getattr(os, "O_NONBLOCK", 0), mode)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise NotRegularError(name)
        return handle

    def is_link(self, name: str) -> bool:
        """Say whether a link is there."""
        try:
            return is_link(self.stat(name))
        except FileNotFoundError:
            return False

    def has(self, name: str) -> bool:
        """Say whether anything is at a name."""
        try:
            self.stat(name)
        except FileNotFoundError:
            return False
        return True

    def readlink(self, name: str) -> str:
        """Return where a link leads, with `/` between parts."""
        found = os.readlink(self._at(name), dir_fd=self.handle)  # Path has no dir_fd
        return found.removeprefix("\\\\?\\").replace(os.sep, "/")

    def entries(self, most: int = MOST_FILES) -> list[os.DirEntry[str]]:
        """Return what is in the folder, by name. Raises TooManyFilesError for more than `most`."""
        with os.scandir(self.path if self.handle is None else self.handle) as scanned:
            found = list(itertools.islice(scanned, most + 1))
        if len(found) > most:
            raise TooManyFilesError(self.path)
        return sorted(found, key=lambda entry: entry.name)

    def make(self, name: str) -> None:
        """Make a folder, if nothing is there."""
        try:
            os.mkdir(self._at(name), dir_fd=self.handle)  # Path has no dir_fd
        except FileExistsError:
            return

    def rename(self, name: str, other: str, there: Directory) -> None:
        """Give an entry another name, in an open folder; a file of that name is replaced."""
        os.replace(
            self._at(name), there._at(other), src_dir_fd=self.handle, dst_dir_fd=there.handle
        )  # Path has no dir_fd

    def remove(self, name: str) -> None:
        """Remove a file, or a link."""
        os.unlink(self._at(name), dir_fd=self.handle)  # Path has no dir_fd

    def remove_folder(self, name: str) -> None:
        """Remove an empty folder. Raises OSError for one that is not empty."""
        os.rmdir(self._at(name), dir_fd=self.handle)  # Path has no dir_fd


def open_directory(path: str) -> Directory:
    """Open a folder by its path, through links: it is the user's own choice. Raises OSError when it is none."""
    if BY_DESCRIPTOR:
        return Directory(path, os.open(path, _FOLDER))
    if not os.path.isdir(path):  # noqa: PTH112  # strings are faster, and this is called for each file
        raise NotADirectoryError(path) if os.path.lexists(path) else FileNotFoundError(path)
    return Directory(path, None)


@contextlib.contextmanager
def reach(root: str, name: str, links: LinkPolicy) -> Iterator[tuple[Directory, str]]:
    """Walk from a folder to a name below it; yield the open folder that holds it, and its last part, which is no link.

    The last part need not exist. It is "" when the name, such as `x/..`, is that of the folder itself. `links` says which are
    followed. Raises LeadsOutsideError, LinkRefusedError, and OSError when a folder on the way is not there or cannot be opened.
    """
    if "\0" in name or (os.sep != "/" and set(name) & {os.sep, ":"}):
        message = "a name that leads elsewhere, or nowhere"
        raise FileNotFoundError(message)
    if links is LinkPolicy.ANY:
        path, _, last = f"{root}/{name}".rstrip("/").rpartition("/")
        with open_directory(path or "/") as folder:
            if last and not folder.is_link(last):
                yield folder, last
                return
        whole = os.path.realpath(f"{root}/{name}")
        with open_directory(os.path.dirname(whole)) as folder:  # noqa: PTH120  # strings are faster
            yield folder, os.path.basename(whole)  # noqa: PTH119  # as above
        return
    way = [open_directory(root)]
    try:
        last = _walk(way, name, links)
        yield way[-1], last
    finally:
        for folder in way:
            folder.close()


def _walk(way: list[Directory], name: str, links: LinkPolicy) -> str:
    """Walk on from the last folder of `way`, to which folders are added; return the last part of the name."""
    todo, followed = _parts(name), 0
    while todo:
        part = todo.pop()
        if part == "..":
            if len(way) == 1:
                raise LeadsOutsideError(name)
            way.pop().close()
            continue
        target = _step(way, part, last=not todo)
        if target is None:
            if todo:
                continue
            return part
        followed += 1
        if links is LinkPolicy.NONE or followed > _MOST_LINKS:
            raise LinkRefusedError(f"{way[-1].path}/{part}")
        if os.path.isabs(target):  # noqa: PTH117  # strings are faster
            target = _below(way[0].path, target)
            while len(way) > 1:
                way.pop().close()
        todo += _parts(target)
    return ""


def _step(way: list[Directory], part: str, *, last: bool) -> str | None:
    """Open the next folder and add it to `way`, unless it is the `last` part of a name; return where it leads if it is a link."""
    try:
        if not last:
            way.append(way[-1].enter(part))
            if len(way) > DEEPEST:
                message = f"it lies in more than {DEEPEST} folders"
                raise OSError(message)
        elif is_link(way[-1].stat(part)):
            return way[-1].readlink(part)
    except FileNotFoundError:
        if not last:
            raise
    except LinkRefusedError:
        return way[-1].readlink(part)
    return None


def _parts(name: str) -> list[str]:
    """Return the parts of a name, the last one first."""
    return [part for part in reversed(name.split("/")) if part not in {"", "."}]


def _below(root: str, target: str) -> str:
    """Return an absolute path as a name below the folder `root`. Raises LeadsOutsideError when it is not below it."""
    for base in (os.path.abspath(root), os.path.realpath(root)):  # noqa: PTH100  # strings are faster
        if os.path.normcase(target).startswith(os.path.normcase(base.rstrip(os.sep) + os.sep)):
            return target[len(base) + 1 :]
    raise LeadsOutsideError(target)
