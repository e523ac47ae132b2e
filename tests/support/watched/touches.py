"""Notices every opening, reading, changing, making and removing of files below folders, whichever process does it (inotify(7))."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from types import TracebackType
from typing import Self

_EVENTS = {
    0x1: "read", 0x2: "changed", 0x4: "changed in its attributes", 0x20: "opened", 0x40: "moved away", 0x80: "moved here",
    0x100: "made", 0x200: "removed", 0x400: "removed", 0x800: "moved away", 0x4000: "more than can be counted",
}  # fmt: skip
_ALL = sum(_EVENTS) - 0x4000  # the last tells of a queue that is full; it is not asked for
Contents = dict[Path, object]
_FOLDER, _LISTING = 0x40000000, 0x1 | 0x20
_HEAD = struct.Struct("iIII")


class Touches:
    """What happens to the folders `whole`, at any depth, and to the direct entries of `flat`, but those in `allowed`.

    Elsewhere than on Linux nothing is noticed while it happens: there only what was changed is found afterwards, by the
    bytes and times of all files.
    """

    def __init__(self, whole: tuple[Path, ...], flat: tuple[Path, ...] = (), allowed: tuple[Path, ...] = ()) -> None:
        self._roots, self._flat, self._allowed = whole, flat, {str(path) for path in allowed}
        self._watches: dict[int, Path] = {}
        self._queue = -1
        self._before: Contents = {}

    def __enter__(self) -> Self:
        self._before = self._contents()
        if sys.platform == "linux":
            libc = ctypes.CDLL(None, use_errno=True)
            self._queue = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            for folder in [*self._flat, *(below for root in self._roots for below in (root, *root.rglob("*")))]:
                if folder.is_dir() and not folder.is_symlink():
                    watch = libc.inotify_add_watch(self._queue, os.fsencode(folder), _ALL)
                    assert watch >= 0, os.strerror(ctypes.get_errno())
                    self._watches[watch] = folder
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._queue >= 0:
            os.close(self._queue)

    def seen(self) -> tuple[str, ...]:
        """Return what was touched and how, such as `/tmp/home/secret.txt: opened`, each once."""
        events = list(self._events() if self._queue >= 0 else ())
        # Somebody's search through all of /tmp comes from above: it lists the folder that holds everything, too.
        from_above = {f"{folder}: opened" for folder in self._flat} & {text for text, _ in events}
        found = dict.fromkeys(text for text, is_listing in events if not (from_above and is_listing))
        found |= dict.fromkeys(changes(self._before, self._contents()))
        return tuple(found)

    def _events(self) -> Iterator[tuple[str, bool]]:
        """Yield what happened, and whether a folder was listed and no more."""
        while True:
            try:
                data = os.read(self._queue, 1 << 16)
            except BlockingIOError:
                return
            at = 0
            while at < len(data):
                watch, mask, _, length = _HEAD.unpack_from(data, at)
                name = data[at + _HEAD.size : at + _HEAD.size + length].rstrip(b"\0")
                at += _HEAD.size + length
                path = self._watches.get(watch, Path("?")) / os.fsdecode(name)
                if str(path) not in self._allowed:
                    is_listing = mask & _FOLDER and not mask & ~(_FOLDER | _LISTING)
                    yield from ((f"{path}: {word}", bool(is_listing)) for bit, word in _EVENTS.items() if mask & bit)

    def _contents(self) -> Contents:
        return {path: seen for root in self._roots for path, seen in contents(root).items()}


def contents(root: Path, but: str = "") -> Contents:
    """Return what is known of every file and folder below a folder without opening it, leaving out the entry `but` of the folder."""
    found: Contents = {}
    for path in (root, *sorted(root.rglob("*"))):
        if but and path.relative_to(root).parts[:1] in {(), (but,)}:
            continue
        stat = path.lstat()
        link = path.readlink() if path.is_symlink() else None
        found[path] = stat.st_mode, stat.st_size * S_ISREG(stat.st_mode), stat.st_mtime_ns, stat.st_ctime_ns, link
    return found


def changes(before: Contents, after: Contents) -> list[str]:
    """Return in words which files and folders differ."""
    return [f"{path}: is not as it was" for path in sorted({*before, *after}) if before.get(path) != after.get(path)]
