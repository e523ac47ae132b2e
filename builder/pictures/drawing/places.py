"""Where parts of a drawing lie: their transforms, and whether a text, picture or inner drawing is beside what is shown.

Transforms are matrices (w3.org/TR/css-transforms-1, 6 and 8). A place that is not to be known is None, and is not judged.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from builder.pictures.drawing.names import SVG

if TYPE_CHECKING:
    from lxml import etree

Place = tuple[float, float, float, float, float, float]
"""The matrix (a, b, c, d, e, f) that makes coordinates of an element those of the drawing."""

HERE: Place = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_LONGEST = 200
"""Most characters of a value that is judged."""

_SMALLEST = 1 / 1000
"""Least size of letters, as a share of the drawing's longer side: on a page it is a fifth of a millimeter."""


def moved(place: Place | None, element: etree._Element, *, restless: bool) -> Place | None:
    """Return the place inside an element; None when it is unknown. `restless`: style rules of the drawing move parts of it."""
    text = element.get("transform", "")
    if place is None or restless or len(text) > _LONGEST or "transform" in element.get("style", ""):
        return None
    for name, inner in re.findall(r"\b(\w++)\s*+\(([^()]*)\)", text):
        step = _step(name, [float(one) for one in re.findall(NUMBER, inner)])
        if step is None:
            return None
        place = _product(place, step)
    return place if all(map(math.isfinite, place)) else None


def _step(name: str, given: list[float]) -> Place | None:
    if name == "translate" and given:
        return (1.0, 0.0, 0.0, 1.0, given[0], given[1] if len(given) > 1 else 0.0)
    if name == "scale" and given:
        return (given[0], 0.0, 0.0, given[-1], 0.0, 0.0)
    if name == "matrix" and len(given) == 6:
        return (given[0], given[1], given[2], given[3], given[4], given[5])
    if name == "rotate" and len(given) in {1, 3}:
        turn = math.radians(given[0])
        cos, sin = math.cos(turn), math.sin(turn)
        x, y = given[1:] or (0.0, 0.0)
        return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
    if name in {"skewX", "skewY"} and len(given) == 1:
        slope = math.tan(math.radians(given[0]))
        return (1.0, slope, 0.0, 1.0, 0.0, 0.0) if name == "skewY" else (1.0, 0.0, slope, 1.0, 0.0, 0.0)
    return None


def _product(one: Place, other: Place) -> Place:
    a, b, c, d, e, f = one
    return (
        a * other[0] + c * other[1], b * other[0] + d * other[1], a * other[2] + c * other[3], b * other[2] + d * other[3],
        a * other[4] + c * other[5] + e, b * other[4] + d * other[5] + f,
    )  # fmt: skip


def is_flat(place: Place | None) -> bool:
    """Say whether a transform leaves nothing to be seen."""
    return place is not None and place[0] * place[3] == place[1] * place[2]


def is_tiny(place: Place | None, size: str, box: list[float]) -> bool:
    """Say whether letters of a size are too small in the drawing for anybody to read."""
    length = _length(size)
    if length is None or place is None or len(box) != 4:
        return False
    shown = abs(length) * math.sqrt(abs(place[0] * place[3] - place[1] * place[2]))
    return bool(shown < _SMALLEST * max(box[2:]))


def is_outside(element: etree._Element, place: Place | None, size: str, box: list[float]) -> bool:
    """Say whether an element lies wholly beside the drawing. The length of a text is not measured, but taken broadly."""
    bounds = None if place is None else _text_bounds(element, size) if element.tag == f"{SVG}text" else _bounds(element)
    if bounds is None or place is None:
        return False
    corners = [
        (place[0] * x + place[2] * y + place[4], place[1] * x + place[3] * y + place[5])
        for x in (bounds[0], bounds[2])
        for y in (bounds[1], bounds[3])
    ]
    across, down = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return (
        min(across) > box[0] + 1.5 * box[2]
        or max(across) < box[0] - box[2] / 2
        or min(down) > box[1] + 1.5 * box[3]
        or max(down) < box[1] - box[3] / 2
    )


def is_empty(element: etree._Element) -> bool:
    """Say whether an element that has a width and a height has none (w3.org/TR/SVG2, embedded.html, struct.html)."""
    if element.tag not in {f"{SVG}{name}" for name in ("svg", "image", "rect")} or element.getparent() is None:
        return False
    styled = re.search(r"width|height", element.get("style", ""))
    return not styled and any(_length(element.get(key, "1")) == 0 for key in ("width", "height"))


def _bounds(element: etree._Element) -> tuple[float, float, float, float] | None:
    """Return the edges of a picture or of an inner drawing that is cut at its edges: left, top, right, bottom."""
    if element.tag not in {f"{SVG}image", f"{SVG}svg"} or "overflow" in f"{element.get('style')}{list(element.attrib)}":
        return None
    numbers = [_length(element.get(key, "0")) for key in ("x", "y", "width", "height")]
    x, y, width, height = (one or 0.0 for one in numbers)
    return (x, y, x + width, y + height) if None not in numbers and width and height else None


def _text_bounds(text: etree._Element, size: str) -> tuple[float, float, float, float] | None:
    if any(part.get("x") or part.get("y") or part.tag == f"{SVG}textPath" for part in text.iterdescendants()):
        return None
    letters = "".join(map(str, text.itertext()))
    tall = abs(_length(size) or 16.0)
    at = [_numbers(text.get(key, "0"), tall) for key in ("x", "y")]
    steps = [_numbers(text.get(key, "0"), tall) for key in ("dx", "dy")]
    if any(not one for one in (*at, *steps)) or any(
        part.get("dx") or part.get("dy") for part in text.iterdescendants()
    ):
        return None
    reach = [tall * (2 + len(letters)) + sum(map(abs, steps[0][1:])), 2 * tall + sum(map(abs, steps[1][1:]))]
    low = [min(at[axis]) + steps[axis][0] - reach[axis] for axis in (0, 1)]
    high = [max(at[axis]) + steps[axis][0] + reach[axis] for axis in (0, 1)]
    return low[0], low[1], high[0], high[1]


def _numbers(text: str, size: float) -> list[float]:
    """Return a list of coordinates, [] when one is not to be known."""
    if len(text) > _LONGEST * 10:
        return []
    found = [_length(one.removesuffix("em")) for one in re.split(r"[\s,]+", text.strip())]
    em = size if "em" in text else 1.0
    return [] if None in found else [(one or 0.0) * em for one in found]


def _length(text: str) -> float | None:
    found = re.fullmatch(rf"\s*({NUMBER})(?:px)?\s*", text) if len(text) <= _LONGEST else None
    return float(found[1]) if found else None
