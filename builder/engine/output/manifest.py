"""The rows of manifest.json, and reading and writing it and SHA256SUMS, which list the files of the output folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

SCHEMA = 1


class SiteRow(TypedDict):
    """A file of the catalogue: a row of the manifest's list `site`."""

    path: str
    bytes: int
    sha256: str


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


def read_manifest(output: Path) -> Manifest:
    """Return the manifest of an output folder, {} when there is none, or it cannot be read, or has another schema."""
    try:
        value = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        return {}
    return cast("Manifest", value)  # a manifest of this schema was written by `manifest_bytes`


def read_rows(manifest: Manifest) -> tuple[list[ManifestRow], list[SiteRow]]:
    """Return the rows of files to download and those of the catalogue, without those that have no path.

    Lists that are missing, or are no lists, count as empty: the file may have been edited by hand.
    """
    return (
        cast("list[ManifestRow]", _rows_with_path(manifest.get("artifacts"))),
        cast("list[SiteRow]", _rows_with_path(manifest.get("site"))),
    )


def _rows_with_path(found: object) -> list[object]:
    return [row for row in found if isinstance(row, dict) and row.get("path")] if isinstance(found, list) else []


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as JSON."""
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def checksums(manifest: Manifest) -> bytes:
    """Return the content of SHA256SUMS in the format of `sha256sum --check`: modules' files first, then the site's."""
    rows: list[SiteRow] = [*manifest["artifacts"], *manifest["site"]]
    return "".join(f"{row['sha256']}  {row['path']}\n" for row in rows).encode()
