"""Divides the script of a topic's step among the pictures of its slides: some stands beside each, the rest below the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from itertools import takewhile

from builder.core.frozen import dataclass
from builder.model import module as m


@dataclass(frozen=True)
class SlidePicture:
    """One slide as the guide shows it. `ids` are the blocks first shown on it; with an empty `png` its title is printed.

    `hidden`: the slide is in the deck but not shown in the presentation. `follows`: it belongs to the slide before it (a
    continuation, or the answers to a question). `deck` is the id of its module in a book, "" in a single module.
    """

    number: int
    title: str
    ids: tuple[str, ...] = ()
    follows: bool = False
    png: bytes = field(default=b"", repr=False)
    hidden: bool = False
    deck: str = ""

    @property
    def name(self) -> str:
        """The name of its picture among the page's assets."""
        return f"cw:slide-{self.deck}{'-' if self.deck else ''}{self.number}.png"

    @property
    def shape(self) -> float:
        """The height of its picture for its width, which stand in a PNG after 16 bytes; that of wide slides when it has none."""
        width, height = (int.from_bytes(self.png[start : start + 4]) for start in (16, 20))
        return height / width if width else 9 / 16


SlidePictures = tuple[SlidePicture, ...]


LINE_CHARACTERS = 30
"""Characters on a line of script beside a slide's picture: 70 mm at 12 pt, less 19 mm for “Listen for:”."""

PICTURE_LINES = 13.4
"""The width of a slide's picture, 85 mm, in lines of script of 18 pt: its height is counted in them."""

OVERHANG = 1.5
"""How many lines the script beside a picture may be longer than it, when it is not very short without them."""


@dataclass(frozen=True)
class ScriptPiece:
    """A slide with the script beside its picture, on one page with it, and the script `below` it, as wide as the page."""

    slide: SlidePicture | None
    beside: tuple[m.Block, ...] = ()
    below: tuple[m.Block, ...] = ()

    @property
    def script(self) -> tuple[m.Block, ...]:
        """All of its script."""
        return (*self.beside, *self.below)


@dataclass(frozen=True)
class TopicStep:
    """One step of a topic: the slides that are shown, the speaker notes, and the activities and questions."""

    slides: SlidePictures
    notes: m.Notes | None
    activities: tuple[m.Block, ...]

    @property
    def pieces(self) -> tuple[ScriptPiece, ...]:
        """The script divided among the slides, by the height of their pictures; what is left stands below the last.

        () for several slides without any script: their pictures stand side by side.
        """
        left = self.notes.body if self.notes else ()
        if self.notes is None and len(self.slides) > 1:
            return ()
        if not self.slides:
            return (ScriptPiece(None, below=left),) if left else ()
        pieces: list[ScriptPiece] = []
        for slide in self.slides:
            if pieces and not left:
                break
            count = _count_beside(slide, left)
            pieces.append(ScriptPiece(slide, left[:count]))
            left = left[count:]
        if left:
            pieces[-1] = ScriptPiece(pieces[-1].slide, pieces[-1].beside, left)
        return tuple(pieces)

    @property
    def slides_without_script(self) -> SlidePictures:
        """The slides that have no script beside them."""
        beside = [piece.slide for piece in self.pieces]
        return tuple(slide for slide in self.slides if slide not in beside)


def _count_beside(slide: SlidePicture, script: Sequence[m.Block]) -> int:
    """Return how many blocks of script stand beside a slide's picture: one at the least, further ones as far as it is high."""
    height = PICTURE_LINES * slide.shape + 1 if slide.png else 1  # its number is below it
    lines, count = 0.0, 0
    while count < len(script) and (lines < height or _is_single_line(script[count:])):
        unit = _unit(script[count:])
        size = sum(map(_line_count, unit))
        if lines >= height / 2 and lines + size > height + OVERHANG and not _is_single_line(script[count:]):
            break
        lines += size
        count += len(unit)
    return count


def _unit(script: Sequence[m.Block]) -> Sequence[m.Block]:
    """Return the first block of a script, with what to listen for after it."""
    return (script[0], *takewhile(_is_listen_cue, script[1:]))


def _is_listen_cue(block: m.Block) -> bool:
    """Say whether a block is a “listen for” cue, which stays with the question before it."""
    return isinstance(block, m.Cue) and block.kind == "listen"


def _is_single_line(blocks: Sequence[m.Block]) -> bool:
    """Say whether blocks are one line of script, which must not stand alone."""
    return len(blocks) == 1 and _line_count(blocks[0]) < 2


def _line_count(block: m.Block) -> float:
    """Estimate how many lines a block of script takes beside a picture, with the space after it."""
    return 0.5 + -(-len(m.plain(block)) // LINE_CHARACTERS)
