"""A theme's own fonts: the files in its folder `fonts/`, and the families that they and the bundled files have.

TTF, OTF, WOFF and WOFF2 files are read. Programs that measure and draw cannot all open each of these, and they find a face
by its file's name, so copies are made for the run of the program: `Family-Style.ttf`, unpacked, and of a variable font its
regular and bold instances (OpenType 1.9, “fvar”).
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from builder.core.disk.folder import Folder
from builder.core.disk.names import is_name
from builder.core.disk.private import make_temporary
from builder.core.disk.writable import WritableFolder
from builder.core.source import Unreadable
from builder.theme.font_rights import CURE, font_rights

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FONTS = "fonts"
KINDS = {".ttf", ".otf", ".woff", ".woff2"}

STAND_IN = "Liberation Sans"
"""The bundled family that slides are measured with where their own font is not there."""

STAND_IN_STRETCH = 1.16
"""Factor of width for such a font, relative to STAND_IN: that of DejaVu Sans, the widest substitute that programs were
seen to use (docs/measurements.md, "Fonts")."""

TWINS = {"arial": STAND_IN, "helvetica": STAND_IN}
"""Fonts → bundled families with the same widths."""

MAX_FONT_BYTES, MAX_FONTS = 20_000_000, 60
"""The largest font file, in bytes: one of Noto Sans CJK has sixteen million;  and the most files of a theme."""

_UPRIGHT, _ITALIC = {400: "Regular", 700: "Bold"}, {400: "Italic", 700: "BoldItalic"}
"""Names of files by weight, as `Theme.font_file` looks for them."""


class OwnFonts(NamedTuple):
    """A theme's own fonts: copies to be read, the families that they are of, and a hash of all that they hold."""

    paths: tuple[Path, ...] = ()
    families: tuple[str, ...] = ()
    key: str = ""


class _Face(NamedTuple):
    family: str
    weight: int
    italic: bool
    data: bytes


def own_fonts(*folders: Folder) -> OwnFonts:
    """Return the fonts in a theme's folder, and in those of the themes beneath, of files of one name the first.

    Raises Unreadable for a file that cannot be used, or too many of them.
    """
    names = {
        name: folder
        for folder in reversed(folders)
        for name, _ in folder.walk(FONTS)
        if PurePosixPath(name).suffix.lower() in KINDS
    }
    if len(names) > MAX_FONTS:
        raise Unreadable(f"it has more than {MAX_FONTS} files of fonts", hint="keep regular, bold, and their italics")
    if not names:
        return OwnFonts()
    return _copies(tuple((name, names[name].data(name, limit=MAX_FONT_BYTES)) for name in sorted(names)))


def families_of(fonts: Iterable[Path]) -> set[str]:
    """Return the families of font files as their names spell them: in small letters, without spaces."""
    return {path.stem.rpartition("-")[0].lower() for path in fonts}


def own_families(fonts: Sequence[Path]) -> tuple[str, ...]:
    """Return the families of the theme's own font files, as their names spell them; bundled files come before these."""
    return tuple(dict.fromkeys(path.stem.rpartition("-")[0] for path in fonts if path.parent != fonts[0].parent))


def spelled(family: str) -> str:
    """Return a family as the names of font files spell it, in small letters."""
    return family.replace(" ", "").lower()


@lru_cache(maxsize=8)
def _copies(files: tuple[tuple[str, bytes], ...]) -> OwnFonts:
    """Write faces to a folder that is removed when the program ends, under the names by which they are found."""
    faces = _joined([face for name, data in files for face in _faces(name, data)])
    folder = WritableFolder(make_temporary("own-fonts-"), private=True)
    paths: list[Path] = []
    for face, style in _styled(faces):
        name = f"{face.family.replace(' ', '')}-{style}.ttf"
        if not is_name(name) or "/" in name:
            raise Unreadable("a font's family has a name that no file can have", hint="use another font")
        folder.write(name, face.data)
        paths.append(folder.root / name)
    digest = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for _, data in files)).hexdigest()
    return OwnFonts(tuple(sorted(paths)), tuple(sorted({face.family for face in faces})), digest)


def _joined(faces: list[_Face]) -> list[_Face]:
    """Return faces of which each is one file: for the web they are cut into files by script.

    Two files of one face are one font to the PDF engine, which would take glyphs of one from the other. Where they cannot be
    merged the largest stands for all; what it lacks is then set in the fallback.
    """
    groups: dict[tuple[str, int, bool], list[_Face]] = {}
    for face in faces:
        groups.setdefault(face[:3], []).append(face)
    return [found[0] if len(found) == 1 else _merged(found) for found in groups.values()]


def _merged(faces: list[_Face]) -> _Face:
    from fontTools.merge import Merger

    largest, *others = sorted(faces, key=lambda face: -len(face.data))
    out = io.BytesIO()
    try:
        made = Merger().merge([io.BytesIO(face.data) for face in (largest, *others)])
        made.recalcTimestamp, made["head"].modified = False, made["head"].created  # the same bytes at any time
        made.save(out)
    except Exception:  # noqa: BLE001  # the merger has no type of its own for fonts that do not fit together
        return largest
    return largest._replace(data=out.getvalue())


def _styled(faces: list[_Face]) -> Iterator[tuple[_Face, str]]:
    """Yield each face with its style: those nearest to regular and bold get these names, which every writer looks for."""
    for family in sorted({face.family for face in faces}):
        for italic, names in ((False, _UPRIGHT), (True, _ITALIC)):
            here = [face for face in faces if face.family == family and face.italic == italic]
            here.sort(
                key=lambda face: -len(face.data)
            )  # shops cut a face into files by script; the largest has most of it
            regular = min(here, key=lambda face: abs(face.weight - 400), default=None)
            heavy = [face for face in here if face.weight >= 600 and face is not regular]
            bold = min(heavy, key=lambda face: abs(face.weight - 700), default=None)
            for face in here:
                special = names[400] if face is regular else names[700] if face is bold else ""
                yield face, special or f"W{face.weight}{'Italic' * italic}"


def _faces(name: str, data: bytes) -> list[_Face]:
    """Return the faces of a font file. Raises Unreadable when it is none."""
    from fontTools.ttLib import TTFont, TTLibError  # a tenth of a second, for themes with fonts of their own

    hint = "use a TTF, OTF, WOFF or WOFF2 file that other programs open"
    try:
        with TTFont(io.BytesIO(data), recalcTimestamp=False, lazy=True) as font:
            return list(_read_faces(name, font, data))
    except (TTLibError, OSError, ValueError, KeyError, AssertionError, EOFError, ImportError, struct.error) as error:
        raise Unreadable(f"the font `{name}` cannot be read", hint=hint) from error


def _read_faces(name: str, font: TTFont, data: bytes) -> Iterator[_Face]:
    """Yield the faces of a font whose bytes are `data`.

    Raises KeyError and the like for one that texts cannot be set in, Unreadable for one that may not be embedded.
    """
    family = (font["name"].getBestFamilyName() or "").strip()
    if not family or not font.getBestCmap() or not {"hhea", "hmtx", "maxp"} <= set(font.keys()):
        raise KeyError(family)
    if refusal := font_rights(font).refusal:
        raise Unreadable(f"the font `{name}` may not be part of our files: {refusal}", hint=CURE)
    italic = bool(font["OS/2"].fsSelection & 1 or font["post"].italicAngle)
    if _tells(font):
        font.flavor = None
        out = io.BytesIO()
        font.save(out, reorderTables=None)
        data = out.getvalue()
    if "fvar" in font:
        yield from _instances(font, family, italic=italic, data=data)
    else:
        yield _Face(family, int(font["OS/2"].usWeightClass), italic, data)


_TABLES = frozenset(
    "GlyphOrder|head|hhea|hmtx|maxp|cmap|loca|glyf|CFF |CFF2|name|post|OS/2|GSUB|GPOS|GDEF|BASE|JSTF|MATH|cvt |fpgm|prep|gasp|kern"
    "|vhea|vmtx|VORG|COLR|CPAL|fvar|avar|gvar|cvar|HVAR|VVAR|MVAR|STAT|morx|kerx|ankr|trak|feat|hdmx|VDMX|LTSH".split(
        "|"
    )
)
"""What texts are set with (OpenType 1.9.1). In others programs keep comments, dates and paths of the font's maker."""

_NAMES = frozenset({0, 1, 2, 4, 5, 6, 7, 13, 14, 16, 17, 21, 22})
"""Names of a font that are kept: its own, and whose rights are to be respected (OpenType, `name`)."""


_NO_DATE = 0x7C25B080
"""The beginning of 1970 in seconds since 1904 (OpenType, `head`): an earlier date is taken for a mistake, and warned of, by fontTools."""


def _tells(font: TTFont) -> bool:
    """Take out of a font what it tells beside its letters: when, by whom and with what it was made. Says whether it is to be packed anew."""
    strange = set(font.keys()) - _TABLES
    names = [name for name in font["name"].names if name.nameID in _NAMES]
    if not (font.flavor or strange or len(names) < len(font["name"].names)):
        return False
    for tag in strange:
        del font[tag]
    font["name"].names = names
    font["head"].created = font["head"].modified = _NO_DATE
    return True


def _instances(font: TTFont, family: str, *, italic: bool, data: bytes) -> Iterator[_Face]:
    """Yield the regular and the bold instance of a variable font, or the only one of a font whose weight does not vary."""
    import uharfbuzz

    axes = {axis.axisTag: axis for axis in font["fvar"].axes}
    weight = axes.get("wght")
    reach = [400, 700] if weight else [int(font["OS/2"].usWeightClass)]
    face = uharfbuzz.Face(uharfbuzz.Blob(data))
    for wanted in reach:
        chosen = uharfbuzz.SubsetInput()
        chosen.keep_everything()
        for tag, axis in axes.items():
            value = min(max(wanted, axis.minValue), axis.maxValue) if tag == "wght" else axis.defaultValue
            chosen.pin_axis_location(face, tag, value)
        yield _Face(family, wanted, italic, bytes(uharfbuzz.subset(face, chosen).blob.data))
