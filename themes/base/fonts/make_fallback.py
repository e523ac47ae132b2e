"""Make the fonts of this folder that are not shipped as their makers released them.

Two commands, both deterministic (same inputs and fontTools version, same bytes):

``merge``
    Builds one style of *Coursewright Fallback* from static TrueType sources. Each
    source plays a role (``--latin``, ``--arabic``, ...); a role says which code points
    are wanted from it, at which scale, and which layout features are kept. A code
    point goes to the first role that wants it and has it, so no two sources collide.

``patch``
    Adds to a static TrueType font the few code points that typesetting needs and that
    it lacks (U+2010 HYPHEN above all), as copies of glyphs it already has, and drops
    the STAT table, which means nothing in a font without axes.

Run either with ``--help``. The README beside this file records the versions of the
sources and the exact commands.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fontTools.merge import Merger
from fontTools.otlLib.maxContextCalc import maxCtxFont
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem

FAMILY: Final = "Coursewright Fallback"
VERSION: Final = "1.000"
VENDOR: Final = "CWRT"
UPEM: Final = 1000

# Ascent and descent fit inside Atkinson Hyperlegible Next's (984 and 316), so a word in
# the fallback never makes a line of the main text face taller.
ASCENT: Final = 960
DESCENT: Final = 290

# Pictograph modifiers, given an empty glyph: variation selectors, the enclosing keycap
# and skin tones. Their pictographs are line drawings that they cannot change.
SILENT: Final = (0x20E3, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400))

# 2026-01-01T00:00:00Z in seconds since 1904-01-01, the epoch of the head table.
TIMESTAMP: Final = 3_850_070_400

VARIATION_TABLES: Final = frozenset({"fvar", "avar", "gvar", "cvar", "HVAR", "VVAR", "MVAR", "CFF2"})
# Hints are dropped: the merged programs would contradict one another. The rest is
# rebuilt, or belongs to vertical text, signatures and font editors.
UNWANTED_TABLES: Final = (
    *("fpgm", "prep", "cvt ", "hdmx", "VDMX", "LTSH", "gasp", "kern", "DSIG"),
    *("STAT", "vhea", "vmtx", "FFTM", "meta", "MATH", "BASE", "JSTF"),
)

CodeRange = tuple[int, int]

SHAPING: Final = ("ccmp", "locl", "rlig", "liga", "calt", "kern", "mark", "mkmk", "rtlm")
CURSIVE: Final = (*SHAPING, "init", "medi", "med2", "fina", "fin2", "fin3", "isol", "curs", "mset")
FIGURES: Final = ("tnum", "lnum", "frac", "numr", "dnom", "sups", "subs", "ordn", "zero")

# Characters of the basic plane that Unicode shows as pictographs by default; the text
# symbol fonts have few of them, and draw those in another style.
EMOJI_IN_BMP: Final = (
    *((0x231A, 0x231B), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3)),
    *((0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653), (0x267F, 0x267F)),
    *((0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE)),
    *((0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA)),
    *((0x26F2, 0x26F3), (0x26F5, 0x26F5), (0x26FA, 0x26FA), (0x26FD, 0x26FD)),
    *((0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C)),
    *((0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797)),
    *((0x27B0, 0x27B0), (0x27BF, 0x27BF), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50)),
    (0x2B55, 0x2B55),
)


@dataclass(frozen=True)
class Role:
    """What one source contributes.

    Attributes:
        name: Name of the command line option.
        ranges: Inclusive ranges of code points wanted from this source.
        features: OpenType layout features kept; none means no layout at all.
        scale: Enlargement after the source was brought to ``UPEM``.
        advance: If set, outlines are stretched sideways so that the advance of every
            glyph is this many units (for glyphs that must line up with a mono face).
    """

    name: str
    ranges: tuple[CodeRange, ...]
    features: tuple[str, ...] = ()
    scale: float = 1.0
    advance: int | None = None

    def wants(self, codepoint: int) -> bool:
        """Tell whether this role asks for a code point."""
        return any(low <= codepoint <= high for low, high in self.ranges)


ROLES: Final = (
    Role(
        "latin",
        (
            *((0x0020, 0x052F), (0x1E00, 0x218F), (0x25CC, 0x25CC), (0x2C60, 0x2C7F)),
            *((0xA720, 0xA7FF), (0xFB00, 0xFB06), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F)),
            *((0xFEFF, 0xFEFF), (0xFFFC, 0xFFFD)),
        ),
        (*SHAPING, *FIGURES),
    ),
    Role("hebrew", ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)), SHAPING),
    # Amiri draws small for its em; 1.15 brings it level with the Latin beside it. The
    # Quranic signs are left out: they stand a full em above the line.
    Role(
        "arabic",
        (
            *((0x0606, 0x060F), (0x061B, 0x06D5), (0x06E5, 0x06E6), (0x06EE, 0x06FF)),
            *((0x0750, 0x077F), (0x08A0, 0x08B4), (0xFDFC, 0xFDFC)),
        ),
        CURSIVE,
        scale=1.15,
    ),
    Role(
        "math",
        (
            *((0x2190, 0x22FF), (0x2308, 0x230B), (0x2329, 0x232A), (0x27C0, 0x27FF)),
            *((0x2A00, 0x2A02), (0x2A7D, 0x2A7E)),
        ),
        ("rtlm",),
    ),
    # Advance of Atkinson Hyperlegible Mono, so that trees in code listings line up.
    Role("box", ((0x2500, 0x259F),), advance=632),
    # Without food, animals and games, which take 250 KB.
    Role(
        "emoji",
        (
            *EMOJI_IN_BMP,
            *((0x1F170, 0x1F19A), (0x1F1E6, 0x1F1FF), (0x1F300, 0x1F320), (0x1F380, 0x1F3FA)),
            *((0x1F440, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F7E0, 0x1F7EB), (0x1F900, 0x1F93A)),
            *((0x1F9B0, 0x1F9FF), (0x1FA79, 0x1FA7B), (0x1FA91, 0x1FA91), (0x1FAA7, 0x1FAA7)),
        ),
    ),
    Role("symbols2", ((0x2190, 0x23FF), (0x25A0, 0x25FF), (0x2600, 0x27BF), (0x2B00, 0x2BFF))),
    Role("symbols", ((0x2190, 0x23FF), (0x2460, 0x24FF), (0x2600, 0x27BF))),
)


@dataclass(frozen=True)
class Style:
    """The values of a style in the name, OS/2 and head tables."""

    name: str
    weight: int
    selection: int
    mac_style: int
    panose_weight: int


# fsSelection bit 7 (USE_TYPO_METRICS) is always set.
STYLES: Final = {
    "Regular": Style("Regular", 400, 1 << 7 | 1 << 6, 0, 5),
    "Bold": Style("Bold", 700, 1 << 7 | 1 << 5, 1, 8),
}


def require_static_truetype(font: TTFont, label: str) -> None:
    """Raise ``ValueError`` unless a font is static, glyf-based and freely embeddable."""
    if "glyf" not in font:
        raise ValueError(f"{label}: no TrueType outlines")
    if axes := VARIATION_TABLES.intersection(font.keys()):
        raise ValueError(f"{label}: variable font ({', '.join(sorted(axes))})")
    if font["OS/2"].fsType != 0:
        raise ValueError(f"{label}: embedding is restricted (fsType {font['OS/2'].fsType})")


def add_copies(font: TTFont, donors: Mapping[int, str]) -> None:
    """Give code points glyphs of their own, as copies of other glyphs.

    A second cmap entry for the same glyph would be smaller, but a PDF maps each glyph
    back to *one* text: after the first automatic hyphen every hyphen-minus of the
    document would be extracted as U+2010. The copies kern like their models.
    """
    copies = {f"copy{codepoint:04X}": donor for codepoint, donor in sorted(donors.items())}
    glyphs, advances = font["glyf"], font["hmtx"]
    font.setGlyphOrder([*font.getGlyphOrder(), *copies])
    for name, donor in copies.items():
        codepoint = int(name.removeprefix("copy"), 16)
        glyphs[name] = deepcopy(glyphs[donor])
        advances[name] = advances[donor]
        for table in font["cmap"].tables:
            if table.isUnicode() and (codepoint <= 0xFFFF or table.format == 12):
                table.cmap[codepoint] = name
    if "GDEF" in font and (classes := font["GDEF"].table.GlyphClassDef):
        for name, donor in copies.items():
            if donor in classes.classDefs:
                classes.classDefs[name] = classes.classDefs[donor]
    for pairs in pair_subtables(font):
        for name, donor in copies.items():
            copy_kerning(pairs, name, donor)


def pair_subtables(font: TTFont) -> Iterator[Any]:
    """Yield the pair adjustment subtables of a font, unwrapped from extensions."""
    if "GPOS" in font and (lookups := font["GPOS"].table.LookupList):
        for lookup in lookups.Lookup:
            for subtable in lookup.SubTable:
                actual = subtable.ExtSubTable if subtable.LookupType == 9 else subtable
                if actual.LookupType == 2:
                    yield actual


def copy_kerning(pairs: Any, name: str, donor: str) -> None:
    """Make a new glyph kern like its model in one pair adjustment subtable.

    The new glyph must have the highest glyph id yet: the lists of a subtable are in
    the order of glyph ids, and it goes to their ends.
    """
    glyphs = pairs.Coverage.glyphs
    if pairs.Format == 2:
        for definition in (pairs.ClassDef1.classDefs, pairs.ClassDef2.classDefs):
            if donor in definition:
                definition[name] = definition[donor]
        if donor in glyphs:
            glyphs.append(name)
        return
    for pair_set in {id(each): each for each in pairs.PairSet}.values():
        for record in list(pair_set.PairValueRecord):
            if record.SecondGlyph == donor:
                twin = copy(record)
                twin.SecondGlyph = name
                pair_set.PairValueRecord.append(twin)
                pair_set.PairValueCount = len(pair_set.PairValueRecord)
    if donor in glyphs:
        pairs.PairSet.append(pairs.PairSet[glyphs.index(donor)])
        pairs.PairSetCount = len(pairs.PairSet)
        glyphs.append(name)


def missing_characters(cmap: Mapping[int, str]) -> dict[int, str]:
    """Choose models for the characters that typesetting needs and a cmap lacks.

    Without U+2010 an automatic hyphen silently comes from another font, and without
    U+2011 so does a non-breaking one. ``SILENT`` only concerns fonts with U+200B.
    """
    models = {
        0x00AD: (0x002D,),
        0x2010: (0x002D,),
        0x2011: (0x2010, 0x002D),
        0x202F: (0x2009, 0x2006, 0x00A0),
        **dict.fromkeys(SILENT, (0x200B,)),
    }
    chosen: dict[int, str] = {}
    for codepoint, candidates in models.items():
        model = next((code for code in candidates if code in cmap), None)
        if codepoint not in cmap and model is not None:
            chosen[codepoint] = cmap[model]
    return chosen


def stretch_to_advance(font: TTFont, advance: int) -> None:
    """Scale every glyph sideways so that its advance becomes ``advance``."""
    glyph_set = font.getGlyphSet()
    drawn = {}
    for name in font.getGlyphOrder():
        recording = DecomposingRecordingPen(glyph_set)
        glyph_set[name].draw(recording)
        factor = advance / width if (width := font["hmtx"][name][0]) else 1.0
        pen = TTGlyphPen(None)
        recording.replay(TransformPen(pen, (factor, 0, 0, 1, 0, 0)))
        drawn[name] = pen.glyph()
    for name, glyph in drawn.items():
        glyph.recalcBounds(font["glyf"])
        font["glyf"][name] = glyph
        font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))


def prepare(path: Path, role: Role, codepoints: Iterable[int]) -> TTFont:
    """Reduce a source to its part of the merged font, at the common units per em."""
    font = TTFont(path, recalcTimestamp=False)
    require_static_truetype(font, path.name)
    options = Options()
    options.hinting = False
    options.layout_features = list(role.features)
    options.name_IDs = [1, 2, 4]
    options.notdef_outline = True
    options.drop_tables = [*options.drop_tables, *UNWANTED_TABLES]
    if not role.features:
        options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(codepoints))
    subsetter.subset(font)
    # Scaling to UPEM times the role's scale, then calling the result UPEM, enlarges.
    target = round(UPEM * role.scale)
    if font["head"].unitsPerEm != target:
        scale_upem(font, target)
        font["head"].unitsPerEm = UPEM
    if role.advance is not None:
        stretch_to_advance(font, role.advance)
    return font


def share_out(sources: Mapping[str, Path]) -> Iterator[tuple[Role, Path, set[int]]]:
    """Give each code point to the first role that wants it and whose source has it."""
    taken: set[int] = set()
    for role in ROLES:
        with TTFont(sources[role.name], lazy=True) as font:
            available = set(font.getBestCmap())
        share = {code for code in available - taken if role.wants(code)}
        taken |= share
        yield role, sources[role.name], share


def set_metrics(font: TTFont) -> None:
    """Give every metrics table the same line height, so that all programs agree."""
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ASCENT, -DESCENT, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, -DESCENT, 0
    os2.usWinAscent, os2.usWinDescent = ASCENT, DESCENT


def set_identity(font: TTFont, style: Style, sources: Sequence[Path]) -> None:
    """Write the name table, the style bits and the fixed dates."""
    copyrights, origins = [], []
    for path in sources:
        with TTFont(path, lazy=True) as source:
            name = source["name"]
            version = str(name.getDebugName(5) or "").split(";")[0].removeprefix("Version ")
            origin = f"{name.getDebugName(16) or name.getDebugName(1)} {version}"
            notice = str(name.getDebugName(0) or "").rstrip(". ")
        if origin not in origins:
            origins.append(origin)
            copyrights.append(f"{origin}: {notice}.")
    full_name = FAMILY if style.name == "Regular" else f"{FAMILY} {style.name}"
    postscript = f"{FAMILY.replace(' ', '')}-{style.name}"
    names = {
        0: " ".join(copyrights),
        1: FAMILY,
        2: style.name,
        3: f"{VERSION};{VENDOR};{postscript}",
        4: full_name,
        5: f"Version {VERSION}",
        6: postscript,
        10: "Wide-coverage fallback merged for Coursewright from subsets of "
        + ", ".join(origins)
        + ". Hints removed, sizes and line metrics changed. Noto is a trademark of Google LLC.",
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1. "
        "This license is available with a FAQ at: https://openfontlicense.org",
        14: "https://openfontlicense.org",
    }
    font["name"] = table = newTable("name")
    table.names = []
    for identifier, text in names.items():
        table.setName(text, identifier, 3, 1, 0x409)

    os2, head = font["OS/2"], font["head"]
    os2.version = 4
    os2.fsType = 0
    os2.achVendID = VENDOR
    os2.usWeightClass, os2.usWidthClass = style.weight, 5
    os2.fsSelection = style.selection
    os2.panose.bFamilyType, os2.panose.bSerifStyle = 2, 11
    os2.panose.bWeight = style.panose_weight
    os2.recalcUnicodeRanges(font)
    os2.recalcCodePageRanges(font)
    os2.usMaxContext = maxCtxFont(font)
    head.macStyle = style.mac_style
    head.fontRevision = float(VERSION)
    head.created = head.modified = TIMESTAMP
    font["post"].formatType = 3.0
    font["post"].italicAngle = 0
    font["post"].isFixedPitch = 0


def merge(style: Style, sources: Mapping[str, Path], output: Path) -> None:
    """Build one style of the fallback font and save it."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for role, path, share in share_out(sources):
            parts.append(str(Path(folder, f"{role.name}.ttf")))
            part = prepare(path, role, share)
            part.save(parts[-1], reorderTables=False)
            print(f"{role.name:9} {len(share):5} code points {part['maxp'].numGlyphs:5} glyphs")
        font = Merger().merge(parts)
    font.recalcTimestamp = False
    add_copies(font, missing_characters(font.getBestCmap()))
    set_metrics(font)
    set_identity(font, style, [sources[role.name] for role in ROLES])
    # No hints: smooth at every size, in both directions.
    font["gasp"] = gasp = newTable("gasp")
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 0x000A}
    font.save(output)
    print(
        f"{output.name}: {len(font.getBestCmap())} code points, "
        f"{font['maxp'].numGlyphs} glyphs, {output.stat().st_size} bytes"
    )


def patch(source: Path, output: Path) -> None:
    """Save a copy of a font with the missing characters and without STAT."""
    font = TTFont(source, recalcTimestamp=False)
    require_static_truetype(font, source.name)
    missing = missing_characters(font.getBestCmap())
    add_copies(font, missing)
    if "STAT" in font:
        del font["STAT"]
    font.save(output)
    added = " ".join(f"U+{code:04X}" for code in missing)
    print(f"{output.name}: added {added or 'nothing'}, {output.stat().st_size} bytes")


def parse_arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    merging = commands.add_parser("merge", help="build one style of the fallback font")
    merging.add_argument("--style", choices=sorted(STYLES), required=True)
    for role in ROLES:
        merging.add_argument(f"--{role.name}", type=Path, required=True, metavar="TTF", help=f"{role.name} source")
    merging.add_argument("--output", type=Path, required=True, metavar="TTF")
    patching = commands.add_parser("patch", help="add missing hyphens and spaces to a font")
    patching.add_argument("source", type=Path, metavar="SOURCE")
    patching.add_argument("output", type=Path, metavar="OUTPUT")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    arguments = parse_arguments(argv)
    try:
        if arguments.command == "patch":
            patch(arguments.source, arguments.output)
        else:
            sources = {role.name: getattr(arguments, role.name) for role in ROLES}
            merge(STYLES[arguments.style], sources, arguments.output)
    except (OSError, ValueError) as error:
        print(f"make_fallback: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
