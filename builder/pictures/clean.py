"""Makes a picture of any kind safe to publish, whoever brings it: a module, a theme's logo, an organization's template."""

from __future__ import annotations

from builder.pictures.drawing.clean import clean_svg
from builder.pictures.formats import SVG, Picture, picture_format
from builder.pictures.raster import clean_raster


def clean_picture(data: bytes) -> Picture:
    """Return a picture made safe to publish, of a kind that every writer shows.

    Its format is what its bytes say; names may be wrong. Raises Unreadable when it is damaged, too large, of a kind
    that is not read, or unsafe (UnsafePicture).
    """
    return clean_svg(data) if picture_format(data) == SVG else clean_raster(data)
