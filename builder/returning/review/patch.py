"""Turns changes of words in a copy into edits of the source: plain prose alone, and only what reads back as the copy has it.

An edit is tried on the source: the whole module is read again with it, and the edit stays only if every passage then reads as it
should. So marks, links, citations and tables cannot be broken, and no other passage changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher

from builder.core.frozen import dataclass
from builder.core.source import Span
from builder.core.typography import straight_quotes
from builder.returning.edits import SourceEdit, SourceFile
from builder.returning.review.passages import CopyPassage
from builder.returning.spans import hunks, token_spans
from builder.writers.docx.words import OBJECT

Texts = list[tuple[Span, str]]
"""The words of each paragraph of a copy, with their places in the source."""

_Made = tuple[CopyPassage, int, list[SourceEdit]]
"""A passage, its index among the texts, and its edits."""

_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_SPECIAL = re.compile(r"([\\`*_\[\]<>{}#~^=|@$])")
_MOST_LINES = 200
"""A paragraph is looked for in so many lines of the source."""

OTHER_FILE = "it stands in {path}"
MARKS = "marks, a link, a citation or words of ours stand among these words"
PARAGRAPH = "a whole paragraph is added, removed or divided"
READS_OTHERWISE = "the source would read otherwise with it"


@dataclass(frozen=True)
class Patch:
    """The edits of one file; `refused` says why a passage, by its name, has none."""

    edits: tuple[SourceEdit, ...]
    refused: dict[str, str]


def make_patch(
    changed: tuple[tuple[CopyPassage, Span, str], ...],
    file: SourceFile,
    texts: Texts,
    read: Callable[[bytes], Texts | None],
) -> Patch:
    """Return the edits that give the source the words of changed passages.

    `texts` are the paragraphs that the source gives now; `read` returns those of other bytes of the file, None for errors in them.
    """
    refused: dict[str, str] = {}
    proposed: list[tuple[CopyPassage, int, list[list[SourceEdit]]]] = []
    for passage, place, base in changed:
        index = next((n for n, (at, text) in enumerate(texts) if at == place and text == base), -1)
        reason = _unfit(passage, place, base, file, index)
        tries = [] if reason else _tries(passage, place, base, file, texts)
        if reason or not tries:
            refused[passage.name] = reason or MARKS
        else:
            proposed.append((passage, index, tries))
    made: list[_Made] = []
    waiting = [proposed] if proposed else []
    while waiting:
        part = waiting.pop(0)
        wrong = _wrong([*made, *((passage, index, tries[0]) for passage, index, tries in part)], file, texts, read)
        if wrong == set():
            made += ((passage, index, tries[0]) for passage, index, tries in part)
        elif len(part) > 1 and wrong:  # those that read otherwise are tried again one by one, the others together
            waiting[:0] = [[one for one in part if one[1] not in wrong], *([one] for one in part if one[1] in wrong)]
        elif len(part) > 1:
            waiting[:0] = [part[: len(part) // 2], part[len(part) // 2 :]]
        elif part:
            ((passage, index, tries),) = part
            rest = (one for one in tries[1:] if _wrong([*made, (passage, index, one)], file, texts, read) == set())
            if (good := next(rest, None)) is None:
                refused[passage.name] = READS_OTHERWISE
            else:
                made.append((passage, index, good))
    return Patch(tuple(edit for _, _, edits in made for edit in edits), refused)


def _unfit(passage: CopyPassage, place: Span, base: str, file: SourceFile, index: int) -> str:
    """Return why a passage can have no edit, "" when it may."""
    if place.path != file.path:
        return OTHER_FILE.format(path=place.path)
    whole = (
        len(passage.ours) > 1
        or len(passage.paragraphs) > 1
        or not passage.now
        or any(one.mark for one in passage.paragraphs)
    )
    if whole or index < 0:
        return PARAGRAPH
    return MARKS if base.count(OBJECT) != passage.now.count(OBJECT) else ""


def _tries(passage: CopyPassage, place: Span, base: str, file: SourceFile, texts: Texts) -> list[list[SourceEdit]]:
    """Return the edits of a passage as typed, and with signs that could be marks escaped; none when they cannot be placed."""
    region = _region(place, file, texts)
    ranges = _ranges(base, passage.now, *region)
    if not ranges:
        return []
    plain = [file.edit(start, end, new) for start, end, new in ranges]
    escaped = [file.edit(start, end, _SPECIAL.sub(r"\\\1", new)) for start, end, new in ranges]
    return [plain, escaped] if escaped != plain else [plain]


def _region(place: Span, file: SourceFile, texts: Texts) -> tuple[int, str]:
    """Return the first character, and the text, of the lines of the source in which a paragraph stands."""
    following = [at.line for at, _ in texts if at.path == file.path and at.line > place.line]
    last = min([*following, len(file.source.lines) + 1, place.line + _MOST_LINES])
    if place.line == 1:  # front matter: a key's own line is not known
        closing = next((n for n, line in enumerate(file.source.lines[1:], 2) if line.strip() == "---"), last)
        last = max(closing, 2)
    start = file.character(place.line, place.column)
    end = len(file.source.text) if last > len(file.source.lines) else file.character(last) - 1
    return start, file.source.text[start:end]


def _ranges(base: str, now: str, first: int, text: str) -> list[tuple[int, int, str]]:
    """Return what to replace in the source by what, as characters of its text; none where marks stand among the words."""
    ours, theirs, source = token_spans(base), token_spans(now), token_spans(text)
    words = [base[a:b].translate(_FOLDED) for a, b in ours]
    there = [text[a:b].translate(_FOLDED) for a, b in source]
    where: dict[int, int] = {}
    for match in SequenceMatcher(None, there, words, autojunk=False).get_matching_blocks():
        where |= {match.b + n: match.a + n for n in range(match.size)}
    found = []
    for i1, i2, j1, j2 in map(_with_word, hunks(base, now)):
        if i2 > len(ours) or j2 > len(theirs) or i2 <= i1 or j2 <= j1:
            return []
        tokens = [where.get(n, -1) for n in range(i1, i2)]
        if -1 in tokens or tokens != [*range(tokens[0], tokens[0] + len(tokens))]:
            return []
        start, end = source[tokens[0]][0], source[tokens[-1]][1]
        found.append((first + start, first + end, now[theirs[j1][0] : theirs[j2 - 1][1]]))
    return found


def _with_word(hunk: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Return what is added or removed with the word before it, and so with the space between; at the beginning, with the next."""
    i1, i2, j1, j2 = hunk
    if i1 < i2 and j1 < j2:
        return hunk
    return (i1 - 1, i2, j1 - 1, j2) if i1 and j1 else (i1, i2 + 1, j1, j2 + 1)


def _wrong(made: list[_Made], file: SourceFile, texts: Texts, read: Callable[[bytes], Texts | None]) -> set[int] | None:
    """Return which of the passages, by their indexes, the source with these edits gives otherwise than the copy has them.

    None: it cannot be read, or something else in it changes.
    """
    result = file.apply(edit for _, _, edits in made for edit in edits)
    got = read(result.data) if not result.refused else None
    if got is None or len(got) != len(texts):
        return None
    wanted = {index: passage.now for passage, index, _ in made}
    swaps = [(texts[index][1], now) for index, now in wanted.items()]
    wrong = {index for index, now in wanted.items() if straight_quotes(got[index][1]) != straight_quotes(now)}
    for index, ((at, old), (_, new)) in enumerate(zip(texts, got, strict=True)):
        if at.path and index not in wanted and new != old and (wrong or _swap(old, swaps) != new):
            return wrong or None
    return wrong


def _swap(text: str, swaps: list[tuple[str, str]]) -> str:
    """Return a text that names a changed title with the new title."""
    for old, new in swaps:
        text = text.replace(old, new) if old else text
    return text
