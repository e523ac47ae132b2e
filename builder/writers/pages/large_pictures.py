"""Where pictures stand in large print, so that the words in them are large too (UKAAF G003): in the text, or on a page of their own."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import lru_cache

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.writers.shared.styles import LARGE_LEAST as LEAST

WIDTHS = {"": (500.0, 340.0), "tall": (500.0, 595.0), "pictured": (709.0, 425.0)}
"""Width and height that a picture can have, pt: in the text, high on a page, on a page turned on its side.

They are those of print.css on Letter, whose lines are shorter than those of A4.
"""

_SCALE = re.compile(r"scale\(\s*([\d.]+)")
_NUMBER = re.compile(r"[\d.]+")


def picture_place(asset: m.Asset | None, *, free: bool = True) -> str:
    """Return the place in WIDTHS of a picture: the first where its words are LEAST or more, else where they are largest.

    Only a drawing's words are known. `free`: the picture stands directly in a topic, and can have a page of its own.
    """
    places = [place for place in WIDTHS if free or place != "pictured"]
    if asset is None or _least_type(asset) == math.inf:
        return ""
    sizes = {place: type_size(asset, place) for place in places}
    return next((place for place in places if sizes[place] >= LEAST), max(places, key=lambda place: sizes[place]))


def type_size(asset: m.Asset, place: str) -> float:
    """Return the size, pt, of the smallest words of a drawing at a place in WIDTHS; infinity for a picture without words."""
    wide, high = WIDTHS[place]
    return _least_type(asset) * min(wide / asset.width, high / asset.height) if asset.width and asset.height else 0.0


def pictures_last(module: m.Module, place: Callable[[m.Figure | m.Chart], str]) -> m.Module:
    """Return a module whose pictures with a page of their own stand after the text under their heading, so that it goes on.

    `place` gives a picture's place in WIDTHS.
    """

    def arranged(topic: m.Topic) -> m.Topic:
        body: list[m.Block] = []
        held: list[m.Block] = []
        for block in topic.body:
            if isinstance(block, m.Heading):
                body += held
                held = []
            turned = isinstance(block, m.Figure | m.Chart) and place(block) == "pictured"
            (held if turned else body).append(block)
        return replace(topic, body=(*body, *held)) if body + held != list(topic.body) else topic

    def change(block: m.Block) -> m.Block:
        if isinstance(block, m.Part):
            return replace(block, body=tuple(map(change, block.body)))
        return arranged(block) if isinstance(block, m.Topic) else block

    return replace(module, body=tuple(map(change, module.body)))


def report_small_words(module: m.Module, problems: Problems) -> None:
    """Warn of drawings whose words are too small for large print wherever they stand."""
    free = {id(block) for topic in m.topics(module) for block in topic.body}
    for node in m.nodes(module):
        asset = module.assets.get(node.src) if isinstance(node, m.Figure) else None
        if asset is None:
            continue
        size = type_size(asset, picture_place(asset, free=id(node) in free))
        if size < LEAST - 0.05:
            problems.add(
                ProblemCode.IMAGE_TOO_SMALL,
                f"words in `{asset.name}` are {size:.1f} pt high in large print; {LEAST:g} is the least",
                node.at,
                f"draw them {LEAST / size:.0%} as large, or set the picture directly in a topic",
            )


@lru_cache(maxsize=256)
def _least_type(asset: m.Asset) -> float:
    """Return the size of the smallest words in a drawing, in its own units; infinity without words."""
    if asset.media_type != "image/svg+xml":
        return math.inf
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
