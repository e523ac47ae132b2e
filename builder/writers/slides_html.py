"""A deck as one HTML document, a page a slide: the layouts' geometry with real headings, lists, tables and pictures.

Boxes, sizes and colors are those of the .pptx's layouts, so both look alike; the structure is for people who listen.
Whatever a layout draws behind its slots has no words; feet and numbers stand in the page's margins, outside the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import assert_never

from markupsafe import Markup

from builder.model import Asset, direction
from builder.outputs import Imprint
from builder.slides.deck import (
    EMU_PER_POINT,
    Box,
    ChartContent,
    Deck,
    Filled,
    Line,
    PictureContent,
    Run,
    Slide,
    TableContent,
    TextContent,
)
from builder.slides.faces import Faces, Style
from builder.slides.layouts import Decoration, Layout, Layouts, Level, Slot, set_line
from builder.slides.pictures import contained
from builder.theme import Theme
from builder.writers.chart_svg import Look, chart_svg

_PITCH = 1.2
_OWN = "cw:"
"""How ids and pictures of ours are named: they are no places of the module's."""

_SHEET = """
html { font-family: FAMILY; font-kerning: normal; line-height: 1.2; hyphens: manual; overflow-wrap: anywhere; }
body, p, h1, h2, h3, ul, ol, li, table, td, th { margin: 0; padding: 0; font-size: inherit; font-weight: inherit; }
section { break-before: page; position: relative; display: block; string-set: number attr(data-number); }
section:first-child { break-before: auto; }
section > div, section > img { position: absolute; box-sizing: border-box; }
section > div > div { position: absolute; }
h1, h2 { bookmark-label: content(text); }
h3 { bookmark-level: none; }
li::marker { color: var(--mark); word-spacing: var(--gap); }
table { border-collapse: collapse; table-layout: fixed; }
th, td { vertical-align: top; box-sizing: border-box; }
sup, sub { font-size: 66%; line-height: 0; }
code { font-family: MONO; }
mark { background: var(--marker); color: inherit; }
a { text-decoration: underline; color: var(--link); }
"""


@dataclass(frozen=True)
class Pages:
    """The document and the pictures that it names as `asset:…`."""

    html: str
    assets: dict[str, Asset] = field(repr=False)


def slides_html(deck: Deck, layouts: Layouts, theme: Theme, imprint: Imprint) -> str:
    """Return the deck's document; `slides_pages` has its pictures too."""
    return slides_pages(deck, layouts, theme, imprint).html


def slides_pages(deck: Deck, layouts: Layouts, theme: Theme, imprint: Imprint) -> Pages:
    """Return the deck as a document of one page a slide, in order, hidden slides too."""
    maker = SlideMaker(deck, layouts, theme, Faces(theme, stretch=1.0))
    body = Markup("").join(maker.slide(slide, number) for number, slide in enumerate(deck.slides, 1))
    return document(maker, body, "\n".join(maker.pages()), imprint)


def document(maker: SlideMaker, body: Markup, rules: str, imprint: Imprint) -> Pages:
    """Return a document of slides: what it is about, the sheet that all slides share with `rules` of its own, its body."""
    deck, theme = maker.deck, maker.theme
    facts = {"author": deck.properties.get("author", ""), "description": deck.properties.get("subject", "")}
    facts |= {
        "keywords": deck.properties.get("keywords", ""),
        "rights": deck.properties.get("license", "") or imprint.license,
    }
    meta = Markup("").join(
        Markup('<meta name="{}" content="{}">').format(name, value) for name, value in facts.items() if value
    )
    tokens = theme.tokens
    family = ", ".join(f'"{name}"' for name in (tokens.slides.measured, tokens.typography.fallback.family))
    mono = f'"{tokens.typography.monospace.family}", {family}'
    sheet = _SHEET.replace("FAMILY", family).replace("MONO", mono) + rules
    head = Markup(
        '<!DOCTYPE html>\n<html lang="{}" dir="{}"><head><meta charset="utf-8"><title>{}</title>{}<style>{}</style></head>'
    ).format(deck.lang, direction(deck.lang), deck.title, meta, Markup(sheet))
    return Pages(str(head + Markup("<body>") + body + Markup("</body></html>\n")), maker.assets)


@dataclass
class SlideMaker:
    """The document in the making."""

    deck: Deck
    layouts: Layouts
    theme: Theme
    faces: Faces
    assets: dict[str, Asset] = field(default_factory=dict)

    # ── pages

    def pages(self) -> Iterator[str]:
        """Yield a page rule for each layout in use: its size, background, foot and number."""
        width, height = self.layouts.size
        for name in dict.fromkeys(slide.layout for slide in self.deck.slides):
            layout = self.layouts[name]
            feet = [slot for slot in layout.slots if slot.kind in {"footer", "number"}]
            top = min((slot.box.y for slot in feet), default=height)
            inner = "".join(self._foot(slot, top) for slot in feet)
            margin = _pt(height - top)
            yield f"@page p-{name} {{ size: {_pt(width)} {_pt(height)}; margin: 0 0 {margin}; background: {layout.background}; {inner} }}"

    def _foot(self, slot: Slot, top: int) -> str:
        """Return a margin box for a footer or number. Margin boxes are no part of the text for those who listen."""
        level = slot.levels[0]
        content = _quoted(self.deck.footer) if slot.kind == "footer" else "string(number)"
        left = slot.inner.x if level.align == "left" else 0
        right = self.layouts.size[0] - slot.inner.x - slot.inner.width if level.align == "right" else 0
        above = slot.box.y - top + max(slot.box.height - round(level.size * _PITCH * EMU_PER_POINT), 0) // 2
        place = "bottom-left" if slot.box.x + slot.box.width / 2 < self.layouts.size[0] / 2 else "bottom-right"
        share = "75%" if slot.kind == "footer" else "25%"
        return (
            f"@{place} {{ content: {content}; width: {share}; vertical-align: top; text-align: {level.align}; color: {level.color};"
            f" font-size: {level.size}pt; line-height: 1.2; padding: {_pt(above)} {_pt(right)} 0 {_pt(left)}; }}"
        )

    def slide(self, slide: Slide, number: int) -> Markup:
        """Return one slide as a section."""
        layout = self.layouts[slide.layout]
        height = min((s.box.y for s in layout.slots if s.kind in {"footer", "number"}), default=self.layouts.size[1])
        section = '<section id="{}slide-{}" data-number="{}" style="page:p-{};height:{};{}">{}</section>\n'
        inner = self.shapes(slide, number)
        printed = slide.number or number
        return Markup(section).format(_OWN, slide.id, printed, layout.name, _pt(height), self.marker(layout), inner)

    def shapes(self, slide: Slide, number: int) -> Markup:
        """Return all that stands on a slide but its foot; `number` is its place in the document, from 1."""
        layout = self.layouts[slide.layout]
        shapes = [self._decoration(decoration) for decoration in layout.decorations]
        filled = {item.slot: item for item in slide.filled}
        for slot in layout.slots:
            if slot.kind == "title":
                shapes.append(self._title(slide, slot, number))
            elif slot.name in filled:
                shapes.append(self._content(filled[slot.name], slot))
        return Markup("").join(shapes)

    def marker(self, layout: Layout) -> str:
        """Return the style that says what highlighted words stand on, and the color of links."""
        colors = self.layouts.colors
        return f"--marker:{colors['lt1'] if layout.background == colors['lt2'] else colors['lt2']};--link:{layout.link}"

    def _decoration(self, shape: Decoration) -> Markup:
        background = shape.fill
        if shape.picture:
            background = f"url({self._asset(shape.picture, shape.media_type, shape.box)}) 0 0 / 100% 100% no-repeat"
        return Markup('<div style="{};background:{}"></div>').format(_place(shape.box), background)

    def _title(self, slide: Slide, slot: Slot, number: int) -> Markup:
        """Return the title as a heading: the first is the document's, the others stand one below."""
        level = set_line(slot, Line(slide.title), slide.title_scale)
        name = Markup("h1" if number == 1 else "h2")
        words = Markup("<{0} style='{1}'>{2}</{0}>").format(name, _style(level, first=True), self.runs(slide.title))
        box = slot.box if slide.title_shown else Box(slot.box.x, -2 * slot.box.height, slot.box.width, slot.box.height)
        return self._box(slot, box, words)

    def _box(self, slot: Slot, box: Box, content: Markup) -> Markup:
        """Return a slot's frame with its content at the slot's anchor."""
        inset = slot.insets
        frame = _place(box)
        frame += f";background:{slot.fill}" if slot.fill else ""
        frame += f";border:{_pt(slot.line_width)} solid {slot.line}" if slot.line else ""
        line = slot.line_width if slot.line else 0
        anchor = {"top": f"top:{_pt(inset.top - line)}", "bottom": f"bottom:{_pt(inset.bottom - line)}"}
        at = anchor.get(slot.anchor, "top:50%;transform:translateY(-50%)")
        inner = f"left:{_pt(inset.left - line)};right:{_pt(inset.right - line)};{at}"
        return Markup('<div style="{}"><div style="{}">{}</div></div>').format(frame, inner, content)

    # ── content

    def _content(self, item: Filled, slot: Slot) -> Markup:
        content = item.content
        match content:
            case TextContent():
                return self._box(slot, item.box or slot.box, self._lines(content.lines, slot, item.scale))
            case TableContent():
                return self._table(item, content, slot)
            case PictureContent():
                return self._picture(content, item.box or contained(content, slot, self.layouts.size[0]))
            case ChartContent():
                box = item.box or slot.box
                size = slot.levels[0].size * item.scale
                accents = [self.layouts.colors[f"accent{n}"] for n in range(1, 7)]
                look = Look(
                    box.width / EMU_PER_POINT,
                    box.height / EMU_PER_POINT,
                    size,
                    self.theme.tokens.slides.measured,
                    slot.levels[0].color,
                    accents,
                )
                name = self._asset(chart_svg(content, look), "image/svg+xml", box)
                return Markup('<img style="{}" src="{}" alt="{}">').format(_place(box), name, content.alt)
            case _:
                assert_never(content)

    def _picture(self, content: PictureContent, box: Box) -> Markup:
        """Return a picture; one that decorates is a background, which nobody is read."""
        name = self._asset(content.asset.data, content.asset.media_type, box)
        if content.decorative:
            return Markup('<div style="{};background:url({}) 0 0 / 100% 100% no-repeat"></div>').format(
                _place(box), name
            )
        return Markup('<img style="{}" src="{}" alt="{}">').format(_place(box), name, content.alt)

    def _asset(self, data: bytes, media_type: str, box: Box) -> str:
        """Return the address of a picture's bytes."""
        name = f"{_OWN}{sha256(data).hexdigest()[:16]}"
        self.assets[name] = Asset(name, data, media_type, box.width / EMU_PER_POINT, box.height / EMU_PER_POINT)
        return f"asset:{name}"

    def _table(self, item: Filled, content: TableContent, slot: Slot) -> Markup:
        look, box = self.layouts.table, item.box or slot.box
        count = len(content.aligns)
        widths = content.widths or (1 / count,) * count
        heights = iter(content.heights or (0,) * (1 + len(content.rows)))
        inset = look.margins
        padding = f"padding:{_pt(inset.top)} {_pt(inset.right)} {_pt(inset.bottom)} {_pt(inset.left)}"

        def row(cells: Sequence[Sequence[Line]], *, header: bool) -> Markup:
            rule, color = (look.header_rule, look.header_color) if header else (look.rule, look.color)
            height = next(heights, 0)
            inner = Markup("")
            for lines, align, width in zip(cells, content.aligns, widths, strict=True):
                style = f"{padding};border-bottom:{_pt(rule)} solid {color};width:{width * 100:.3f}%;text-align:{align or 'start'}"
                tag = Markup('th scope="col"') if header else Markup("td")
                words = self._lines(
                    tuple(replace(part, role="label") for part in lines) if header else lines, slot, item.scale
                )
                inner += Markup('<{} style="{}">{}</{}>').format(tag, style, words, Markup("th" if header else "td"))
            return Markup('<tr style="height:{}">{}</tr>').format(_pt(height), inner)

        head = Markup("<thead>{}</thead>").format(row(content.header, header=True)) if content.header else Markup("")
        body = Markup("").join(row(cells, header=False) for cells in content.rows)
        table = Markup('<table style="width:{}">{}<tbody>{}</tbody></table>').format(_pt(box.width), head, body)
        return Markup('<div style="{}">{}</div>').format(_place(box), table)

    def _lines(self, lines: Sequence[Line], slot: Slot, scale: float) -> Markup:
        """Return lines as paragraphs, headings and nested lists."""
        return Markup("").join(_Flow(self, slot, scale).write(lines))

    def runs(self, runs: Iterable[Run]) -> Markup:
        """Return runs with their marks, languages and links."""
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
            words = Markup('<a href="#{}slide-{}">{}</a>').format(_OWN, run.jump, words)
        if run.lang:
            words = Markup('<span lang="{}" dir="{}">{}</span>').format(run.lang, direction(run.lang), words)
        return words


@dataclass
class _Flow:
    """Writes lines in order; `open` are the lists and items that are open, by level, with where their text begins (EMU)."""

    maker: SlideMaker
    slot: Slot
    scale: float
    open: list[tuple[int, str, int]] = field(default_factory=list)

    def write(self, lines: Sequence[Line]) -> Iterator[Markup]:
        """Yield the pieces of the HTML."""
        for place, line in enumerate(lines):
            level = set_line(self.slot, line, self.scale)
            kind = {"number": "ol", "letter": "ol"}.get(level.bullet, "ul") if level.bullet else ""
            depth = line.level + (0 if kind else -1)
            yield from self._close(depth, kind)
            left = level.left - (self.open[-1][2] if self.open else 0)
            style = _style(level, first=place == 0, left=left)
            way = direction((line.runs[0].lang if line.runs else "") or self.maker.deck.lang)
            if not kind and self.open:
                # More of an item stays inline: WeasyPrint would put a block beside the item's body, where PDF/UA allows none.
                # The break before it is said: after a quotation mark there is no other chance of one (Unicode, Annex 14, QU).
                style = _style(level, first=place == 0, left=max(0, left))  # padding is never negative
                more = '<br><span dir="{}" style="display:inline-block;width:100%;box-sizing:border-box;{}">{}</span>'
                yield Markup(more).format(
                    way, style.replace("margin-inline", "padding-inline"), self.maker.runs(line.runs)
                )
                continue
            if not kind:
                tag = Markup("h3" if line.role == "heading" else "p")
                yield Markup('<{0} dir="{1}" style="{2}">{3}</{0}>').format(tag, way, style, self.maker.runs(line.runs))
                continue
            if self.open and self.open[-1][0] == depth:
                self.open.pop()
                yield Markup("</li>")
                style = _style(level, first=place == 0, left=level.left - (self.open[-1][2] if self.open else 0))
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
            yield Markup(item).format(way, count, style, level.bullet_color, gap, self.maker.runs(line.runs))
        yield from self._close(-1, "")

    def _close(self, depth: int, kind: str) -> Iterator[Markup]:
        """Close lists deeper than `depth`, and one of another kind at it."""
        while self.open and (
            self.open[-1][0] > depth or (self.open[-1][0] == depth and kind and self.open[-1][1] != kind)
        ):
            yield Markup("</li></{}>").format(Markup(self.open.pop()[1]))

    def _gap(self, line: Line, level: Level) -> float:
        """Return what the space after a marker is widened by, pt, so that the marker stands where the layout has it."""
        text = {"number": f"{line.number}.", "letter": f"{chr(64 + min(max(line.number, 1), 26))}."}.get(
            level.bullet, level.bullet
        )
        heavy = Style(bold=level.bold)
        width = (self.maker.faces.piece(text, heavy).width + self.maker.faces.piece(" ", heavy).width) * level.size
        return max(level.hanging / EMU_PER_POINT - width, 0.0)


def _marker(level: Level) -> str:
    return {"number": "decimal", "letter": "upper-alpha"}.get(level.bullet) or f'"{level.bullet} "'


def _style(level: Level, *, first: bool, left: int = 0) -> str:
    """Return a paragraph's style: size, color, weight, pitch, indents and the space around it."""
    before = 0.0 if first else level.before
    sides = ("right", "left") if level.rtl else ("left", "right")
    aligned = {sides[0]: "start", sides[1]: "end"}.get(level.align, level.align)
    style = (
        f"font-size:{level.size:g}pt;line-height:{_PITCH * level.spacing:g};color:{level.color};margin-top:{before:g}pt"
    )
    style += f";margin-bottom:{level.after:g}pt" if level.after else ""
    style += f";margin-inline-start:{_pt(left)}" if left else ""
    style += f";text-align:{aligned}" if aligned != "start" else ""
    return style + f";font-weight:{700 if level.bold else 400}"


def _place(box: Box) -> str:
    return f"left:{_pt(box.x)};top:{_pt(box.y)};width:{_pt(box.width)};height:{_pt(box.height)}"


def _pt(emu: float) -> str:
    return f"{emu / EMU_PER_POINT:.3f}pt"


def _quoted(text: str) -> str:
    """Return text as a CSS string."""
    return '"' + "".join(f"\\{ord(char):x} " if char in '"\\<\n\r' else char for char in text) + '"'
