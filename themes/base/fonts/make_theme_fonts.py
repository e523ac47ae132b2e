"""Make the fonts of the shipped themes: one small TrueType file a face, with the letters of Europe's Latin alphabets.

    npm install @fontsource/gelasio @fontsource/carlito @fontsource-variable/fraunces @fontsource-variable/archivo
    python themes/base/fonts/make_theme_fonts.py node_modules

All are under the SIL Open Font License 1.1 and reserve no name, so that parts of them may keep it. The packages hold each
face in parts by script, which are merged here. Two programs that find fonts by name take no file with a variation table.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

THEMES = Path(__file__).parents[2]

REACH = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x2C6, 0x2C7, 0x2DC, 0x1E9E, *range(0x2010, 0x2027),
    0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
)  # fmt: skip
"""Latin, Latin-1 and Latin Extended-A, with Romanian, punctuation, arrows and signs."""

COPIES = {0xAD: 0x2D, 0x2010: 0x2D, 0x2011: 0x2D, 0x202F: 0x2009, 0xA0: 0x20}
"""Characters that need a glyph of their own: a PDF maps a glyph back to one character, the first that it was seen as."""

EPOCH = 0x7C259DC0
"""The date of the files: January 1, 1970, in seconds since 1904 (OpenType, `head`). Programs warn of earlier ones."""

FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum", "pnum", "sups", "subs"]


class Face(NamedTuple):
    """A file to make: the theme, the package, the files' middle name, the family, the style and its weight, and values of axes."""

    theme: str
    package: str
    files: str
    family: str
    style: str
    weight: int
    axes: dict[str, float]
    italic: bool = False


def _four(theme: str, package: str, family: str) -> list[Face]:
    """Return the four faces of running text."""
    styles = (
        ("Regular", 400, "normal"),
        ("Italic", 400, "italic"),
        ("Bold", 700, "normal"),
        ("BoldItalic", 700, "italic"),
    )
    name = package.rpartition("/")[2]
    if "variable" in package:
        return [
            Face(
                theme,
                package,
                f"{name}-{{}}-standard-{slope}",
                family,
                style,
                weight,
                {"wght": weight, "wdth": 95},
                slope == "italic",
            )
            for style, weight, slope in styles
        ]
    return [
        Face(theme, package, f"{name}-{{}}-{weight}-{slope}", family, style, weight, {}, slope == "italic")
        for style, weight, slope in styles
    ]


FACES = [
    *_four("formal", "@fontsource/gelasio", "Gelasio"),
    *_four("warm", "@fontsource/carlito", "Carlito"),
    Face(
        "warm",
        "@fontsource-variable/fraunces",
        "fraunces-{}-full-normal",
        "Fraunces",
        "Bold",
        700,
        {"opsz": 60, "wght": 640, "SOFT": 100, "WONK": 0},
    ),
    *_four("bold", "@fontsource-variable/archivo", "Archivo"),
    Face(
        "bold",
        "@fontsource-variable/archivo",
        "archivo-{}-standard-normal",
        "Archivo Display",
        "Bold",
        700,
        {"wght": 800, "wdth": 108},
    ),
]


def make(face: Face, packages: Path) -> TTFont:
    """Return a face: its parts instanced, merged, cut to REACH and named."""
    parts: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for part in ("latin", "latin-ext"):
            font = TTFont(packages / face.package / "files" / f"{face.files.format(part)}.woff2")
            font.flavor = None
            if face.axes:
                font = instantiateVariableFont(
                    font,
                    {tag: value for tag, value in face.axes.items() if tag in {a.axisTag for a in font["fvar"].axes}},
                )
            for tag in ("STAT", "GDEF", "DSIG", "hdmx", "VDMX", "meta"):
                if tag in font and tag != "GDEF":
                    del font[tag]
            parts.append(f"{folder}/{part}.ttf")
            font.save(parts[-1])
        font = Merger().merge(parts)
    options = Options(
        layout_features=FEATURES,
        name_IDs=[0, 1, 2, 4, 5, 6, 13, 14],
        notdef_outline=True,
        hinting=False,
        glyph_names=False,
    )
    cutter = Subsetter(options)
    cutter.populate(unicodes=REACH)
    cutter.subset(font)
    _copy(font)
    _name(font, face)
    return font


def _copy(font: TTFont) -> None:
    cmap, order = font.getBestCmap(), font.getGlyphOrder()
    added = {}
    for code, source in COPIES.items():
        old = cmap.get(source) or cmap.get(0x20)
        if old is None or cmap.get(code, old) != old:
            continue
        new = f"uni{code:04X}.copy"
        font["glyf"].glyphs[new] = font["glyf"][old]
        font["hmtx"].metrics[new] = font["hmtx"].metrics[old]
        added[code] = new
    font.setGlyphOrder([*order, *added.values()])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["maxp"].numGlyphs = len(font.getGlyphOrder())
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= added


def _name(font: TTFont, face: Face) -> None:
    postscript = f"{face.family.replace(' ', '')}-{face.style}"
    wanted = {
        1: face.family,
        2: {"BoldItalic": "Bold Italic"}.get(face.style, face.style),
        4: f"{face.family} {face.style}",
        6: postscript,
    }
    for number, text in wanted.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].names = [n for n in font["name"].names if n.platformID == 3]
    font["OS/2"].usWeightClass, font["OS/2"].fsType = face.weight, 0
    bold, italic = face.weight >= 700, face.italic
    font["OS/2"].fsSelection = (
        font["OS/2"].fsSelection & ~0x61 | 0x20 * bold | 0x01 * italic | 0x40 * (not bold and not italic)
    )
    font["head"].macStyle = bold | italic << 1
    font["head"].created = font["head"].modified = EPOCH


def main() -> None:
    """Write each face into its theme's folder, and the license of its family beside it."""
    packages = Path(sys.argv[1])
    for face in FACES:
        folder = THEMES / face.theme / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        font = make(face, packages)
        font.recalcTimestamp = False
        font.save(folder / f"{face.family.replace(' ', '')}-{face.style}.ttf")
        terms = (packages / face.package / "LICENSE").read_bytes()
        (folder / f"OFL-{face.family.split()[0]}.txt").write_bytes(terms)


if __name__ == "__main__":
    main()
