"""The icons that authors and themes name: those of themes/base/icons, each a path on a grid, drawn as a line with round ends."""

from __future__ import annotations

import re
from functools import cache

from builder.core.disk.folder import our_folder
from builder.theme.folder import themes_folder

GRID = 24
"""Width and height of the grid that icons are drawn on."""

LINE = 2
"""Width of their lines on that grid."""

NO_ICON = "none"
"""What authors write where a theme's own icon for a kind of block is not wanted."""

_SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)"[^>]*><path d="([^"]+)"')


@cache
def icon_paths() -> dict[str, str]:
    """Return each icon's path by its name: SVG path data of absolute moves, lines and curves."""
    sprite = our_folder(themes_folder() / "base").read("icons/icons.svg").decode()
    return dict(_SYMBOL.findall(sprite))
