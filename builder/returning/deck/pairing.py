"""Which slide, shape and paragraph of one deck is which of another: by their names where both have them, else by their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from builder.slides.record.made import MadeShape, MadeSlide

T = TypeVar("T")

Pair = tuple[int | None, int | None]
"""Indexes of what belongs together, None for what the other side does not have."""

ALIKE = 0.34
"""Share of words that two slides without a name have in common, at least."""


LEAST = 0.3
"""Likeness of two paragraphs of which one may have become the other, at least."""

MOST_PAIRS = 2_500
"""More pairs of paragraphs are not tried out: all of them count as deleted and added."""


def words_of(slide: MadeSlide) -> Counter[str]:
    """Return the fingerprints of all words of a slide, its notes, pictures and charts included."""
    found = Counter(one.partition(":")[0] for one in slide.notes)
    for shape in slide.shapes:
        found.update(one.partition(":")[0] for one in shape.words)
        found.update(one.partition(":")[0] for row in shape.rows for cell in row for one in cell)
        found.update([shape.data] if shape.data else [])
    return found


def pair_slides(made: Sequence[MadeSlide], seen: Sequence[MadeSlide]) -> list[Pair]:
    """Return pairs of slides of two decks in the order of `seen`, then those of `made` that are gone.

    A name that a deck has twice (a copy of a slide) belongs to the one with more words in common.
    """
    taken: dict[int, int] = {}
    ours, theirs = [words_of(slide) for slide in made], [words_of(slide) for slide in seen]
    names = {slide.id: number for number, slide in enumerate(made) if slide.id}
    named = [(names[slide.id], n) for n, slide in enumerate(seen) if slide.id in names]
    for there, here in sorted(named, key=lambda pair: -_shared(ours[pair[0]], theirs[pair[1]])):
        if there not in taken:
            taken[there] = here
    free = set(range(len(seen))) - set(taken.values())
    common = Counter(word for words in ours for word in words)
    scored = [
        (score, -abs(there - here), there, here)
        for there in range(len(made))
        if there not in taken
        for here in free
        if (score := _likeness(ours[there], theirs[here], common)) >= ALIKE
    ]
    for _, _, there, here in sorted(scored, key=lambda row: (-row[0], -row[1], row[2], row[3])):
        if there not in taken and here in free:
            taken[there] = here
            free.discard(here)
    _pair_between(made, seen, taken, free)
    back = {here: there for there, here in taken.items()}
    pairs: list[Pair] = [(back.get(here), here) for here in range(len(seen))]
    return pairs + [(there, None) for there in range(len(made)) if there not in taken]


def _pair_between(made: Sequence[MadeSlide], seen: Sequence[MadeSlide], taken: dict[int, int], free: set[int]) -> None:
    """Pair slides whose neighbors belong together and that have the same kinds of shapes, though no word in common."""
    for there in range(len(made)):
        if there in taken:
            continue
        before = taken.get(there - 1, -1 if there == 0 else None)
        here = None if before is None else before + 1
        if here in free and not seen[here].id and _kinds(made[there]) == _kinds(seen[here]):
            taken[there] = here
            free.discard(here)


def _kinds(slide: MadeSlide) -> list[str]:
    return sorted(shape.kind for shape in slide.shapes)


def _shared(one: Counter[str], other: Counter[str]) -> int:
    return (one & other).total()


def _likeness(one: Counter[str], other: Counter[str], common: Counter[str]) -> float:
    """Return the share of words in common, 0 to 1; what stands on many slides says little."""
    both = one & other
    if not both:
        return 0.0
    weight = sum(count / common[word] for word, count in both.items() if word in common)
    return weight / max(1.0, min(_weight(one, common), _weight(other, common)))


def _weight(words: Counter[str], common: Counter[str]) -> float:
    return sum(count / max(1, common[word]) for word, count in words.items())


def pair_shapes(made: Sequence[MadeShape], seen: Sequence[MadeShape]) -> list[Pair]:
    """Return pairs of shapes of a slide in the order of `seen`, then those of `made` that are gone."""
    taken: dict[int, int] = {}
    free = list(range(len(seen)))
    for there, shape in enumerate(made):
        here = next((n for n in free if seen[n].slot == shape.slot and seen[n].kind == shape.kind), None)
        if here is not None:
            taken[there] = here
            free.remove(here)
    scored = [
        (_same_words(made[there], seen[here]) + _nearness(made[there], seen[here]), there, here)
        for there in range(len(made))
        if there not in taken
        for here in free
        if made[there].kind == seen[here].kind
    ]
    for score, there, here in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if score > 0.4 and there not in taken and here in free:
            taken[there] = here
            free.remove(here)
    back = {here: there for there, here in taken.items()}
    pairs: list[Pair] = [(back.get(here), here) for here in range(len(seen))]
    return pairs + [(there, None) for there in range(len(made)) if there not in taken]


def _same_words(one: MadeShape, other: MadeShape) -> float:
    ours, theirs = words_of(MadeSlide("", (one,))), words_of(MadeSlide("", (other,)))
    return 2 * _shared(ours, theirs) / max(1, ours.total() + theirs.total())


def _nearness(one: MadeShape, other: MadeShape) -> float:
    """Return how near two shapes stand, 1 for the same place."""
    if one.place is None or other.place is None:
        return 0.5
    return max(0.0, 1 - sum(abs(a - b) for a, b in zip(one.place, other.place, strict=True)) / 400)


def pair_items(ours: Sequence[T], theirs: Sequence[T], likeness: Callable[[int, int], float]) -> list[Pair]:
    """Return pairs of two sequences: what is equal first, then, between that, what is most alike, in order.

    `likeness` of two indexes is 0 to 1. As many on both sides belong together one by one.
    """
    pairs: list[Pair] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal" or i2 - i1 == j2 - j1:
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs += _most_alike(range(i1, i2), range(j1, j2), likeness)
    return pairs


def _most_alike(ours: Sequence[int], theirs: Sequence[int], likeness: Callable[[int, int], float]) -> list[Pair]:
    """Return pairs in order whose likeness is largest in all; what is less than LEAST alike is no pair."""
    if len(ours) * len(theirs) > MOST_PAIRS:
        return [*((one, None) for one in ours), *((None, one) for one in theirs)]
    best: dict[tuple[int, int], tuple[float, list[Pair]]] = {}
    for a in range(len(ours), -1, -1):
        for b in range(len(theirs), -1, -1):
            if a == len(ours) or b == len(theirs):
                best[a, b] = (0.0, [*((one, None) for one in ours[a:]), *((None, one) for one in theirs[b:])])
                continue
            options: list[tuple[float, list[Pair]]] = [
                (best[a + 1, b][0], [(ours[a], None), *best[a + 1, b][1]]),
                (best[a, b + 1][0], [(None, theirs[b]), *best[a, b + 1][1]]),
            ]
            alike = likeness(ours[a], theirs[b])
            if alike >= LEAST:
                options.append((best[a + 1, b + 1][0] + alike, [(ours[a], theirs[b]), *best[a + 1, b + 1][1]]))
            best[a, b] = max(options, key=lambda option: option[0])
    return best[0, 0][1]
