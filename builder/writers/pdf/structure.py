"""The structure tree of a tagged PDF: what its elements are, and how they must nest.

Knows nothing of layout or files. `pdf.boxes` builds a tree from WeasyPrint's boxes, `pdf.settle` puts it in order, and
`pdf.emit` writes it. Clauses are of ISO 32000-1:2008 (PDF 1.7) and ISO 14289-1:2014 (PDF/UA-1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Element = Any
"""An element of the HTML tree: `xml.etree.ElementTree.Element`, where it comes from untyped WeasyPrint."""


_SLACK = 1.0
"""How far a link in a link may reach beyond it and still be the same place, pt."""


class Text(str):
    """Words as the value of an attribute, where a plain `str` is one of PDF's names."""

    __slots__ = ()


@dataclass(eq=False, slots=True)
class Mark:
    """A piece of marked content (32000-1, 14.6): `mcid` on page `page`, counted from 0.

    `actual` replaces the glyphs' characters (14.9.4). `space` asks for a space after the text: layout took it away, and
    words must be separated by characters, not by where they stand (14.8.2.5). `gap` says that it belongs there if
    another line follows, `blank` that it does if anything follows.
    """

    page: int
    mcid: int
    text: str = ""
    actual: str | None = None
    space: bool = False
    gap: bool = True
    blank: bool = False

    def goes_on(self, text: str, *, same_line: bool) -> None:
        """Take note that `text` follows: ask for the space between the two that layout took away."""
        parted = self.blank or (self.gap and not same_line)
        self.space = parted and not self.text[-1:].isspace() and not text[:1].isspace()


@dataclass(eq=False, slots=True)
class Annotation:
    """A link or form field on page `page`; `dictionary` is its PDF object (14.7.4.3)."""

    page: int
    dictionary: Any

    def lies_in(self, other: Annotation) -> bool:
        """Say whether it covers no place that another does not."""
        mine, theirs = self._edges(), other._edges()
        inside = all(a >= b - _SLACK for a, b in zip(mine[:2], theirs[:2], strict=True))
        return (
            self.page == other.page
            and inside
            and all(a <= b + _SLACK for a, b in zip(mine[2:], theirs[2:], strict=True))
        )

    def _edges(self) -> list[float]:
        x1, y1, x2, y2 = self.dictionary["Rect"]
        return [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]


@dataclass(eq=False, slots=True)
class Node:
    """A structure element (14.7.2). `attributes` go by owner: Layout, List, Table (14.8.5).

    `last` is the text that was added last to a block, and `line` the line that it stands on.
    """

    role: str
    parent: Node | None = None
    element: Element = None
    kids: list[Node | Mark | Annotation] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    inline: bool = False
    last: Mark | None = None
    line: object = None

    def add(self, role: str, element: Element = None, *, at: int | None = None) -> Node:
        """Return a new child, the last one or the one at a place."""
        node = Node(role, self, element, inline=role in INLINE)
        if not node.inline and role != "Note":
            self.last = None
        self.kids.insert(len(self.kids) if at is None else at, node)
        return node

    def find(self, *roles: str) -> Node | None:
        """Return the nearest of this element and those around it that has one of the roles."""
        node: Node | None = self
        while node is not None and node.role not in roles:
            node = node.parent
        return node

    def around(self) -> Iterator[Node]:
        """Yield this element and those around it, from the inside."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def nodes(self) -> list[Node]:
        """Return the elements among the kids."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def block(self) -> Node:
        """Return the element whose text this one's runs on with."""
        node = self
        while node.inline and node.parent is not None:
            node = node.parent
        return node

    def body(self) -> Node:
        """Return the LBody of a list item, made when it is first asked for (14.8.4.3.3)."""
        return next((kid for kid in self.nodes() if kid.role == "LBody"), None) or self.add("LBody")

    def attribute(self, owner: str, **values: Any) -> None:  # names, numbers and strings of PDF
        """Set attributes of an owner."""
        self.attributes.setdefault(owner, {}).update(values)

    def text(self) -> str:
        """Return the words in it, as they are read: alternatives in place of what they stand for."""
        if "Alt" in self.properties:
            return self.properties["Alt"]
        return "".join(kid.text() if isinstance(kid, Node) else _said(kid) for kid in self.kids)


def _said(kid: Mark | Annotation) -> str:
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
"""HTML element → structure type. What is not here (div, span, b, i, header, main …) adds nothing, and gets no element."""

ROLE_MAP = {"Em": "Span", "Strong": "Span"}
"""Our types that are not in 14.8.4, and the standard ones nearest to them (14.7.3). PDF 2.0 has them by these names."""

INLINE = frozenset({"Span", "Em", "Strong", "Quote", "Code", "Reference", "Link", "Form"})
"""Types that stand in a line of text (14.8.4.4)."""

GROUPING = frozenset({"Document", "Art", "Sect", "Div", "BlockQuote", "TOCI"})
"""Types that hold blocks only: text in them is wrapped in paragraphs (14.8.4.2)."""

FLOW = frozenset({"LBody", "TH", "TD", "Caption", "Note"})
"""Types that hold a line of text, or blocks."""

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
    """Return how a list is numbered whose items have a list-style-type; None is text that follows no scheme."""
    marker = style[1] if isinstance(style, tuple) else style  # ("string", "– ")
    return _NUMBERING.get(str(marker).strip(), "None")


def walk(node: Node) -> Iterator[Node]:
    """Yield an element and all in it, in reading order."""
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from walk(kid)
