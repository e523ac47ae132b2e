"""An Office file (ECMA-376-2) of a stranger: its parts read one by one within limits, as XML without entities, in one set of namespaces.

Unlike a template, a deck may hold films of hundreds of megabytes; so only the parts that a reader asks for are unpacked.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from builder.core.frozen import dataclass
from builder.core.source import Unreadable

MOST_FILE = 300_000_000
MOST_PARTS = 30_000
MOST_XML = 30_000_000
MOST_UNPACKED = 400_000_000
"""Most bytes of a file, its parts, bytes of one part of XML, and bytes of all parts that are read: more is a ZIP bomb or no deck."""

_OLE = b"\xd0\xcf\x11\xe0"
"""How files of the format before 2007 begin, and those that a password protects ([MS-CFB] 2.2)."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
)  # fmt: skip
"""Namespaces of Strict files (ISO/IEC 29500-1) and those that all other files have."""


@dataclass(frozen=True)
class OfficeLink:
    """What a part leads to: another part by name, or an address. `kind` is the last word of its type."""

    id: str
    kind: str
    target: str
    external: bool


class OfficeFile:
    """The parts of an Office file by name."""

    def __init__(self, data: bytes, what: str) -> None:
        """Open a file; `what` is what it should be, “a PowerPoint file”. Raises Unreadable with what its owner can do."""
        if data.startswith(_OLE):
            if _ENCRYPTED in data:
                raise Unreadable("it is protected by a password", hint="open it, and save a copy without a password")
            raise Unreadable(
                "it is of the format before 2007", hint="save it anew in the present format (.pptx, .docx)"
            )
        if not data:
            raise Unreadable("it is empty", hint="copy it anew")
        self._what, self._unpacked = what, 0
        self._links: dict[str, dict[str, OfficeLink]] = {}
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise self.damaged() from error
        names = [info.filename for info in self._archive.infolist()]
        if len(names) > MOST_PARTS:
            raise Unreadable(f"it has more than {MOST_PARTS:,} parts")
        if len({name.lower() for name in names}) != len(names):
            raise Unreadable("it holds two parts of one name", hint="open it, and save it anew")
        self.names = {name.lower(): name for name in names}

    def damaged(self) -> Unreadable:
        """Return what to raise for a file that is not as it should be."""
        return Unreadable(f"it is not {self._what}, or a damaged one", hint="open it in its program, and save it anew")

    def has(self, name: str) -> bool:
        """Say whether there is a part of this name, in whatever capitals."""
        return name.lower() in self.names

    def read(self, name: str, most: int = MOST_UNPACKED) -> bytes:
        """Return a part. Raises Unreadable when it is missing, damaged, encrypted or too large."""
        real = self.names.get(name.lower())
        if real is None:
            raise self.damaged()
        size = self._archive.getinfo(real).file_size  # no more than that is unpacked, whatever there is
        self._unpacked += size
        if size > most or self._unpacked > MOST_UNPACKED:
            raise Unreadable("it unpacks to more than can be read", hint="save it with smaller pictures")
        try:
            return self._archive.read(real)
        except (
            *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
            *(EOFError, OSError, ValueError),
        ) as error:
            raise self.damaged() from error

    def xml(self, name: str) -> etree._Element:
        """Return a part of XML. Raises Unreadable."""
        data = self.read(name, MOST_XML)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<!DOCTYPE" in data[:4000].replace(b"\0", b""):
            raise Unreadable("it holds a document type, which no Office file does", hint="do not open it elsewhere")
        if _STRICT in data:
            for strict, other in _TRANSITIONAL:
                data = data.replace(strict, other)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged() from error

    def links(self, name: str) -> dict[str, OfficeLink]:
        """Return what a part leads to, by id; "" is the file itself."""
        if name not in self._links:
            folder, base = posixpath.split(name)
            rels = posixpath.join(folder, "_rels", f"{base}.rels")
            rows = self.xml(rels).iter(_RELATIONSHIP) if self.has(rels) else ()
            self._links[name] = {row.get("Id", ""): _link(row, folder) for row in rows}
        return self._links[name]

    def led_to(self, name: str, kind: str) -> Iterator[str]:
        """Yield the names of the parts of a kind that a part leads to and that are there."""
        for link in self.links(name).values():
            if link.kind == kind and not link.external and self.has(link.target):
                yield link.target


def _link(row: etree._Element, folder: str) -> OfficeLink:
    target, external = row.get("Target", ""), row.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return OfficeLink(row.get("Id", ""), row.get("Type", "").rsplit("/", 1)[-1], target, external)
