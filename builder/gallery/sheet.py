"""A theme's specimen as one picture: its pages over its slides, for the catalogue, which has no time to build every theme."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from builder.gallery.specimen import SpecimenPicture, ThemeSpecimen

WIDTH = 1200
"""Width of a sheet, px."""

_ACROSS, _GAP, _ROWS = 4, 16, 2
_QUALITY = 68
_GROUND = (224, 224, 224)
"""What is between pages and slides: neither is that gray, so that their edges are seen."""


def specimen_sheet(specimen: ThemeSpecimen) -> bytes:
    """Return four pages in a row, and eight slides in two, as WebP. Editions come in turn, each with its fullest page."""
    width = (WIDTH - _GAP * (_ACROSS + 1)) // _ACROSS
    last = {picture.edition: picture for picture in specimen.pages}
    pages = [picture for picture in specimen.pages if picture.number == 1 and picture.edition == "handout"]
    pages += [last[edition] for edition in ("workbook", "cards", "guide") if edition in last]
    slides = _spread(specimen.slides, _ACROSS * _ROWS)
    rows = [pages[:_ACROSS], *(slides[n : n + _ACROSS] for n in range(0, len(slides), _ACROSS))]
    drawn = [[_scaled(picture, width) for picture in row] for row in rows]
    heights = [max(image.height for image in row) for row in drawn]
    sheet = Image.new("RGB", (WIDTH, sum(heights) + _GAP * (len(rows) + 1)), _GROUND)
    top = _GAP
    for row, height in zip(drawn, heights, strict=True):
        for n, image in enumerate(row):
            sheet.paste(image, (_GAP + n * (width + _GAP), top))
        top += height + _GAP
    out = io.BytesIO()
    sheet.save(out, format="WEBP", quality=_QUALITY, method=4)
    return out.getvalue()


def _spread(pictures: Sequence[SpecimenPicture], count: int) -> list[SpecimenPicture]:
    """Return `count` pictures from all over a deck, the first among them."""
    return [pictures[n * len(pictures) // count] for n in range(min(count, len(pictures)))]


def _scaled(picture: SpecimenPicture, width: int) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data)).convert("RGB")
    return image.resize((width, round(width * image.height / image.width)), Image.Resampling.LANCZOS)
