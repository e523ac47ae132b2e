"""An Open Packaging file (ECMA-376-2): parts, content types and relationships. The same input gives the same bytes.

Why not python-pptx: it names a new part by searching all parts (quadratic: 6 s for 1,000 slides), follows links between
slides by recursion, and writes the current time.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from lxml import etree

from builder.core.archive import Compressed, compress, zip_bytes

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_COMPRESSED = (".png", ".jpeg", ".gif", ".xlsx")
"""Endings of parts whose formats are compressed already."""

_ALWAYS = {"rels": _RELS_TYPE, "xml": "application/xml"}
_MEDIA = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}


DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    etree.XMLSyntaxError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
"""What reading a damaged file raises: no ZIP, a part that cannot be unpacked (zlib), is missing, no XML, encrypted, or cut off."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A part's link to another part (by name) or, `external`, to an address. `kind` is its full type."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass
class Package:
    """Parts by name without a leading slash, their types, and their relationships by id; "" is the package itself."""

    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    relationships: dict[str, dict[str, Relationship]] = field(default_factory=dict)
    _ids: dict[tuple[str, str, str], str] = field(default_factory=dict, repr=False)
    _compressed: dict[bytes, Compressed] = field(default_factory=dict, repr=False, compare=False)
    """What this package and all its copies have in common, compressed once: each deck has all layouts of its template."""

    @classmethod
    def read(cls, data: bytes) -> Package:
        """Return the package in a file's bytes. Raises one of DAMAGED where it is none."""
        package = cls()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        types = etree.fromstring(files.pop("[Content_Types].xml"))
        default = {e.get("Extension", "").lower(): e.get("ContentType", "") for e in types.iter(f"{{{_TYPES}}}Default")}
        own = {e.get("PartName", "")[1:]: e.get("ContentType", "") for e in types.iter(f"{{{_TYPES}}}Override")}
        for name, content in files.items():
            folder, base = posixpath.split(name)
            if base.endswith(".rels"):
                source = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
                rows = (
                    _relationship(e, source)
                    for e in etree.fromstring(content).iter(f"{{{_RELATIONSHIPS}}}Relationship")
                )
                package.relationships[source] = {row.id: row for row in rows}
            else:
                package.parts[name] = content
                package.types[name] = own.get(name) or default.get(base.rpartition(".")[2].lower(), "")
        return package

    def add(self, name: str, content: bytes | str, content_type: str) -> str:
        """Add or replace a part and return its name."""
        self.parts[name] = content.encode() if isinstance(content, str) else content
        self.types[name] = content_type
        return name

    def relate(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """Return the id of a relationship, adding it when it is new. `kind` is its full type, or the last word of one of Office's."""
        full = kind if ":" in kind else OFFICE + kind
        key = (source, full, target)
        if key not in self._ids:
            rows = self.relationships.setdefault(source, {})
            number = len(rows) + 1
            while f"rId{number}" in rows:
                number += 1
            self._ids[key] = f"rId{number}"
            rows[f"rId{number}"] = Relationship(f"rId{number}", full, target, external)
        return self._ids[key]

    def related_parts(self, source: str, kind: str) -> list[Relationship]:
        """Return the relationships of a part of one kind (the last word of its type), in order."""
        return [row for row in self.relationships.get(source, {}).values() if row.kind.rsplit("/", 1)[-1] == kind]

    def drop(self, source: str, kind: str) -> None:
        """Remove a part's relationships of a kind; parts that can no longer be reached are not written."""
        gone = {row.id for row in self.related_parts(source, kind)}
        self.relationships[source] = {i: row for i, row in self.relationships.get(source, {}).items() if i not in gone}

    def copy(self) -> Package:
        """Return a package that can be added to, as `read` would return this one: what is related to again is a relationship more."""
        if not self._compressed:
            shared = (data for name, data in self.files().items() if not name.endswith(_COMPRESSED))
            self._compressed.update((data, compress(data)) for data in shared)
        related = {source: dict(rows) for source, rows in self.relationships.items()}
        return Package(dict(self.parts), dict(self.types), related, _compressed=self._compressed)

    def files(self) -> dict[str, bytes]:
        """Return the parts that can be reached, and those of their relationships, by name."""
        reached = self._reachable_parts()
        return self.relationship_parts("", *reached) | {name: self.parts[name] for name in reached}

    def relationship_parts(self, *sources: str) -> dict[str, bytes]:
        """Return the parts of the relationships of these parts, by name."""
        return {_rels_name(name): self._rels_part(name) for name in sources if self.relationships.get(name)}

    def to_bytes(self) -> bytes:
        """Return the file: parts that can be reached, in alphabetical order, without dates or data of this machine."""
        files = self.files()
        types = self._content_types([name for name in files if name in self.parts])
        return zip_bytes([("[Content_Types].xml", types), *sorted(files.items())], _COMPRESSED, self._compressed)

    def _reachable_parts(self) -> list[str]:
        """Return the parts that can be reached from the package, sorted."""
        found: set[str] = set()
        waiting = [""]
        while waiting:
            for row in self.relationships.get(waiting.pop(), {}).values():
                if not row.external and row.target not in found and row.target in self.parts:
                    found.add(row.target)
                    waiting.append(row.target)
        return sorted(found)

    def _rels_part(self, source: str) -> bytes:
        folder = posixpath.dirname(source)
        rows = "".join(
            _relationship_row(folder, row.id, row.kind, row.target, row.external)
            for row in self.relationships[source].values()
        )
        return f'{HEAD}<Relationships xmlns="{_RELATIONSHIPS}">{rows}</Relationships>'.encode()

    def _content_types(self, names: list[str]) -> bytes:
        """Return `[Content_Types].xml`: media types by extension, all other parts by name."""
        rows = "".join(
            f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in (_ALWAYS | _MEDIA).items()
        )
        for name in names:
            if _MEDIA.get(name.rpartition(".")[2]) != self.types[name]:
                rows += _type_row(name, self.types[name])
        return f'{HEAD}<Types xmlns="{_TYPES}">{rows}</Types>'.encode()


@lru_cache(maxsize=2048)
def _relationship_row(folder: str, ident: str, kind: str, target: str, external: bool) -> str:  # as the row has it
    """Return a relationship of a part in a folder as XML. Most are those of layouts, which all decks of a template share."""
    where = target if external else posixpath.relpath(target, folder or ".")
    mode = ' TargetMode="External"' if external else ""
    return f"<Relationship Id={quoteattr(ident)} Type={quoteattr(kind)} Target={quoteattr(where)}{mode}/>"


@lru_cache(maxsize=2048)
def _type_row(name: str, kind: str) -> str:
    return f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"


class ZipFiles(Mapping[str, bytes]):
    """The files in a ZIP, by name, each read when it is asked for. Raises zipfile.BadZipFile."""

    def __init__(self, data: bytes) -> None:
        """Take the ZIP's bytes."""
        self._zip = zipfile.ZipFile(io.BytesIO(data))

    def __getitem__(self, name: str) -> bytes:
        """Return what a file holds. Raises KeyError when there is none of that name."""
        return self._zip.read(name)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of all files."""
        return iter(self._zip.namelist())

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._zip.namelist())

    def __contains__(self, name: object) -> bool:
        """Say whether there is a file of that name. It is not read."""
        return name in self._zip.NameToInfo


def replace_parts(data: bytes, replaced: dict[str, bytes]) -> bytes:
    """Return a ZIP file with parts replaced and all dates set to `_DATE`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()} | replaced
    names = sorted(files, key=lambda name: (name != "[Content_Types].xml", name))
    return zip_bytes((name, files[name]) for name in names)


def _relationship(element: etree._Element, source: str) -> Relationship:
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
    return Relationship(element.get("Id", ""), element.get("Type", ""), target, external)


def _rels_name(source: str) -> str:
    folder, base = posixpath.split(source)
    return posixpath.join(folder, "_rels", base + ".rels")
