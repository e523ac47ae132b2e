"""An output folder while a build fills it: files appear whole, and the manifest never lists one that is not there.

A row is taken out of the manifest before its file may change, and comes back, or its successor does, when all is done.
Rows that are out are noted beside it in `unlisted.json`, so that the next build knows them after a kill or a full disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from builder.engine.files import remove, sweep, write_whole
from builder.engine.manifest import SCHEMA, Artifact, checksums, manifest_bytes, read_manifest

UNLISTED = "unlisted.json"

Row = dict[str, Any]


class Shelf:
    """An output folder. `rows` and `site` are what stands in it now.

    `head` gives what its manifest says of course and tool; it is asked when the build closes, for the answer takes time.
    """

    def __init__(self, output: Path, head: Callable[[], Row]) -> None:
        """Take up an output folder as the last build left it, whole or not. Only one build may work on it."""
        self._output, self._head, self._begun, self._out = output, head, False, False
        sweep(output)
        manifest = read_manifest(output)
        self._was_head = {name: value for name, value in manifest.items() if name not in {"artifacts", "site"}}
        self.rows = {str(row["path"]): row for row in _rows(manifest, "artifacts")}
        self.site = {str(row["path"]): row for row in _rows(manifest, "site")}
        self._was, self._gone = dict(self.rows), set[str]()
        self._heal()

    def _heal(self) -> None:
        """Take back the rows that a killed build left out. A file that is not as its row says is removed: it is made again."""
        path = self._output / UNLISTED
        try:
            noted = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        for kind, rows in (("artifacts", self.rows), ("site", self.site)):
            for row in _rows(noted, kind):
                name = str(row["path"])
                if name in rows:
                    continue
                if self._digest(name) == row["sha256"]:
                    rows[name] = row
                else:
                    self._remove(name)
        self._begun = True

    def _digest(self, name: str) -> str:
        try:
            return hashlib.sha256((self._output / name).read_bytes()).hexdigest()
        except OSError:
            return ""

    def _remove(self, name: str) -> None:
        path = (self._output / name).resolve()
        if path.is_relative_to(self._output.resolve()):
            remove(path, self._output.resolve())

    def begin(self, kept: set[str]) -> None:
        """Take all rows out of the manifest but those of files that this build leaves alone. Call it before `put`."""
        if not self.rows and not self.site:
            self._out = True  # nothing is listed that could come to lie
            return
        self._begun = self._out = True
        out = {"artifacts": [row for path, row in self.rows.items() if path not in kept], "site": [*self.site.values()]}
        write_whole(self._output / UNLISTED, json.dumps(out, ensure_ascii=False).encode())
        self._list(self._was_head, [row for path, row in self.rows.items() if path in kept], [])

    def put(self, artifact: Artifact) -> None:
        """Publish a file; it is listed once `close` is called."""
        write_whole(self._output / artifact.path, artifact.data)
        self.rows[artifact.path] = artifact.entry()

    def drop(self, paths: set[str]) -> None:
        """Forget files, and remove them when the build closes."""
        for path in paths:
            self.rows.pop(path, None)

    def show(self, site: Mapping[str, bytes | Row]) -> None:
        """Publish the pages that show what there is. A row in place of bytes: that file stays as it is."""
        for name, file in site.items():
            row = file if isinstance(file, dict) else _site_row(name, file)
            same = row == self.site.get(name)
            if not isinstance(file, dict) and not (same and self._digest(name) == row["sha256"]):
                if not self._out:
                    self.begin(set(self.rows))
                write_whole(self._output / name, file)
            self._begun |= not same
            self.site[name] = row  # one by one: should the next not be written, the rows still tell what stands there
        self._gone |= self.site.keys() - site.keys()
        self.site = {name: self.site[name] for name in site}

    def close(self) -> None:
        """Publish the manifest, and remove what is gone."""
        gone = self._gone | (self._was.keys() - self.rows.keys())
        if self._begun or self.rows != self._was:
            self._list(self._head(), list(self.rows.values()), list(self.site.values()))
        for name in sorted(gone - self.rows.keys() - self.site.keys()):
            self._remove(name)
        with contextlib.suppress(FileNotFoundError):
            (self._output / UNLISTED).unlink()

    def _list(self, head: Row, rows: list[Row], site: list[Row]) -> None:
        manifest: Row = {
            "schema": SCHEMA,
            **head,
            "artifacts": sorted(rows, key=lambda row: str(row["path"])),
            "site": sorted(site, key=lambda row: str(row["path"])),
        }
        write_whole(self._output / "SHA256SUMS", checksums(manifest))
        write_whole(self._output / "manifest.json", manifest_bytes(manifest))


def _site_row(name: str, data: bytes) -> Row:
    return {"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _rows(manifest: Row, kind: str) -> list[Row]:
    found = manifest.get(kind)
    return [row for row in found if isinstance(row, dict) and row.get("path")] if isinstance(found, list) else []
