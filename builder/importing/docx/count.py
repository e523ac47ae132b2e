"""Counts all words of a Word file on its XML, apart from the reader: what a paragraph shows is one text, what is deleted or hidden another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from builder.importing.docx.context import WordContext, optional_tree
from builder.importing.docx.names import DGM, A, M, V, W, is_on, shown_children, walk_shown
from builder.importing.docx.signs.omml import formula_text
from builder.importing.docx.signs.symbols import sign_of, with_symbols
from builder.importing.words import count_words

_BREAKS = frozenset(f"{W}{name}" for name in ("tab", "ptab", "br", "cr"))
_APART = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "rt"))


def words_of_file(context: WordContext) -> Counter[str]:
    """Return the words of all parts of a file that hold text, with those that the reader met in attributes and charts."""
    names = [context.main]
    for kind in ("footnotes", "endnotes", "comments", "header", "footer"):
        names += sorted({*context.office.led_to(context.main, kind)})
    found = count_words(*context.said)
    for name in names:
        root = optional_tree(context.office, name, context.file, context.log)
        if root is not None:
            found.update(count_words(*_texts(root)))
    return found


def _texts(root: etree._Element) -> Iterator[str]:
    """Yield the text of each paragraph, without that of paragraphs anchored in it, and apart from it what is deleted or hidden."""
    for element in walk_shown(root):
        if element.tag == f"{W}p":
            shown: list[str] = []
            apart: list[str] = []
            _collect(element, shown, apart)
            yield "".join(shown)
            yield from apart
        elif element.tag == f"{V}textpath":
            yield element.get("string", "")


def _collect(element: etree._Element, shown: list[str], apart: list[str]) -> None:
    for child in shown_children(element):
        tag = child.tag
        if tag in {f"{W}p", f"{W}pPr"}:
            continue
        if tag in _APART or (tag == f"{W}r" and _is_hidden(child)):
            apart.append(_plain(child))
        elif tag in {f"{W}t", f"{W}delText"}:
            run = child.getparent()
            fonts = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
            font = fonts.get(f"{W}ascii", "") or fonts.get(f"{W}hAnsi", "") if fonts is not None else ""
            text = with_symbols(font, child.text or "")[0]
            (apart if tag.endswith("delText") else shown).append(text)
        elif tag == f"{W}sym":
            shown.append(sign_of(child))
        elif tag in _BREAKS:
            shown.append(" ")
        elif tag == f"{W}noBreakHyphen":
            shown.append("-")
        elif tag == f"{M}oMath":
            shown.append(" ".join(formula_text(child).split()))
        elif tag != f"{W}txbxContent" and not tag.startswith((DGM, A)):  # paragraphs in a box are met by themselves
            _collect(child, shown, apart)


def _is_hidden(run: etree._Element) -> bool:
    properties = run.find(f"{W}rPr")
    return bool(is_on(properties, "vanish") or is_on(properties, "webHidden")) or (
        properties is not None and properties.find(f"{W}del") is not None
    )


def _plain(element: etree._Element) -> str:
    return "".join(
        one.text or "" if one.tag in {f"{W}t", f"{W}delText"} else " " if one.tag in _BREAKS | {f"{W}p"} else ""
        for one in element.iter()
    )
