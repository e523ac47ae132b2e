"""What a file offers in several forms (ECMA-376-3, 10): the newest that is understood, else what older programs show."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from builder.importing.pptx.names import CHART, DIAGRAM, MATH, MC, OLE, TABLE, A, P

_FRAMES = {TABLE, CHART, DIAGRAM, OLE}
_KNOWN = {f"{P}{name}" for name in ("sp", "pic", "grpSp", "cxnSp", "oleObj", "transition", "timing")}


def inside(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an element; of what is offered in several forms, those of one."""
    for child in element:
        if child.tag == f"{MC}AlternateContent":
            yield from inside(choose_form(child))
        elif isinstance(child.tag, str):
            yield child


def choose_form(alternatives: etree._Element) -> etree._Element:
    """Return the form that is read: the first that holds nothing unknown, else the fallback, else the first."""
    choices = alternatives.findall(f"{MC}Choice")
    fallback = alternatives.find(f"{MC}Fallback")
    for choice in choices:
        if any(_is_known(child) for child in choice):
            return choice
    if fallback is not None:
        return fallback
    return choices[0] if choices else alternatives


def everything(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element and all that is in it, in order; of what is offered in several forms one."""
    yield element
    for child in inside(element):
        yield from everything(child)


def _is_known(element: etree._Element) -> bool:
    if element.tag == f"{P}graphicFrame":
        data = element.find(f".//{A}graphicData")
        return data is not None and data.get("uri") in _FRAMES
    tag = str(element.tag)
    return tag in _KNOWN or tag.startswith(MATH) or tag.endswith("}m")
