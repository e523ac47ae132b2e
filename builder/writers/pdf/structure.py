"""The structure tree of a tagged PDF: its nodes, and which structure types there are.

Independent of layout and file format. `pdf.boxes` builds a tree from WeasyPrint's boxes, `pdf.normalize` makes it valid, and
`pdf.write_structure` writes it. Clauses are of ISO 32000-1:2008 (PDF 1.7) and ISO 14289-1:2014 (PDF/UA-1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Element = Any
"""An element of the HTML tree: `xml.etree.ElementTree.Element`, where it comes from untyped WeasyPrint."""


class StructureText(str):
    """An attribute value that is written as a PDF string; a plain `str` is written as a name."""

    __slots__ = ()


@dataclass(eq=False, slots=True)
class Mark:
    """A piece of marked content (32000-1, 14.6): `mcid` on page `page`, which counts from 0.

    `actual` replaces the characters of the glyphs (ActualText, 14.9.4). `space`: a space must be added after the text, since
    layout removed it and words are separated by characters, not by position (14.8.2.5). `gap`: it must if another
    line follows. `blank`: it must if any text follows.
    """

    page: int
    mcid: int
    text: str = ""
    actual: str | None = None
    space: bool = False
    gap: bool = True
    blank: bool = False

    def set_space_before(self, text: str, *, same_line: bool) -> None:
        """Set `space` if `text`, which follows, must be separated from this text and neither has a space there."""
        separate = self.blank or (self.gap and not same_line)
        self.space = separate and not self.text[-1:].isspace() and not text[:1].isspace()


@dataclass(eq=False, slots=True)
class Annotation:
    """A link or form field on page `page`; `dictionary` is its PDF object (14.7.4.3).

    `areas` are those of a link that breaks over lines: left, bottom, right, top, in pt.
    """

    page: int
    dictionary: Any
    areas: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class StructureNode:
    """A structure element (14.7.2). `attributes` are keyed by owner: Layout, List, Table (14.8.5).

    `last` is the text last added to a block-level element, and `line` the line box that it is on.
    """

    role: str
    parent: StructureNode | None = None
    element: Element = None
    kids: list[StructureNode | Mark | Annotation] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    inline: bool = False
    last: Mark | None = None
    line: object = None

    def add(self, role: str, element: Element = None, *, at: int | None = None) -> StructureNode:
        """Add a child at index `at`, by default at the end, and return it."""
        node = StructureNode(role, self, element, inline=role in INLINE)
        if not node.inline and role != "Note":
            self.last = None
        self.kids.insert(len(self.kids) if at is None else at, node)
        return node

    def find(self, *roles: str) -> StructureNode | None:
        """Return this element or its nearest ancestor with one of the roles, or None."""
        node: StructureNode | None = self
        while node is not None and node.role not in roles:
            node = node.parent
        return node

    def ancestors(self) -> Iterator[StructureNode]:
        """Yield this element and its ancestors, innermost first."""
        node: StructureNode | None = self
        while node is not None:
            yield node
            node = node.parent

    def nodes(self) -> list[StructureNode]:
        """Return the children that are elements."""
        return [kid for kid in self.kids if isinstance(kid, StructureNode)]

    def block(self) -> StructureNode:
        """Return the nearest block-level element: this one or an ancestor."""
        node = self
        while node.inline and node.parent is not None:
            node = node.parent
        return node

    def body(self) -> StructureNode:
        """Return the LBody of a list item; add it if there is none (14.8.4.3.3)."""
        return next((kid for kid in self.nodes() if kid.role == "LBody"), None) or self.add("LBody")

    def attribute(self, owner: str, **values: Any) -> None:  # names, numbers and strings of PDF
        """Set attributes of an owner."""
        self.attributes.setdefault(owner, {}).update(values)

    def text(self) -> str:
        """Return the text as it is read aloud: alternatives in place of pictures."""
        if "Alt" in self.properties:
            return self.properties["Alt"]
        return "".join(kid.text() if isinstance(kid, StructureNode) else _text_of(kid) for kid in self.kids)


def _text_of(kid: Mark | Annotation) -> str:
    """Return the characters of marked content, as they are read."""
    if isinstance(kid, Annotation):
        return ""
    words = kid.text if kid.actual is None else kid.actual.removesuffix("\u00ad")
    return words + (" " if kid.space else "")


ROLES = {
    "section": "Sect",
    "nav": "Sect",
    "aside": "Sect",
    "article": "Art",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "address": "P",
    "legend": "P",
    "summary": "P",
    "fieldset": "Div",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "a": "Link",
    "em": "Em",
    "strong": "Strong",
    "q": "Quote",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    "s": "Span",
    "del": "Span",
    **{f"h{level}": f"H{min(level, 6)}" for level in range(1, 10)},
}
"""HTML element → structure type. Others (div, span, b, i, header, main …) get no structure element."""

ROLE_MAP = {"Em": "Span", "Strong": "Span"}
"""Types that we use and 14.8.4 does not have → the nearest standard type (14.7.3). PDF 2.0 has these names."""

INLINE = frozenset({"Span", "Em", "Strong", "Quote", "Code", "Reference", "Link", "Form"})
"""Types that stand in a line of text (14.8.4.4)."""

GROUPING = frozenset({"Document", "Art", "Sect", "Div", "BlockQuote", "TOCI"})
"""Types that hold only blocks: text directly in them is wrapped in paragraphs (14.8.4.2)."""

FLOW = frozenset({"LBody", "TH", "TD", "Caption", "Note"})
"""Types that hold either inline content or blocks."""

_NUMBERING = {
    "decimal": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "•": "Disc",
    "◦": "Circle",
    "○": "Circle",
    "▪": "Square",
    "■": "Square",
}
"""CSS list-style-type, or the marker itself → ListNumbering (14.8.5.5, table 347)."""


def numbering(style: object) -> str:
    """Return the ListNumbering for a `list-style-type`; "None" for text that follows no numbering."""
    marker = style[1] if isinstance(style, tuple) else style  # ("string", "– ")
    name = str(marker).strip().removesuffix("-parenthesis").removesuffix("-parentheses")  # see slides/deck/numbering.py
    return _NUMBERING.get(name, "None")


def walk(node: StructureNode) -> Iterator[StructureNode]:
    """Yield an element and its descendants in reading order."""
    yield node
    for kid in node.kids:
        if isinstance(kid, StructureNode):
            yield from walk(kid)
