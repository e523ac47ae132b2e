"""A deck that came back, compared three ways: what it says, what it said as made, what the source says now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from builder.core.frozen import replace
from builder.core.source import NOWHERE
from builder.returning.deck.change import Change
from builder.returning.deck.findings import FoundChange
from builder.returning.deck.pairing import pair_shapes, pair_slides, words_of
from builder.returning.deck.reading import ReturnedDeck
from builder.returning.deck.source_now import NOTES, SourceNow, SourceSlide
from builder.returning.deck.tables import compare_tables
from builder.returning.deck.texts import ComparedText, SourceTexts, TextComparison
from builder.slides.record.made import MadeDeck, MadeShape, MadeSlide, made_slide, section_print
from builder.slides.record.slides import BACKGROUND, SeenShape, SeenSlide
from builder.slides.record.words import comparable, word_print

NEAR = 8
"""Thousandths of the slide by which a shape may stand otherwise than it was made: programs round."""

_EMPTY = SourceSlide(MadeSlide("", ()), {}, {}, NOWHERE, {}, {}, "")


class DeckComparison:
    """Compares one deck. `made` is its record, or where it has none that of the deck that the source makes now."""

    def __init__(self, deck: ReturnedDeck, made: MadeDeck, now: SourceNow) -> None:
        self.deck, self.made, self.now = deck, made, now
        self.sayings = SourceTexts(now, made)
        self.seen = [made_slide(slide) for slide in deck.slides]
        self.pairs = pair_slides(made.slides, self.seen)
        found = pair_slides(made.slides, [slide.made for slide in now.slides])
        self.told = {there: now.slides[here] for there, here in found if there is not None and here is not None}

    def findings(self) -> Iterator[FoundChange]:
        """Yield all that changed, in the order of the slides; what is gone comes last."""
        found = [one for made, here in self.pairs for one in self._slide(made, here)]
        moved = [one for one in found if one.change.kind == "place"]
        slides = {one.change.slide for one in moved}
        if len(slides) > 4 and len(slides) * 2 > len(self.deck.slides):
            found = [one for one in found if one.change.kind != "place"]
            why = f"on {len(slides)} slides: the deck has another design or size; designs are themes (`--theme`)"
            found.append(FoundChange(Change("place", 0, "", why=why), final=True))
        yield from found
        yield from self._order()
        if section_print(self.deck.sections) != self.made.sections and not self.deck.rewritten:
            why = "sections are the parts and topics of the module"
            yield FoundChange(
                Change("extra", 0, "", where="sections", new="\n".join(self.deck.sections), why=why), final=True
            )

    def _slide(self, made: int | None, here: int | None) -> Iterator[FoundChange]:
        if here is None and made is not None:
            yield from self._deleted(made)
        elif made is None and here is not None:
            yield from self._added(here)
        elif made is not None and here is not None:
            yield from self._both(made, self.deck.slides[here], self.seen[here])

    # ── slides

    def _deleted(self, made: int) -> Iterator[FoundChange]:
        told = self.told.get(made)
        if told is None:
            return  # the source has no such slide any more, either
        words = _words_told(told)
        why = (
            "delete it in the source, if handouts and guide are to lose it, too; `{.optional}` on its heading hides it"
        )
        yield FoundChange(Change("slide-deleted", 0, _title_told(told), old=words, why=why, at=told.at), final=True)

    def _added(self, here: int) -> Iterator[FoundChange]:
        seen, slide = self.seen[here], self.deck.slides[here]
        ours = {id(one) for one in self.told.values()}
        spare = [one.made for one in self.now.slides if id(one) not in ours]
        if any(not words_of(seen) - words_of(one) for one in spare):
            return  # the source has it by now
        before = next(
            (made for made, place in reversed(self.pairs) if place is not None and place < here and made is not None),
            None,
        )
        told = self.told.get(before) if before is not None else None
        why = "write it into the source: a heading makes a slide, `---` begins another"
        change = Change(
            "slide-added", slide.number, _title(slide), new=_words_seen(slide), why=why, at=told.at if told else NOWHERE
        )
        yield FoundChange(change, final=True)

    def _order(self) -> Iterator[FoundChange]:
        """Yield slides that stand elsewhere than they were made, unless the source has moved them, too."""
        kept = [(made, here) for made, here in self.pairs if made is not None and here is not None]
        now = {id(one): n for n, one in enumerate(self.now.slides)}
        places = [now.get(id(self.told.get(made))) for made, _ in kept]
        known = [place for place in places if place is not None]
        if all(a < b for a, b in pairwise(known)) and len(known) == len(places):
            return
        still = _longest_rising([made for made, _ in kept])
        for number, (made, here) in enumerate(kept):
            if made not in still:
                slide, told = self.deck.slides[here], self.told.get(made)
                before = self.deck.slides[kept[number - 1][1]] if number else None
                why = f"now after slide {before.number}, “{_title(before)}”" if before else "now the first slide"
                at = told.at if told else NOWHERE
                why += "; move its topic in the source"
                yield FoundChange(Change("slide-moved", slide.number, _title(slide), why=why, at=at), final=True)

    # ── one slide

    def _both(self, made: int, slide: SeenSlide, seen: MadeSlide) -> Iterator[FoundChange]:
        ours, told = self.made.slides[made], self.told.get(made, _EMPTY)
        texts = TextComparison(
            self.sayings,
            ours.id,
            slide.number,
            _title(slide),
            looks=not self.deck.rewritten,
            answers=told.answers,
        )
        shapes = [one for one in slide.shapes if one.kind != "drawing"]
        for there, here in pair_shapes(ours.shapes, seen.shapes):
            if here is None and there is not None:
                yield from self._shape_deleted(texts, ours.shapes[there], told)
            elif there is None and here is not None:
                yield from self._shape_added(texts, shapes[here])
            elif there is not None and here is not None:
                yield from self._shape(texts, ours.shapes[there], shapes[here], told)
        yield from texts.compare(ComparedText.of(ours.notes, slide.notes, told.told_in(NOTES)), "notes")
        yield from self._flags(texts, ours, slide, seen, told)

    def _flags(
        self, texts: TextComparison, ours: MadeSlide, slide: SeenSlide, seen: MadeSlide, told: SourceSlide
    ) -> Iterator[FoundChange]:
        if slide.hidden not in {ours.hidden, told.made.hidden}:
            kind, why = ("hidden", "`{.optional}` on") if slide.hidden else ("shown", "no `{.optional}` on")
            change = texts.change(kind, "", why=f"{why} its heading in the source does it for all slides of the topic")
            yield FoundChange(replace(change, at=told.at), final=True)
        if seen.footer not in {ours.footer, told.made.footer} and (seen.footer or not self.deck.rewritten):
            why = "every slide has the course's and the module's name there; the build makes it"
            yield FoundChange(texts.change("footer", "", new=slide.footer, why=why), final=True)
        for what in slide.moving:
            yield FoundChange(texts.change("motion", "", new=what, why="our decks have none"), final=True)
        for what in (one for one in slide.extras if one != BACKGROUND or not self.deck.rewritten):
            yield FoundChange(texts.change("extra", "", new=what, why="look at it in the deck"), final=True)
        if drawn := seen.drawings - ours.drawings:
            kind = "object-added" if drawn > 0 else "object-deleted"
            yield FoundChange(
                texts.change(kind, "", new=f"{abs(drawn)} drawn without words", why="drawings are made by the theme"),
                final=True,
            )

    def _shape(
        self, texts: TextComparison, made: MadeShape, seen: SeenShape, told: SourceSlide
    ) -> Iterator[FoundChange]:
        match seen.kind:
            case "table":
                yield from compare_tables(texts, made, seen, told.tables.get(made.slot, ()))
            case "text":
                yield from texts.compare(
                    ComparedText.of(made.words, seen.paragraphs, told.told_in(made.slot)), made.slot
                )
            case "chart" | "picture" if made.data != seen.data and seen.data != _data_now(told, made.slot):
                why = (
                    "the numbers of a chart are in its CSV file"
                    if seen.kind == "chart"
                    else "put the picture's file beside module.md"
                )
                at = told.pictures.get(made.slot, told.at)
                yield FoundChange(replace(texts.change(seen.kind, made.slot, why=why), at=at), final=True)
            case _:
                pass
        yield from self._alt(texts, made, seen, told)
        if made.crop != seen.crop and not self.deck.rewritten:
            why = "the picture is cut: crop its file, if the handout is to show it so"
            yield FoundChange(replace(texts.change("look", made.slot, why=why), at=told.at), final=True)
        if self._is_moved(made, seen):
            why = "places are the layout's: choose another with `layout=`, or change the theme"
            yield FoundChange(replace(texts.change("place", made.slot, why=why), at=told.at), final=True)

    def _alt(self, texts: TextComparison, made: MadeShape, seen: SeenShape, told: SourceSlide) -> Iterator[FoundChange]:
        words = word_print(comparable(seen.alt)) if seen.alt else ""
        if words == made.alt or (not words and self.deck.rewritten):
            return
        now, at = told.alts.get(made.slot, ""), told.pictures.get(made.slot, told.at)
        if now and word_print(comparable(now)) == words:
            return
        why = "" if seen.kind == "picture" else "it is made from the table or chart; give it an `alt` of its own"
        change = replace(texts.change("alt", made.slot, old=now, new=comparable(seen.alt), why=why), at=at)
        yield FoundChange(change, final=seen.kind != "picture" or word_print(comparable(now)) != made.alt)

    def _is_moved(self, made: MadeShape, seen: SeenShape) -> bool:
        """Say whether a person moved a shape. How high a text or table is, programs set again that spell out all places."""
        if made.place is None or seen.place is None:
            return False
        sides = 3 if seen.kind == "table" or (seen.kind == "text" and self.deck.rewritten) else 4
        return any(abs(a - b) > NEAR for a, b in zip(made.place[:sides], seen.place[:sides], strict=True))

    def _shape_deleted(self, texts: TextComparison, made: MadeShape, told: SourceSlide) -> Iterator[FoundChange]:
        if told is not _EMPTY and not any(shape.slot == made.slot for shape in told.made.shapes):
            return
        cells = [one.text for row in told.tables.get(made.slot, ()) for cell in row for one in cell]
        words = "\n".join([one.text for one in told.told_in(made.slot)] + cells)
        kind = "picture-deleted" if made.kind == "picture" else "object-deleted"
        why = "delete it in the source, if handouts are to lose it, too"
        yield FoundChange(replace(texts.change(kind, made.slot, old=words, why=why), at=told.at), final=True)

    def _shape_added(self, texts: TextComparison, seen: SeenShape) -> Iterator[FoundChange]:
        cells = ["\t".join(" ".join(one.text for one in cell) for cell in row) for row in seen.rows]
        words = "\n".join([one.text for one in seen.paragraphs if one.text] + cells) or seen.alt
        kind = "picture-added" if seen.kind == "picture" else "object-added"
        if seen.kind == "text" and not words:
            return  # an empty placeholder
        yield FoundChange(texts.change(kind, seen.kind, new=words, why="write it into the source"), final=True)


def _data_now(told: SourceSlide, slot: str) -> str:
    return next((shape.data for shape in told.made.shapes if shape.slot == slot), "")


def _title(slide: SeenSlide) -> str:
    """Return a slide's title, else its first words."""
    texts = [(shape.role, one.text) for shape in slide.shapes for one in shape.paragraphs if one.text]
    return next((text for role, text in texts if role in {"title", "ctrTitle"}), texts[0][1] if texts else "")


def _title_told(slide: SourceSlide) -> str:
    return " ".join(one.text for one in slide.told_in("title"))


def _words_seen(slide: SeenSlide) -> str:
    lines = [one.text for shape in slide.shapes for one in shape.paragraphs if one.text]
    lines += [
        "\t".join(" ".join(one.text for one in cell) for cell in row) for shape in slide.shapes for row in shape.rows
    ]
    notes = [one.text for one in slide.notes if one.text]
    return "\n".join(lines + (["Notes:", *notes] if notes else []))


def _words_told(slide: SourceSlide) -> str:
    lines = [one.text for slot, texts in slide.told.items() if slot != NOTES for one in texts if one.text]
    cells = [
        "\t".join(" ".join(one.text for one in cell) for cell in row) for rows in slide.tables.values() for row in rows
    ]
    notes = [one.text for one in slide.told_in(NOTES)]
    return "\n".join(lines + cells + (["Notes:", *notes] if notes else []))


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the longest rising selection of different numbers: what can be said to have stayed in its place."""
    best: list[tuple[int, ...]] = []
    for number in numbers:
        before: tuple[int, ...] = max((run for run in best if run[-1] < number), key=len, default=())
        best.append((*before, number))
    longest: tuple[int, ...] = max(best, key=len, default=())
    return set(longest)


def changed_share(findings: Sequence[FoundChange], made: MadeDeck) -> float:
    """Return the share of a deck's paragraphs that changed, 0 to 1: with most of them, it is another version or a translation."""
    total = sum(Counter(len(shape.words) for shape in slide.shapes).total() + len(slide.notes) for slide in made.slides)
    changed = sum(one.change.kind in {"words", "deleted"} for one in findings)
    return changed / max(1, total)
