"""A theme's colors for dark screens, made from its light ones, so that every theme has them and each pair can be read.

A theme names colors for paper. On a dark screen each role keeps its hue; its lightness (HLS) is chosen here, and then
moved until every pair that can meet is as far apart as it is on paper, as far as WCAG 2.2 asks for (4.5:1 to 7:1).
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
"""How light each role begins, 0 to 1. Grounds are dark; what stands on them is moved up from here."""

_GROUNDS = ("background", "surface", "caution-surface", "on-primary")
_HUE_OF = {"background": "foreground", "on-primary": "foreground", "surface": "primary", "caution-surface": "caution"}
"""Whose hue a ground takes: paper itself has none."""

_PALE = 0.45
"""No color keeps more saturation than this: strong colors glow on a dark screen."""


def dark_colors(colors: dict[str, str]) -> dict[str, str]:
    """Return the roles of a theme as `#rrggbb` for dark screens."""
    made = {role: _shade(colors[_HUE_OF.get(role, role)], lightness) for role, lightness in _LIGHTNESS.items()}
    reached = dict(_LIGHTNESS)
    for pairs, least, most in ((LINE_PAIRS, 3.0, 3.0), (TEXT_PAIRS, 4.5, 7.0)):
        for front, back in pairs:
            wanted = max(least, min(most, contrast(colors[front], colors[back])))
            while front not in _GROUNDS and contrast(made[front], made[back]) < wanted and reached[front] < 1:
                reached[front] = min(1.0, reached[front] + 0.02)
                made[front] = _shade(colors[front], reached[front])
    return made


def _shade(color: str, lightness: float) -> str:
    """Return a color's hue at another lightness."""
    red, green, blue = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    return "#" + "".join(
        f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, min(saturation, _PALE))
    )
