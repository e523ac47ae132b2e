"""The size of a drawing: `width`, `height` and `viewBox` of its root, in the units of CSS, written in pixels for every reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from builder.core.source import Unreadable

if TYPE_CHECKING:
    from lxml import etree

_PX = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
}
"""Pixels a unit (w3.org/TR/css-values-4, 6); a drawing's own font size is 16 px."""

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_MOST = 1e6
_HINT = "give its `svg` element `width` and `height`, or a `viewBox`: most programs do when they export"


def set_size(root: etree._Element) -> tuple[float, float]:
    """Write the size of a drawing's root in pixels; return its width and height in px, of which the ratio is what counts.

    A root without lengths of its own, or with a share of its surroundings (`100%`, `auto`), keeps only its `viewBox`,
    and is shown as wide as there is room. Raises Unreadable when a size is not to be known.
    """
    box = _view_box(root.get("viewBox", ""))
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    if box and (not width or not height):
        ratio = box[2] / box[3]
        width, height = width or height * ratio, height or width / ratio
    sized = bool(width and height)
    if box is None and sized:
        box = (0.0, 0.0, width, height)
    if box is None:
        raise Unreadable("it has no viewBox, so its size is unknown", hint=_HINT)
    for key in ("width", "height", "x", "y", "viewBox"):
        root.attrib.pop(key, "")
    if sized:
        root.set("width", f"{width:.6g}")
        root.set("height", f"{height:.6g}")
    else:
        width, height = box[2], box[3]
    root.set("viewBox", " ".join(f"{number:.9g}" for number in box))
    if not 1 / 200 < width / height < 200:
        raise Unreadable("it is more than 200 times as long as it is wide", hint="crop it to what is drawn")
    return width, height


def _view_box(text: str) -> tuple[float, float, float, float] | None:
    numbers = [float(one) for one in re.findall(_NUMBER, text)]
    if len(numbers) != 4 or not (0 < numbers[2] < _MOST and 0 < numbers[3] < _MOST):
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _length(text: str) -> float:
    """Return a length in px, 0 for one that is missing, relative, or no length at all."""
    found = re.fullmatch(rf"\s*({_NUMBER})\s*([a-zA-Z]*)\s*", text)
    length = float(found[1]) * _PX.get(found[2].lower(), 0.0) if found else 0.0
    return length if 0 < length < _MOST else 0.0
