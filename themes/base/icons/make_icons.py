"""Make icons.svg of this folder from Lucide's icons, each as one path of absolute moves, lines and cubic curves.

    python themes/base/icons/make_icons.py PACKAGE

PACKAGE is the unpacked npm package `lucide-static`. PowerPoint's shapes know no arcs of SVG, and no circles within a path;
so all shapes of an icon become one path here, once, and every output draws the same. Same package, same bytes.
To add an icon, write its name of Lucide into `NAMES`, run this again, and put the name into the text alternatives of the author's guide. No icon shows a hand, a chain, a face or a person.
"""

from __future__ import annotations

import math
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

NAMES = """
arrow-left-right arrow-right bell book-open briefcase building-2 calendar chart-column chart-line chart-pie circle-alert
circle-check circle-question-mark circle-x clipboard-check clipboard-list clock coins compass door-open eye file-text flag
globe graduation-cap heart hospital hourglass house info landmark languages layers life-buoy lightbulb list-checks
mail map-pin megaphone message-square messages-square newspaper notebook-pen pencil
phone puzzle quote refresh-cw route scale school search shield-check signpost smartphone split sprout target timer
triangle-alert truck wrench
""".split()

Point = complex
Segment = tuple[str, tuple[Point, ...]]
"""`M`, `L`, `C` or `Z`, and its points."""

_LETTER, _FLAG = re.compile(r"[\s,]*([A-Za-z])"), re.compile(r"[\s,]*([01])")
_NUMBER = re.compile(r"[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_KAPPA = 0.5522847498
"""How far the control points of a quarter of a circle lie from its ends, in radii."""


COLUMNS, CELL, PITCH = 2, 170, 14
"""The author's guide shows icons in so many columns, each so wide, in rows so high: wide enough for names that phones show legibly."""


def main() -> None:
    """Write icons.svg and Lucide's license beside this script, and the pictures of the author's guide that show all icons."""
    here, package = Path(__file__).parent, Path(sys.argv[1])
    rows = [
        f'<symbol id="{name}" viewBox="0 0 24 24"><path d="{icon_path(package, name)}"/></symbol>' for name in NAMES
    ]
    head = '<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC license: LICENSE-Lucide.txt. Made by make_icons.py. -->'
    (here / "icons.svg").write_text("\n".join([head, *rows, "</svg>"]) + "\n", encoding="utf-8")
    (here / "LICENSE-Lucide.txt").write_text((package / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8")
    guide = here.parents[2] / "modules" / "authors-guide"
    half = -(-len(NAMES) // 2)
    for number, names in enumerate((NAMES[:half], NAMES[half:]), 1):
        (guide / f"icons-{number}.svg").write_text(sheet(package, names), encoding="utf-8")
    print(f"{len(rows)} icons, {(here / 'icons.svg').stat().st_size} bytes")


def icon_path(package: Path, name: str) -> str:
    """Return an icon of the package as the text of one path."""
    root = ET.fromstring((package / "icons" / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S314  # a package that we chose
    found = [segment for element in root for segment in segments(element)]
    return "".join(kind + " ".join(f"{number(p.real)} {number(p.imag)}" for p in points) for kind, points in found)


def sheet(package: Path, names: list[str]) -> str:
    """Return a picture of icons with their names, down each column."""
    rows = -(-len(names) // COLUMNS)
    cells = []
    for place, name in enumerate(names):
        x, y = place // rows * CELL, place % rows * PITCH
        cells.append(f'<path transform="translate({x} {y}) scale(.54)" d="{icon_path(package, name)}"/>')
        cells.append(f'<text x="{x + 22}" y="{y + 11}" fill="var(--foreground, #1d2a2f)" stroke="none">{name}</text>')
    box = f'width="{COLUMNS * CELL}" height="{rows * PITCH}" viewBox="0 0 {COLUMNS * CELL} {rows * PITCH}"'
    looks = (
        'fill="none" stroke="var(--primary, #0b5c5b)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    )
    text = 'font-family="Atkinson Hyperlegible Next, sans-serif" font-size="11"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {looks} {text}>' + "\n".join(("", *cells, "</svg>", ""))


def number(value: float) -> str:
    """Return a number with two decimals at most."""
    return f"{round(value, 2) + 0:g}"


def segments(element: ET.Element) -> Iterator[Segment]:
    """Yield the segments of a shape of SVG."""
    get = {key: float(value) for key, value in element.attrib.items() if re.fullmatch(r"-?[\d.]+", value)}
    match element.tag.rpartition("}")[2]:
        case "path":
            yield from path_segments(element.get("d", ""))
        case "circle":
            yield from ellipse(complex(get["cx"], get["cy"]), get["r"], get["r"])
        case "ellipse":
            yield from ellipse(complex(get["cx"], get["cy"]), get["rx"], get["ry"])
        case "line":
            yield "M", (complex(get["x1"], get["y1"]),)
            yield "L", (complex(get["x2"], get["y2"]),)
        case "rect":
            yield from rectangle(
                get.get("x", 0), get.get("y", 0), get["width"], get["height"], get.get("rx", get.get("ry", 0))
            )
        case "polyline" | "polygon" as kind:
            values = [float(one) for one in re.findall(r"-?[\d.]+", element.get("points", ""))]
            points = [complex(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
            yield "M", (points[0],)
            yield from (("L", (point,)) for point in points[1:])
            yield from (("Z", ()),) if kind == "polygon" else ()
        case other:
            raise ValueError(other)


def ellipse(center: Point, rx: float, ry: float) -> Iterator[Segment]:
    """Yield an ellipse as four curves."""
    around = [complex(rx, 0), complex(0, ry), complex(-rx, 0), complex(0, -ry), complex(rx, 0)]
    yield "M", (center + around[0],)
    for start, end in pairwise(around):
        yield "C", (center + start + _KAPPA * end, center + end + _KAPPA * start, center + end)
    yield "Z", ()


def rectangle(x: float, y: float, width: float, height: float, radius: float) -> Iterator[Segment]:
    """Yield a rectangle whose corners are quarters of a circle."""
    corners = [
        (complex(x + width, y), 1j, -1),
        (complex(x + width, y + height), -1, -1j),
        (complex(x, y + height), -1j, 1),
        (complex(x, y), 1, 1j),
    ]
    yield "M", (complex(x + radius, y),)
    for corner, onward, back in corners:
        yield "L", (corner + back * radius,)
        if radius:
            pull = radius * (1 - _KAPPA)
            yield "C", (corner + back * pull, corner + onward * pull, corner + onward * radius)
    yield "Z", ()


def path_segments(data: str) -> Iterator[Segment]:
    """Yield the segments of a path's data (SVG 1.1, 8.3), arcs and quadratic curves as cubic ones."""
    here = start = control = 0j
    last = ""
    for command, values in _commands(data):
        kind, origin = command.upper(), here if command.islower() else 0j
        match kind:
            case "Z":
                yield "Z", ()
                here = start
            case "M" | "L":
                here = origin + complex(*values)
                start = here if kind == "M" else start
                yield kind, (here,)
            case "H":
                here = complex(values[0] + origin.real, here.imag)
                yield "L", (here,)
            case "V":
                here = complex(here.real, values[0] + origin.imag)
                yield "L", (here,)
            case "C" | "S":
                points = [origin + complex(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
                first = points.pop(0) if kind == "C" else 2 * here - control if last in {"C", "S"} else here
                control, here = points
                yield "C", (first, control, here)
            case "Q" | "T":
                points = [origin + complex(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
                control = points.pop(0) if kind == "Q" else 2 * here - control if last in {"Q", "T"} else here
                yield "C", (here + (control - here) * 2 / 3, points[0] + (control - points[0]) * 2 / 3, points[0])
                here = points[0]
            case _:
                end = origin + complex(*values[5:])
                yield from arc(here, end, *values[:3], large=bool(values[3]), sweep=bool(values[4]))
                here = end
        last = kind


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its numbers; a repeated one is named again. The flags of an arc may stand without a space."""
    command, at = "", 0
    while at < len(data):
        found = _LETTER.match(data, at)
        if found:
            command, at = found[1], found.end()
        elif not data[at:].strip(" ,\n"):
            return
        values: list[float] = []
        while len(values) < _COUNTS[command.upper()]:
            flag = command in "Aa" and len(values) in {3, 4}
            found = (_FLAG if flag else _NUMBER).match(data, at)
            if found is None:
                raise ValueError(data[at:])
            values.append(float(found[1]))
            at = found.end()
        yield command, values
        command = {"M": "L", "m": "l"}.get(command, command)


def arc(start: Point, end: Point, rx: float, ry: float, turn: float, *, large: bool, sweep: bool) -> Iterator[Segment]:
    """Yield an arc as curves of at most a quarter (SVG 1.1, F.6.5)."""
    turned = complex(math.cos(math.radians(turn)), math.sin(math.radians(turn)))
    half = (start - end) / 2 / turned
    grown = math.hypot(half.real / rx, half.imag / ry)
    rx, ry = rx * max(1, grown), ry * max(1, grown)
    unit = complex(half.real / rx, half.imag / ry)  # on a circle of radius 1
    off = math.sqrt(max(0, 1 / abs(unit) ** 2 - 1)) * (-1 if large == sweep else 1)
    middle = complex(unit.imag, -unit.real) * off
    first, last = _angle(unit - middle), _angle(-unit - middle)
    sweep_angle = (last - first) % math.tau if sweep else -((first - last) % math.tau)
    steps = max(1, math.ceil(abs(sweep_angle) / (math.pi / 2) - 1e-6))
    center = (start + end) / 2 + turned * complex(middle.real * rx, middle.imag * ry)
    step = sweep_angle / steps
    pull = 4 / 3 * math.tan(step / 4)

    def place(at: Point) -> Point:
        return center + turned * complex(at.real * rx, at.imag * ry)

    for number_ in range(steps):
        one, two = (complex(math.cos(a), math.sin(a)) for a in (first + number_ * step, first + (number_ + 1) * step))
        end_ = end if number_ == steps - 1 else place(two)
        yield "C", (place(one + pull * 1j * one), place(two - pull * 1j * two), end_)


def _angle(point: Point) -> float:
    return math.atan2(point.imag, point.real)


if __name__ == "__main__":
    main()
