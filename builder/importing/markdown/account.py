"""Accounts for every word of a chapter: what its lines held and the module's lines do not is reported, with the line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from builder.importing.loss import LossLog
from builder.importing.markdown.chapter import LessonChapter
from builder.importing.words import count_words
from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import DIV, FENCE

_KINDS = (
    (re.compile(r"<!--|-->"), "comment"),
    (re.compile(r"^\s*</?(?:script|style)\b", re.IGNORECASE), "script or style"),
    (re.compile(r"\{\{|\{%|\{!|^\s*;?-+8<-|%%|^\s*@"), "tag of a template"),
    (re.compile(r"^\s*\{:|^\s*>\s*\{:"), "attributes"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), "HTML"),
    (re.compile(r"^\s*!\["), "picture"),
    (re.compile(r"^[\w-]+\s*:"), "property"),
)
"""What a line of which words are missing is, by what it holds, the most telling first."""

_MOST_WORDS = 2_000
"""Most characters of the words of one entry; longer texts are divided."""


def account(
    chapter: LessonChapter,
    lines: list[NumberedLine],
    said: str,
    changed: frozenset[int],
    reasons: Mapping[int, str],
    log: LossLog,
) -> None:
    """Report the words of a chapter that are not in `lines` of the module or in what it `said` of itself, and those that are new.

    `changed` are lines whose meaning is in the module in another form. `reasons` tell for a line's number why it was read otherwise than it stands.
    """
    came = [chapter.words(number) for number in range(1, len(chapter.source.lines) + 1)]
    by_line: dict[int, Counter[str]] = {}
    for number, text in lines:
        by_line.setdefault(number, Counter()).update(count_words(text))
    before, after = Counter[str](), count_words(said)
    for words in came:
        before.update(words)
    for words in by_line.values():
        after.update(words)
    missing, extra = before - after, after - before
    rows: list[tuple[int, Counter[str]]] = []
    for strict in (True, False):  # the second time: words of lines that others took over
        for number, words in enumerate(came, 1):
            here = (words - by_line.get(number, Counter()) if strict else words) & missing
            if here:
                missing -= here
                rows.append((number, here))
    new: dict[int, Counter[str]] = {}
    for number, words in by_line.items():
        here = (words - came[number - 1] if number <= len(came) else words) & extra
        if here:
            extra -= here
            new[number] = here
    _report(chapter, sorted(rows, key=lambda row: row[0]), by_line, changed, reasons, new, log)
    for number, here in new.items():
        log.note_changed(chapter.place(number), "markup", "written in our language", added=_text(here))
    if extra:
        log.note_added(chapter.place(1), "words", "written once more", _text(extra))


def _report(
    chapter: LessonChapter,
    rows: list[tuple[int, Counter[str]]],
    by_line: Mapping[int, Counter[str]],
    changed: frozenset[int],
    reasons: Mapping[int, str],
    new: dict[int, Counter[str]],
    log: LossLog,
) -> None:
    """Report rows of a line's number and words, those of lines that follow each other as one; what is `new` in a line with it."""
    at = 0
    while at < len(rows):
        number, words = rows[at]
        kind, kept = _kind(chapter, number), number in by_line or number in changed
        note, total = reasons.get(number, ""), Counter(words)
        at += 1
        while at < len(rows) and rows[at][0] <= rows[at - 1][0] + 1 and rows[at][0] not in reasons:
            if (
                _kind(chapter, rows[at][0]) not in {kind, "words"}
                or (rows[at][0] in by_line or rows[at][0] in changed) is not kept
            ):
                break
            if len(_text(total)) > _MOST_WORDS or rows[at][0] <= chapter.front:
                break
            total += rows[at][1]
            at += 1
        place = chapter.place(number)
        if kept:
            added = _text(new.pop(number, Counter()))
            log.note_changed(place, kind, note or "written in our language", words=_text(total), added=added)
        else:
            log.note_left(place, kind, note or _why(kind), _text(total))


def _kind(chapter: LessonChapter, number: int) -> str:
    if number <= chapter.front:
        return "setting"
    text = chapter.source.line(number)
    if DIV.match(text.strip()) or FENCE.match(text.strip()):
        return "block's name"
    return next((kind for sign, kind in _KINDS if sign.search(text)), "words")


def _why(kind: str) -> str:
    return {
        "setting": "says nothing for a module",
        "comment": "shown to nobody",
        "script or style": "code, not text",
    }.get(kind, "not read")


def _text(words: Counter[str]) -> str:
    return " ".join(words.elements())
