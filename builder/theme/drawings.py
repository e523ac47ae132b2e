"""Colors of SVG drawings: `var(--primary, teal)` is replaced by the color that the theme calls primary.

This is CSS's syntax for named colors (w3.org/TR/css-variables-1), so a browser that shows the file by itself takes the
fallback after the comma. The libraries that draw for us do not resolve `var()` in SVG, so the value is put in before
they see the drawing. All other colors stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from builder.core.problems import did_you_mean
from builder.core.source import Unreadable
from builder.theme.tokens import ROLES

SVG = "image/svg+xml"

NAMES = (*ROLES, *(f"accent{number}" for number in range(1, 7)))
"""The color names that every theme defines."""

_VARIABLE = re.compile(rb"var\(\s*--([\w-]+)\s*(?:,\s*([^()]*?)\s*)?\)")


def check_colors(drawing: bytes) -> None:
    """Check the color names of an SVG drawing.

    Raises Unreadable for a name that no theme defines when it has no fallback color or looks like a misspelled name.
    """
    for name, fallback in ((found[1].decode(), found[2]) for found in _VARIABLE.finditer(drawing)):
        hint = did_you_mean(name, NAMES)
        if name not in NAMES and (hint or not fallback):
            message = f"it asks for a color `--{name}`, which themes do not have" + (f": {hint}" if hint else "")
            raise Unreadable(message)


def apply_colors(data: bytes, media_type: str, colors: Mapping[str, str]) -> bytes:
    """Return a picture's bytes with the theme's colors (`#rrggbb` by role) put in; only SVG drawings change."""
    if media_type != SVG:
        return data
    while _VARIABLE.search(data):  # a fallback may itself be a `var()`
        data = _VARIABLE.sub(lambda found: colors.get(found[1].decode(), "").encode() or found[2] or b"none", data)
    return data
