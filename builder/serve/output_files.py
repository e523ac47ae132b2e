"""Which files of the output folder were made here, by the ledger: the preview shows these, and hands out others unread.

A course can bring an output folder along. A page in it, with a script beside it, would run in the preview's own origin, where
it could read all that the preview shows, and its token.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from builder.core.disk.writable import WritableFolder
from builder.engine.output.ledger import LEDGER, Ledger, read_ledger


@dataclass(frozen=True)
class OutputFile:
    """A file of the output folder by its path there. `made`: it stands there as this machine made it."""

    path: str
    made: bool


class OutputFiles:
    """The files of the folder `output`. `notes` is its folder of the cache, with the ledger."""

    def __init__(self, output: Path, notes: Path) -> None:
        self._output, self._notes = WritableFolder(output), notes
        self._ledger, self._read = Ledger(WritableFolder(notes, private=True)), (0, 0, 0)

    def find(self, name: str) -> OutputFile | None:
        """Return the file at a name; None when there is none, it is reached through a link, or it is hidden.

        Where a page, a style or a script of the catalogue stands beside something that is not ours, it is found instead.
        """
        if any(part.startswith(".") for part in name.split("/")):
            return None
        self._refresh()
        if self._is_made(name):
            return OutputFile(name, made=True)
        for path, files in self._ledger.made.items():
            if any(file.planned == name != path and not file.artifact for file in files.values()) and self._is_made(
                path
            ):
                return OutputFile(path, made=True)
        return OutputFile(name, made=False) if self._output.is_file(name) else None

    def _is_made(self, name: str) -> bool:
        """Say whether a file is here with bytes that were made for this path. What nobody made here is not read."""
        known = self._ledger.made.get(name, {})
        if not (known or name in self._ledger.listing):
            return False
        try:
            with self._output.opened(name) as file:
                return self._ledger.is_ours(name, hashlib.file_digest(file, "sha256").hexdigest())
        except (OSError, ValueError):
            return False

    def _refresh(self) -> None:
        """Read the ledger, if a build has written to it."""
        found = self._ledger.folder.stat(LEDGER)
        there = (found.st_ino, found.st_size, found.st_mtime_ns) if found else (0, 0, 0)
        if there != self._read:
            self._ledger, self._read = read_ledger(self._notes), there
