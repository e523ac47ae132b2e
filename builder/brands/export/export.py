"""`theme export`: which files a theme becomes for which program."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Literal, get_args

from builder.brands.export.keys import brand_words, keys_beside
from builder.brands.export.potx import potx_of
from builder.brands.tokens.read import EXTENSION
from builder.brands.write_theme import to_yaml
from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.problems import Problem, Problems
from builder.model.outputs import Variant
from builder.theme.load import load_theme, theme_names
from builder.theme.own_fonts import FONTS, KINDS, MAX_FONT_BYTES
from builder.theme.theme import Theme
from builder.writers.shared.styles import custom_properties

Target = Literal["potx", "brand.yml", "css", "tokens"]
TARGETS: tuple[str, ...] = get_args(Target)

_HEAD = "Made from the theme `{name}` by `coursewright theme export`."


@dataclass(frozen=True)
class ExportedTheme:
    """The files that a theme becomes, by name, and the problems found; without files when the theme cannot be used."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def export_theme(name: str, target: str, course: Folder | None) -> ExportedTheme:
    """Return a theme of a course, or of the tool, as the files of another program; `target` is one of TARGETS."""
    problems = Problems()
    theme = load_theme(name, problems, course)
    if theme is None:
        return ExportedTheme({}, tuple(problems))
    makers: dict[str, Callable[[], dict[str, bytes]]] = {
        "potx": lambda: {f"{name}.potx": potx_of(theme, problems)},
        "brand.yml": lambda: _brand_yml(theme, theme_names(course)[name]),
        "css": lambda: {f"{name}.css": _css(theme)},
        "tokens": lambda: {f"{name}.tokens.json": _tokens(theme)},
    }
    files = makers[target]()
    return ExportedTheme(files if all(files.values()) else {}, tuple(problems))


def _brand_yml(theme: Theme, folder: Folder) -> dict[str, bytes]:
    """Return `_brand.yml` with the logo and the fonts that it names."""
    files: dict[str, bytes] = {}
    if theme.logo is not None and theme.tokens.logo is not None:
        names = (theme.tokens.logo.path, theme.tokens.logo.dark)
        files |= {
            one: data for one, data in zip(names, (theme.logo.data, theme.logo.dark), strict=True) if one and data
        }
    own = sorted(name for name, _ in folder.walk(FONTS) if PurePosixPath(name).suffix.lower() in KINDS)
    fonts = {name: folder.data(name, limit=MAX_FONT_BYTES) for name in own}
    text = f"# {_HEAD.format(name=theme.id)}\n" + to_yaml(brand_words(theme, [*fonts]))
    return {"_brand.yml": text.encode(), **files, **fonts}


def _css(theme: Theme) -> bytes:
    rows = "".join(f"  --{name}: {value};\n" for name, value in custom_properties(theme, Variant()).items())
    return f"/* {_HEAD.format(name=theme.id)} Colors by role, sizes of print, fonts. */\n:root {{\n{rows}}}\n".encode()


def _tokens(theme: Theme) -> bytes:
    """Return the theme as design tokens (DTCG 2025.10): palette, roles that refer to it, families, sizes."""
    color = theme.tokens.color
    palette = {name: _color(value) for name, value in color.palette.items()}
    roles = {role: _role(role, theme) for role in theme.colors}
    kind = theme.tokens.typography
    faces = {"base": kind.base, "headings": kind.headings, "monospace": kind.monospace, "large": kind.large}
    value = {
        "$description": theme.tokens.name,
        "$extensions": {EXTENSION: keys_beside(theme)},
        "color": {"$type": "color", "palette": palette, **roles},
        "font": {"$type": "fontFamily", **{part: {"$value": face.family} for part, face in faces.items()}},
        "size": {
            "$type": "dimension",
            **{name: _points(size) for name, size in kind.sizes.model_dump().items()},
            "text": _points(kind.base.size),
        },
    }
    return f"{json.dumps(value, indent=2, ensure_ascii=False)}\n".encode()


def _role(role: str, theme: Theme) -> dict[str, object]:
    color = theme.tokens.color
    name = color.accent[int(role[-1]) - 1] if role.startswith("accent") else getattr(color, role.replace("-", "_"))
    return {"$value": f"{{color.palette.{name}}}"} if name in color.palette else _color(theme.colors[role])


def _color(value: str) -> dict[str, object]:
    channels = [round(int(value[n : n + 2], 16) / 255, 4) for n in (1, 3, 5)]
    return {"$value": {"colorSpace": "srgb", "components": channels, "hex": value.lower()}}


def _points(size: float) -> dict[str, object]:
    """Return a size in points as a token, which knows px and rem alone: 96 px are an inch."""
    return {"$value": {"value": round(size * 96 / 72, 3), "unit": "px"}}
