"""List styles for templates whose masters have none: LibreOffice formats only the sample text of placeholders.

PowerPoint formats new text by the list styles of layout and master; where a file has none, text is 18 pt in the text color,
even on dark panels. So the formatting of each placeholder's sample text becomes its list style (ECMA-376-1, 21.1.2.4).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

from lxml import etree

from builder.slides.template.masters import A, P
from builder.slides.template.package import Package

_SPACES = ("lnSpc", "spcBef", "spcAft")
_BULLETS = ("buClrTx", "buClr", "buSzTx", "buSzPct", "buSzPts", "buFontTx", "buFont", "buNone", "buAutoNum", "buChar")
_INSIDE = ("marL", "indent", "algn", "rtl")
_LOOKS = ("sz", "b", "i", "cap", "spc")
_FACES = ("ln", "solidFill", "latin", "ea", "cs")


def add_list_styles(package: Package) -> None:
    """Add list styles to the placeholders of masters without text styles, and of their layouts. Changes `package` in place."""
    for name, kind in list(package.types.items()):
        if kind.endswith("slideMaster+xml") and name in package.parts:
            root = etree.fromstring(package.parts[name])
            if root.find(f"{P}txStyles/{P}bodyStyle/*") is not None:
                continue
            for part in (name, *(row.target for row in package.related_parts(name, "slideLayout"))):
                page = etree.fromstring(package.parts[part])
                for shape in page.iter(f"{P}sp"):
                    _add_list_style(shape, empty=part == name)
                package.parts[part] = etree.tostring(page, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_list_style(shape: etree._Element, *, empty: bool) -> None:
    """Add a list style made of a placeholder's sample text; with `empty`, of empty paragraphs too (on masters)."""
    body = shape.find(f"{P}txBody")
    if body is None or shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is None:
        return
    style = body.find(f"{A}lstStyle")
    if style is None:
        style = etree.Element(f"{A}lstStyle")
        body.insert(1, style)
    if len(style):
        return
    levels: dict[int, etree._Element] = {}
    for paragraph in body.findall(f"{A}p"):
        given = paragraph.find(f"{A}pPr")
        level = 1 + int(given.get("lvl", "0")) if given is not None else 1
        runs = paragraph.find(f"{A}r/{A}rPr")
        if runs is None and empty:
            runs = paragraph.find(f"{A}endParaRPr")
        if level <= 9 and level not in levels and runs is not None and runs.get("sz"):
            levels[level] = _level(level, given, runs)
    style.extend(levels[level] for level in sorted(levels))


def _level(level: int, given: etree._Element | None, runs: etree._Element) -> etree._Element:
    """Return a level of a list style with a paragraph's formatting."""
    made = etree.Element(f"{A}lvl{level}pPr")
    if given is not None:
        for name in _INSIDE:
            if (value := given.get(name)) is not None:
                made.set(name, value)
        for tag in (*_SPACES, *_BULLETS):
            made.extend(copy.deepcopy(e) for e in given.findall(f"{A}{tag}"))
    looks = etree.SubElement(made, f"{A}defRPr")
    for name in _LOOKS:
        if (value := runs.get(name)) is not None:
            looks.set(name, value)
    for tag in _FACES:
        looks.extend(copy.deepcopy(e) for e in runs.findall(f"{A}{tag}"))
    return made


def with_own_levels(shape: etree._Element, levels: Iterable[int]) -> Iterator[etree._Element]:
    """Yield the run styles (`defRPr`) of a placeholder's own list style at these levels, from 1; added where it has none."""
    body = shape.find(f"{P}txBody")
    if body is None:
        return
    style = body.find(f"{A}lstStyle")
    if style is None:
        style = etree.Element(f"{A}lstStyle")
        body.insert(1, style)
    for level in levels:
        row = style.find(f"{A}lvl{level}pPr")
        if row is None:
            row = etree.Element(f"{A}lvl{level}pPr")
            style.insert(sum(1 for one in style if str(one.tag) < str(row.tag)), row)
        runs = row.find(f"{A}defRPr")
        if runs is None:
            runs = etree.Element(f"{A}defRPr")
            row.insert(len(row) - len(row.findall(f"{A}extLst")), runs)
        yield runs
