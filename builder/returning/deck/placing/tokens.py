"""Words of a slide found in Markdown: every word and sign with its place, and the edits that turn old words into new ones.

Only what surely is the changed text is edited: the words that go must stand together in the source with no mark between them, and
words that the build wrote itself (a label, a number, a source in parentheses) stand nowhere in it, so that changes of them are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from builder.core.frozen import dataclass
from builder.core.typography import straight_quotes
from builder.returning.spans import token_spans

_UNSHOWN = re.compile(
    r"\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)"  # the address of a link
    r"|\{[^{}\n]*\}"  # attributes
    r"|\[[^\[\]\n]*@[^\[\]\n]*\]"  # citations
    r"|\[\^[^\[\]\n]*\]"  # calls of footnotes
    r"|<!--.*?-->",
    re.DOTALL,
)
_MARKS = "*_~=^`"
_ESCAPED = re.compile(r"[\\`*_\[\]{}<>|~^]|==|\$(?=\S)|(?<![\w@])@(?=\w)|&(?=#?\w+;)")
_OPENS = re.compile(r"(?:[#>+-]|\d+[.)]|[A-Za-z][.)]|:{2,}|[•–—](?=\s)|=+$|-+$)")
"""What begins a block, or an item, at the beginning of a line."""


class NotPlacedError(Exception):
    """A change cannot be placed in the source for sure; the message says why, for whoever has to place it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign with straight quotation marks, and where it stands in its text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Replacement:
    """Characters `start` to `end` of the source's text, and the Markdown that replaces them."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a paragraph, old and new, each with its tokens, and the source."""

    old: str
    before: Sequence[Token]
    new: str
    after: Sequence[Token]
    source: str


Opcode = tuple[int, int, int, int]
"""Which old tokens become which new ones: the first and the end of both."""


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words and signs of a text, or of a part of it."""
    return [Token(straight_quotes(text[a:b]), a, b) for a, b in token_spans(text, start, end)]


def blank_unseen(markdown: str) -> str:
    """Return Markdown of the same length with spaces for what no reader sees: addresses, attributes, citations."""
    return _UNSHOWN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), markdown)


def escape(words: str, *, begins: bool = False) -> str:
    """Return words as Markdown that prints them as they are. `begins`: they stand at the beginning of a line."""
    text = _ESCAPED.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), words)
    if begins and (found := _OPENS.match(text)):
        sign = found.end() - 1
        text = f"{text[:sign]}\\{text[sign:]}" if not text[sign].isalnum() else text
    return text


def occurrences(words: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where these words follow each other in a part of a text, as first and last character, whatever the spaces."""
    sought, there = [one.word for one in tokens(words)], tokens(text, start, end)
    found = [one.word for one in there]
    size = len(sought)
    return [
        (there[n].start, there[n + size - 1].end)
        for n in range(len(found) - size + 1)
        if size and found[n] == sought[0] and found[n : n + size] == sought
    ]


def replacements(old: str, new: str, source: str, start: int, end: int, *, plain: bool = False) -> list[Replacement]:
    """Return what turns the words `old` into `new`, in characters `start` to `end` of the source's text.

    `plain`: these are no Markdown but a value, in which signs mean themselves. Raises NotPlacedError.
    """
    before, after = tokens(old), tokens(new)
    places = _places(before, source[start:end] if plain else blank_unseen(source[start:end]), start)
    write = _as_it_is if plain else escape
    texts = Texts(old, before, new, after, source)
    found: list[Replacement] = []
    matcher = SequenceMatcher(None, [one.word for one in before], [one.word for one in after], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        span = (i1, i2, j1, j2)
        if i2 > i1:
            found.append(_replacement(texts, places, span, write))
        else:
            found.append(_insertion(texts, places, span, (start, end), write))
    if not found:
        raise NotPlacedError("only spaces or line breaks changed")
    return found


def _places(words: Sequence[Token], text: str, start: int) -> list[Token | None]:
    """Return for each word of a slide where it stands in the source, None for those that the build wrote itself."""
    there = tokens(text)
    matcher = SequenceMatcher(None, [one.word for one in words], [one.word for one in there], autojunk=False)
    places: list[Token | None] = [None] * len(words)
    for block in matcher.get_matching_blocks():
        for n in range(block.size):
            one = there[block.b + n]
            places[block.a + n] = Token(one.word, start + one.start, start + one.end)
    spoken = [n for n, one in enumerate(words) if one.word[0].isalnum()]
    known = sum(places[n] is not None for n in spoken)
    if known * 2 < len(spoken) or not known:
        raise NotPlacedError("these words do not stand so in the source")
    return places


def _replacement(texts: Texts, places: Sequence[Token | None], span: Opcode, write: Callable[..., str]) -> Replacement:
    """Return the replacement of old words by new ones, or their deletion. They must stand together in the source."""
    i1, i2, j1, j2 = span
    source, found = texts.source, places[i1:i2]
    first, last = found[0], found[-1]
    if first is None or last is None or any(one is None for one in found):
        raise NotPlacedError("some of these words are written by the build, or stand elsewhere")
    raw = " ".join(re.sub(r"\n[ \t]*(?:>[ \t]*)*", " ", source[first.start : last.end]).split())
    if straight_quotes(raw) != straight_quotes(
        " ".join(texts.old[texts.before[i1].start : texts.before[i2 - 1].end].split())
    ):
        raise NotPlacedError("marks, a link or a source stand among these words")
    start, end = first.start, last.end
    lead, tail = _gap(texts.before, i1), _gap(texts.before, i2)
    if j2 > j1:
        words = write(texts.new[texts.after[j1].start : texts.after[j2 - 1].end])
        new_lead, new_tail = _gap(texts.after, j1), _gap(texts.after, j2)
        words = (" " if new_lead and not lead else "") + words + (" " if new_tail and not tail else "")
        lead, tail = lead and not new_lead, tail and not new_tail
    else:
        words, left = "", _gap(texts.after, j1)
        while start and source[start - 1] == source[end : end + 1] and source[start - 1] in _MARKS:
            start, end = start - 1, end + 1
        lead, tail = lead and not (left and not tail), tail and not left
    while lead and start and source[start - 1] in " \t":
        start -= 1
    while tail and source[end : end + 1] in {" ", "\t"}:
        end += 1
    return Replacement(start, end, words)


def _gap(words: Sequence[Token], number: int) -> bool:
    """Say whether a space stands between a word and the one before it; beyond both ends of a text none does."""
    return 0 < number < len(words) and words[number].start > words[number - 1].end


def _insertion(
    texts: Texts,
    places: Sequence[Token | None],
    span: Opcode,
    region: tuple[int, int],
    write: Callable[..., str],
) -> Replacement:
    """Return the insertion of new words before word i of the old ones."""
    i, _, j1, j2 = span
    left, right = places[i - 1] if i else None, places[i] if i < len(places) else None
    words = texts.new[texts.after[j1].start : texts.after[j2 - 1].end]
    spaced = _gap(texts.before, i)
    lead, tail = _gap(texts.after, j1), _gap(texts.after, j2)
    if left is not None and (not spaced or tail or not lead):
        at, gap = left.end, texts.source[left.end : right.start if right is not None else left.end]
        space = re.search(r"[ \t]", gap)
        if lead and space is not None and gap.strip():
            at += space.start()  # outside the marks around the word before it
        elif lead and right is None and i == len(places):
            at += _closing(texts.source, at, region[1])
        if spaced and not lead and not tail:
            if right is None or gap.strip():
                raise NotPlacedError("a space between marks was removed")
            return Replacement(left.end, right.start, write(words))
        return Replacement(at, at, (" " if lead else "") + write(words) + (" " if tail and not spaced else ""))
    if right is not None and (i == 0 or left is not None):
        at = right.start
        while i == 0 and at > region[0] and texts.source[at - 1] in _MARKS + '["“‘(':
            at -= 1
        return Replacement(at, at, write(words, begins=i == 0) + (" " if tail else ""))
    raise NotPlacedError("what stands beside these words is written by the build")


def _closing(source: str, at: int, end: int) -> int:
    """Return how many marks close right after a place."""
    count = 0
    while at + count < end and source[at + count] in _MARKS:
        count += 1
    return count


def _as_it_is(words: str, *, begins: bool = False) -> str:
    del begins
    return words
