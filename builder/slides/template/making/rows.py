"""Rows of layouts.yml as types, and the values that the XML templates in themes/base/slides print, in OOXML's units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from builder.slides.deck.deck import Box
from builder.slides.template.color_scheme import SchemeColor
from builder.slides.template.making.grids import with_pieces


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
    major: bool


@dataclass(frozen=True, slots=True)
class DecorationPart:
    """A filled shape as the XML templates print it; `preset` is its geometry, a name of ST_ShapeType."""

    box: Box
    fill: SchemeColor
    preset: str = "rect"


@dataclass(frozen=True, slots=True)
class LayoutPart:
    """A layout as the XML templates print it. `link`: the scheme slot that links take on this background, "" = their own."""

    name: str
    type: str
    background: SchemeColor | None
    link: str
    decorations: tuple[DecorationPart, ...]
    slots: tuple[SlotPart, ...]


@lru_cache(maxsize=4)
def layout_rows(text: str) -> dict[str, Any]:
    """Return what a layouts.yml says, its grids written out. Callers share the result and must not change it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506  # both are safe loaders
    return with_pieces(rows)
