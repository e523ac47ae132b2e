"""Folders of the user's cache: one for each course, one for each output folder, that their owner alone can open.

Nothing that a course brings along is taken as made or noted by us, so nothing is kept in it. Imports the standard library
only.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class CacheFolder:
    """The cache of Coursewright at `base`. Folders in it are named by the real path of what they are about."""

    base: Path

    def of_course(self, root: Path) -> Path:
        """Return the folder for a course: state of builds and checks, slide layouts, fontconfig's files, the lock. It may not exist."""
        return self.base / "courses" / _name(root)

    def of_output(self, root: Path) -> Path:
        """Return the folder for an output folder: what was made there, and the lock. It may not exist."""
        return self.base / "outputs" / _name(root)


def _name(path: Path) -> str:
    """Return a file name for a path: its last part, so that people find it, and a hash of all of it."""
    real = path.resolve()
    digest = hashlib.sha256(os.fsencode(real)).hexdigest()[:20]
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', real.name)[:40].strip('-') or 'course'}-{digest}"
