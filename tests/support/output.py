"""Filling an output folder as a build does, for tests of what stands in it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, cast

from builder.engine.output.folder import OutputFolder
from builder.engine.output.manifest import ArtifactFacts, make_artifact

NO_FACTS = cast("ArtifactFacts", {})
"""The folder reads only path and hash of a row."""


def manifest_row(path: str, data: bytes) -> dict[str, Any]:
    return {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def close_with(folder: OutputFolder, pages: dict[str, bytes] | None = None) -> None:
    """End a build; `pages` are all that the site then has."""
    if pages is not None:
        folder.set_site_files([folder.publish_page(name, data) for name, data in pages.items()])
    folder.close(lambda: {"course": "A course"})


def publish_files(output: Path, files: dict[str, bytes], pages: dict[str, bytes]) -> None:
    """Publish files and pages, as a build does that makes all of them."""
    folder = OutputFolder(output)
    folder.begin_update(set())
    for path, data in files.items():
        folder.publish(make_artifact(path, data, NO_FACTS))
    folder.forget(folder.rows.keys() - files.keys())
    close_with(folder, pages)
