"""Roles of a theme whose colors can be read: each color that is too close to its ground becomes the nearest that is not, hue kept.

Grounds are kept; what stands on them moves. The pairs are those that a theme must reach to load (theme/contrast.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from builder.brands.colors.spaces import distance, hex_of, oklch
from builder.core.frozen import dataclass
from builder.theme.contrast import LINE_PAIRS, TEXT_PAIRS, contrast

TEXT, LINES = 4.5, 3.0
"""Least contrast of text, and of lines and areas that carry meaning (WCAG 2.2, 1.4.3 and 1.4.11)."""

_STEPS = 60
"""Steps of lightness that are tried between a color and black or white, before the last one is divided."""

Needs = Mapping[str, tuple[tuple[str, float], ...]]
"""Role → the grounds that it stands on, each with its least contrast."""


def needs(text: float = TEXT) -> dict[str, tuple[tuple[str, float], ...]]:
    """Return what each role needs on which grounds; `text` is the least contrast of text."""
    found: dict[str, list[tuple[str, float]]] = {}
    for pairs, least in ((TEXT_PAIRS, text), (LINE_PAIRS, LINES)):
        for front, back in pairs:
            found.setdefault(front, []).append((back, least))
    return {role: tuple(grounds) for role, grounds in found.items()}


@dataclass(frozen=True)
class Pair:
    """Two roles that meet, the least contrast that they need, and what they have as the brand has them, and as the theme has them."""

    front: str
    back: str
    least: float
    before: float
    after: float


@dataclass(frozen=True)
class Repair:
    """A role whose color was changed, `#rrggbb`, and how far in OKLab (0.02 is just seen)."""

    role: str
    before: str
    after: str
    distance: float


def make_readable(colors: Mapping[str, str], text: float = TEXT) -> tuple[dict[str, str], list[Repair]]:
    """Return colors of roles (`#rrggbb`) that can be read on the grounds they meet, and what was changed.

    Text and lines move, the ground of covers stays: `on-primary` becomes the background or the color of text where it is too close to it.
    Only a ground that neither can be read on moves: it is then `primary`, which was made to stand out from the background.
    """
    found, required = dict(colors), needs(text)
    for role, grounds in required.items():
        if role != "on-primary":
            found[role] = nearest_readable(colors[role], [(found[back], least) for back, least in grounds])
    readable = [
        role for role in ("on-primary", "background", "foreground") if contrast(found[role], found["ground"]) >= text
    ]
    if not readable:
        found["ground"], readable = found["primary"], ["background"]
    found["on-primary"] = found[readable[0]]
    accents = {name: color for name, color in colors.items() if name.startswith("accent")}
    found |= {name: nearest_readable(color, [(found["background"], LINES)]) for name, color in accents.items()}
    changed = [
        Repair(role, colors[role], found[role], distance(colors[role], found[role]))
        for role in found
        if colors[role] != found[role] and (role != "ground" or found[role] != found["primary"])
    ]
    return found, changed


def pairs_of(before: Mapping[str, str], after: Mapping[str, str], text: float = TEXT) -> tuple[Pair, ...]:
    """Return all pairs that must be readable, with their contrast before and after."""
    return tuple(
        Pair(front, back, least, contrast(before[front], before[back]), contrast(after[front], after[back]))
        for front, grounds in needs(text).items()
        for back, least in grounds
    )


def nearest_readable(color: str, grounds: Iterable[tuple[str, float]]) -> str:
    """Return the color of the same hue whose lightness is nearest, and which reaches its least contrast on each ground.

    Where none does, black or white, whichever stands out more from the ground that it is closest to.
    """
    required = list(grounds)

    def passes(one: str) -> bool:
        return all(contrast(one, ground) >= least for ground, least in required)

    if passes(color):
        return color
    light, chroma, hue = oklch(color)
    found = [_nearest_level(light, end, lambda level: passes(hex_of(level, chroma, hue))) for end in (0.0, 1.0)]
    levels = [level for level in found if level is not None]
    if levels:
        return hex_of(min(levels, key=lambda level: abs(level - light)), chroma, hue)
    return max((hex_of(0, 0, 0), hex_of(1, 0, 0)), key=lambda one: min(contrast(one, ground) for ground, _ in required))


def _nearest_level(light: float, end: float, passes: Callable[[float], bool]) -> float | None:
    """Return the level of lightness nearest to `light`, on the way to an end, that passes; None where none does."""
    before = light
    for step in range(1, _STEPS + 1):
        level = light + (end - light) * step / _STEPS
        if passes(level):
            for _ in range(8):  # between two steps
                middle = (before + level) / 2
                before, level = (before, middle) if passes(middle) else (middle, level)
            return level
        before = level
    return None
