"""Makes photographs and screenshots safe to publish: removes metadata, and scales large ones down.

Cameras write place, time and owner into a picture, programs write paths and names. Only listed parts of a file are kept,
so that unknown metadata is dropped. Formats: PNG (W3C PNG, 11), JPEG (ITU-T T.81, annex B).
"""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.core.source import Unreadable

if TYPE_CHECKING:
    from PIL import Image

TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif"}

MAX_PIXELS = 25_000_000
"""Largest picture, in pixels: an A4 page at 500 dpi has 24 million; larger pictures only exhaust memory."""

MAX_SIDE = 2_560
"""Longest side after scaling, in pixels: ten inches at 256 dpi, and more than projectors show."""

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"}


@lru_cache(maxsize=32)
def clean_raster(data: bytes) -> tuple[bytes, str, int, int]:
    """Return a picture as PNG or JPEG, its media type, width and height in px. Raises Unreadable with a message for authors."""
    from PIL import Image, ImageFile, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, once imported, shows half a picture as if it were whole
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF")) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    msg = f"it has {width * height / 1e6:.0f} million pixels; at most {MAX_PIXELS / 1e6:.0f} are used"
                    raise Unreadable(msg)
                image.load()
                return _clean(image, data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        msg = f"it has more than {MAX_PIXELS / 1e6:.0f} million pixels"
        raise Unreadable(msg) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError) as error:
        msg = "it is damaged, or not what its name says"
        raise Unreadable(msg) from error


def _clean(image: object, data: bytes) -> tuple[bytes, str, int, int]:
    """Return the picture without metadata: cut from the file where possible, else encoded again."""
    from PIL import Image, ImageOps

    if not isinstance(image, Image.Image):
        raise TypeError(image)
    photo = image.format in {"JPEG", "MPO"}
    as_it_is = max(image.size) <= MAX_SIDE and image.getexif().get(0x0112, 1) == 1 and "icc_profile" not in image.info
    if as_it_is and image.format in {"PNG", "JPEG"}:
        cut = _cut_png(data) if image.format == "PNG" else _cut_jpeg(data)
        if cut:
            return cut, f"image/{image.format.lower()}", *image.size
    upright = _in_srgb(ImageOps.exif_transpose(image), image.info.get("icc_profile"))
    if max(image.size) / MAX_SIDE <= min(image.size):  # a line one pixel wide cannot be made smaller and keep its shape
        upright.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if photo:
        bare = upright.convert("RGB")
        bare.info.clear()  # Pillow would write the comment again
        bare.save(out, "JPEG", quality=90)
        return out.getvalue(), "image/jpeg", *bare.size
    clear = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if clear else "RGB")
    plain.info.clear()
    plain.save(out, "PNG")
    return out.getvalue(), "image/png", *plain.size


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture converted to sRGB by its color profile. The profile is dropped, because it names a device."""
    from PIL import ImageCms

    if not profile or image.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if shown is None:
        return image
    if image.mode == "RGBA":
        shown.putalpha(image.getchannel("A"))
    return shown


def _cut_png(data: bytes) -> bytes:
    """Return a PNG with only the chunks in _CHUNKS, b"" when the file is malformed."""
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if end > len(data):
            return b""
        if name in _CHUNKS:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    return b""


def _cut_jpeg(data: bytes) -> bytes:
    """Return a JPEG without comments and application data except JFIF's and Adobe's, b"" when the file is malformed."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if mark == 0xDA:  # the pixels: from here to the end of the image nothing is a segment
            last = data.rfind(b"\xff\xd9")
            return b"".join([*kept, data[at : last + 2]]) if last > at else b""
        jfif = mark == 0xE0 and data[at + 4 : at + 9] == b"JFIF\0"
        adobe = mark == 0xEE and data[at + 4 : at + 9] == b"Adobe"
        if jfif:  # without its thumbnail
            kept.append(b"\xff\xe0\x00\x10" + data[at + 4 : at + 16] + b"\0\0")
        elif adobe or not (0xE0 <= mark <= 0xEF or mark == 0xFE):
            kept.append(data[at:end])
        at = end
    return b""
