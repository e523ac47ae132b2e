"""Tells a picture's format from its first bytes, because names and extensions may be wrong, and says what to do with others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from builder.core.source import Unreadable


class UnsafePicture(Unreadable):  # as Unreadable, it reads as what it says
    """Raised for a picture that could run script or load other files."""


class Picture(NamedTuple):
    """A picture made safe: its bytes and media type, its size in px, and what an author should know was changed in it."""

    data: bytes
    media_type: str
    width: float
    height: float
    changes: Sequence[str] = ()


SVG = "SVG"

RASTERS = {"PNG", "JPEG", "WebP", "GIF", "AVIF"}
"""Formats of pixels that are read, as they are called in messages."""

_SAVE = "open it in any picture program and export it as PNG, or as JPEG when it is a photograph"
_EXPORT = "export it as SVG, or as PNG, from the program that made it"

CURES = {
    "HEIC": f"telephones save photographs so; {_SAVE}",
    "TIFF": _SAVE,
    "BMP": _SAVE,
    "icon": _SAVE,
    "JPEG 2000": _SAVE,
    "JPEG XL": _SAVE,
    "Photoshop": _SAVE,
    "raw photograph": _SAVE,
    "PDF": f"{_EXPORT}; or make a picture of its page",
    "PostScript": _EXPORT,
    "EMF": _EXPORT,
    "WMF": _EXPORT,
    "compressed SVG": "save it as plain SVG, not compressed (.svg, not .svgz)",
    "draw.io": "in draw.io: File, Export as, SVG",
    "Excalidraw": "in Excalidraw: Export image, SVG",
    "web page": "save the picture itself, not the page that shows it",
    "film": "save one picture of it as PNG or JPEG, and link to the film",
}
"""Kinds of files that are known and not read, each with what an author can do."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"BM", "BMP"),
    (b"\0\0\1\0", "icon"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"8BPS", "Photoshop"),
    (b"%PDF-", "PDF"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
    (b"\1\0\0\0", "EMF"),
    (b"\x1f\x8b", "compressed SVG"),
    (b"\x1aE\xdf\xa3", "film"),
)
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "AVIF"),
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), "HEIC"),
    **dict.fromkeys((b"crx ",), "raw photograph"),
}
"""Brands of ISO media files (ISO/IEC 14496-12, 4.3; 23008-12, annex B; AVIF 1.1, 6)."""


def picture_format(data: bytes) -> str:
    """Return the format of a picture by its first bytes: a name in RASTERS or CURES, SVG, or "" when it is none of them."""
    head = data[:1024]
    for start, name in _STARTS:
        if head.startswith(start):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp":
        size = min(int.from_bytes(head[:4], "big"), 256)
        brands = [head[8:12], *(head[at : at + 4] for at in range(16, size, 4))]
        known = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
        return "AVIF" if "AVIF" in known else known[0] if known else "film"
    text = data[:65536].replace(b"\0", b"")  # UTF-16, too
    if re.search(rb"<(?:[\w-]+:)?svg[\s>/]", text) and not re.match(rb"(?i)\W*(?:<!doctype html|<html)", text):
        return SVG
    if re.search(rb"(?i)<(?:!doctype html|html|body)\b", text):
        return "web page"
    if b"<mxfile" in text or b"<mxGraphModel" in text:
        return "draw.io"
    return "Excalidraw" if re.search(rb'"type":\s*"excalidraw"', text) else ""
