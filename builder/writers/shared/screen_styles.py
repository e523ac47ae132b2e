"""CSS for pages on screens: a theme's colors as custom properties, light and dark, and fonts that every device has."""

from __future__ import annotations

from builder.theme.theme import Theme
from builder.theme.tokens import ROLES
from builder.writers.shared.dark_colors import dark_colors

SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif'
"""A CSS font list for pages that load no font file: each system's own interface font comes first."""


def color_rules(theme: Theme) -> str:
    """Return CSS rules that declare the theme's colors as custom properties (`--link`, `--surface`, …).

    The dark ones apply where the reader's device asks for them (`prefers-color-scheme`). `--paper` stays light in both:
    authors' drawings are made for a light ground.
    """
    light, dark = {role: theme.colors[role] for role in ROLES}, dark_colors(theme.colors)
    if theme.colors["ground"] == theme.colors["primary"]:
        del dark["ground"]
    else:
        light["ground"] = theme.colors["ground"]
    return (
        f":root{{color-scheme:light dark;--paper:{theme.colors['background']};{_declarations(light)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_declarations(dark)}}}}}"
    )


def system_fonts() -> str:
    """Return the CSS rule that sets a page in the device's own fonts."""
    return f":root{{--font:{SYSTEM_FONTS};--heading-font:{SYSTEM_FONTS};--heading-weight:700}}"


def _declarations(colors: dict[str, str]) -> str:
    return "".join(f"--{role}:{color};" for role, color in colors.items())
