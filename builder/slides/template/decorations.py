"""The shapes that masters and layouts draw behind their placeholders: boxes, freeforms, pictures, and groups of these.

Rules: ECMA-376-1, 20.1.7.5 and 20.1.7.6 (boxes, and those of groups), 20.1.9 (geometry).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from lxml import etree

from builder.slides.deck.deck import EMU_PER_INCH, Box
from builder.slides.deck.layouts import Decoration
from builder.slides.template.fills import Fill, fill_of
from builder.slides.template.masters import A, Master, P, require

Scale = tuple[float, float, float, float]
"""How coordinates in a group become those of the slide: x = a + b·x, y = c + d·y, as (a, b, c, d)."""

_PLAIN: Scale = (0.0, 1.0, 0.0, 1.0)
_ROUND = {"ellipse", "flowChartConnector"}
_ADJUST = 16_667
"""The radius of a roundRect's corners in hundred-thousandths of its shorter side, where it says none (ECMA-376, presetShapeDefinitions)."""

_CORNER = 0.14 * EMU_PER_INCH
"""The radius of corners that we draw ourselves, EMU: text in them stands as in other panels."""


def corner_adjustment(box: Box) -> int:
    """Return the adjustment that gives a roundRect our corners, in hundred-thousandths of its shorter side."""
    return round(100_000 * _CORNER / max(min(box.width, box.height), 1))


def rounding(preset: str, box: Box, adjust: int = _ADJUST) -> str:
    """Return the radius of the corners of a preset geometry in CSS, shares of its width and height, "" without."""
    if preset in _ROUND:
        return "50%"
    if preset != "roundRect" or not (box.width and box.height):
        return ""
    radius = min(box.width, box.height) * min(max(adjust, 0), 50_000) / 1000
    return f"{radius / box.width:.2f}%/{radius / box.height:.2f}%"


def decorations(master: Master, part: str, mapping: Mapping[str, str], paper: str) -> Iterator[Decoration]:
    """Yield what a master or layout draws, back to front; `paper` is the color behind it all."""
    tree = require(master.package.xml(part).find(f"{P}cSld/{P}spTree"))
    yield from _shapes(master, part, mapping, paper, tree, _PLAIN, None)


def _shapes(
    master: Master,
    part: str,
    mapping: Mapping[str, str],
    paper: str,
    tree: etree._Element,
    scale: Scale,
    group: etree._Element | None,
) -> Iterator[Decoration]:
    for shape in tree:
        if shape.tag == f"{P}grpSp":
            own = shape.find(f"{P}grpSpPr")
            yield from _shapes(master, part, mapping, paper, shape, _inside(own, scale), own)
            continue
        properties = shape.find(f"{P}spPr")
        frame = properties.find(f"{A}xfrm") if properties is not None else None
        if properties is None or frame is None or shape.tag == f"{P}cxnSp" or shape.find(f".//{P}ph") is not None:
            continue
        box = _scaled(read_box(frame), scale)
        holder = properties if shape.find(f"{P}blipFill") is None else shape
        fill = fill_of(master, part, holder, mapping, paper)
        if fill is None and properties.find(f"{A}grpFill") is not None:
            fill = fill_of(master, part, group, mapping, paper)
        if fill is None and properties.find(f"{A}noFill") is None:
            color = master.color(shape.find(f"{P}style/{A}fillRef"), dict(mapping))
            index = shape.find(f"{P}style/{A}fillRef")
            fill = Fill(color, (color,)) if color and index is not None and index.get("idx") != "0" else None
        if fill is not None:
            yield _decoration(properties, frame, box, fill)


def _decoration(properties: etree._Element, frame: etree._Element, box: Box, fill: Fill) -> Decoration:
    turned = int(frame.get("rot", "0")) / 60_000
    preset = properties.find(f"{A}prstGeom")
    corners = rounding(preset.get("prst", ""), box, _adjustment(preset)) if preset is not None else ""
    path = _path(properties.find(f"{A}custGeom"))
    if fill.picture:
        return Decoration(box, picture=fill.picture, media_type=fill.media_type, colors=fill.colors, turned=turned)
    flips = tuple(frame.get(key) in {"1", "true"} for key in ("flipH", "flipV"))
    return Decoration(
        box, fill.css, colors=fill.colors, turned=turned, rounding=corners, outline=path, flips=(flips[0], flips[1])
    )


def _adjustment(preset: etree._Element) -> int:
    """Return the first adjustment of a preset geometry, that of a roundRect where it says none."""
    guide = preset.find(f"{A}avLst/{A}gd")
    number = guide.get("fmla", "").removeprefix("val ") if guide is not None else ""
    return int(number) if number.isdecimal() and len(number) < 9 else _ADJUST


def _inside(own: etree._Element | None, scale: Scale) -> Scale:
    """Return how coordinates inside a group become the slide's."""
    frame = own.find(f"{A}xfrm") if own is not None else None
    inner, extent = (frame.find(f"{A}chOff"), frame.find(f"{A}chExt")) if frame is not None else (None, None)
    if frame is None or inner is None or extent is None:
        return scale
    box = _exact(read_box(frame), scale)
    across = box[2] / max(int(extent.get("cx", "1")), 1)
    down = box[3] / max(int(extent.get("cy", "1")), 1)
    return box[0] - int(inner.get("x", "0")) * across, across, box[1] - int(inner.get("y", "0")) * down, down


def _exact(box: Box, scale: Scale) -> tuple[float, float, float, float]:
    return scale[0] + scale[1] * box.x, scale[2] + scale[3] * box.y, box.width * scale[1], box.height * scale[3]


def _scaled(box: Box, scale: Scale) -> Box:
    x, y, width, height = map(round, _exact(box, scale))
    return Box(x, y, width, height)


def read_box(frame: etree._Element) -> Box:
    """Return the box of an `xfrm` element, EMU."""
    off, ext = require(frame.find(f"{A}off")), require(frame.find(f"{A}ext"))
    return Box(int(off.get("x", "0")), int(off.get("y", "0")), int(ext.get("cx", "0")), int(ext.get("cy", "0")))


def _path(geometry: etree._Element | None) -> str:
    """Return a freeform as “width height path” in SVG's terms; "" for one that is none, or is computed by formulas."""
    paths = geometry.findall(f"{A}pathLst/{A}path") if geometry is not None else []
    if not paths:
        return ""
    width, height = (max(int(path.get(key, "0")) for path in paths) for key in ("w", "h"))
    try:
        drawn = " ".join(step for path in paths if path.get("fill") != "none" for step in _steps(path))
    except ValueError:
        return ""
    return f"{width} {height} {drawn}" if width and height and drawn else ""


def _steps(path: etree._Element) -> Iterator[str]:
    """Yield the steps of a path. Raises ValueError for coordinates that are names of formulas."""
    at = (0.0, 0.0)
    for step in path:
        kind = etree.QName(step).localname
        points = [(float(pt.get("x", "")), float(pt.get("y", ""))) for pt in step.iter(f"{A}pt")]
        if kind == "arcTo":
            wide, high = float(step.get("wR", "")), float(step.get("hR", ""))
            start, swing = (math.radians(float(step.get(key, "")) / 60_000) for key in ("stAng", "swAng"))
            middle = at[0] - wide * math.cos(start), at[1] - high * math.sin(start)
            at = middle[0] + wide * math.cos(start + swing), middle[1] + high * math.sin(start + swing)
            yield f"A{wide:g} {high:g} 0 {int(abs(swing) > math.pi)} {int(swing > 0)} {at[0]:g} {at[1]:g}"
            continue
        letter = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "quadBezTo": "Q", "close": "Z"}.get(kind)
        if letter:
            yield letter + " ".join(f"{x:g} {y:g}" for x, y in points)
            at = points[-1] if points else at
