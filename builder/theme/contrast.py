"""Contrast of colors by WCAG 2.2, and the pairs of a theme's colors that must reach it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

TEXT_PAIRS = (
    ("foreground", "background"),
    ("muted", "background"),
    ("primary", "background"),
    ("link", "background"),
    ("caution", "background"),
    ("facilitator", "background"),
    ("on-primary", "ground"),
    ("foreground", "surface"),
    ("muted", "surface"),
    ("primary", "surface"),
    ("link", "surface"),
    ("foreground", "caution-surface"),
    ("caution", "caution-surface"),
    ("muted", "caution-surface"),
    ("link", "caution-surface"),
)
"""Text role and background role of every pair that templates and layouts can produce: 4.5:1 (WCAG 2.2, 1.4.3)."""

LINE_PAIRS = (("field", "background"), ("field", "surface"), ("primary", "background"), ("foreground", "background"))
"""Lines and boxes to write in or choose: 3:1 (WCAG 2.2, 1.4.11)."""


class ColorPair(NamedTuple):
    """Two roles of colors that can meet, their colors, the contrast that they have, and the least that they must have."""

    front: str
    back: str
    colors: tuple[str, str]
    ratio: float
    least: float


def color_pairs(colors: Mapping[str, str]) -> tuple[ColorPair, ...]:
    """Return every pair of text and ground, and of lines and ground, that can meet, with its contrast. `colors` are a theme's, by role."""
    rows = [(pair, 4.5) for pair in TEXT_PAIRS] + [(pair, 3.0) for pair in LINE_PAIRS if pair not in TEXT_PAIRS]
    found = ((pair, (colors[pair[0]], colors[pair[1]]), least) for pair, least in rows)
    return tuple(ColorPair(*pair, both, contrast(*both), least) for pair, both, least in found)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colors, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_dark(color: str) -> bool:
    """Say whether white stands out more from a `#rrggbb` color than black does."""
    return 1.05 / (_luminance(color) + 0.05) > (_luminance(color) + 0.05) / 0.05


def _luminance(color: str) -> float:
    channels = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
