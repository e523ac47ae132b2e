"""Paths of somebody's machine, which programs write as text alternatives. Folders may be named for people, and are told nowhere."""

from __future__ import annotations

import re

_PATH = re.compile(r"\s*(?:[A-Za-z]:[\\/]|\\\\|~?/|(?:file|smb):)(?:[^\\/\n]*[\\/])*([^\\/\n]*)", re.IGNORECASE)
"""A text that is nothing but a path, or the address of a file, with the file's own name."""


def without_folders(text: str) -> str:
    """Return a text; of one that is a path the name of the file alone."""
    found = _PATH.fullmatch(text)
    return text if found is None else found[1]
