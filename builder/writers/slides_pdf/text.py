"""Writes the text of slides as HTML: paragraphs, headings and nested lists; runs with formatting, language and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from builder.model.module import direction
from builder.slides.deck.deck import EMU_PER_POINT, Deck, Run, SlideLine
from builder.slides.deck.layouts import Level, Slot, set_line
from builder.slides.fit.font_metrics import FontSet, FontStyle

PITCH = 1.2
"""The line height as a share of the type size."""

OWN = "cw:"
"""The prefix of generated ids and asset names, which keeps them apart from the module's own."""


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
        return Markup("").join(map(self._run, runs))

    def _run(self, run: Run) -> Markup:
        words = Markup("<br>").join(Markup.escape(part) for part in run.text.split("\v"))
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
            words = Markup('<a href="#{}slide-{}">{}</a>').format(OWN, run.jump, words)
        if run.lang:
            words = Markup('<span lang="{}" dir="{}">{}</span>').format(run.lang, direction(run.lang), words)
        return words


@dataclass
class _LineWriter:
    """Writes lines in order. `open` are the open list items as (level, list tag, left edge of their text in EMU)."""

    words: SlideTextWriter
    slot: Slot
    scale: float
    open: list[tuple[int, str, int]] = field(default_factory=list)

    def write(self, lines: Sequence[SlideLine]) -> Iterator[Markup]:
        """Yield the pieces of the HTML."""
        for place, line in enumerate(lines):
            level = set_line(self.slot, line, self.scale)
            kind = {"number": "ol", "letter": "ol"}.get(level.bullet, "ul") if level.bullet else ""
            depth = line.level + (0 if kind else -1)
            yield from self._close(depth, kind)
            left = level.left - (self.open[-1][2] if self.open else 0)
            style = style_of(level, first=place == 0, left=left)
            way = direction((line.runs[0].lang if line.runs else "") or self.words.deck.lang)
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
            if self.open and self.open[-1][0] == depth:
                self.open.pop()
                yield Markup("</li>")
                style = style_of(level, first=place == 0, left=level.left - (self.open[-1][2] if self.open else 0))
            else:
                yield Markup("<{} style='list-style-type:{}'>").format(Markup(kind), Markup(_marker(level)))
            self.open.append((depth, kind, level.left))
            count = (
                Markup("counter-set:list-item {};counter-increment:list-item 0;").format(line.number)
                if kind == "ol"
                else Markup("")
            )
            gap = self._gap(line, level)
            item = '<li dir="{}" style="{}{};--mark:{};--gap:{:.2f}pt">{}'
            yield Markup(item).format(way, count, style, level.bullet_color, gap, self.words.runs(line.runs))
        yield from self._close(-1, "")

    def _close(self, depth: int, kind: str) -> Iterator[Markup]:
        """Close lists deeper than `depth`, and one of another kind at it."""
        while self.open and (
            self.open[-1][0] > depth or (self.open[-1][0] == depth and kind and self.open[-1][1] != kind)
        ):
            yield Markup("</li></{}>").format(Markup(self.open.pop()[1]))

    def _gap(self, line: SlideLine, level: Level) -> float:
        """Return how much wider the space after a list marker must be, pt, so that the text is indented as in the layout."""
        text = {"number": f"{line.number}.", "letter": f"{chr(64 + min(max(line.number, 1), 26))}."}.get(
            level.bullet, level.bullet
        )
        heavy = FontStyle(bold=level.bold)
        width = (self.words.faces.piece(text, heavy).width + self.words.faces.piece(" ", heavy).width) * level.size
        return max(level.hanging / EMU_PER_POINT - width, 0.0)


def _marker(level: Level) -> str:
    return {"number": "decimal", "letter": "upper-alpha"}.get(level.bullet) or f'"{level.bullet} "'


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
    return style + f";font-weight:{700 if level.bold else 400}"


def pt(emu: float) -> str:
    """Return a length in EMU as CSS text in pt."""
    return f"{emu / EMU_PER_POINT:.3f}pt"
