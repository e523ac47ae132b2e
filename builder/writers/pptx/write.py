"""A deck as a native PowerPoint file: placeholders, tables, charts, notes. Its look comes from the template.

Input: a fitted deck, the layouts that it was fitted to, and the template from which these were read. Output: a .pptx; the
same input gives the same bytes. Slides do not repeat properties of their layout, so that changing the theme restyles them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from typing import assert_never

from lxml import etree

from builder.core.faults import faults_at
from builder.model.outputs import LICENSES, Imprint, RenderedFile
from builder.slides.deck.deck import (
    EMU_PER_POINT,
    Box,
    ChartContent,
    Deck,
    FilledSlot,
    PictureContent,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
)
from builder.slides.deck.layouts import Layout, Layouts, Slot
from builder.slides.deck.pictures import picture_box, rasterize
from builder.slides.record.made import Origin, add_record
from builder.slides.template.package import Package
from builder.slides.template.role_colors import RoleColors
from builder.theme.theme import Theme
from builder.writers.pptx import oxml
from builder.writers.pptx.charts import WORKBOOK, chart_parts
from builder.writers.pptx.drawn import drawn_shape
from builder.writers.pptx.lists import list_starts
from builder.writers.pptx.oxml import TextContext
from builder.writers.pptx.table import table_frame

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TYPE = "application/vnd.openxmlformats-officedocument."
_FIRST_SLIDE = 256
"""Least id of a slide (ECMA-376-1, 19.7.13)."""


def write_pptx(
    deck: Deck,
    layouts: Layouts,
    template: Package | bytes,
    imprint: Imprint,
    *,
    theme: Theme,
    origin: Origin | None = None,
) -> RenderedFile:
    """Return the deck as a .pptx, with the number of the first slide of each block. A package is not changed.

    `theme` says which scheme colors decorations take, and rasterizes SVG pictures for programs that cannot show SVG; all else
    comes from the template. With `origin` the file carries the record of its words as made, so that edits can come home.
    """
    package = template.copy() if isinstance(template, Package) else Package.read(template)
    file = _PptxFile(package, deck, layouts, theme)
    file.write_slides()
    file.write_presentation()
    file.write_properties(imprint)
    if origin is not None:
        add_record(file.package, origin)
    places: dict[str, int] = {}
    for number, slide in enumerate(deck.slides, 1):
        for ident in slide.ids:
            places.setdefault(ident, number)
    return RenderedFile(file.package.to_bytes(), places, len(deck.slides))


@dataclass
class _PptxFile:
    """Adds slides, notes and properties to the template's package."""

    package: Package
    deck: Deck
    layouts: Layouts
    theme: Theme
    images: dict[str, str] = field(default_factory=dict)
    charts: int = 0

    def __post_init__(self) -> None:
        package = self.package
        self.main = package.related_parts("", "officeDocument")[0].target
        package.drop(self.main, "slide")
        package.types[self.main] = f"{_TYPE}presentationml.presentation.main+xml"
        self.masters = {row.target for row in package.related_parts(self.main, "notesMaster")}
        self.colors: dict[str, str] = {}
        for part in {self.layouts[slide.layout].part for slide in self.deck.slides}:
            own = etree.fromstring(package.parts[part]).find(f"{_P}clrMapOvr")
            if own is not None and own.find(f"{_A}overrideClrMapping") is not None:
                self.colors[part] = etree.tostring(own, encoding="unicode")
        self.roles = RoleColors(self.layouts, self.theme)
        self.names = {slide.id: f"ppt/slides/slide{n}.xml" for n, slide in enumerate(self.deck.slides, 1)}

    # ── slides

    def write_slides(self) -> None:
        """Write every slide, and its notes."""
        for number, slide in enumerate(self.deck.slides, 1):
            with faults_at(slide.at):
                self._write_slide(slide, number)

    def _write_slide(self, slide: Slide, number: int) -> None:
        layout, part = self.layouts[slide.layout], self.names[slide.id]
        self.package.relate(part, "slideLayout", layout.part)
        context = self._context(part, layout)
        shapes = list(self._shapes(slide, layout, number, context, part))
        # Our layouts map the color of links alone: without one a slide leaves it, so that it says nothing of its theme.
        is_mapped = self.theme.template is not None or any("<a:hlinkClick" in shape for shape in shapes)
        content = oxml.slide(
            slide.id, shapes, self.colors.get(layout.part, "") if is_mapped else "", hidden=slide.hidden
        )
        self.package.add(part, content, f"{_TYPE}presentationml.slide+xml")
        if slide.notes and self.masters:
            self._write_notes(slide, number, part)

    def _context(self, part: str, layout: Layout) -> TextContext:
        """Return the context for paragraphs of a part; links become that part's relationships."""

        def jump(ident: str) -> str:
            return self.package.relate(part, "slide", self.names[ident]) if ident in self.names else ""

        tinted = layout.background == self.layouts.colors.get("lt2")
        return TextContext(
            lang=self.deck.lang,
            marker="bg1" if tinted else "bg2",
            link=lambda address: self.package.relate(part, "hyperlink", address, external=True),
            jump=jump,
        )

    def _shapes(self, slide: Slide, layout: Layout, number: int, context: TextContext, part: str) -> Iterator[str]:
        """Yield a slide's shapes in reading order, what decorates it last; placeholders without content are left out."""
        filled = {item.slot: item for item in slide.filled}
        unknown = filled.keys() - {slot.name for slot in layout.slots}
        if unknown:
            message = f"layout {layout.name} has no slot {', '.join(sorted(unknown))}"
            raise ValueError(message)
        for ident, slot in enumerate(layout.slots, 2):
            if slot.kind == "title":
                yield self._title(slide, slot, ident, context)
            elif slot.kind == "number":
                yield oxml.shape(ident, slot, [oxml.number(self.deck.lang, number)])
            elif slot.kind == "footer":
                if self.deck.footer:
                    yield oxml.shape(
                        ident, slot, [oxml.paragraph(SlideLine((_run(self.deck.footer),)), slot, 1.0, context)]
                    )
            elif slot.name in filled:
                yield self._content(filled[slot.name], slot, ident, context, part)
        for ident, drawn in enumerate(slide.drawn, 2 + len(layout.slots)):
            yield drawn_shape(ident, drawn, layout, self.roles)

    def _title(self, slide: Slide, slot: Slot, ident: int, context: TextContext) -> str:
        """Return the title: where its layout has it, or above the slide's edge, for outline view and screen readers only."""
        above = replace(slot.box, y=-slot.box.height - self.layouts.size[1] // 20)
        paragraphs = [oxml.paragraph(SlideLine(slide.title), slot, slide.title_scale, context)]
        return oxml.shape(ident, slot, paragraphs, None if slide.title_shown else above)

    def _content(self, item: FilledSlot, slot: Slot, ident: int, context: TextContext, part: str) -> str:
        content = item.content
        match content:
            case TextContent():
                numbers = list_starts(content.lines)
                texts = (
                    oxml.paragraph(line, slot, item.scale, context, n)
                    for line, n in zip(content.lines, numbers, strict=True)
                )
                return oxml.shape(ident, slot, texts, item.box)
            case TableContent():
                return table_frame(item, content, slot, ident, context, self.layouts.table)
            case PictureContent():
                box = item.box or picture_box(content, slot, self.layouts.size[0])
                image, vector = self._images(content, box, part)
                link = context.link(content.link) if content.link else ""
                return oxml.picture(ident, slot, box, content.alt, image, vector, link, decorative=content.decorative)
            case ChartContent():
                size = slot.levels[0].size * item.scale
                name = self._chart(content, size, slot.ink, item.box or slot.box)
                reference = oxml.chart(self.package.relate(part, "chart", name))
                return oxml.frame(ident, slot, item.box or slot.box, content.alt, "chart", reference)
            case _:
                assert_never(content)

    def _images(self, content: PictureContent, box: Box, part: str) -> tuple[str, str]:
        """Return the ids of relationships to a picture's bitmap and, if it has one, to its SVG, else ""."""
        asset = content.asset
        if asset.media_type != "image/svg+xml":
            ending = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}[asset.media_type]
            return self.package.relate(part, "image", self._media(asset.data, ending)), ""
        pixels = self._media(rasterize(asset.data, box.width, self.theme), "png")
        vector = self._media(asset.data, "svg")
        return self.package.relate(part, "image", pixels), self.package.relate(part, "image", vector)

    def _media(self, data: bytes, ending: str) -> str:
        """Return the part of a picture; the same picture has one part."""
        key = sha256(data).hexdigest()
        if key not in self.images:
            names = (f"ppt/media/image{number}.{ending}" for number in count(len(self.images) + 1))
            name = next(name for name in names if name not in self.package.parts)  # a template has pictures, too
            kind = "image/svg+xml" if ending == "svg" else f"image/{ending}"
            self.images[key] = self.package.add(name, data, kind)
        return self.images[key]

    def _chart(self, content: ChartContent, size: float, ink: str, box: Box) -> str:
        """Write a chart with its workbook and return its part."""
        self.charts += 1
        room = (box.width / EMU_PER_POINT, box.height / EMU_PER_POINT)
        chart, workbook = chart_parts(content, size, self.deck.lang, ink, room)
        name = self.package.add(f"ppt/charts/chart{self.charts}.xml", chart, f"{_TYPE}drawingml.chart+xml")
        sheet = self.package.add(f"ppt/embeddings/chart{self.charts}.xlsx", workbook, f"{_TYPE}spreadsheetml.sheet")
        if self.package.relate(name, "package", sheet) != WORKBOOK:
            message = "a chart's workbook must be its first relationship"
            raise RuntimeError(message)
        return name

    def _write_notes(self, slide: Slide, number: int, part: str) -> None:
        name = f"ppt/notesSlides/notesSlide{number}.xml"
        context = replace(self._context(name, self.layouts[slide.layout]), marker="bg2")
        texts = (
            oxml.notes_paragraph(line, context, n)
            for line, n in zip(slide.notes, list_starts(slide.notes), strict=True)
        )
        self.package.add(name, oxml.notes(self.deck.lang, texts, number), f"{_TYPE}presentationml.notesSlide+xml")
        self.package.relate(name, "notesMaster", min(self.masters))
        self.package.relate(name, "slide", part)
        self.package.relate(part, "notesSlide", name)

    # ── the file

    def write_presentation(self) -> None:
        """List the slides and PowerPoint's sections in the presentation part."""
        root = etree.fromstring(self.package.parts[self.main])
        for old in (*root.findall(f"{_P}sldIdLst"), *root.findall(f"{_P}extLst"), *root.findall(f"{_P}custShowLst")):
            root.remove(old)
        ids = range(_FIRST_SLIDE, _FIRST_SLIDE + len(self.deck.slides))
        rows = [
            (ident, self.package.relate(self.main, "slide", name))
            for ident, name in zip(ids, self.names.values(), strict=True)
        ]
        before = [f"{_P}{name}" for name in ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst")]
        place = max(n for n, child in enumerate(root) if child.tag in before)
        root.insert(place + 1, etree.fromstring(oxml.slide_list(rows)))
        if any(slide.section for slide in self.deck.slides):
            root.append(etree.fromstring(oxml.sections(self._sections(ids))))
        etree.cleanup_namespaces(root, keep_ns_prefixes=["a", "r", "p"])
        self.package.parts[self.main] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _sections(self, ids: Sequence[int]) -> Iterator[tuple[str, str, list[int]]]:
        """Yield PowerPoint's sections: name, id, ids of slides. Slides without a section join the one before."""
        runs: list[tuple[str, list[int]]] = []
        for ident, slide in zip(ids, self.deck.slides, strict=True):
            name = slide.section or (runs[-1][0] if runs else self.deck.title)
            if not runs or runs[-1][0] != name:
                runs.append((name, []))
            runs[-1][1].append(ident)
        for n, (name, slides) in enumerate(runs):
            yield (
                name,
                "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"coursewright:{self.deck.title}:{n}:{name}")).upper() + "}",
                slides,
            )

    def write_properties(self, imprint: Imprint) -> None:
        """Write core and custom properties, without the current time, user names or data of this machine."""
        given = self.deck.properties
        terms = given.get("license", "") or imprint.license
        core = {
            "dc:title": self.deck.title,
            "dc:language": self.deck.lang,
            "dc:subject": given.get("subject", ""),
            "dc:creator": given.get("author", ""),
            "cp:keywords": given.get("keywords", ""),
            "dc:description": " ".join(filter(None, (terms, LICENSES.get(terms, "")))),
            "cp:version": given.get("version", ""),
        }
        custom = {
            "Course": imprint.course,
            "Course version": imprint.course_version,
            "Version": given.get("version", ""),
            "License": terms,
            "Source SHA-256": imprint.source_hash,
        }
        package = self.package
        old = package.related_parts("", "core-properties")
        part = old[0].target if old else "docProps/core.xml"
        day = imprint.date.isoformat() if imprint.date else ""
        package.add(part, oxml.core_properties(core, day), "application/vnd.openxmlformats-package.core-properties+xml")
        if not old:
            package.relate(
                "", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", part
            )
        package.drop("", "custom-properties")
        package.drop("", "thumbnail")
        if values := {name: value for name, value in custom.items() if value}:
            part = package.add("docProps/custom.xml", oxml.custom_properties(values), f"{_TYPE}custom-properties+xml")
            package.relate("", "custom-properties", part)


def _run(text: str) -> Run:
    return Run(text)
