"""Removing what builds have written."""

from __future__ import annotations

import shutil
from pathlib import Path

from builder.engine.output.files import remove
from builder.engine.output.manifest import read_manifest, read_rows


def clean(output: Path, cache: Path) -> int:
    """Remove the files that the manifest lists, the manifest itself, and the cache; return how many files were removed.

    Other files in the output folder, and the folders that hold them, are left alone.
    """
    artifacts, site = read_rows(read_manifest(output))
    names = [*(row["path"] for row in artifacts), *(row["path"] for row in site)]
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
