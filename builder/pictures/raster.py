"""Makes photographs and screenshots safe to publish and alike everywhere: no metadata, one kind of pixels, no more than needed.

Cameras write place, time and owner into a picture, programs write paths and names. Only listed parts of a file are kept,
so that unknown metadata is dropped. What comes out is PNG of at most eight bits a channel, or JPEG, grey or RGB, in sRGB,
upright: never CMYK, which PDF/A forbids beside an sRGB intent (ISO 19005-3, 6.2.4.3).
"""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.core.source import Unreadable
from builder.pictures.cut import cut_jpeg, cut_png
from builder.pictures.formats import CURES, RASTERS, Picture, picture_format

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 25_000_000
"""Largest picture, in pixels: an A4 page at 500 dpi has 24 million; larger pictures only exhaust memory."""

MAX_SIDE = 2_560
"""Longest side after scaling, in pixels: ten inches at 256 dpi, and more than projectors show."""

_SRGB_GAMMA = 1 / 2.2
"""What a PNG's gAMA chunk says of a picture whose colors are sRGB (W3C PNG, 11.3.2.2)."""

_EXIF_ORIENTATION = 0x0112


@lru_cache(maxsize=32)
def clean_raster(data: bytes) -> Picture:
    """Return a picture as PNG or JPEG. Raises Unreadable with a message and a hint for authors."""
    kind = picture_format(data)
    if kind not in RASTERS:
        hint = CURES.get(kind, "use SVG, PNG, JPEG or WebP")
        raise Unreadable(f"it is a {kind} file" if kind in CURES else "it is no picture of a known kind", hint=hint)
    from PIL import Image, ImageFile, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, once imported, shows half a picture as if it were whole
    too_many = f"at most {MAX_PIXELS / 1e6:.0f} million are used"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(one.upper() for one in sorted(RASTERS))) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise Unreadable(
                        f"it has {width * height / 1e6:.0f} million pixels; {too_many}", hint="make it smaller"
                    )
                changes = ("it moves; its first picture is shown",) if kind != "JPEG" and _frames(image) > 1 else ()
                image.load()
                return _clean(image, data)._replace(changes=changes)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(f"it has too many pixels; {too_many}", hint="make it smaller") from error
    except UnidentifiedImageError as error:
        hint = f"this machine reads no {kind}, or the file is damaged: save it as PNG or JPEG"
        raise Unreadable(f"it is a {kind} file that cannot be read", hint=hint) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError) as error:
        raise Unreadable(f"it is a damaged {kind} file", hint="save it anew") from error


def _frames(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1))


def _clean(image: Image.Image, data: bytes) -> Picture:
    """Return the picture without metadata: cut from the file where possible, else encoded again."""
    from PIL import Image, ImageOps

    profile, gamma = image.info.get("icc_profile"), _odd_gamma(image)
    emptied = _without_clear_colors(image)
    upright = image.getexif().get(_EXIF_ORIENTATION, 1) == 1
    if max(image.size) <= MAX_SIDE and upright and not profile and not gamma and emptied is None:
        cut = b""
        if image.format == "PNG":
            shades = image.histogram() if image.mode == "P" else []
            cut = cut_png(data, {shade for shade, count in enumerate(shades) if count})
        elif image.format in {"JPEG", "MPO"}:
            cut = cut_jpeg(data)
        if cut:
            return Picture(cut, "image/png" if image.format == "PNG" else "image/jpeg", *image.size)
    lossy = image.format in {"JPEG", "MPO", "AVIF"} or (image.format == "WEBP" and b"VP8L" not in data[:64])
    shown = _in_srgb(_eight_bits(ImageOps.exif_transpose(emptied or image)), profile, gamma)
    if max(shown.size) / MAX_SIDE <= min(shown.size):  # a line one pixel wide cannot be made smaller and keep its shape
        shown.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    shown.info.clear()  # Pillow would write the comment again
    out = io.BytesIO()
    if lossy and "A" not in shown.getbands():
        shown.save(out, "JPEG", quality=90)
        return Picture(out.getvalue(), "image/jpeg", *shown.size)
    shown.save(out, "PNG")
    return Picture(out.getvalue(), "image/png", *shown.size)


def _without_clear_colors(image: Image.Image) -> Image.Image | None:
    """Return a picture without the colors of what is wholly clear, None when that is of one color: who erases only makes clear."""
    from PIL import Image, ImageStat

    if "A" not in image.getbands() and "transparency" not in image.info:
        return None
    if image.mode not in {"RGBA", "LA", "P", "PA"}:
        return None  # one color or shade is clear, so that nothing is to be seen under it
    full = image.convert("RGBA")
    clear = full.getchannel("A").point([255] + [0] * 255)
    if not clear.getbbox() or all(low == high for low, high in ImageStat.Stat(full.convert("RGB"), clear).extrema):
        return None
    seen = Image.composite(Image.new("RGBA", full.size), full, clear)
    seen.info = {key: value for key, value in image.info.items() if key != "transparency"}
    return seen


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture as L, RGB, RGBA or CMYK of eight bits a channel, so that no reader has to know of other kinds."""
    clear = "A" in image.getbands() or "a" in image.getbands() or "transparency" in image.info
    if (
        image.mode.startswith("I;16") or image.mode == "I"
    ):  # Pillow's own conversion makes all but the darkest shades white
        grey = image.convert("I").point(lambda shade: shade * (1 / 256) + 0).convert("L")
        if clear:
            unseen = int(image.info["transparency"]) >> 8
            grey.putalpha(grey.point([0 if shade == unseen else 255 for shade in range(256)]))
        return grey.convert("RGBA") if clear else grey
    if image.mode == "CMYK":
        return image
    if clear:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _odd_gamma(image: Image.Image) -> float | None:
    """Return the gamma that a PNG asks for, None when it is that of sRGB or another chunk takes precedence over it."""
    gamma = image.info.get("gamma")
    if not gamma or "srgb" in image.info or "icc_profile" in image.info or abs(gamma / _SRGB_GAMMA - 1) < 0.05:
        return None
    return float(gamma)


def _in_srgb(image: Image.Image, profile: bytes | None, gamma: float | None) -> Image.Image:
    """Return a picture converted to sRGB by its color profile or gamma. The profile is dropped, because it names a device."""
    from PIL import ImageCms

    clear = image.getchannel("A") if image.mode == "RGBA" else None
    shown = image
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            solid = image.convert("RGB") if clear else image
            target = ImageCms.createProfile("sRGB")
            shown = ImageCms.profileToProfile(solid, source, target, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            shown = image
    if shown.mode == "CMYK":
        shown = shown.convert("RGB")
    if gamma:
        solid = shown.convert("RGB") if clear else shown
        lut = [round(255 * (value / 255) ** (_SRGB_GAMMA / gamma)) for value in range(256)]
        shown = solid.point(lut * len(solid.getbands()))
    if clear and shown is not image:
        shown.putalpha(clear)
    return shown
