"""Font metrics: how wide text is and how tall its lines are, in em.

Widths are HarfBuzz's advances with kerning and ligatures, as PowerPoint and LibreOffice set text (docs/measurements.md,
"Fonts").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import field
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from builder.core.frozen import dataclass
from builder.theme.own_fonts import own_families
from builder.theme.theme import Theme

MONO_ADVANCE = 0.6
"""Em of one character in the monospaced fonts that office programs use (Courier New, Liberation Mono)."""

FALLBACK_SLACK = 1.3
"""Factor for characters that the named font lacks: programs take them from a font that we cannot know.

LibreOffice's choice for Arabic, DejaVu Sans, is 25 % wider than our fallback.
"""

COMPLEX_SLACK = 1.05
"""Factor for scripts that programs may set in another font though the named one has them: Hebrew to Thai (`COMPLEX`)."""

COMPLEX = range(0x590, 0xE80)

SIGNS = range(0x2500, 0x2800)
"""Lines, shapes and dingbats: LibreOffice takes ◐ and its like from DejaVu Sans though the named font has them, up to `WIDE`."""

WIDE = 1.0
"""Em assumed for a character that no font of ours has: the width of an ideograph."""


class FontFace:
    """One font file. `pitch` is its own line height in em: ascent plus descent, no gap, as LibreOffice reads it."""

    def __init__(self, path: Path) -> None:
        import uharfbuzz as hb  # 18 ms to import: only where text is measured

        self._hb = hb
        self._font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
        self._em = self._font.face.upem
        self.characters = frozenset(self._font.face.unicodes)
        extents = self._font.get_font_extents("ltr")  # of OS/2 where the font says so, else of hhea: as LibreOffice
        self.pitch = (extents.ascender - extents.descender) / self._em
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Return the width of text in em."""
        width = self._widths.get(text)
        if width is None:
            buffer = self._hb.Buffer()
            buffer.add_str(text)
            buffer.guess_segment_properties()
            self._hb.shape(self._font, buffer, {"kern": True, "liga": True})
            width = sum(position.x_advance for position in buffer.glyph_positions or ()) / self._em
            self._widths[text] = width
        return width


@cache
def load_face(path: Path) -> FontFace:
    """Return the face of a font file; each file is read once."""
    return FontFace(path)


class FontStyle(NamedTuple):
    """What selects the face of a run. A tuple, because it is a dictionary key for every word."""

    bold: bool = False
    italic: bool = False
    mono: bool = False
    heading: bool = False


@dataclass(frozen=True)
class WordMetrics:
    """Width of a word in em, the largest line pitch of the faces used, and the characters that no font has."""

    width: float
    pitch: float
    missing: str = ""


@dataclass
class FontSet:
    """The faces with which a theme's slides are measured, by style: the named family, then the fallback.

    `stretch` multiplies all widths, for fonts of which we have only a stand-in; None takes the theme's factor.
    """

    theme: Theme
    stretch: float | None = None
    _pieces: dict[tuple[str, FontStyle], WordMetrics] = field(default_factory=dict)
    _found: dict[FontStyle, tuple[FontFace, ...]] = field(default_factory=dict)

    def piece(self, text: str, style: FontStyle) -> WordMetrics:
        """Return the metrics of text without a break in a style."""
        piece = self._pieces.get((text, style))
        if piece is None:
            piece = self._pieces[text, style] = self._measure(text, style)
        return piece

    def _measure(self, text: str, style: FontStyle) -> WordMetrics:
        width, pitch, missing = 0.0, 0.0, ""
        _, stretch = self.theme.tokens.slides.measured_as(heading=style.heading)
        stretch = stretch if self.stretch is None else self.stretch
        for found, part in self._parts(text, style):
            if found is None:
                width += WIDE * len(part)
                missing += part
                continue
            first = found is self._faces(style)[0]
            here = found.width(part)
            if style.mono:
                here = max(here, MONO_ADVANCE * len(part))
            if not text.isascii():
                here = max(here, WIDE * sum(ord(one) in SIGNS for one in part))
            slack = (COMPLEX_SLACK if any(ord(one) in COMPLEX for one in part) else 1.0) if first else FALLBACK_SLACK
            width += here * slack
            pitch = max(pitch, found.pitch)
        return WordMetrics(width * stretch, pitch, missing)

    def _parts(self, text: str, style: FontStyle) -> Iterator[tuple[FontFace | None, str]]:
        """Yield pieces of text, each with the first face that has its characters, None when no face has them."""
        faces = self._faces(style)
        named = faces[0]
        if named.characters.issuperset(map(ord, text)):
            yield named, text
            return

        def has(character: str) -> FontFace | None:
            if unicodedata.category(character) == "Cf":
                return named  # no program shows isolates and joiners
            return next((one for one in faces if ord(character) in one.characters), None)

        for found, characters in groupby(text, key=has):
            yield found, "".join(characters)

    def _faces(self, style: FontStyle) -> tuple[FontFace, ...]:
        faces = self._found.get(style)
        if faces is None:
            tokens = self.theme.tokens
            measured, _ = tokens.slides.measured_as(heading=style.heading)
            family = tokens.typography.monospace.family if style.mono else measured
            given = own_families(self.theme.fonts)  # in which characters are that no other font has
            names = (family, tokens.slides.measured, tokens.typography.fallback.family, *given)
            paths = [self.theme.font_file(name, bold=style.bold, italic=style.italic) for name in names]
            faces = self._found[style] = tuple(load_face(path) for path in dict.fromkeys(paths) if path is not None)
        return faces
