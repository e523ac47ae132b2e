"""Namespaces of Word's XML, and how its elements are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741  # the prefix that every file gives it
ASVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"
ADEC = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
XML = "{http://www.w3.org/XML/1998/namespace}"

Element = etree._Element  # noqa: SLF001  # lxml gives the class of its elements no public name

_OFF = frozenset({"0", "false", "off", "none"})


def value(element: etree._Element | None, name: str, default: str = "") -> str:
    """Return the `w:val` of a child, "" or `default` where it is missing."""
    child = element.find(f"{W}{name}") if element is not None else None
    return default if child is None else child.get(f"{W}val", "")


def is_on(element: etree._Element | None, name: str) -> bool | None:
    """Say whether a property of a child is on; None where it is not given."""
    child = element.find(f"{W}{name}") if element is not None else None
    return None if child is None else child.get(f"{W}val", "true").lower() not in _OFF


def number(text: str | None, default: int = 0) -> int:
    """Return the whole number that a text says, `default` where it says none."""
    try:
        return int(text) if text else default
    except ValueError:
        return default


def shown_children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an element, of alternatives those of the one that is shown: what a newer Word draws, if we know it."""
    for child in element:
        if child.tag == f"{MC}AlternateContent":
            choice = choose_alternative(child)
            if choice is not None:
                yield from shown_children(choice)
        else:
            yield child


_KNOWN = frozenset({"wps", "wpg", "wpc", "w14", "w15", "wp14", "a14", "c14"})


def choose_alternative(alternatives: etree._Element) -> etree._Element | None:
    """Return the alternative that is shown (ISO/IEC 29500-3, 10.2): the first choice whose names are known, else the fallback."""
    for choice in alternatives.findall(f"{MC}Choice"):
        if set(choice.get("Requires", "").split()) <= _KNOWN:
            return choice
    return alternatives.find(f"{MC}Fallback")


def walk_shown(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element and all in it, in the order of the file, without alternatives that are not shown."""
    yield element
    for child in shown_children(element):
        yield from walk_shown(child)
