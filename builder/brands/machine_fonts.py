"""Font files of this machine by family, and what a font tells of itself: a theme gets copies, so that its files are the same everywhere."""

from __future__ import annotations

import io
import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import PurePosixPath

from builder.brands.fonts import FontFile, read_font
from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.source import Unreadable
from builder.theme.font_rights import font_rights
from builder.theme.own_fonts import FONTS, KINDS, MAX_FONT_BYTES, MAX_FONTS, spelled

_COLLECTIONS = {".ttc", ".otc"}
_MOST, _MOST_FACES = 60_000_000, 40
"""The largest file that is opened, in bytes, and the most faces of a collection: Noto's of Chinese, Japanese and Korean has ten in 20 MB."""

_LEAST = 20
"""Letters of a script from which on a font is said to have it."""


@dataclass(frozen=True)
class FontFacts:
    """What a font file tells: its family and style, whether it may be embedded, its license, and its letters by script."""

    name: str
    family: str
    style: str
    embedding: str
    license: str
    scripts: tuple[tuple[str, int], ...]

    def line(self) -> str:
        """Return it in a line for people."""
        scripts = ", ".join(f"{script} {count}" for script, count in self.scripts)
        return f"{self.name}: {self.family} {self.style}; embedding: {self.embedding}; {self.license or 'no license in the file'}; {scripts}"


@dataclass(frozen=True)
class FoundFonts:
    """Files of a family that may be embedded, by name, what each tells, and those that were left, with the reason."""

    files: tuple[FontFile, ...]
    facts: tuple[FontFacts, ...]
    left: tuple[tuple[str, str], ...]


def find_fonts(family: str, folders: Sequence[Folder]) -> FoundFonts:
    """Return the font files of a family in these folders. Names are compared without spaces and capitals."""
    files: dict[str, FontFile] = {}
    left: list[tuple[str, str]] = []
    for folder, name in _candidates(family, folders):
        if len(files) == MAX_FONTS:
            break
        try:
            data = folder.data(name, limit=_MOST)
            for face, own in _faces(name, data, family):
                font = read_font(face, own)
                if len(own) <= MAX_FONT_BYTES:
                    files.setdefault(font.name, font)
                else:
                    left.append((font.name, f"it has {len(own)} bytes; at most {MAX_FONT_BYTES} are used"))
        except Unreadable as error:
            left.append((PurePosixPath(name).name, error.reason))
    kept = tuple(files[name] for name in sorted(files))
    return FoundFonts(kept, tuple(font_facts(f"{FONTS}/{font.name}", font.data) for font in kept), tuple(left))


def _candidates(family: str, folders: Sequence[Folder]) -> Iterator[tuple[Folder, str]]:
    """Yield font files whose names begin as the family does, in whichever folder: opening all of a machine takes seconds."""
    words = re.findall(r"[a-z0-9]+", family.lower())
    for folder in folders:
        for name, _ in folder.walk(""):
            path = PurePosixPath(name)
            plain = re.sub(r"[^a-z0-9]", "", path.stem.lower())
            if path.suffix.lower() in {*KINDS, *_COLLECTIONS} and words and plain.startswith(words[0][:4]):
                yield folder, name


def _faces(name: str, data: bytes, family: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a family in a font file, with their names: itself, or of a collection each face as a file of its own."""
    from fontTools.ttLib import TTCollection, TTLibError

    if data[:4] != b"ttcf":
        if _family(data) == spelled(family):
            yield name, data
        return
    try:
        faces = TTCollection(io.BytesIO(data), lazy=True).fonts[:_MOST_FACES]
        for font in faces:
            if spelled(font["name"].getBestFamilyName() or "") != spelled(family):
                continue
            font.save(made := io.BytesIO(), reorderTables=None)
            style = font["name"].getBestSubFamilyName() or "Regular"
            yield f"{re.sub(r'[^A-Za-z0-9]+', '', family)}-{style}.otf", made.getvalue()
    except (TTLibError, OSError, ValueError, KeyError, AssertionError, EOFError, ImportError, struct.error) as error:
        raise Unreadable("it is a damaged collection of fonts") from error


def _family(data: bytes) -> str:
    """Return the name of a font's family, as files spell it; "" for a file that cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(data), lazy=True) as font:
            return spelled(font["name"].getBestFamilyName() or "")
    except (TTLibError, OSError, ValueError, KeyError, AssertionError, EOFError, ImportError):
        return ""


def load_libraries() -> None:
    """Import what reading fonts needs, before a process is confined."""
    for name in ("fontTools.ttLib", "fontTools.unicodedata"):
        import_module(name)


def font_facts(name: str, data: bytes) -> FontFacts:
    """Return what a font file tells. Raises what fontTools raises for one that cannot be read."""
    from fontTools.ttLib import TTFont
    from fontTools.unicodedata import script, script_name

    with TTFont(io.BytesIO(data), lazy=True) as font:
        rights = font_rights(font)
        letters = Counter(script(chr(code)) for code in font.getBestCmap() or () if chr(code).isalpha())
        style = font["name"].getBestSubFamilyName() or "Regular"
        family = font["name"].getBestFamilyName() or ""
        style += f" (variable: {', '.join(axis.axisTag for axis in font['fvar'].axes)})" if "fvar" in font else ""
    counted = sorted(((script_name(key), count) for key, count in letters.items()), key=lambda one: (-one[1], one[0]))
    scripts = tuple((key, count) for key, count in counted if count >= _LEAST and key not in {"Common", "Inherited"})
    return FontFacts(name, family, style, rights.refusal or rights.embedding, rights.license, scripts)


def fonts_of_themes(folders: dict[str, Folder]) -> dict[str, tuple[str, ...]]:
    """Return by theme a line for each font file in its folder; one that cannot be read says so."""
    found: dict[str, tuple[str, ...]] = {}
    for theme, folder in folders.items():
        names = sorted(name for name, _ in folder.walk(FONTS) if PurePosixPath(name).suffix.lower() in KINDS)
        found[theme] = tuple(_line(folder, name) for name in names)
    return found


def _line(folder: Folder, name: str) -> str:
    try:
        data = folder.data(name, limit=MAX_FONT_BYTES)
        read_font(name, data)
        return font_facts(name, data).line()
    except Unreadable as error:
        return f"{name}: cannot be used: {error.reason}; {error.hint}" if error.hint else f"{name}: {error.reason}"
