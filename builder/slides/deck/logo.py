"""The logo on light and on dark ground: the picture made for it, or a plate behind one that would not be seen."""

from __future__ import annotations

import io
import re
from functools import lru_cache

from builder.model.module import Asset
from builder.slides.deck.deck import EMU_PER_INCH
from builder.slides.deck.pictures import rasterize
from builder.theme.contrast import contrast, is_dark
from builder.theme.theme import Theme

LEAST = 3.0
"""Contrast that what must be seen needs (WCAG 2.2, 1.4.11), though logos are exempt."""

_SIDE = 48
"""Width to which a logo is reduced to look at its colors, px."""

_MARGIN = 0.12
"""Width of the plate around a logo, as a share of its smaller side."""

_BOX = re.compile(rb"<svg\b[^>]*?viewBox=\"([^\"]*)\"[^>]*>")


def logo_on(theme: Theme, ground: str) -> Asset:
    """Return the theme's logo for ground of a color, `#rrggbb`. Raises ValueError for a theme without one."""
    if theme.logo is None:
        message = "the theme has no logo"
        raise ValueError(message)
    data = theme.logo.dark if is_dark(ground) and theme.logo.dark else theme.logo.data
    colors = _colors(data, theme)
    plate = next(
        (
            theme.colors[role]
            for role in ("background", "foreground", "primary")
            if _is_seen(colors, theme.colors[role])
        ),
        "",
    )
    if not _is_seen(colors, ground) and plate:
        data = _on_plate(data, plate)
    width, height = _size(data)
    return Asset(theme.logo.name, data, _media_type(data), width, height)


def _is_seen(colors: tuple[str, ...], ground: str) -> bool:
    """Say whether at least half of a logo stands out from its ground; one that has a ground of its own does."""
    return not colors or 2 * sum(contrast(color, ground) >= LEAST for color in colors) >= len(colors)


def _colors(data: bytes, theme: Theme) -> tuple[str, ...]:
    """Return the colors of a logo where it is not clear; () when it is clear nowhere, so that it has ground of its own."""
    if _media_type(data) == "image/svg+xml":
        data = rasterize(data, EMU_PER_INCH // 4, theme)
    return _opaque_colors(data)


@lru_cache(maxsize=16)
def _opaque_colors(data: bytes) -> tuple[str, ...]:
    from PIL import Image  # 30 ms to import, for themes with a logo alone

    with Image.open(io.BytesIO(data)) as image:
        small = image.convert("RGBA")
        small.thumbnail((_SIDE, _SIDE))
    pixels = [small.getpixel((x, y)) for y in range(small.height) for x in range(small.width)]
    seen = [pixel[:3] for pixel in pixels if isinstance(pixel, tuple) and pixel[3] > 127]
    return () if len(seen) == len(pixels) else tuple(f"#{bytes(pixel).hex()}" for pixel in seen)


def _on_plate(data: bytes, color: str) -> bytes:
    """Return a logo in the middle of a filled box with round corners."""
    width, height = _size(data)
    margin = _MARGIN * min(width, height)
    if _media_type(data) != "image/svg+xml":
        from PIL import Image  # see _opaque_colors

        edge = round(margin)
        with Image.open(io.BytesIO(data)) as image:
            logo = image.convert("RGBA")
        plate = Image.new("RGBA", (logo.width + 2 * edge, logo.height + 2 * edge), color)
        plate.alpha_composite(logo, (edge, edge))
        out = io.BytesIO()
        plate.convert("RGB").save(out, "PNG")
        return out.getvalue()
    inner = re.sub(rb"(<svg\b[^>]*?)\s(?:width|height)=\"[^\"]*\"", rb"\1", data, count=1)
    inner = re.sub(rb"(<svg\b[^>]*?)\s(?:width|height)=\"[^\"]*\"", rb"\1", inner, count=1)
    place = f' x="{margin:g}" y="{margin:g}" width="{width:g}" height="{height:g}"'.encode()
    inner = inner.replace(b"<svg", b"<svg" + place, 1)
    wide, high = width + 2 * margin, height + 2 * margin
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}">'
    return (
        f'{head}<rect width="{wide:g}" height="{high:g}" rx="{margin / 2:g}" fill="{color}"/>'.encode()
        + inner
        + b"</svg>"
    )


def _media_type(data: bytes) -> str:
    return "image/svg+xml" if b"<svg" in data[:2000] else "image/jpeg" if data[:2] == b"\xff\xd8" else "image/png"


def _size(data: bytes) -> tuple[float, float]:
    """Return a cleaned logo's width and height: its pixels, or the units of its drawing."""
    box = _BOX.search(data[:4000])
    if box:
        _, _, width, height = map(float, box[1].split())
        return width, height
    from PIL import Image  # see _opaque_colors

    with Image.open(io.BytesIO(data)) as image:
        return float(image.width), float(image.height)
