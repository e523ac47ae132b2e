"""The catalogue's fonts: the theme's faces as WOFF2 files, and the CSS rules that load them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from builder.core.disk.folder import our_folder, read_ours
from builder.core.disk.kept import kept_bytes
from builder.model.catalogue import WebFont
from builder.theme.folder import themes_folder
from builder.theme.theme import Theme
from builder.writers.shared.screen_styles import SYSTEM_FONTS
from builder.writers.shared.styles import css_text

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_EUROPEAN, _WESTERN, _PUNCTUATION = range(0x20, 0x530), range(0x20, 0x180), range(0x2010, 0x2200)
"""Ranges of Unicode: Latin, Greek and Cyrillic; Latin alone; punctuation, currencies, arrows."""

_TABLES = {
    *(
        "GlyphOrder",
        "head",
        "hhea",
        "hmtx",
        "maxp",
        "cmap",
        "loca",
        "glyf",
        "CFF ",
        "name",
        "post",
        "OS/2",
        "GSUB",
        "GPOS",
    ),
    *("GDEF", "cvt ", "fpgm", "prep", "gasp", "kern"),
}
"""What browsers read of a font."""

FONT_LIMIT = 60_000
"""The most bytes of a font file that a page loads; a larger face is replaced by the device's own fonts."""


def font_rules(fonts: tuple[WebFont, ...], theme: Theme) -> str:
    """Return the `@font-face` rules of the fonts and the custom properties that name the page's font families."""
    faces = "".join(
        f"@font-face{{font-family:{css_text(font.family)};font-weight:{font.weight};font-display:swap;"
        f"src:url({font.name}) format('woff2')}}"
        for font in fonts
    )
    kind = theme.tokens.typography
    families = f"--font:{css_text(kind.base.family)},{SYSTEM_FONTS};--heading-font:{css_text(kind.headings.family)},{SYSTEM_FONTS};"
    return f"{faces}:root{{{families}--heading-weight:{kind.headings.weight}}}"


def web_fonts(theme: Theme, cache: Path | None = None) -> tuple[WebFont, ...]:
    """Return the upright faces that pages need, as WOFF2, without those above FONT_LIMIT. They are kept in the folder `cache`."""
    found = (
        WebFont(f"text-{n}.woff2", family, weight, _face(path, cache))
        for n, (path, family, weight) in enumerate(faces(theme), 1)
    )
    return tuple(font for font in found if len(font.data) <= FONT_LIMIT)


@lru_cache(maxsize=8)
def _face(path: Path, cache: Path | None) -> bytes:
    source = read_ours(path)
    if shipped := _shipped_face(path, source):
        return shipped
    made_from = (_version("fonttools"), _version("brotli"), _version("brotlicffi"), read_ours(Path(__file__)), source)
    return kept_bytes(cache, "web", made_from, lambda: packed_face(source))


def faces(theme: Theme) -> list[tuple[Path, str, int]]:
    """Return the faces that pages need: file, family and weight of each."""
    kind = theme.tokens.typography
    wanted = sorted({(kind.base.family, 400), (kind.base.family, 700), (kind.headings.family, kind.headings.weight)})
    paths = ((theme.font_file(family, bold=weight >= 600), family, weight) for family, weight in wanted)
    return [(path, family, weight) for path, family, weight in paths if path]


def shipped_name(path: Path, source: bytes) -> str:
    """Return the name of the packed face in themes/base/web-fonts, if it is a shipped theme's: no other face has these bytes."""
    return f"{path.stem}-{hashlib.sha256(source).hexdigest()[:16]}.woff2"


def _shipped_face(path: Path, source: bytes) -> bytes:
    """Return a shipped theme's face, packed before, b"" for another."""
    folder, name = our_folder(themes_folder() / "base" / "web-fonts"), shipped_name(path, source)
    return folder.read(name) if folder.is_file(name) else b""


def _version(library: str) -> bytes:
    """Return the version of an installed library, b"" of one that is not there: which packs WOFF2 differs by implementation of Python."""
    try:
        return importlib.metadata.version(library).encode()
    except importlib.metadata.PackageNotFoundError:
        return b""


def packed_face(source: bytes) -> bytes:
    """Return a face as WOFF2; one that is too large with fewer characters: those of European languages, then of Western ones."""
    from fontTools.ttLib import TTFont

    def packed(keep: range | None) -> bytes:
        with TTFont(io.BytesIO(source), recalcTimestamp=False, lazy=True) as font:
            if keep:
                _keep_only(font, keep)
            font.flavor, out = "woff2", io.BytesIO()
            font.save(out)
            return out.getvalue()

    data = b""
    whole = (None,) if len(source) <= 3 * FONT_LIMIT else ()  # packing what is too large takes seconds
    for keep in (*whole, _EUROPEAN, _WESTERN):
        data = packed(keep)
        if len(data) <= FONT_LIMIT:
            break
    return data


def _keep_only(font: TTFont, characters: range) -> None:
    """Remove all characters but these, and punctuation, from a font; for others a page takes the device's own fonts."""
    from fontTools import subset  # a sixth of a second, for large fonts alone

    keep = subset.Options(layout_features=["kern", "liga", "mark", "mkmk", "locl", "ccmp"], recalc_timestamp=False)
    keep.drop_tables = sorted(set(font.keys()) - _TABLES)
    subsetter = subset.Subsetter(keep)
    subsetter.populate(unicodes=[*characters, *_PUNCTUATION])
    subsetter.subset(font)
