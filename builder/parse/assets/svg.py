"""Makes SVG drawings safe to publish: refuses script and external references, and removes editors' metadata.

A drawing is parsed, checked against lists of allowed elements and attributes, and serialized as UTF-8. A filter over
bytes would miss other encodings, entities and escapes. Names are those of SVG 2 (w3.org/TR/SVG2).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.core.source import Unreadable
from builder.parse.assets.raster import clean_raster
from builder.theme.drawings import check_colors

if TYPE_CHECKING:
    from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_XML = "{http://www.w3.org/XML/1998/namespace}"

ALLOWED = frozenset(
    "svg g defs symbol use switch title desc style a path rect circle ellipse line polyline polygon text tspan textPath"
    " image linearGradient radialGradient stop pattern clipPath mask marker filter".split()
)
"""Elements that a drawing may have, besides filter primitives (`fe…`, except feImage, which loads a file)."""

MAX_ELEMENTS = 20_000
"""Most elements of a drawing, with the target of each `use` counted again: ten lines can expand to a billion."""

_OUTSIDE = re.compile(r"@import|expression\s*\(|-moz-binding|url\(\s*[\"']?(?!#)", re.IGNORECASE)
_DATA = re.compile(r"data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=\s]+)")


@lru_cache(maxsize=64)
def clean_svg(data: bytes) -> tuple[bytes, float, float]:
    """Return a safe drawing, its width and height in user units. Raises Unreadable with a message for authors."""
    from lxml import etree

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("it is not saved as UTF-8") from error
    if re.search(
        r"<!(?:DOCTYPE|ENTITY)", re.sub(r"<!DOCTYPE\s+svg\s+PUBLIC\s+\"[^\"<>]*\"\s+\"[^\"<>]*\"\s*>", "", text)
    ):
        raise Unreadable("it holds script, or reaches for other files (a document type)")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"it is not well-formed SVG ({error.msg})") from error
    if root.tag != f"{_SVG}svg":
        raise Unreadable("it is not an SVG picture")
    for element in list(root.iter("*")):
        _clean(element)
    if _count_elements(root) > MAX_ELEMENTS:
        raise Unreadable(f"it shows more than {MAX_ELEMENTS} shapes, or itself")
    etree.cleanup_namespaces(root)
    width, height = _size(root)
    drawing = etree.tostring(root, encoding="UTF-8")
    check_colors(drawing)
    return drawing, width, height


def _clean(element: etree._Element) -> None:
    """Remove an element or attributes of other namespaces. Raises Unreadable for script and external references."""
    name = str(element.tag)
    if not name.startswith(_SVG) or name == f"{_SVG}metadata":  # an editor's own: its window, its user, its paths
        parent = element.getparent()
        if parent is not None:
            _keep_tail(element, parent)
            parent.remove(element)
        return
    local = name.removeprefix(_SVG)
    if local not in ALLOWED and not (local.startswith("fe") and local != "feImage"):
        raise Unreadable(f"it holds script, or reaches for other files (`{local}`)")
    if local == "style":
        _check_css(element.text or "", "style")
    for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
        if key in _HREFS:
            element.set(key, _target(local, value))
        elif key.startswith("{") and not key.startswith(_XML):
            del element.attrib[key]
        elif key.lower().startswith("on"):
            raise Unreadable(f"it holds script (`{key}`)")
        elif key == f"{_XML}base":
            del element.attrib[key]
        else:
            _check_css(value, key)


def _keep_tail(element: etree._Element, parent: etree._Element) -> None:
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail


def _check_css(text: str, where: str) -> None:
    """Raise Unreadable for CSS that loads files, and for escapes in style sheets, which could hide such CSS."""
    if _OUTSIDE.search(text) or (where == "style" and "\\" in text):
        raise Unreadable(f"it reaches for other files (`{where}`)")


def _target(local: str, value: str) -> str:
    """Return a safe `href`: a fragment of the same drawing, or an embedded picture, cleaned. Raises Unreadable otherwise."""
    value = value.strip()
    if value.startswith("#"):
        return value
    found = _DATA.fullmatch(value) if local == "image" else None
    if not found:
        raise Unreadable("it reaches for other files (`href`)")
    try:
        data, kind, _, _ = clean_raster(base64.b64decode("".join(found[1].split()), validate=True))
    except binascii.Error as error:
        raise Unreadable("a picture in it is damaged") from error
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _count_elements(root: etree._Element) -> int:
    """Return the number of elements with every `use` expanded, counted up to MAX_ELEMENTS + 1 (cycles too)."""
    by_id = {str(element.get("id")): element for element in root.iter("*") if element.get("id")}
    known: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()

    def count(element: etree._Element) -> int:
        if element in open_:
            return MAX_ELEMENTS + 1
        if element not in known:
            open_.add(element)
            used = (by_id[name] for name in _referenced_ids(element) if name in by_id)
            known[element] = min(1 + sum(map(count, element)) + sum(map(count, used)), MAX_ELEMENTS + 1)
            open_.discard(element)
        return known[element]

    try:
        return count(root)
    except RecursionError:
        return MAX_ELEMENTS + 1


def _referenced_ids(element: etree._Element) -> Iterator[str]:
    """Yield the ids that an element refers to."""
    for key, value in element.attrib.items():
        if str(key) in _HREFS:
            yield str(value).removeprefix("#")
        else:
            yield from re.findall(r"url\(\s*[\"']?#([^\"')]+)", str(value))


def _size(root: etree._Element) -> tuple[float, float]:
    box = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    sizes = [
        float(found[0]) if (found := re.findall(r"^\d+(?:\.\d+)?", root.get(key, ""))) else 0.0
        for key in ("width", "height")
    ]
    width, height = (box[2], box[3]) if len(box) == 4 else (sizes[0], sizes[1])
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise Unreadable("it has no viewBox, so its size is unknown")
    if not 1 / 200 < width / height < 200:
        raise Unreadable("it is more than 200 times as long as it is wide")
    return width, height
