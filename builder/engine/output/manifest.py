"""Reading and writing manifest.json and SHA256SUMS, which list the files of the output folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = 1


@dataclass(frozen=True)
class Artifact:
    """A file to publish: its bytes, and its row of the manifest (docs/contracts.md, "Manifest")."""

    data: bytes
    row: dict[str, Any]

    @property
    def path(self) -> str:
        """Its path below the output folder."""
        return str(self.row["path"])


def make_artifact(path: str, data: bytes, row: Mapping[str, Any]) -> Artifact:
    """Return a file to publish; path, size and hash are added to its row."""
    return Artifact(data, {"path": path, **row, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})


def read_manifest(output: Path) -> dict[str, object]:
    """Return the manifest of an output folder, {} when there is none, or it cannot be read, or has another schema."""
    try:
        value = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) and value.get("schema") == SCHEMA else {}


def manifest_bytes(manifest: dict[str, object]) -> bytes:
    """Return the manifest as JSON."""
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def checksums(manifest: dict[str, object]) -> bytes:
    """Return the content of SHA256SUMS in the format of `sha256sum --check`: modules' files first, then the site's."""
    lists = (manifest["artifacts"], manifest["site"])
    rows = [row for found in lists if isinstance(found, list) for row in found if isinstance(row, dict)]
    return "".join(f"{row['sha256']}  {row['path']}\n" for row in rows).encode()
