"""A theme's keys in the words of theme.yml, whole, and in those of `_brand.yml`, as far as it has words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from builder.theme.own_fonts import spelled
from builder.theme.theme import Theme


def theme_keys(theme: Theme) -> dict[str, object]:
    """Return all keys of a theme with their values, but those that name files beside it."""
    keys: dict[str, object] = theme.tokens.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude={"extends": True, "logo": True, "slides": {"template"}}
    )
    return keys


SAID = ("foreground", "background", "primary", "link")
"""Roles of colors that other files have words for: what is changed there counts, so that they are not written twice."""


def keys_beside(theme: Theme) -> dict[str, object]:
    """Return all keys of a theme but the colors that the other file says in its own words."""
    keys = theme_keys(theme)
    color = keys["color"]
    if isinstance(color, dict):
        keys["color"] = {role: value for role, value in color.items() if role not in SAID}
    return keys


def brand_words(theme: Theme, fonts: Sequence[str]) -> dict[str, object]:
    """Return a theme as `_brand.yml`; `fonts` are its own font files, beside it. What has no word there is `defaults.coursewright`."""
    tokens, color = theme.tokens, theme.tokens.color
    value: dict[str, object] = {"meta": {"name": tokens.name}}
    if tokens.logo:
        images: dict[str, object] = {"logo": {"path": tokens.logo.path, "alt": tokens.logo.alt}}
        place: dict[str, str] = {"light": "logo"}
        if tokens.logo.dark:
            images["logo-dark"] = {"path": tokens.logo.dark, "alt": tokens.logo.alt}
            place["dark"] = "logo-dark"
        value["logo"] = {"images": images, "medium": place}
    value["color"] = {
        "palette": dict(color.palette),
        "foreground": color.foreground,
        "background": color.background,
        "primary": color.primary,
        "secondary": color.accent[1],
        "tertiary": color.accent[2],
        "warning": color.caution,
        "light": color.surface,
        "dark": color.foreground,
        "link": color.link,
    }
    kind = tokens.typography
    families = {spelled(name): name for name in (kind.base.family, kind.headings.family, kind.monospace.family)}
    value["typography"] = {
        **({"fonts": _sources(fonts, families)} if fonts else {}),
        "base": {"family": kind.base.family, "line-height": round(kind.base.line_height / kind.base.size, 3)},
        "headings": {"family": kind.headings.family, "weight": kind.headings.weight},
        "monospace": {"family": kind.monospace.family},
    }
    value["defaults"] = {"coursewright": keys_beside(theme)}
    return value


def _sources(fonts: Sequence[str], families: dict[str, str]) -> list[dict[str, object]]:
    """Return the entries of `fonts:`: one for each family, as far as names of files tell it, else one for all."""
    found: dict[str, list[object]] = {}
    for name in fonts:
        stem = spelled(PurePosixPath(name).stem.partition("-")[0])
        family = families.get(stem, next(iter(families.values())))
        found.setdefault(family, []).append({"path": name})
    return [{"family": family, "source": "file", "files": files} for family, files in found.items()]
