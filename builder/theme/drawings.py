"""Drawings in a theme's colors: `var(--primary, teal)` in an SVG is what the theme at hand calls primary.

That is how CSS names a color (w3.org/TR/css-variables-1): a browser that shows the file by itself takes the color after
the comma. Libraries that draw for us know no `var()`, so it is put in before they see the drawing. All other colors
stay as their author wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from builder.core.problems import did_you_mean
from builder.core.source import Unreadable
from builder.model.module import Asset
from builder.theme.load import ROLES

SVG = "image/svg+xml"

NAMES = (*ROLES, *(f"accent{number}" for number in range(1, 7)))
"""The colors that every theme has, by the names that drawings use."""

_USED = re.compile(rb"var\(\s*--([\w-]+)\s*(?:,\s*([^()]*?)\s*)?\)")


def check_colors(drawing: bytes) -> None:
    """Refuse a color that no theme has and that has none in its place, or whose name is one letter off. Raises Unreadable."""
    for name, instead in ((found[1].decode(), found[2]) for found in _USED.finditer(drawing)):
        hint = did_you_mean(name, NAMES)
        if name not in NAMES and (hint or not instead):
            message = f"it asks for a color `--{name}`, which themes do not have" + (f": {hint}" if hint else "")
            raise Unreadable(message)


def in_colors(asset: Asset, colors: Mapping[str, str]) -> Asset:
    """Return a drawing in a theme's colors (`#rrggbb` by role); other pictures as they are."""
    if asset.media_type != SVG:
        return asset
    drawing = asset.data
    while _USED.search(drawing):  # a color may name another for where there is none
        drawing = _USED.sub(lambda found: colors.get(found[1].decode(), "").encode() or found[2] or b"none", drawing)
    return replace(asset, data=drawing)
