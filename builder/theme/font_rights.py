"""What a font file allows: whether texts set in it may be shared as PDF, and under which license it is.

Source: OpenType 1.9.1, `OS/2`, fsType (bits 0 to 3: the least restrictive holds; bits 8 and 9), and `name` (13 and 14).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_RESTRICTED, _PREVIEW, _EDITABLE, _WHOLE, _BITMAPS = 0x2, 0x4, 0x8, 0x100, 0x200

CURE = "ask who made it for a license that permits embedding and subsetting, or use another font"


class FontRights(NamedTuple):
    """`embedding` in OpenType's words; `refusal` says why files of ours may not hold it, "" where they may; `license` as the font tells it."""

    embedding: str
    refusal: str
    license: str


def font_rights(font: TTFont) -> FontRights:
    """Return what a font allows. One without an `OS/2` table does not say, and is taken as installable, as programs do."""
    bits = int(font["OS/2"].fsType) if "OS/2" in font else 0
    refusal = ""
    if bits & _RESTRICTED and not bits & (_PREVIEW | _EDITABLE):
        embedding = "restricted license"
        refusal = f"its maker forbids embedding it (fsType {bits}: {embedding})"
    elif bits & _BITMAPS:
        embedding = "bitmaps only"
        refusal = f"its maker permits embedding of its bitmaps only (fsType {bits})"
    elif bits & _WHOLE:
        embedding = "not in part"
        refusal = f"its maker forbids embedding a part of it (fsType {bits}: no subsetting), and PDFs hold the letters that they use"
    else:
        embedding = "editable" if bits & _EDITABLE else "preview and print" if bits & _PREVIEW else "installable"
    return FontRights(embedding, refusal, _license(font))


def _license(font: TTFont) -> str:
    """Return a font's license in a line: its address if it has one, else the first words of its text."""
    text = font["name"].getDebugName(13) if "name" in font else None
    address = font["name"].getDebugName(14) if "name" in font else None
    words = " ".join((text or "").split())
    short = words if len(words) <= 90 else f"{words[:89]}…"
    return "; ".join(filter(None, (short, (address or "").strip()[:120])))
