"""Forms whose pieces share one size: on one slide, on several of the same kind, or as a plain list where neither holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.slides.deck.deck import FilledSlot, Run, Slide, SlideLine, TextContent, lines_of, text_of, words
from builder.slides.deck.forms import HEAD, as_list, in_row, is_numeral, is_piece, kind_of
from builder.slides.deck.layouts import LINE_PITCH, NUMBERS, Layouts, Slot
from builder.slides.deck.paginate import deal
from builder.slides.fit.text import TextFit

LIST = "content"
"""The layout of a form that is shown as a list."""

ROWS = {"steps-5", "steps-6", "steps-7"}
"""Layouts with a row for each piece, on which its head stands before its text."""

FEWEST = 2
"""A form is not divided into slides with fewer pieces, except services, of which one may stand alone."""

WHOLE = "scale-"
"""What the names of layouts begin with whose pieces are nothing without each other."""

SIDES = "versus"
"""The layout of two sides: they always stand side by side, and what is too long goes on under the heads of both."""

MOST = 3
"""Nor into more slides."""

SERVICES = "contacts-"
"""What the names of layouts with services begin with."""

UNDER_TEXT = "contacts-and-text"
"""The layout of one service with text across the slide over it."""

LARGE = 0.85
"""The least factor for services: their numbers are read from the last row, and one alone has more room."""


@dataclass(frozen=True)
class _Piece:
    """A piece of a form with its number, if it has one, as they stand on the slide that is divided."""

    text: FilledSlot
    numeral: FilledSlot | None = None


@dataclass(frozen=True)
class FormFit:
    """Fits slides with forms. Sizes are factors of those of the layouts."""

    text: TextFit
    layouts: Layouts
    problems: Problems

    def slides(self, slide: Slide) -> list[Slide]:
        """Return a slide divided as its form needs it, with the size of its pieces; itself when it holds no form."""
        pieces = _pieces(slide)
        if not pieces:
            return [slide]
        fewest = 1 if slide.layout.startswith(SERVICES) or slide.layout == SIDES else FEWEST
        for parts in range(1, MOST + 1):
            if parts > 1 and (len(pieces) // parts < fewest or slide.layout.startswith(WHOLE)):
                break
            made = self._formed(slide, _under_heads(pieces, parts) if slide.layout == SIDES else [*deal(pieces, parts)])
            if not made and slide.layout.startswith(SERVICES):
                made = self._formed(slide, [*deal([_without_lead(piece) for piece in pieces], parts)])
            if not made and parts == 1 and slide.layout.startswith(SERVICES):
                made = self._under_text(slide, pieces)
            if made:
                return made
        return [self._listed(slide, pieces)]

    def _under_text(self, slide: Slide, pieces: Sequence[_Piece]) -> list[Slide]:
        """Return the slide of one service with the text before it across the slide, [] where they are not that or do not fit."""
        layout = self.layouts.layouts.get(UNDER_TEXT)
        slot = layout.slot("text") if layout else None
        lines = lines_of(pieces[0].text.content)
        if slot is None or len(pieces) != 2 or any(line.level == 0 for line in lines):
            return []
        text = tuple(replace(line, level=line.level - 1) for line in lines)
        scale, service = self.text.fitting_scale(text, slot), self._scale(UNDER_TEXT, pieces[1:])
        if scale is None or service is None:
            return []
        made = self._slide(slide, UNDER_TEXT, pieces[1:], service, first=True)
        others = [item for item in made.filled if item.slot == "kicker"]
        rest = [item for item in made.filled if item.slot != "kicker"]
        return [replace(made, filled=(*others, FilledSlot("text", TextContent(text), scale), *rest))]

    def _formed(self, slide: Slide, groups: Sequence[Sequence[_Piece]]) -> list[Slide]:
        """Return a slide for each group, all with one size; [] where a group does not fit at any."""
        whole = len(groups) == 1 or slide.layout == SIDES
        names = [slide.layout if whole else f"{kind_of(slide.layout)}-{len(group)}" for group in groups]
        found = [self._scale(name, group) for name, group in zip(names, groups, strict=True)]
        scales = [scale for scale in found if scale is not None]
        if len(scales) < len(groups):
            return []
        return [
            self._slide(slide, name, group, min(scales), first=group is groups[0])
            for name, group in zip(names, groups, strict=True)
        ]

    def _scale(self, name: str, pieces: Sequence[_Piece]) -> float | None:
        """Return the largest factor at which every piece fits its slot, above 1 for little text; None for none."""
        layout = self.layouts.layouts.get(name)
        slots = [layout.slot(_renamed(piece.text.slot, n)) if layout else None for n, piece in enumerate(pieces, 1)]
        fitted = [(slot, self._lines(name, piece, slot)) for slot, piece in zip(slots, pieces, strict=True) if slot]
        if len(fitted) < len(pieces):
            return None
        if len(pieces) > 1 and any(self._breaks_number(line, slot) for slot, lines in fitted for line in lines):
            return None
        every = tuple(line for _, lines in fitted for line in lines)
        for scale in self.text.steps(fitted[0][0], every):
            if scale < LARGE and name.startswith(SERVICES):
                break
            if all(
                self.text.measure.text(lines, slot, scale) <= self.text.measure.room(slot) for slot, lines in fitted
            ):
                return min(self.text.enlarged_scale(lines, slot) for slot, lines in fitted) if scale == 1.0 else scale
        return None

    def _slide(self, slide: Slide, name: str, pieces: Sequence[_Piece], scale: float, *, first: bool) -> Slide:
        filled: list[FilledSlot] = []
        for number, piece in enumerate(pieces, 1):
            if piece.numeral:
                filled.append(replace(piece.numeral, slot=_renamed(piece.numeral.slot, number)))
            slot = self.layouts[name].slot(_renamed(piece.text.slot, number))
            content = TextContent(self._lines(name, piece, slot))
            if content.lines:  # a side without a head may be all said on an earlier slide
                filled.append(FilledSlot(_renamed(piece.text.slot, number), content, scale))
        return replace(
            slide,
            layout=name,
            filled=(*_around(slide), *filled),
            notes=slide.notes if first else (),
            ids=slide.ids if first else (),
        )

    def _lines(self, layout: str, piece: _Piece, slot: Slot | None) -> tuple[SlideLine, ...]:
        """Return the lines of a piece as they stand in a layout: what is said before a number is a line of its own where both have no room on one."""
        lines = lines_of(piece.text.content)
        if slot is None or not layout.startswith(SERVICES):
            return in_row(lines) if layout in ROWS else lines
        return tuple(_number_apart(line) if self._wraps(line, slot) else line for line in lines)

    def _wraps(self, line: SlideLine, slot: Slot) -> bool:
        """Say whether a number, with what is said before it, takes more than a line."""
        return line.level == 0 and self.text.measure.line(line, slot, 1.0)[0] > 1.5 * LINE_PITCH * slot.levels[0].size

    def _breaks_number(self, line: SlideLine, slot: Slot) -> bool:
        """Say whether a number of a service would be broken: it must not be misread."""
        if not slot.name.startswith(NUMBERS) or line.level or not any(run.text == "\v" for run in line.runs):
            return False
        start = next(n for n, run in enumerate(line.runs) if run.text == "\v") + 1
        return self._wraps(replace(line, runs=line.runs[start:]), slot)

    def _listed(self, slide: Slide, pieces: Sequence[_Piece]) -> Slide:
        """Return a slide with its form as a list, and report it."""
        longest = max(pieces, key=lambda piece: sum(len(words(line)) for line in lines_of(piece.text.content)))
        head = next((text_of(line.runs) for line in lines_of(longest.text.content) if line.role == HEAD), "")
        message = f"“{text_of(slide.title)}” does not fit as {kind_of(slide.layout)}; it is shown as a list"
        hint = f"shorten “{head}”, which has the most words" if head else "shorten the piece with the most words"
        self.problems.add(ProblemCode.FORM_AS_LIST, message, slide.at, hint)
        lines = as_list(
            (item.slot, lines_of(item.content))
            for piece in pieces
            for item in (*((piece.numeral,) if piece.numeral else ()), piece.text)
        )
        return replace(slide, layout=LIST, filled=(*_around(slide), FilledSlot("body", TextContent(lines))))


def _around(slide: Slide) -> Iterator[FilledSlot]:
    """Yield what stands on a slide beside its form."""
    return (item for item in slide.filled if not is_piece(item.slot) and not is_numeral(item.slot))


def _number_apart(line: SlideLine) -> SlideLine:
    """Return the line of a number with a line break after what is said before it (“Call”)."""
    lead, *rest = line.runs
    if not rest or not lead.text.endswith(" "):
        return line
    return replace(line, runs=(replace(lead, text=lead.text.rstrip()), Run("\v"), *rest))


def _without_lead(piece: _Piece) -> _Piece:
    """Return a piece without lines that stand in the notes as well (role "lead")."""
    lines = tuple(line for line in lines_of(piece.text.content) if line.role != "lead")
    return replace(piece, text=replace(piece.text, content=TextContent(lines)))


def _under_heads(pieces: Sequence[_Piece], parts: int) -> list[list[_Piece]]:
    """Return pieces for `parts` slides: each has the heads of all, and a share of what stands under each."""
    dealt = [_shares(lines_of(piece.text.content), parts) for piece in pieces]
    return [
        [_Piece(replace(one.text, content=TextContent(shares[n]))) for one, shares in zip(pieces, dealt, strict=True)]
        for n in range(parts)
    ]


def _shares(lines: tuple[SlideLine, ...], parts: int) -> list[tuple[SlideLine, ...]]:
    """Return the lines of a piece in `parts` shares, each with its head; an item stays with its sub-points."""
    head = tuple(line for line in lines[:1] if line.role == HEAD)
    groups: list[list[SlideLine]] = []
    for line in lines[len(head) :]:
        if groups and (line.level > 2 or groups[-1][-1].bound):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(*head, *(line for group in share for line in group)) for share in deal(groups, parts)]


def _pieces(slide: Slide) -> list[_Piece]:
    found: list[_Piece] = []
    numeral: FilledSlot | None = None
    for item in slide.filled:
        if is_numeral(item.slot):
            numeral = item
        elif is_piece(item.slot):
            found.append(_Piece(item, numeral))
            numeral = None
    return found


def _renamed(slot: str, number: int) -> str:
    """Return the name of the slot of the same kind with another number: `panel-4` is `panel-1`."""
    return f"{slot.rpartition('-')[0]}-{number}"


def alike(slides: Sequence[Slide]) -> Iterator[Slide]:
    """Yield slides of which those that show one form, or services of one topic, set them in one size, the smallest of theirs."""
    for _, run in groupby(slides, _family):
        group = list(run)
        sizes = [item.scale for slide in group for item in slide.filled if is_piece(item.slot)]
        for slide in group:
            yield _sized(slide, min(sizes)) if sizes else slide


def _family(slide: Slide) -> tuple[str, str, str]:
    """Return what slides have in common whose pieces are set in one size."""
    services = slide.layout.startswith(SERVICES)
    return slide.topic, SERVICES if services else kind_of(slide.layout), "" if services else text_of(slide.title)


def _sized(slide: Slide, scale: float) -> Slide:
    return replace(
        slide, filled=tuple(replace(item, scale=scale) if is_piece(item.slot) else item for item in slide.filled)
    )
