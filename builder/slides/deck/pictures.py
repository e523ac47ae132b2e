"""Size and place of a picture in its placeholder, and SVG pictures as PNG."""

from __future__ import annotations

from functools import lru_cache

from builder.core.problems import ProblemCode, Problems
from builder.slides.deck.deck import EMU_PER_INCH, EMU_PER_POINT, Box, Deck, PictureContent
from builder.slides.deck.layouts import Layouts, Slot
from builder.theme.theme import Theme
from builder.transform.drawings import smallest_words

LEAST_DPI = 72
"""A bitmap is not enlarged beyond this resolution: projected, it would be blurred."""

ACROSS = 0.6
"""A slot wider than this share of the slide counts as going across it, and centers its picture."""

_CSS_DPI = 96
"""Pixels an inch of CSS; the library's own 0 makes a drawing in millimeters infinitely small."""

PIXELS_PER_EMU = 2 * _CSS_DPI / EMU_PER_INCH
"""Resolution of drawings as bitmaps: 192 dpi."""

_MOST_PIXELS = 4_000


def picture_box(picture: PictureContent, slot: Slot, slide_width: int) -> Box:
    """Return the box of a picture in a slot: as large as the slot and the author's `width` allow, whole, at the slot's anchor.

    A slot across the slide centers it; one on the right aligns it with the right margin, one on the left with the left.
    """
    room, asset = slot.inner, picture.asset
    width, height = max(asset.width, 1.0), max(asset.height, 1.0)
    scale = min(room.width * picture.share / width, room.height / height)
    if asset.media_type != "image/svg+xml":
        scale = min(scale, EMU_PER_INCH / LEAST_DPI)
    wide, high = max(round(width * scale), 1), max(round(height * scale), 1)
    spare = room.width - wide
    across, right = room.width > ACROSS * slide_width, room.x + room.width / 2 > slide_width / 2
    under = {"middle": (room.height - high) // 2, "bottom": room.height - high}.get(slot.anchor, 0)
    return Box(room.x + (spare // 2 if across else spare if right else 0), room.y + under, wide, high)


def report_small_words(deck: Deck, layouts: Layouts, least: float, problems: Problems) -> None:
    """Warn of drawings whose words are smaller than `least`, pt, where they stand on a slide: the last row reads them too."""
    seen = set()
    for slide in deck.slides:
        for filled in slide.filled:
            picture = filled.content
            if not isinstance(picture, PictureContent) or not picture.at.path or picture.asset.name in seen:
                continue
            slot = layouts[slide.layout].slot(filled.slot)
            if slot is None:
                continue
            box = filled.box or picture_box(picture, slot, layouts.size[0])
            size = smallest_words(picture.asset, box.width / EMU_PER_POINT, box.height / EMU_PER_POINT)
            if size < least - 0.05:
                seen.add(picture.asset.name)
                problems.add(
                    ProblemCode.IMAGE_TOO_SMALL,
                    f"words in `{picture.asset.name}` are {size:.1f} pt high on a slide; {least:g} is the least",
                    picture.at,
                    f"draw them {least / size if size else 2:.0%} as large, or give the picture a slide without text",
                )


def rasterize(svg: bytes, width: int, theme: Theme) -> bytes:
    """Return an SVG as PNG for a picture `width` EMU wide, at 192 dpi. Text is set in the theme's fonts alone.

    The .pptx holds both: programs that cannot show SVG show the PNG.
    """
    pixels = max(1, min(round(width * PIXELS_PER_EMU), _MOST_PIXELS))
    mono = theme.tokens.typography.monospace.family
    return _rasterize(svg, pixels, tuple(map(str, theme.fonts)), theme.tokens.slides.measured, mono)


@lru_cache(maxsize=64)
def _rasterize(svg: bytes, pixels: int, fonts: tuple[str, ...], sans: str, mono: str) -> bytes:
    """Rasterize; cached, as a build shows the same picture in several places."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.decode("utf-8-sig"),
            width=pixels,
            dpi=_CSS_DPI,
            skip_system_fonts=True,
            font_files=list(fonts),
            font_family=sans,
            sans_serif_family=sans,
            serif_family=sans,
            monospace_family=mono,
        )
    )
