"""Reads the structure tree of a finished PDF as an outline: what a screen reader gets, in reading order.

Knows nothing of how the tree was made: words come from the content streams, by way of the fonts' own tables.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from builder.core.bidi import has_rtl

Thing = Any
"""A pikepdf.Object: what it is, the PDF decides."""

QUIET = {"S", "P", "K", "Pg", "Type", "A", "ID"}
"""Keys of a structure element that an outline does not show: they are the tree itself, or are numbered anew at each edit."""


@dataclass
class Page:
    """One page: the words of each marked piece of content, those of artifacts, and those that are in neither."""

    marked: dict[int, str] = field(default_factory=dict)
    artifacts: list[tuple[str, str]] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


@dataclass
class Tagged:
    """A PDF and its tree. Use as a context manager."""

    pdf: pikepdf.Pdf
    pages: list[Page]

    @classmethod
    def read(cls, data: bytes) -> Tagged:
        pdf = pikepdf.open(io.BytesIO(data))
        return cls(pdf, [read_page(page) for page in pdf.pages])

    @property
    def root(self) -> Thing:
        return self.pdf.Root.StructTreeRoot

    def elements(self) -> Iterator[Thing]:
        """Yield every structure element in reading order."""

        def below(element: Thing) -> Iterator[Thing]:
            yield element
            for kid in kids(element):
                if isinstance(kid, Dictionary) and "/S" in kid:
                    yield from below(kid)

        for element in kids(self.root):
            yield from below(element)

    def number(self, page: Thing) -> int:
        return next(place for place, other in enumerate(self.pdf.pages) if other.obj.objgen == page.objgen)

    def words(self, element: Thing) -> str:
        """Return the words of an element and all in it."""
        found = ""
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                found += self.words(kid)
            else:
                found += self.said(element, kid)
        return found

    def said(self, element: Thing, kid: Thing) -> str:
        """Return the words of a piece of content; links and fields have none of their own, and a picture is its alternative."""
        if str(element.S) == "/Figure":
            return ""
        if isinstance(kid, int):
            return self.pages[self.number(element.Pg)].marked[kid]
        if kid.Type == Name.MCR:
            return self.pages[self.number(kid.get("/Pg", element.get("/Pg")))].marked[int(kid.MCID)]
        return ""

    def outline(self) -> str:
        """Return the tree as text: an element a line, its attributes, and its words where no element holds them."""
        return "".join(line + "\n" for element in kids(self.root) for line in self.lines(element, 0))

    def lines(self, element: Thing, depth: int) -> Iterator[str]:
        """Yield the lines of an element: its role, details and words, where its link or field leads, and what is in it."""
        parts: list[str | list[str]] = [""]
        targets: dict[str, None] = {}
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                parts += [list(self.lines(kid, depth + 1)), ""]
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                targets[annotation(kid.Obj)] = None
            else:
                parts[-1] = f"{parts[-1]}{self.said(element, kid)}"
        head = " ".join([str(element.S)[1:], *details(element)])
        first = parts.pop(0)
        if len(parts) == 0 or not first:
            yield "  " * depth + head + (f" “{first}”" if first else "") + "".join(f" → {target}" for target in targets)
        else:
            yield "  " * depth + head + "".join(f" → {target}" for target in targets)
            yield "  " * (depth + 1) + f"“{first}”"
        for part in parts:
            if isinstance(part, list):
                yield from part
            elif part:
                yield "  " * (depth + 1) + f"“{part}”"


def outline(data: bytes) -> str:
    """Return the outline of a PDF."""
    return Tagged.read(data).outline()


def kids(element: Thing) -> list[Thing]:
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def annotation(thing: Thing) -> str:
    """Return where a link leads, or a field's kind and name."""
    if thing.Subtype == Name.Link:
        return str(thing.A.URI) if "/A" in thing else f"#{thing.Dest}"
    return f"{str(thing.get('/FT', ''))[1:]} “{thing.get('/TU', '')}”"


def details(element: Thing) -> Iterator[str]:
    """Yield the properties and attributes of an element, but for numbers that hang on the layout."""
    for key in sorted(element.keys()):
        if key[1:] not in QUIET:
            yield f"{key[1:]}={element[key]}"
    owned = element.get("/A", Array())
    for attributes in owned if isinstance(owned, Array) else [owned]:
        for key in sorted(attributes.keys()):
            value = attributes[key]
            if key == "/Headers":
                yield f"Headers={len(value)}"
            elif key not in {"/O", "/BBox"}:
                yield f"{key[1:]}={str(value).removeprefix('/')}"


# ── content streams


def read_page(page: pikepdf.Page) -> Page:
    """Return the words of a page's content, piece by piece."""
    found = Page()
    fonts = {str(name): to_unicode(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    table: dict[int, str] = {}
    nested: list[tuple[str, Thing, list[str]]] = []
    for step in pikepdf.parse_content_stream(page):
        operands: Thing = step.operands
        match str(step.operator):
            case "BDC" | "BMC":
                nested.append((str(operands[0]), operands[1] if len(operands) > 1 else {}, []))
            case "EMC":
                tag, properties, pieces = nested.pop()
                words = "".join(pieces)
                if tag == "/Artifact":
                    kinds = [str(properties[key])[1:] for key in ("/Type", "/Subtype") if key in properties]
                    found.artifacts.append((" ".join(kinds), words))
                else:
                    found.marked[int(properties["/MCID"])] = str(properties.get("/ActualText", words))
            case "Tf":
                table = fonts[str(operands[0])]
            case "TJ":
                codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                glyphs = [table.get(int.from_bytes(codes[n : n + 2]), "\ufffd") for n in range(0, len(codes), 2)]
                words = "".join(reversed(glyphs) if has_rtl("".join(glyphs)) else glyphs)  # drawn from left to right
                (nested[-1][2] if nested else found.loose).append(words)
            case _:
                pass
    return found


def to_unicode(font: Thing) -> dict[int, str]:
    """Return what the codes of a font stand for."""
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    rows = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>", cmap)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in rows}
