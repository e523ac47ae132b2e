"""Removing what builds of this machine have made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builder.core.disk.writable import WritableFolder
from builder.engine.output.ledger import Ledger
from builder.engine.output.manifest import MANIFEST
from builder.engine.state.state import State


@dataclass(frozen=True)
class Cleaned:
    """How many files were `removed`, the paths of those `changed` since they were made, which stay, and whether others are listed."""

    removed: int
    changed: tuple[str, ...]
    strange: bool


def clean(output: Path, ledger: Ledger, caches: tuple[Path, ...]) -> Cleaned:
    """Remove the files that the ledger says were made here, if they are still as they were made, and the folders `caches`.

    Other files in the output folder, and the folders that hold them, are left alone.
    """
    folder, state = WritableFolder(output), State(Path())
    removed, changed = 0, []
    for name in sorted({*ledger.made, *ledger.listing, *ledger.temporary}):
        if not folder.is_file(name):
            continue
        if name in ledger.temporary or ledger.is_ours(name, state.hash_of(folder, name)):
            folder.remove(name)
            removed += 1
        else:
            changed.append(name)
    for cache in caches:
        removed += WritableFolder(cache).remove_all()
    return Cleaned(removed, tuple(changed), folder.is_file(MANIFEST))
