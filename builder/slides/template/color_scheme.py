"""A theme's colors as PowerPoint scheme colors, and scheme colors with transforms as RGB.

Masters and layouts name scheme colors only, so that replacing the theme part recolors a deck. The scheme has twelve slots;
a role of ours without a slot of its own is another slot with offsets of hue, saturation and luminance (ECMA-376-1, 20.1.2.3:
hueOff, satOff, lumOff).
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

from builder.core.frozen import dataclass

SLOTS = "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink".split()
"""The scheme's slots, in the order of the theme part."""

COLOR_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
"""Our masters' color map: names used on slides → slots of the scheme (`tx1` is `dk1`)."""

_DEGREE, _PERCENT = 60_000, 1_000


@dataclass(frozen=True, slots=True)
class SchemeColor:
    """A scheme color: the name of a slot as used on slides, and transforms (`moves`) as (name, value) in OOXML's units."""

    slot: str
    moves: tuple[tuple[str, int], ...] = ()


def scheme_color(color: str, preferred: str, scheme: dict[str, str]) -> SchemeColor:
    """Return `color` (`#rrggbb`) as a color of a scheme (slot → `#rrggbb`).

    That is the slot `preferred` when it has that color, else another slot that has, else `preferred` with offsets.
    """
    names = [preferred, *(n for n in (*COLOR_MAP, *SLOTS) if n not in COLOR_MAP.values())]
    for name in names:
        if scheme[COLOR_MAP.get(name, name)] == color:
            return SchemeColor(name)
    here, there = (_hsl(value) for value in (scheme[COLOR_MAP.get(preferred, preferred)], color))
    hue = round((there[0] - here[0]) % 1.0 * 360 * _DEGREE)
    saturation, luminance = (round((b - a) * 100 * _PERCENT) for a, b in zip(here[1:], there[1:], strict=True))
    return SchemeColor(preferred, (("lumOff", luminance), ("satOff", saturation), ("hueOff", hue)))


def apply_transforms(color: str, moves: Iterable[tuple[str, int]]) -> str:
    """Return `#rrggbb` after OOXML's transforms in order. Alpha and unknown transforms are ignored.

    Nothing is rounded between transforms, so that black keeps a hue that it is given before its luminance.
    """
    hue, saturation, luminance = _hsl(color)
    for name, value in moves:
        share = value / (100 * _PERCENT)
        match name:
            case "hueOff":
                hue = (hue + value / (360 * _DEGREE)) % 1.0
            case "hueMod":
                hue = hue * share % 1.0
            case "satOff":
                saturation = _unit(saturation + share)
            case "satMod":
                saturation = _unit(saturation * share)
            case "lumOff":
                luminance = _unit(luminance + share)
            case "lumMod":
                luminance = _unit(luminance * share)
            case "tint" | "shade":
                red, green, blue = colorsys.hls_to_rgb(hue, luminance, saturation)
                toward = 1.0 if name == "tint" else 0.0
                hue, luminance, saturation = colorsys.rgb_to_hls(*(_mix(c, toward, share) for c in (red, green, blue)))
            case _:
                continue
    return _hex(colorsys.hls_to_rgb(hue, luminance, saturation))


def _mix(channel: float, toward: float, share: float) -> float:
    """Mix with white (1.0) or black (0.0): `share` of the channel remains. PowerPoint mixes in linear light; near enough."""
    return toward + (channel - toward) * share


def _rgb(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def _hsl(color: str) -> tuple[float, float, float]:
    hue, luminance, saturation = colorsys.rgb_to_hls(*_rgb(color))
    return hue, saturation, luminance


def _hex(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(_unit(channel) * 255):02x}" for channel in channels)


def _unit(value: float) -> float:
    return min(max(value, 0.0), 1.0)
