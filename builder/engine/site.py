"""The catalogue of an output folder, made of what stands in it. Pictures and ZIPs whose files have not changed are kept.

Entries, pictures and fonts are begun by workers as soon as what they are made of is there, so that little is left to do
when the last file is. Files are published as they come, and let go: a thousand modules have a gigabyte of them.
What was made from what is noted in the state, by output folder: entries by module, pieces (pictures, ZIPs) by name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from builder.build import imprint_of, read_module
from builder.core.names import COURSE_ID
from builder.core.problems import Code, Problems
from builder.core.source import NOWHERE, Unreadable
from builder.engine.output.folder import OutputFolder
from builder.engine.output.manifest import Artifact
from builder.engine.plan import folder_of
from builder.engine.request import BuildRequest
from builder.engine.state import State, module_key
from builder.engine.workers.background import BackgroundJobs
from builder.engine.workers.pool import StoppedError
from builder.model.catalogue import CatalogueEntry, CatalogueModule, SitePicture, WebFont, ZipArchive
from builder.model.module import Module
from builder.model.outputs import Imprint
from builder.writers.site.catalogue import (
    PICTURED_EDITIONS,
    PictureSpec,
    catalogue_files,
    course_entry,
    edition_pictures,
    module_entry,
    rows_by_group,
    web_fonts,
    zip_group,
)

T = TypeVar("T")
Row = dict[str, Any]
_FONTS, _PAGES = "fonts", "pages"


@dataclass
class Site:
    """The site on its way to the `output`, made by workers and what they are asked `background` the files.

    `theme_key` is the hash of the theme, `common` that of all that every module is made from. `waiting` are pictures
    that nobody has taken yet, each with the row of its file; `used` the names of the pieces that the site has so far.
    """

    request: BuildRequest
    theme_key: str
    common: str
    output: OutputFolder
    state: State
    background: BackgroundJobs
    problems: Problems
    waiting: list[tuple[Row, PictureSpec]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    # ── begun while files are made ────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Begin what needs no module: the fonts."""
        if self._kept(_FONTS, _key(self.theme_key)) is None:
            self.background.start(_FONTS, partial(web_fonts, self.request.theme))

    def read(self, module: Module, imprint: Imprint) -> None:
        """Begin the entry of a module that was read, and is sound."""
        name = module.folder
        if self._noted_entry(name) is None:
            self.background.start(
                f"entry {name}", partial(module_entry, module, imprint, self.request.theme, self._changelog(name))
            )

    def made_file(self, artifact: Artifact, *, whole: bool) -> None:
        """Begin the pictures of a file that was made. That of a shorter session is shown where there is no other."""
        for picture in PICTURED_EDITIONS:
            if _is_pictured(artifact.row, picture):
                call = partial(
                    edition_pictures, artifact.data, picture, str(artifact.row["language"]), self.request.theme
                )
                self.background.start((artifact.path, picture.name), call)
                if whole:
                    self.waiting.append((artifact.row, picture))

    def gather(self) -> None:
        """Publish the pictures that are ready."""
        ready = [one for one in self.waiting if self.background.is_ready((one[0]["path"], one[1].name))]
        self.waiting = [one for one in self.waiting if one not in ready]
        for row, picture in ready:
            self._pictures(row, picture)

    # ── made when all files are ───────────────────────────────────────────────────────────────────────────────

    def finish(self, rows: Mapping[str, Row], left_out: frozenset[str]) -> None:
        """Publish what is left of the site. `left_out` are the folders of modules that have errors today."""
        by_module: dict[str, list[Row]] = {}
        for row in rows.values():
            by_module.setdefault(str(row["module"]), []).append(row)
        listed = [self._listed(entry, by_module[entry.id]) for entry in self._entries(set(by_module), left_out)]
        fonts = self._fonts()
        self.background.start(_PAGES, partial(catalogue_files, self.request.course, listed, self.request.theme, fonts))
        made: dict[str, bytes] = self.background.result(_PAGES, dict)
        pages = [self.output.publish_page(path, data) for path, data in made.items()]
        pieces = self._note["pieces"] = {name: piece for name, piece in self._pieces.items() if name in self.used}
        self.output.set_site_files([*pages, *(_bare(row) for piece in pieces.values() for row in piece["files"])])

    def _answer(self, name: Hashable, call: Callable[[], T], of: str) -> T | None:
        """Return what workers were asked, or are not needed for; None when the catalogue has to do without it."""
        try:
            return self.background.result(name, call)
        except StoppedError as error:
            message = f"the catalogue lacks what would be made of {of}: {error}"
            self.problems.add(
                Code.RENDERER_STOPPED, message, NOWHERE, "this is a fault of Coursewright's: please report it"
            )
            return None

    # ── entries ───────────────────────────────────────────────────────────────────────────────────────────────

    def _entries(self, there: set[str], left_out: frozenset[str]) -> Iterator[CatalogueEntry]:
        """Yield the entries of modules that have files: as the course lists them, then others, then the whole course."""
        listed = self.request.course.listed
        names = [*listed, *(name for name in self.request.course.modules if name not in (*listed, COURSE_ID))]
        found = [entry for name in self._having(there, names) if name not in left_out and (entry := self._entry(name))]
        shown = [entry for entry in found if entry.id in there]
        yield from shown
        if COURSE_ID in there and all(entry.id != COURSE_ID for entry in shown):
            yield course_entry(COURSE_ID, self.request.course, [entry for entry in shown if entry.number])

    def _having(self, there: set[str], names: list[str]) -> list[str]:
        """Return the folders that may be those of the modules with these ids: reading one takes time. An id need not be its folder's name."""
        ids = {folder_of(key.rpartition("/")[2]): str(note["id"]) for key, note in self.state.modules.items()}
        unknown = there - {COURSE_ID} - set(ids.values())
        return [name for name in names if (ids[name] in there if name in ids else unknown)]

    def _entry(self, name: str) -> CatalogueEntry | None:
        """Return a module's entry: as it was noted, unless the module has changed; None where it cannot be read."""
        noted = self._noted_entry(name)
        if noted is not None:
            return noted
        entry = self._answer(f"entry {name}", partial(self._read_entry, name), f"modules/{name}/module.md")
        if entry is not None:
            note = {"key": self._entry_key(name), "entry": entry.model_dump(mode="json")}
            self._note.setdefault("entries", {})[name] = note
        return entry

    def _read_entry(self, name: str) -> CatalogueEntry | None:
        problems = Problems()
        module = read_module(self.request.folder, self.request.course, name, problems)
        if module is None or problems.has_errors:
            return None
        return module_entry(
            module,
            imprint_of(module, self.request.course, self.request.epoch),
            self.request.theme,
            self._changelog(name),
        )

    def _noted_entry(self, name: str) -> CatalogueEntry | None:
        noted = self._note.get("entries", {}).get(name, {})
        return CatalogueEntry.model_validate(noted["entry"]) if noted.get("key") == self._entry_key(name) else None

    def _entry_key(self, name: str) -> str:
        key = module_key(self.state, self.request.folder.root.resolve(), name, self.common)
        return f"{key} {self.theme_key} {self.request.epoch}"

    def _changelog(self, name: str) -> str:
        try:
            return self.request.folder.source(f"modules/{name}/CHANGELOG.md").text
        except Unreadable:
            return ""

    # ── pieces ────────────────────────────────────────────────────────────────────────────────────────────────

    def _listed(self, entry: CatalogueEntry, rows: list[Row]) -> CatalogueModule:
        """Return a module with its pictures and ZIPs, which are made where they are not there yet."""
        shown: dict[str, tuple[SitePicture, ...]] = {}
        for picture in PICTURED_EDITIONS:
            longest = max((r for r in rows if _is_pictured(r, picture)), key=_minutes, default=None)
            shown[picture.name] = self._pictures(longest, picture) if longest else ()
        zips = {group: self._zip(entry, group, found) for group, found in rows_by_group(rows).items()}
        pages = shown["page"]
        return CatalogueModule(entry, tuple(rows), pages[0] if pages else None, shown["slide"], zips)

    def _pictures(self, row: Row, picture: PictureSpec) -> tuple[SitePicture, ...]:
        """Return the pictures of a file, by its row."""
        folder = f"{row['language']}/{row['module']}/img"

        def make() -> list[tuple[Row, bytes]]:
            def call() -> tuple[tuple[SitePicture, bytes], ...]:
                return edition_pictures(
                    (self.output.root / row["path"]).read_bytes(), picture, row["language"], self.request.theme
                )

            made = self._answer((row["path"], picture.name), call, row["path"]) or ()
            return [({**asdict(one), "path": f"{folder}/{one.path}"}, data) for one, data in made]

        key = _key([row["sha256"], picture.width, picture.most, self.theme_key])
        pieces = self._piece(f"{folder}/{picture.name}", key, make)
        return tuple(SitePicture(**{key: piece[key] for key in ("path", "width", "height", "alt")}) for piece in pieces)

    def _fonts(self) -> tuple[WebFont, ...]:
        """Return the site's fonts, which stand in the site as a piece of it."""

        def make() -> list[tuple[Row, bytes]]:
            fonts = self._answer(_FONTS, partial(web_fonts, self.request.theme), "its fonts") or ()
            return [({"path": font.path, "family": font.family, "weight": font.weight}, font.data) for font in fonts]

        rows = self._piece(_FONTS, _key(self.theme_key), make)
        return tuple(WebFont(Path(row["path"]).name, row["family"], row["weight"]) for row in rows)

    def _zip(self, entry: CatalogueEntry, group: str, rows: list[Mapping[str, Any]]) -> ZipArchive:
        path = f"{entry.lang}/{entry.id}/{entry.id}-{group}-{entry.lang}.zip"

        def make() -> list[tuple[Row, bytes]]:
            files = {row["path"].rpartition("/")[2]: (self.output.root / row["path"]).read_bytes() for row in rows}
            data = zip_group(entry, files, self.request.theme)
            return [({"path": path, "files": len(files)}, data)]

        made_from = [
            sorted((row["path"], row["sha256"]) for row in rows),
            entry.model_dump(mode="json"),
            self.theme_key,
        ]
        (piece,) = self._piece(path, _key(made_from), make)
        return ZipArchive(path, piece["bytes"], piece["files"])

    def _piece(self, name: str, key: str, make: Callable[[], list[tuple[Row, bytes]]]) -> list[Row]:
        """Return the rows of a piece's files: made now, or kept when it was made from the same and still stands there."""
        rows = self._kept(name, key)
        if rows is None:
            rows = [{**row, **self.output.publish_page(row["path"], data)} for row, data in make()]
            self._pieces[name] = {"key": key, "files": rows}
        self.used.add(name)
        return rows

    def _kept(self, name: str, key: str) -> list[Row] | None:
        """Return what is noted of a piece's files, if it was made from the same and they still stand there."""
        noted = self._pieces.get(name)
        if not noted or noted["key"] != key:
            return None
        rows: list[Row] = noted["files"]
        made = name in self.used  # by this very build
        return (
            rows if made or self.state.intact({row["path"]: row["sha256"] for row in rows}, self.output.root) else None
        )

    @property
    def _note(self) -> dict[str, Any]:
        note: dict[str, Any] = self.state.sites.setdefault(str(self.output.root), {})
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


def _is_pictured(row: Mapping[str, object], picture: PictureSpec) -> bool:
    return (row["edition"], row["format"], row["variant"]) == (picture.edition, "pdf", "")


def _minutes(row: Row) -> int:
    return int(row.get("minutes") or 0)
