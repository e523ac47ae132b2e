"""A file of design tokens to a brand: tokens have names of everybody's own, so roles are told by the words in their paths."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from builder.brands.brand import BrandLog, BrandLook, BrandType
from builder.brands.colors.css import NoColorError, ReadColor, color_of, read_color
from builder.brands.colors.spaces import distance
from builder.brands.fonts import find_family
from builder.brands.tokens.beside import MOST_BYTES, complete, report_faults
from builder.brands.tokens.roles import find_charts, find_roles, palette_of, vendor_of, words_of
from builder.brands.tokens.tree import DesignToken, read_token_file
from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.core.source import Source, Span, Unreadable

EXTENSION = "io.github.coursewright"
"""The key of `$extensions` under which `theme export --to tokens` writes keys of theme.yml."""

_ALIKE, _APART = 0.04, 0.1
"""Distance in OKLab below which two colors of a palette, and of a chart, are taken for one."""

_PREFIXES = {"color", "colors", "colour", "palette", "base", "core", "global", "ref", "sys"}
"""Words that names of a palette do without."""

MOST_COLORS = 32
"""Most colors of a palette: design systems have hundreds, of which a theme needs twenty."""


def read_tokens(folder: Folder, name: str, log: BrandLog) -> BrandLook | None:
    """Return the brand that a file of design tokens tells; None with problems. Raises Unreadable."""
    try:
        source = Source(name, folder.data(name, limit=MOST_BYTES).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable("it is not UTF-8 text", hint="save it as UTF-8") from error
    log.problems.add_source(source)
    file = read_token_file(source)
    tokens = [*file.tokens()]
    if file.dead:
        file = complete(file, folder, name, log)
        tokens = [*file.tokens()]
    report_faults(file, log)
    if log.problems.has_errors:
        return None
    if not tokens:
        raise Unreadable(
            "it has no tokens",
            hint="tokens have a `$value` and a `$type`",
        )
    colors = _colors(tokens, log)
    vendor = vendor_of(token.path for token in tokens)
    found = find_roles(colors, vendor)
    roles = _roles(colors, found, log)
    charts = find_charts(colors)
    kind = _type(tokens, log)
    keys = _own_keys(file.root)
    if keys:
        log.take(f"$extensions.{EXTENSION}", f"{len(keys)} keys", "the same keys of theme.yml")
    accents = _accents(charts, log)
    palette = _palette(colors, found, vendor, log, every=bool(keys))
    if not palette and not roles:
        raise Unreadable("it has no colors: no token of type `color`", hint="export colors, too, or begin with --color")
    told = {one.key for one in log.taken} | {one.key for one in log.left}
    for token in tokens:
        if token.path not in told:
            log.leave(token.path, _shown(token.value), _why(token.type), token.at)
    places = {role: token.at for role, one in roles.items() for token, color in reversed(colors) if color == one}
    described = file.root.get("$description")
    title = described if isinstance(described, str) and len(described) <= 40 and "\n" not in described else ""
    return BrandLook(
        name=title,
        colors=roles,
        palette=palette,
        accents=accents,
        type=kind,
        keys=keys,
        places=places | {"": Span(name)},
    )


def _why(kind: str) -> str:
    if kind in {"dimension", "number"}:
        return "lengths and numbers are of screens; pages and slides have a scale of their own"
    if kind in {"fontFamily", "fontWeight", "typography"}:
        return "another one is used for this"
    return f"pages and slides have no {kind or 'use for it'}" if kind else "it says no type"


def _colors(tokens: Sequence[DesignToken], log: BrandLog) -> list[tuple[DesignToken, str]]:
    """Return the tokens that are colors, each as `#rrggbb`; one that cannot be known is left."""
    found: list[tuple[DesignToken, str]] = []
    for token in tokens:
        if token.type != "color" and not (
            not token.type and isinstance(token.value, str) and token.value.startswith("#")
        ):
            continue
        try:
            color = _color(token.value)
        except NoColorError as error:
            log.leave(token.path, _shown(token.value), str(error), token.at)
            continue
        found.append((replace(token, change=color.change), color.value))
    return found


def _color(value: object) -> ReadColor:
    """Return a color token's value: text, or space, components and alpha (Color Module 2025.10). Raises NoColorError."""
    if isinstance(value, str):
        return read_color(value)
    if not isinstance(value, Mapping):
        message = "its value is not a color"
        raise NoColorError(message)
    alpha, inside = value.get("alpha", 1), True
    spare = value.get("hex")
    space, parts = str(value.get("colorSpace", "")), value.get("components")
    if isinstance(parts, list) and len(parts) == 3:
        channels = [float(one) if isinstance(one, int | float) else 0.0 for one in parts]  # "none" is 0
        color, inside = color_of(space, channels)
    elif isinstance(spare, str):
        color = read_color(spare).value
    else:
        message = "it has neither three `components` nor `hex`"
        raise NoColorError(message)
    note = "" if inside else "screens do not show it; the nearest that they do"
    share = float(alpha) if isinstance(alpha, int | float) else 1.0
    shown = read_color(color + f"{round(min(max(share, 0), 1) * 255):02x}")
    return ReadColor(shown.value, "; ".join(filter(None, (note, shown.change))))


def _roles(
    colors: Sequence[tuple[DesignToken, str]], found: Mapping[str, DesignToken], log: BrandLog
) -> dict[str, str]:
    """Return the colors of roles, and note where they were taken."""
    values = {token.path: color for token, color in colors}
    for role, token in found.items():
        way = f"by way of {' → '.join(token.aliases)}" if token.aliases else ""
        log.take(
            token.path, values[token.path], f"color.{role}", token.at, "; ".join(filter(None, (way, token.change)))
        )
    return {role: values[token.path] for role, token in found.items()}


def _accents(charts: Sequence[tuple[DesignToken, str]], log: BrandLog) -> tuple[str, ...]:
    """Return the colors of charts that differ to the eye, six at most."""
    found: list[str] = []
    for token, color in charts:
        if len(found) < 6 and all(distance(color, other) >= _APART for other in found):
            found.append(color)
            if token.path not in {one.key for one in log.taken}:
                log.take(token.path, color, "a color of charts", token.at)
    return tuple(found)


def _palette(
    colors: Sequence[tuple[DesignToken, str]],
    roles: Mapping[str, DesignToken],
    vendor: str,
    log: BrandLog,
    *,
    every: bool,
) -> dict[str, str]:
    """Return the palette: up to MOST_COLORS that differ to the eye, or `every` one of a file of ours, named by their paths."""
    found: dict[str, str] = {}
    told = {one.key for one in log.taken}
    for token, color in palette_of(colors, roles):
        words = [word for word in words_of(token.path.removeprefix(f"{vendor}.")) if word not in _PREFIXES]
        name = "-".join(words) or "color"
        if not every and (
            len(found) == MOST_COLORS or any(distance(color, other) < _ALIKE for other in found.values())
        ):
            continue
        found.setdefault(name, color)
        if token.path not in told:
            log.take(token.path, color, f"palette `{name}`", token.at, token.change)
    return found


def _type(tokens: Sequence[DesignToken], log: BrandLog) -> BrandType:
    """Return the families of text, headings and code."""
    found: dict[str, str] = {}
    slides = ""
    for token in tokens:
        value = (
            token.value.get("fontFamily")
            if isinstance(token.value, Mapping) and token.type == "typography"
            else token.value
        )
        if token.type not in {"fontFamily", "typography"} or not isinstance(value, str | list):
            continue
        text = value if isinstance(value, str) else ", ".join(map(str, value))
        path = token.path.lower()
        part = (
            "monospace"
            if re.search(r"mono|code", path)
            else "headings"
            if re.search(r"head|display|title", path)
            else "base"
        )
        if part in found:
            continue
        family = find_family(text, {})
        if family is None:
            log.leave(
                token.path,
                text,
                "there are no files of it, and nothing is fetched; the theme's own family is used",
                token.at,
            )
            if part == "base":
                hint = "put its files into the theme's folder fonts/, and name it in its theme.yml: `typography: base: family:`"
                log.report(f"`{text.split(',')[0]}` is not used: there are no files of it", token.at, hint)
            continue
        found[part] = family.pages
        slides = slides or (family.slides if part == "base" else "")
        log.take(token.path, family.pages, f"typography.{part}.family", token.at, family.note)
    return BrandType(found.get("base", ""), found.get("headings", ""), found.get("monospace", ""), slides)


def _own_keys(root: Mapping[str, object]) -> dict[str, object]:
    """Return the keys of theme.yml that a file of ours brings."""
    extensions = root.get("$extensions")
    own = extensions.get(EXTENSION) if isinstance(extensions, Mapping) else None
    return {str(key): value for key, value in own.items()} if isinstance(own, Mapping) else {}


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(one)}" for key, one in value.items())
    return ", ".join(map(_shown, value)) if isinstance(value, list) else str(value)
