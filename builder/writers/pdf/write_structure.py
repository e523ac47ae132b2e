"""Write a structure tree into a PDF that WeasyPrint is about to write. Clauses are of ISO 32000-1:2008."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pydyf
from weasyprint.logger import LOGGER

from builder.writers.pdf.structure import ROLE_MAP, Annotation, Mark, StructureNode, StructureText, walk

Pdf = Any
"""A pydyf.PDF, which is untyped."""

Artifacts = list[dict[int, dict[str, str]]]
"""For each page: MCID of an artifact → its properties."""

_LAST = re.compile(rb"([0-9a-f]{4})>[-.\d]*\] TJ$")
"""Matches the code of the last glyph that a TJ operator shows."""

_GLYPH = re.compile(rb"<([0-9a-f]+)>")
"""Matches the codes of glyphs in a TJ operator."""

_SHARED = re.compile("[\u0590-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of scripts whose shapes may be shared by several letters, so that the font's table of characters may be wrong."""

_PRINT = 1 << 2
"""The annotation flag Print (12.5.3), which PDF/A asks for."""


def write_structure(
    pdf: Pdf,
    root: StructureNode,
    artifacts: Artifacts,
    dropped: list[Annotation],
    streams: list[Any],
    fonts: dict[Any, Any],
) -> None:
    """Add the tree to `pdf`, remove the annotations `dropped`, and rewrite the content streams of the pages to match the tree."""
    emitter = _Emitter(pdf, [{} for _ in streams])
    emitter.tree(root)
    for link in dropped:
        emitter.drop(link)
    emitter.order_links()
    spaces = _spaces(fonts)
    characters = {font.hash.encode(): font.to_unicode for font in fonts.values() if not font.bitmap}
    for number, stream in enumerate(streams):
        missing = _rewrite(stream.stream, emitter.marks[number], artifacts[number], spaces, characters)
        if missing:  # a group is a form XObject, whose marks the page's tree cannot name
            LOGGER.error(
                "page %d: %d pieces of content are in a group (opacity, masks) and cannot be tagged",
                number + 1,
                missing,
            )


class _Emitter:
    """Writes nodes as PDF objects, and collects which object each piece of marked content belongs to."""

    def __init__(self, pdf: Pdf, marks: list[dict[int, Mark]]) -> None:
        self.pdf = pdf
        self.marks = marks
        self.owners: list[dict[int, bytes]] = [{} for _ in marks]
        self.annotations: list[tuple[bytes, Any]] = []
        self.names: dict[str, bytes] = {}
        self.pages: tuple[bytes, ...] = pdf.page_references

    def tree(self, root: StructureNode) -> None:
        """Write the structure tree root, the tree, and its indexes (14.7.2, table 322)."""
        tree = self.add(pydyf.Dictionary({"Type": "/StructTreeRoot"}))
        tree["K"] = pydyf.Array([self.element(root, tree.reference)])
        numbers = pydyf.Array()
        for page, owners in enumerate(self.owners):
            size = max(owners, default=-1) + 1
            numbers.extend([page, pydyf.Array([owners.get(mcid, "null") for mcid in range(size)])])
        for key, (owner, annotation) in enumerate(self.annotations, len(self.owners)):
            numbers.extend([key, owner])
            annotation["StructParent"] = key
        tree["ParentTree"] = self.add(pydyf.Dictionary({"Nums": numbers})).reference
        tree["ParentTreeNextKey"] = len(self.owners) + len(self.annotations)
        roles = {node.role for node in walk(root)}
        if mapped := {role: f"/{standard}" for role, standard in ROLE_MAP.items() if role in roles}:
            tree["RoleMap"] = pydyf.Dictionary(mapped)
        if self.names:
            names = pydyf.Array()
            for name in sorted(self.names):
                names.extend([pydyf.String(name), self.names[name]])
            tree["IDTree"] = self.add(pydyf.Dictionary({"Names": names})).reference
        catalog = self.pdf.catalog
        catalog["StructTreeRoot"] = tree.reference
        catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        if "Lang" not in catalog:
            LOGGER.error("the page names no language")

    def add(self, obj: Any) -> Any:  # pydyf is untyped
        """Add an object to the file, and return it."""
        self.pdf.add_object(obj)
        return obj

    def element(self, node: StructureNode, parent: bytes) -> bytes:
        """Write a structure element with its descendants (table 323), and return its reference."""
        written = self.add(pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent}))
        reference: bytes = written.reference
        written.update({name: pydyf.String(value) for name, value in node.properties.items()})
        if name := node.properties.get("ID"):
            self.names[name] = reference
        if attributes := [_attributes(owner, values) for owner, values in node.attributes.items() if values]:
            written["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)
        page = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
        if page is not None:
            written["Pg"] = self.pages[page]
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, StructureNode):
                kids.append(self.element(kid, reference))
            elif isinstance(kid, Mark):
                self.marks[kid.page][kid.mcid] = kid
                self.owners[kid.page][kid.mcid] = reference
                kids.append(kid.mcid if kid.page == page else self.content_reference(kid))
            else:
                kids.append(self.annotation(kid, node, reference))
        if len(kids):
            written["K"] = kids
        return reference

    def content_reference(self, mark: Mark) -> Any:
        """Return a reference to content on another page than the element's (14.7.4.2)."""
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[mark.page], "MCID": mark.mcid})

    def annotation(self, kid: Annotation, node: StructureNode, owner: bytes) -> Any:
        """Return a reference to a link or form field; give a link its text as Contents (ISO 14289-1, 7.18.5)."""
        dictionary = kid.dictionary
        self.annotations.append((owner, dictionary))
        dictionary["F"] = _PRINT
        if dictionary.get("Subtype") == "/Link":
            dictionary["Contents"] = pydyf.String(" ".join(node.text().split()) or "Link")
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": dictionary.reference, "Pg": self.pages[kid.page]})

    def drop(self, kid: Annotation) -> None:
        """Remove an annotation from its page."""
        page = self.pdf.objects[int(self.pages[kid.page].split()[0])]
        page["Annots"].remove(kid.dictionary.reference)
        if not page["Annots"]:
            del page["Annots"]
        kid.dictionary.clear()

    def order_links(self) -> None:
        """Put links that break over lines before the others of their page.

        Viewers that know no QuadPoints (PDFium) take the whole Rect for the link; of two the later one is followed there.
        """
        references = {link.reference for _, link in self.annotations if "QuadPoints" in link}
        for page in self.pages if references else ():
            annotations = self.pdf.objects[int(page.split()[0])].get("Annots")
            if annotations:
                annotations.sort(key=lambda reference: reference not in references)


def _attributes(owner: str, values: dict[str, Any]) -> Any:
    """Return an attribute object (14.7.5). A list holds numbers, or IDs, which are written as strings."""
    written: dict[str, Any] = {"O": f"/{owner}"}
    for name, value in values.items():
        if isinstance(value, list):
            written[name] = pydyf.Array([pydyf.String(part) if isinstance(part, str) else part for part in value])
        elif isinstance(value, StructureText):
            written[name] = pydyf.String(str(value))
        else:
            written[name] = f"/{value}" if isinstance(value, str) else value
    return pydyf.Dictionary(written)


def _spaces(fonts: dict[Any, Any]) -> dict[bytes, bytes]:
    """Return, by a font's name in content streams, the code of its space."""
    found: dict[bytes, bytes] = {}
    for font in fonts.values():
        glyph = next((glyph for glyph, text in font.to_unicode.items() if text == " "), None)
        if glyph is not None and not font.bitmap:
            found.setdefault(font.hash.encode(), b"%04x" % glyph)
    return found


def _characters(shown: bytes, to_unicode: dict[int, str]) -> str:
    """Return the characters that the glyphs of a TJ operator stand for, in the order in which they are drawn."""
    codes = b"".join(_GLYPH.findall(shown))
    return "".join(to_unicode.get(int(codes[n : n + 4], 16), "\ufffd") for n in range(0, len(codes), 4))


def _bare(text: str) -> list[str]:
    """Return the characters of a text in no order: glyphs are drawn from left to right, whatever they say."""
    return sorted(char for char in text if not char.isspace() and unicodedata.category(char) != "Cf")


def _rewrite(
    stream: list[Any],
    marks: dict[int, Mark],
    artifacts: dict[int, dict[str, str]],
    spaces: dict[bytes, bytes],
    characters: dict[bytes, dict[int, str]],
) -> int:
    """Write artifacts, ActualText and missing spaces into a page's content stream; return how many marks were not found.

    `spaces` and `characters` map a font's name in content streams to the code of its space, and its glyphs to characters.
    Text in a joined script gets ActualText only where its glyphs stand for other characters: Poppler and PDFium
    turn glyphs from right to left round when they extract text, but ActualText too, which is in reading order already.

    A marked sequence is three items, `/Span`, its properties and `BDC`; text is `… Tf`, then one or more `[…] TJ`.
    """
    unseen = {*marks, *artifacts}
    font = b""
    mark: Mark | None = None  # whose sequence is open
    glyphs = ""  # the characters of its glyphs, if it must be compared with them
    opened = shown = -1  # where its properties stand, and its last text
    for place, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary):
            mcid = item.get("MCID")
            if mcid is None:
                continue
            unseen.discard(mcid)
            mark, opened, shown, glyphs = marks.get(mcid), place, -1, ""
            if mcid in artifacts:
                stream[place - 1] = "/Artifact"
                stream[place] = pydyf.Dictionary({name: f"/{value}" for name, value in artifacts[mcid].items()})
        elif mark is None or not isinstance(item, bytes):
            continue
        elif item.endswith(b" Tf"):
            font = item[1:].split(b" ", 1)[0]
        elif item.endswith(b"] TJ"):
            shown = place
            if _SHARED.search(mark.text):
                glyphs += _characters(item, characters.get(font, {}))
        elif item == b"EMC":
            actual = mark.actual
            if actual is None and _SHARED.search(mark.text) and _bare(glyphs) != _bare(mark.text):
                actual = mark.text
            if mark.space and actual is None and shown >= 0 and font in spaces:
                last = _LAST.search(stream[shown])
                if last is None or last[1] != spaces[font]:
                    stream[shown] = stream[shown][: -len(b"] TJ")] + b"<" + spaces[font] + b">] TJ"
            elif mark.space:
                actual = (mark.text if actual is None else actual) + " "
            if actual is not None:
                stream[opened]["ActualText"] = pydyf.String(actual)
            mark = None
    return len(unseen)
