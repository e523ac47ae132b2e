"""Filling an output folder as a build does, for tests of what stands in it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from builder.core.disk.folder import Folder
from builder.engine.output.folder import OutputFolder
from builder.engine.output.ledger import read_ledger
from builder.engine.output.manifest import ArtifactFacts, make_artifact
from builder.engine.request import BuildRequest
from builder.engine.state.state import State
from builder.model.course import Course
from builder.theme.theme import Theme
from tests.support.commands import CACHE

NO_FACTS: ArtifactFacts = {
    "module": "a",
    "edition": "handout",
    "audience": "participants",
    "format": "pdf",
    "language": "en",
    "paper": None,
    "variant": "",
    "minutes": None,
    "theme": "plain",
    "inputs_sha256": "",
}
"""Of a row, the folder reads only path and hash."""


def build_request(course: Folder, loaded: Course, theme: Theme, names: tuple[str, ...], **more: Any) -> BuildRequest:  # noqa: ANN401  # as BuildRequest has them
    """Return the request of a build into the course's own output folder."""
    output = course.root / "output"
    ledger = read_ledger(CACHE.of_output(output))
    return BuildRequest(course, loaded, theme, output, names, CACHE.of_course(course.root), ledger, **more)


def manifest_row(path: str, data: bytes) -> dict[str, Any]:
    return {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def open_folder(output: Path, *, force: bool = False) -> OutputFolder:
    """Open an output folder as a build does."""
    return OutputFolder(output, read_ledger(CACHE.of_output(output)), State(output), force=force)


def close_with(folder: OutputFolder, pages: dict[str, bytes] | None = None) -> None:
    """End a build; `pages` are all that the site then has."""
    if pages is not None:
        for name, data in pages.items():
            folder.publish_page(name, data)
        folder.set_site_files(pages)
    folder.close(lambda: {"course": "A course"})


def publish_files(output: Path, files: dict[str, bytes], pages: dict[str, bytes]) -> None:
    """Publish files and pages, as a build does that makes all of them."""
    folder = open_folder(output)
    folder.begin_update(set())
    for path, data in files.items():
        folder.publish(make_artifact(path, data, NO_FACTS))
    folder.forget(folder.artifacts.keys() - files.keys())
    close_with(folder, pages)
