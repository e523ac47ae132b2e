"""The catalogue's fonts: the theme's faces as WOFF2 files, and the CSS rules that load them."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from builder.model.catalogue import WebFont
from builder.theme.theme import Theme
from builder.writers.shared.screen_styles import SYSTEM_FONTS
from builder.writers.shared.styles import css_text

FONT_LIMIT = 60_000
"""The most bytes of a font file that a page loads; a larger face is replaced by the device's own fonts."""


def font_rules(fonts: tuple[WebFont, ...], theme: Theme) -> str:
    """Return the `@font-face` rules of the fonts and the custom properties that name the page's font families."""
    faces = "".join(
        f"@font-face{{font-family:{css_text(font.family)};font-weight:{font.weight};font-display:swap;"
        f"src:url({font.name}) format('woff2')}}"
        for font in fonts
    )
    kind = theme.tokens.typography
    families = f"--font:{css_text(kind.base.family)},{SYSTEM_FONTS};--heading-font:{css_text(kind.headings.family)},{SYSTEM_FONTS};"
    return f"{faces}:root{{{families}--heading-weight:{kind.headings.weight}}}"


def web_fonts(theme: Theme) -> tuple[WebFont, ...]:
    """Return the upright faces that pages need, as WOFF2, without those above FONT_LIMIT."""
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
