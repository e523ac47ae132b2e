"""Pictures inside drawings: photographs are cleaned like any other, drawings become part of the drawing around them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from builder.core.source import Unreadable
from builder.pictures.drawing.names import HREFS, SVG, XLINK
from builder.pictures.drawing.size import set_size
from builder.pictures.formats import SVG as DRAWING
from builder.pictures.formats import UnsafePicture, picture_format
from builder.pictures.raster import clean_raster

if TYPE_CHECKING:
    from lxml import etree

CleanTree = Callable[[bytes, dict[str, None], int], Any]
"""`clean.clean_tree`, which is passed on because it calls this module."""

MAX_DEPTH = 3
"""Deepest nesting of drawings in drawings."""

_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*?)(;base64)?,(.*)", re.DOTALL)


def embed(image: etree._Element, changes: dict[str, None], depth: int, clean_tree: CleanTree) -> None:
    """Clean the picture that an `image` element holds. Raises UnsafePicture when it is in another file."""
    address = next((str(image.get(key)) for key in HREFS if image.get(key)), "")
    for key in HREFS:
        image.attrib.pop(key, "")
    if not address:
        return
    found = _DATA.fullmatch(address)
    if not found:
        raise UnsafePicture("it reaches for other files (`href`)", hint="embed the pictures when you export it")
    try:
        data = base64.b64decode("".join(found[4].split()), validate=True) if found[3] else unquote_to_bytes(found[4])
    except binascii.Error as error:
        raise Unreadable("a picture in it is damaged", hint="export it anew") from error
    if picture_format(data) == DRAWING:
        _embed_drawing(image, data, changes, depth + 1, clean_tree)
        return
    try:
        picture = clean_raster(data)
    except Unreadable as error:
        raise Unreadable(f"a picture in it cannot be used: {error.reason}", hint=error.hint) from error
    changes |= dict.fromkeys(picture.changes)
    image.set(f"{XLINK}href", f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}")


def _embed_drawing(
    image: etree._Element, data: bytes, changes: dict[str, None], depth: int, clean_tree: CleanTree
) -> None:
    """Put a drawing in the place of the `image` that shows it, under names of its own."""
    if depth > MAX_DEPTH:
        raise Unreadable(f"drawings stand in each other more than {MAX_DEPTH} deep", hint="make a PNG of it")
    root: etree._Element = clean_tree(data, changes, depth)
    width, height = set_size(root)
    number = sum(1 for one in image.getroottree().getroot().iter(f"{SVG}svg"))
    _rename(root, f"in{depth}-{number}-")
    place = {str(key): str(value) for key, value in image.attrib.items()}
    place.setdefault("width", f"{width:g}")
    place.setdefault("height", f"{height:g}")
    for key in (
        "x",
        "y",
        "width",
        "height",
        "preserveAspectRatio",
        "transform",
        "opacity",
        "clip-path",
        "mask",
        "filter",
    ):
        if key in place:
            root.set(key, place[key])
    root.tail = image.tail
    parent = image.getparent()
    if parent is not None:
        parent.replace(image, root)


def _rename(root: etree._Element, prefix: str) -> None:
    """Give the ids and style rules of a drawing names that no other drawing has."""
    styled = any(True for _ in root.iter(f"{SVG}style"))
    for element in root.iter("*"):
        for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
            if key == "id":
                element.set(key, prefix + value)
            elif key in HREFS and value.startswith("#"):
                element.set(key, f"#{prefix}{value[1:]}")
            elif "url(" in value:
                element.set(key, value.replace("url(#", f"url(#{prefix}"))
        if element.tag == f"{SVG}style":
            text = re.sub(
                r"url\(#", f"url(#{prefix}", re.sub(r"#(?=[A-Za-z_])(?![^{}]*\})", f"#{prefix}", element.text or "")
            )
            element.text = re.sub(
                r"(?<![^{}])([^{}]++)(\{[^{}]*\})",
                lambda rule: ",".join(f"#{prefix}all {one.strip()}" for one in rule[1].split(",")) + rule[2],
                text,
            )
    if styled:
        root.set("id", f"{prefix}all")
