"""A brand to the files of a theme: theme.yml with every role of colors, its fonts, logo and PowerPoint template."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from builder.brands.brand import BrandLog, BrandLook
from builder.brands.colors.readable import Pair, Repair, make_readable, pairs_of
from builder.brands.logos import logo_name
from builder.brands.roles import choose_roles, is_grey
from builder.core.frozen import dataclass
from builder.core.yaml_text import overlay
from builder.theme.own_fonts import FONTS
from builder.theme.theme import Theme
from builder.theme.tokens import ROLES

MUCH = 0.12
"""Distance in OKLab from which a changed color is told as a problem: people would call it another color."""

_HEAD = """\
# Made from {source} by `coursewright new theme`, and yours to change: docs/themes.md explains every key.
# Colors were moved only as far as text needs to be read, hue kept; what was moved stands in `palette` as the brand has it.
"""

TEMPLATE = "brand.pptx"
HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class MadeTheme:
    """The files of a theme by name, what was changed in its colors, and all pairs that must be readable. `names`: role → key of the brand."""

    files: Mapping[str, bytes]
    repairs: tuple[Repair, ...]
    pairs: tuple[Pair, ...]
    origin: Mapping[str, str]


def write_theme(brand: BrandLook, title: str, source: str, parent: Theme, log: BrandLog) -> MadeTheme:
    """Return the files of a theme that has a brand's look, over the theme `parent`.

    `title` is its name where the brand has none, `source` the name of the brand's file.
    """
    wished, origin = choose_roles(brand, parent.colors)
    own = _own_colors(_with_own_palette(brand), parent)
    wished |= own if "ground" in own or "primary" not in own else own | {"ground": own["primary"]}
    origin |= dict.fromkeys(own, "theme.yml")
    colors, repairs = make_readable(wished)
    if colors["ground"] == colors["primary"]:
        del origin["ground"]
    _warn(brand, wished, colors, repairs, log)
    palette = _palette(brand)
    value: dict[str, object] = {
        "name": brand.name or title,
        "description": f"The look of {brand.name or title}",
        "extends": parent.id,
        "color": _colors(colors, palette),
    }
    if kind := _typography(brand, parent):
        value["typography"] = kind
    slides: dict[str, object] = {}
    if brand.type.slides:
        slides["font"] = brand.type.slides
    files: dict[str, bytes] = {f"{FONTS}/{name}": data for name, data in sorted(brand.fonts.items())}
    if brand.template:
        slides["template"] = TEMPLATE
        files[TEMPLATE] = brand.template
    if slides:
        value["slides"] = slides
    if brand.logo:
        logo = {"path": logo_name(brand.logo.data, "logo"), "alt": brand.logo.alt or brand.name or title}
        files[logo["path"]] = brand.logo.data
        if brand.logo.dark:
            logo["dark"] = logo_name(brand.logo.dark, "logo-dark")
            files[logo["dark"]] = brand.logo.dark
        value["logo"] = logo
    value = overlay(value, _with_own_palette(brand))
    text = _HEAD.format(source=source) + to_yaml(value)
    return MadeTheme({"theme.yml": text.encode(), **files}, tuple(repairs), pairs_of(wished, colors), origin)


def to_yaml(value: Mapping[str, object]) -> str:
    """Return keys and values as YAML, in their order, inner lists in one line."""
    return yaml.safe_dump(_plain(value), sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _with_own_palette(brand: BrandLook) -> Mapping[str, object]:
    """Return the keys of theme.yml that a file brings, with its palette as it says it in its own words: that may have been changed."""
    color = brand.keys.get("color")
    if not isinstance(color, Mapping) or "palette" not in color:
        return brand.keys
    return overlay(brand.keys, {"color": {"palette": _cleaned(brand.palette)}})


def _cleaned(palette: Mapping[str, str]) -> dict[str, str]:
    """Return a palette under names that theme.yml can have."""
    named = {re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"): color for name, color in palette.items()}
    return {name: color for name, color in named.items() if name}


def _own_colors(keys: Mapping[str, object], parent: Theme) -> dict[str, str]:
    """Return the colors of roles that a file brings in the words of theme.yml."""
    color = keys.get("color")
    if not isinstance(color, Mapping):
        return {}
    named = color.get("palette")
    palette = {**parent.tokens.color.palette, **(named if isinstance(named, Mapping) else {})}
    accents = color.get("accent")
    said = {role: color.get(role) for role in (*ROLES, "ground")}
    said |= {f"accent{n}": one for n, one in enumerate(accents if isinstance(accents, list) else (), 1)}
    found = {role: str(palette.get(value, value)) for role, value in said.items() if isinstance(value, str)}
    return {role: value.lower() for role, value in found.items() if HEX.fullmatch(value)}


def _palette(brand: BrandLook) -> dict[str, str]:
    """Return the theme's palette: the brand's own, under names that theme.yml can have, and its roles beside."""
    named = _cleaned(brand.palette)
    for role, color in brand.colors.items():
        if color not in named.values():
            named[role if role not in named else f"{role}-color"] = color
    return named


def _colors(colors: Mapping[str, str], palette: Mapping[str, str]) -> dict[str, object]:
    names = {color: name for name, color in reversed(list(palette.items()))}
    found: dict[str, object] = {"palette": dict(palette)} if palette else {}
    roles = (*ROLES, "ground") if colors["ground"] != colors["primary"] else ROLES
    found |= {role: names.get(colors[role], colors[role]) for role in roles}
    found["accent"] = [names.get(colors[f"accent{n}"], colors[f"accent{n}"]) for n in range(1, 7)]
    return found


def _typography(brand: BrandLook, parent: Theme) -> dict[str, object]:
    """Return `typography:` with what the brand says, and nothing else."""
    kind, usual = brand.type, parent.tokens.typography
    found: dict[str, dict[str, object]] = {}
    size = round((kind.size or 1.0) * usual.base.size * 4) / 4
    if kind.base:
        found["base"] = {"family": kind.base}
        found["large"] = {"family": kind.base}
    if kind.size:
        found.setdefault("base", {})["size"] = size
    if kind.line or kind.size:
        spacing = kind.line or usual.base.line_height / usual.base.size
        found.setdefault("base", {})["line-height"] = round(spacing * size * 4) / 4
    if kind.line:
        found.setdefault("large", {})["line-height"] = round(kind.line * usual.large.size * 2) / 2
    headings = kind.headings or kind.base
    if headings:
        found["headings"] = {"family": headings}
    if kind.weight:
        found.setdefault("headings", {})["weight"] = kind.weight
    if kind.monospace:
        found["monospace"] = {"family": kind.monospace}
    if kind.monospace_size:
        found.setdefault("monospace", {})["size"] = round(kind.monospace_size * size * 4) / 4
    return dict(found)


def _warn(
    brand: BrandLook, wished: Mapping[str, str], colors: Mapping[str, str], repairs: list[Repair], log: BrandLog
) -> None:
    """Add problems for what the owner of the brand should decide: no color, no light ground, colors that became others."""
    if is_grey(wished["primary"]):
        hint = "name a color as `primary`, or begin with one: `--color`, with # and six digits"
        log.report(
            "the brand has no color with a hue; headings and title slides are grey", brand.place("primary"), hint
        )
    paper = brand.colors.get("background")
    if paper and paper != wished["background"]:
        message = f"the background {paper} is too dark for slides that are printed; {wished['background']} is used"
        log.report(message, brand.place("background"), "title slides have the ground of `primary`")
    for one in repairs:
        if one.role in {"primary", "foreground", "link"} and one.distance >= MUCH:
            message = f"`{one.role}` {one.before} cannot be read on its grounds; {one.after} is the nearest of its hue that can"
            kept = one.role == "primary" and colors["ground"] == one.before
            keep = "keep this one: covers, sections and bars have the brand's own" if kept else "keep this one"
            log.report(message, brand.place(one.role), f"name another color of the brand for it, or {keep}")
