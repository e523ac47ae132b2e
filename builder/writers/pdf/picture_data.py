"""The pictures that WeasyPrint is given: from memory alone, no sharper than print shows, grey where all is grey."""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from PIL import Image

from builder.core.frozen import replace
from builder.model.module import Asset
from builder.slides.deck.pictures import PIXELS_PER_EMU, rasterize
from builder.theme.theme import Theme
from builder.writers.shared.styles import grey_colors

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

PRINT_DPI = 250
"""Resolution that raster pictures are reduced to, pixels per inch: more is not visible in print and costs time and bytes."""

MAX_PICTURE_WIDTH = round(7.5 * PRINT_DPI)
"""Width that raster pictures are reduced to, px: 7.5 inches, a page's whole text width, at PRINT_DPI."""

MAX_PIXELS = 25_000_000
"""Largest raster picture that is decoded, in pixels (width × height)."""

_NOT_DRAWN = re.compile(rb"(?:mask|filter)(?:=\"|:)\s*url\(|<mask|mix-blend-mode")
"""What WeasyPrint draws wrongly or not at all: masks hide everything, blurs and shadows are left out."""

_BOX = re.compile(rb'(?<=\s)(width|height|viewBox)="([^"]*)"')


def picture_fetcher(assets: dict[str, Asset], theme: Theme, *, grey: bool) -> URLFetcher:
    """Return a fetcher that serves `asset:` addresses from `assets`, decodes pictures in drawings, and refuses all others.

    `grey` turns pictures grey. `theme` has the fonts of drawings that are turned into pixels.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # see write_pdf

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
        """Serves pictures from memory: it opens no file and no connection."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=("asset",), allow_redirects=False)

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # WeasyPrint's signature
            scheme, _, name = url.partition(":")
            asset = _embedded(name) if scheme == "data" else assets.get(unquote(name)) if scheme == "asset" else None
            if asset is None:
                msg = "only the module's own pictures can be shown"
                raise ValueError(msg)
            if asset.media_type == "image/svg+xml" and _NOT_DRAWN.search(asset.data):
                asset = replace(asset, data=_as_pixels(asset.data, theme))
            return URLFetcherResponse(url, _print_picture(asset, grey=grey), {"Content-Type": asset.media_type})

    return Fetcher()


def _embedded(address: str) -> Asset | None:
    """Return the PNG or JPEG that the rest of a `data:` address holds (RFC 2397), None when it is another thing."""
    head, _, data = address.partition(",")
    kind = head.removesuffix(";base64")
    return (
        Asset("", base64.b64decode(data), kind, 0, 0) if kind in {"image/png", "image/jpeg"} and kind != head else None
    )


def _as_pixels(drawing: bytes, theme: Theme) -> bytes:
    """Return a drawing of the same size that holds its own picture in pixels."""
    box = {name.decode(): value.decode() for name, value in _BOX.findall(drawing[: drawing.index(b">")])}
    _, _, width, height = box["viewBox"].split()
    width, height = box.get("width", width), box.get("height", height)
    data = base64.b64encode(rasterize(drawing, round(MAX_PICTURE_WIDTH / PIXELS_PER_EMU), theme)).decode()
    size = f'width="{width}" height="{height}"'
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    image = f'<image {size} xlink:href="data:image/png;base64,{data}"/>'
    return f'<svg {names} {size if "width" in box else ""} viewBox="0 0 {width} {height}">{image}</svg>'.encode()


@lru_cache(maxsize=64)
def _print_picture(asset: Asset, *, grey: bool) -> bytes:
    """Return a picture's bytes for print; cached, since several editions show the same picture.

    An opaque alpha channel is dropped, since WeasyPrint encodes it separately; pictures wider than MAX_PICTURE_WIDTH are reduced.
    Raises ValueError for more than MAX_PIXELS.
    """
    if asset.media_type == "image/svg+xml":
        return grey_colors(asset.data.decode()).encode() if grey else asset.data
    with Image.open(io.BytesIO(asset.data)) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            msg = f"the picture has {picture.width * picture.height / 1e6:.0f} million pixels; at most {MAX_PIXELS / 1e6:.0f} are read"
            raise ValueError(msg)
        opaque = picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255)
        large = picture.width > MAX_PICTURE_WIDTH
        if not opaque and not grey and not large:
            return asset.data
        plain = picture.convert("RGB") if opaque or (large and picture.mode == "P") else picture
        if large:
            plain = plain.resize(
                (MAX_PICTURE_WIDTH, round(plain.height * MAX_PICTURE_WIDTH / plain.width)), Image.Resampling.LANCZOS
            )
        if grey:
            plain = plain.convert("LA" if "A" in plain.getbands() else "L")
        out = io.BytesIO()
        plain.save(out, format="JPEG" if asset.media_type == "image/jpeg" else "PNG", quality=90)
        return out.getvalue()
