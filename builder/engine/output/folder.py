"""The output folder during a build: files are written atomically, and the manifest never lists a file that is not there.

Before a file may change, its row is removed from the manifest; the row, or its successor, returns when the build closes.
Removed rows are stored in `unlisted.json` meanwhile, so that the next build finds them after a crash or a full disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from builder.engine.output.files import remove, sweep, write_whole
from builder.engine.output.manifest import (
    SCHEMA,
    Artifact,
    Manifest,
    ManifestHead,
    ManifestRow,
    SiteRow,
    checksums,
    manifest_bytes,
    read_manifest,
    read_rows,
    site_row,
)

UNLISTED = "unlisted.json"


class OutputFolder:
    """An output folder at `root`. `rows` (files of modules) and `site` (files of the catalogue) list what is in it now."""

    def __init__(self, root: Path) -> None:
        """Open the folder as the last build left it, finished or not. Only one build may use it at a time."""
        self.root, self._changed, self._unlisted = root, False, False
        sweep(root)
        manifest = read_manifest(root)
        head = {name: value for name, value in manifest.items() if name not in {"artifacts", "site"}}
        self._head_before = cast("ManifestHead", head)  # the manifest without its lists
        artifacts, site = read_rows(manifest)
        self.rows = {row["path"]: row for row in artifacts}
        self.site = {row["path"]: row for row in site}
        self._rows_before, self._removed = dict(self.rows), set[str]()
        self._recover()

    def _recover(self) -> None:
        """Restore the rows that a killed build had removed. A file that does not match its row is deleted and made again."""
        path = self.root / UNLISTED
        try:
            noted = cast("Manifest", json.loads(path.read_text(encoding="utf-8")))  # its two lists, by `begin_update`
        except (OSError, ValueError):
            return
        artifacts, site = read_rows(noted)
        self.rows |= {row["path"]: row for row in artifacts if row["path"] not in self.rows and self._is_intact(row)}
        self.site |= {row["path"]: row for row in site if row["path"] not in self.site and self._is_intact(row)}
        self._changed = True

    def _is_intact(self, row: SiteRow) -> bool:
        """Say whether a file is as its row says; delete it when it is not."""
        if self._digest(row["path"]) == row["sha256"]:
            return True
        self._remove(row["path"])
        return False

    def _digest(self, name: str) -> str:
        try:
            return hashlib.sha256((self.root / name).read_bytes()).hexdigest()
        except OSError:
            return ""

    def _remove(self, name: str) -> None:
        path = (self.root / name).resolve()
        if path.is_relative_to(self.root.resolve()):
            remove(path, self.root.resolve())

    def begin_update(self, kept: set[str]) -> None:
        """Remove all rows from the manifest but those of files that this build does not change. Call it before `publish`."""
        if not self.rows and not self.site:
            self._unlisted = True  # no row can become wrong
            return
        self._changed = self._unlisted = True
        out = {"artifacts": [row for path, row in self.rows.items() if path not in kept], "site": [*self.site.values()]}
        write_whole(self.root / UNLISTED, json.dumps(out, ensure_ascii=False).encode())
        self._write_manifest(self._head_before, [row for path, row in self.rows.items() if path in kept], [])

    def publish(self, file: Artifact) -> None:
        """Write a file of a module. The manifest lists it when `close` is called."""
        write_whole(self.root / file.path, file.data)
        self.rows[file.path] = file.row

    def forget(self, paths: set[str]) -> None:
        """Drop files from `rows`; `close` deletes them."""
        for path in paths:
            self.rows.pop(path, None)

    def publish_page(self, name: str, data: bytes) -> SiteRow:
        """Write a file of the catalogue, unless it is there with the same bytes, and return its row."""
        row = site_row(name, data)
        if row != self.site.get(name) or self._digest(name) != row["sha256"]:
            if not self._unlisted:
                self.begin_update(set(self.rows))
            write_whole(self.root / name, data)
        self._list_site_file(row)
        return row

    def set_site_files(self, rows: Iterable[SiteRow]) -> None:
        """Declare these to be all files of the catalogue. `close` deletes the others."""
        names = set()
        for row in rows:
            self._list_site_file(row)
            names.add(row["path"])
        self._removed |= self.site.keys() - names
        self.site = {name: row for name, row in self.site.items() if name in names}

    def _list_site_file(self, row: SiteRow) -> None:
        """Add a row of the catalogue. Rows are added one by one, so that they are right should the next file not be written."""
        self._changed |= row != self.site.get(row["path"])
        self.site[row["path"]] = row

    def close(self, head: Callable[[], ManifestHead]) -> None:
        """Write the manifest, then delete the files that are no longer listed.

        `head` returns the manifest's entries about course and tool; it is called only when the manifest is written.
        """
        gone = self._removed | (self._rows_before.keys() - self.rows.keys())
        if self._changed or self.rows != self._rows_before:
            self._write_manifest(head(), list(self.rows.values()), list(self.site.values()))
        for name in sorted(gone - self.rows.keys() - self.site.keys()):
            self._remove(name)
        with contextlib.suppress(FileNotFoundError):
            (self.root / UNLISTED).unlink()

    def _write_manifest(self, head: ManifestHead, rows: list[ManifestRow], site: list[SiteRow]) -> None:
        manifest: Manifest = {
            "schema": SCHEMA,
            **head,
            "artifacts": sorted(rows, key=lambda row: row["path"]),
            "site": sorted(site, key=lambda row: row["path"]),
        }
        write_whole(self.root / "SHA256SUMS", checksums(manifest))
        write_whole(self.root / "manifest.json", manifest_bytes(manifest))
