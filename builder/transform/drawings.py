"""The words in drawings: how small the smallest are, and at which width they reach a size."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from functools import lru_cache

from builder.model import module as m

_SCALE = re.compile(r"scale\(\s*([\d.]+)")
_NUMBER = re.compile(r"[\d.]+")


def smallest_words(asset: m.Asset | None, width: float, height: float = math.inf) -> float:
    """Return the size of the smallest words of a drawing that is fitted into a box, in the box's unit.

    Infinity for a picture without words; only a drawing's words are known.
    """
    least = least_type(asset)
    if asset is None or least == math.inf:
        return math.inf
    if not asset.width or not asset.height:
        return 0.0
    return least * min(width / asset.width, height / asset.height)


def least_type(asset: m.Asset | None) -> float:
    """Return the size of the smallest words in a drawing, in its own units; infinity without words."""
    return _least_type(asset) if asset and asset.media_type == "image/svg+xml" else math.inf


@lru_cache(maxsize=256)
def _least_type(asset: m.Asset) -> float:
    root = ET.fromstring(asset.data)  # noqa: S314  # the parser has written it anew
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    unit = asset.width / box[2] if len(box) == 4 and box[2] else 1.0
    return min(_sizes(root, 16.0, unit), default=math.inf)


def _sizes(element: ET.Element, size: float, scale: float) -> list[float]:
    """Return the sizes of the words in an element that inherits `size`, at `scale`."""
    styled = re.search(r"font-size\s*:\s*([^;]+)", element.get("style", ""))
    given = re.match(r"\s*([\d.]+)\s*(em|%)?", styled[1] if styled else element.get("font-size", ""))
    if given:
        size = float(given[1]) * {"em": size, "%": size / 100}.get(given[2] or "", 1.0)
    factor = _SCALE.search(element.get("transform", ""))
    scale *= float(factor[1]) if factor else 1.0
    words = element.tag.rpartition("}")[2] in {"text", "tspan"} and (element.text or "").strip()
    return [*([size * scale] if words else []), *(one for child in element for one in _sizes(child, size, scale))]
