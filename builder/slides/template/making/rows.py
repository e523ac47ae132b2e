"""Rows of layouts.yml as types, and the values that the XML templates in themes/base/slides print, in OOXML's units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from builder.slides.deck.deck import Box
from builder.slides.template.color_scheme import SchemeColor
from builder.slides.template.making.grids import with_pieces
from builder.slides.template.making.looks import with_looks
from builder.theme.theme import Theme
from builder.theme.tokens import LOOKS, SlideTokens


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A slot of layouts.yml, which explains the keys."""

    kind: str
    idx: int
    box: tuple[float, float, float, float]
    size: str
    deeper: str = ""
    color: str = "foreground"
    fill: str = ""
    line: str = ""
    width: float = 1.0
    inset: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    anchor: str = "top"
    align: str = "left"
    bold: bool = False
    bullets: str = "none"
    bullet_color: str = "primary"
    hang: float = 1.05
    before: float = 0.0
    deeper_before: float = 0.0
    leading: float = 1.0
    head: str = ""
    deeper_color: str = ""
    display: bool = False


@dataclass(frozen=True, slots=True)
class LevelPart:
    """One level of a list style in OOXML's units: EMU, hundredths of a point, thousandths of a percent."""

    n: int
    size: int
    left: int
    indent: int
    align: str
    rtl: int
    leading: int
    before: int
    bold: int
    heading: bool
    bullet: str
    color: SchemeColor
    bullet_color: SchemeColor | None


@dataclass(frozen=True, slots=True)
class SlotPart:
    """A placeholder as the XML templates print it."""

    name: str
    type: str
    idx: int
    box: Box
    inset: tuple[int, ...]
    anchor: str
    levels: tuple[LevelPart, ...]
    fill: SchemeColor | None
    line: SchemeColor | None
    width: int
    prompt: str
    small: bool
    shrinks: bool


@dataclass(frozen=True, slots=True)
class DecorationPart:
    """A filled shape as the XML templates print it; `preset` is its geometry, a name of ST_ShapeType.

    `adjust`: the radius of a roundRect's corners in hundred-thousandths of its shorter side, 0 for other shapes.
    """

    box: Box
    fill: SchemeColor
    preset: str = "rect"
    adjust: int = 0


@dataclass(frozen=True, slots=True)
class LayoutPart:
    """A layout as the XML templates print it. `link`: the scheme slot that links take on this background, "" = their own."""

    name: str
    type: str
    background: SchemeColor | None
    link: str
    decorations: tuple[DecorationPart, ...]
    slots: tuple[SlotPart, ...]


def layout_rows(theme: Theme) -> dict[str, Any]:
    """Return what layouts.yml says under a theme's looks, its grids written out. Callers share the result and must not change it."""
    chosen = tuple((key, value) for key in LOOKS if (value := getattr(theme.tokens.slides, key)) != _default(key))
    return _layout_rows(theme.files["slides/layouts.yml"], theme.files["slides/looks.yml"] if chosen else "", chosen)


def _default(key: str) -> object:
    """Return the look that layouts.yml describes itself."""
    return SlideTokens.model_fields[key].default


@lru_cache(maxsize=4)
def _layout_rows(layouts: str, looks: str, chosen: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    known = _read(looks) if chosen else {}
    return with_pieces(with_looks(_read(layouts), [known[key][value] for key, value in chosen]))


def _read(text: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506  # both are safe loaders
    return rows
