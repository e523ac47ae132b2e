"""A brand's logo, made safe for every output, and large enough to be one."""

from __future__ import annotations

from builder.core.source import Unreadable
from builder.pictures.clean import clean_picture
from builder.pictures.formats import Picture

SMALLEST = 24
"""Least width and height of a logo in pixels: a smaller one is a mark for counting readers, or a list's bullet."""

MOST_BYTES = 2_000_000
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}


def clean_logo(data: bytes) -> Picture:
    """Return a logo without metadata, script and links. Raises Unreadable for one that cannot be used."""
    picture = clean_picture(data)
    if min(picture.width, picture.height) < 1 or (
        picture.media_type != "image/svg+xml" and min(picture.width, picture.height) < SMALLEST
    ):
        size = f"{picture.width:g} × {picture.height:g}"
        raise Unreadable(
            f"it is {size} pixels, too small to be seen", hint="use the logo as SVG, or as PNG of 400 pixels or more"
        )
    return picture


def logo_name(data: bytes, stem: str) -> str:
    """Return a file name for a logo that was made safe."""
    ending = "png" if data.startswith(b"\x89PNG") else "jpg" if data.startswith(b"\xff\xd8") else "svg"
    return f"{stem}.{ending}"
