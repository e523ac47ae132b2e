"""manifest.json and SHA256SUMS: what stands in the output folder, for people's scripts and for the next build."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

SCHEMA = 1


@dataclass(frozen=True)
class Artifact:
    """One file to publish: its path below the output folder, its bytes, and its row of the manifest (DESIGN §8)."""

    path: str
    data: bytes
    row: dict[str, object]

    def entry(self) -> dict[str, object]:
        """Return the row with path, size and hash."""
        return {"path": self.path, **self.row, "bytes": len(self.data), "sha256": hashlib.sha256(self.data).hexdigest()}


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
