"""Watching the course folder: which modules have changed, or whether a file that all modules share has."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from builder.core.disk.folder import Folder
from builder.engine.state.keys import shared_places
from builder.engine.state.state import State

WAIT, STEP = 60, 20
"""Milliseconds: how long changes are collected at most, and how long a pause ends a burst. Editors write in bursts."""


AGAIN = 1.0
"""Seconds until folders are watched again after the watching of them failed."""


async def changes(root: Path, stop: asyncio.Event) -> AsyncIterator[set[str] | None]:
    """Yield the names of modules whose files changed, None when a shared file did, until `stop` is set.

    What ends the watching, such as a name that is not UTF-8, or a folder that was made anew, counts as a change of all; it goes on.
    Where the system watches no more folders, they are looked through.
    """
    modules = (root / "modules").resolve()
    polling = False
    while not stop.is_set():
        folders, lost = _folders(root), True
        watching = awatch(
            *folders, stop_event=stop, debounce=WAIT, step=STEP, rust_timeout=1000, yield_on_timeout=True,
            ignore_permission_denied=True, force_polling=polling or None,
        )  # fmt: skip
        try:
            async with contextlib.aclosing(watching):
                async for found in watching:
                    names = {
                        _module_of(Path(path), modules) for _, path in found if not Path(path).name.startswith(".")
                    }
                    if names:
                        yield None if "" in names else names
                    if _folders(root) != folders:
                        break
        except ExceptionGroup:  # a change that cannot be told
            await _pause(stop)
        except (OSError, RuntimeError):  # it did not begin
            polling, lost = not polling, False
            await _pause(stop)
        if lost and not stop.is_set():
            yield None


async def _pause(stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), AGAIN)


def _folders(root: Path) -> dict[Path, tuple[int, int]]:
    """Return the folders to watch, each with what tells it from another one at its path."""
    places = [name for name in ("modules", "themes") if Folder(root).is_folder(name)]
    found = {(root / name).resolve(): Folder(root).stat(name) for name in places}
    return {path: (at.st_dev, at.st_ino) for path, at in found.items() if at}


def _module_of(path: Path, modules: Path) -> str:
    """Return the folder name of the module that a file belongs to, "" for a shared file."""
    parts = path.relative_to(modules).parts if path.is_relative_to(modules) else ()
    return parts[0] if len(parts) > 1 and parts[0] != "shared" else ""


def stamp(root: Path) -> str:
    """Return a hash of the files that all modules share: those of the course itself, and its themes."""
    folder = Folder(root)
    return State(root).hash_all(folder, shared_places(folder))
