"""A finished .pptx as types: slides with their shapes in reading order, with text, place and font sizes.

Read from the file's parts alone; sizes, colors and boxes that shapes inherit are resolved from their layouts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from lxml import etree

from builder.core.bidi import direction
from builder.core.frozen import dataclass
from builder.slides.deck.deck import Box
from builder.slides.deck.layouts import Layout, Slot
from builder.slides.template.masters import A, P, PackageParts, R
from builder.slides.template.read_layouts import open_parts, read_layouts_in_use

_MAIN = "ppt/presentation.xml"
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_SHAPES = {
    f"{P}sp": "text",
    f"{P}pic": "picture",
    f"{P}graphicFrame": "graphic",
    f"{P}grpSp": "group",
    f"{P}cxnSp": "line",
}
_FEET = {"ftr", "sldNum", "dt"}


@dataclass(frozen=True)
class PptxShape:
    """One shape. `kind` is "text", "picture", "table", "chart", "graphic", "group" or "line"; `slot` its layout's placeholder.

    `box` is where it stands, inherited or its own; `sizes` of a chart's text, pt; `header`: its table has a header row.
    """

    kind: str
    name: str
    type: str
    alt: str
    decorative: bool
    text: str
    root: etree._Element = field(repr=False)
    box: Box | None = None
    slot: Slot | None = None
    header: bool = False
    sizes: tuple[float, ...] = ()

    @property
    def is_title(self) -> bool:
        """Whether it is the slide's title."""
        return self.type in {"title", "ctrTitle"}

    @property
    def is_foot(self) -> bool:
        """Whether it is a footer, number or date."""
        return self.type in _FEET

    @property
    def is_ornament(self) -> bool:
        """Whether it only decorates, outside all placeholders and without text: nobody reads it."""
        return self.decorative and self.kind == "text" and not self.type and self.slot is None and not self.text

    @property
    def written_color(self) -> str:
        """The color that a table's text is written in, `#rrggbb`; "" where it inherits one."""
        found = self.root.find(f".//{A}r/{A}rPr/{A}solidFill/{A}srgbClr") if self.kind == "table" else None
        return f"#{found.get('val', '').lower()}" if found is not None else ""

    def levels(self) -> Iterator[tuple[int, float]]:
        """Yield (level from 0, size in pt) of each run with text: its own size, else its layout's."""
        for paragraph in self.root.iter(f"{A}p"):
            given = paragraph.find(f"{A}pPr")
            level = int(given.get("lvl", "0")) if given is not None else 0
            inherited = (
                self.slot.levels[min(level, len(self.slot.levels) - 1)].size if self.slot and self.slot.levels else 18.0
            )
            for run in paragraph.findall(f"{A}r"):
                if not (run.findtext(f"{A}t") or "").strip():
                    continue
                own = run.find(f"{A}rPr")
                size = own.get("sz") if own is not None else None
                yield level, int(size) / 100 if size else inherited


@dataclass(frozen=True)
class PptxSlide:
    """One slide, with the roots of its part and of its notes."""

    number: int
    layout: Layout
    shapes: tuple[PptxShape, ...]
    root: etree._Element = field(repr=False)
    notes: etree._Element | None = field(repr=False)

    @property
    def title(self) -> str:
        """The words of the title, "" without one."""
        return next((shape.text for shape in self.shapes if shape.is_title), "")

    @property
    def notes_text(self) -> str:
        """The words of the notes, without the number."""
        if self.notes is None:
            return ""
        return "\n".join(run.text or "" for run in self.notes.iterfind(f".//{A}r/{A}t"))


@dataclass(frozen=True)
class PptxDeck:
    """The file: slides, ids of slides in order, sections as (name, ids of slides), title and language."""

    slides: tuple[PptxSlide, ...]
    ids: list[str]
    sections: list[tuple[str, list[str]]]
    title: str
    language: str

    @property
    def rtl(self) -> bool:
        """Whether slides are read from right to left."""
        return direction(self.language) == "rtl"


def read_pptx(data: bytes) -> PptxDeck:
    """Return the deck in a .pptx. Raises ValueError when the bytes are not a PowerPoint file."""
    package = open_parts(data)
    main = package.xml(_MAIN)
    targets = {ident: target for ident, _, target in package.targets(_MAIN)}
    rows = [(e.get("id", ""), targets.get(e.get(f"{R}id", ""), "")) for e in main.iter(f"{P}sldId")]
    layouts = read_layouts_in_use(package, {_related(package, part)["slideLayout"] for _, part in rows})
    slides = tuple(_slide(package, n, part, layouts) for n, (_, part) in enumerate(rows, 1))
    sections = [
        (e.get("name", ""), [s.get("id", "") for s in e.iter(f"{_P14}sldId")]) for e in main.iter(f"{_P14}section")
    ]
    core = package.xml("docProps/core.xml") if "docProps/core.xml" in package.files else None
    facts = [(core.findtext(f"{_DC}{name}") or "") if core is not None else "" for name in ("title", "language")]
    return PptxDeck(slides, [ident for ident, _ in rows], sections, facts[0], facts[1])


def _slide(package: PackageParts, number: int, part: str, layouts: dict[str, Layout]) -> PptxSlide:
    root = package.xml(part)
    related = _related(package, part)
    charts = {ident: target for ident, kind, target in package.targets(part) if kind == "chart"}
    layout = layouts[related["slideLayout"]]
    tree = root.find(f"{P}cSld/{P}spTree")
    shapes = (
        _shape(package, child, layout, charts) for child in (tree if tree is not None else ()) if child.tag in _SHAPES
    )
    notes = package.xml(related["notesSlide"]) if "notesSlide" in related else None
    return PptxSlide(number, layout, tuple(shapes), root, notes)


def _related(package: PackageParts, part: str) -> dict[str, str]:
    """Return the parts that a part is related to, the last of each kind, by kind."""
    return {kind: target for _, kind, target in package.targets(part)}


def _shape(package: PackageParts, shape: etree._Element, layout: Layout, charts: dict[str, str]) -> PptxShape:
    named = next(shape.iter(f"{P}cNvPr"), None)
    ph = next(shape.iter(f"{P}ph"), None)
    kind, table = _SHAPES[shape.tag], shape.find(f".//{A}tbl")
    chart = next(shape.iter(f"{_C}chart"), None)
    if kind == "graphic":
        kind = "table" if table is not None else "chart" if chart is not None else kind
    slot = _slot(layout, ph) if ph is not None else None
    frame = shape.find(f"{P}spPr/{A}xfrm")
    frame = frame if frame is not None else shape.find(f"{P}xfrm")
    properties = table.find(f"{A}tblPr") if table is not None else None
    sizes: tuple[float, ...] = ()
    if chart is not None and (part := charts.get(chart.get(f"{R}id", ""))):
        sizes = tuple(
            int(e.get("sz", "0")) / 100 for e in package.xml(part).iter(f"{A}defRPr", f"{A}rPr") if e.get("sz")
        )
    return PptxShape(
        kind=kind,
        name=named.get("name", "") if named is not None else "",
        type=ph.get("type", "") if ph is not None else "",
        alt=named.get("descr", "") if named is not None else "",
        decorative=named is not None and named.find(f".//{A}ext[@uri='{_DECORATIVE}']") is not None,
        text="\n".join("".join(e.text or "" for e in paragraph.iter(f"{A}t")) for paragraph in shape.iter(f"{A}p")),
        root=shape,
        box=_box(frame) if frame is not None else slot.box if slot else None,
        slot=slot,
        header=properties is not None and properties.get("firstRow") in {"1", "true"},
        sizes=sizes,
    )


def _slot(layout: Layout, ph: etree._Element) -> Slot | None:
    """Return the layout's placeholder for one on a slide: by `idx`; titles, footers and slide numbers by kind."""
    kind = {"title": "title", "ctrTitle": "title", "ftr": "footer", "sldNum": "number"}.get(ph.get("type", ""))
    if kind:
        return next((slot for slot in layout.slots if slot.kind == kind), None)
    return next(
        (
            slot
            for slot in layout.slots
            if slot.idx == int(ph.get("idx", "0")) and slot.kind not in {"title", "footer", "number"}
        ),
        None,
    )


def _box(frame: etree._Element) -> Box | None:
    off, ext = frame.find(f"{A}off"), frame.find(f"{A}ext")
    if off is None or ext is None:
        return None
    return Box(*(int(e.get(name, "0")) for e, name in ((off, "x"), (off, "y"), (ext, "cx"), (ext, "cy"))))
