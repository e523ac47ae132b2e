"""The structure tree of a tagged PDF: what its elements are, and how they must nest.

Knows nothing of layout or files. `pdf_tags` builds a tree from WeasyPrint's boxes, `settle` puts it in order, and
`pdf_emit` writes it. Clauses are of ISO 32000-1:2008 (PDF 1.7) and ISO 14289-1:2014 (PDF/UA-1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Element = Any
"""An element of the HTML tree: `xml.etree.ElementTree.Element`, where it comes from untyped WeasyPrint."""


@dataclass(eq=False, slots=True)
class Mark:
    """A piece of marked content (32000-1, 14.6): `mcid` on page `page`, counted from 0.

    `actual` replaces the glyphs' characters (14.9.4). `space` asks for a space after the text: line breaking took it
    away, and words must be separated by characters, not by where they stand (14.8.2.5). `gap` says that a space
    belongs there if another line follows.
    """

    page: int
    mcid: int
    text: str = ""
    actual: str | None = None
    space: bool = False
    gap: bool = True


@dataclass(eq=False, slots=True)
class Annotation:
    """A link or form field on page `page`; `dictionary` is its PDF object (14.7.4.3)."""

    page: int
    dictionary: Any


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

    def attribute(self, owner: str, **values: Any) -> None:  # noqa: ANN401  # names, numbers and strings of PDF
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

NUMBERING = {
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
}
"""CSS list-style-type → ListNumbering (14.8.5.5, table 347). Anything else is None: text that follows no scheme."""

_LABELS = (("Decimal", r"\d+"), ("UpperAlpha", "[A-Z]"), ("LowerAlpha", "[a-z]"))


def settle(root: Node) -> None:
    """Put a finished tree in order: nothing empty, every kid where its kind may stand, headings that skip no level."""
    _prune(root)
    _arrange(root)
    _level(root)
    _number(root)


def _prune(node: Node) -> bool:
    """Drop elements without content; say whether anything is left. Cells stay: rows must be of one length (14289-1, 7.5)."""
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or _prune(kid)]
    return bool(node.kids) or node.role in {"TH", "TD", "Document"}


def _arrange(node: Node) -> list[Node]:
    """Wrap runs of text where blocks stand, and move notes behind the block that calls them.

    Returns the notes that found no place in `node`. A note (table 338) read in the middle of its sentence would tear
    that sentence apart; read after the paragraph, it does not.
    """
    if node.role == "P" and any(not kid.inline for kid in node.nodes() if kid.role != "Note"):
        node.role = "Div"
    takes_notes = node.role in GROUPING or node.role in FLOW
    placed: list[tuple[Node | Mark | Annotation, list[Node]]] = []
    for kid in node.kids:
        left = _arrange(kid) if isinstance(kid, Node) else []
        if isinstance(kid, Node) and kid.role == "Note" and placed:
            placed[-1][1].extend([kid, *left])
        else:
            placed.append((kid, left))
    notes = [note for _, after in placed for note in after]
    if not takes_notes:
        node.kids = [kid for kid, _ in placed]
        return notes
    mixed = bool(notes) or any(not kid.inline and kid.role != "Lbl" for kid in node.nodes())
    if node.role in GROUPING or mixed:
        _wrap(node, placed)
    return []


def _wrap(node: Node, placed: list[tuple[Node | Mark | Annotation, list[Node]]]) -> None:
    """Set kids anew: each run of text as a paragraph, with its notes behind it."""
    kids: list[Node | Mark | Annotation] = []
    run: list[Node | Mark | Annotation] = []
    waiting: list[Node] = []

    def flush() -> None:
        bare = all(isinstance(kid, Node) and kid.role in {"Figure", _OWN_RUN.get(node.role)} for kid in run)
        if run and not bare:
            paragraph = Node("P", node, kids=list(run))
            for kid in run:
                if isinstance(kid, Node):
                    kid.parent = paragraph
            kids.append(paragraph)
        else:
            kids.extend(run)
        kids.extend(waiting)
        for note in waiting:
            note.parent = node
        run.clear()
        waiting.clear()

    for kid, after in placed:
        if not isinstance(kid, Node) or kid.inline:
            run.append(kid)
            waiting.extend(after)
        else:
            flush()
            kids.append(kid)
            waiting.extend(after)
            flush()
    flush()
    node.kids = kids


_OWN_RUN = {"TOCI": "Reference"}
"""Inline types that may stand in a grouping element without a paragraph: an entry of a table of contents (table 333)."""


def _level(root: Node) -> None:
    """Let no heading skip a level on the way down, and the first be H1 (14289-1, 7.4.2)."""
    above = 0
    for node in walk(root):
        if re.fullmatch("H[1-6]", node.role):
            above = min(int(node.role[1]), above + 1)
            node.role = f"H{above}"


def _number(root: Node) -> None:
    """Say how lists are numbered whose labels are written out, as the letters of answers are."""
    for node in walk(root):
        numbering = node.attributes.get("List", {}).get("ListNumbering")
        if numbering != "None" or node.element is None or node.element.tag == "dl":
            continue
        label = next((kid.text() for item in node.nodes() for kid in item.nodes() if kid.role == "Lbl"), "")
        name = next((name for name, form in _LABELS if re.fullmatch(form, label.strip(" .)("))), None)
        if name:
            node.attribute("List", ListNumbering=name)


def walk(node: Node) -> Iterator[Node]:
    """Yield an element and all in it, in reading order."""
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from walk(kid)
