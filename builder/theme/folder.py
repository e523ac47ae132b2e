"""Where the shipped themes lie."""

from __future__ import annotations

from pathlib import Path

from builder.core.disk.folder import our_folder


def themes_folder() -> Path:
    """Return the folder of the shipped themes: inside an installed wheel, or beside the package in a clone."""
    package = Path(__file__).parents[1]
    return package / "themes" if our_folder(package).is_folder("themes") else package.parent / "themes"
