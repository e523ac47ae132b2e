"""Watching the course folder: which modules have changed, or whether a file that all modules share has."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from builder.core.disk.folder import Folder
from builder.engine.state.keys import shared_places
from builder.engine.state.state import State

WAIT, STEP = 60, 20
"""Milliseconds: how long changes are collected at most, and how long a pause ends a burst. Editors write in bursts."""


async def changes(root: Path, stop: asyncio.Event) -> AsyncIterator[set[str] | None]:
    """Yield the names of modules whose files changed, None when a shared file did, until `stop` is set."""
    modules = (root / "modules").resolve()
    watched = [(root / name).resolve() for name in ("modules", "themes") if Folder(root).is_folder(name)]
    async for found in awatch(*watched, stop_event=stop, debounce=WAIT, step=STEP, rust_timeout=1000):
        names = {_module_of(Path(path), modules) for _, path in found if not Path(path).name.startswith(".")}
        if names:
            yield None if "" in names else names


def _module_of(path: Path, modules: Path) -> str:
    """Return the folder name of the module that a file belongs to, "" for a shared file."""
    parts = path.relative_to(modules).parts if path.is_relative_to(modules) else ()
    return parts[0] if len(parts) > 1 and parts[0] != "shared" else ""


def stamp(root: Path) -> str:
    """Return a hash of the files that all modules share: those of the course itself, and its themes."""
    folder = Folder(root)
    return State(root).hash_all(folder, shared_places(folder))
