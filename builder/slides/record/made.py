"""The record that each of our decks carries: for every slide and shape the block it shows, and fingerprints of its words as made.

It is a part of its own, a custom XML part (ECMA-376-1, 15.2.5), which PowerPoint, LibreOffice and python-pptx keep: they drop or
rewrite names of slides and shapes, ids and extensions (docs/measurements.md). It holds no word of the deck, no path and no
name of a person. Facilitators' decks alone have it: no file for participants does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from lxml import etree

from builder.core.frozen import dataclass
from builder.slides.record.paragraphs import SeenParagraph
from builder.slides.record.parts import parse_part
from builder.slides.record.places import Place
from builder.slides.record.slides import SeenSlide, read_slides, section_names
from builder.slides.record.words import comparable, word_print
from builder.slides.template.package import HEAD, OFFICE, Package

SPACE = "urn:coursewright:deck:1"
_N = f"{{{SPACE}}}"
_STORE = "{8F9B4B0C-3A51-5D2E-9C55-5A6E0C7B41D7}"
"""Id of our data store in a file, the same in every deck ([ECMA-376-1] 22.5.2.1)."""

_STORES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PART = "customXml/item1.xml"
_MOST = 4_000_000
"""Largest record that is read, bytes: that of 2,000 slides has 1 MB."""

Prints = tuple[str, ...]
"""Fingerprints of paragraphs, of words and of formatting: `abcd`, `abcd:efgh`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a deck was made of: the module's id and version, edition, language, theme, minutes ("" for all), hash of what it shows."""

    module: str
    version: str = ""
    edition: str = "slides"
    lang: str = ""
    minutes: str = ""
    theme: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class MadeShape:
    """A shape as made: `slot` is its name in the layout; a table has a row of cells for each of its rows."""

    slot: str
    kind: str
    words: Prints = ()
    rows: tuple[tuple[Prints, ...], ...] = ()
    alt: str = ""
    data: str = ""
    place: Place | None = None
    crop: str = ""


@dataclass(frozen=True, slots=True)
class MadeSlide:
    """A slide as made; `id` is that of `Slide.id`, by which its block is known; `drawings` counts shapes without words; `footer` stands for its footer."""

    id: str
    shapes: tuple[MadeShape, ...]
    notes: Prints = ()
    hidden: bool = False
    drawings: int = 0
    footer: str = ""


@dataclass(frozen=True, slots=True)
class MadeDeck:
    """A deck as made; `sections` stands for the names of its sections."""

    origin: Origin
    slides: tuple[MadeSlide, ...]
    sections: str = ""


def print_of(paragraph: SeenParagraph) -> str:
    """Return the fingerprints of a paragraph."""
    return word_print(paragraph.text) + (f":{paragraph.look}" if paragraph.look else "")


def made_slide(slide: SeenSlide) -> MadeSlide:
    """Return the record of a slide."""
    shapes = tuple(
        MadeShape(
            shape.name,
            shape.kind,
            tuple(map(print_of, shape.paragraphs)),
            tuple(tuple(tuple(map(print_of, cell)) for cell in row) for row in shape.rows),
            word_print(comparable(shape.alt)) if shape.alt else "",
            shape.data,
            shape.place,
            shape.crop,
        )
        for shape in slide.shapes
        if shape.kind != "drawing"
    )
    drawings = sum(shape.kind == "drawing" for shape in slide.shapes)
    footer = word_print(slide.footer) if slide.footer else ""
    return MadeSlide(slide.name, shapes, tuple(map(print_of, slide.notes)), slide.hidden, drawings, footer)


def add_record(package: Package, origin: Origin) -> None:
    """Add to a finished deck of ours the record of what it says."""
    slides = map(made_slide, read_slides(package))
    main = package.related_parts("", "officeDocument")[0].target
    record = record_xml(origin, slides, section_print(section_names(package)))
    package.relate(main, "customXml", package.add(_PART, record, "application/xml"))
    properties = (
        f'{HEAD}<ds:datastoreItem xmlns:ds="{_STORES}" ds:itemID="{_STORE}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    package.relate(_PART, f"{OFFICE}customXmlProps", package.add("customXml/itemProps1.xml", properties, kind))


def section_print(names: Sequence[str]) -> str:
    """Return what stands for the names of sections, "" for none."""
    return word_print(comparable("\n".join(names))) if names else ""


def record_xml(origin: Origin, slides: Iterable[MadeSlide], sections: str = "") -> str:
    """Return the record as XML."""
    known = (
        (name, getattr(origin, name)) for name in ("module", "version", "edition", "lang", "minutes", "theme", "source")
    )
    head = "".join(f" {name}={quoteattr(value)}" for name, value in known if value)
    head += f' sections="{sections}"' if sections else ""
    return f'{HEAD}<deck xmlns="{SPACE}"{head}>{"".join(map(_slide_xml, slides))}</deck>'


def _slide_xml(slide: MadeSlide) -> str:
    hidden = ' hidden="1"' if slide.hidden else ""
    drawn = f' drawings="{slide.drawings}"' if slide.drawings else ""
    drawn += f' footer="{slide.footer}"' if slide.footer else ""
    said = f"<notes>{' '.join(slide.notes)}</notes>" if slide.notes else ""
    return f"<slide id={quoteattr(slide.id)}{hidden}{drawn}>{''.join(map(_shape_xml, slide.shapes))}{said}</slide>"


def _shape_xml(shape: MadeShape) -> str:
    more = "".join(
        f' {name}="{value}"'
        for name, value in (("alt", shape.alt), ("data", shape.data), ("crop", shape.crop))
        if value
    )
    more += f' at="{" ".join(map(str, shape.place))}"' if shape.place else ""
    inner = " ".join(shape.words) or "".join(
        "<r>" + "".join(f"<c>{' '.join(cell)}</c>" for cell in row) + "</r>" for row in shape.rows
    )
    return f"<{shape.kind} slot={quoteattr(shape.slot)}{more}>{inner}</{shape.kind}>"


def find_record(package: Package) -> MadeDeck | None:
    """Return the record that a file carries, None when it has none of ours that can be read."""
    for name in sorted(package.parts):
        data = package.parts[name]
        if not name.endswith(".xml") or SPACE.encode() not in data[:2000] or len(data) > _MOST:
            continue
        try:
            root = parse_part(data)
            if root.tag == f"{_N}deck":
                return _deck(root)
        except (etree.XMLSyntaxError, ValueError):
            continue
    return None


def _deck(root: etree._Element) -> MadeDeck:
    names = ("module", "version", "edition", "lang", "minutes", "theme", "source")
    origin = Origin(*(root.get(name, "") for name in names))
    return MadeDeck(origin, tuple(_slide(node) for node in root.iterfind(f"{_N}slide")), root.get("sections", ""))


def _slide(node: etree._Element) -> MadeSlide:
    shapes = tuple(_shape(child) for child in node.iterchildren("{*}*") if child.tag != f"{_N}notes")
    said = node.find(f"{_N}notes")
    notes = tuple((said.text or "").split()) if said is not None else ()
    return MadeSlide(
        node.get("id", ""),
        shapes,
        notes,
        node.get("hidden") == "1",
        int(node.get("drawings", "0")),
        node.get("footer", ""),
    )


def _shape(node: etree._Element) -> MadeShape:
    at = [int(number) for number in node.get("at", "").split()]
    rows = tuple(
        tuple(tuple((cell.text or "").split()) for cell in row.iterfind(f"{_N}c")) for row in node.iterfind(f"{_N}r")
    )
    return MadeShape(
        node.get("slot", ""),
        node.tag.rpartition("}")[2],
        tuple((node.text or "").split()),
        rows,
        node.get("alt", ""),
        node.get("data", ""),
        (at[0], at[1], at[2], at[3]) if len(at) == 4 else None,
        node.get("crop", ""),
    )
