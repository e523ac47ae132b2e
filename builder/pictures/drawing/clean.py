"""Makes SVG drawings safe to publish, and alike in every output: no script, no other files, no editors' data, plain SVG.

A drawing is parsed, checked against lists of allowed elements and attributes, and serialized as UTF-8. A filter over
bytes would miss other encodings, entities and escapes. Names are those of SVG 2 (w3.org/TR/SVG2).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.core.source import Unreadable
from builder.pictures.drawing.css import (
    COLORS,
    FONTS,
    MAX_STYLES,
    MOTION,
    clean_declarations,
    clean_stylesheet,
    clean_value,
    is_font_name,
    is_for_all,
    own_variables,
    plain_color,
    put_in_variables,
)
from builder.pictures.drawing.embedded import embed
from builder.pictures.drawing.expansion import (
    MAX_ELEMENTS,
    MAX_MATCHES,
    count_elements,
    count_matches,
)
from builder.pictures.drawing.fallbacks import keep_tail, resolve_fallbacks
from builder.pictures.drawing.hidden import drop_hidden, drop_ids
from builder.pictures.drawing.names import (
    ATTRIBUTES,
    ELEMENTS,
    FIXED,
    HREFS,
    MEASURES,
    MOVING,
    REFUSED,
    SVG,
    UNSEEN,
    XML,
)
from builder.pictures.drawing.read import read_svg
from builder.pictures.drawing.rename import rename
from builder.pictures.drawing.size import set_size
from builder.pictures.formats import Picture, UnsafePicture
from builder.theme.drawings import check_colors

if TYPE_CHECKING:
    from lxml import etree

_HINT = "export it anew as plain SVG, without script and links to files"


@lru_cache(maxsize=64)
def clean_svg(data: bytes) -> Picture:
    """Return a safe drawing with its size in px. Raises Unreadable, or UnsafePicture, with a message for authors."""
    from lxml import etree

    changes: dict[str, None] = {}
    root = clean_tree(data, changes)
    width, height = set_size(root)
    drop_hidden(root)
    drop_ids(root)
    etree.cleanup_namespaces(root)
    drawing = put_in_variables(etree.tostring(root, encoding="unicode"), own_variables(root)).encode()
    check_colors(drawing)
    return Picture(drawing, "image/svg+xml", width, height, tuple(changes))


def clean_tree(data: bytes, changes: dict[str, None], depth: int = 0) -> etree._Element:
    """Return the cleaned root of a drawing, at `depth` inside others; adds to `changes` what an author should know."""
    root = read_svg(data)
    resolve_fallbacks(root, changes)
    if sum(len("".join(map(str, one.itertext()))) for one in root.iter(f"{SVG}style")) > MAX_STYLES:
        raise Unreadable("it has too many style rules", hint="make a PNG of it")
    for element in list(root.iter("*")):
        _clean(element, changes, depth)
    rename(root)
    if count_elements(root) > MAX_ELEMENTS:
        raise Unreadable(f"it shows more than {MAX_ELEMENTS} shapes, or itself", hint="make a PNG of it")
    if count_matches(root) > MAX_MATCHES:
        raise Unreadable("it has too many style rules for so many shapes", hint="make a PNG of it")
    return root


def _clean(element: etree._Element, changes: dict[str, None], depth: int) -> None:
    """Remove an element, or attributes of it. Raises UnsafePicture for script and external references."""
    name = str(element.tag)
    local = name.removeprefix(SVG)
    parent = element.getparent()
    if name.startswith(SVG) and local in REFUSED:
        raise UnsafePicture(f"it holds script, or reaches for other files (`{local}`)", hint=_HINT)
    if local in MOVING:
        if (element.get("attributeName") or "").endswith("href"):
            raise UnsafePicture(f"it holds script, or reaches for other files (`{local}`)", hint=_HINT)
        changes[MOTION] = None
    kept = name.startswith(SVG) and (local in ELEMENTS or local.startswith("fe"))
    if not kept and parent is not None:
        if local == "font-face":
            changes[FONTS] = None
        elif name.startswith(SVG) and local not in UNSEEN | MOVING:
            changes[f"`{local}` in it is left out"] = None
        keep_tail(element, parent)
        parent.remove(element)
        return
    if local == "style":
        if parent is not None and not is_for_all(element.get("media", "")):
            keep_tail(element, parent)
            parent.remove(element)
            return
        for key in ("type", "media"):
            element.attrib.pop(key, "")
        words = "".join(map(str, element.itertext()))
        for child in list(element):  # what follows an element in a style sheet counts as much as what is before
            element.remove(child)
        element.text = clean_stylesheet(words, changes)
    for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
        _clean_attribute(element, key, value)
    if local == "image":
        embed(element, changes, depth, clean_tree)


def _clean_attribute(element: etree._Element, key: str, value: str) -> None:
    if key.lower().startswith("on"):
        raise UnsafePicture(f"it holds script (`{key}`)", hint=_HINT)
    if key in HREFS:
        if element.tag != f"{SVG}image" and not value.strip().startswith("#"):
            raise UnsafePicture("it reaches for other files (`href`)", hint=_HINT)
        element.set(key, value.strip())
    elif key in {f"{XML}space", f"{XML}lang", "lang"}:
        if not re.fullmatch(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,4}", value):
            del element.attrib[key]
    elif key not in ATTRIBUTES or value not in FIXED.get(key, (value,)):
        del element.attrib[key]
    elif key == "style":
        styles = clean_declarations(value)
        own = element.getparent() is None  # other elements' custom properties are not put in
        element.set(
            key,
            styles
            if own
            else "".join(one for one in re.findall(r"[^;]+;?", styles) if "--" not in one.partition(":")[0]),
        )
    elif key in MEASURES and re.search(r"[A-Za-z]{6}", value):
        del element.attrib[key]
    elif key not in {"id", "class"}:
        value = clean_value(value, font=key.startswith("font"))
        if key == "font-family":
            value = ",".join(name for name in value.split(",") if is_font_name(name))
        element.set(key, plain_color(value) if key in COLORS else value)
        if not value:
            del element.attrib[key]
