"""Height of text on a slide, estimated before any program lays it out.

The model was checked on 2,182 paragraphs against LibreOffice (docs/measurements.md, "PowerPoint"): a line is 1.2 em high
whatever the font (1.35 em for Chinese, Japanese, Korean); lines break greedily at spaces, after hyphens, dashes, `?`, `!`
and `//`; available width is reduced by 1 % and height by 2 %; text that programs break differently is charged an extra line.
Lengths are points.
"""

from __future__ import annotations

import re
from dataclasses import field
from functools import cache

from builder.core.frozen import dataclass, replace
from builder.core.typography import breaks_in_words
from builder.slides.deck.deck import EMU_PER_INCH, EMU_PER_POINT, Run, SlideLine
from builder.slides.deck.layouts import LINE_PITCH, Level, Slot, set_line
from builder.slides.deck.numbering import NUMBERINGS
from builder.slides.fit.font_metrics import FontSet, FontStyle

WIDTH_SLACK = 0.01
HEIGHT_USED = 0.98
PITCH_CJK = 1.35
CELL_SLACK = 1.005
ROW_SLACK = 1.0
"""Points added to each table row."""

TAB = EMU_PER_INCH / EMU_PER_POINT
"""Points between tab stops: how far a line starts when its number is wider than its hanging indent."""

_WORD = re.compile("[^ \u200b\t]*[ \u200b\t]*")
_INSIDE = re.compile(
    "(?<=\\w-)(?=[^\\W\\d_])|(?<=[\u2010\u2013])(?=\\w)|(?<=[?!])(?=\\w)|(?<=//)(?=\\w)|(?<=\u2014)(?=[^\\s\u2014])|(?<=\\S)(?=\u2014)"
)
_WIDE = re.compile("[^\0-\u10ff\u1200-\u2e7f]")
"""Text without a match has no Chinese, Japanese or Korean; the two patterns for these are slow to compile, hence this test."""


@cache
def _inside_wide() -> re.Pattern[str]:
    return re.compile(
        _INSIDE.pattern
        + "|(?<=[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef])(?=\\w)|(?<=\\w)(?=[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])"
    )


@cache
def _ideograph() -> re.Pattern[str]:
    return re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]")


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ADDRESS = re.compile(r"//|www\.|\w\.\w+/|/\w+/|\w@\w|\w\\\w")
"""Addresses and paths, which every program breaks differently."""


@dataclass(frozen=True, slots=True)
class Atom:
    """Text that is never broken: its width and that of the space after it, em. `ends`: a line break follows.

    A `field` is a whole link, as LibreOffice sets it.
    """

    width: float
    space: float = 0.0
    ends: bool = False
    field: bool = False


@dataclass(frozen=True, slots=True)
class BreakableText:
    """The measured text of a line, to be broken at any width and font size; lengths are em.

    `atoms` may be separated inside words (after hyphens, at dashes), `solid` at spaces only (() where that is the same).
    Programs do not agree on breaks inside words, so the larger number of lines counts. `apart` has links as single atoms, and
    words divided where their style changes; () where there are no links and no long words of several styles. `extra` lines are added when the text takes more than one. `widest` is the widest atom, `total` the width on one line. `missing`: characters that no font has.
    """

    atoms: tuple[Atom, ...]
    solid: tuple[Atom, ...]
    apart: tuple[Atom, ...]
    widest: float
    total: float
    pitch: float
    cell_pitch: float
    extra: int
    missing: str = ""

    def lines(self, width: float, first: float | None = None) -> int:
        """Return how many lines the words take in a width, em; `first` is the width of the first line where it differs."""
        room = width * (1 - WIDTH_SLACK)
        start = room if first is None else first * (1 - WIDTH_SLACK)
        if self.total <= start:
            return 1
        count = _count_lines(self.atoms, start, room)
        if self.solid:
            count = max(count, _count_lines(self.solid, start, room))
        count += self.extra + (self.widest > room)
        return max(count, _count_lines_apart(self.apart, start, room)) if self.apart else count


def _count_lines(atoms: tuple[Atom, ...], start: float, room: float) -> int:
    """Return how many lines atoms take, greedily, the first `start` wide, the others `room`."""
    count, used, pending, limit = 1, 0.0, 0.0, start
    for atom in atoms:
        if used and used + pending + atom.width > limit:
            count, used, pending, limit = count + 1, 0.0, 0.0, room
        if atom.width > limit and not used:
            whole = int(atom.width / max(room, 0.1))
            count, used = count + whole, atom.width - whole * room
        else:
            used += pending + atom.width
        pending = atom.space
        if atom.ends:
            count, used, pending, limit = count + 1, 0.0, 0.0, room
    return count


def _count_lines_apart(atoms: tuple[Atom, ...], start: float, room: float) -> int:
    """Return how many lines atoms take where links are fields and a line may break wherever the style changes.

    LibreOffice begins a new line before a field that does not fit, breaks one that is wider than a line between any two
    characters, and begins a new line after such a field, even for the space that follows it.
    """
    count, used, limit = 1, 0.0, start
    for place, atom in enumerate(atoms):
        if used and used + atom.width > limit:
            count, used, limit = count + 1, 0.0, room
        if atom.width > limit:
            count += int((atom.width - limit) / max(room, 0.1)) + 1
            used = (atom.width - limit) % max(room, 0.1)
            if atom.field and place + 1 < len(atoms):
                count, used, limit = count + 1, 0.0, room
        else:
            used += atom.width
        used += atom.space
        if atom.ends:
            count, used, limit = count + 1, 0.0, room
    return count


@dataclass
class Measure:
    """Measures lines with a theme's faces, and caches the results."""

    faces: FontSet
    _settings: dict[tuple[tuple[Run, ...], bool, bool], BreakableText] = field(default_factory=dict)

    def setting(self, runs: tuple[Run, ...], *, bold: bool = False, heading: bool = False) -> BreakableText:
        """Return the measured text of runs; `bold` sets all of them in bold, `heading` in the font for headings."""
        found = self._settings.get((runs, bold, heading))
        if found is None:
            found = self._settings[runs, bold, heading] = self._measure_runs(runs, bold=bold, heading=heading)
        return found

    def _measure_runs(self, runs: tuple[Run, ...], *, bold: bool, heading: bool) -> BreakableText:
        atoms: list[Atom] = []
        pitch, missing, open_word = 0.0, "", False
        for run in runs:
            style = FontStyle(bold or run.bold, run.italic, run.mono, heading)
            for number, text in enumerate(run.text.split("\v")):
                if number:
                    fresh = not atoms or atoms[-1].ends  # a break right after a break: an empty line
                    atoms.append(Atom(0.0, ends=True) if fresh else replace(atoms.pop(), ends=True))
                    open_word = False
                blank = self.faces.piece(" ", style).width
                for word, space in _words(text):
                    piece = self.faces.piece(word, style)
                    gap = blank * space
                    pitch, missing = max(pitch, piece.pitch), missing + piece.missing
                    if open_word:
                        last = atoms.pop()
                        atoms.append(Atom(last.width + piece.width, gap))
                    else:
                        atoms.append(Atom(piece.width, gap))
                    open_word = False
                open_word = bool(text) and text[-1] not in " \u200b\t"
        linked = any(run.link or run.jump for run in runs) or breaks_in_words([run.text for run in runs])
        text = "".join(run.text for run in runs)
        ideographs = bool(_WIDE.search(text) and _ideograph().search(text))
        total = sum(atom.width + atom.space for atom in atoms) - (atoms[-1].space if atoms else 0.0)
        return BreakableText(
            tuple(atoms),
            _joined_atoms(atoms),
            self._apart(runs, bold=bold, heading=heading) if linked else (),
            max((atom.width for atom in atoms), default=0.0),
            float("inf") if any(atom.ends for atom in atoms) else total,
            PITCH_CJK if ideographs else LINE_PITCH,
            max(LINE_PITCH, pitch, PITCH_CJK if ideographs else 0.0),
            _extra_lines(runs, text),
            missing,
        )

    def _apart(self, runs: tuple[Run, ...], *, bold: bool, heading: bool) -> tuple[Atom, ...]:
        """Return runs as atoms that are not joined, each link as one field."""
        found: list[Atom] = []
        for run in runs:
            style = FontStyle(bold or run.bold, run.italic, run.mono, heading)
            blank = self.faces.piece(" ", style).width
            for number, text in enumerate(run.text.split("\v")):
                if number and found:
                    found[-1] = replace(found[-1], ends=True)
                atoms = [Atom(self.faces.piece(word, style).width, blank * space) for word, space in _words(text)]
                if run.link or run.jump:
                    atoms = [Atom(sum(atom.width + atom.space for atom in atoms), field=True)] if atoms else []
                found += atoms
        return tuple(found)

    def line(self, line: SlideLine, slot: Slot, scale: float) -> tuple[float, Level]:
        """Return a line's height in a slot (pt, without the space before it) and its style there."""
        level = set_line(slot, line, scale)
        setting = self.setting(line.runs, bold=level.bold, heading=level.heading)
        width = (slot.inner.width - level.left) / EMU_PER_POINT
        first = None
        if level.bullet:
            marker = self.faces.piece(_marker(line, level), FontStyle(level.bold)).width * level.size
            over = marker > level.hanging / EMU_PER_POINT
            first = (width - TAB) / level.size if over else None
        count = setting.lines(max(width, level.size) / level.size, first)
        return count * setting.pitch * level.size * level.spacing, level

    def room(self, slot: Slot) -> float:
        """Return the height available to text in a slot, pt."""
        return slot.inner.height / EMU_PER_POINT * HEIGHT_USED

    def heights(self, lines: tuple[SlideLine, ...], slot: Slot, scale: float) -> list[tuple[float, float]]:
        """Return each line's height and the space before it."""
        found = []
        after = 0.0
        for line in lines:
            height, level = self.line(line, slot, scale)
            found.append((height, level.before + after))
            after = level.after
        return found

    def text(self, lines: tuple[SlideLine, ...], slot: Slot, scale: float) -> float:
        """Return the height of lines in a slot; space before the first does not count."""
        heights = self.heights(lines, slot, scale)
        return sum(height + (before if index else 0.0) for index, (height, before) in enumerate(heights))

    def cell(self, lines: tuple[SlideLine, ...], width: float, size: float, *, bold: bool = False) -> float:
        """Return the height of a table cell's text in a width, without margins."""
        height = 0.0
        for line in lines:
            setting = self.setting(line.runs, bold=bold or line.role in {"heading", "label"})
            height += setting.lines(max(width, size) / size) * setting.cell_pitch * size * CELL_SLACK
        return height


def _extra_lines(runs: tuple[Run, ...], text: str) -> int:
    """Return the number of extra lines for addresses and links, which programs break differently.

    LibreOffice moves a link of several words to a new line as a whole and then breaks it between any two characters;
    with right-to-left words in it, it takes a line more.
    """
    links = [run.text for run in runs if (run.link or run.jump) and " " in run.text]
    return bool(_ADDRESS.search(text)) + len(links) + sum(bool(_RIGHT_TO_LEFT.search(link)) for link in links)


def _joined_atoms(atoms: list[Atom]) -> tuple[Atom, ...]:
    """Return atoms, joined where no space separates them; () when that changes nothing."""
    found: list[Atom] = []
    for atom in atoms:
        last = found[-1] if found else None
        if last is not None and not last.space and not last.ends:
            found[-1] = Atom(last.width + atom.width, atom.space, atom.ends)
        else:
            found.append(atom)
    return tuple(found) if len(found) < len(atoms) else ()


def _marker(line: SlideLine, level: Level) -> str:
    numbering = NUMBERINGS.get(level.bullet)
    return numbering.marker(line.number) if numbering else level.bullet


def _words(text: str) -> list[tuple[str, int]]:
    """Return the text between possible line breaks, each with the number of spaces after it (0 inside a word)."""
    found: list[tuple[str, int]] = []
    wide = bool(_WIDE.search(text))
    inside = _inside_wide() if wide else _INSIDE
    for match in _WORD.finditer(text):
        whole = match.group()
        if not whole:
            continue
        word = whole.rstrip(" \u200b\t")
        after = whole[len(word) :]
        spaces = 1 if after == " " else sum(4 if character == "\t" else character == " " for character in after)
        if word.isalnum() and not wide:  # most words: nothing in them to break after
            found.append((word, spaces))
            continue
        parts = [part for part in inside.split(word) if part] or [""]
        found += [(part, 0) for part in parts[:-1]]
        found.append((parts[-1], spaces))
    return found
