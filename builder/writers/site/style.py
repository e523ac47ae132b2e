"""What the catalogue looks like: a theme's tokens as custom properties, light and dark, and its fonts for the web."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from builder.model.catalogue import WebFont
from builder.theme.theme import Theme
from builder.theme.tokens import ROLES
from builder.writers.shared.dark_colors import dark_colors
from builder.writers.shared.styles import css_text

FONT_LIMIT = 60_000
"""Bytes of the largest font that a page may load: a family that is larger is left to the reader's own fonts."""

SYSTEM = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif'
"""What every device has."""


def color_rules(theme: Theme) -> str:
    """Return the theme's colors as custom properties: light ones, dark ones where the reader's device asks for them.

    `--paper` stays light: drawings are made for it.
    """
    light = _properties({role: theme.colors[role] for role in ROLES})
    night = _properties(dark_colors(theme.colors))
    return (
        f":root{{color-scheme:light dark;--paper:{theme.colors['background']};{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}"
    )


def font_rules(fonts: tuple[WebFont, ...], theme: Theme) -> str:
    """Return the rules that load the fonts, and the families that the pages are set in."""
    faces = "".join(
        f"@font-face{{font-family:{css_text(font.family)};font-weight:{font.weight};font-display:swap;"
        f"src:url({font.name}) format('woff2')}}"
        for font in fonts
    )
    kind = theme.tokens.typography
    families = f"--font:{css_text(kind.base.family)},{SYSTEM};--heading-font:{css_text(kind.headings.family)},{SYSTEM};"
    return f"{faces}:root{{{families}--heading-weight:{kind.headings.weight}}}"


def system_fonts() -> str:
    """Return the families of a page that loads no font at all."""
    return f":root{{--font:{SYSTEM};--heading-font:{SYSTEM};--heading-weight:700}}"


def web_fonts(theme: Theme) -> tuple[WebFont, ...]:
    """Return the upright faces that pages need, as WOFF2; none for a family that is too large for a phone."""
    kind = theme.tokens.typography
    wanted = sorted({(kind.base.family, 400), (kind.base.family, 700), (kind.headings.family, kind.headings.weight)})
    found = (_web_font(f"text-{n}.woff2", *face, theme.fonts) for n, face in enumerate(wanted, 1))
    return tuple(font for font in found if font and len(font.data) <= FONT_LIMIT)


@lru_cache(maxsize=8)
def _web_font(name: str, family: str, weight: int, paths: tuple[Path, ...]) -> WebFont | None:
    from fontTools.ttLib import TTFont

    for path in paths:
        with TTFont(path, recalcTimestamp=False, lazy=True) as font:
            names, italic = font["name"], font["OS/2"].fsSelection & 1
            named = names.getBestFamilyName() == family
            if not named or italic or font["OS/2"].usWeightClass != weight:
                continue
            font.flavor, out = "woff2", io.BytesIO()
            font.save(out)
            return WebFont(name, family, weight, out.getvalue())
    return None


def _properties(colors: dict[str, str]) -> str:
    return "".join(f"--{role}:{color};" for role, color in colors.items())
