"""The output folder during a build: files appear whole or not at all, no file of others is touched, no row is wrong.

What is ours is told by the ledger in the user's cache, never by the folder. A file that stands at a name of ours and is
not as we made it stays; ours then stands beside it, as `NAME-new.EXT`, until that name is free again.

Before a file may change, its row is removed from the manifest; the row, or its successor, returns when the build closes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import cast

from builder.core.disk.writable import TEMPORARY, WritableFolder
from builder.engine.output.ledger import Ledger, MadeFile, name_beside
from builder.engine.output.manifest import (
    LISTING,
    MANIFEST,
    SCHEMA,
    SUMS,
    Artifact,
    Manifest,
    ManifestHead,
    ManifestRow,
    Row,
    SiteRow,
    checksums,
    manifest_bytes,
    site_row,
)
from builder.engine.state.state import State

_FOREIGN = "-"
"""Stands for the hash of what is no regular file: a link, a folder, a pipe."""


@dataclass(frozen=True)
class Displaced:
    """A file that is not as we made it. It stays, and ours is at `other`; or, by force, it is `moved` to `other`.

    `known`: a file of ours was at its name once.
    """

    name: str
    other: str
    known: bool
    moved: bool = False


@dataclass
class OutputFolder:
    """An output folder. `artifacts` (files of modules) and `site` (files of the catalogue) list what is in it now.

    Both map planned paths to rows, whose path is where the file is. `force`: what is not as we made it gets another name,
    with its date, and ours takes its place. Only one build may use a folder at a time.
    """

    root: Path
    ledger: Ledger
    state: State
    force: bool = False
    artifacts: dict[str, ManifestRow] = field(default_factory=dict)
    site: dict[str, SiteRow] = field(default_factory=dict)
    displaced: list[Displaced] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find what the last build left, finished or not, and take free names back."""
        self._folder = WritableFolder(self.root)
        self._unlisted = False
        self._writing = ""
        self._killed = bool(self.ledger.temporary)
        for name in self.ledger.temporary:
            self._folder.remove(name)
        self._closed = {path: [*files.values()][-1].row for path, files in self.ledger.made.items()}
        found = {path: files.get(self._digest(path)) for path, files in self.ledger.made.items()}
        self._ours_before = {path for path, file in found.items() if file}
        for file in found.values():
            if file is not None:
                self._list(file)
        for planned, row in [*self.artifacts.items(), *self.site.items()]:
            if row["path"] != planned and self._is_open(planned, row["sha256"]):
                data = self._folder.read(row["path"])
                self._list(MadeFile(planned, self._put(planned, planned, data, row)))

    def _list(self, file: MadeFile) -> None:
        artifact = file.artifact
        there = self.artifacts.get(file.planned) or self.site.get(file.planned)
        if there is not None and there["path"] == file.planned != file.row["path"]:
            return  # a killed build had taken the name back
        if artifact is not None:
            self.artifacts[file.planned] = artifact
        else:
            self.site[file.planned] = file.row

    def _rows(self) -> dict[str, SiteRow]:
        """Return all rows by the paths of their files."""
        return {row["path"]: row for row in (*self.site.values(), *self.artifacts.values())}

    def _digest(self, name: str) -> str:
        """Return the hash of what stands at a name, "" when it is free."""
        if self._folder.is_file(name):
            return self.state.hash_of(self._folder, name) or _FOREIGN
        return "" if self._folder.is_free(name) else _FOREIGN

    def has(self, planned: str, digest: str) -> bool:
        """Say whether the file with this hash is there, where its name is ours to use."""
        row = self.artifacts.get(planned)
        return row is not None and row["sha256"] == digest and not (self.force and row["path"] != planned)

    def has_page(self, planned: str, digest: str) -> bool:
        """Say the same of a file of the catalogue."""
        row = self.site.get(planned)
        return row is not None and row["sha256"] == digest and not (self.force and row["path"] != planned)

    def path_of(self, planned: str) -> str:
        """Return where a file of a module is."""
        row = self.artifacts.get(planned)
        return row["path"] if row else planned

    def is_changed(self, planned: str) -> bool:
        """Say whether something stands at a name that is not as we made it."""
        found = self._digest(planned)
        return found != "" and not self.ledger.may_replace(planned, found)

    def read(self, planned: str) -> bytes:
        """Return the bytes of a file of a module, by its planned path. Raises FileNotFoundError when it is not there."""
        return self.read_at(self.path_of(planned))

    def read_at(self, path: str) -> bytes:
        """Return the bytes of a file by its own path. Raises FileNotFoundError when it is not there."""
        return self._folder.read(path)

    # ── writing ────────────────────────────────────────────────────────────────────────────────────────────────

    def begin_update(self, kept: set[str]) -> None:
        """Remove all rows from the manifest but those of files that this build does not change. Call it before `publish`."""
        self._unlisted = True
        if self.artifacts or self.site:
            rows = [row for planned, row in self.artifacts.items() if planned in kept]
            self._write_manifest(self.ledger.head, rows, [])

    def publish(self, file: Artifact) -> str:
        """Write a file of a module, and return where it is. The manifest lists it when `close` is called."""
        row = self._place(file.path, file.data, file.row)
        self.site.pop(file.path, None)
        self.artifacts[file.path] = row
        self._writing = ""
        return row["path"]

    def forget(self, planned: Collection[str]) -> None:
        """Drop files from `artifacts`; `close` deletes them."""
        for name in planned:
            self.artifacts.pop(name, None)

    def publish_page(self, name: str, data: bytes) -> SiteRow:
        """Write a file of the catalogue, unless it is there with the same bytes, and return its row."""
        row = self.site.get(name)
        digest = sha256(data).hexdigest()
        if row is None or row["sha256"] != digest or (self.force and row["path"] != name):
            if not self._unlisted:
                self.begin_update(set(self.artifacts))
            row = self._place(name, data, site_row(name, data))
        self.site[name] = row
        self._writing = ""
        return row

    def set_site_files(self, planned: Iterable[str]) -> None:
        """Declare these to be all files of the catalogue. `close` deletes the others."""
        names = set(planned)
        self.site = {name: row for name, row in self.site.items() if name in names}

    def _place(self, planned: str, data: bytes, row: Row) -> Row:
        """Write a file at its name, or beside what stands there and is not ours; return its row."""
        self._folder.check_way(planned)
        name = planned
        if not self._is_open(planned, row["sha256"]):
            known = self.ledger.knows(planned)
            if self.force:
                other = self._dated(planned)
                self._folder.move(planned, other)
            else:
                name = other = self.place_of(planned, row["sha256"])
            self.displaced.append(Displaced(planned, other, known, moved=self.force))
        return self._put(planned, name, data, row)

    def place_of(self, planned: str, digest: str) -> str:
        """Return where a file with this hash is put: at its name, or beside what stands there and is not ours."""
        if self.force or self._is_open(planned, digest):
            return planned
        return next(one for one in _names_beside(planned) if self._is_open(one, digest))

    def _is_open(self, name: str, digest: str) -> bool:
        """Say whether a file with this hash may be written at a name: nothing is lost by it."""
        found = self._digest(name)
        return found in {"", digest} or self.ledger.may_replace(name, found)

    def _dated(self, name: str) -> str:
        """Return a free name for a file that is to be kept, with the day on which it was changed."""
        changed = datetime.fromtimestamp(self._folder.changed(name) / 1e9, UTC).date()
        names = (name_beside(name, f"{changed}{again}") for again in ("", *(f"-{n}" for n in range(2, 10_000))))
        return next(other for other in names if self._folder.is_free(other))

    def _put(self, planned: str, name: str, data: bytes, row: Row) -> Row:
        """Note a file in the ledger, write it, and return its row."""
        placed = cast("Row", {**row, "path": name})
        self.ledger.note_file(planned, placed)
        self._writing = name
        self._write(name, data, row["sha256"])
        return placed

    def _write(self, name: str, data: bytes, digest: str) -> None:
        self.state.forget(self._folder, name)
        folder = name.rpartition("/")[0]
        for count in range(10_000):  # in a folder that is none, no name is free
            temporary = f"{TEMPORARY}{os.getpid()}-{count}"
            path = f"{folder}/{temporary}" if folder else temporary
            if self._folder.is_free(path):
                break
        if path not in self.ledger.temporary:
            self.ledger.note_temporary(path)
        self._folder.write(name, data, temporary)
        self.state.note_written(self._folder, name, digest)

    # ── closing ────────────────────────────────────────────────────────────────────────────────────────────────

    def close(self, head: Callable[[], ManifestHead]) -> None:
        """Write the manifest, then delete the files of ours that are no longer listed.

        `head` returns the manifest's entries about course and tool; it is called only when the manifest is written.
        """
        self._settle()
        rows, about = self._rows(), self.ledger.head
        whole = all(self._digest(name) == self.ledger.listing.get(name, "") != "" for name in LISTING)
        if self._unlisted or self._killed or rows != self._closed or not whole:
            about = head()
            self._write_manifest(about, list(self.artifacts.values()), list(self.site.values()))
        for name in sorted(self._ours_before - rows.keys()):
            if self.ledger.is_ours(name, self._digest(name)):
                self._folder.remove(name)
        # What was changed since may be as we made it again one day.
        gone = {path: [*files][-1] for path, files in self.ledger.made.items() if path not in rows}
        claims = {
            path: digest for path, digest in (self.ledger.claims | gone).items() if not self._is_settled(path, rows)
        }
        self.ledger.write(self._made(), claims, about)

    def _settle(self) -> None:
        """List the file that was being written when the build was stopped, as it is: Ctrl-C comes between any two steps."""
        path, self._writing = self._writing, ""
        if path:
            self.artifacts = {planned: row for planned, row in self.artifacts.items() if row["path"] != path}
            self.site = {planned: row for planned, row in self.site.items() if row["path"] != path}
            self.state.forget(self._folder, path)
            if file := self.ledger.made.get(path, {}).get(self._digest(path)):
                self._list(file)

    def _is_settled(self, path: str, rows: dict[str, SiteRow]) -> bool:
        return path in rows or self._folder.is_free(path)

    def _made(self) -> list[MadeFile]:
        return [MadeFile(planned, row) for files in (self.artifacts, self.site) for planned, row in files.items()]

    def beside(self) -> dict[str, str]:
        """Return the planned paths of the files that stand beside one that is not ours, with their hashes."""
        return {file.planned: file.row["sha256"] for file in self._made() if file.row["path"] != file.planned}

    def _write_manifest(self, head: ManifestHead, rows: list[ManifestRow], site: list[SiteRow]) -> None:
        manifest: Manifest = {
            "schema": SCHEMA,
            **head,
            "artifacts": sorted(rows, key=lambda row: row["path"]),
            "site": sorted(site, key=lambda row: row["path"]),
        }
        for name, data in ((SUMS, checksums(manifest)), (MANIFEST, manifest_bytes(manifest))):
            digest = sha256(data).hexdigest()
            self.ledger.note_listing(name, digest)
            self._write(name, data, digest)


def _names_beside(name: str) -> Iterable[str]:
    """Yield names beside a name: `x-new.pdf`, and further ones for when that was changed too."""
    return (name_beside(name, word) for word in ("new", *(f"new-{n}" for n in range(2, 10_000))))
