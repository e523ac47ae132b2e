"""Text in one slot: the font size at which it fits, or its division over several slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.core.frozen import dataclass, replace
from builder.slides.deck.deck import EMU_PER_POINT, Run, SlideLine, words
from builder.slides.deck.forms import HEAD
from builder.slides.deck.layouts import BODY, CAPPED, NUMBERS, SMALL_PRINT, Slot, set_line, set_size
from builder.slides.deck.paginate import PageRow, loosen_ties, paginate
from builder.slides.fit.measure import WIDTH_SLACK, Measure
from builder.theme.tokens import Floor

SPARSE = 0.72
"""Text may grow while it fills no more than this share of its box."""

LOST = 0.5
"""Text that fills no more than this share may grow even if a line then breaks, unless a last line gets three words or fewer."""

FIRST_MEASURED = 2_000
"""Characters of a line that are measured first when it is cut: more than most slides hold."""

LONE = 10
"""A word of up to so many characters is not left alone on a last line."""

NARROW = 16.0
"""In columns narrower than this, em, or some 32 characters, no words of text are bound: the line before the last would be as short."""


@dataclass(frozen=True)
class TextFit:
    """Fits text with a measure, a floor and a ceiling (pt)."""

    measure: Measure
    floor: Floor
    ceiling: float

    def least(self, slot: Slot, lines: Sequence[SlideLine]) -> float:
        """Return the smallest factor at which no level in use is set smaller than its floor."""
        return list(self.steps(slot, lines))[-1]

    def _floor(self, slot: Slot, size: float) -> float:
        """Return the least font size (pt) for text that the layout sets at `size`: small print has a lower floor."""
        if slot.name in SMALL_PRINT:
            return min(size, self.floor.source)
        if size >= self.floor.body:
            return self.floor.body
        small = size < BODY
        return min(size, self.floor.source if small else max(self.floor.source, BODY))

    def steps(self, slot: Slot, lines: Sequence[SlideLine]) -> Iterator[float]:
        """Yield the factors to try, largest first, the floor last: those that bring the largest level in use to a smaller step."""
        sizes = {slot.levels[min(line.level, len(slot.levels) - 1)].size for line in lines} or {slot.levels[0].size}
        largest = max(sizes)
        if slot.name in CAPPED:
            largest = max(level.size for level in slot.levels)
        elif slot.name.startswith(NUMBERS) and len(sizes) > 1:
            sizes.discard(slot.levels[0].size)
            largest = max(sizes)
        yield 1.0
        for step in reversed(slot.steps):
            scale = step / largest
            if step < largest:
                least = set_size(slot, largest, scale) > step
                if least or any(set_size(slot, size, scale) < self._floor(slot, size) for size in sizes):
                    return
                yield scale

    def fitting_scale(self, lines: tuple[SlideLine, ...], slot: Slot) -> float | None:
        """Return the largest factor at which all lines fit the slot, or None."""
        room = self.measure.room(slot)
        return next((step for step in self.steps(slot, lines) if self.measure.text(lines, slot, step) <= room), None)

    def enlarged_scale(self, lines: tuple[SlideLine, ...], slot: Slot) -> float:
        """Return the factor for sparse text: as large as the ceiling allows without new line breaks, 1.0 for other text."""
        room = self.measure.room(slot)
        plain = self._count(lines, slot, 1.0)
        largest = max((slot.levels[min(line.level, len(slot.levels) - 1)].size for line in lines), default=0.0)
        for step in (size / largest for size in reversed(slot.steps) if 0 < largest < size <= self.ceiling):
            high = self.measure.text(lines, slot, step)
            if high <= room * SPARSE and self._count(lines, slot, step) == plain:
                return step
            if high <= room * LOST and not any(self._leaves_little(line, slot, step) for line in lines):
                return step
        return 1.0

    def _leaves_little(self, line: SlideLine, slot: Slot, scale: float) -> bool:
        """Say whether three words or fewer stand on the last of a line's several lines."""
        text = words(line)
        at = len(" ".join(text.split(" ")[:-3]))
        return 0 < at < len(text) and self._stands_alone(line, at, slot, scale)

    def _stands_alone(self, line: SlideLine, at: int, slot: Slot, scale: float) -> bool:
        """Say whether the text after the first `at` characters gets a last line of its own, with or without the slack in width."""
        _, level = self.measure.line(line, slot, scale)
        room = max(slot.inner.width - level.left, 1) / EMU_PER_POINT / level.size
        whole = self.measure.setting(line.runs, bold=level.bold, heading=level.heading)
        if whole.lines(room) == 1:
            return False
        head = self.measure.setting(_part(line, 0, at).runs, bold=level.bold, heading=level.heading)
        return any(head.lines(width) < whole.lines(width) for width in (room, room / (1 - WIDTH_SLACK)))

    def breaks_words(self, lines: tuple[SlideLine, ...], slot: Slot, scale: float) -> bool:
        """Say whether a word is wider than the slot."""
        for line in lines:
            _, level = self.measure.line(line, slot, scale)
            room = max(slot.inner.width - level.left, 1) / EMU_PER_POINT / level.size * (1 - WIDTH_SLACK)
            if self.measure.setting(line.runs, bold=level.bold, heading=level.heading).widest > room:
                return True
        return False

    def bind_last_words(self, lines: tuple[SlideLine, ...], slot: Slot, scale: float) -> tuple[SlideLine, ...]:
        """Return lines with a no-break space before a short last word that would stand alone, where that costs no line."""
        return tuple(self._bind_last_word(line, slot, scale) for line in lines)

    def _bind_last_word(self, line: SlideLine, slot: Slot, scale: float) -> SlideLine:
        text = words(line)
        at = text.rfind(" ")
        if text.count(" ") < 3 or not 1 < len(text) - at <= LONE or self._leaves_short_lines(line, slot, scale):
            return line
        if not self._stands_alone(line, at, slot, scale):
            return line
        if any(run.mono for run in _part(line, at, at + 1).runs):  # code is copied: its spaces stay what they are
            return line
        high = self.measure.line(line, slot, scale)[0]
        runs, start = [], 0
        for run in line.runs:
            place = at - start
            inside = 0 <= place < len(run.text)
            runs.append(replace(run, text=f"{run.text[:place]}\u00a0{run.text[place + 1 :]}") if inside else run)
            start += len(run.text)
        tied = replace(line, runs=tuple(runs))
        return tied if self.measure.line(tied, slot, scale)[0] <= high else line

    def _leaves_short_lines(self, line: SlideLine, slot: Slot, scale: float) -> bool:
        """Say whether a line is in a narrow column and no title, nor the head of a piece on two lines, which become even."""
        level = set_line(slot, line, scale)
        room = (slot.inner.width - level.left) / EMU_PER_POINT / level.size
        if room >= NARROW or slot.kind == "title":
            return False
        return (
            line.role != HEAD or self.measure.setting(line.runs, bold=level.bold, heading=level.heading).lines(room) > 2
        )

    def _count(self, lines: tuple[SlideLine, ...], slot: Slot, scale: float) -> int:
        return sum(
            round(height / (self.measure.setting(line.runs).pitch * level.size * level.spacing))
            for line in lines
            for height, level in (self.measure.line(line, slot, scale),)
        )

    def split(self, lines: tuple[SlideLine, ...], slot: Slot) -> tuple[float, list[tuple[SlideLine, ...]]]:
        """Return factor and lines per slide for text too long for one slot: fewest slides, then the largest type."""
        least = self.least(slot, lines)
        fewest = self._pages(lines, slot, least)
        for step in self.steps(slot, lines):
            pages = self._pages(lines, slot, step)
            if len(pages) <= len(fewest):
                return step, pages
        return least, fewest

    def _pages(self, lines: tuple[SlideLine, ...], slot: Slot, scale: float) -> list[tuple[SlideLine, ...]]:
        room = self.measure.room(slot)
        cut = tuple(piece for line in lines for piece in self._cut(line, slot, scale, room))
        rows = [
            PageRow(height, before, tied=line.bound, inner=line.level > 0, opens=line.role == "heading")
            for line, (height, before) in zip(cut, self.measure.heights(cut, slot, scale), strict=True)
        ]
        pages = paginate(rows, room) or paginate(loosen_ties(rows, room), room)
        if pages is None:  # a line higher than the slot at the least size, without a place to cut it
            pages = [(index, index + 1) for index in range(len(cut))]
        found = [cut[start:end] for start, end in pages]  # an item without words of its own is no slide
        return [page for page in found if any(line.runs for line in page)] or found

    def _cut(self, line: SlideLine, slot: Slot, scale: float, room: float) -> Iterator[SlideLine]:
        """Yield a line in pieces that are no higher than `room`: cut at the end of a sentence, else at a space."""
        end, start = len(words(line)), 0
        while (rest := self._too_high(line, start, end, slot, scale, room)) is not None:
            places: list[int] = []
            low = 0
            for places in _places(rest):
                low, high = 0, len(places)
                while low < high:
                    middle = (low + high) // 2
                    if self.measure.line(_part(rest, 0, places[middle]), slot, scale)[0] <= room:
                        low = middle + 1
                    else:
                        high = middle
                if low:
                    break
            if low == 0:
                break
            text = words(rest)
            ends = reversed(places[low // 2 : low]) if rest.role != "code" else ()
            at = next((place for place in ends if text[:place].rstrip()[-1:] in ".!?…:;"), places[low - 1])
            yield _part(rest, 0, at)
            start += at
            line = replace(line, bullet="", number=0)
        yield _part(line, start, end) if start else line

    def _too_high(
        self, line: SlideLine, start: int, end: int, slot: Slot, scale: float, room: float
    ) -> SlideLine | None:
        """Return as much of a line from `start` on as is certainly higher than `room`, None when all is no higher.

        It is measured in parts that double, because measuring all of a long text again for each slide takes minutes.
        """
        size = FIRST_MEASURED
        while True:
            part = _part(line, start, start + size) if start or size < end else line
            if self.measure.line(part, slot, scale)[0] > room:
                return part
            if start + size >= end:
                return None
            size *= 2


def _places(line: SlideLine) -> Iterator[list[int]]:
    """Yield where a line may be cut, in characters, best places first: code after line breaks; after spaces; inside words."""
    text = words(line)
    for marks in ("\v", " ") if line.role == "code" else (" \v",):
        yield [index + 1 for index, character in enumerate(text[:-1]) if character in marks]
    yield list(range(20, len(text), 20))


def _part(line: SlideLine, start: int, end: int) -> SlideLine:
    """Return the characters of a line from `start` to `end`."""
    runs: list[Run] = []
    at = 0
    for run in line.runs:
        text = run.text[max(0, start - at) : max(0, end - at)]
        if text:
            runs.append(replace(run, text=text))
        at += len(run.text)
    while runs and not runs[-1].text.strip("\v"):
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" \v"))
    return replace(line, runs=tuple(runs))


def part_of(line: SlideLine, start: int, end: int) -> SlideLine:
    """Return the characters of a line from `start` to `end`, for others that cut lines."""
    return _part(line, start, end)
