"""Build a structure tree from the boxes of WeasyPrint's laid out pages.

The structure type of a box follows from its HTML element, never from its style: a theme cannot change the tags.
Clauses are of ISO 32000-1:2008 (PDF 1.7) and ISO 14289-1:2014 (PDF/UA-1).
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from builder.core.bidi import has_rtl
from builder.writers.pdf.links import add_link
from builder.writers.pdf.pictures import Box, alternative_of, is_drawn_picture
from builder.writers.pdf.structure import ROLES, Annotation, Element, Mark, StructureNode, StructureText, numbering
from builder.writers.pdf.words import SourceText

_POINTS = 0.75
"""Points in a CSS pixel."""


def _is_blank(box: Box) -> bool:
    """Return whether an inline box shows nothing: what remains of a link at the end of a line."""
    return isinstance(box, boxes.InlineBox) and all(
        isinstance(inner, boxes.LineBox | boxes.InlineBox)
        or (isinstance(inner, boxes.TextBox) and not inner.text.strip())
        for inner in box.descendants()
    )


def _is_hidden(element: Element) -> bool:
    """Return whether assistive technology shall skip an element."""
    return element is not None and (
        element.get("aria-hidden") == "true" or element.get("role") in {"presentation", "none"}
    )


class Tagger:
    """Reads all pages into one tree. An element that continues on another page stays one node, found by element and tag."""

    def __init__(self) -> None:
        self.root = StructureNode("Document")
        self.artifacts: list[dict[int, dict[str, str]]] = []
        self.nodes: dict[tuple[Element, str], StructureNode] = {}
        self.captions: dict[Element, Element] = {}  # figcaption → its table
        self.labels: dict[Element, Element] = {}  # first child of a list item → that item
        self.heads: dict[Element, int] = {}  # table head or foot → the page where it is content
        self.dropped: list[Annotation] = []
        self.source_text = SourceText()
        self.heard: dict[Element, Mark] = {}  # element whose child is heard after its words → the last of these
        self.page = 0
        self.height = 0.0
        self.marked: dict[Any, dict[str, int]] = {}
        self.notes = 0

    def read_page(self, number: int, page: Any, marked: dict[Any, dict[str, int]]) -> None:  # untyped
        """Add page `number` (from 0). `marked` maps boxes to the marked content that they were painted as; it is emptied."""
        self.page, self.height, self.marked = number, page.height, marked
        self.artifacts.append({})
        for box in page._page_box.children:  # noqa: SLF001  # WeasyPrint has no other way
            self.walk(box, self.root, None)
        for content in list(marked.values()):  # painted, but by none of the page's boxes
            self.artifacts[number][content["mcid"]] = {"Type": "Layout"}
        marked.clear()

    # ── boxes

    def walk(self, box: Box, parent: StructureNode, line: object) -> None:
        """Add a box and all in it to `parent`."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001
        if isinstance(box, boxes.MarginBox):
            self.artifact(box, parent, _margin_artifact(box.at_keyword))
        elif isinstance(box, boxes.TextBox):
            self.text(box, parent, line)
        elif box.is_leader or _is_hidden(box.element):
            self.artifact(box, parent, {"Type": "Layout"})
        elif isinstance(box, boxes.TableRowGroupBox) and self.is_repeated(box):
            self.artifact(box, parent, {"Type": "Pagination"})
        elif isinstance(box, boxes.ReplacedBox):
            self.annotate(box, parent)
            self.picture(box, parent, alternative_of(box.element), box)
        else:
            is_line = isinstance(box, boxes.LineBox)
            node = parent if is_line else self.node_of(box, parent)
            if not is_line:
                self.annotate(box, node)
            if box.element in self.marked and is_drawn_picture(box):
                self.picture(box, node, alternative_of(box.element), box.element)
            for child in box.children:
                self.walk(child, node, box if is_line else line)

    def artifact(self, box: Box, parent: StructureNode, properties: dict[str, str]) -> None:
        """Mark a box and all in it as an artifact: no part of the text (14.8.2.2)."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001
        self.annotate(box, parent)
        if box.is_leader and (last := parent.block().last):
            last.blank = True
        for key in (box, box.element):
            if found := self.marked.pop(key, None) if key is not None else None:
                self.artifacts[self.page][found["mcid"]] = properties
        for child in box.children:
            self.artifact(child, parent, properties)

    def is_repeated(self, box: Box) -> bool:
        """Return whether this table head or foot was on an earlier page already."""
        if box.element_tag not in {"thead", "tfoot"}:
            return False
        return self.heads.setdefault(box.element, self.page) != self.page

    def text(self, box: Box, parent: StructureNode, line: object) -> None:
        """Add the text of a text box, which is part of one line."""
        found = self.marked.pop(box, None)
        if found is None:
            return
        parent = parent.body() if parent.role == "LI" else parent
        block, text = parent.block(), box.text
        if not text.strip() or box.style["visibility"] != "visible":
            self.artifacts[self.page][found["mcid"]] = {"Type": "Layout"}
            if block.last is not None:
                block.last.blank = True
            return
        mark = self.source_text.mark(box, self.page, found["mcid"])
        if box.element.find("*[@data-pdf='heard']") is not None and "::" not in box.element_tag:
            self.heard[box.element] = mark
        if block.last is not None:
            block.last.set_space_before(text, same_line=block.line is line)
        block.last, block.line = mark, line
        parent.kids.append(mark)

    def finish(self) -> None:
        """Add what is heard after words and not shown: the colon between a label and its heading (ActualText, 14.9.4).

        Words from right to left go without: readers turn ActualText of them round (see docs/measurements.md).
        """
        for element, mark in self.heard.items():
            if has_rtl(mark.text):
                continue
            words = mark.text if mark.actual is None else mark.actual
            mark.actual = words.rstrip() + "".join(child.text for child in element if child.get("data-pdf") == "heard")

    def picture(self, box: Box, parent: StructureNode, alternative: str, key: object) -> None:
        """Add a picture with its alternative text and bounding box (14.8.4.5, 14.8.5.4.3; 14289-1, 7.3).

        A decorative picture, one without alternative, becomes an artifact.
        """
        found = self.marked.pop(key, None)
        if found is None:
            return
        if not alternative:
            self.artifacts[self.page][found["mcid"]] = {"Type": "Layout"}
            return
        inline = not isinstance(box, boxes.BlockReplacedBox)
        label = self.labels.get(box.element) if key is box.element else None
        if label is not None and (item := parent.find("LI")) and item.element is label:
            parent = item.add("Lbl", at=0)
        node = (parent.body() if parent.role == "LI" else parent).add("Figure", box.element)
        node.inline = inline
        node.properties["Alt"] = alternative
        node.kids.append(Mark(self.page, found["mcid"]))
        parent.block().last = None
        left, top = (
            (box.border_box_x(), box.border_box_y())
            if key is box.element
            else (box.content_box_x(), box.content_box_y())
        )
        wide, high = (box.border_width(), box.border_height()) if key is box.element else (box.width, box.height)
        edges = (left, self.height - top - high, left + wide, self.height - top)
        node.attribute(
            "Layout", Placement="Inline" if inline else "Block", BBox=[round(edge * _POINTS, 3) for edge in edges]
        )

    def annotate(self, box: Box, node: StructureNode) -> None:
        """Add a box's link or form field (14.8.4.4.2, 14.8.4.5).

        WeasyPrint makes a link of every box in an `a`, and of the space where a line broke: one for each page is kept.
        """
        if box.link_annotation:
            link = Annotation(self.page, box.link_annotation)
            if _is_blank(box) or not add_link(node.find("Link") or node, link):
                self.dropped.append(link)
        if box.widget_annotation:
            (node.body() if node.role == "LI" else node).add("Form").kids.append(
                Annotation(self.page, box.widget_annotation)
            )

    # ── elements

    def node_of(self, box: Box, parent: StructureNode) -> StructureNode:
        """Return the node of a box's element, or `parent` for an element that has no node of its own."""
        element, tag = box.element, box.element_tag
        if element is None:
            return parent
        node = self.nodes.get((element, tag))
        if node is None:
            _, _, pseudo = tag.partition("::")
            node = self.generated_node(pseudo, box, parent) if pseudo else self.new_node(element, parent, box)
            self.nodes[element, tag] = node
        return node

    def generated_node(self, pseudo: str, box: Box, parent: StructureNode) -> StructureNode:
        """Return the node of content that CSS generates: list markers, and calls and markers of footnotes (14.8.4.4.1)."""
        item = parent.find("LI", "TOCI")
        note = parent.find("Note")
        if pseudo == "marker" and item is not None and item.element is box.element:
            if item.parent is not None and "List" in item.parent.attributes:
                item.parent.attribute("List", ListNumbering=numbering(box.style["list_style_type"]))
            return item.add("Lbl", at=0)
        if pseudo == "footnote-call":
            return self.footnote_call(box.element, parent)
        if pseudo == "footnote-marker" and note is not None:
            return note.add("Lbl", at=0)
        return parent

    def footnote_call(self, element: Element, parent: StructureNode) -> StructureNode:
        """Return the node of a footnote's call; add the Note after it, with a unique ID (14289-1, 7.9)."""
        parent = parent.body() if parent.role == "LI" else parent
        call, note = parent.add("Reference", element), parent.add("Note", element)
        self.notes += 1
        note.properties["ID"] = f"note-{self.notes}"
        self.nodes[element, element.tag] = note
        return call

    def new_node(self, element: Element, parent: StructureNode, box: Box | None = None) -> StructureNode:
        """Return a new node for an element, or `parent` if it needs none."""
        tag = element.tag
        role: str | None = ROLES.get(tag)
        if tag == "html":
            if element.get("dir") == "rtl":
                parent.attribute("Layout", WritingMode="RlTb")
            return parent
        if element.get("role") == "paragraph":
            role = "P"
        elif tag in {"ul", "ol"} and any(
            node.element is not None and node.element.tag == "nav" for node in parent.ancestors()
        ):
            role = "TOC"
        elif tag == "li":
            role = self.item(element, parent)
        elif tag == "figure":
            role = self.figure(element)
        elif tag == "figcaption" and element in self.captions:
            parent = self.node_for(self.captions[element], parent)
        elif tag in {"dt", "dd"}:
            return self.term_or_description(element, parent)
        elif tag == "a":
            role, parent = self.link(element, parent)
        elif element.get("data-pdf") == "Lbl" and (item := parent.find("LI")) is not None:
            return self.add_properties(item.add("Lbl", element, at=0), element)
        elif element.get("role") == "img":
            role = None
        elif role is None and _needs_node(element):
            role = "Div" if tag == "div" or isinstance(box, boxes.BlockBox) else "Span"
        if role is None:
            return parent
        node = (parent.body() if parent.role == "LI" else parent).add(role, element)
        return self.add_properties(node, element, box)

    def node_for(self, element: Element, parent: StructureNode) -> StructureNode:
        """Return the node of an element whose box may still come."""
        if (element, element.tag) not in self.nodes:
            self.nodes[element, element.tag] = self.new_node(element, parent)
        return self.nodes[element, element.tag]

    def add_properties(self, node: StructureNode, element: Element, box: Box | None = None) -> StructureNode:
        """Set the language, alternative, title, spans … that the attributes of an element name; return the node."""
        if lang := element.get("lang"):
            node.properties["Lang"] = lang  # 14.9.2
        if element.get("dir") in {"rtl", "ltr"} and element.get("lang"):
            node.attribute("Layout", WritingMode={"rtl": "RlTb", "ltr": "LrTb"}[element.get("dir")])
        if element.tag == "abbr" and element.get("title"):
            node.properties["E"] = element.get("title")  # 14.9.5
        if element.tag in {"s", "del"}:
            node.attribute("Layout", TextDecorationType="LineThrough")
        if name := element.get("aria-label"):
            if node.role == "Table":
                node.attribute("Table", Summary=StructureText(name))
            elif node.inline:
                node.properties["Alt"] = name  # 14.9.3
            else:
                node.properties["T"] = name
        if node.role == "L":
            node.attribute("List", ListNumbering="None")
        if node.role in {"TH", "TD"} and box is not None:
            spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
            node.attributes.update({"Table": found} if (found := {k: n for k, n in spans.items() if n != 1}) else {})
        return node

    def item(self, element: Element, parent: StructureNode) -> str:
        """Return the role of a list item, and note its first child, which may be its label."""
        first = next(iter(element), None)
        if first is not None and not (element.text or "").strip():
            self.labels[first] = element
        return "TOCI" if parent.role == "TOC" else "LI"

    def figure(self, element: Element) -> str | None:
        """Return the role of a `figure`. Its picture becomes the Figure, since readers skip a caption within an element with Alt.

        The caption of a single table becomes a child of the table (14.8.4.3.4).
        """
        tables = [child for child in element if child.tag == "table"]
        captions = [child for child in element if child.tag == "figcaption"]
        if len(tables) == 1:
            self.captions.update(dict.fromkeys(captions, tables[0]))
            return None
        return "Div" if len(element) > 1 else None

    def term_or_description(self, element: Element, parent: StructureNode) -> StructureNode:
        """Return the node of a `dt` or `dd`: the label or the body of a list item (14.8.4.3.3)."""
        items = parent.nodes()
        item = items[-1] if items else parent.add("LI")
        has_body = any(kid.role == "LBody" for kid in item.nodes())
        if element.tag == "dt":
            item = parent.add("LI") if has_body else item
            return self.add_properties(item.add("Lbl", element), element)
        return self.add_properties(item.body().add("P", element) if has_body else item.body(), element)

    def link(self, element: Element, parent: StructureNode) -> tuple[str | None, StructureNode]:
        """Return the role of an `a` and its parent. A link within this file is put into a Reference (table 338)."""
        target = element.get("href")
        if not target:
            return ("Span" if _needs_node(element) else None), parent
        parent = parent.body() if parent.role == "LI" else parent
        return "Link", parent.add("Reference") if target.startswith("#") else parent


def _needs_node(element: Element) -> bool:
    """Return whether an element without a role has a language, label or expansion, which only a node can hold."""
    return bool(element.get("lang") or element.get("aria-label") or (element.tag == "abbr" and element.get("title")))


def _margin_artifact(place: str) -> dict[str, str]:
    """Return the artifact properties of a page margin box: header, footer or neither (14.8.2.2.2; 14289-1, 7.8)."""
    edge = next((name for word, name in (("top", "Header"), ("bottom", "Footer")) if place.startswith(f"@{word}")), "")
    return {"Type": "Pagination", "Subtype": edge} if edge else {"Type": "Pagination"}
