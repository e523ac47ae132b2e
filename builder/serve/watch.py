"""What has changed on disk: which modules, or what they all share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from builder.engine.state import State, files_below

WAIT, STEP = 60, 20
"""Milliseconds: how long changes are gathered, and after how long a silence they are told. Editors write in bursts."""


async def changes(root: Path, stop: asyncio.Event) -> AsyncIterator[set[str] | None]:
    """Yield the names of modules whose files changed, None for something that all share, until `stop` is set."""
    modules = (root / "modules").resolve()
    watched = [folder for folder in (modules, (root / "themes").resolve()) if folder.is_dir()]
    async for found in awatch(*watched, stop_event=stop, debounce=WAIT, step=STEP, rust_timeout=1000):
        names = {_module_of(Path(path), modules) for _, path in found if not Path(path).name.startswith(".")}
        if names:
            yield None if "" in names else names


def _module_of(path: Path, modules: Path) -> str:
    """Return the module that a file belongs to, "" for what all share."""
    parts = path.relative_to(modules).parts if path.is_relative_to(modules) else ()
    return parts[0] if len(parts) > 1 and parts[0] != "shared" else ""


def stamp(root: Path) -> str:
    """Return the state of what all modules share: the course's own files, and its themes."""
    modules = root / "modules"
    own = [path for path in files_below(modules) if path.parent == modules or path.is_relative_to(modules / "shared")]
    return State(root).hash_all([*own, *files_below(root / "themes")])
