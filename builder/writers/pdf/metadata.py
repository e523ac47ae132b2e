"""Write the XMP metadata of a PDF, which claims PDF/UA-1 and, for archival files, PDF/A-3a.

WeasyPrint's own packet lacks the license and claims one standard only (https://github.com/Kozea/WeasyPrint/issues/2467).
Sources: ISO 32000-1:2008, 14.3.2; ISO 14289-1:2014, clause 5; ISO 19005-3:2012, 6.6. All values come from the head of the
HTML page: no time of building and no random number, so that the same source gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from builder.core.addresses import NO_ADDRESS, WEB, address_or_none
from builder.model.outputs import LICENSES

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}

_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
"""Describes the PDF/UA schema, as PDF/A requires of schemas that it does not define (19005-3, 6.6.2.3)."""

Finisher = Callable[[Any, Any], None]


def finisher(variant: str) -> Finisher:
    """Return the function that WeasyPrint calls before it writes a file of a conformance variant (`pdf/ua-1`, `pdf/a-3a`)."""
    archival = re.fullmatch(r"pdf/a-(\d)([a-z])", variant)
    claims = {"pdfuaid:part": "1"}
    if archival:
        claims |= {"pdfaid:part": archival[1], "pdfaid:conformance": archival[2].upper()}

    def finish(document: Any, pdf: Any) -> None:  # a Document and a pydyf.PDF, both untyped
        packet = _packet(document.metadata, claims, str(pdf.info["Producer"].string))
        for obj in pdf.objects:
            extra = getattr(obj, "extra", {})
            if extra.get("Type") == "/Metadata":
                obj.stream[:] = [packet]
                obj.compress = False  # so that programs find it without decoding the file
            elif archival and "Interpolate" in extra:
                extra["Interpolate"] = "false"  # 19005-3, 6.2.8.3: forbidden, since viewers interpolate differently

    return finish


def _packet(metadata: Any, claims: dict[str, str], producer: str) -> bytes:  # WeasyPrint is untyped
    """Return the XMP packet."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    rows = [f"<{name}>{value}</{name}>" for name, value in claims.items()]
    rows += _rows(metadata, producer)
    return "\n".join(
        [
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
            f'<rdf:Description rdf:about=""{spaces}>',
            *rows,
            "</rdf:Description>",
            *([_EXTENSION] if "pdfaid:part" in claims else []),
            "</rdf:RDF></x:xmpmeta>",
            '<?xpacket end="r"?>',
        ]
    ).encode()


def _rows(metadata: Any, producer: str) -> Iterator[str]:
    """Yield the properties as XML: title, authors … (Dublin Core), license (XMP Rights), source and version (XMP MM)."""
    head: dict[str, str] = metadata.custom
    rights = head.get("rights", "")
    yield from _language("dc:title", metadata.title)
    yield from _list("dc:creator", "Seq", metadata.authors)
    yield from _language("dc:description", metadata.description)
    yield from _list("dc:subject", "Bag", metadata.keywords)
    yield from _list("dc:language", "Bag", [metadata.lang] if metadata.lang else [])
    yield from _language("dc:rights", rights)
    yield from _plain("dc:format", "application/pdf")
    yield from _plain("dc:source", f"sha256:{head['source-sha256']}" if head.get("source-sha256") else "")
    yield from _plain("xmpMM:VersionID", head.get("version", ""))
    if rights:
        found = re.search(r"https?://\S+", rights)
        address = LICENSES.get(rights) or (address_or_none(found[0], WEB) if found else NO_ADDRESS)
        yield from _plain("xmpRights:Marked", "False" if "CC0" in rights else "True")
        yield from _plain("xmpRights:WebStatement", address)
        yield from _language("xmpRights:UsageTerms", rights)
    yield from _plain("pdf:Producer", producer)
    yield from _plain("pdf:Keywords", ", ".join(metadata.keywords))
    yield from _plain("xmp:CreateDate", metadata.created or "")
    yield from _plain("xmp:ModifyDate", metadata.modified or "")


def _plain(name: str, value: str) -> Iterator[str]:
    """Yield a simple property, unless it is empty."""
    if value:
        yield f"<{name}>{escape(value)}</{name}>"


def _language(name: str, value: str | None) -> Iterator[str]:
    """Yield a property that could have several languages, with its default."""
    if value:
        yield f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt></{name}>'


def _list(name: str, kind: str, values: list[str]) -> Iterator[str]:
    """Yield a property with several values; `kind` is Seq (ordered) or Bag."""
    if values:
        items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
        yield f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"
