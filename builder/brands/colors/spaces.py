"""Colors of any space of CSS as `#rrggbb`, and in OKLCH, where equal steps of lightness look equal and hue keeps its name.

Sources: CSS Color 4, “Sample code for Color Conversions” (matrices; Bradford adaptation from D50) and “Gamut mapping”; Ottosson, “A
perceptual color space for image processing” (OKLab).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

_TO_XYZ: dict[str, Matrix] = {
    "srgb-linear": ((0.4123908, 0.3575843, 0.1804808), (0.2126390, 0.7151687, 0.0721923), (0.0193308, 0.1191948, 0.9505322)),
    "display-p3": ((0.4865709, 0.2656677, 0.1982173), (0.2289746, 0.6917385, 0.0792869), (0.0, 0.0451134, 1.0439444)),
    "a98-rgb": ((0.5766690, 0.1855582, 0.1882286), (0.2973450, 0.6273636, 0.0752915), (0.0270314, 0.0706889, 0.9913375)),
    "prophoto-rgb": ((0.7977605, 0.1351858, 0.0313493), (0.2880711, 0.7118432, 0.0000857), (0.0, 0.0, 0.8251046)),
    "rec2020": ((0.6369580, 0.1446169, 0.1688810), (0.2627002, 0.6779981, 0.0593017), (0.0, 0.0280727, 1.0609851)),
}  # fmt: skip
"""Linear light of each space of red, green and blue → XYZ, of the white D65; of `prophoto-rgb` of D50."""

_FROM_XYZ: Matrix = (
    (3.2409699, -1.5373832, -0.4986108),
    (-0.9692436, 1.8759675, 0.0415551),
    (0.0556301, -0.2039770, 1.0569715),
)
_D50_TO_D65: Matrix = (
    (0.9554734, -0.0230985, 0.0632593),
    (-0.0283697, 1.0099955, 0.0210414),
    (0.0123140, -0.0205077, 1.3303659),
)
_XYZ_TO_LMS: Matrix = (
    (0.8190224, 0.3619063, -0.1288738),
    (0.0329836, 0.9292869, 0.0361446),
    (0.0481772, 0.2642395, 0.6335478),
)
_LMS_TO_LAB: Matrix = (
    (0.2104543, 0.7936178, -0.0040720),
    (1.9779985, -2.4285922, 0.4505937),
    (0.0259040, 0.7827718, -0.8086758),
)
_LAB_TO_LMS: Matrix = (
    (1.0, 0.3963378, 0.2158038),
    (1.0, -0.1055613, -0.0638542),
    (1.0, -0.0894842, -1.2914855),
)
_LMS_TO_XYZ: Matrix = (
    (1.2268799, -0.5578150, 0.2813911),
    (-0.0405757, 1.1122868, -0.0717111),
    (-0.0763729, -0.4214933, 1.5869241),
)


def _srgb_light(value: float) -> float:
    size = abs(value)
    return math.copysign(size / 12.92 if size <= 0.04045 else ((size + 0.055) / 1.055) ** 2.4, value)


def _rec2020_light(value: float) -> float:
    size = abs(value)
    return math.copysign(size / 4.5 if size < 0.0812429 else ((size + 0.0992968) / 1.0992968) ** (1 / 0.45), value)


def _power(exponent: float) -> Callable[[float], float]:
    return lambda value: math.copysign(abs(value) ** exponent, value)


_LIGHT: dict[str, Callable[[float], float]] = {
    "srgb-linear": lambda value: value,
    "display-p3": _srgb_light,
    "a98-rgb": _power(563 / 256),
    "prophoto-rgb": _power(1.8),
    "rec2020": _rec2020_light,
}

SPACES = ("srgb", *_TO_XYZ, "xyz", "xyz-d65", "xyz-d50", "hsl", "hwb", "lab", "lch", "oklab", "oklch")
"""The color spaces of CSS Color 4, which are those of the Design Tokens Color Module (2025.10), too."""


def _times(matrix: Matrix, values: Sequence[float]) -> Triple:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    x, y, z = values
    return a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z


def hex_of_xyz(xyz: Sequence[float], *, white: str = "d65") -> tuple[str, bool]:
    """Return a color of CIE XYZ as `#rrggbb`, and whether the screen's colors reach it; else the nearest of its hue and lightness."""
    lab = _oklab(_times(_D50_TO_D65, xyz) if white == "d50" else xyz)
    light, chroma, hue = lab[0], math.hypot(lab[1], lab[2]), math.degrees(math.atan2(lab[2], lab[1])) % 360
    inside = all(-0.0005 <= one <= 1.0005 for one in _srgb(lab))
    return hex_of(light, chroma, hue), inside


def hex_of_rgb(space: str, channels: Sequence[float]) -> tuple[str, bool]:
    """Return a color of a space of red, green and blue as `#rrggbb`, and whether the screen's colors reach it."""
    if space == "srgb":
        return _hex(channels), all(-0.0005 <= one <= 1.0005 for one in channels)
    xyz = _times(_TO_XYZ[space], [_LIGHT[space](one) for one in channels])
    return hex_of_xyz(xyz, white="d50" if space == "prophoto-rgb" else "d65")


@lru_cache(maxsize=4096)
def oklch(color: str) -> Triple:
    """Return lightness (0 to 1), chroma and hue (degrees) of a `#rrggbb` color in OKLCH."""
    light = [_srgb_light(int(color[n : n + 2], 16) / 255) for n in (1, 3, 5)]
    lab = _oklab(_times(_TO_XYZ["srgb-linear"], light))
    return lab[0], math.hypot(lab[1], lab[2]), math.degrees(math.atan2(lab[2], lab[1])) % 360


def hex_of(light: float, chroma: float, hue: float) -> str:
    """Return a color of OKLCH as `#rrggbb`, with less chroma where the screen's colors do not reach it; lightness and hue are kept."""
    light = min(max(light, 0.0), 1.0)
    low, high = 0.0, chroma
    if not _inside(light, chroma, hue):
        for _ in range(14):
            middle = (low + high) / 2
            low, high = (middle, high) if _inside(light, middle, hue) else (low, middle)
        chroma = low
    return _hex(_srgb(_lab_of(light, chroma, hue)))


def distance(one: str, other: str) -> float:
    """Return how different two `#rrggbb` colors look: their distance in OKLab, where 0.02 is just seen."""
    first, second = (_lab_of(*oklch(color)) for color in (one, other))
    return math.dist(first, second)


def _lab_of(light: float, chroma: float, hue: float) -> Triple:
    return light, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


def _inside(light: float, chroma: float, hue: float) -> bool:
    return all(-0.0005 <= one <= 1.0005 for one in _srgb(_lab_of(light, chroma, hue)))


def _oklab(xyz: Sequence[float]) -> Triple:
    return _times(_LMS_TO_LAB, [math.copysign(abs(one) ** (1 / 3), one) for one in _times(_XYZ_TO_LMS, xyz)])


def _srgb(lab: Sequence[float]) -> Triple:
    """Return red, green and blue (0 to 1 inside the screen's colors) of OKLab."""
    light = _times(_FROM_XYZ, _times(_LMS_TO_XYZ, [one**3 for one in _times(_LAB_TO_LMS, lab)]))
    red, green, blue = (
        math.copysign(12.92 * size if (size := abs(one)) <= 0.0031308 else 1.055 * size ** (1 / 2.4) - 0.055, one)
        for one in light
    )
    return red, green, blue


def _hex(channels: Sequence[float]) -> str:
    return "#" + "".join(f"{round(min(max(one, 0.0), 1.0) * 255):02x}" for one in channels)
