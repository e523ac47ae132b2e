"""The font of form fields: what people type into them is drawn with it (ISO 32000-1:2008, 12.7.3.3).

A composite font with the code of each glyph (Identity-H, 9.7.5.2) has room for all letters that the theme's fonts have; a simple
one has 224 characters, and viewers print `?` for the others. It is embedded with all of them, because nobody knows what will be typed.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from functools import cache as once
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.core.disk.folder import read_ours
from builder.core.disk.kept import kept_bytes
from builder.theme.theme import Theme

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_TYPED = tuple(chain(
    range(0x20, 0x7F), range(0xA0, 0x180), range(0x18F, 0x190), range(0x192, 0x193), range(0x1A0, 0x1B1), range(0x1CD, 0x1DD),
    range(0x1E6, 0x21C), range(0x259, 0x25A), range(0x2BB, 0x2BD), range(0x2C6, 0x2DE), range(0x300, 0x304), range(0x370, 0x400),
    range(0x400, 0x460), range(0x490, 0x500), range(0x5D0, 0x5EB), range(0x60C, 0x656), range(0x660, 0x66D), range(0x670, 0x6D4),
    range(0x6F0, 0x6FA), range(0x1E80, 0x1E86), range(0x1EA0, 0x1EFA), range(0x2010, 0x2027), range(0x202F, 0x2031),
    range(0x2032, 0x2034), range(0x2039, 0x203B), range(0x2044, 0x2045), range(0x20A0, 0x20C0), range(0x2116, 0x2117),
    range(0x2122, 0x2123), range(0x2190, 0x2194), range(0x2212, 0x2213), range(0x2248, 0x2249), range(0x2260, 0x2266),
    range(0x25A0, 0x25A2), range(0x2610, 0x2613), range(0x2713, 0x2714), range(0xFB01, 0xFB03),
))  # fmt: skip
"""The characters that people type in European languages, Turkish, Vietnamese, Hebrew, Arabic and Persian; no emoji."""

_TABLES = {
    "GlyphOrder", "head", "hhea", "hmtx", "maxp", "cmap", "loca", "glyf", "CFF ", "name", "post", "OS/2", "cvt ", "fpgm", "prep", "gasp",
}  # fmt: skip
"""What a font needs to be typed with; others would be named in warnings, or are of no use in a field."""


def typed_font(pdf: Any, theme: Theme, cache: Path | None = None) -> Any:
    """Add the font to a PDF, and return a reference to it. `cache` as for `typed_face`."""
    import pydyf  # comes with WeasyPrint

    made = typed_face(theme, cache)
    name = f"/{made.name}"
    file = pydyf.Stream([made.data], {"Length1": len(made.data)}, compress=True)
    to_unicode = pydyf.Stream([_to_unicode(made.glyphs)], compress=True)
    descriptor = pydyf.Dictionary(
        {"Type": "/FontDescriptor", "FontName": name, "FontFile2": file}
        | {key: pydyf.Array(value) if isinstance(value, tuple) else value for key, value in made.measures.items()}
    )
    descendant = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pydyf.Dictionary(
                {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
            ),
            "CIDToGIDMap": "/Identity",
            "W": pydyf.Array((0, pydyf.Array(made.widths))),
        }
    )
    font = pydyf.Dictionary({"Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H"})
    for thing in (file, to_unicode, descriptor, descendant, font):
        pdf.add_object(thing)
    descriptor["FontFile2"], descendant["FontDescriptor"] = file.reference, descriptor.reference
    font["DescendantFonts"], font["ToUnicode"] = pydyf.Array((descendant.reference,)), to_unicode.reference
    return font.reference


@dataclass(frozen=True)
class TypedFace:
    """A face: its file, the measures of its descriptor and the widths of its glyphs in thousandths of an em, and character → glyph."""

    name: str
    data: bytes
    measures: dict[str, Any]
    widths: tuple[int, ...]
    glyphs: dict[int, int]


def typed_face(theme: Theme, cache: Path | None = None) -> TypedFace:
    """Return the regular face of a theme's text with the letters that it lacks taken from the fallback.

    It is kept in the folder `cache`: making it takes as long as five pages. Raises LookupError when there is no face for the text; a
    theme whose families are not there does not load.
    """
    tokens = theme.tokens.typography
    base, fallback = theme.font_file(tokens.base.family), theme.font_file(tokens.fallback.family)
    if base is None:
        raise LookupError(tokens.base.family)
    return _known_face(base, fallback, cache)


@once
def _known_face(base: Path, fallback: Path | None, cache: Path | None) -> TypedFace:
    version = importlib.metadata.version("fonttools")
    files = [read_ours(path) for path in (Path(__file__), base, fallback) if path]
    kept = kept_bytes(cache, "typed", (version.encode(), *files), lambda: _json(_merged_face(base, fallback)))
    with contextlib.suppress(
        ValueError, KeyError, TypeError, AttributeError
    ):  # a worker that was taken over writes what it likes
        return _face_of(kept)
    return _merged_face(base, fallback)


def _json(face: TypedFace) -> bytes:
    return json.dumps(asdict(face) | {"data": b64encode(face.data).decode()}).encode()


def _face_of(text: bytes) -> TypedFace:
    """Return the face in JSON. Raises ValueError, KeyError, TypeError or AttributeError when it holds none."""
    found = json.loads(text)
    measures = {
        str(key): tuple(map(int, value)) if isinstance(value, list) else int(value)
        for key, value in found["measures"].items()
    }
    glyphs = {int(code): int(glyph) for code, glyph in found["glyphs"].items()}
    data, widths = b64decode(found["data"], validate=True), tuple(map(int, found["widths"]))
    return TypedFace(str(found["name"]), data, measures, widths, glyphs)


def _merged_face(base: Path, fallback: Path | None) -> TypedFace:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    face = TTFont(io.BytesIO(read_ours(base)), recalcTimestamp=False)
    options = subset.Options(
        layout_features=[],
        hinting=True,
        notdef_outline=True,
        recalc_timestamp=False,
        drop_tables=sorted(set(face.keys()) - _TABLES),
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_TYPED)
    subsetter.subset(face)
    if "glyf" not in face:
        _with_truetype_outlines(face)
    if fallback and fallback != base:
        _add_letters(face, TTFont(io.BytesIO(read_ours(fallback)), recalcTimestamp=False))
    out = io.BytesIO()
    face.flavor = None
    face.save(out, reorderTables=None)
    head, os2, scale = face["head"], face["OS/2"], 1000 / face["head"].unitsPerEm
    measures = {
        "Flags": 1 << 2,  # symbolic: no encoding of Latin letters applies
        "FontBBox": tuple(round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
        "ItalicAngle": 0,
        "Ascent": round(os2.sTypoAscender * scale),
        "Descent": round(os2.sTypoDescender * scale),
        "CapHeight": round(os2.sCapHeight * scale),
        "StemV": 80,
    }
    order = face.getGlyphOrder()
    widths = tuple(round(face["hmtx"][name][0] * scale) for name in order)
    glyphs = {code: face.getGlyphID(name) for code, name in sorted(face.getBestCmap().items())}
    return TypedFace(str(face["name"].getDebugName(6)), out.getvalue(), measures, widths, glyphs)


def _add_letters(face: TTFont, fallback: TTFont) -> None:
    """Add the letters that a face lacks, drawn as in another font, at the same size."""
    from fontTools.pens.filterPen import DecomposingFilterPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    own, theirs, drawings = face.getBestCmap(), fallback.getBestCmap(), fallback.getGlyphSet()
    scale = face["head"].unitsPerEm / fallback["head"].unitsPerEm
    order, added = list(face.getGlyphOrder()), {}
    for code in _TYPED:
        if code in own or code not in theirs:
            continue
        pen, drawn, name = TTGlyphPen(None), drawings[theirs[code]], f"uni{code:04X}"
        drawn.draw(DecomposingFilterPen(TransformPen(pen, (scale, 0, 0, scale, 0, 0)), drawings))
        glyph = pen.glyph()
        face["glyf"].glyphs[name] = glyph
        glyph.recalcBounds(face["glyf"])
        face["hmtx"].metrics[name] = (round(drawn.width * scale), getattr(glyph, "xMin", 0))
        order.append(name)
        added[code] = name
    face.setGlyphOrder(order)
    face["glyf"].glyphOrder = order
    for table in face["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(added)
    post = face["post"]
    post.formatType, post.extraNames, post.mapping = 3.0, [], {}


def _to_unicode(glyphs: dict[int, int]) -> bytes:
    """Return the table from glyphs to characters (9.10.3), by which viewers find the glyph of a letter that is typed, too."""
    of_glyph: dict[int, int] = {}
    for code, glyph in glyphs.items():
        of_glyph.setdefault(glyph, code)
    rows = [f"<{glyph:04x}> <{code:04x}>" for glyph, code in sorted(of_glyph.items())]
    blocks = (rows[n : n + 100] for n in range(0, len(rows), 100))
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def _with_truetype_outlines(font: TTFont) -> None:
    """Turn the cubic outlines of a font (CFF) into TrueType's, a thousandth of an em off at most: fields have one kind of font."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    glyphs, order, made = font.getGlyphSet(), font.getGlyphOrder(), {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        made[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, made
    for table in {"CFF ", "CFF2", "VORG"} & set(font.keys()):
        del font[table]
    font["glyf"].compile(font)
    most, head = font["maxp"], font["head"]
    most.tableVersion = 0x00010000
    for key in (
        "maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions"
        " maxComponentElements maxComponentDepth maxPoints maxContours maxCompositePoints maxCompositeContours"
    ).split():
        setattr(most, key, int(key == "maxZones"))
    head.glyphDataFormat = 0
    post = font["post"]
    post.formatType, post.extraNames, post.mapping = 2.0, [], {}
    font.sfntVersion = "\000\001\000\000"
