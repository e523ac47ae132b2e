"""Parts of a file that may be a stranger's, as XML: nothing is looked up, and nothing is expanded."""

from __future__ import annotations

from lxml import etree

_PARSER = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)


def parse_part(data: bytes) -> etree._Element:
    """Return a part of XML. Raises ValueError for one with a document type or in UTF-16, and etree.XMLSyntaxError.

    A part may have any name, so that checks of the file by the endings of names do not find all that is read as XML.
    """
    if b"\0" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("it holds a document type, or text that is not UTF-8, which no PowerPoint file does")
    return etree.fromstring(data, _PARSER)
