"""Work that WeasyPrint would do again and again, done once: style sheets are parsed once a process, PNGs packed once.

Each mend touches WeasyPrint's inside; `patches.guard` refuses another version. What comes out is the same, sooner.
"""

from __future__ import annotations

import io
from functools import cache as once
from typing import Any

from PIL.PngImagePlugin import PngImageFile

from builder.writers.pdf.patches import quick_layout

_KEPT = 8
"""Parsed style sheets that a process keeps: those of two themes, in usual and large print, with slides."""

_WORTH = 4_000
"""Characters from which on a style sheet is kept; shorter ones are a page's own."""

_OF_NOTES = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}


@once
def install() -> None:
    """Make the mends, for the rest of this process."""
    _keep_style_sheets()
    _style_what_there_is()
    _pass_pictures_on()
    quick_layout.install()


def _keep_style_sheets() -> None:
    """Parse each long style sheet once: it takes a tenth of the time of a handout, and all handouts share one."""
    from weasyprint import css  # half a second, and fonts must be known first

    parse, kept = css.CSS, dict[str, Any]()

    def sheet(**named: Any) -> Any:
        string = named.get("string") or ""
        if len(string) < _WORTH:
            return parse(**named)
        found = kept.pop(string, None) or parse(**{**named, "page_rules": [], "layers": []})
        kept[string] = found  # the latest last
        while len(kept) > _KEPT:
            del kept[next(iter(kept))]
        named["page_rules"].extend(found.page_rules)
        named["layers"].extend(found.layers)
        return found

    css.CSS = sheet


def _style_what_there_is() -> None:
    """Make no styles for what an element of ours is not: six for each of them were most styles of a page, and a third of its memory.

    WeasyPrint's own style sheet gives every element a marker, and calls and marks of notes. Only `li` has a marker, and
    notes are in a `span`.
    """
    from weasyprint import UA_STYLESHEET  # see above

    matcher, everywhere = UA_STYLESHEET.matcher, []
    for entry in matcher.other_selectors:
        _, _, _, pseudo, _ = entry
        if pseudo == "marker" or pseudo in _OF_NOTES:
            matcher.lower_local_name_selectors.setdefault("li" if pseudo == "marker" else "span", []).append(entry)
        else:
            everywhere.append(entry)
    matcher.other_selectors = everywhere


def _pass_pictures_on() -> None:
    """Take the packed pixels out of a PNG as they are, where a PDF can hold them so (PDF 32000-1:2008, 7.4.4.4).

    WeasyPrint unpacks every PNG and packs it again: for the slides in a guide, a fifth of the guide's time.
    """
    from weasyprint.images import RasterImage  # see above

    pack = RasterImage._get_png_data  # noqa: SLF001  # what is mended

    def packed(picture: Any) -> bytes:
        data = as_it_is(picture)
        return data or pack(picture)

    RasterImage._get_png_data = staticmethod(packed)  # noqa: SLF001  # as above


def as_it_is(picture: object) -> bytes:
    """Return a PNG's packed rows, or b"" when they are not eight bits a channel, interlaced, or not as they were read."""
    if not isinstance(picture, PngImageFile) or not isinstance(picture.fp, io.BytesIO):
        return b""
    data = picture.fp.getvalue()
    depth, kind, interlaced = data[24], data[25], data[28]  # IHDR (PNG 1.2, 4.1.1)
    if depth != 8 or kind not in {0, 2} or interlaced:
        return b""
    rows, at = [], 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            rows.append(data[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(rows)
