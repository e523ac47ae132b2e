"""Derives a theme's colors for dark screens from its light ones, so that every theme has readable ones.

Each role keeps its hue. Its lightness (HLS) starts at a value set here and is raised until every pair of colors has the
contrast that it has on paper, between 4.5:1 and 7:1 for text (WCAG 2.2, 1.4.3 and 1.4.6) and 3:1 for lines (1.4.11).
"""

from __future__ import annotations

import colorsys

from builder.theme.contrast import LINE_PAIRS, TEXT_PAIRS, contrast

_LIGHTNESS = {
    "background": 0.08,
    "surface": 0.135,
    "caution-surface": 0.135,
    "foreground": 0.93,
    "muted": 0.74,
    "rule": 0.30,
    "field": 0.58,
    "primary": 0.62,
    "link": 0.62,
    "caution": 0.68,
    "facilitator": 0.76,
    "on-primary": 0.08,
}
"""The lightness, 0 to 1, at which each role starts. Backgrounds stay dark; the colors on them are raised from here."""

_GROUNDS = ("background", "surface", "caution-surface", "on-primary")
_HUE_OF = {"background": "foreground", "on-primary": "foreground", "surface": "primary", "caution-surface": "caution"}
"""The role whose hue a background takes: that of paper itself has none."""

_PALE = 0.45
"""The highest saturation: stronger colors glare on a dark screen."""


def dark_colors(colors: dict[str, str]) -> dict[str, str]:
    """Return the dark color (`#rrggbb`) of each role from the light ones; on dark screens `ground` is `primary`, which is light."""
    made = {role: _shade(colors[_HUE_OF.get(role, role)], lightness) for role, lightness in _LIGHTNESS.items()}
    reached = dict(_LIGHTNESS)
    for pairs, least, most in ((LINE_PAIRS, 3.0, 3.0), (TEXT_PAIRS, 4.5, 7.0)):
        for front, back in pairs:
            wanted = max(least, min(most, contrast(colors[front], colors[back])))
            while front not in _GROUNDS and contrast(made[front], made[back]) < wanted and reached[front] < 1:
                reached[front] = min(1.0, reached[front] + 0.02)
                made[front] = _shade(colors[front], reached[front])
    return made | {"ground": made["primary"]}


def _shade(color: str, lightness: float) -> str:
    """Return a color with the same hue at another lightness, 0 to 1."""
    red, green, blue = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    return "#" + "".join(
        f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, min(saturation, _PALE))
    )
