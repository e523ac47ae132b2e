"""Entries of a document → blocks: lists of items, quotes and code of lines that follow each other, captions with what they belong to."""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.importing.document import (
    DocBlock,
    DocChart,
    DocCode,
    DocHeading,
    DocItem,
    DocList,
    DocParagraph,
    DocPicture,
    DocQuote,
    DocRuns,
    DocTable,
)
from builder.importing.docx.blocks import WordEntry, paragraph_of, without_start
from builder.importing.docx.context import WordContext
from builder.importing.docx.numbering import NumberedItem

_CAPTION_NUMBER = re.compile(
    r"^\s*(?:figure|fig\.?|table|tab\.?|chart|image|photo|box|abbildung|abb\.?|tabelle|figura|tabla|cuadro|tableau|figuur|tabel)"
    r"\s*\d+[a-z]?(?:[.\-–]\d+[a-z]?)*(?![^\W_])\s*[.:–—|-]?\s*",
    re.IGNORECASE,
)


def assemble(context: WordContext, entries: list[WordEntry]) -> list[DocBlock]:
    """Return entries as blocks; headings are those inside a topic."""
    out: list[DocBlock] = []
    at = 0
    while at < len(entries):
        entry = entries[at]
        if entry.kind in {"item", "bullet"}:
            end = _end_of_list(entries, at)
            out += _lists(context, entries[at:end])
            at = end
            continue
        if entry.kind in {"code", "quote"}:
            end = at
            while end < len(entries) and entries[end].kind == entry.kind:
                end += 1
            run = entries[at:end]
            if entry.kind == "code":
                out.append(DocCode("\n".join("".join(r.text for r in one.runs) for one in run), at=entry.at))
            else:
                out.append(DocQuote(tuple(paragraph_of(one) for one in run), at=entry.at))
                context.note_taken("quote")
            out += [block for one in run for block in one.blocks]
            at = end
            continue
        at += 1
        if entry.kind == "caption":
            at += _place_caption(context, entry, out, entries[at:])
            continue
        if entry.kind == "heading":
            out.append(DocHeading(entry.runs, 3 if context.inner else max(entry.level, 3), entry.at))
        elif entry.runs:
            out.append(paragraph_of(entry))
            context.note_taken("paragraph")
        out += entry.blocks
    return out


def _end_of_list(entries: list[WordEntry], at: int) -> int:
    """Return the index after the last entry of a list: of items, and of paragraphs that continue them."""
    end = at + 1
    while end < len(entries):
        if entries[end].kind in {"item", "bullet", "continued"} or (
            entries[end].kind in {"blank", "anchor"}
            and end + 1 < len(entries)
            and entries[end + 1].kind == entries[at].kind
        ):
            end += 1
        else:
            break
    return end


_BULLET = NumberedItem("typed", 0, ordered=False, style="1", number=1)


def _lists(context: WordContext, entries: list[WordEntry]) -> list[DocBlock]:
    """Return entries that follow each other as lists: a new one begins where the kind or the counting does."""
    rows: list[tuple[NumberedItem, list[DocBlock], WordEntry]] = []
    typed = 0
    for entry in entries:
        blocks: list[DocBlock] = [paragraph_of(entry)] if entry.runs else []
        blocks += entry.blocks
        if entry.kind in {"item", "bullet"}:
            typed += entry.kind == "bullet"
            rows.append((entry.item or _BULLET, blocks, entry))
            context.note_taken("list item")
        elif rows:
            rows[-1][1].extend(blocks)
    if typed:
        context.log.note_changed(entries[0].at, "list", f"{typed} lines that begin with a typed bullet are items")
    for words in dict.fromkeys(item.words for item, _, _ in rows if item.words):
        context.log.note_left(
            entries[0].at, "words of a numbering", f"“{words}” stood before each number, made by Word"
        )
    return _nest(rows, 0, len(rows))


def _nest(rows: list[tuple[NumberedItem, list[DocBlock], WordEntry]], start: int, end: int) -> list[DocBlock]:
    found: list[DocBlock] = []
    at = start
    while at < end:
        first = rows[at][0]
        items: list[DocItem] = []
        last = first.number - 1
        while at < end:
            item, blocks, entry = rows[at]
            if item.ordered is not first.ordered or item.style != first.style:
                break
            if item.ordered and item.number != last + 1:
                break
            last = item.number
            below = at + 1
            while below < end and rows[below][0].level > item.level:
                below += 1
            items.append(DocItem((*blocks, *_nest(rows, at + 1, below)), entry.at))
            at = below
        found.append(DocList(tuple(items), first.ordered, max(first.number, 0), first.style, rows[start][2].at))
        start = at
    return found


def _place_caption(context: WordContext, entry: WordEntry, out: list[DocBlock], after: list[WordEntry]) -> int:
    """Give a caption to the table after it, or to the picture, chart or table before it; without one it is a paragraph.

    Returns how many of the entries after it are used.
    """
    text = "".join(run.text for run in entry.runs)
    found = _CAPTION_NUMBER.match(text)
    runs = without_start(entry.runs, _CAPTION_NUMBER) if found else entry.runs
    is_table = bool(re.match(r"\s*(?:tab|cuadro)", text, re.IGNORECASE))
    next_blocks = after[0].blocks if after and not after[0].runs else ()
    following = next_blocks[0] if next_blocks else None
    before = out[-1] if out else None
    wants = DocTable if is_table else DocPicture | DocChart

    def note() -> None:
        if found:
            context.log.note_changed(
                entry.at, "number of a caption", "figures and tables are numbered anew", words=found[0]
            )
        context.note_taken("caption")

    if isinstance(following, wants) and (is_table or not _free(before, wants)) and _free(following, wants):
        out.append(_with_caption(following, runs))
        out += next_blocks[1:]
        note()
        return 1
    if _free(before, wants) or _free(before, DocTable | DocPicture | DocChart):
        out[-1] = _with_caption(out[-1], runs)
        out += entry.blocks
        note()
        return 0
    out.append(DocParagraph(entry.runs, entry.at))
    out += entry.blocks
    return 0


def _free(block: DocBlock | None, kinds: object) -> bool:
    """Say whether a block is of these kinds and has no caption."""
    if not isinstance(block, DocTable | DocPicture | DocChart) or not isinstance(block, kinds):  # type: ignore[arg-type]  # a union of classes
        return False
    return not (block.title if isinstance(block, DocChart) else block.caption)


def _with_caption(block: DocBlock, runs: DocRuns) -> DocBlock:
    if isinstance(block, DocChart):
        return replace(block, title=" ".join("".join(run.text for run in runs).split()))
    if isinstance(block, DocTable | DocPicture):
        return replace(block, caption=runs)
    return block
