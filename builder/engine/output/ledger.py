"""The ledger of an output folder: what this machine made there. It lies in the user's cache, never in the folder itself.

It is a journal of one JSON list a line, each written before what it tells is done, so that a build that is killed at any
moment leaves no file that the next one does not know as ours. A line that cannot be read is skipped.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import cast

from builder.core.disk.names import is_name
from builder.core.disk.writable import WritableFolder
from builder.engine.output.manifest import ManifestHead, ManifestRow, SiteRow
from builder.engine.state.shape import conforms


@dataclass(frozen=True)
class MadeFile:
    """A file that was made: its row, whose path is where it was put, and the path that was `planned` for it."""

    planned: str
    row: SiteRow

    @property
    def artifact(self) -> ManifestRow | None:
        """Its row, when it is a file to download and none of the catalogue."""
        return cast("ManifestRow", self.row) if "edition" in self.row else None


@dataclass
class Ledger:
    """What was made in an output folder, by the course whose real path is `course` ("" = nobody has built there).

    `made` has every file written at a path since the last build that was not killed, by hash, the newest last; `listing`
    the hashes of manifest and check sums; `head` the manifest's entries about course and tool. `claims` are hashes of files
    that are not known as made here but may be replaced, because they are as a manifest or an older line says.
    `temporary` are names of files that a killed build may have left.
    """

    folder: WritableFolder
    course: str = ""
    made: dict[str, dict[str, MadeFile]] = field(default_factory=dict)
    listing: dict[str, str] = field(default_factory=dict)
    head: ManifestHead = field(default_factory=ManifestHead)
    claims: dict[str, str] = field(default_factory=dict)
    temporary: set[str] = field(default_factory=set)

    def is_ours(self, path: str, digest: str) -> bool:
        """Say whether a file with this hash at this path was made here, so that it may be replaced or removed."""
        return digest in self.made.get(path, ()) or self.listing.get(path) == digest

    def may_replace(self, path: str, digest: str) -> bool:
        """Say whether a file with this hash at this path may be replaced."""
        return self.is_ours(path, digest) or self.claims.get(path) == digest

    def knows(self, path: str) -> bool:
        """Say whether a file was ever made at this path."""
        return path in self.made or path in self.claims

    # ── lines ──────────────────────────────────────────────────────────────────────────────────────────────────

    def note_course(self, course: str) -> None:
        """Note whose folder it is."""
        self._append("course", course)

    def note_claims(self, claims: Mapping[str, str]) -> None:
        """Note files that may be replaced."""
        for path, digest in claims.items():
            self._append("claim", path, digest)

    def note_file(self, planned: str, row: SiteRow) -> None:
        """Note a file that is about to be written."""
        self._append("file", planned, row)

    def note_listing(self, path: str, digest: str) -> None:
        """Note that the manifest or the check sums are about to be written."""
        self._append("listing", path, digest)

    def note_temporary(self, path: str) -> None:
        """Note the name of a temporary file that is about to be made."""
        self._append("temporary", path)

    def _append(self, *line: object) -> None:
        self._take(list(line))
        with contextlib.suppress(OSError):
            self.folder.append(LEDGER, _text(line))

    def _take(self, line: list[object]) -> None:
        """Take over what a line says."""
        match line:
            case ["course", str(course)]:
                self.course = course
            case ["head", head] if conforms(head, ManifestHead):
                self.head = cast("ManifestHead", head)
            case ["file", str(planned), row] if conforms(row, SiteRow) and is_name(planned):
                whole = cast("SiteRow", row)
                if _is_for(planned, whole["path"]) and ("edition" not in whole or conforms(row, ManifestRow)):
                    here = self.made.setdefault(whole["path"], {})
                    here.pop(whole["sha256"], None)
                    here[whole["sha256"]] = MadeFile(planned, whole)
            case ["listing", str(path), str(digest)]:
                self.listing[path] = digest
            case ["claim", str(path), str(digest)]:
                self.claims[path] = digest
            case ["temporary", str(path)] if is_name(path):
                self.temporary.add(path)

    # ── the file ───────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, made: list[MadeFile], claims: dict[str, str], head: ManifestHead) -> None:
        """Write the ledger anew: these files and claims are all there is to know."""
        self.made = {file.row["path"]: {file.row["sha256"]: file} for file in made}
        self.claims, self.head, self.temporary = claims, head, set()
        with contextlib.suppress(OSError):
            self.folder.write(LEDGER, b"".join(_text(line) for line in self._lines()))

    def _lines(self) -> Iterator[tuple[object, ...]]:
        yield "course", self.course
        yield "head", self.head
        yield from (("listing", path, digest) for path, digest in self.listing.items())
        yield from (("claim", path, digest) for path, digest in self.claims.items())
        yield from (("file", file.planned, file.row) for files in self.made.values() for file in files.values())


LEDGER = "ledger.jsonl"
"""Its name in an output folder's folder of the cache."""


def name_beside(name: str, word: str) -> str:
    """Return the name of a file that stands beside another: `x-new.pdf` for `x.pdf`."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{word}{path.suffix}"))


def _is_for(planned: str, path: str) -> bool:
    """Say whether a file that was planned for a name may be at a path: it is there, or beside it."""
    return path == planned or any(path == name_beside(planned, word) for word in _BESIDE.findall(path))


_BESIDE = re.compile(r"new(?:-[0-9]+)?(?=\.|$)")


def read_ledger(folder: Path) -> Ledger:
    """Return the ledger in an output folder's folder of the cache; an empty one when there is none."""
    ledger = Ledger(WritableFolder(folder, private=True))
    with contextlib.suppress(OSError):
        ledger.folder.make()
    try:
        lines = ledger.folder.read(LEDGER).split(b"\n")
    except OSError:
        return ledger
    for line in lines:
        with contextlib.suppress(ValueError, RecursionError):
            found = json.loads(line.decode(errors="surrogatepass"))
            if isinstance(found, list):
                ledger._take(found)  # noqa: SLF001  # its own reader
    return ledger


def _text(line: tuple[object, ...]) -> bytes:
    return json.dumps(line, ensure_ascii=False).encode(errors="surrogatepass") + b"\n"
