"""The colors that a theme needs, of those that a brand has: roles that brands do not know are derived from its own colors.

A brand names two to thirty colors; a theme of ours needs thirteen roles and six colors for charts. What is derived keeps the
hue of the brand's main color, or of its text. Nothing here looks at contrast: `colors/readable.py` does afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from builder.brands.brand import BrandLook
from builder.brands.colors.readable import LINES, nearest_readable
from builder.brands.colors.spaces import distance, hex_of, oklch
from builder.theme.contrast import contrast

GREY = 0.03
"""Chroma in OKLCH below which a color is called grey."""

_PAPER = 12.0
"""Least contrast of black on the ground of pages: on a darker one, no second color of text could be told from the first."""

_APART, _ALIKE = 40.0, 0.1
"""Degrees of hue that roles should be apart, and distance in OKLab below which two colors of a chart are taken for one."""

SEMANTIC = "primary secondary tertiary info success warning danger".split()
"""Colors of a brand that may be colors of charts, in the order in which they are taken."""


def is_grey(color: str) -> bool:
    """Say whether a `#rrggbb` color has no hue to speak of."""
    return oklch(color)[1] < GREY


def choose_roles(brand: BrandLook, standard: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return `#rrggbb` by role of a theme, and where each comes from: `color.primary`, or "" for what was derived.

    `standard` are the colors of the theme that is extended.
    """
    given = brand.colors
    colors: dict[str, str] = {}
    origin: dict[str, str] = {}

    def put(role: str, color: str, key: str = "") -> None:
        colors[role], origin[role] = color, key

    paper = given.get("background", "")
    if paper and contrast(paper, _black()) >= _PAPER:
        put("background", paper, "background")
    else:
        put("background", standard["background"])
    primary, key = _primary(brand, standard)
    ink, ink_key = _ink(given, colors["background"], primary)
    put("foreground", ink, ink_key)
    put("primary", primary, key)
    put("ground", primary, key)
    put("on-primary", colors["background"])
    _put_greys(colors, origin)
    surface = next((name for name in ("light", "tertiary", "secondary") if _is_tint(given.get(name), colors)), "")
    put("surface", given[surface] if surface else _tint(colors["background"], primary, 0.012), surface)
    link = given.get("link", "")
    put("link", link or primary, "link" if link else key)
    caution, caution_key = _caution(brand, primary, colors["background"], standard)
    put("caution", caution, caution_key)
    put("caution-surface", _tint(colors["background"], caution, 0.018))
    facilitator, facilitator_key = _facilitator(brand, (primary, caution), colors["background"], standard)
    put("facilitator", facilitator, facilitator_key)
    for number, (color, name) in enumerate(_accents(brand, colors, standard), 1):
        put(f"accent{number}", color, name)
    return colors, origin


def _black() -> str:
    return hex_of(0, 0, 0)


def _candidates(brand: BrandLook, *names: str) -> Iterator[tuple[str, str]]:
    """Yield a brand's colors with the keys that they have: those of these names, of its palette, of its charts."""
    yield from ((brand.colors[name], name) for name in names if name in brand.colors)
    yield from ((color, f"palette.{name}") for name, color in brand.palette.items())
    yield from ((color, f"accent{n}") for n, color in enumerate(brand.accents, 1))


def _primary(brand: BrandLook, standard: Mapping[str, str]) -> tuple[str, str]:
    """Return the main color: the one that is called so, else the first with a hue, else the text's."""
    if "primary" in brand.colors:
        return brand.colors["primary"], "primary"
    found = [(color, key) for color, key in _candidates(brand, "link", *SEMANTIC) if not is_grey(color)]
    middle = [(color, key) for color, key in found if 0.25 < oklch(color)[0] < 0.8]
    for some in (middle, found):
        if some:
            return some[0]
    dark = brand.colors.get("foreground") or brand.colors.get("dark") or standard["foreground"]
    return dark, "foreground" if "foreground" in brand.colors else "dark" if "dark" in brand.colors else ""


def _ink(given: Mapping[str, str], paper: str, primary: str) -> tuple[str, str]:
    """Return the color of text. A brand for dark grounds has light text: its ground then is the color of text."""
    for name in ("foreground", "dark", "background"):
        if name in given and contrast(given[name], paper) >= 7:
            return given[name], name
    if "foreground" in given and contrast(given["foreground"], paper) >= 3:
        return given["foreground"], "foreground"
    _, chroma, hue = oklch(primary)
    return hex_of(0.27, min(chroma, 0.03), hue), ""


def _put_greys(colors: dict[str, str], origin: dict[str, str]) -> None:
    """Add what is softer than text, in its hue: words beside the text, lines to write on, and rules between rows."""
    for role, least in (("muted", 6.2), ("field", 6.2), ("rule", 1.9)):
        colors[role], origin[role] = _softer(colors["foreground"], colors["background"], least), ""


def _softer(ink: str, paper: str, least: float) -> str:
    """Return the color nearest to the paper, in the hue of the ink, that has a contrast to it."""
    light, chroma, hue = oklch(ink)
    top = oklch(paper)[0]
    for step in range(100):
        one = hex_of(top - (top - light) * step / 100, chroma, hue)
        if contrast(one, paper) >= least:
            return one
    return ink


def _is_tint(color: str | None, colors: Mapping[str, str]) -> bool:
    """Say whether a color is light enough to stand behind text, and is seen as another than the paper."""
    paper = colors["background"]
    return color is not None and contrast(color, paper) <= 1.25 and distance(color, paper) >= 0.01


def _tint(paper: str, color: str, most: float) -> str:
    """Return the paper's color, a little darker, with a little of a color's hue."""
    _, chroma, hue = oklch(color)
    return hex_of(oklch(paper)[0] - 0.035, min(chroma, most), hue)


def _apart(one: str, other: str) -> float:
    """Return the degrees between the hues of two colors; greys are far from all."""
    if is_grey(one) or is_grey(other):
        return 180.0
    turn = abs(oklch(one)[2] - oklch(other)[2])
    return min(turn, 360 - turn)


def _cost(color: str, paper: str) -> float:
    """Return how far a color must be moved to be read on the paper."""
    return distance(color, nearest_readable(color, [(paper, 4.5)]))


def _caution(brand: BrandLook, primary: str, paper: str, standard: Mapping[str, str]) -> tuple[str, str]:
    """Return the color of what must not be missed: the brand's warning or danger, whichever can be read with less change."""
    given = brand.colors
    named = [(given[name], name) for name in ("warning", "danger") if name in given and not is_grey(given[name])]
    warm = [(color, key) for color, key in _candidates(brand) if _is_warm(color)]
    for some in (named, warm):
        free = [one for one in some if _apart(one[0], primary) >= _APART / 2]
        if free:
            return min(free, key=lambda one: _cost(one[0], paper))
    return standard["caution"], ""


def _is_warm(color: str) -> bool:
    _, chroma, hue = oklch(color)
    return chroma >= 0.08 and 15 <= hue <= 80


def _facilitator(brand: BrandLook, others: tuple[str, ...], paper: str, standard: Mapping[str, str]) -> tuple[str, str]:
    """Return the color of what facilitators alone see: one that is neither the main color nor that of cautions."""
    meant = {brand.colors.get("warning"), brand.colors.get("danger")}

    def is_free(color: str) -> bool:
        return color not in meant and not is_grey(color) and all(_apart(color, other) >= _APART for other in others)

    for color, key in _candidates(brand, "tertiary", "secondary", "info"):
        if is_free(color) and _cost(color, paper) <= 0.12:
            return color, key
    ours = [standard["facilitator"], *(standard[f"accent{n}"] for n in range(1, 7))]
    return next((color for color in ours if is_free(color)), standard["facilitator"]), ""


def _accents(brand: BrandLook, colors: Mapping[str, str], standard: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return six colors for charts: those that the file names as such, else the brand's own that can be told apart."""
    if len(brand.accents) >= 6:
        return [(color, f"accent{n}") for n, color in enumerate(brand.accents[:6], 1)]
    own = [(color, key) for color, key in _candidates(brand, *SEMANTIC) if not is_grey(color)]
    own.sort(key=lambda one: not one[1].startswith("accent"))
    ours = [(standard[f"accent{n}"], "") for n in range(1, 7)]
    first = [] if len(brand.accents) >= 3 else [(colors["primary"], "primary")]
    found = [*islice(_distinct(chain(first, own, ours, _turned(colors["primary"])), colors["background"]), 6)]
    return found + [(colors["muted"], "")] * (6 - len(found))


def _turned(color: str) -> Iterator[tuple[str, str]]:
    """Yield colors of other hues, for want of others."""
    light, chroma, hue = oklch(color)
    yield from ((hex_of(min(light, 0.6), max(chroma, 0.08), hue + 60 * n), "") for n in range(1, 12))
    yield from ((hex_of(0.3 + 0.06 * n, max(chroma, 0.02), hue), "") for n in range(6))


def _distinct(colors: Iterable[tuple[str, str]], paper: str) -> Iterator[tuple[str, str]]:
    """Yield the colors that differ from all before, as they look once they can be seen on the paper."""
    seen: list[str] = []
    for color, key in colors:
        shown = nearest_readable(color, [(paper, LINES)])
        if all(distance(shown, other) >= _ALIKE for other in seen):
            seen.append(shown)
            yield color, key
