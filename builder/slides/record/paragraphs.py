"""Paragraphs of a shape's text: their words, and how they are formatted beyond what their layout says (ECMA-376-1, 21.1.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from builder.core.frozen import dataclass
from builder.core.typography import straight_quotes
from builder.slides.record.words import comparable, fingerprint
from builder.slides.template.package import OFFICE, Relationship

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = f"{{{OFFICE.rstrip('/')}}}"
_SET = ("b", "i", "u", "strike", "baseline", "sz")
"""Attributes of a run that people set."""


@dataclass(frozen=True, slots=True)
class SeenParagraph:
    """A paragraph: its `text` made comparable, its words as they are (`raw`, a line break as a vertical tab), its level from 0.

    `look` is the fingerprint of its formatting: what its runs and its paragraph set themselves, and where its links lead.
    """

    text: str
    raw: str = ""
    level: int = 0
    look: str = ""
    marked: bool = False


def read_paragraphs(body: etree._Element | None, rows: Mapping[str, Relationship]) -> tuple[SeenParagraph, ...]:
    """Return the paragraphs of a text body, () for none; `rows` are its part's relationships."""
    return tuple(_paragraph(node, rows) for node in body.iterfind(f"{_A}p")) if body is not None else ()


def _paragraph(node: etree._Element, rows: Mapping[str, Relationship]) -> SeenParagraph:
    properties = node.find(f"{_A}pPr")
    level = properties.get("lvl", "0") if properties is not None else "0"
    aligned = properties.get("algn", "") if properties is not None else ""
    pieces: list[str] = []
    looks: list[tuple[str, str]] = []
    for look, words in _runs(node, rows):
        pieces.append(words)
        if looks and looks[-1][0] == look:
            looks[-1] = (look, looks[-1][1] + words)
        elif words.strip():
            looks.append((look, words))
    raw = "".join(pieces)
    said = "\n".join(f"{look}\t{straight_quotes(comparable(words))}" for look, words in looks)
    plain = all(look == "" for look, _ in looks)
    mark = "" if plain and level == "0" and not aligned else fingerprint(f"{level}\t{aligned}\n{said}")
    bullet = properties is not None and any(
        child.tag in {f"{_A}buChar", f"{_A}buAutoNum", f"{_A}buBlip"} for child in properties
    )
    return SeenParagraph(comparable(raw), raw, int(level) if level.isdecimal() else 0, mark, bullet)


def _runs(node: etree._Element, rows: Mapping[str, Relationship]) -> Iterator[tuple[str, str]]:
    """Yield each run of a paragraph: how it is formatted, and its words."""
    for child in node:
        if child.tag == f"{_A}br":
            yield "", "\v"
        elif child.tag in {f"{_A}r", f"{_A}fld"}:
            words = child.find(f"{_A}t")
            yield _look(child.find(f"{_A}rPr"), rows), (words.text or "") if words is not None else ""


def _look(properties: etree._Element | None, rows: Mapping[str, Relationship]) -> str:
    if properties is None:
        return ""
    found = [
        f"{name}={value}" for name in _SET if (value := properties.get(name)) and value not in {"0", "none", "noStrike"}
    ]
    for child in properties:
        match child.tag:
            case tag if tag == f"{_A}latin":
                found.append(f"font={child.get('typeface', '')}")
            case tag if tag in {f"{_A}solidFill", f"{_A}highlight"}:
                color = child[0].get("val", "") if len(child) else ""
                found.append(f"{tag.rpartition('}')[2]}={color}")
            case tag if tag == f"{_A}hlinkClick":
                row = rows.get(child.get(f"{_R}id", ""))
                found.append(f"link={row.target if row and row.external else 'slide'}")
            case _:
                pass
    return " ".join(found)
