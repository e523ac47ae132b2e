"""The catalogue of an output folder, made of what stands in it. Pictures and ZIPs whose files have not changed are kept.

Entries, pictures and fonts are begun by workers as soon as what they are made of is there, so that little is left to do
when the last file is. What was made from what is noted in the state, by output folder: entries by module, pieces (pictures, ZIPs) by name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from builder.books import BOOK
from builder.catalogue import Entry, Listed, Shown, WebFont, Zip
from builder.course import Course
from builder.engine.beside import Beside
from builder.engine.manifest import Artifact
from builder.engine.plan import folder_of
from builder.engine.pool import StoppedError
from builder.engine.state import State, module_key
from builder.model import Module
from builder.outputs import Imprint
from builder.problems import Code, Problems
from builder.reading import imprint_of, read_module
from builder.site import (
    PICTURED,
    catalogue_files,
    course_entry,
    grouped,
    module_entry,
    packed,
    pictured,
    web_fonts,
)
from builder.source import NOWHERE, Folder, Unreadable
from builder.theme import Theme

T = TypeVar("T")
Row = dict[str, Any]
File = bytes | Row
"""A file of the site: its bytes, or the row of one that stands there already."""

_FONTS, _PAGES = "fonts", "pages"


@dataclass
class Site:
    """The site on its way, made by workers and what they are asked `beside` the files.

    `theme_key` is the hash of the theme, `common` that of all that every module is made from.
    """

    folder: Folder
    course: Course
    theme: Theme
    theme_key: str
    common: str
    output: Path
    state: State
    beside: Beside
    problems: Problems
    epoch: date | None = None
    files: dict[str, File] = field(default_factory=dict)

    # ── begun while files are made ────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Begin what needs no module: the fonts."""
        if self._kept(_FONTS, _key(self.theme_key)) is None:
            self.beside.begin(_FONTS, partial(web_fonts, self.theme))

    def read(self, module: Module, imprint: Imprint) -> None:
        """Begin the entry of a module that was read, and is sound."""
        name = module.folder
        if self._noted_entry(name) is None:
            self.beside.begin(
                f"entry {name}", partial(module_entry, module, imprint, self.theme, self._changelog(name))
            )

    def made_file(self, artifact: Artifact) -> None:
        """Begin the pictures of a file that was made."""
        for edition, name, width, most in PICTURED:
            if _is_pictured(artifact.row, edition):
                call = partial(pictured, artifact.data, name, width, most, str(artifact.row["language"]), self.theme)
                self.beside.begin((artifact.path, name), call)

    # ── made when all files are ───────────────────────────────────────────────────────────────────────────────

    def made(self, rows: Mapping[str, Row], left_out: frozenset[str]) -> dict[str, File]:
        """Return every file of the site, by path. `left_out` are the folders of modules that have errors today."""
        by_module: dict[str, list[Row]] = {}
        for row in rows.values():
            by_module.setdefault(str(row["module"]), []).append(row)
        listed = [self._listed(entry, by_module[entry.id]) for entry in self._entries(set(by_module), left_out)]
        fonts = self._fonts()
        self.beside.begin(_PAGES, partial(catalogue_files, self.course, listed, self.theme, fonts))
        self.files.update(self.beside.answer(_PAGES, dict))
        self._note["pieces"] = {name: piece for name, piece in self._pieces.items() if piece["used"]}
        for piece in self._pieces.values():
            piece["used"] = False
        return self.files

    def _answer(self, name: Hashable, call: Callable[[], T], of: str) -> T | None:
        """Return what workers were asked, or are not needed for; None when the catalogue has to do without it."""
        try:
            return self.beside.answer(name, call)
        except StoppedError as error:
            message = f"the catalogue lacks what would be made of {of}: {error}"
            self.problems.add(
                Code.RENDERER_STOPPED, message, NOWHERE, "this is a fault of Coursewright's: please report it"
            )
            return None

    # ── entries ───────────────────────────────────────────────────────────────────────────────────────────────

    def _entries(self, there: set[str], left_out: frozenset[str]) -> Iterator[Entry]:
        """Yield the entries of modules that have files: as the course lists them, then others, then the whole course."""
        listed = self.course.listed
        names = [*listed, *(name for name in self.course.modules if name not in (*listed, BOOK))]
        found = [entry for name in self._having(there, names) if name not in left_out and (entry := self._entry(name))]
        shown = [entry for entry in found if entry.id in there]
        yield from shown
        if BOOK in there and all(entry.id != BOOK for entry in shown):
            yield course_entry(BOOK, self.course, [entry for entry in shown if entry.number])

    def _having(self, there: set[str], names: list[str]) -> list[str]:
        """Return the folders that may be those of the modules with these ids: reading one takes time. An id need not be its folder's name."""
        ids = {folder_of(key.rpartition("/")[2]): str(note["id"]) for key, note in self.state.modules.items()}
        unknown = there - {BOOK} - set(ids.values())
        return [name for name in names if (ids[name] in there if name in ids else unknown)]

    def _entry(self, name: str) -> Entry | None:
        """Return a module's entry: as it was noted, unless the module has changed; None where it cannot be read."""
        noted = self._noted_entry(name)
        if noted is not None:
            return noted
        entry = self._answer(f"entry {name}", partial(self._read_entry, name), f"modules/{name}/module.md")
        if entry is not None:
            note = {"key": self._entry_key(name), "entry": entry.model_dump(mode="json")}
            self._note.setdefault("entries", {})[name] = note
        return entry

    def _read_entry(self, name: str) -> Entry | None:
        problems = Problems()
        module = read_module(self.folder, self.course, name, problems)
        if module is None or problems.has_errors:
            return None
        return module_entry(module, imprint_of(module, self.course, self.epoch), self.theme, self._changelog(name))

    def _noted_entry(self, name: str) -> Entry | None:
        noted = self._note.get("entries", {}).get(name, {})
        return Entry.model_validate(noted["entry"]) if noted.get("key") == self._entry_key(name) else None

    def _entry_key(self, name: str) -> str:
        key = module_key(self.state, self.folder.root.resolve(), name, self.common)
        return f"{key} {self.theme_key} {self.epoch}"

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
        pdfs = [row for row in rows if _is_pictured(row, edition)]
        if not pdfs:
            return ()
        row = max(pdfs, key=lambda row: int(row.get("minutes") or 0))

        def make() -> list[tuple[Row, bytes]]:
            def call() -> tuple[tuple[Shown, bytes], ...]:
                pdf = (self.output / row["path"]).read_bytes()
                return pictured(pdf, name, width, most, entry.lang, self.theme)

            made = self._answer((row["path"], name), call, row["path"]) or ()
            return [({**asdict(one), "path": f"{base}/img/{one.path}"}, data) for one, data in made]

        pieces = self._piece(f"{base}/img/{name}", _key([row["sha256"], width, most, self.theme_key]), make)
        return tuple(Shown(**{key: piece[key] for key in ("path", "width", "height", "alt")}) for piece in pieces)

    def _fonts(self) -> tuple[WebFont, ...]:
        """Return the site's fonts, which stand in the site as a piece of it."""

        def make() -> list[tuple[Row, bytes]]:
            fonts = self._answer(_FONTS, partial(web_fonts, self.theme), "its fonts") or ()
            return [({"path": font.path, "family": font.family, "weight": font.weight}, font.data) for font in fonts]

        rows = self._piece(_FONTS, _key(self.theme_key), make)
        return tuple(WebFont(Path(row["path"]).name, row["family"], row["weight"]) for row in rows)

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
        (piece,) = self._piece(path, _key(made_from), make)
        return Zip(path, piece["bytes"], piece["files"])

    def _piece(self, name: str, key: str, make: Callable[[], list[tuple[Row, bytes]]]) -> list[Row]:
        """Return the rows of a piece's files: made now, or kept when it was made from the same and still stands there."""
        kept = self._kept(name, key)
        if kept is not None:
            self._pieces[name]["used"] = True
            for row in kept["files"]:
                self.files[row["path"]] = _bare(row)
            return list(kept["files"])
        rows = []
        for row, data in make():
            rows.append({**row, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
            self.files[row["path"]] = data
        self._pieces[name] = {"key": key, "files": rows, "used": True}
        return rows

    def _kept(self, name: str, key: str) -> dict[str, Any] | None:
        """Return what is noted of a piece, if it was made from the same and its files still stand there."""
        noted = self._pieces.get(name)
        if not noted or noted["key"] != key:
            return None
        stands = self.state.intact({row["path"]: row["sha256"] for row in noted["files"]}, self.output)
        return dict(noted) if stands else None

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


def _key(made_from: object) -> str:
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def _is_pictured(row: Mapping[str, object], edition: str) -> bool:
    return (row["edition"], row["format"], row["variant"]) == (edition, "pdf", "")
