"""Layouts read from a .pptx, with inheritance resolved as PowerPoint does: layout, master, text styles, file defaults.

Rules of inheritance: ECMA-376-1, 19.3.1.36 (placeholders match by type and idx; a layout's matches its master's by
type), 21.1.2.4 (list styles by level), 20.1.6 (color map and override).
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from lxml import etree

from builder.core.frozen import replace
from builder.slides.deck.deck import Box, Insets
from builder.slides.deck.layouts import LINE_PITCH, Decoration, Layout, Layouts, Level, Slot, type_scale
from builder.slides.template.bullets import plain_bullet
from builder.slides.template.decorations import decorations, read_box
from builder.slides.template.fills import background_of
from builder.slides.template.masters import A, Master, P, PackageParts, require
from builder.slides.template.package import Package, ZipFiles
from builder.slides.template.table_look import read_table_look

KINDS = {
    "title": "title",
    "ctrTitle": "title",
    "pic": "picture",
    "tbl": "table",
    "chart": "chart",
    "ftr": "footer",
    "sldNum": "number",
}
MASTERS = {"title": "title", "footer": "ftr", "number": "sldNum"}
ANCHORS = {"t": "top", "ctr": "middle", "b": "bottom"}
ALIGNS = {"l": "left", "r": "right", "ctr": "center", "just": "left", "dist": "left"}
_MAIN = "ppt/presentation.xml"
_OURS = re.compile(r"[a-z]+(-[a-z0-9]+)*")
_SHAPE_ID = re.compile(rb' id="\d+"')


def read_layouts(file: bytes | Package) -> Layouts:
    """Return the layouts of a .pptx or .potx by name, the first master's first; names are lower case with hyphens.

    Raises ValueError when the bytes are not a PowerPoint file.
    """
    return read_every_layout(file)[0]


def read_every_layout(file: bytes | Package) -> tuple[Layouts, tuple[Layout, ...]]:
    """Return the layouts by name, as `read_layouts` does, and all of them, those too that share another's name."""
    package = open_parts(file.files() if isinstance(file, Package) else file)
    presentation = package.xml(_MAIN)
    size = require(presentation.find(f"{P}sldSz"))
    every: list[Layout] = []
    first: Master | None = None
    for master, parts in _masters(package):
        first = first or master
        every += (_layout(master, part) for part in parts)
    if first is None:
        raise ValueError("this PowerPoint file has no slide master")
    every = [*with_type_scale(every)]
    heading, body = first.fonts
    slide = int(size.get("cx", "0")), int(size.get("cy", "0"))
    named = {layout.name: layout for layout in reversed(every)}
    found = {layout.name: named[layout.name] for layout in every}
    return Layouts(slide, found, heading, body, first.scheme, read_table_look(package, first)), tuple(every)


def read_layouts_in_use(package: PackageParts, used: Collection[str]) -> dict[str, Layout]:
    """Return the layouts in the parts `used` of a file, by part: of our 127, a deck of a module uses ten. Their slots have no type scale.

    They are read once for all files in which they, and what they inherit from, are the same bytes: decks of a course differ in slides alone.
    """
    keys = _made_from(package, used)
    if not _KNOWN.keys() >= {*keys.values()}:
        for master, parts in _masters(package):
            _KNOWN.update({keys[part]: _layout(master, part) for part in parts if part in used})
    found = {part: _KNOWN[key] for part, key in keys.items() if key in _KNOWN}
    for old in [*_KNOWN][: max(len(_KNOWN) - _MOST_KNOWN, 0)]:
        del _KNOWN[old]
    return found


_KNOWN: dict[bytes, Layout] = {}
"""Layouts that this process has read, by the hash of all that they were read from."""

_MOST_KNOWN = 200


def _made_from(package: PackageParts, used: Collection[str]) -> dict[str, bytes]:
    """Return, for each of the layouts in these parts, the hash of all that it is read from.

    That is its part, those that it has relationships to (its master, with its theme), and the file's size and text style.
    """
    own: dict[str, tuple[bytes, list[str]]] = {}

    def read(name: str) -> tuple[bytes, list[str]]:
        if name not in own:
            folder, _, base = name.rpartition("/")
            files = (name, f"{folder}/_rels/{base}.rels")
            whole = hashlib.sha256(b"".join(package.files[file] for file in files if file in package.files))
            whole.update(name.encode())
            related = (target for _, kind, target in package.targets(name) if kind != "slideLayout")
            own[name] = whole.digest(), [*dict.fromkeys(related)]
        return own[name]

    styles = [package.xml(_MAIN).find(f"{P}{tag}") for tag in ("sldSz", "defaultTextStyle")]
    common = hashlib.sha256(b"".join(etree.tostring(one) for one in styles if one is not None)).digest()
    found = {}
    for part in used:
        reached = [part]
        for name in reached:
            reached += [target for target in read(name)[1] if target not in reached]
        found[part] = hashlib.sha256(common + b"".join(read(name)[0] for name in reached)).digest()
    return found


def open_parts(file: bytes | Mapping[str, bytes]) -> PackageParts:
    """Return the parts of a PowerPoint file. Raises ValueError when the bytes are none."""
    try:
        package = PackageParts(ZipFiles(file) if isinstance(file, bytes) else file)
        package.xml(_MAIN)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise ValueError("this is not a PowerPoint file") from error
    return package


def _masters(package: PackageParts) -> Iterator[tuple[Master, list[str]]]:
    """Yield each slide master with the parts of its layouts, in order."""
    for name in package.related_parts(_MAIN, "slideMaster"):
        yield Master(package, name, package.xml(_MAIN)), package.related_parts(name, "slideLayout")


def with_type_scale(every: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return all layouts of a file with its type scale in their slots."""
    scale = type_scale(every)
    stepped = {id(slot): replace(slot, steps=scale) for one in every for slot in one.slots}
    return tuple(replace(one, slots=tuple(stepped[id(slot)] for slot in one.slots)) for one in every)


def in_reading_order(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Return the slots of a layout, in the order of its file, with their names in decks; footer and number come last."""
    named: list[Slot] = []
    for slot in slots:
        named.append(_with_deck_name(slot, named))
    feet = [slot for slot in named if slot.kind in {"footer", "number"}]
    return (*(slot for slot in named if slot not in feet), *feet)


def slug(name: str) -> str:
    """Return a layout's name in the form that decks use: “Two columns” is `two-columns`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _layout(master: Master, part: str) -> Layout:
    root = master.package.xml(part)
    override = root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    mapping = {str(k): str(v) for k, v in override.attrib.items()} if override is not None else master.map
    shown = root.find(f"{P}cSld")
    slots = [
        slot
        for shape in require(shown).iter(f"{P}sp")
        if (ph := shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")) is not None
        and ph.get("type") not in {"dt", "hdr"}
        and (slot := _known_slot(master, mapping, shape, ph))
    ]
    ground = background_of(master, part, root, mapping) or background_of(master, master.name, master.root, master.map)
    papers = ground.colors if ground and ground.colors else (master.slot(mapping.get("bg1", "lt1")),)
    behind = (
        list(decorations(master, master.name, master.map, papers[0]))
        if root.get("showMasterSp") not in {"0", "false"}
        else []
    )
    if ground and ground.picture:
        size = require(master.presentation.find(f"{P}sldSz"))
        whole = Box(0, 0, int(size.get("cx", "0")), int(size.get("cy", "0")))
        behind.insert(0, Decoration(whole, picture=ground.picture, media_type=ground.media_type, colors=ground.colors))
    return Layout(
        name=slug(require(shown).get("name", "")),
        type=root.get("type", ""),
        background=papers[0],
        link=master.slot(mapping.get("hlink", "hlink")),
        decorations=(*behind, *decorations(master, part, mapping, papers[0])),
        slots=in_reading_order(slots),
        part=part,
        text=master.slot(mapping.get("tx1", "dk1")),
        painted=ground.css if ground and "gradient" in ground.css else "",
        papers=papers if ground and not ground.picture else papers[:1],
    )


def _known_slot(master: Master, mapping: dict[str, str], shape: etree._Element, ph: etree._Element) -> Slot | None:
    """Return a placeholder as `_slot` does, read once: most layouts share their title, foot and number but for the shape's id."""
    key = tuple(mapping.items()), _SHAPE_ID.sub(b"", etree.tostring(shape), count=1)
    if key not in master.slots:
        master.slots[key] = _slot(master, mapping, shape, ph)
    return master.slots[key]


def _slot(master: Master, mapping: dict[str, str], shape: etree._Element, ph: etree._Element) -> Slot | None:
    """Return a placeholder with what it inherits, or None when nothing gives it a box."""
    kind = KINDS.get(ph.get("type", ""), "text")
    above = master.placeholder(MASTERS.get(kind, "body"))
    chain = [e for e in (shape, above) if e is not None]
    frame = next((e for owner in chain if (e := owner.find(f"{P}spPr/{A}xfrm")) is not None), None)
    if frame is None:
        return None
    bodies = [e for owner in chain if (e := owner.find(f"{P}txBody/{A}bodyPr")) is not None]
    anchor = next((v for e in bodies if (v := e.get("anchor"))), "t")
    own = [e for owner in chain if (e := owner.find(f"{P}txBody/{A}lstStyle")) is not None]
    # Cells of a table inherit nothing from the placeholder, only from the file's default text style.
    styles = master.styles(kind) if kind == "table" else [*own, *master.styles(kind)]
    key = kind, tuple(mapping.items()), tuple(map(etree.tostring, own))
    levels = master.levels.get(key)
    if levels is None:  # most layouts share list styles, and reading them takes most of the time
        levels = tuple(_level(master, mapping, styles, n) for n in range(1, 6 if kind == "text" else 2))
        master.levels[key] = levels
    line = next((e for owner in chain if (e := owner.find(f"{P}spPr/{A}ln")) is not None), None)
    fill = next((e for owner in chain if (e := owner.find(f"{P}spPr/{A}solidFill")) is not None), None)
    name = shape.find(f"{P}nvSpPr/{P}cNvPr")
    stroke = master.color(line.find(f"{A}solidFill"), mapping) if line is not None else ""
    return Slot(
        name=name.get("name", "") if name is not None else "",
        idx=int(ph.get("idx", "0")),
        kind=kind,
        type=ph.get("type", ""),
        box=read_box(frame),
        insets=Insets(
            *(
                int(_attribute(bodies, key, default))
                for key, default in (("lIns", 91_440), ("tIns", 45_720), ("rIns", 91_440), ("bIns", 45_720))
            )
        ),
        anchor=ANCHORS.get(anchor, "top"),
        levels=levels,
        fill=master.color(fill, mapping),
        line=stroke,
        line_width=int(line.get("w", "9525")) if line is not None and stroke else 0,
    )


def _with_deck_name(slot: Slot, before: list[Slot]) -> Slot:
    """Return a slot with its name in the deck: its own where it has our form, else made of its kind and number."""
    if slot.kind in {"title", "footer", "number"}:
        return replace(slot, name=slot.kind)
    if _OURS.fullmatch(slot.name):
        return slot
    stem = {"text": "body"}.get(slot.kind, slot.kind)
    n = 1 + sum(other.name == stem or other.name.startswith(stem + "-") for other in before)
    return replace(slot, name=stem if n == 1 else f"{stem}-{n}")


def _level(master: Master, mapping: dict[str, str], styles: list[etree._Element], n: int) -> Level:
    """Return level `n` from 1, each property from the nearest style that sets it."""
    rows = [e for style in styles if (e := style.find(f"{A}lvl{n}pPr")) is not None]
    runs = [e for row in rows if (e := row.find(f"{A}defRPr")) is not None]
    size = max(int(_attribute(runs, "sz", 1800)) / 100, 1.0)  # PowerPoint itself takes no less (20.1.10.72)
    color = next(
        (c for run in runs if (c := master.color(run.find(f"{A}solidFill"), mapping))),
        master.slot(mapping.get("tx1", "dk1")),
    )
    left, indent = int(_attribute(rows, "marL", 0)), int(_attribute(rows, "indent", 0))
    bullet, painted = _bullet(master, mapping, rows)
    return Level(
        size=size,
        left=left,
        hanging=-indent,
        spacing=_spacing(rows, "lnSpc", lambda share: share, lambda points: points / (size * LINE_PITCH), 1.0),
        before=_spacing(rows, "spcBef", lambda share: share * size * LINE_PITCH, lambda points: points, 0.0),
        after=_spacing(rows, "spcAft", lambda share: share * size * LINE_PITCH, lambda points: points, 0.0),
        bold=_attribute(runs, "b", "0") in {"1", "true"},
        heading=next((face.get("typeface", "") for run in runs for face in run.iterfind(f"{A}latin")), "").startswith(
            "+mj"
        ),
        bullet=bullet,
        color=color,
        bullet_color=painted or color,
        align=ALIGNS.get(_attribute(rows, "algn", "l"), "left"),
        rtl=_attribute(rows, "rtl", "0") in {"1", "true"},
    )


def _bullet(master: Master, mapping: dict[str, str], rows: list[etree._Element]) -> tuple[str, str]:
    """Return a paragraph's bullet and its color, "" for the color of its text."""
    named = next(
        (row for row in rows if row.find(f"{A}buClr") is not None or row.find(f"{A}buClrTx") is not None), None
    )
    color = master.color(named.find(f"{A}buClr"), mapping) if named is not None else ""
    for row in rows:
        for child in row:
            match etree.QName(child).localname:
                case "buNone":
                    return "", color
                case "buChar":
                    font = next((e for one in rows if (e := one.find(f"{A}buFont")) is not None), None)
                    face = font.get("typeface", "") if font is not None else ""
                    return plain_bullet(child.get("char", "•"), face), color
                case "buAutoNum":
                    return "letter" if child.get("type", "").startswith("alpha") else "number", color
                case _:
                    continue
    return "", color


def _spacing(
    rows: list[etree._Element],
    name: str,
    share: Callable[[float], float],
    points: Callable[[float], float],
    default: float,
) -> float:
    """Return a spacing that is given as a share of a line or in points."""
    for row in rows:
        found = row.find(f"{A}{name}")
        if found is not None and len(found):
            value = int(found[0].get("val", "0").removesuffix("%"))
            return share(value / 100_000) if found[0].tag == f"{A}spcPct" else points(value / 100)
    return default


def _attribute(elements: list[etree._Element], name: str, default: object) -> str:
    """Return the nearest element's attribute."""
    return next((v for e in elements if (v := e.get(name)) is not None), str(default))
