"""The blocks of a document's body, a cell, a note or a text box, in order: paragraphs by what their style says, tables, controls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from builder.core.frozen import replace
from builder.core.source import Unreadable
from builder.importing.document import DocBlock, DocParagraph, DocPlace, DocRun, DocRuns
from builder.importing.docx.context import WordContext
from builder.importing.docx.names import W, is_on, number, shown_children, value
from builder.importing.docx.numbering import NumberedItem
from builder.importing.docx.runs import Inline, all_text, read_inline
from builder.importing.docx.tables import read_table

DEEPEST = 25
"""Tables, boxes and controls in one another: more is made to break what reads it."""

_TYPED_BULLET = re.compile(r"^\s*[•▪●◦‣○■□➢✓]\s+")
_SENTENCE_END = re.compile(r"[.!?…:;,]\s*$")
_CONTENTS_LINE = re.compile(r"\s\d+\s*$")
"""How a line of a table of contents ends: with a page. Its styles are also used for other text."""

_LONGEST_HEADING = 40
"""Words of a heading: paragraphs get a heading's style by mistake."""

_FAKE_WORDS = 12
"""Most words of a bold line that is taken for a heading."""


@dataclass(frozen=True)
class WordEntry:
    """A paragraph, or a table as its only block: what it is (`kind`), its runs, and what is anchored in it.

    `level` is that of a heading; `item` says which item of which list it is; `bold`: all of it is bold and it is short.
    """

    kind: str
    runs: DocRuns = ()
    blocks: tuple[DocBlock, ...] = ()
    level: int = 0
    item: NumberedItem | None = None
    anchors: tuple[str, ...] = ()
    bold: bool = False
    at: DocPlace = field(default_factory=DocPlace)


def read_entries(context: WordContext, parent: etree._Element) -> list[WordEntry]:
    """Return the entries in an element. Raises Unreadable where it is nested too deep."""
    context.depth += 1
    if context.depth > DEEPEST:
        raise Unreadable(f"its tables and boxes are nested more than {DEEPEST} deep", hint="make it flatter")
    found: list[WordEntry] = []
    waiting: Inline | None = None  # a paragraph whose end was deleted, which the next one continues
    for child in shown_children(parent):
        if child.tag == f"{W}p":
            inline = waiting or Inline()
            waiting = _read_paragraph(context, child, inline, found)
        elif child.tag == f"{W}tbl":
            found.append(WordEntry("table", blocks=tuple(read_table(context, child, read_entries)), at=context.at))
        elif child.tag == f"{W}sdt":
            found += _read_control(context, child)
        elif child.tag in {f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag", f"{W}sdtContent"}:
            found += read_entries(context, child)
        elif child.tag in {f"{W}del", f"{W}moveFrom"}:
            why = "deleted in the file; the text is taken as if changes were accepted"
            context.log.note_left(context.at, "tracked deletion", why, all_text(child))
        elif child.tag == f"{W}altChunk":
            context.log.note_left(
                context.at, "document in a document", "a file of another kind is kept in it, and not opened"
            )
        elif child.tag == f"{W}bookmarkStart":
            found.append(WordEntry("anchor", anchors=(child.get(f"{W}name", ""),), at=context.at))
    if waiting is not None and (waiting.runs or waiting.blocks):
        found.append(WordEntry("text", tuple(waiting.runs), tuple(waiting.blocks), at=context.at))
    context.depth -= 1
    return found


def _read_control(context: WordContext, control: etree._Element) -> list[WordEntry]:
    content = control.find(f"{W}sdtContent")
    properties = control.find(f"{W}sdtPr")
    if content is None:
        return []
    gallery = value(properties.find(f"{W}docPartObj") if properties is not None else None, "docPartGallery")
    if gallery in {"Table of Contents", "Cover Pages"} and gallery != "Cover Pages":
        context.log.note_left(context.at, "table of contents", "it is made anew", all_text(content))
        return []
    if is_on(properties, "showingPlcHdr"):
        context.log.note_left(context.at, "placeholder", "nobody has filled in this field", all_text(content))
        return []
    context.note_taken("content control")
    return read_entries(context, content)


def _read_paragraph(
    context: WordContext, paragraph: etree._Element, inline: Inline, found: list[WordEntry]
) -> Inline | None:
    """Add a paragraph to `found`; return what it holds instead where its end was deleted, so that the next continues it."""
    if not context.inner:
        context.paragraph += 1
    properties = paragraph.find(f"{W}pPr")
    style = value(properties, "pStyle") or context.styles.default
    item = _item(context, properties, style)  # counted also where nothing is shown
    at = context.at
    read_inline(context, paragraph, inline)
    context.note_forgotten()
    mark = properties.find(f"{W}rPr") if properties is not None else None
    if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
        return inline
    if properties is not None and properties.find(f"{W}sectPr") is not None:
        context.looks["section"] += 1
    runs = tuple(inline.runs)
    if not inline.text.strip() and not any(run.footnote for run in runs):
        if inline.blocks or inline.anchors:
            kind = "text" if item is None else "item"
            found.append(WordEntry(kind, (), tuple(inline.blocks), item=item, anchors=tuple(inline.anchors), at=at))
        elif context.styles.kind(style) == "code":
            found.append(WordEntry("code", runs, at=at))
        else:
            found.append(WordEntry("blank", at=at))
        return None
    level = context.styles.heading_level(style, properties)
    kind = context.styles.kind(style)
    if level and len(inline.text.split()) > _LONGEST_HEADING:
        context.log.note_changed(at, "heading", "it is as long as a paragraph, and is one")
        level = 0
    if level and kind in {"", "list"} and not context.in_table:
        kind, item, runs = "heading", None, _without_whole_look(runs)
    elif kind == "contents" and _CONTENTS_LINE.search(inline.text) and not context.in_table:
        context.log.note_left(at, "table of contents", "it is made anew", inline.text)
        return None
    elif item is not None and kind in {"", "list", "quote"}:
        kind = "item"
    elif kind in {"", "list", "contents"}:
        kind = "continued" if kind == "list" or _is_list_paragraph(context, style) else "text"
    if kind == "text" and _TYPED_BULLET.match(inline.text):
        kind, runs = "bullet", without_start(runs, _TYPED_BULLET)
    alone = all(run.bold for run in runs if run.text.strip()) and not _SENTENCE_END.search(inline.text)
    bold = kind == "text" and alone and len(inline.text.split()) <= _FAKE_WORDS and "\n" not in inline.text.strip()
    found.append(WordEntry(kind, runs, tuple(inline.blocks), level, item, tuple(inline.anchors), bold, at))
    return None


def _item(context: WordContext, properties: etree._Element | None, style: str) -> NumberedItem | None:
    own = properties.find(f"{W}numPr") if properties is not None else None
    under = context.styles.list_of(style)
    if own is None and under is None:
        return None
    list_id = value(own, "numId") if own is not None and own.find(f"{W}numId") is not None else value(under, "numId")
    level = value(own, "ilvl") if own is not None and own.find(f"{W}ilvl") is not None else value(under, "ilvl")
    return context.numbering.item(list_id, number(level))


def _is_list_paragraph(context: WordContext, style: str) -> bool:
    return any(one.name in {"list paragraph", "list continue"} for one in context.styles.chain(style)[:1])


def _without_whole_look(runs: DocRuns) -> DocRuns:
    """Return the runs of a heading without bold and italic that all of them have: a heading has a look of its own."""
    shown = [run for run in runs if run.text.strip()]
    bold, italic = all(run.bold for run in shown), all(run.italic for run in shown)
    return tuple(replace(run, bold=run.bold and not bold, italic=run.italic and not italic) for run in runs)


def without_start(runs: DocRuns, sign: re.Pattern[str]) -> DocRuns:
    """Return runs without what a pattern matches at the start of their text."""
    text = "".join(run.text for run in runs)
    found = sign.match(text)
    skip = found.end() if found else 0
    out: list[DocRun] = []
    for run in runs:
        cut = min(skip, len(run.text))
        skip -= cut
        out.append(replace(run, text=run.text[cut:]))
    return tuple(out)


def paragraph_of(entry: WordEntry) -> DocParagraph:
    """Return an entry's text as a paragraph."""
    return DocParagraph(entry.runs, entry.at)
