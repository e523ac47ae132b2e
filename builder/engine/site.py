"""The catalogue of an output folder, made of what stands in it. Pictures and ZIPs whose files have not changed are kept.

What was made from what is noted in the state, by output folder: entries by module, pieces (pictures, ZIPs) by name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from builder.books import BOOK
from builder.catalogue import Entry
from builder.course import Course
from builder.engine.state import State, common_key, module_key
from builder.problems import Problems
from builder.reading import imprint_of, read_module
from builder.site import (
    PICTURED,
    Listed,
    Shown,
    Zip,
    catalogue_files,
    course_entry,
    grouped,
    module_entry,
    packed,
    pictured,
)
from builder.source import Folder, Unreadable
from builder.theme import Theme

Row = dict[str, Any]
File = bytes | Row
"""A file of the site: its bytes, or the row of one that stands there already."""


@dataclass
class Site:
    """The site on its way. `rows` are the manifest's; `left_out` the folders of modules that have errors today."""

    folder: Folder
    course: Course
    theme: Theme
    theme_key: str
    output: Path
    rows: Mapping[str, Row]
    state: State
    epoch: date | None = None
    left_out: frozenset[str] = frozenset()
    files: dict[str, File] = field(default_factory=dict)

    def made(self) -> dict[str, File]:
        """Return every file of the site, by path."""
        by_module: dict[str, list[Row]] = {}
        for row in self.rows.values():
            by_module.setdefault(str(row["module"]), []).append(row)
        listed = [self._listed(entry, by_module[entry.id]) for entry in self._entries(set(by_module))]
        self.files |= catalogue_files(self.course, listed, self.theme)
        self._note["pieces"] = {name: piece for name, piece in self._pieces.items() if piece["used"]}
        for piece in self._pieces.values():
            piece["used"] = False
        return self.files

    # ── entries ───────────────────────────────────────────────────────────────────────────────────────────────

    def _entries(self, there: set[str]) -> Iterator[Entry]:
        """Yield the entries of modules that have files: as the course lists them, then others, then the whole course."""
        listed = self.course.listed
        names = [*listed, *(name for name in self.course.modules if name not in (*listed, BOOK))]
        found = [entry for name in names if name not in self.left_out and (entry := self._entry(name))]
        shown = [entry for entry in found if entry.id in there]
        yield from shown
        if BOOK in there and all(entry.id != BOOK for entry in shown):
            yield course_entry(BOOK, self.course, [entry for entry in shown if entry.number])

    def _entry(self, name: str) -> Entry | None:
        """Return a module's entry: as it was noted, unless the module has changed; None where it cannot be read."""
        key = f"{module_key(self.state, self.folder.root.resolve(), name, self._common)} {self.theme_key} {self.epoch}"
        noted = self._note.setdefault("entries", {}).get(name, {})
        if noted.get("key") == key:
            return Entry.model_validate(noted["entry"])
        problems = Problems()
        module = read_module(self.folder, self.course, name, problems)
        if module is None or problems.has_errors:
            return None
        entry = module_entry(module, imprint_of(module, self.course, self.epoch), self.theme, self._changelog(name))
        self._note["entries"][name] = {"key": key, "entry": entry.model_dump(mode="json")}
        return entry

    @cached_property
    def _common(self) -> str:
        return common_key(self.state, self.folder.root.resolve())

    def _changelog(self, name: str) -> str:
        try:
            return self.folder.source(f"modules/{name}/CHANGELOG.md").text
        except Unreadable:
            return ""

    # ── pieces ────────────────────────────────────────────────────────────────────────────────────────────────

    def _listed(self, entry: Entry, rows: list[Row]) -> Listed:
        """Return a module with its pictures and ZIPs, which are made where they are not there yet."""
        base = f"{entry.lang}/{entry.id}"
        shown = {
            name: self._pictures(entry, base, rows, edition, name, width, most)
            for edition, name, width, most in PICTURED
        }
        zips = {group: self._zip(entry, base, group, found) for group, found in grouped(rows).items()}
        pages = shown["page"]
        return Listed(entry, tuple(rows), pages[0] if pages else None, shown["slide"], zips)

    def _pictures(
        self, entry: Entry, base: str, rows: list[Row], edition: str, name: str, width: int, most: int | None
    ) -> tuple[Shown, ...]:
        pdfs = [row for row in rows if (row["edition"], row["format"], row["variant"]) == (edition, "pdf", "")]
        if not pdfs:
            return ()
        row = max(pdfs, key=lambda row: int(row.get("minutes") or 0))

        def make() -> list[tuple[Row, bytes]]:
            pdf = (self.output / row["path"]).read_bytes()
            made = pictured(pdf, name, width, most, entry.lang, self.theme)
            return [({**asdict(one), "path": f"{base}/img/{one.path}"}, data) for one, data in made]

        pieces = self._piece(f"{base}/img/{name}", [row["sha256"], width, most, self.theme_key], make)
        return tuple(Shown(**{key: piece[key] for key in ("path", "width", "height", "alt")}) for piece in pieces)

    def _zip(self, entry: Entry, base: str, group: str, rows: list[Mapping[str, Any]]) -> Zip:
        path = f"{base}/{entry.id}-{group}-{entry.lang}.zip"

        def make() -> list[tuple[Row, bytes]]:
            files = {row["path"].rpartition("/")[2]: (self.output / row["path"]).read_bytes() for row in rows}
            data = packed(entry, files, self.theme)
            return [({"path": path, "files": len(files)}, data)]

        made_from = [
            sorted((row["path"], row["sha256"]) for row in rows),
            entry.model_dump(mode="json"),
            self.theme_key,
        ]
        (piece,) = self._piece(path, made_from, make)
        return Zip(path, piece["bytes"], piece["files"])

    def _piece(self, name: str, made_from: object, make: Callable[[], list[tuple[Row, bytes]]]) -> list[Row]:
        """Return the rows of a piece's files: made now, or kept when it was made from the same and still stands there."""
        key = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()
        noted = self._pieces.get(name)
        if (
            noted
            and noted["key"] == key
            and self.state.intact({r["path"]: r["sha256"] for r in noted["files"]}, self.output)
        ):
            noted["used"] = True
            for row in noted["files"]:
                self.files[row["path"]] = _bare(row)
            return list(noted["files"])
        rows = []
        for row, data in make():
            rows.append({**row, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
            self.files[row["path"]] = data
        self._pieces[name] = {"key": key, "files": rows, "used": True}
        return rows

    @property
    def _note(self) -> dict[str, Any]:
        note: dict[str, Any] = self.state.sites.setdefault(str(self.output), {})
        return note

    @property
    def _pieces(self) -> dict[str, Any]:
        pieces: dict[str, Any] = self._note.setdefault("pieces", {})
        return pieces


def _bare(row: Row) -> Row:
    """Return a row as the manifest has it."""
    return {key: row[key] for key in ("path", "bytes", "sha256")}
