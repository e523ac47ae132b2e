"""Reads the bytes of an SVG file as an element tree: encodings, document types and entities, within limits."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from builder.core.source import Unreadable
from builder.pictures.drawing.names import SVG
from builder.pictures.formats import UnsafePicture

if TYPE_CHECKING:
    from lxml import etree

MAX_DEPTH = 120
"""Deepest nesting of elements: the libraries that draw descend by recursion."""

MAX_ENTITIES = 100
MAX_EXPANDED = 2_000_000
"""Most entities that a document type defines, and the characters that all of them together may add."""

_ENCODINGS = {"utf-8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16"}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*?\?>")
_DOCTYPE = re.compile(
    r"<!DOCTYPE\s+[\w:.-]+(?:\s+(?:PUBLIC|SYSTEM)(?:\s*\"[^\"<>]*\"|\s*'[^'<>]*')*)?\s*(?:\[(.*?)\]\s*)?>", re.DOTALL
)
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"&%<>]*)\"|'([^'&%<>]*)')\s*>")
_HINT = "export it anew as plain SVG"


def read_svg(data: bytes) -> etree._Element:
    """Return the root of an SVG file without comments. Raises Unreadable with a message for authors.

    Illustrator declares its namespaces as entities; those are replaced. Entities that load files or hold other entities
    are refused.
    """
    from lxml import etree

    text = _without_doctype(_DECLARATION.sub("", _decode(data), count=1))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"it is not well-formed SVG ({error.msg})", hint=_HINT) from error
    if root.tag == "svg":  # without its namespace, as in pages: no viewer shows such a file, but what it means is plain
        for element in root.iter("*"):
            if not str(element.tag).startswith("{"):
                element.tag = SVG + str(element.tag)
    if root.tag != f"{SVG}svg":
        raise Unreadable("it is not an SVG picture", hint=_HINT)
    _check_depth(root)
    return root


def _check_depth(root: etree._Element) -> None:
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
        if depth > MAX_DEPTH:
            raise Unreadable(f"its shapes are nested more than {MAX_DEPTH} deep", hint=_HINT)


def _decode(data: bytes) -> str:
    """Return a file's text, by its byte-order mark or its XML declaration (XML 1.0, 4.3.3)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    else:
        found = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']", data)
        name = found[1].decode().lower() if found else "utf-8"
    if name not in _ENCODINGS:
        raise Unreadable(f"it is saved as {name.upper()}", hint="save it as UTF-8")
    try:
        return data.decode("utf-8-sig" if name in {"utf-8", "ascii", "us-ascii"} else name)
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not saved as {name.upper()}", hint="save it as UTF-8") from error


def _without_doctype(text: str) -> str:
    """Return text without its document type, whose entities are replaced. Raises UnsafePicture for other entities."""
    unsafe = UnsafePicture("it holds script, or reaches for other files (a document type)", hint=_HINT)
    found = _DOCTYPE.search(text)
    if found:
        text = text[: found.start()] + text[found.end() :]
        entities = {name: one or two for name, one, two in _ENTITY.findall(found[1] or "")}
        if re.search(r"<!(?!ATTLIST|ELEMENT)", _ENTITY.sub("", found[1] or "")) or len(entities) > MAX_ENTITIES:
            raise unsafe
        for name, value in entities.items():
            if text.count(f"&{name};") * len(value) > MAX_EXPANDED:
                raise unsafe
            text = text.replace(f"&{name};", value.replace('"', "&quot;"))
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise unsafe
    return text
