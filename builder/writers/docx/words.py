"""The words of a paragraph in a Word file, as they were made and as somebody has changed them.

The writer names each paragraph of a copy for reviewers by these words, and whoever reads the copy when it comes back compares with them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree

from builder.core.frozen import dataclass
from builder.core.source import Span
from builder.writers.docx.oxml import LINE_STYLE, PLACE, W

State = Literal["", "inserted", "deleted", "passing"]
"""What somebody did to a piece of text: nothing; `passing`: it was inserted, and deleted again."""

OBJECT = "\ufffc"
"""Stands for a picture, and for the number of a footnote."""

_SKIPPED = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "txbxContent", "instrText", "delInstrText", "sdtPr", "object", "pict", "p", "tbl")
)
_IN, _OUT = frozenset({f"{W}ins", f"{W}moveTo"}), frozenset({f"{W}del", f"{W}moveFrom"})
MARKS = frozenset(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "rPrChange"))
"""Elements that `pieces_of` yields as pieces without words: where a comment begins and ends, and a changed look."""

_SIGNS = {
    f"{W}tab": " ",
    f"{W}br": " ",
    f"{W}cr": " ",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}footnoteReference": OBJECT,
    f"{W}drawing": OBJECT,
}


@dataclass(frozen=True, slots=True)
class WordPiece:
    """A piece of a paragraph's text. `change` is the element that says who inserted or deleted it, None for nobody.

    One without text is an element of MARKS.
    """

    text: str
    state: State = ""
    change: etree._Element | None = None


def pieces_of(paragraph: etree._Element) -> Iterator[WordPiece]:
    """Yield the text of a paragraph in pieces, in order. Boxes and codes of fields in it are no text of it."""
    waiting: list[tuple[etree._Element, State, etree._Element | None]] = [
        (child, "", None) for child in reversed(paragraph)
    ]
    while waiting:
        element, state, change = waiting.pop()
        tag = element.tag
        if tag == f"{W}rPr" and element.find(f"{W}rPrChange") is not None:
            yield WordPiece("", state, element.find(f"{W}rPrChange"))
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag in MARKS:
            yield WordPiece("", state, element)
            continue
        if tag in _IN:
            state, change = "inserted", element
        elif tag in _OUT:
            state, change = "passing" if state == "inserted" else "deleted", element
        if tag == f"{W}r" and _is_line(element):
            text = "".join(str(one.text or "") for one in element.iter(f"{W}t", f"{W}delText"))
            yield WordPiece(text.lstrip("0123456789"), state, change)  # what somebody typed beside it is no line
        elif tag in (f"{W}t", f"{W}delText"):
            yield WordPiece(element.text or "", state, change)
        elif tag in _SIGNS:
            yield WordPiece(_SIGNS[tag], state, change)
        elif tag.endswith("}AlternateContent"):
            yield WordPiece(OBJECT if element.find(f".//{W}txbxContent") is None else "", state, change)
        else:
            waiting.extend((child, state, change) for child in reversed(element))


def _is_line(run: etree._Element) -> bool:
    """Say whether a run is the line of the source before a paragraph."""
    style = run.find(f"{W}rPr/{W}rStyle")
    return style is not None and style.get(f"{W}val") == LINE_STYLE


def original_words(pieces: list[WordPiece]) -> str:
    """Return the words before anybody changed them."""
    return "".join(piece.text for piece in pieces if piece.state in {"", "deleted"})


def current_words(pieces: list[WordPiece]) -> str:
    """Return the words as they are now."""
    return "".join(piece.text for piece in pieces if piece.state in {"", "inserted"})


def even(text: str) -> str:
    """Return words with single spaces between them: programs change white space."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()


def digest(text: str) -> str:
    """Return ten digits that stand for words, whatever space is between them."""
    return hashlib.sha256(even(text).encode()).hexdigest()[:10]


NAME = re.compile(r"cw_(\d+)_(\d+)_([0-9a-f]{10})\Z")
"""The bookmark of a paragraph of a copy: line of the source (0: words of ours), number of the paragraph, `digest` of its words."""

_FIRST = 100_000
"""The first id of bookmarks of paragraphs; those of blocks have lower ones."""


def finish(xml: str, places: list[Span]) -> bytes:
    """Return a part as bytes. Paragraphs that name a place in the source get a bookmark around their words (`NAME`)."""
    root = etree.fromstring(xml.encode())
    for paragraph in root.iter(f"{W}p"):
        number = str(paragraph.get(PLACE, ""))
        if not number:
            continue
        del paragraph.attrib[PLACE]
        place = places[int(number)]
        name = f"cw_{place.line if place.path else 0}_{number}_{digest(original_words([*pieces_of(paragraph)]))}"
        ident = str(_FIRST + int(number))
        start = etree.Element(f"{W}bookmarkStart", {f"{W}id": ident, f"{W}name": name})
        head = paragraph.find(f"{W}pPr")
        paragraph.insert(0 if head is None else 1, start)
        paragraph.append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": ident}))
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
