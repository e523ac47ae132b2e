"""Entries of a document → its title and topics: which headings are parts, topics, and headings in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import count, pairwise
from typing import Literal, TypeVar, cast

from builder.core.frozen import replace
from builder.importing.document import (
    DocBlock,
    DocBox,
    DocHeading,
    DocList,
    DocParagraph,
    DocPlace,
    DocRun,
    DocRuns,
    DocTopic,
    first_characters,
)
from builder.importing.docx.assemble import assemble
from builder.importing.docx.blocks import WordEntry
from builder.importing.docx.context import WordContext
from builder.importing.markdown.levels import minutes_in
from builder.importing.markdown.objectives import is_objectives_title
from builder.parse.identity import slug

T = TypeVar("T")
_FEWEST = 2
"""Bold lines that a document without headings must have for them to be taken for headings."""


@dataclass(frozen=True)
class Outline:
    """A document divided: its title, what stands under that, what stands before the first topic, and the topics."""

    title: str
    description: str
    objectives: tuple[DocRuns, ...]
    opening: tuple[DocBlock, ...]
    topics: tuple[DocTopic, ...]


def divide_into_topics(context: WordContext, entries: list[WordEntry]) -> Outline:
    """Return entries divided into topics."""
    entries, title, description = _without_title(context, entries)
    entries = _with_fake_headings(context, entries)
    entries, title = _title_of_only_heading(entries, title)
    entries = _without_gaps(entries)
    shift, parts = _levels(context, entries)
    sections: list[tuple[WordEntry | None, list[WordEntry]]] = [(None, [])]
    for entry in entries:
        if entry.kind == "heading" and _text(entry.runs):
            level = entry.level + shift
            if level <= 2:  # deeper ones stand in topics
                sections.append((replace(entry, level=1 if parts and level == 1 else 2), list(entry_blocks(entry))))
                continue
            entry = replace(entry, level=min(level, 6))  # noqa: PLW2901  # the same entry, one step on
        sections[-1][1].append(entry)
    return _topics(context, title, description, sections)


def entry_blocks(entry: WordEntry) -> tuple[WordEntry, ...]:
    """Return what is anchored in a heading as an entry after it."""
    return (WordEntry("text", (), entry.blocks, at=entry.at),) if entry.blocks else ()


def _text(runs: DocRuns) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _without_title(context: WordContext, entries: list[WordEntry]) -> tuple[list[WordEntry], str, str]:
    """Return entries without the first paragraph that is styled as a title and the subtitle right after it, and both."""
    at = next((n for n, entry in enumerate(entries) if entry.kind == "title" and _text(entry.runs)), -1)
    if at < 0:
        return entries, "", ""
    context.note_taken("title")
    rest = [*entries[:at], *entry_blocks(entries[at])]
    after = at + 1
    description = ""
    while after < len(entries) and entries[after].kind == "blank":
        after += 1
    if after < len(entries) and entries[after].kind == "subtitle":
        description = _text(entries[after].runs)
        context.log.note_changed(entries[after].at, "subtitle", "it is the module's description")
        rest += entry_blocks(entries[after])
        after += 1
    return [*rest, *entries[after:]], _text(entries[at].runs), description


def _with_fake_headings(context: WordContext, entries: list[WordEntry]) -> list[WordEntry]:
    """Return entries in which bold lines are headings where the document has no others; where it has, they are named."""
    texts = [entry for entry in entries if entry.kind not in {"blank", "anchor"}]
    bold = [one for one, after in pairwise([*texts, WordEntry("blank")]) if one.bold and not after.bold]
    if any(entry.kind == "heading" for entry in entries) or len(bold) < _FEWEST:
        for entry in bold if any(entry.kind == "heading" for entry in entries) else ():
            context.log.note_changed(
                entry.at, "bold line", f"it looks like a heading, and is none in the file: “{_text(entry.runs)[:80]}”"
            )
        return entries
    for entry in bold:
        context.log.note_changed(entry.at, "bold line", f"it is a heading by its look: “{_text(entry.runs)[:80]}”")
    fake = {id(entry) for entry in bold}
    return [
        replace(entry, kind="heading", level=1, runs=tuple(replace(run, bold=False) for run in entry.runs))
        if id(entry) in fake
        else entry
        for entry in entries
    ]


def _title_of_only_heading(entries: list[WordEntry], title: str) -> tuple[list[WordEntry], str]:
    """Return entries without the only heading of the highest level, before all others, as the title where there is none."""
    heads = [entry for entry in entries if entry.kind == "heading" and _text(entry.runs)]
    if title or len(heads) < 2:  # a title, and what it is the title of
        return entries, title
    top = min(entry.level for entry in heads)
    if heads[0].level != top or sum(entry.level == top for entry in heads) > 1:
        return entries, title
    first = heads[0]
    return [part for entry in entries for part in (entry_blocks(entry) if entry is first else (entry,))], _text(
        first.runs
    )


def _without_gaps(entries: list[WordEntry]) -> list[WordEntry]:
    """Return entries whose headings skip no level that no heading has: people choose them by their look."""
    used = sorted({entry.level for entry in entries if entry.kind == "heading" and _text(entry.runs)})
    ranks = {level: used[0] + rank for rank, level in enumerate(used)}
    return [replace(one, level=ranks.get(one.level, one.level)) if one.kind == "heading" else one for one in entries]


def _levels(context: WordContext, entries: list[WordEntry]) -> tuple[int, bool]:
    """Return what is added to levels of headings, and whether the highest are parts.

    They are where most of them have another heading right under them, not text; a single one beside others is a topic as those are.
    """
    shown = [entry for entry in entries if entry.kind not in {"blank", "anchor"}]
    heads = [(n, entry) for n, entry in enumerate(shown) if entry.kind == "heading" and _text(entry.runs)]
    if not heads:
        return 0, False
    top = min(entry.level for _, entry in heads)
    tops = [n for n, entry in heads if entry.level == top]
    bare = sum(n + 1 < len(shown) and shown[n + 1].kind == "heading" and shown[n + 1].level > top for n in tops)
    if len(tops) > 1 and bare * 2 > len(tops):
        return 1 - top, True
    if len(tops) == 1 and sum(entry.level == top + 1 for _, entry in heads) > 1:
        context.log.note_changed(shown[tops[0]].at, "heading", "the only one of its level: a topic like those under it")
        return 1 - top, False
    return 2 - top, False


# ── topics ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _topics(
    context: WordContext, title: str, description: str, sections: list[tuple[WordEntry | None, list[WordEntry]]]
) -> Outline:
    opening: list[DocBlock] = []
    topics: list[DocTopic] = []
    ids: dict[str, str] = {}
    objectives: tuple[DocRuns, ...] = ()
    for head, inner in sections:
        blocks = [_with_number(block) for block in assemble(context, inner)]
        anchors = [name for entry in inner for name in entry.anchors]
        if head is None:
            opening += blocks
            continue
        anchors = [*head.anchors, *anchors]
        if is_objectives_title(_text(head.runs)) and blocks and _is_list(blocks):
            before = [*topics[-1].blocks] if topics else opening
            if objectives:
                context.log.note_changed(head.at, "heading", "the list under it is `::: objectives`")
                before.append(DocBox("objectives", tuple(blocks), head.runs, at=head.at))
            else:
                why = "the list under it is the module's objectives"
                context.log.note_changed(head.at, "heading", why, words=_text(head.runs))
                objectives = _flat_items(blocks)
                before += blocks[:-1]
            if topics:
                topics[-1] = replace(topics[-1], blocks=tuple(before))
            continue
        ident = _unique(slug(_text(head.runs)) or "topic", ids)
        ids |= dict.fromkeys((name for name in anchors if name), ident)
        runs, minutes = _with_minutes(context, head.runs, head.at)
        topics.append(DocTopic(runs, tuple(blocks), level=_level(head), id=ident, minutes=minutes, at=head.at))
        context.note_taken("heading")
    made = Outline(title, description, objectives, tuple(opening), tuple(topics))
    return _resolve_links(context, made, ids)


def _level(head: WordEntry) -> Literal[1, 2]:
    return 1 if head.level == 1 else 2


def _is_list(blocks: list[DocBlock]) -> bool:
    """Say whether blocks are a list of lines, perhaps after paragraphs that introduce it."""
    return bool(_flat_items(blocks)) and all(isinstance(block, DocParagraph) for block in blocks[:-1])


def _flat_items(blocks: list[DocBlock]) -> tuple[DocRuns, ...]:
    """Return the items of the list that is the last block, when each is one paragraph; () otherwise."""
    last = blocks[-1]
    items = [item.blocks for item in last.items] if isinstance(last, DocList) else []
    found = [inner[0].runs for inner in items if len(inner) == 1 and isinstance(inner[0], DocParagraph)]
    return tuple(found) if len(found) == len(items) else ()


def _with_number(block: DocBlock) -> DocBlock:
    return replace(block, level=max(block.level, 3)) if isinstance(block, DocHeading) else block


def _unique(name: str, ids: Mapping[str, str]) -> str:
    taken = set(ids.values())
    return name if name not in taken else next(f"{name}-{n}" for n in count(2) if f"{name}-{n}" not in taken)


def _with_minutes(context: WordContext, runs: DocRuns, at: DocPlace) -> tuple[DocRuns, int | None]:
    """Return a heading without the minutes at its end, and those."""
    text = "".join(run.text for run in runs)
    words, minutes = minutes_in(text)
    if minutes is None:
        return runs, None
    context.log.note_changed(at, "minutes", "they are the topic's time", words=text[len(words) :])
    return first_characters(runs, len(words)), minutes


def _resolve_links(context: WordContext, made: Outline, ids: Mapping[str, str]) -> Outline:
    """Return an outline whose links lead to topics; one that leads to nothing loses it. Only topics that links lead to keep their id."""
    used: set[str] = set()

    def relink(run: DocRun) -> DocRun:
        if not run.link.startswith("#"):
            return run
        target = ids.get(run.link[1:], "")
        used.add(target)
        if not target:
            context.looks["link to a place that is no heading's"] += 1
        return replace(run, link=f"#{target}" if target else "")

    opening, topics = map_runs(made.opening, relink), map_runs(made.topics, relink)
    kept = tuple(replace(topic, id=topic.id if topic.id in used else "") for topic in topics)
    return replace(made, opening=opening, topics=kept)


def map_runs(value: T, change: Callable[[DocRun], DocRun]) -> T:
    """Return a value of the tree in which each run is what `change` makes of it."""
    if isinstance(value, DocRun):
        return cast("T", change(value))
    if isinstance(value, tuple):
        return cast("T", tuple(map_runs(one, change) for one in value))
    if is_dataclass(value) and not isinstance(value, type):
        inner = {one.name: getattr(value, one.name) for one in fields(value)}
        changes = {name: map_runs(one, change) for name, one in inner.items() if isinstance(one, tuple)}
        return cast("T", replace(value, **changes)) if changes else value
    return value
