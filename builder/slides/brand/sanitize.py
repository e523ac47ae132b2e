"""Sanitizing an organization's PowerPoint file: only its masters, layouts, themes and their pictures are kept.

Slides, names of people, macros, embedded objects, sounds, comments, properties and links are removed, so that they do not
reach our decks. Rules: ECMA-376-1, 13 and 19; ECMA-376-2.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from builder.slides.template.list_styles import add_list_styles
from builder.slides.template.masters import A, P, R
from builder.slides.template.package import HEAD, Package

MOST_BYTES = 120_000_000
"""Most bytes of all parts unpacked: a larger file is a ZIP bomb, or of no use as a template."""

MOST_PARTS = 3_000
_OLE = b"\xd0\xcf\x11\xe0"
"""How files of the format before 2007 begin, and those that a password protects ([MS-CFB] 2.2)."""

_ENCODED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)
_STRICT = b"http://purl.oclc.org/ooxml"
_TYPE = "application/vnd.openxmlformats-officedocument."
_MAIN = "ppt/presentation.xml"
_NS = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'

ALLOWED_RELATIONSHIPS = {
    "presentation": {"slideMaster", "notesMaster", "handoutMaster", "theme", "presProps", "viewProps", "tableStyles"},
    "slideMasters": {"slideLayout", "theme", "image"},
    "slideLayouts": {"slideMaster", "image"},
    "notesMasters": {"theme", "image"},
    "handoutMasters": {"theme", "image"},
    "theme": {"image"},
}
"""Relationships that each kind of part may keep. Others are removed, with the elements that use them."""

_PERSONAL = (
    "sldIdLst",
    "custShowLst",
    "photoAlbum",
    "custDataLst",
    "modifyVerifier",
    "embeddedFontLst",
    "smartTags",
    "extLst",
)
"""Children of the presentation part that are removed: about slides, people or fonts."""

_EMPTY = {
    "presProps": f"{HEAD}<p:presentationPr {_NS}/>",
    "viewProps": f"{HEAD}<p:viewPr {_NS}/>",
    "extended-properties": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
}


def safe_package(data: bytes) -> Package:
    """Return a .pptx or .potx as a package without slides. Raises ValueError, in words for its owner, when it cannot be used."""
    _refuse_dangerous_files(data)
    try:
        return _sanitize(Package.read(data))
    except (
        zipfile.BadZipFile,
        LookupError,
        etree.XMLSyntaxError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise ValueError("it is not a PowerPoint file, or a damaged one") from error


def _sanitize(package: Package) -> Package:
    """Return the package without foreign content. Raises ValueError, or what reading damaged parts raises."""
    main = package.related_parts("", "officeDocument")
    if not main or main[0].target != _MAIN or "presentationml" not in package.types.get(_MAIN, ""):
        raise ValueError("it is not a PowerPoint presentation or template")
    package.types[_MAIN] = (
        f"{_TYPE}presentationml.presentation.main+xml"  # a .potx becomes a .pptx, and a .pptm one without macros
    )
    package.relationships[""] = {row.id: row for row in main}
    for source in list(package.relationships):
        if source:
            _drop_foreign_relationships(package, source)
    _clean_main(package)
    _number_shapes(package)
    add_list_styles(package)
    for kind in (
        "presProps",
        "viewProps",
    ):  # both must be there (PowerPoint repairs files without), and neither says anything
        package.drop(_MAIN, kind)
        package.relate(_MAIN, kind, package.add(f"ppt/{kind}.xml", _EMPTY[kind], f"{_TYPE}presentationml.{kind}+xml"))
    app = package.add("docProps/app.xml", _EMPTY["extended-properties"], f"{_TYPE}extended-properties+xml")
    package.relate("", "extended-properties", app)
    return package


def _refuse_dangerous_files(data: bytes) -> None:
    """Raise ValueError for a file that would be dangerous to unpack or parse, before doing so."""
    if data.startswith(_OLE):
        raise ValueError("it is protected by a password, or of the format before 2007; save it as .pptx or .potx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
                raise ValueError(f"it unpacks to more than {MOST_BYTES // 1_000_000} MB or {MOST_PARTS} parts")
            names = [info.filename for info in infos]
            if len({name.lower() for name in names}) != len(names):
                raise ValueError("it holds two parts of one name")
            for name in names:
                if name.endswith((".xml", ".rels")):
                    content = archive.read(name)
                    if b"\0" in content or _ENCODED.search(content[:200]):
                        raise ValueError("it holds text that is not UTF-8, which PowerPoint does not write")
                    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                        raise ValueError("it holds a document type, which no PowerPoint file does")
                    if name == _MAIN and _STRICT in content:
                        raise ValueError("it is saved as Strict Open XML; save it as an ordinary .pptx or .potx")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError("it is not a PowerPoint file, or a damaged one") from error


def _drop_foreign_relationships(package: Package, source: str) -> None:
    """Remove a part's relationships that are not allowed, and the elements that use them."""
    folder = "presentation" if source == _MAIN else source.split("/")[1] if source.startswith("ppt/") else ""
    allowed = ALLOWED_RELATIONSHIPS.get(folder, set())
    rows = package.relationships[source]
    kept = {
        ident: row
        for ident, row in rows.items()
        if not row.external and row.kind.rsplit("/", 1)[-1] in allowed and row.target in package.parts
    }
    package.relationships[source] = kept
    if kept.keys() == rows.keys() or source not in package.parts or source == _MAIN:
        return
    root = etree.fromstring(package.parts[source])
    for element in list(_elements_using(root, rows.keys() - kept.keys())):
        _remove(element)
    package.parts[source] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _number_shapes(package: Package) -> None:
    """Give shapes of masters and layouts with a missing or repeated id a new one, and remove animations, which refer to ids."""
    for name, kind in package.types.items():
        if not kind.endswith(("slideMaster+xml", "slideLayout+xml")) or name not in package.parts:
            continue
        root = etree.fromstring(package.parts[name])
        shapes = list(root.iter(f"{P}cNvPr"))
        highest = max((int(shape.get("id", "0")) for shape in shapes), default=0)
        seen, again = {"0"}, []
        for shape in shapes:
            if shape.get("id", "0") in seen:
                again.append(shape)
            seen.add(shape.get("id", "0"))
        if again:
            for number, shape in enumerate(again, highest + 1):
                shape.set("id", str(number))
            for timing in root.findall(f"{P}timing"):
                root.remove(timing)
            package.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _elements_using(root: etree._Element, gone: set[str]) -> Iterator[etree._Element]:
    """Yield the elements that use a removed relationship."""
    for element in root.iter(etree.Element):
        if any(str(key).startswith(R) and value in gone for key, value in element.attrib.items()):
            yield element


def _remove(element: etree._Element) -> None:
    """Remove an element: a link by itself, else with the whole shape, background, sound or list that contains it."""
    place = element
    ends = {f"{P}spTree", f"{P}cSld"}
    alone = element.tag in {f"{A}hlinkClick", f"{A}hlinkHover", f"{A}hlinkMouseOver"}
    while (
        not alone
        and (above := place.getparent()) is not None
        and above.tag not in ends
        and above.getparent() is not None
    ):
        place = above
    parent = place.getparent()
    if parent is not None:
        parent.remove(place)


def _clean_main(package: Package) -> None:
    """Remove slides, names of people and passwords from the presentation part. Slides are numbered from 1."""
    root = etree.fromstring(package.parts[_MAIN])
    for name in _PERSONAL:
        for element in root.findall(f"{P}{name}"):
            root.remove(element)
    known = package.relationships[_MAIN].keys()
    for element in list(root.iter(f"{P}notesMasterId", f"{P}handoutMasterId", f"{P}sldMasterId")):
        parent = element.getparent()
        if element.get(f"{R}id") not in known and parent is not None:
            parent.remove(element)
    for name in ("notesMasterIdLst", "handoutMasterIdLst"):
        for element in root.findall(f"{P}{name}"):
            if not len(element):
                root.remove(element)
    for name in (
        "firstSlideNum",
        "embedTrueTypeFonts",
        "saveSubsetFonts",
        "removePersonalInfoOnSave",
        "bookmarkIdSeed",
    ):
        if name in root.attrib:
            del root.attrib[name]
    package.parts[_MAIN] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
