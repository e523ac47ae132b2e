"""Make a structure tree valid: drop empty elements, wrap loose text, fix heading levels and list numbering.

Clauses are of ISO 32000-1:2008 and ISO 14289-1:2014.
"""

from __future__ import annotations

import re

from builder.writers.pdf.structure import FLOW, GROUPING, Annotation, Mark, StructureNode, walk

_LABELS = (("Decimal", r"\d+"), ("UpperAlpha", "[A-Z]"), ("LowerAlpha", "[a-z]"))


def normalize(root: StructureNode) -> None:
    """Change a complete tree in place: no empty elements, every child where its type may stand, no skipped heading level."""
    _prune(root)
    _arrange(root)
    _level(root)
    _number(root)


def _prune(node: StructureNode) -> bool:
    """Drop descendants without content; return whether `node` is worth keeping.

    Empty table cells stay, since all rows need the same number (14289-1, 7.5).
    """
    node.kids = [kid for kid in node.kids if not isinstance(kid, StructureNode) or _prune(kid)]
    return bool(node.kids) or node.role in {"TH", "TD", "Document"}


def _arrange(node: StructureNode) -> list[StructureNode]:
    """Wrap inline runs beside blocks in paragraphs, and move notes after the block that refers to them.

    Returns the notes that `node` cannot hold, for its parent to place. A footnote (table 338) left at its call would be
    read in the middle of the sentence.
    """
    if node.role == "P" and any(not kid.inline for kid in node.nodes() if kid.role != "Note"):
        node.role = "Div"
    takes_notes = node.role in GROUPING or node.role in FLOW
    placed: list[tuple[StructureNode | Mark | Annotation, list[StructureNode]]] = []
    for kid in node.kids:
        left = _arrange(kid) if isinstance(kid, StructureNode) else []
        if isinstance(kid, StructureNode) and kid.role == "Note" and placed:
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


def _wrap(node: StructureNode, placed: list[tuple[StructureNode | Mark | Annotation, list[StructureNode]]]) -> None:
    """Replace the children: each run of inline content becomes a paragraph, followed by its notes."""
    kids: list[StructureNode | Mark | Annotation] = []
    run: list[StructureNode | Mark | Annotation] = []
    waiting: list[StructureNode] = []

    def flush() -> None:
        no_wrap = all(isinstance(kid, StructureNode) and kid.role in {"Figure", _OWN_RUN.get(node.role)} for kid in run)
        if run and not no_wrap:
            paragraph = StructureNode("P", node, kids=list(run))
            for kid in run:
                if isinstance(kid, StructureNode):
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
        if not isinstance(kid, StructureNode) or kid.inline:
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


def _level(root: StructureNode) -> None:
    """Raise headings so that the first is H1 and none skips a level downwards (14289-1, 7.4.2)."""
    above = 0
    for node in walk(root):
        if re.fullmatch("H[1-6]", node.role):
            above = min(int(node.role[1]), above + 1)
            node.role = f"H{above}"


def _number(root: StructureNode) -> None:
    """Set ListNumbering of lists whose labels are in the text, and join lists that continue one another.

    An item with nothing but a label, such as a line to fill in, gets a body instead.
    """
    for node in walk(root):
        if node.role == "LI" and all(part.role == "Lbl" for part in node.nodes()):
            for part in node.nodes():
                part.role = "LBody"
        if _numbering_of(node) == "None" and node.element is not None and node.element.tag != "dl":
            label = next(iter(_labels(node)), "")
            name = next((name for name, form in _LABELS if re.fullmatch(form, label)), None)
            if name:
                node.attribute("List", ListNumbering=name)
    for node in list(walk(root)):
        kids: list[StructureNode | Mark | Annotation] = []
        for kid in node.kids:
            before = kids[-1] if kids else None
            if isinstance(kid, StructureNode) and isinstance(before, StructureNode) and _continues(before, kid):
                before.kids.extend(kid.kids)
                for item in kid.nodes():
                    item.parent = before
            else:
                kids.append(kid)
        node.kids = kids


def _numbering_of(node: StructureNode) -> str:
    """Return a list's ListNumbering, "" if it has none."""
    return str(node.attributes.get("List", {}).get("ListNumbering", ""))


def _labels(node: StructureNode) -> list[str]:
    """Return the labels of a list's items without periods and parentheses."""
    return [kid.text().strip(" .)(") for item in node.nodes() for kid in item.nodes() if kid.role == "Lbl"]


def _continues(first: StructureNode, second: StructureNode) -> bool:
    """Return whether the second list continues the first: C after A and B, when each option is in a box of its own."""
    kind = _numbering_of(first)
    if kind not in {"Decimal", "UpperAlpha", "LowerAlpha"} or kind != _numbering_of(second):
        return False
    before, after = _labels(first)[-1:], _labels(second)[:1]
    if not before or not after:
        return False
    if kind == "Decimal":
        return before[0].isdecimal() and after[0].isdecimal() and int(before[0]) + 1 == int(after[0])
    return len(before[0]) == len(after[0]) == 1 and ord(before[0]) + 1 == ord(after[0])
