"""Counting words: what a file held is in the module that was made of it, or in the report. Nothing is lost, nothing invented."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from builder.core.frozen import dataclass
from builder.importing.loss import Loss
from builder.model import module as m
from builder.model.module.walking import children, walk

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2069\ufeff]")
"""What breaks a word for the eye of a program alone: soft hyphens, joiners, marks of direction."""


def count_words(*texts: str) -> Counter[str]:
    """Return how often each word stands in texts: runs of letters and digits, in one spelling (NFKC, small letters)."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(_WORD.findall(unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()))
    return found


@dataclass(frozen=True)
class WordBalance:
    """How many words came in, went out, were reported as left out, and were added by us; and which are unaccounted for.

    `lost` were in the file and are neither in the module nor in the report, `invented` the reverse: both are faults of ours.
    """

    came: int
    went: int
    left: int
    added: int
    lost: Mapping[str, int]
    invented: Mapping[str, int]


def balance(came: Mapping[str, int], went: Counter[str], losses: Iterable[Loss]) -> WordBalance:
    """Return the balance of the words of a file, those of the module, and those that the report names."""
    left: Counter[str] = Counter()
    added: Counter[str] = Counter()
    for loss in losses:
        for total, text in ((left, loss.words), (added, loss.added)):
            total.update({word: count * loss.count for word, count in count_words(text).items()})
    before, after = Counter(came) + added, went + left
    return WordBalance(
        Counter(came).total(),
        went.total(),
        left.total(),
        added.total(),
        dict(sorted((before - after).items())),
        dict(sorted((after - before).items())),
    )


_CUES = {"listen": "listen for"}


def words_of_module(module: m.Module) -> Counter[str]:
    """Return the words of a module as it was parsed, without its front matter and the data of its charts."""
    return count_words(*_texts(module.body))


def _texts(body: tuple[m.Block, ...]) -> Iterator[str]:
    """Yield the text of blocks, with text alternatives, and that of each footnote once."""
    yield " ".join(map(text_of, body))
    notes = {node.label: node.body for node in walk(*body) if isinstance(node, m.Footnote)}
    for note in notes.values():
        yield " ".join(map(text_of, note))


def text_of(node: m.Node) -> str:
    """Return the text of a node. Inlines that follow each other are not parted, so that a word in two looks stays one."""
    match node:
        case m.Text() | m.Code() | m.Keyboard() | m.CodeBlock():
            return node.text
        case m.Abbreviation():
            return f"{node.text} {node.expansion} "
        case m.LineBreak():
            return " "
        case m.Footnote():
            return ""
        case m.InlineImage() | m.Figure() | m.Chart():
            own = f" {node.alt} {getattr(node, 'caveat', '')} "
        case m.Cue():
            own = f"{_CUES.get(node.kind, node.kind)} "
        case _:
            own = ""
    return own + "".join(
        text_of(child) if isinstance(child, m.InlineNode) else f" {text_of(child)} " for child in children(node)
    )
