"""The rows of manifest.json, and reading and writing it and SHA256SUMS, which list the files of the output folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, TypeVar, cast

from builder.core.disk.writable import WritableFolder
from builder.engine.state.shape import conforms

SCHEMA = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
LISTING = (SUMS, MANIFEST)
"""The files that list the others, in the order in which they are written."""


class SiteRow(TypedDict):
    """A file of the catalogue: a row of the manifest's list `site`."""

    path: str
    bytes: int
    sha256: str


Row = TypeVar("Row", bound=SiteRow)


class PartCount(TypedDict, total=False):
    """The number of pages, slides or questions of a file: one of the three, or none for HTML."""

    pages: int
    slides: int
    questions: int


class ArtifactFacts(PartCount):
    """What the manifest says of a file to download besides path, size and hash (docs/contracts.md, "Manifest")."""

    module: str
    edition: str
    audience: str
    format: str
    language: str
    paper: str | None
    variant: str
    minutes: int | None
    theme: str
    inputs_sha256: str


class ManifestRow(SiteRow, ArtifactFacts):
    """A file to download: a row of the manifest's list `artifacts`."""


class ManifestHead(TypedDict, total=False):
    """The manifest's entries about course and tool. `tool` has versions by name. It is empty before the first build."""

    course: str
    course_version: str
    tool: dict[str, str]


class Manifest(ManifestHead, total=False):
    """The content of manifest.json; empty when there is none."""

    schema: int
    artifacts: list[ManifestRow]
    site: list[SiteRow]


@dataclass(frozen=True)
class Artifact:
    """A file to publish: its bytes, and its row of the manifest (docs/contracts.md, "Manifest")."""

    data: bytes
    row: ManifestRow

    @property
    def path(self) -> str:
        """Its path below the output folder."""
        return self.row["path"]


def make_artifact(path: str, data: bytes, facts: ArtifactFacts) -> Artifact:
    """Return a file to publish; path, size and hash are added to its row."""
    return Artifact(data, {"path": path, **facts, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})


def site_row(path: str, data: bytes) -> SiteRow:
    """Return the row of a file of the catalogue."""
    return {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


MANIFEST_BYTES = 20_000_000
"""Bytes of a manifest that are read: some forty thousand rows."""


def read_manifest(output: Path) -> Manifest:
    """Return the manifest of an output folder, {} when there is none, or it cannot be read, or has another schema.

    Anybody may have written it: it is a listing for people, and nothing in it says that a file is ours.
    """
    try:
        value = json.loads(WritableFolder(output).read(MANIFEST, MANIFEST_BYTES).decode())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        return {}
    return cast("Manifest", value)  # `read_rows` looks at what is in it


def read_rows(manifest: Manifest) -> tuple[list[ManifestRow], list[SiteRow]]:
    """Return the rows of files to download and those of the catalogue, as far as they are whole. Their paths may lead anywhere."""
    return _rows(manifest.get("artifacts"), ManifestRow), _rows(manifest.get("site"), SiteRow)


def _rows(found: object, kind: type[Row]) -> list[Row]:
    rows = found if isinstance(found, list) else []
    return [cast("Row", row) for row in rows if conforms(row, kind)]


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as JSON."""
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def checksums(manifest: Manifest) -> bytes:
    """Return the content of SHA256SUMS in the format of `sha256sum --check`: modules' files first, then the site's."""
    rows: list[SiteRow] = [*manifest["artifacts"], *manifest["site"]]
    return "".join(f"{row['sha256']}  {row['path']}\n" for row in rows).encode()
