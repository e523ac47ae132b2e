"""Slides of a .pptx as types: what each shape says, where it stands, how it is formatted. For our decks and what became of them.

The file may have been saved by any program. What is read is words, so that two files can be compared that no program wrote alike:
names of parts, ids and the order of attributes do not count. Schemas: ECMA-376-1, 19 to 21. Lengths are EMU.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from builder.core.frozen import dataclass
from builder.slides.record.paragraphs import SeenParagraph, read_paragraphs
from builder.slides.record.parts import parse_part
from builder.slides.record.places import Place, ShapePlaces
from builder.slides.record.words import fingerprint
from builder.slides.template.package import OFFICE, Package

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = f"{{{OFFICE.rstrip('/')}}}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
FRAME = frozenset({"ftr", "sldNum", "dt", "hdr"})
"""Placeholders of a deck's frame, which says the same on every slide."""

Cell = tuple[SeenParagraph, ...]


@dataclass(frozen=True, slots=True)
class SeenShape:
    """A shape: `kind` is text, table, picture, chart, drawing (nothing to read) or other (an object of another program).

    `role` is its placeholder's type, "" for none; `rows` are a table's cells, `data` the fingerprint of a picture's bytes or a
    chart's numbers, `part` the picture's part, `crop` what is cut off its sides, in thousandths.
    """

    kind: str
    name: str
    role: str = ""
    paragraphs: tuple[SeenParagraph, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    alt: str = ""
    data: str = ""
    place: Place | None = None
    part: str = ""
    crop: str = ""


@dataclass(frozen=True, slots=True)
class SeenSlide:
    """A slide with its shapes in reading order, without its frame; `name` is that of `p:cSld`, "" where a program dropped it.

    `footer` is what its footer says. `moving` says whether it has animations or a transition, `extras` names what is on it besides shapes: comments, sound, film.
    """

    number: int
    name: str
    shapes: tuple[SeenShape, ...]
    notes: tuple[SeenParagraph, ...]
    hidden: bool = False
    moving: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    footer: str = ""


def read_slides(package: Package) -> tuple[SeenSlide, ...]:
    """Return the slides of a presentation in order. Raises ValueError, KeyError or etree.XMLSyntaxError for a damaged file."""
    mains = package.related_parts("", "officeDocument")
    if not mains or mains[0].target not in package.parts:
        raise ValueError("it has no presentation in it")
    main = mains[0].target
    root = parse_part(package.parts[main])
    rows = package.relationships.get(main, {})
    width, height = _size(root)
    places = ShapePlaces(package, width, height)
    found = []
    for number, entry in enumerate(root.iterfind(f"{P}sldIdLst/{P}sldId"), 1):
        row = rows.get(entry.get(f"{R}id", ""))
        if row is not None and row.target in package.parts:
            found.append(_slide(package, row.target, number, places))
    return tuple(found)


def _size(root: etree._Element) -> tuple[int, int]:
    size = root.find(f"{P}sldSz")
    return (
        (12_192_000, 6_858_000) if size is None else (int(size.get("cx", "12192000")), int(size.get("cy", "6858000")))
    )


def _slide(package: Package, part: str, number: int, places: ShapePlaces) -> SeenSlide:
    root = parse_part(package.parts[part])
    content = root.find(f"{P}cSld")
    tree = content.find(f"{P}spTree") if content is not None else None
    every = tuple(_shapes(package, part, tree, places, grouped=False)) if tree is not None else ()
    footers = (one.text for shape in every if shape.role == "ftr" for one in shape.paragraphs)
    kinds = [row.kind.rsplit("/", 1)[-1] for row in package.relationships.get(part, {}).values()]
    extras = [word for word, names in _EXTRAS if any(kind in names for kind in kinds)]
    if content is not None and content.find(f"{P}bg") is not None:
        extras.append(BACKGROUND)
    moving = (
        ["transition"] if any(len(node) for node in root.iter(f"{P}transition")) else []
    )  # LibreOffice writes empty ones
    if any(node.get("presetClass") for node in root.iter(f"{P}cTn")):
        moving.append("animation")
    return SeenSlide(
        number,
        content.get("name", "") if content is not None else "",
        tuple(shape for shape in every if shape.role not in FRAME),
        _notes(package, part),
        root.get("show", "1") in {"0", "false"},
        tuple(moving),
        tuple(extras),
        " ".join(filter(None, footers)),
    )


def section_names(package: Package) -> tuple[str, ...]:
    """Return the names of PowerPoint's sections in order ([MS-PPTX] 2.2.13.1), () for none."""
    mains = package.related_parts("", "officeDocument")
    root = parse_part(package.parts[mains[0].target]) if mains else None
    return () if root is None else tuple(node.get("name", "") for node in root.iter("{*}section"))


BACKGROUND = "a background of its own"
_EXTRAS = (
    ("comments", ("comments", "comment")),
    ("sound or film", ("audio", "video", "media")),
    ("a diagram", ("diagramData",)),
    ("an embedded object", ("oleObject",)),
)


def _notes(package: Package, part: str) -> tuple[SeenParagraph, ...]:
    """Return the paragraphs of the notes under a slide."""
    for row in package.related_parts(part, "notesSlide"):
        if row.target in package.parts:
            root = parse_part(package.parts[row.target])
            for shape in root.iter(f"{P}sp"):
                ph = next(shape.iter(f"{P}ph"), None)
                if ph is not None and ph.get("type") == "body":
                    return read_paragraphs(shape.find(f"{P}txBody"), package.relationships.get(row.target, {}))
    return ()


def _shapes(
    package: Package, part: str, tree: etree._Element, places: ShapePlaces, *, grouped: bool
) -> Iterator[SeenShape]:
    """Yield the shapes of a tree or group, groups opened."""
    for child in tree:
        if child.tag == f"{P}grpSp":
            yield from _shapes(package, part, child, places, grouped=True)
        elif child.tag == f"{_MC}AlternateContent":
            chosen = next(
                (
                    one
                    for one in (child.find(f"{_MC}Choice"), child.find(f"{_MC}Fallback"))
                    if one is not None and len(one)
                ),
                None,
            )
            if chosen is not None:
                yield from _shapes(package, part, chosen, places, grouped=grouped)
        elif child.tag in {f"{P}sp", f"{P}pic", f"{P}graphicFrame", f"{P}cxnSp"}:
            yield _shape(package, part, child, places, grouped=grouped)


def _shape(package: Package, part: str, node: etree._Element, places: ShapePlaces, *, grouped: bool) -> SeenShape:
    rows = package.relationships.get(part, {})
    named, ph = next(node.iter(f"{P}cNvPr"), None), next(node.iter(f"{P}ph"), None)
    name = named.get("name", "") if named is not None else ""
    decorative = named is not None and named.find(f".//{A}ext[@uri='{_DECORATIVE}']") is not None
    alt = named.get("descr", "") if named is not None and not decorative else ""
    role = (ph.get("type", "obj") or "obj") if ph is not None else ""
    place = None if grouped else places.of(part, node, ph)
    table, chart = node.find(f".//{A}tbl"), next(node.iter(f"{_C}chart"), None)
    blip = node.find(f"{P}blipFill/{A}blip") if node.tag == f"{P}pic" else None
    if table is not None:
        cells = tuple(
            tuple(read_paragraphs(cell.find(f"{A}txBody"), rows) for cell in row.iterfind(f"{A}tc"))
            for row in table.iterfind(f"{A}tr")
        )
        return SeenShape("table", name, role, rows=cells, alt=alt, place=place)
    if chart is not None:
        target = rows.get(chart.get(f"{R}id", ""))
        data = _chart_data(package.parts[target.target]) if target and target.target in package.parts else ""
        return SeenShape("chart", name, role, alt=alt, data=data, place=place)
    if node.tag == f"{P}pic":
        target = rows.get(blip.get(f"{R}embed", "")) if blip is not None else None
        there = target.target if target is not None and target.target in package.parts else ""
        data = fingerprint(package.parts[there]) if there else ""
        cut = node.find(f"{P}blipFill/{A}srcRect")
        sides = [_thousandths(cut.get(side, "0")) for side in "ltrb"] if cut is not None else []
        crop = " ".join(map(str, sides)) if any(sides) else ""
        return SeenShape("picture", name, role, alt=alt, data=data, place=place, part=there, crop=crop)
    if node.tag == f"{P}graphicFrame":
        return SeenShape("other", name, role, alt=alt, place=place)
    paragraphs = read_paragraphs(node.find(f"{P}txBody"), rows)
    kind = "text" if any(one.text for one in paragraphs) or role else "drawing"
    paragraphs = paragraphs if kind == "text" else ()
    return SeenShape(kind, name, role, paragraphs, alt=alt, place=place)


def _thousandths(share: str) -> int:
    """Return a share in thousandths; files have it in thousandths of a percent (ECMA-376-1, 20.1.10.40)."""
    try:
        return round(int(share) / 100)
    except ValueError:
        return 0


def _chart_data(data: bytes) -> str:
    """Return the fingerprint of a chart's names and numbers, as its file has them for programs that do not open its workbook."""
    root = parse_part(data)
    words: list[str] = []
    for series in root.iter(f"{_C}ser"):
        for kind in ("tx", "cat", "val", "xVal", "yVal"):
            for found in series.iterfind(f"{_C}{kind}"):
                words.append(kind)
                words += (_value(node.text or "") for node in found.iter(f"{_C}v"))
    return fingerprint("\n".join(words))


def _value(text: str) -> str:
    try:
        return f"{float(text):.6g}"
    except ValueError:
        return " ".join(text.split())
