"""Pairs the paragraphs of a copy that came back with those that the source gives now.

A paragraph of a copy is named by its words as they were made. Where the source still gives these words, what somebody changed in the
copy is known whether or not a program tracked it; where it does not, the source has changed since, and nothing is applied.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import field
from functools import partial

from builder.core.frozen import dataclass, replace
from builder.core.source import NOWHERE, Span
from builder.returning.deck.pairing import pair_items
from builder.returning.review.reading import CopyParagraph, ReturnedCopy
from builder.writers.docx.words import digest, even

ANSWER_STYLE, QUESTION_STYLE = "ReviewAnswer", "ReviewQuestion"

_EMPTY = digest("")
_LINE = re.compile(r"^\d{1,5}[ \t\u00a0]*(?=\S|$)")


@dataclass(frozen=True)
class MadeCopy:
    """The copy that the source gives now: its paragraphs, and their places by the number in their names."""

    copy: ReturnedCopy
    places: tuple[Span, ...]

    def place(self, index: int) -> Span:
        """Return the place of a paragraph by its index."""
        names = self.copy.paragraphs[index].names
        return self.places[names[0][1]] if names else NOWHERE

    @property
    def texts(self) -> list[tuple[Span, str]]:
        """The words of each paragraph with their place."""
        return [(self.place(n), even(one.before)) for n, one in enumerate(self.copy.paragraphs) if one.names]


@dataclass(frozen=True)
class CopyPassage:
    """Paragraphs of a copy that were one or more when it was made, and what the source gives for them now.

    `first` is the index of the first in the copy. `ours` are the indexes in `MadeCopy`, () for what somebody added; `lost`: the
    source has other words now. `line` is the line that the copy names, 0 for words of ours.
    """

    first: int
    paragraphs: tuple[CopyParagraph, ...]
    ours: tuple[int, ...] = ()
    lost: bool = False
    line: int = 0
    name: str = ""

    @property
    def now(self) -> str:
        """The words as they are in the copy."""
        return even(" ".join(one.now for one in self.paragraphs))

    @property
    def before(self) -> str:
        """The words before tracked changes."""
        return even(" ".join(one.before for one in self.paragraphs))

    @property
    def style(self) -> str:
        """The style of the first paragraph."""
        return self.paragraphs[0].style


@dataclass
class _Pairs:
    """Our paragraphs by the digest of their words, and which were found."""

    made: MadeCopy
    by_digest: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for index, one in enumerate(self.made.copy.paragraphs):
            for _, _, words in one.names:
                self.by_digest[words].append(index)

    def find(self, name: tuple[int, int, str]) -> int | None:
        """Return our paragraph with these words: the nearest to where it was that is not taken."""
        line, number, words = name
        free = [index for index in self.by_digest.get(words, ()) if index not in self.taken]
        if not free:
            return None
        best = min(free, key=lambda index: (self._number(index) != number, abs(self._line(index) - line), index))
        self.taken.add(best)
        return best

    def _number(self, index: int) -> int:
        return self.made.copy.paragraphs[index].names[0][1]

    def _line(self, index: int) -> int:
        return self.made.copy.paragraphs[index].names[0][0]


def passages(copy: ReturnedCopy, made: MadeCopy) -> tuple[list[CopyPassage], list[int]]:
    """Return the passages of a copy in order, and the indexes of our paragraphs that it lacks.

    Where the copy is of an older version, what it lacks cannot be told from what the source has gained; then there are none.
    """
    named, whole = (sum(1 for one in paragraphs if one.names) for paragraphs in (copy.paragraphs, made.copy.paragraphs))
    if named * 4 < whole:  # a program dropped them
        copy = replace(copy, paragraphs=_named_anew(copy.paragraphs, made))
    pairs = _Pairs(made)
    seen: set[tuple[int, int, str]] = set()
    found: list[CopyPassage] = []
    for index, paragraph in enumerate(copy.paragraphs):
        new = [name for name in paragraph.names if name not in seen]
        seen.update(new)  # names of empty paragraphs move: LibreOffice gives them to the next
        names = [name for name in new if name[2] != _EMPTY] or new[:1]
        if names:
            ours = [pairs.find(name) for name in names]
            known = tuple(one for one in ours if one is not None)
            found.append(
                CopyPassage(
                    index, (paragraph,), known, len(known) < len(names), names[0][0], f"{names[0][1]}-{names[0][2]}"
                )
            )
        elif paragraph.carried and found and found[-1].name:
            last = found[-1]
            found[-1] = CopyPassage(
                last.first, (*last.paragraphs, paragraph), last.ours, last.lost, last.line, last.name
            )
        else:
            found.append(CopyPassage(index, (paragraph,)))
    same = copy.kept in {"", made.copy.kept}
    there = {name[1:] for name in seen}
    gone = [n for n, one in enumerate(made.copy.paragraphs) if same and one.names and one.names[0][1:] not in there]
    return found, gone


def _named_anew(paragraphs: tuple[CopyParagraph, ...], made: MadeCopy) -> tuple[CopyParagraph, ...]:
    """Return the paragraphs of a copy whose names a program dropped, named by their words; lines of the source among these go."""
    ours = [one for one in made.copy.paragraphs if one.names]
    texts = [even(one.before) for one in ours]
    known = set(texts)
    bare = [one if even(one.before) in known else without_line(one) for one in paragraphs]
    theirs = [even(one.before) for one in bare]
    likeness = partial(_likeness, [text.split() for text in texts], [text.split() for text in theirs])
    there = {b: a for a, b in pair_items(texts, theirs, likeness) if a is not None and b is not None}
    found = []
    for n, paragraph in enumerate(paragraphs):
        if n not in there:
            found.append(bare[n])
            continue
        number = _LINE.match(even(paragraph.before))
        its_own = number is not None and texts[there[n]].startswith(number[0])  # “30 minutes” in both
        found.append(replace(paragraph if its_own else bare[n], names=ours[there[n]].names, carried=False))
    return tuple(found)


def _likeness(ours: list[list[str]], theirs: list[list[str]], one: int, other: int) -> float:
    same = (Counter(ours[one]) & Counter(theirs[other])).total()
    return 2 * same / max(1, len(ours[one]) + len(theirs[other]))


def without_line(paragraph: CopyParagraph) -> CopyParagraph:
    """Return a paragraph without the number of a line at its beginning, which had a style that programs drop."""
    pieces = list(paragraph.pieces)
    for n, piece in enumerate(pieces):
        if piece.text:
            pieces[n] = replace(piece, text=_LINE.sub("", piece.text))
            break
    return replace(paragraph, pieces=tuple(pieces))


def missing_numbers(copy: ReturnedCopy) -> int:
    """Return how many paragraphs a copy has lost since it was made, as far as it says."""
    return max(0, copy.count - len({number for one in copy.paragraphs for _, number, _ in one.names}))
