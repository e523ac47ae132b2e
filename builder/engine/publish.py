"""Writing files so that they appear whole or not at all, and the manifest after all of them."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from builder.engine.manifest import read_manifest


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it: readers see the old bytes or the new, never a part.

    Raises OSError when the folder cannot be written to; the old file is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def remove(path: Path, root: Path) -> None:
    """Remove a file, and the folders up to `root` that it leaves empty."""
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == root or not parent.is_relative_to(root) or any(parent.iterdir()):
            return
        parent.rmdir()


def clean(output: Path, cache: Path) -> int:
    """Remove the files that the manifest of `output` lists, the manifest, and the cache; return how many files went.

    Only what a build made goes: a folder that someone keeps other files in stays, with those files.
    """
    manifest = read_manifest(output)
    rows = manifest.get("artifacts")
    names = [str(row["path"]) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    removed = 0
    for name in [*names, "SHA256SUMS", "manifest.json"]:
        path = (output / name).resolve()
        if path.is_relative_to(output.resolve()) and path.is_file():
            remove(path, output.resolve())
            removed += 1
    if cache.is_dir():
        removed += sum(1 for path in cache.rglob("*") if path.is_file())
        shutil.rmtree(cache)
    return removed
