"""Writes the text of slides as HTML: paragraphs, headings and nested lists; runs with formatting, language and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from builder.core.bidi import direction
from builder.core.typography import breaks_in_words
from builder.slides.deck.deck import EMU_PER_POINT, Deck, Run, SlideLine, line_direction
from builder.slides.deck.layouts import Level, Slot, set_line
from builder.slides.deck.numbering import NUMBERINGS
from builder.slides.fit.font_metrics import SIGNS, FontSet, FontStyle
from builder.writers.shared.code import unbroken_code

PITCH = 1.2
"""The line height as a share of the type size."""

OWN = "cw:"
"""The prefix of generated ids and asset names, which keeps them apart from the module's own."""


_SIGNS = re.compile(f"[{chr(SIGNS.start)}-{chr(SIGNS.stop - 1)}]+")
"""Set in the fallback, in which they are measured and as LibreOffice does: the ring of ◐ can hardly be seen in Liberation Sans."""


@dataclass(frozen=True)
class SlideTextWriter:
    """Writes the text of a deck; `faces` measure the width of list markers."""

    deck: Deck
    faces: FontSet

    def lines(self, lines: Sequence[SlideLine], slot: Slot, scale: float) -> Markup:
        """Return lines as paragraphs, headings and nested lists, at the slot's type sizes times `scale`."""
        return Markup("").join(_LineWriter(self, slot, scale).write(lines))

    def runs(self, runs: Iterable[Run]) -> Markup:
        """Return runs with their formatting, languages and links."""
        given = tuple(runs)
        inside = breaks_in_words([run.text for run in given])
        written = (Markup("<wbr>") * (number in inside) + self._run(run) for number, run in enumerate(given))
        return Markup("").join(written)

    def _run(self, run: Run) -> Markup:
        write = unbroken_code if run.mono else Markup.escape
        words = Markup("<br>").join(map(write, run.text.split("\v")))
        if not run.mono and _SIGNS.search(run.text):
            words = Markup(_SIGNS.sub(r'<span class="sign">\g<0></span>', str(words)))  # it is escaped
        marks = (
            ("strong", run.bold),
            ("em", run.italic),
            ("s", run.strike),
            ("code", run.mono),
            ("mark", run.highlight),
        )
        for tag in (
            tag for tag, wanted in (*marks, ("sup", run.baseline == "super"), ("sub", run.baseline == "sub")) if wanted
        ):
            words = Markup("<{0}>{1}</{0}>").format(Markup(tag), words)
        known = {slide.id for slide in self.deck.slides} if run.jump else ()
        if run.link:
            words = Markup('<a href="{}">{}</a>').format(run.link, words)
        elif run.jump in known:
            looks = Markup(' class="quiet"') if run.quiet else Markup("")
            words = Markup('<a{} href="#{}slide-{}">{}</a>').format(looks, OWN, run.jump, words)
        if run.lang:
            words = Markup('<span lang="{}" dir="{}">{}</span>').format(run.lang, direction(run.lang), words)
        return words


@dataclass(frozen=True)
class _OpenItem:
    """An open list item: its level, its list (numbered lists by their counter style), that list's bullet, the left edge of its text, EMU."""

    depth: int
    kind: str
    bullet: str
    left: int


@dataclass
class _LineWriter:
    """Writes lines in order, with the list items that are `open`."""

    words: SlideTextWriter
    slot: Slot
    scale: float
    open: list[_OpenItem] = field(default_factory=list)

    def write(self, lines: Sequence[SlideLine]) -> Iterator[Markup]:
        """Yield the pieces of the HTML."""
        for place, line in enumerate(lines):
            level = set_line(self.slot, line, self.scale)
            kind = _kind(level) if level.bullet else ""
            depth = line.level + (0 if kind else -1)
            yield from self._close(depth, kind)
            left = level.left - self._left()
            style = style_of(level, first=place == 0, left=left)
            way = line_direction(line, self.words.deck.lang)
            if not kind and self.open:
                # Further lines of an item stay inline: WeasyPrint would tag a block beside the LBody, which PDF/UA-1 forbids.
                # The line break is explicit: after a quotation mark none is allowed otherwise (Unicode Annex 14, class QU).
                style = style_of(level, first=place == 0, left=max(0, left))  # padding is never negative
                more = '<br><span dir="{}" style="display:inline-block;width:100%;box-sizing:border-box;{}">{}</span>'
                yield Markup(more).format(
                    way, style.replace("margin-inline", "padding-inline"), self.words.runs(line.runs)
                )
                continue
            if not kind:
                tag = Markup("h3" if line.role == "heading" else "p")
                yield Markup('<{0} dir="{1}" style="{2}">{3}</{0}>').format(tag, way, style, self.words.runs(line.runs))
                continue
            bullet, count = level.bullet, Markup("")
            if self.open and self.open[-1].depth == depth:
                bullet = self.open.pop().bullet
                yield Markup("</li>")
                style = style_of(level, first=place == 0, left=level.left - self._left())
            else:
                yield Markup("<{} style='list-style-type:{}'>").format(Markup(_tag(kind)), Markup(_marker(bullet)))
            self.open.append(_OpenItem(depth, kind, bullet, level.left))
            if level.bullet in NUMBERINGS:
                count = Markup("counter-set:list-item {};counter-increment:list-item 0;").format(line.number)
            elif level.bullet != bullet:  # a ticked box among open ones
                count = Markup("list-style-type:'{} ';").format(level.bullet)
            gap = self._gap(line, level)
            item = '<li dir="{}" style="{}{};--mark:{};--gap:{:.2f}pt">{}'
            yield Markup(item).format(way, count, style, level.bullet_color, gap, self.words.runs(line.runs))
        yield from self._close(-1, "")

    def _close(self, depth: int, kind: str) -> Iterator[Markup]:
        """Close lists deeper than `depth`, and one of another kind at it."""
        while self.open and (
            self.open[-1].depth > depth or (self.open[-1].depth == depth and kind and self.open[-1].kind != kind)
        ):
            yield Markup("</li></{}>").format(Markup(_tag(self.open.pop().kind)))

    def _left(self) -> int:
        return self.open[-1].left if self.open else 0

    def _gap(self, line: SlideLine, level: Level) -> float:
        """Return how much wider the space after a list marker must be, pt, so that the text is indented as in the layout."""
        numbering = NUMBERINGS.get(level.bullet)
        text = numbering.marker(line.number) if numbering else level.bullet
        heavy = FontStyle(bold=level.bold, heading=level.heading)
        width = (self.words.faces.piece(text, heavy).width + self.words.faces.piece(" ", heavy).width) * level.size
        return max(level.hanging / EMU_PER_POINT - width, 0.0)


def _kind(level: Level) -> str:
    """Return the kind of list that an item belongs to: the counter style of a numbered list, else `ul`."""
    return NUMBERINGS[level.bullet].css if level.bullet in NUMBERINGS else "ul"


def _tag(kind: str) -> str:
    return kind if kind == "ul" else "ol"


def _marker(bullet: str) -> str:
    return NUMBERINGS[bullet].css if bullet in NUMBERINGS else f'"{bullet} "'


def style_of(level: Level, *, first: bool, left: int = 0) -> str:
    """Return a paragraph's CSS: size, line height, color, weight, alignment, indent (`left`, EMU) and space around it."""
    before = 0.0 if first else level.before
    sides = ("right", "left") if level.rtl else ("left", "right")
    aligned = {sides[0]: "start", sides[1]: "end"}.get(level.align, level.align)
    style = (
        f"font-size:{level.size:g}pt;line-height:{PITCH * level.spacing:g};color:{level.color};margin-top:{before:g}pt"
    )
    style += f";margin-bottom:{level.after:g}pt" if level.after else ""
    style += f";margin-inline-start:{pt(left)}" if left else ""
    style += f";text-align:{aligned}" if aligned != "start" else ""
    style += ";font-family:var(--heading)" if level.heading else ""
    return style + f";font-weight:{700 if level.bold else 400}"


def pt(emu: float) -> str:
    """Return a length in EMU as CSS text in pt."""
    return f"{emu / EMU_PER_POINT:.3f}pt"
