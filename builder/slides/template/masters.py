"""The parts of a PowerPoint file, parsed, and its slide masters: theme, color map, default text styles.

Rules: ECMA-376-1, 20.1.6 (color map and scheme), 19.3.1.42 (masters), 21.1.2.4 (list styles).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property

from lxml import etree
from PIL.ImageColor import colormap

from builder.core.frozen import dataclass
from builder.slides.deck.layouts import Level, Slot
from builder.slides.template.color_scheme import apply_transforms

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STYLES = {"title": "titleStyle", "footer": "otherStyle", "number": "otherStyle"}
_COLORS = {f"{A}{name}" for name in ("schemeClr", "srgbClr", "sysClr", "prstClr")}


@dataclass(frozen=True)
class PackageParts:
    """The parts of a file, with those of relationships, by name; each is parsed once."""

    files: Mapping[str, bytes] = field(repr=False)
    parsed: dict[str, etree._Element] = field(default_factory=dict)

    def xml(self, name: str) -> etree._Element:
        """Return a part's root. Entities are not resolved: a template may be an untrusted file."""
        if name not in self.parsed:
            self.parsed[name] = etree.fromstring(
                self.files[name], etree.XMLParser(resolve_entities=False, no_network=True)
            )
        return self.parsed[name]

    def targets(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Yield (id, last word of the type, part name) of a part's internal relationships, in order."""
        folder, base = posixpath.split(name)
        try:
            rels = self.xml(f"{folder}/_rels/{base}.rels")
        except KeyError:
            return
        for rel in rels:
            if rel.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, rel.get("Target", ""))).lstrip("/")
                yield rel.get("Id", ""), rel.get("Type", "").rsplit("/", 1)[-1], target

    def related_parts(self, name: str, kind: str) -> list[str]:
        """Return the parts to which a part has relationships of one kind, in the order of its own id list where it has one."""
        rows = {ident: target for ident, type_, target in self.targets(name) if type_ == kind}
        listed = [e.get(f"{R}id", "") for e in self.xml(name).iter(f"{P}sldMasterId", f"{P}sldLayoutId")]
        ordered = [rows[ident] for ident in listed if ident in rows]
        return ordered or list(rows.values())


@dataclass(frozen=True)
class Master:
    """A slide master with its theme; resolves scheme colors by its color map. `levels` and `slots` are those read so far, by the XML that they stand in."""

    package: PackageParts
    name: str
    presentation: etree._Element
    levels: dict[object, tuple[Level, ...]] = field(default_factory=dict, repr=False)
    slots: dict[object, Slot | None] = field(default_factory=dict, repr=False)

    @cached_property
    def root(self) -> etree._Element:
        """The master itself."""
        return self.package.xml(self.name)

    @cached_property
    def theme(self) -> etree._Element:
        """The root of its theme part."""
        return self.package.xml(self.package.related_parts(self.name, "theme")[0])

    @cached_property
    def scheme(self) -> dict[str, str]:
        """The color scheme: slot → `#rrggbb`."""
        scheme = require(self.theme.find(f"{A}themeElements/{A}clrScheme"))
        return {etree.QName(slot).localname: _absolute(slot[0]) for slot in scheme if len(slot)}

    def slot(self, name: str) -> str:
        """Return a slot's color as `#rrggbb`, the text color for a missing slot. Raises ValueError when that is missing too."""
        found = self.scheme.get(name) or self.scheme.get("dk1")
        if found is None:
            raise ValueError("this PowerPoint file's theme has no color for text")
        return found

    @cached_property
    def map(self) -> dict[str, str]:
        """The color map: names used on slides → slots (`tx1` → `dk1`)."""
        return {str(k): str(v) for k, v in require(self.root.find(f"{P}clrMap")).attrib.items()}

    @property
    def fonts(self) -> tuple[str, str]:
        """The font families of headings and of body text."""
        scheme = require(self.theme.find(f"{A}themeElements/{A}fontScheme"))
        faces = (scheme.find(f"{A}{part}Font/{A}latin") for part in ("major", "minor"))
        heading, body = (face.get("typeface", "") if face is not None else "" for face in faces)
        return heading, body

    def placeholder(self, type_: str) -> etree._Element | None:
        """Return the master's placeholder of a type."""
        return next(
            (
                e
                for e in self.root.iter(f"{P}sp")
                if (ph := e.find(f".//{P}ph")) is not None and ph.get("type") == type_
            ),
            None,
        )

    def styles(self, kind: str) -> list[etree._Element]:
        """Return the list styles that text of a kind falls back on, nearest first."""
        style = self.root.find(f"{P}txStyles/{P}{_STYLES.get(kind, 'bodyStyle')}")
        default = self.presentation.find(f"{P}defaultTextStyle")
        other = self.root.find(f"{P}txStyles/{P}otherStyle")
        rows = (default, other) if kind == "table" else (style, default)
        return [row for row in rows if row is not None]

    def color(self, parent: etree._Element | None, mapping: dict[str, str] | None = None) -> str:
        """Return the first color inside an element as `#rrggbb`, or ""."""
        found = next((e for e in parent if e.tag in _COLORS), None) if parent is not None else None
        if found is None:
            return ""
        if etree.QName(found).localname == "schemeClr":
            slot = found.get("val", "tx1")
            base = self.slot((mapping or self.map).get(slot, slot))
        else:
            base = _absolute(found)
        return (
            apply_transforms(base, ((etree.QName(e).localname, int(e.get("val", "0"))) for e in found))
            if len(found)
            else base
        )


def _absolute(color: etree._Element) -> str:
    """Return a color given by RGB value, by an HTML name, or as a system color with its last value, as `#rrggbb`."""
    value = color.get("lastClr") or color.get("val") or "black"
    return (
        "#" + value.lower()
        if re.fullmatch(r"[0-9A-Fa-f]{6}", value)
        else str(colormap.get(value.lower(), colormap["black"])).lower()
    )


def require(element: etree._Element | None) -> etree._Element:
    """Return an element that every PowerPoint file must have. Raises ValueError when it is None."""
    if element is None:
        raise ValueError("this PowerPoint file lacks a part that it must have")
    return element
