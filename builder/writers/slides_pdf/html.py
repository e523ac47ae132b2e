"""Writes a deck as one HTML document, a page a slide: the layouts' geometry with real headings, lists, tables and pictures.

Boxes, sizes and colors are those of the .pptx's layouts, so that both look alike; the structure is for screen readers.
A layout's decorations have no text. Footers and slide numbers are in margin boxes, outside the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import assert_never

from markupsafe import Markup

from builder.core.bidi import direction
from builder.core.faults import faults_at
from builder.model.module import Asset
from builder.model.outputs import Imprint
from builder.slides.deck.deck import (
    EMU_PER_POINT,
    Box,
    ChartContent,
    Deck,
    FilledSlot,
    PictureContent,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    lines_of,
    text_of,
)
from builder.slides.deck.layouts import Decoration, Layout, Layouts, Slot, set_line
from builder.slides.deck.numbering import NUMBERINGS
from builder.slides.deck.pictures import picture_box
from builder.slides.fit.font_metrics import FontSet
from builder.slides.template.role_colors import RoleColors
from builder.theme.theme import Theme
from builder.writers.shared.chart_svg import ChartStyle, chart_svg
from builder.writers.shared.isolation import isolate_html
from builder.writers.shared.styles import css_text
from builder.writers.slides_pdf.drawn import feet_below, freeform, label_drawing, slide_drawing
from builder.writers.slides_pdf.text import OWN, PITCH, SlideTextWriter, pt, style_of

_SHEET = """
html { --heading: HEADING; font-family: FAMILY; font-kerning: normal; line-height: 1.2; hyphens: manual; overflow-wrap: anywhere; }
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
code { font-family: MONO; white-space: pre-wrap; hyphens: none; font-variant-ligatures: none; }
.tie { white-space: nowrap; }
.sign { font-family: SIGNS; line-height: 0; }
mark { background: var(--marker); color: inherit; }
a { text-decoration: underline; color: var(--link); }
.quiet { text-decoration: none; color: inherit; }
"""


@dataclass(frozen=True)
class SlidesDocument:
    """An HTML document and the pictures that it refers to as `asset:…`."""

    html: str
    assets: dict[str, Asset] = field(repr=False)


def slides_html(deck: Deck, layouts: Layouts, theme: Theme, imprint: Imprint) -> str:
    """Return the deck's HTML without its pictures; see `slides_pages`."""
    return slides_pages(deck, layouts, theme, imprint).html


def slides_pages(deck: Deck, layouts: Layouts, theme: Theme, imprint: Imprint) -> SlidesDocument:
    """Return the deck as a document with one page a slide, in order, including hidden slides."""
    maker = SlidesWriter(deck, layouts, theme, SlideTextWriter(deck, FontSet(theme, stretch=1.0)))
    body = Markup("").join(maker.slide(slide, number) for number, slide in enumerate(deck.slides, 1))
    return document(maker, body, "\n".join(maker.pages()), imprint)


def document(maker: SlidesWriter, body: Markup, rules: str, imprint: Imprint) -> SlidesDocument:
    """Return a document: metadata, the style sheet of all slides followed by the CSS `rules`, and the body."""
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
    family = _families(theme, tokens.slides.measured)
    heading = _families(theme, *dict.fromkeys((tokens.slides.measured_as(heading=True)[0], tokens.slides.measured)))
    mono = f'"{tokens.typography.monospace.family}", {family}'
    counting = {
        NUMBERINGS[line.bullet].rule
        for slide in deck.slides
        for item in slide.filled
        for line in lines_of(item.content)
        if line.bullet in NUMBERINGS
    }
    sheet = (
        _SHEET.replace("HEADING", heading)
        .replace("FAMILY", family)
        .replace("MONO", mono)
        .replace("SIGNS", family.partition(", ")[2])
        + "\n".join(sorted(filter(None, counting)))
        + rules
    )
    head = Markup(
        '<!DOCTYPE html>\n<html lang="{}" dir="{}"><head><meta charset="utf-8"><title>{}</title>{}<style>{}</style></head>'
    ).format(deck.lang, direction(deck.lang), deck.title, meta, Markup(sheet))
    page = str(head + Markup("<body>") + body + Markup("</body></html>\n"))
    return SlidesDocument(isolate_html(page), maker.assets)


def _families(theme: Theme, *names: str) -> str:
    """Return families as CSS has them, and after them the one for characters that they lack."""
    return ", ".join(f'"{name}"' for name in (*names, theme.tokens.typography.fallback.family))


@dataclass
class SlidesWriter:
    """Writes the slides of one deck and collects their pictures in `assets`."""

    deck: Deck
    layouts: Layouts
    theme: Theme
    words: SlideTextWriter
    assets: dict[str, Asset] = field(default_factory=dict)

    @cached_property
    def roles(self) -> RoleColors:
        """The colors of decorations."""
        return RoleColors(self.layouts, self.theme)

    # ── pages

    def pages(self) -> Iterator[str]:
        """Yield an `@page` rule for each layout in use: size, background, footer and number."""
        width, height = self.layouts.size
        for name in dict.fromkeys(slide.layout for slide in self.deck.slides):
            layout = self.layouts[name]
            feet = feet_below(layout, height)
            top = min((slot.box.y for slot in feet), default=height)
            inner = "".join(self._foot(slot, top) for slot in feet)
            margin = pt(height - top)
            yield f"@page p-{name} {{ size: {pt(width)} {pt(height)}; margin: 0 0 {margin}; background: {layout.painted or layout.background}; {inner} }}"

    def _foot(self, slot: Slot, top: int) -> str:
        """Return a margin box for a footer or number. Screen readers do not read margin boxes: they are artifacts in the PDF."""
        level = slot.levels[0]
        content = css_text(self.deck.footer) if slot.kind == "footer" else "string(number)"
        left = slot.inner.x if level.align == "left" else 0
        right = self.layouts.size[0] - slot.inner.x - slot.inner.width if level.align == "right" else 0
        above = slot.box.y - top + max(slot.box.height - round(level.size * PITCH * EMU_PER_POINT), 0) // 2
        place = "bottom-left" if slot.box.x + slot.box.width / 2 < self.layouts.size[0] / 2 else "bottom-right"
        share = "75%" if slot.kind == "footer" else "25%"
        return (
            f"@{place} {{ content: {content}; width: {share}; vertical-align: top; text-align: {level.align}; color: {level.color};"
            f" font-size: {level.size}pt; line-height: 1.2; padding: {pt(above)} {pt(right)} 0 {pt(left)}; }}"
        )

    def _drawn_foot(self, slot: Slot, words: str) -> Markup:
        """Return a footer or number that stands elsewhere than below all else: as a drawing, which screen readers pass over."""
        family = f"{self.theme.tokens.slides.measured}, {self.theme.tokens.typography.fallback.family}"
        drawing = label_drawing(slot, words, family)
        name = self._asset(drawing, "image/svg+xml", slot.box)
        return Markup('<div style="{};background:url({}) 0 0 / 100% 100% no-repeat"></div>').format(
            _place(slot.box), name
        )

    def slide(self, slide: Slide, number: int) -> Markup:
        """Return one slide as a section."""
        layout = self.layouts[slide.layout]
        whole = self.layouts.size[1]
        height = min((slot.box.y for slot in feet_below(layout, whole)), default=whole)
        section = '<section id="{}slide-{}" data-number="{}" style="page:p-{};height:{};{}">{}</section>\n'
        inner = self.shapes(slide, number)
        printed = slide.number or number
        return Markup(section).format(OWN, slide.id, printed, layout.name, pt(height), self.marker(layout), inner)

    def shapes(self, slide: Slide, number: int) -> Markup:
        """Return all shapes of a slide except footer and number; `number` is its place in the document, from 1."""
        layout = self.layouts[slide.layout]
        shapes = [self._decoration(decoration) for decoration in layout.decorations]
        filled = {item.slot: item for item in slide.filled}
        with faults_at(slide.at):
            for slot in layout.slots:
                if slot.kind == "title":
                    shapes.append(self._title(slide, slot, number))
                elif slot.name in filled:
                    shapes.append(self._content(filled[slot.name], slot))
                elif slot.kind in {"footer", "number"} and slot not in feet_below(layout, self.layouts.size[1]):
                    words = self.deck.footer if slot.kind == "footer" else str(slide.number or number)
                    shapes.append(self._drawn_foot(slot, words))
        shapes += self._drawn(slide, layout)
        return Markup("").join(shapes)

    def _drawn(self, slide: Slide, layout: Layout) -> Iterator[Markup]:
        """Yield what decorates the slide, which screen readers pass over. Plain boxes need no drawing.

        Neither is a background picture or has `opacity`: WeasyPrint cuts these off at the page's edge before it scales a slide.
        """
        boxes = [shape for shape in slide.drawn if shape.shape == "rect" and not shape.line]
        for shape in boxes:
            found = self.roles.of(shape.fill, layout, shape.opacity)
            paint = f"{found.color}{round(found.opacity * 255):02x}" if found.opacity < 1 else found.color
            yield Markup('<div style="{};background:{}"></div>').format(_place(shape.box), paint)
        if rest := [shape for shape in slide.drawn if shape not in boxes]:
            drawing = slide_drawing(rest, layout, self.layouts.size, self.roles)
            yield Markup('<div style="{}">{}</div>').format(_place(Box(0, 0, *self.layouts.size)), Markup(drawing))

    def marker(self, layout: Layout) -> str:
        """Return the custom properties with the background of highlighted text and the color of links."""
        colors = self.layouts.colors
        return f"--marker:{colors['lt1'] if layout.background == colors['lt2'] else colors['lt2']};--link:{layout.link}"

    def _decoration(self, shape: Decoration) -> Markup:
        background = shape.fill
        if shape.picture:
            background = f"url({self._asset(shape.picture, shape.media_type, shape.box)}) 0 0 / 100% 100% no-repeat"
        elif shape.outline:
            drawing = freeform(shape)
            background = f"url({self._asset(drawing, 'image/svg+xml', shape.box)}) 0 0 / 100% 100% no-repeat"
        looks = f";border-radius:{shape.rounding}" if shape.rounding else ""
        looks += f";transform:rotate({shape.turned:g}deg)" if shape.turned else ""
        return Markup('<div style="{};background:{}{}"></div>').format(_place(shape.box), background, looks)

    def _title(self, slide: Slide, slot: Slot, number: int) -> Markup:
        """Return the title as a heading: `h1` on the first slide, `h2` on the others."""
        level = set_line(slot, SlideLine(slide.title), slide.title_scale)
        name = Markup("h1" if number == 1 else "h2")
        words = Markup("<{0} style='{1}'>{2}</{0}>").format(
            name, style_of(level, first=True), self.words.runs(slide.title)
        )
        box = slot.box if slide.title_shown else Box(slot.box.x, -2 * slot.box.height, slot.box.width, slot.box.height)
        return self._box(slot, box, words)

    def _box(self, slot: Slot, box: Box, content: Markup) -> Markup:
        """Return a slot's frame with its content at the slot's anchor."""
        inset = slot.insets
        frame = _place(box)
        frame += f";background:{slot.fill}" if slot.fill else ""
        frame += f";border:{pt(slot.line_width)} solid {slot.line}" if slot.line else ""
        line = slot.line_width if slot.line else 0
        anchor = {"top": f"top:{pt(inset.top - line)}", "bottom": f"bottom:{pt(inset.bottom - line)}"}
        # from the middle upward, then moved down: downward, a list would first reach over the page's end, and break there
        at = anchor.get(slot.anchor, "bottom:50%;transform:translateY(50%)")
        inner = f"left:{pt(inset.left - line)};right:{pt(inset.right - line)};{at}"
        return Markup('<div style="{}"><div style="{}">{}</div></div>').format(frame, inner, content)

    # ── content

    def _content(self, item: FilledSlot, slot: Slot) -> Markup:
        content = item.content
        match content:
            case TextContent():
                return self._box(slot, item.box or slot.box, self.words.lines(content.lines, slot, item.scale))
            case TableContent():
                return self._table(item, content, slot)
            case PictureContent():
                return self._picture(content, item.box or picture_box(content, slot, self.layouts.size[0]))
            case ChartContent():
                box = item.box or slot.box
                size = slot.levels[0].size * item.scale
                accents = [self.layouts.colors[f"accent{n}"] for n in range(1, 7)]
                look = ChartStyle(
                    box.width / EMU_PER_POINT,
                    box.height / EMU_PER_POINT,
                    size,
                    self.theme.tokens.slides.measured,
                    slot.levels[0].color,
                    accents,
                    rtl=direction(self.deck.lang) == "rtl",
                )
                name = self._asset(chart_svg(content, look), "image/svg+xml", box)
                return Markup('<img style="{}" src="{}" alt="{}">').format(_place(box), name, content.alt)
            case _:
                assert_never(content)

    def _picture(self, content: PictureContent, box: Box) -> Markup:
        """Return a picture. A decorative one is part of a drawing, which screen readers ignore; see `_drawn` for backgrounds."""
        name = self._asset(content.asset.data, content.asset.media_type, box)
        if content.decorative:
            drawing = '<div style="{}"><svg aria-hidden="true" width="{}" height="{}"><image href="{}" width="{}" height="{}" preserveAspectRatio="none"/></svg></div>'
            sides = pt(box.width), pt(box.height)
            return Markup(drawing).format(_place(box), *sides, name, *sides)
        if content.link:
            picture = Markup('<img style="width:100%;height:100%" src="{}" alt="{}">').format(name, content.alt)
            return Markup('<div style="{}"><a href="{}">{}</a></div>').format(_place(box), content.link, picture)
        return Markup('<img style="{}" src="{}" alt="{}">').format(_place(box), name, content.alt)

    def _asset(self, data: bytes, media_type: str, box: Box) -> str:
        """Add a picture to the assets and return its `asset:` URL."""
        name = f"{OWN}{sha256(data).hexdigest()[:16]}"
        self.assets[name] = Asset(name, data, media_type, box.width / EMU_PER_POINT, box.height / EMU_PER_POINT)
        return f"asset:{name}"

    def _table(self, item: FilledSlot, content: TableContent, slot: Slot) -> Markup:
        look, box = self.layouts.table, item.box or slot.box
        count = len(content.aligns)
        widths = content.widths or (1 / count,) * count
        heights = iter(content.heights or (0,) * (1 + len(content.rows)))

        def row(cells: Sequence[Sequence[SlideLine]], *, header: bool) -> Markup:
            rule, color = (look.header_rule, look.header_color) if header else (look.rule, look.color)
            color = slot.ink or color
            inset = look.margins_of(content, header=header)
            padding = f"padding:{pt(inset.top)} {pt(inset.right)} {pt(inset.bottom)} {pt(inset.left)}"
            height = next(heights, 0)
            inner = Markup("")
            for column, (lines, align, width) in enumerate(zip(cells, content.aligns, widths, strict=True)):
                style = f"{padding};border-bottom:{pt(rule)} solid {color};width:{width * 100:.3f}%;text-align:{_SIDES.get(align, align)}"
                scope = "col" if header else "row" if content.row_headers and not column else ""
                scope = scope if any(text_of(line.runs).strip() for line in lines) else ""
                words = self.words.lines(
                    tuple(replace(part, role="label") for part in lines) if header else lines, slot, item.scale
                )
                tag = Markup('th scope="{}"').format(scope) if scope else Markup("td")
                inner += Markup('<{} style="{}">{}</{}>').format(tag, style, words, Markup("th" if scope else "td"))
            return Markup('<tr style="height:{}">{}</tr>').format(pt(height), inner)

        head = Markup("<thead>{}</thead>").format(row(content.header, header=True)) if content.header else Markup("")
        body = Markup("").join(row(cells, header=False) for cells in content.rows)
        table = Markup('<table style="width:{}">{}<tbody>{}</tbody></table>').format(pt(box.width), head, body)
        return Markup('<div style="{}">{}</div>').format(_place(box), table)


_SIDES = {"": "start", "left": "start", "right": "end"}
"""Alignments of cells as CSS: a table that runs from right to left is mirrored, as in PowerPoint."""


def _place(box: Box) -> str:
    return f"left:{pt(box.x)};top:{pt(box.y)};width:{pt(box.width)};height:{pt(box.height)}"
