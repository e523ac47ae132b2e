"""Sanitizing an organization's PowerPoint file: a package built anew of its masters, layouts, themes and their pictures.

Slides, names of people, macros, embedded objects, sounds, comments, properties and links are not taken over, so that they do
not reach our decks; pictures are cleaned like those of modules, XML is rewritten, parts and relationships get names of ours.
Rules: ECMA-376-1, 13 and 19; ECMA-376-2.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from lxml import etree

from builder.core.source import Unreadable
from builder.pictures.clean import clean_picture
from builder.slides.brand.rewrite import rewrite_part, slide_size
from builder.slides.template.list_styles import add_list_styles
from builder.slides.template.masters import P
from builder.slides.template.package import DAMAGED, HEAD, Package

MOST_BYTES = 120_000_000
"""Most bytes of all parts unpacked: a larger file is a ZIP bomb, or of no use as a template."""

MOST_PARTS = 3_000
FIRST_ID = 2**31
"""Least id of masters and layouts (ECMA-376-1, 19.7.10); ids are unique in a file."""

_OLE = b"\xd0\xcf\x11\xe0"
"""How files of the format before 2007 begin, and those that a password protects ([MS-CFB] 2.2)."""

_ENCODED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)
_STRICT = b"http://purl.oclc.org/ooxml"
_TYPE = "application/vnd.openxmlformats-officedocument."
_MAIN = "ppt/presentation.xml"
_PRESENTATION = re.compile(r"presentationml|vnd\.ms-powerpoint\.\w+\.macroEnabled")
"""Types of the main part: of .pptx, .potx and .ppsx, and of those with macros, which are left out."""

_NS = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'

ALLOWED_RELATIONSHIPS = {
    "officeDocument": ("slideMaster", "notesMaster", "handoutMaster", "theme", "tableStyles"),
    "slideMaster": ("slideLayout", "theme", "image"),
    "slideLayout": ("slideMaster", "image"),
    "notesMaster": ("theme", "image"),
    "handoutMaster": ("theme", "image"),
    "theme": ("image",),
    "tableStyles": (),
}
"""Relationships that a part of each kind may keep."""

MOST_LAYOUTS = 300
MOST_PIXELS = 100_000_000
MOST_XML = 4_000_000
"""Most layouts, pixels of all pictures, and bytes of one part of XML: with more, decks take minutes."""

_PARTS = {
    "officeDocument": (_MAIN, f"{_TYPE}presentationml.presentation.main+xml"),
    "slideMaster": ("ppt/slideMasters/slideMaster{}.xml", f"{_TYPE}presentationml.slideMaster+xml"),
    "slideLayout": ("ppt/slideLayouts/slideLayout{}.xml", f"{_TYPE}presentationml.slideLayout+xml"),
    "notesMaster": ("ppt/notesMasters/notesMaster{}.xml", f"{_TYPE}presentationml.notesMaster+xml"),
    "handoutMaster": ("ppt/handoutMasters/handoutMaster{}.xml", f"{_TYPE}presentationml.handoutMaster+xml"),
    "theme": ("ppt/theme/theme{}.xml", f"{_TYPE}theme+xml"),
    "tableStyles": ("ppt/tableStyles.xml", f"{_TYPE}presentationml.tableStyles+xml"),
}
"""Name and type of each kind of part. A .potx becomes a .pptx, and a .pptm one without macros."""

_ENDINGS = {"image/png": "png", "image/jpeg": "jpeg", "image/svg+xml": "svg"}

_EMPTY = {
    "presProps": f"{HEAD}<p:presentationPr {_NS}/>",
    "viewProps": f"{HEAD}<p:viewPr {_NS}/>",
    "extended-properties": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
}


class LeftOut(NamedTuple):
    """A picture of a template that is left out or changed: its name there, what became of it, and what can be done."""

    name: str
    what: str
    hint: str = ""


def safe_package(data: bytes) -> tuple[Package, tuple[LeftOut, ...]]:
    """Return a .pptx or .potx as a package without slides, and the pictures that it lost.

    Raises ValueError, in words for its owner, when it cannot be used.
    """
    refuse_dangerous_files(data)
    try:
        clean = _Rebuilt(Package.read(data))
        package = clean.package()
    except DAMAGED as error:
        raise ValueError("it is not a PowerPoint file, or a damaged one") from error
    _number_shapes(package)
    _number_lists(package)
    add_list_styles(package)
    for kind in (
        "presProps",
        "viewProps",
    ):  # both must be there (PowerPoint repairs files without), neither says anything
        package.relate(_MAIN, kind, package.add(f"ppt/{kind}.xml", _EMPTY[kind], f"{_TYPE}presentationml.{kind}+xml"))
    app = package.add("docProps/app.xml", _EMPTY["extended-properties"], f"{_TYPE}extended-properties+xml")
    package.relate("", "extended-properties", app)
    return package, tuple(clean.left_out)


@dataclass
class _Rebuilt:
    """A package built anew of parts of another: `names` maps its parts to ours, `left_out` are pictures that were lost."""

    old: Package
    new: Package = field(default_factory=Package)
    names: dict[str, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    pixels: int = 0

    def package(self) -> Package:
        """Return the new package. Raises ValueError, or what reading damaged parts raises."""
        main = self.old.related_parts("", "officeDocument")
        if not main or main[0].target != _MAIN or not _PRESENTATION.search(self.old.types.get(_MAIN, "")):
            raise ValueError("it is not a PowerPoint presentation or template")
        size = slide_size(self.old.parts[_MAIN])
        self.names[_MAIN] = _MAIN
        self.new.relate("", "officeDocument", _MAIN)
        waiting = [(_MAIN, "officeDocument")]
        while waiting:
            name, kind = waiting.pop(0)
            if len(self.old.parts[name]) > MOST_XML:
                raise ValueError(f"a part of it has more than {MOST_XML // 1_000_000} MB of XML")
            ids, found = self._related(name, kind)
            drawn = size if kind in {"slideMaster", "slideLayout"} else None
            self.new.add(self.names[name], rewrite_part(self.old.parts[name], ids, drawn), _PARTS[kind][1])
            waiting += found
        return self.new

    def _related(self, name: str, kind: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """Relate a part to what it may keep. Returns its relationships' old ids with the new ones, and parts that are new."""
        ids: dict[str, str] = {}
        found: list[tuple[str, str]] = []
        for row in self.old.relationships.get(name, {}).values():
            word = row.kind.rsplit("/", 1)[-1]
            if row.external or word not in ALLOWED_RELATIONSHIPS[kind] or row.target not in self.old.parts:
                continue
            if row.target not in self.names:
                self.names[row.target] = self._picture(row.target) if word == "image" else self._name(word)
                if word != "image":
                    found.append((row.target, word))
            if self.names[row.target]:
                ids[row.id] = self.new.relate(self.names[name], word, self.names[row.target])
        return ids, found

    def _name(self, kind: str) -> str:
        """Return our name for the next part of a kind."""
        self.counts[kind] += 1
        if self.counts[kind] > (MOST_LAYOUTS if kind != "tableStyles" else 1):
            raise ValueError(
                f"it has more than {MOST_LAYOUTS} layouts; delete those that no slide uses, in its slide master"
            )
        return _PARTS[kind][0].format(self.counts[kind])

    def _picture(self, name: str) -> str:
        """Clean a picture and return our name for it, "" when it cannot be used."""
        try:
            picture = clean_picture(self.old.parts[name])
        except Unreadable as error:
            self.left_out.append(LeftOut(name, f"is left out: {error.reason}", error.hint))
            return ""
        self.left_out += [LeftOut(name, f"is shown otherwise than it was: {change}") for change in picture.changes]
        self.counts["image"] += 1
        self.pixels += round(picture.width * picture.height)
        if self.pixels > MOST_PIXELS:
            raise ValueError(f"its pictures have more than {MOST_PIXELS // 1_000_000} million pixels together")
        target = f"ppt/media/image{self.counts['image']}.{_ENDINGS[picture.media_type]}"
        return self.new.add(target, picture.data, picture.media_type)


def refuse_dangerous_files(data: bytes) -> None:
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
    except DAMAGED as error:
        raise ValueError("it is not a PowerPoint file, or a damaged one") from error


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


def _number_lists(package: Package) -> None:
    """Give masters and layouts whose id is missing, repeated or too low a new one in the lists that name them (ECMA-376-1, 19.7.10)."""
    roots = {
        name: etree.fromstring(package.parts[name])
        for name, kind in package.types.items()
        if kind.endswith(("slideMaster+xml", "presentation.main+xml")) and name in package.parts
    }
    rows = [row for root in roots.values() for row in root.iter(f"{P}sldMasterId", f"{P}sldLayoutId")]
    numbers = Counter(int(row.get("id", "0")) for row in rows)
    wrong = [row for row in rows if numbers[n := int(row.get("id", "0"))] > 1 or not FIRST_ID <= n < 2**32]
    if not wrong:
        return
    free = (number for number in count(FIRST_ID) if number not in numbers)
    for row, number in zip(wrong, free, strict=False):
        row.set("id", str(number))
    for name, root in roots.items():
        package.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
