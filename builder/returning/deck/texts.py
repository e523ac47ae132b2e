"""Paragraphs compared three ways: as made, as they came back, and as the source says them now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from builder.core.frozen import dataclass, replace
from builder.returning.deck.change import CONFLICT, Change
from builder.returning.deck.findings import FoundChange, pair_moves
from builder.returning.deck.pairing import pair_items, words_of
from builder.returning.deck.source_now import SourceNow, SourceParagraph
from builder.slides.record.made import MadeDeck, Prints
from builder.slides.record.paragraphs import SeenParagraph
from builder.slides.record.words import word_print
from builder.transform.audience import HELD_BY_PARTICIPANTS, OF_PARTICIPANTS

_NONE = word_print("")
GONE = "the source has changed here since the deck was made"


@dataclass(frozen=True, slots=True)
class Now:
    """What the source says now in place of a paragraph as made: the same (`told`), something else (`other`), or nothing more."""

    told: SourceParagraph | None = None
    other: SourceParagraph | None = None


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text as made, as it came back, and as the source has it now: paragraphs with words only."""

    made: tuple[str, ...]
    looks: tuple[str, ...]
    seen: tuple[SeenParagraph, ...]
    told: tuple[SourceParagraph, ...]

    @classmethod
    def of(cls, prints: Prints, seen: Sequence[SeenParagraph], told: Sequence[SourceParagraph]) -> ComparedText:
        """Return a text without empty paragraphs, which programs add and drop."""
        made = [one.partition(":") for one in prints]
        kept = [(words, look) for words, _, look in made if words != _NONE]
        return cls(
            tuple(words for words, _ in kept),
            tuple(look for _, look in kept),
            tuple(one for one in seen if one.text),
            tuple(one for one in told if one.text),
        )


class SourceTexts:
    """All paragraphs that the source says now, by their words; `made` is the deck as made."""

    def __init__(self, now: SourceNow, made: MadeDeck) -> None:
        self._made = Counter((_space(slide.id), words) for slide in made.slides for words in words_of(slide).elements())
        self._by_words: dict[str, list[SourceParagraph]] = {}
        for slide in now.slides:
            cells = (one for rows in slide.tables.values() for row in rows for cell in row for one in cell)
            for told in (*(one for slot in slide.told.values() for one in slot), *cells):
                self._by_words.setdefault(word_print(told.text), []).append(told)

    def find(self, words: str, slide: str, *, cell: bool = False) -> SourceParagraph | None:
        """Return where these words stand now: on slides of the same block, else where they stand once in the whole deck."""
        found = [one for one in self._by_words.get(words, ()) if (one.cell is not None) == cell]
        near = [one for one in found if _space(one.slide) == _space(slide)]
        if near and len({(one.at, one.cell) for one in near}) == 1:
            return near[0]
        return found[0] if len({(one.at, one.cell) for one in found}) == 1 else None

    def has(self, words: str, slide: str) -> bool:
        """Say whether slides of the same block say these words now more often than as made."""
        found = sum(_space(one.slide) == _space(slide) for one in self._by_words.get(words, ()))
        return found > self._made[_space(slide), words]


def _space(slide: str) -> str:
    return slide.split(".", maxsplit=1)[0] if not slide.startswith(".") else ".".join(slide.split(".")[:2])


class TextComparison:
    """Compares the texts of one slide. `slide` is its id as made; `number` and `title` are the deck's that came back.

    `answers`: the slide reveals answers.
    """

    def __init__(
        self, sayings: SourceTexts, slide: str, number: int, title: str, *, looks: bool, answers: bool = False
    ) -> None:
        self.sayings, self.slide, self.number, self.title, self.looks = sayings, slide, number, title, looks
        self.answers = answers

    def change(self, kind: str, where: str, *, old: str = "", new: str = "", why: str = "") -> Change:
        """Return a change of this slide."""
        unseen = OF_PARTICIPANTS if where == "notes" else HELD_BY_PARTICIPANTS if self.answers else frozenset()
        return Change(kind, self.number, self.title, where, old, new, why=why, unseen_in=unseen)

    def compare(self, text: ComparedText, where: str, *, cell: bool = False) -> Iterator[FoundChange]:
        """Yield what changed in a text."""
        now = self._now(text, cell=cell)
        seen = [word_print(one.text) for one in text.seen]

        def likeness(made: int, here: int) -> float:
            told = now[made].told
            return SequenceMatcher(None, told.text, text.seen[here].text, autojunk=False).ratio() if told else 0.4

        pairs = pair_items(text.made, seen, likeness)
        last: SourceParagraph | None = None
        findings: list[FoundChange] = []
        for number, (made, here) in enumerate(pairs):
            if made is not None and here is not None:
                if text.made[made] != seen[here]:
                    findings += self._changed(now[made], text.seen[here], where)
                elif self.looks and text.looks[made] != text.seen[here].look:
                    findings.append(self._look(now[made], text.seen[here], where))
            elif made is not None:
                findings += self._deleted(now[made], where)
            elif here is not None:
                later = (now[one].told for one, _ in pairs[number + 1 :] if one is not None)
                if not self._is_told(seen[here], text):
                    new = text.seen[here]
                    change = self.change("added", where, new=new.text)
                    findings.append(FoundChange(change, after=last, before=next(filter(None, later), None), new=new))
            if made is not None:
                last = now[made].told or last
        yield from _moved(findings, text.told)

    def _is_told(self, words: str, text: ComparedText) -> bool:
        """Say whether the source has an added paragraph by now."""
        made, told = text.made.count(words), sum(word_print(one.text) == words for one in text.told)
        return told > made or (words not in text.made and self.sayings.has(words, self.slide))

    def _now(self, text: ComparedText, *, cell: bool) -> list[Now]:
        """Return what the source says now for each paragraph as made."""
        told = [word_print(one.text) for one in text.told]
        found = [Now() for _ in text.made]
        for kind, i1, i2, j1, j2 in SequenceMatcher(None, text.made, told, autojunk=False).get_opcodes():
            for made in range(i1, i2):
                there = text.told[j1 + made - i1] if made - i1 < j2 - j1 else None
                if kind == "equal":
                    found[made] = Now(told=there)
                else:
                    elsewhere = self.sayings.find(text.made[made], self.slide, cell=cell)
                    found[made] = Now(told=elsewhere) if elsewhere else Now(other=there)
        return found

    def _changed(self, now: Now, seen: SeenParagraph, where: str) -> Iterator[FoundChange]:
        if now.told is not None:
            yield FoundChange(self.change("words", where, old=now.told.text, new=seen.text), told=now.told, new=seen)
        elif now.other is None or word_print(now.other.text) != word_print(seen.text):
            yield self._conflict(self.change("words", where, new=seen.text), now)

    def _deleted(self, now: Now, where: str) -> Iterator[FoundChange]:
        if now.told is not None:
            yield FoundChange(self.change("deleted", where, old=now.told.text), told=now.told)
        elif now.other is not None:
            yield self._conflict(self.change("deleted", where), now)

    def _look(self, now: Now, seen: SeenParagraph, where: str) -> FoundChange:
        change = self.change(
            "look", where, new=seen.text, why="formatting is the theme's, and bold words and links the source's"
        )
        return FoundChange(replace(change, at=now.told.at) if now.told else change, final=True)

    def _conflict(self, change: Change, now: Now) -> FoundChange:
        if now.other is None:
            return FoundChange(
                replace(change, state=CONFLICT, why="the source no longer has this paragraph"), final=True
            )
        found = replace(change, state=CONFLICT, why=GONE, source=now.other.text, at=now.other.at)
        return FoundChange(found, final=True)


def _moved(findings: list[FoundChange], told: Sequence[SourceParagraph]) -> Iterator[FoundChange]:
    """Yield findings in which a paragraph that was deleted, and added elsewhere in its text, was moved.

    `told` are the paragraphs in the order of the source now, which may have it there by now.
    """
    order = {id(one): number for number, one in enumerate(told)}
    moves = pair_moves(
        (one for one in findings if one.change.kind == "deleted" and one.told is not None),
        (one for one in findings if one.change.kind == "added"),
    )
    for one in findings:
        other = moves.get(id(one))
        if other is None:
            yield one
        elif other is not one and order.get(id(other.told)) != order.get(id(one.after), -1) + 1:
            change = replace(one.change, kind="moved", old=other.change.old)
            yield replace(one, change=change, told=other.told)
