"""Give Atkinson Hyperlegible Next a zero without a stroke, for display sizes: the private feature CWZR.

In running text the stroke tells 0 from O. In a title or a number of 120 pt nobody mistakes them, and the stroke looks
technical. The family has no other zero, so one is made here: the outside of its own, the inside of its O drawn narrower.

    python themes/base/fonts/plain_zero.py    # changes the files in this folder; those that have it stay as they are
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

FEATURE = "CWZR"
"""Tags of capitals alone are for private use (OpenType 1.9, registered features)."""

Contour = list[tuple[str, tuple[tuple[float, float], ...]]]


def contours(font: TTFont, name: str) -> list[Contour]:
    """Return a glyph's contours as pen commands."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    found: list[Contour] = []
    for command, points in pen.value:
        if command == "moveTo":
            found.append([])
        found[-1].append((command, points))
    return found


def bounds(some: list[Contour]) -> tuple[float, float, float, float]:
    """Return the box around the points of contours."""
    points = [point for contour in some for _, given in contour for point in given if point is not None]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def plain_zero(font: TTFont, name: str) -> Any:
    """Return the glyph of a zero without its stroke."""
    outside, *halves = sorted(contours(font, name), key=lambda one: -(bounds([one])[2] - bounds([one])[0]))
    inside = min(contours(font, "O"), key=lambda one: bounds([one])[2] - bounds([one])[0])
    left, low, right, high = bounds(halves)
    from_left, from_low, from_right, from_high = bounds([inside])
    wide, tall = (right - left) / (from_right - from_left), (high - low) / (from_high - from_low)
    pen = TTGlyphPen(None)
    for command, points in outside:
        getattr(pen, command)(*points)
    for command, points in inside:
        moved = [(round(left + (x - from_left) * wide), round(low + (y - from_low) * tall)) for x, y in points]
        getattr(pen, command)(*moved)
    return pen.glyph()


def add_feature(font: TTFont, pairs: dict[str, str]) -> None:
    """Add the feature as the last lookup, so that it also finds the zeros of tabular figures."""
    table = font["GSUB"].table
    sub = otTables.SingleSubst()
    sub.mapping = pairs
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 1, 0, [sub], 1
    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount += 1
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = FEATURE, otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex, record.Feature.LookupCount = [table.LookupList.LookupCount - 1], 1
    old = list(table.FeatureList.FeatureRecord)
    rows = sorted([*old, record], key=lambda row: row.FeatureTag)
    table.FeatureList.FeatureRecord, table.FeatureList.FeatureCount = rows, len(rows)
    place = {id(row): n for n, row in enumerate(rows)}
    for script in table.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys, *(row.LangSys for row in script.Script.LangSysRecord)]
        for system in filter(None, systems):
            kept = [place[id(old[n])] for n in system.FeatureIndex]
            system.FeatureIndex = sorted([*kept, place[id(record)]])
            system.FeatureCount = len(system.FeatureIndex)


def main() -> None:
    """Change every face of the family in this folder that does not have the feature."""
    for path in sorted(Path(__file__).parent.glob("AtkinsonHyperlegibleNext-*.ttf")):
        font = TTFont(path, recalcTimestamp=False)
        if any(row.FeatureTag == FEATURE for row in font["GSUB"].table.FeatureList.FeatureRecord):
            continue
        order, pairs = list(font.getGlyphOrder()), {}
        for name in ("zero", "zero.tf"):
            pairs[name] = f"{name}.plain"
            glyph = plain_zero(font, name)
            font["glyf"][pairs[name]] = glyph
            glyph.recalcBounds(font["glyf"])
            font["hmtx"][pairs[name]] = (font["hmtx"][name][0], glyph.xMin)
            if "GDEF" in font and font["GDEF"].table.GlyphClassDef:
                font["GDEF"].table.GlyphClassDef.classDefs[pairs[name]] = 1
        font.setGlyphOrder([*order, *pairs.values()])
        add_feature(font, pairs)
        font.save(path)


if __name__ == "__main__":
    main()
