"""Colors as CSS writes them: names, hexadecimal, functions of every space. What cannot be known without a browser is refused."""

from __future__ import annotations

import math

from builder.brands.colors.spaces import hex_of_rgb, hex_of_xyz
from builder.core.frozen import dataclass


class NoColorError(ValueError):
    """A text is no color that can be known; the message says why, and what to write instead."""


@dataclass(frozen=True)
class ReadColor:
    """A color as `#rrggbb`, and what was changed to make it that: "" or a clause for people."""

    value: str
    change: str = ""


_CURE = "write it as #rrggbb"
_FARTHEST = 10_000.0
"""Largest number of a color that is read; a hue in degrees may turn around several times."""


def read_color(text: str) -> ReadColor:
    """Return a color of CSS Color 4. One that can be seen through is mixed with white. Raises NoColorError."""
    from tinycss2 import color4  # ours through WeasyPrint; loaded late, it takes a hundredth of a second

    try:
        found = color4.parse_color(text)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        message = f"`{text[:60]}` is not a color; {_CURE}"
        raise NoColorError(message) from error
    if found is None or isinstance(found, str):
        message = f"`{text[:60]}` is not a color that can be known without a browser; {_CURE}"
        raise NoColorError(message)
    channels = [float(one or 0.0) for one in found.coordinates]
    value, inside = color_of(str(found.space), channels)
    return _on_white(value, float(found.alpha), inside=inside)


def color_of(space: str, channels: list[float]) -> tuple[str, bool]:
    """Return a color of a space of CSS as `#rrggbb`, and whether the screen's colors reach it. Raises NoColorError for other spaces."""
    from tinycss2.color4 import Color

    if not all(math.isfinite(one) and abs(one) <= _FARTHEST for one in channels):
        message = f"its numbers are none of a color; {_CURE}"
        raise NoColorError(message)
    if space in {"hsl", "hwb"}:
        space, channels = "srgb", list(Color(space, tuple(channels), 1).to("srgb").coordinates)
    if space in {"lab", "lch", "oklab", "oklch"}:
        white = "d65" if space.startswith("ok") else "d50"
        return hex_of_xyz(Color(space, tuple(channels), 1).to(f"xyz-{white}").coordinates, white=white)
    if space.startswith("xyz"):
        return hex_of_xyz(channels, white=space.removeprefix("xyz-") if space != "xyz" else "d65")
    try:
        return hex_of_rgb(space, channels)
    except KeyError as error:
        message = f"`{space[:40]}` is not a color space of CSS; {_CURE}"
        raise NoColorError(message) from error


def _on_white(value: str, alpha: float, *, inside: bool) -> ReadColor:
    """Return a color as it looks on white paper."""
    changes = [] if inside else ["screens do not show it; the nearest that they do"]
    if alpha <= 0:
        message = f"it cannot be seen, its alpha is 0; {_CURE}"
        raise NoColorError(message)
    if alpha < 1:
        mixed = (round(255 + (int(value[n : n + 2], 16) - 255) * min(alpha, 1.0)) for n in (1, 3, 5))
        value = "#" + "".join(f"{one:02x}" for one in mixed)
        changes.append("it is not opaque; as it looks on white")
    return ReadColor(value, "; ".join(changes))
