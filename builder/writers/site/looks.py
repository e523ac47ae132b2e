"""The catalogue's page “How it looks”: a picture of each shipped theme, and the contrast of its colors.

The pictures are made beforehand, by `coursewright themes --gallery`, and lie in themes/base/looks: a build has no time to make every theme.
"""

from __future__ import annotations

import io
from typing import NamedTuple

from builder.core.disk.folder import our_folder
from builder.core.problems import Problems
from builder.model.catalogue import SITE_FOLDER
from builder.theme.contrast import ColorPair, color_pairs
from builder.theme.folder import themes_folder
from builder.theme.load import load_theme

LOOKS = "base/looks"
"""Where the pictures lie among the themes."""


class Look(NamedTuple):
    """A theme on the page: its name and what it says of itself, its picture in the site with its size in px, its pairs of colors."""

    name: str
    title: str
    description: str
    sheet: str
    width: int
    height: int
    pairs: tuple[ColorPair, ...]
    data: bytes


def shipped_looks() -> tuple[Look, ...]:
    """Return the themes that have a picture, by name."""
    from PIL import Image

    folder, found = our_folder(themes_folder() / LOOKS), []
    for path, _ in sorted(folder.walk("")):
        name = path.removesuffix(".webp")
        theme = load_theme(name, Problems())
        if theme is not None:
            data = folder.read(path)
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
            place = f"{SITE_FOLDER}/looks/{path}"
            tokens = theme.tokens
            pairs = color_pairs(theme.colors)
            found.append(Look(name, tokens.name or name, tokens.description, place, width, height, pairs, data))
    return tuple(found)
