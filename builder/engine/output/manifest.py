"""manifest.json and SHA256SUMS: what stands in the output folder, for people's scripts and for the next build."""

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
    """One file to publish: its bytes, and its row of the manifest (DESIGN §8)."""

    data: bytes
    row: dict[str, Any]

    @property
    def path(self) -> str:
        """Where it goes below the output folder."""
        return str(self.row["path"])


def artifact(path: str, data: bytes, row: Mapping[str, Any]) -> Artifact:
    """Return a file to publish, with path, size and hash in its row."""
    return Artifact(data, {"path": path, **row, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})


def read_manifest(output: Path) -> dict[str, object]:
    """Return the manifest of an output folder, {} where there is none or it cannot be read."""
    try:
        value = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) and value.get("schema") == SCHEMA else {}


def manifest_bytes(manifest: dict[str, object]) -> bytes:
    """Return the manifest as JSON."""
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def checksums(manifest: dict[str, object]) -> bytes:
    """Return SHA256SUMS of all files, downloads first, as `sha256sum --check` reads it."""
    lists = (manifest["artifacts"], manifest["site"])
    rows = [row for found in lists if isinstance(found, list) for row in found if isinstance(row, dict)]
    return "".join(f"{row['sha256']}  {row['path']}\n" for row in rows).encode()
