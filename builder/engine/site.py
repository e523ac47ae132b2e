"""Building the catalogue of an output folder. Pictures and ZIP archives are reused while their files are unchanged.

Workers make entries, pictures and fonts as soon as their inputs exist, so that little is left to do after the last file.
Pictures are published when they are ready and then released: those of a thousand modules take a gigabyte. The state file
notes, for each output folder, the inputs of entries (by module) and of pieces (pictures, ZIP archives, fonts; by name).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from builder.build import imprint_of, read_module
from builder.core.faults import HINT, FaultError
from builder.core.names import COURSE_ID
from builder.core.problems import ProblemCode, Problems
from builder.core.source import NOWHERE
from builder.engine.output.entries import packed_entry
from builder.engine.output.folder import OutputFolder
from builder.engine.output.languages import index_of, others, site_note, versions
from builder.engine.output.manifest import Artifact, ManifestRow
from builder.engine.plan import folder_of
from builder.engine.reading.reader import CourseReader, OpenCourse
from builder.engine.request import BuildRequest
from builder.engine.state.keys import module_key
from builder.engine.state.records import EntryNote, PieceFacts, PieceNote, PieceRow, SiteNote
from builder.engine.state.state import State
from builder.engine.workers.background import BackgroundJobs
from builder.engine.workers.stopped import StoppedError
from builder.model.catalogue import ArtifactRow, CatalogueEntry, CatalogueModule, SitePicture, WebFont, ZipArchive
from builder.transform.editions import is_for_reviewers
from builder.transform.lengths import cut
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
from builder.writers.site.downloads import archive_names

T = TypeVar("T")
_FONTS, _PAGES = "fonts", "pages"
_FONT_FACTS, _ZIP_FACTS = ("family", "weight"), ("files",)


def _opened_entry(opened: OpenCourse, name: str, epoch: date | None) -> CatalogueEntry | None:
    """Return the entry of a module that is read for it, where its course is open; None when it has errors."""
    read = read_module(opened.folder, opened.course, name, problems := Problems())
    module = read and cut(read, None, problems)
    if module is None or problems.has_errors:
        return None
    return module_entry(module, imprint_of(module, opened.course, epoch), opened.theme)


@dataclass
class Site:
    """The catalogue while it is built into `output` by calls in the `background`.

    `theme_key` is the hash of the theme, `common` that of the inputs which all modules share. `waiting` are pictures that
    are being made, each with the row of its file; `used` are the names of the pieces that belong to the site so far. `cache` is a
    folder in which workers keep fonts.
    """

    request: BuildRequest
    theme_key: str
    common: str
    output: OutputFolder
    state: State
    background: BackgroundJobs
    reader: CourseReader
    problems: Problems
    cache: Path
    waiting: list[tuple[ManifestRow, PictureSpec]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    # ── started while files are made ────────────────────────────────────────────────────────────────────────────

    def start_fonts(self) -> None:
        """Start making the fonts, which need no module."""
        if self._reusable(_FONTS, _key(self.theme_key), _FONT_FACTS) is None:
            self.background.start(_FONTS, partial(web_fonts, self.request.theme, self.cache))

    def start_entry(self, name: str, subject: bytes) -> None:
        """Start making the entry of a module that has no errors. `subject` is packed."""
        if self._noted_entry(name) is None:
            self.background.start(f"entry {name}", partial(packed_entry, subject, self.request.theme))

    def start_pictures(self, artifact: Artifact, *, whole: bool) -> None:
        """Start making the pictures of a file. Those of a shorter session (not `whole`) are used only when no other exists."""
        for picture in PICTURED_EDITIONS:
            if _is_pictured(artifact.row, picture):
                call = partial(edition_pictures, artifact.data, picture, artifact.row["language"], self.request.theme)
                self.background.start((artifact.path, picture.name), call)
                if whole:
                    self.waiting.append((artifact.row, picture))

    def publish_ready(self) -> None:
        """Publish the pictures that are finished."""
        ready = [one for one in self.waiting if self.background.is_ready((one[0]["path"], one[1].name))]
        self.waiting = [one for one in self.waiting if one not in ready]
        for row, picture in ready:
            self._pictures(row, picture)

    # ── finished when all files are made ───────────────────────────────────────────────────────────────────────────────

    def finish(self, rows: Mapping[str, ManifestRow], left_out: frozenset[str]) -> None:
        """Publish the rest of the site. `left_out` are the folders of modules that have errors in this build."""
        by_module: dict[tuple[str, str], list[ManifestRow]] = {}
        for row in rows.values():
            if not is_for_reviewers(row["edition"]):  # who reviews is sent a copy; it is offered to nobody
                by_module.setdefault((row["module"], row["language"]), []).append(row)
        entries = self._entries({module for module, _ in by_module}, left_out)
        listed = [self._listed(entry, own) for entry in entries if (own := by_module.get((entry.id, entry.lang)))]
        if self.request.lang and not listed:  # nothing is there in this language yet
            self.output.set_site_files(self._of_other_languages())
            return
        fonts = self._fonts()
        there = versions(rows.values(), self.output.site, self._source)
        linked = self._note["languages"] = others(there, self.request.course.file.lang)
        call = partial(catalogue_files, self.request.course, listed, self.request.theme, fonts, linked)
        made = self._pages(call, {})
        if places := self._places(made):  # a page must not load the script that a stranger put where ours would stand
            made = self._pages(call, places)
        for path, data in made.items():
            self.output.publish_page(path, data)
        pieces = self._note["pieces"] = {name: piece for name, piece in self._pieces.items() if name in self.used}
        pages = [*made, *(row["planned"] for piece in pieces.values() for row in piece["files"])]
        self.output.set_site_files([*pages, *self._of_other_languages()])

    def _of_other_languages(self) -> list[str]:
        """Return the planned paths of what belongs to the catalogues of the course in other languages."""
        lang = self.request.lang
        if lang:
            return [name for name in self.output.site if not name.startswith(f"{lang}/")]
        built = {row["language"] for row in self.output.artifacts.values()} - {self._source}
        whole = [one for one in built if index_of(one) in self.output.site]
        return [name for name in self.output.site if name.partition("/")[0] in whole]

    def _pages(self, call: Callable[[dict[str, str]], dict[str, bytes]], places: dict[str, str]) -> dict[str, bytes]:
        job = (_PAGES, len(places))
        self.background.start(job, partial(call, places))
        made: dict[str, bytes] = self.background.result(job, dict)
        return made

    def _places(self, made: Mapping[str, bytes]) -> dict[str, str]:
        """Return where the files stand that cannot be at their own paths."""
        found = {path: self.output.place_of(path, hashlib.sha256(data).hexdigest()) for path, data in made.items()}
        return {path: place for path, place in found.items() if place != path}

    def _result(self, name: Hashable, call: Callable[[], T], of: str) -> T | None:
        """Return the result of a background call. When it failed, report that the catalogue lacks it and return None.

        `of` names the source of the missing thing in the message.
        """
        try:
            return self.background.result(name, call)
        except (StoppedError, FaultError) as error:
            message = f"the catalogue lacks what would be made of {of}: {error}"
            self.problems.add(ProblemCode.RENDERER_STOPPED, message, NOWHERE, HINT)
            return None

    # ── entries ───────────────────────────────────────────────────────────────────────────────────────────────

    def _entries(self, there: set[str], left_out: frozenset[str]) -> Iterator[CatalogueEntry]:
        """Yield the entries of modules that have files: in the course's order, then unlisted modules, then the course."""
        listed = self.request.course.listed
        names = [*listed, *(name for name in self.request.course.modules if name not in (*listed, COURSE_ID))]
        found = [
            entry for name in self._folders_of(there, names) if name not in left_out and (entry := self._entry(name))
        ]
        shown = [entry for entry in found if entry.id in there]
        yield from shown
        if COURSE_ID in there and all(entry.id != COURSE_ID for entry in shown):
            yield course_entry(COURSE_ID, self.request.course, [entry for entry in shown if entry.number])

    def _folders_of(self, there: set[str], names: list[str]) -> list[str]:
        """Return the folders whose modules may have these ids, to avoid reading others. An id may differ from the folder's name."""
        ids = {folder_of(key.rpartition("/")[2]): str(note["id"]) for key, note in self.state.modules.items()}
        unknown = there - {COURSE_ID} - set(ids.values())
        return [name for name in names if (ids[name] in there if name in ids else unknown)]

    def _entry(self, name: str) -> CatalogueEntry | None:
        """Return a module's entry, from the state file when the module is unchanged; None when it cannot be read."""
        noted = self._noted_entry(name)
        if noted is not None:
            return noted
        entry = self._result(f"entry {name}", partial(self._read_entry, name), f"modules/{name}/module.md")
        if entry is not None:
            note: EntryNote = {"key": self._entry_key(name), "entry": entry.model_dump(mode="json")}
            self._note.setdefault("entries", {})[name] = note
        return entry

    def _read_entry(self, name: str) -> CatalogueEntry | None:
        return self.reader.call(_opened_entry, name, self.request.epoch)

    def _noted_entry(self, name: str) -> CatalogueEntry | None:
        noted = self._note.get("entries", {}).get(name)
        if not noted or noted["key"] != self._entry_key(name):
            return None
        try:
            return CatalogueEntry.model_validate(noted["entry"])
        except ValidationError:  # a state file that was tampered with
            return None

    def _entry_key(self, name: str) -> str:
        key = module_key(self.state, self.request.folder.root.resolve(), name, self.common)
        return f"{key} {self.theme_key} {self.request.epoch}"

    # ── pieces ────────────────────────────────────────────────────────────────────────────────────────────────

    def _listed(self, entry: CatalogueEntry, rows: list[ManifestRow]) -> CatalogueModule:
        """Return a module with its pictures and ZIP archives; missing ones are made."""
        shown: dict[str, tuple[SitePicture, ...]] = {}
        for picture in PICTURED_EDITIONS:
            longest = max((r for r in rows if _is_pictured(r, picture)), key=_minutes, default=None)
            shown[picture.name] = self._pictures(longest, picture) if longest else ()
        zips = {group: self._zip(entry, group, found) for group, found in rows_by_group(rows).items()}
        pages = shown["page"]
        return CatalogueModule(entry, tuple(rows), pages[0] if pages else None, shown["slide"], zips)

    def _pictures(self, row: ManifestRow, picture: PictureSpec) -> tuple[SitePicture, ...]:
        """Return the pictures of the file that a row describes."""
        folder = f"{row['language']}/{row['module']}/img"

        def make() -> list[tuple[PieceFacts, bytes]]:
            name = row["path"], picture.name
            if not self.background.is_started(name):
                data = self.output.read_at(row["path"])
                call = partial(edition_pictures, data, picture, row["language"], self.request.theme)
                self.background.start(name, call)  # this process opens no file that others have made
            made: tuple[tuple[SitePicture, bytes], ...] = self._result(name, tuple, row["path"]) or ()
            return [
                ({"path": f"{folder}/{one.path}", "width": one.width, "height": one.height, "alt": one.alt}, data)
                for one, data in made
            ]

        key = _key([row["sha256"], picture.width, picture.most, self.theme_key])
        pieces = self._piece(f"{folder}/{picture.name}", key, make, ("width", "height", "alt"))
        return tuple(SitePicture(piece["path"], piece["width"], piece["height"], piece["alt"]) for piece in pieces)

    def _fonts(self) -> tuple[WebFont, ...]:
        """Return the fonts of the site."""

        def make() -> list[tuple[PieceFacts, bytes]]:
            if not self.background.is_started(_FONTS):
                self.background.start(_FONTS, partial(web_fonts, self.request.theme, self.cache))
            fonts: tuple[WebFont, ...] = self._result(_FONTS, tuple, "its fonts") or ()
            return [({"path": font.path, "family": font.family, "weight": font.weight}, font.data) for font in fonts]

        rows = self._piece(_FONTS, _key(self.theme_key), make, _FONT_FACTS)
        return tuple(WebFont(Path(row["path"]).name, row["family"], row["weight"]) for row in rows)

    def _zip(self, entry: CatalogueEntry, group: str, rows: list[ArtifactRow]) -> ZipArchive:
        path = f"{entry.lang}/{entry.id}/{entry.id}-{group}-{entry.lang}.zip"

        def make() -> list[tuple[PieceFacts, bytes]]:
            files = {name: self.output.read_at(at) for at, name in archive_names(rows).items()}
            data = zip_group(entry, files, self.request.theme)
            return [({"path": path, "files": len(files)}, data)]

        made_from = [
            sorted((row["path"], row["sha256"]) for row in rows),
            entry.model_dump(mode="json"),
            self.theme_key,
        ]
        piece = self._piece(path, _key(made_from), make, _ZIP_FACTS)[0]
        return ZipArchive(piece["path"], piece["bytes"], piece["files"])

    def _piece(
        self, name: str, key: str, make: Callable[[], list[tuple[PieceFacts, bytes]]], facts: tuple[str, ...]
    ) -> list[PieceRow]:
        """Return the rows of a piece's files, which have these `facts`: reused when `key`, the hash of its inputs, is the same."""
        rows = self._reusable(name, key, facts)
        if rows is None:
            rows = [
                {**row, **self.output.publish_page(row["path"], data), "planned": row["path"]} for row, data in make()
            ]
            self._pieces[name] = {"key": key, "files": rows}
        self.used.add(name)
        return rows

    def _reusable(self, name: str, key: str, facts: tuple[str, ...]) -> list[PieceRow] | None:
        """Return the rows of a piece's files if its inputs and the files are unchanged, else None."""
        noted = self._pieces.get(name)
        if (
            not noted
            or noted["key"] != key
            or (facts == _ZIP_FACTS and len(noted["files"]) != 1)
            or not all(row.keys() >= {*facts} for row in noted["files"])
        ):
            return None
        rows = noted["files"]
        if name in self.used:  # in this build
            return rows
        intact = all(self.output.has_page(row["planned"], row["sha256"]) for row in rows)
        return rows if intact else None

    @property
    def _note(self) -> SiteNote:
        return site_note(self.state, self.output.root, self.request.lang)

    @property
    def _source(self) -> str:
        """The language in which the course is written."""
        return (self.request.course.origin or self.request.course).file.lang

    @property
    def _pieces(self) -> dict[str, PieceNote]:
        return self._note.setdefault("pieces", {})


def _key(made_from: object) -> str:
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def _is_pictured(row: Mapping[str, object], picture: PictureSpec) -> bool:
    return (row["edition"], row["format"], row["variant"]) == (picture.edition, "pdf", "")


def _minutes(row: ManifestRow) -> int:
    return row["minutes"] or 0
