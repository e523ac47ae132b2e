"""A file of design tokens to a brand: tokens have names of everybody's own, so roles are told by the words in their paths."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from builder.brands.brand import BrandLog, BrandLook, BrandType
from builder.brands.colors.css import NoColorError, ReadColor, color_of, read_color
from builder.brands.fonts import find_family
from builder.brands.tokens.tree import DesignToken, read_token_file
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode
from builder.core.source import Span, Unreadable

EXTENSION = "io.github.coursewright"
"""The key of `$extensions` under which `theme export --to tokens` writes keys of theme.yml."""

MOST_COLORS = 40
"""Most colors of a palette: design systems have hundreds, of which a theme needs twenty."""

_ROLES: dict[str, tuple[str, ...]] = {
    "foreground": (r"foreground|on-?surface|on-?background", r"text|fg|ink|body", r"text.*(default|primary|base|normal)|(default|primary|base|normal).*text"),
    "background": (r"background|bg|paper|page|canvas", r"(background|bg|surface|canvas).*(default|page|base|body|primary)|(default|page|base|body).*(background|bg)"),
    "primary": (r"primary|brand|accent", r"(brand|primary|accent)\.?(default|base|main|500|600|color|root|1)?", r"(interactive|action|button).*(default|primary)"),
    "secondary": (r"secondary", r"secondary\.?(default|base|main|500|600|color|root|1)?"),
    "tertiary": (r"tertiary", r"tertiary\.?(default|base|main|500|600|color|root|1)?"),
    "success": (r"success|positive", r"(success|positive).*"),
    "info": (r"info|informative|information", r"(info|informative).*"),
    "warning": (r"warning|caution|attention|notice", r"(warning|caution|attention).*"),
    "danger": (r"danger|error|negative|critical", r"(danger|error|negative|critical).*"),
    "light": (r"light|subtle|muted", r"(background|surface).*(subtle|muted|secondary)"),
    "dark": (r"dark",),
    "link": (r"link", r"link\.?(default|base|color|text|fg|root)?"),
}  # fmt: skip
"""Role → patterns, the surest first. They must match the whole of a path's last step, or of its last two."""

_STATES = re.compile(
    r"hover|active|focus|pressed|disabled|selected|visited|dark|inverse|inverted|shadow|overlay|transparent"
)
"""Words of tokens for states and modes that pages do not have."""


def read_tokens(folder: Folder, name: str, log: BrandLog) -> BrandLook | None:
    """Return the brand that a file of design tokens tells; None with problems. Raises Unreadable."""
    source = folder.source(name)
    log.problems.add_source(source)
    file = read_token_file(source)
    tokens = [*file.tokens()]
    for path, why in file.faults.items():
        at = file.at(tuple(path.split(".")))
        log.problems.add(
            ProblemCode.UNREADABLE_BRAND,
            f"the token `{path}` has no value: {why}",
            at,
            "give it a `$value` of its own, or correct the reference",
        )
    if log.problems.has_errors:
        return None
    if not tokens:
        raise Unreadable(
            "it has no tokens",
            hint="tokens have a `$value`; the older `value` without $ is read by nobody of this format",
        )
    colors = _colors(tokens, log)
    roles = _roles(colors, log)
    kind = _type(tokens, log)
    keys = _own_keys(file.root)
    if keys:
        log.take(f"$extensions.{EXTENSION}", f"{len(keys)} keys", "the same keys of theme.yml")
    palette = _palette(colors, log)
    if not palette and not roles:
        raise Unreadable("it has no colors: no token of type `color`", hint="export colors, too, or begin with --color")
    told = {one.key for one in log.taken} | {one.key for one in log.left}
    for token in tokens:
        if token.path not in told:
            log.leave(token.path, _shown(token.value), _why(token.type), token.at)
    places = {role: token.at for role, one in roles.items() for token, color in reversed(colors) if color == one}
    described = file.root.get("$description")
    title = described if isinstance(described, str) and len(described) <= 40 and "\n" not in described else ""
    return BrandLook(name=title, colors=roles, palette=palette, type=kind, keys=keys, places=places | {"": Span(name)})


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
        found.append((token, color.value))
    return found


def _color(value: object) -> ReadColor:
    """Return a color token's value: text, or space, components and alpha (Color Module 2025.10). Raises NoColorError."""
    if isinstance(value, str):
        return read_color(value)
    if not isinstance(value, Mapping):
        message = "its value is not a color"
        raise NoColorError(message)
    alpha = value.get("alpha", 1)
    spare = value.get("hex")
    space, parts = str(value.get("colorSpace", "")), value.get("components")
    if isinstance(parts, list) and len(parts) == 3:
        channels = [float(one) if isinstance(one, int | float) else 0.0 for one in parts]  # "none" is 0
        color, _ = color_of(space, channels)
    elif isinstance(spare, str):
        color = read_color(spare).value
    else:
        message = "it has neither three `components` nor `hex`"
        raise NoColorError(message)
    share = float(alpha) if isinstance(alpha, int | float) else 1.0
    return read_color(color + f"{round(min(max(share, 0), 1) * 255):02x}")


def _roles(colors: Sequence[tuple[DesignToken, str]], log: BrandLog) -> dict[str, str]:
    """Return the colors of roles, each by the token whose path says it most surely; the shorter path, then the earlier."""
    found: dict[str, str] = {}
    for role, patterns in _ROLES.items():
        ranked = [
            (rank, token.path.count("."), number)
            for number, (token, _) in enumerate(colors)
            if not _STATES.search(token.path.lower()) or role == "dark"
            if (rank := _rank(token.path, patterns)) is not None
        ]
        if ranked:
            token, color = colors[min(ranked)[2]]
            found[role] = color
            log.take(
                token.path,
                color,
                f"color.{role}",
                token.at,
                f"by way of {' → '.join(token.aliases)}" if token.aliases else "",
            )
    return found


def _rank(path: str, patterns: Sequence[str]) -> int | None:
    steps = [
        step for step in re.sub(r"[\s_]+", "-", path.lower()).split(".") if step not in {"$root", "default", "base"}
    ]
    ends = [steps[-1] if steps else "", ".".join(steps[-2:]), "-".join(steps[-2:])]
    for rank, pattern in enumerate(patterns):
        for extra, end in enumerate(ends):
            if re.fullmatch(pattern, end):
                return rank * 3 + extra
    return None


def _palette(colors: Sequence[tuple[DesignToken, str]], log: BrandLog) -> dict[str, str]:
    """Return the palette: tokens that are no aliases and no states, up to MOST_COLORS, named by their paths."""
    found: dict[str, str] = {}
    for token, color in colors:
        name = re.sub(
            r"^(color|colors|colour|palette|base|core|global|brand)\.", "", token.path.removesuffix(".$root").lower()
        )
        name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"^(palette|base|core)\.", "", name)).strip("-") or "color"
        if color in found.values() or token.aliases:
            continue
        if len(found) == MOST_COLORS or _STATES.search(token.path.lower()):
            continue
        found[name] = color
        log.take(token.path, color, f"palette `{name}`", token.at)
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
