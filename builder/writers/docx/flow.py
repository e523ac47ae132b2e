"""What grows while a module is written as a Word file: paragraphs, lists, footnotes, bookmarks, links and pictures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from builder.core.bidi import direction
from builder.core.frozen import dataclass as frozen
from builder.core.source import NOWHERE, Span
from builder.slides.template.package import Package
from builder.writers.docx import oxml
from builder.writers.docx.numbering import ListNumbers
from builder.writers.docx.styles import Sheet

DOCUMENT, FOOTNOTES = "word/document.xml", "word/footnotes.xml"


@frozen
class Place:
    """Where a paragraph stands: in which block, for whom, in what language, at which place of the source.

    `level` is that of the next title, from 1. `indent` is how many lists it is in. `in_cell`: it is in a table. `ours`: it says
    something to reviewers, and is no part of the module.
    """

    box: str = ""
    audience: str = ""
    level: int = 1
    indent: int = 0
    lang: str = ""
    at: Span = NOWHERE
    in_cell: bool = False
    ours: bool = False


def bookmark_name(ident: str, kind: str = "b") -> str:
    """Return the bookmark of a block: letters, digits and `_`, at most 40 (ECMA-376-1, 17.13.6.2)."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", ident)
    if plain == ident and len(plain) <= 36:
        return f"{kind}_{plain}"
    return f"{kind}_{plain[:24]}_{hashlib.sha256(ident.encode()).hexdigest()[:8]}"


@dataclass
class Flow:
    """A Word file in the making.

    `before` is called ahead of each paragraph outside tables and notes, with its kind and place, and returns the runs that it begins
    with: a copy for reviewers says there who sees it, and its line in the source. `places` are the places in the source that paragraphs name by number; they are named in such a copy alone (`placed`).
    """

    sheet: Sheet
    package: Package
    placed: bool = False
    before: Callable[[str, Place], str] | None = None
    numbers: ListNumbers = field(default_factory=ListNumbers)
    out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    part: str = DOCUMENT
    _pending: list[str] = field(default_factory=list)
    _named: set[str] = field(default_factory=set)
    _bookmarks: int = 0
    _pictures: int = 0

    def paragraph(
        self, kind: str, content: str, place: Place, *, numbering: tuple[int, int] | None = None, boxed: bool = True
    ) -> None:
        """Add a paragraph of a kind; `content` is its runs. `boxed`: it looks like the block that it stands in."""
        if self.before and not place.in_cell and self.part == DOCUMENT:
            content = self.before(kind, place) + content
        indent = place.indent if kind == "List Continue" else 0
        style = self.sheet.style(kind, place.box if boxed and not place.in_cell else "", place.audience, indent)
        number = -1
        if self.placed:
            self.places.append(place.at)
            number = len(self.places) - 1
        text = oxml.paragraph(style, self._anchors() + content, numbering=numbering, place=number)
        base = direction(self.sheet.lang)
        if place.lang and (own := direction(place.lang)) != base:
            text = text.replace("</w:pPr>", f'<w:bidi w:val="{"1" if own == "rtl" else "0"}"/></w:pPr>', 1)
        self.out.append(text)

    def name(self, ident: str, kind: str = "b") -> None:
        """Give the next paragraph the bookmark of a block; the first of a name has it."""
        name = bookmark_name(ident, kind)
        if ident and name not in self._named:
            self._named.add(name)
            self._pending.append(name)

    def _anchors(self) -> str:
        made = ""
        for name in self._pending:
            self._bookmarks += 1
            made += oxml.bookmark(self._bookmarks, name)
        self._pending.clear()
        return made

    @contextmanager
    def apart(self, part: str = "") -> Iterator[list[str]]:
        """Collect what is added meanwhile in a list of its own: cells and footnotes. `part` is the part that it goes to."""
        kept, here = self.out, self.part
        self.out, self.part = [], part or here
        try:
            yield self.out
        finally:
            self.out, self.part = kept, here

    def address(self, address: str, content: str) -> str:
        """Return a link to an address."""
        return oxml.link(self.package.relate(self.part, "hyperlink", address, external=True), content)

    def picture(self, data: bytes, ending: str, size: tuple[int, int], alt: str, *, decorative: bool = False) -> str:
        """Return a run with a picture; the same bytes have one part."""
        self._pictures += 1
        name = f"word/media/{hashlib.sha256(data).hexdigest()[:16]}.{ending}"
        self.package.add(name, data, f"image/{ending}")
        relationship = self.package.relate(self.part, "image", name)
        return oxml.picture(self._pictures, relationship, size, alt, decorative=decorative)
