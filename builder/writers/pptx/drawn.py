"""Decorative shapes of a slide as DrawingML (ECMA-376-1, 20.1.9): boxes, ellipses and paths in scheme colors. Lengths are EMU."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.slides.deck.deck import DrawnShape
from builder.slides.deck.layouts import Layout
from builder.slides.template.role_colors import RoleColors
from builder.writers.pptx.oxml import DECORATIVE

_GRAIN = 1000
"""Coordinates of paths are whole numbers: thousandths of the grid's unit."""

_STEPS = {"M": ("moveTo", 1), "L": ("lnTo", 1), "C": ("cubicBezTo", 3), "Q": ("quadBezTo", 2)}
"""Commands of paths: their elements, and how many points each takes."""

_COMMAND = re.compile(r"([MLCQZ])([^A-Za-z]*)")


def drawn_shape(ident: int, shape: DrawnShape, layout: Layout, colors: RoleColors) -> str:
    """Return a shape of a slide on a layout. Raises ValueError for a path of other commands, KeyError for an unknown role."""
    box = shape.box
    frame = f'<a:xfrm><a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm>'
    paint = _solid(shape.fill, shape.opacity, layout, colors)
    stroke = f"{_solid(shape.line, shape.opacity, layout, colors)}<a:round/>" if shape.line else "<a:noFill/>"
    attributes = f' w="{shape.line_width}" cap="rnd"' if shape.line else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{ident}" name="decoration-{ident}">{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{frame}{_geometry(shape)}{paint}<a:ln{attributes}>{stroke}</a:ln></p:spPr></p:sp>"
    )


def _solid(role: str, opacity: float, layout: Layout, colors: RoleColors) -> str:
    if not role:
        return "<a:noFill/>"
    scheme = colors.of(role, layout, opacity).scheme
    moves = "".join(f'<a:{name} val="{value}"/>' for name, value in scheme.moves)
    return f'<a:solidFill><a:schemeClr val="{scheme.slot}">{moves}</a:schemeClr></a:solidFill>'


def _geometry(shape: DrawnShape) -> str:
    if shape.shape != "path":
        return f'<a:prstGeom prst="{shape.shape}"><a:avLst/></a:prstGeom>'
    width, height, path = shape.path.split(" ", 2)
    filled = "" if shape.fill else ' fill="none"'
    grid = f'w="{round(float(width) * _GRAIN)}" h="{round(float(height) * _GRAIN)}"{filled}'
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f"<a:path {grid}>{''.join(_steps(path))}</a:path></a:pathLst></a:custGeom>"
    )


def _steps(path: str) -> Iterator[str]:
    """Yield the elements of a path's commands; one command may stand for several of its kind, as in SVG."""
    path, end = path.strip(), 0
    for found in _COMMAND.finditer(path):
        if found.start() != end:
            break
        end = found.end()
        letter = found[1]
        if letter == "Z":
            yield "<a:close/>"
            continue
        name, count = _STEPS[letter]
        numbers = [round(float(number) * _GRAIN) for number in re.findall(r"-?\d*\.?\d+", found[2])]
        points = [f'<a:pt x="{x}" y="{y}"/>' for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if not points or len(points) % count:
            message = f"a path's {letter} has {len(points)} points"
            raise ValueError(message)
        for n in range(0, len(points), count):
            step = "lnTo" if letter == "M" and n else name
            yield f"<a:{step}>{''.join(points[n : n + count])}</a:{step}>"
    if path[end:]:
        message = f"a path has only absolute M, L, C, Q and Z: {path[end : end + 40]}"
        raise ValueError(message)
