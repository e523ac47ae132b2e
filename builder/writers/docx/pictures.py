"""Pictures in a Word file: which bytes, and how large. Lengths are EMU."""

from __future__ import annotations

from builder.core.frozen import dataclass
from builder.model import module as m
from builder.slides.deck.pictures import rasterize
from builder.theme.theme import Theme

EMU = 914_400
"""EMU in an inch."""

_CSS, _PRINT = 96, 150
"""Pixels of a drawing in an inch, and dots of a photograph that look sharp on paper."""

_HIGHEST = 7 * EMU
_SHARP = 1.5
"""Drawings are rasterized so many times finer than for slides, at 288 dpi."""

_ENDINGS = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}


@dataclass(frozen=True)
class Drawn:
    """A picture as Word can show it."""

    data: bytes
    ending: str
    size: tuple[int, int]


def draw_picture(asset: m.Asset, theme: Theme, room: int, share: float | None = None, natural: float = 0) -> Drawn:
    """Return a picture at most `room` wide; `share` is its part of the line, `natural` its width in points if it has no other."""
    vector = asset.media_type == "image/svg+xml"
    wide, high = asset.width or natural or 1, asset.height
    own = natural * 12_700 if natural else wide * EMU / (_CSS if vector else _PRINT)
    width = min(room * share if share else own, room)
    data, ending = asset.data, _ENDINGS.get(asset.media_type, "png")
    if vector:
        data, ending = rasterize(asset.data, round(width * _SHARP), theme), "png"
        wide, high = _png_size(data)
    height = width * (high or wide) / wide
    if height > _HIGHEST:
        width, height = width * _HIGHEST / height, _HIGHEST
    return Drawn(data, ending, (max(1, round(width)), max(1, round(height))))


def _png_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, px (its IHDR chunk, ISO/IEC 15948, 11.2.2)."""
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
