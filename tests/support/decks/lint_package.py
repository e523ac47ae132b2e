"""A lint for .pptx files: faults that make PowerPoint repair a file and that schema validators do not find.

Of 38 deliberate breakages of one deck (docs/measurements.md, “PowerPoint”) both validators together saw 26; the rest are here, with what
our decks promise: colors and fonts by theme, languages, text alternatives, unique titles, order, no trace of a machine.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_NEEDS = {
    "slides/slide": "slideLayout",
    "slideLayouts/slideLayout": "slideMaster",
    "slideMasters/slideMaster": "theme",
    "notesMasters/notesMaster": "theme",
    "notesSlides/notesSlide": "notesMaster",
    "handoutMasters/handoutMaster": "theme",
}
_MACHINE = re.compile(rb"/home/|/tmp/|/root/|/Users/|[A-Z]:\\\\|python-pptx|lastModifiedBy|xlsxwriter", re.IGNORECASE)
_ADDRESS = re.compile(rb"https?://[^\s\"<]+")
_FILE_NAME = re.compile(r"\.(png|jpe?g|svg|gif|webp)$", re.IGNORECASE)


@dataclass(frozen=True)
class _Rel:
    id: str
    kind: str
    target: str
    external: bool


def lint(data: bytes) -> list[str]:
    """Return what is wrong with a .pptx, in words; nothing when all is well."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        found = [
            f"zip: {n} is there twice" for n in {n.lower() for n in names} if [m.lower() for m in names].count(n) > 1
        ]
        found += [f"zip: {i.filename} has a date" for i in archive.infolist() if i.date_time != (1980, 1, 1, 0, 0, 0)]
        files = {name: archive.read(name) for name in dict.fromkeys(names)}
    roots: dict[str, etree._Element] = {}
    for name, content in files.items():
        if name.endswith((".xml", ".rels")):
            try:
                roots[name] = etree.fromstring(content)
            except etree.XMLSyntaxError:
                found.append(f"xml: {name} is not well formed")
        if _MACHINE.search(_ADDRESS.sub(b"", content)):
            found.append(f"trace: {name} names a machine or tool")
    rels = {_source(name): _rels(root, _source(name)) for name, root in roots.items() if name.endswith(".rels")}
    found += _types(roots, files)
    found += _links(rels, files)
    for name, root in roots.items():
        if name.startswith("ppt/") and not name.endswith(".rels"):
            found += (f"{name}: {message}" for message in _part(name, root, rels.get(name, []), roots))
    found += _presentation(roots, rels)
    return found


def _types(roots: dict[str, etree._Element], files: dict[str, bytes]) -> Iterator[str]:
    root = roots["[Content_Types].xml"]
    default = {e.get("Extension", "").lower() for e in root if e.tag.endswith("}Default")}
    own = [e.get("PartName", "")[1:] for e in root if e.tag.endswith("}Override")]
    yield from (f"types: {name} is named but not there" for name in own if name not in files)
    for name in files:
        ending = name.rpartition(".")[2].lower()
        generic = name.endswith(".xml") and name.startswith(("ppt/", "docProps/"))
        if name != "[Content_Types].xml" and name not in own and (ending not in default or generic):
            yield f"types: {name} has none"


def _links(rels: dict[str, list[_Rel]], files: dict[str, bytes]) -> Iterator[str]:
    for source, rows in rels.items():
        if len({row.id for row in rows}) != len(rows):
            yield f"rels: {source} uses an id twice"
        for row in rows:
            if row.external and not row.target.startswith(("https://", "http://", "mailto:", "tel:")):
                yield f"rels: {source} leads to {row.target}"
            if not row.external and row.target not in files:
                yield f"rels: {source} leads to {row.target}, which is not there"
    reached, waiting = {"[Content_Types].xml"}, [""]
    while waiting:
        source = waiting.pop()
        reached.add(_rels_name(source))
        fresh = [row.target for row in rels.get(source, []) if not row.external and row.target not in reached]
        reached.update(fresh)
        waiting += fresh
    yield from (f"rels: nothing leads to {name}" for name in files if name not in reached)


def _part(name: str, root: etree._Element, rels: list[_Rel], roots: dict[str, etree._Element]) -> Iterator[str]:
    kinds = {row.kind for row in rels}
    yield from (
        f"no relationship to a {kind}"
        for start, kind in _NEEDS.items()
        if name.startswith(f"ppt/{start}") and kind not in kinds
    )
    ids = {row.id for row in rels}
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items():
            if str(key).startswith(R) and (value not in ids if value else not element.get("action")):
                yield f"{value!s} is no relationship"
        if etree.QName(element).localname == "decorative" and _parent_uri(element) != _DECORATIVE:
            yield "a mark of decoration in an extension of another kind"
    shapes = [e.get("id") for e in root.iter(f"{P}cNvPr")]
    if len(set(shapes)) != len(shapes):
        yield "two shapes have one id"
    yield from _tables(root)
    yield from (
        f"{len(e)} styles of a kind"
        for e in root.iter(f"{A}fillStyleLst", f"{A}lnStyleLst", f"{A}bgFillStyleLst")
        if len(e) < 3
    )
    yield from (
        "a text body without a paragraph" for e in root.iter(f"{P}txBody", f"{A}txBody") if e.find(f"{A}p") is None
    )
    yield from ("a negative axis id" for e in root.iter(f"{C}axId") if e.get("val", "").startswith("-"))
    yield from (
        "a negative size" for e in root.iter(f"{A}ext") if any((e.get(k) or "0").startswith("-") for k in ("cx", "cy"))
    )
    if "/theme/" not in name:
        yield from _styled(name, root)
    if name.startswith("ppt/slides/slide"):
        layout = next((row.target for row in rels if row.kind == "slideLayout"), "")
        yield from _slide(root, roots.get(layout))
    if name.startswith(("ppt/slides/slide", "ppt/notesSlides/")):
        yield from ("text without a language" for e in root.iter(f"{A}rPr", f"{A}endParaRPr") if not e.get("lang"))
        yield from (
            "a run without properties" for e in root.iter(f"{A}r", f"{A}fld", f"{A}br") if e.find(f"{A}rPr") is None
        )


def _parent_uri(element: etree._Element) -> str:
    parent = element.getparent()
    return parent.get("uri", "") if parent is not None else ""


def _tables(root: etree._Element) -> Iterator[str]:
    for table in root.iter(f"{A}tbl"):
        columns = len(table.findall(f"{A}tblGrid/{A}gridCol"))
        for row in table.findall(f"{A}tr"):
            cells = row.findall(f"{A}tc")
            if len(cells) != columns:
                yield f"{len(cells)} cells for {columns} columns"
            if any(cell.find(f"{A}txBody") is None for cell in cells):
                yield "a cell without text body"


def _styled(name: str, root: etree._Element) -> Iterator[str]:
    """Yield colors and fonts that are not the theme's, and sizes that shrink on slides."""
    yield from (
        f"the color {e.get('val')}"
        for e in root.iter(f"{A}srgbClr", f"{A}prstClr", f"{A}sysClr", f"{A}hslClr", f"{A}scrgbClr")
    )
    for element in root.iter(f"{A}latin", f"{A}ea", f"{A}cs", f"{A}buFont"):
        face = element.get("typeface", "")
        if not face.startswith("+") and face != "Courier New":
            yield f"the font {face}"
    if name.startswith("ppt/slides/") and root.find(f".//{A}normAutofit") is not None:
        yield "shrinking text on a slide"


def _slide(root: etree._Element, layout: etree._Element | None) -> Iterator[str]:
    tree = root.find(f"{P}cSld/{P}spTree")
    shapes = [e for e in tree if e.tag in {f"{P}sp", f"{P}pic", f"{P}graphicFrame"}] if tree is not None else []
    drawn = [e for e in shapes if e.find(f".//{P}ph") is None and _is_decorative(e) and e.find(f"{P}txBody") is None]
    if drawn != shapes[len(shapes) - len(drawn) :]:
        yield "a decoration before what is read"
    shapes = shapes[: len(shapes) - len(drawn)]
    placeholders = [e.find(f".//{P}ph") for e in shapes]
    titles = [
        e
        for e, ph in zip(shapes, placeholders, strict=True)
        if ph is not None and ph.get("type") in {"title", "ctrTitle"}
    ]
    if len(titles) != 1:
        yield f"{len(titles)} titles"
    known = {ph.get("idx", "0") for ph in layout.iter(f"{P}ph")} if layout is not None else set()
    kinds = ["foot" if ph is not None and ph.get("type") in {"ftr", "sldNum", "dt"} else "text" for ph in placeholders]
    if "text" in kinds[kinds.index("foot") :] if "foot" in kinds else False:
        yield "a footer before text"
    for shape, ph in zip(shapes, placeholders, strict=True):
        if ph is None:
            yield "a shape that is no placeholder"
        elif ph.get("idx", "0") not in known:
            yield f"placeholder {ph.get('idx')} is not in its layout"
        if shape.tag == f"{P}sp" and not "".join(e.text or "" for e in shape.iter(f"{A}t")).strip():
            yield "an empty placeholder"
        named = shape.find(f".//{P}cNvPr")
        if shape.tag != f"{P}sp" and named is not None:
            alt = named.get("descr", "")
            if bool(alt.strip()) == _is_decorative(shape):
                yield "a picture, table or chart needs either a text alternative or the mark of decoration"
            if _FILE_NAME.search(alt):
                yield f"the text alternative {alt!r} is a file name"


def _is_decorative(shape: etree._Element) -> bool:
    return shape.find(f".//{P}cNvPr//{A}ext[@uri='{_DECORATIVE}']") is not None


def _presentation(roots: dict[str, etree._Element], rels: dict[str, list[_Rel]]) -> Iterator[str]:
    root = roots["ppt/presentation.xml"]
    if root.find(f"{P}sldSz") is None:
        yield "presentation: no slide size"
    ids = [int(e.get("id", "0")) for name in roots for e in roots[name].iter(f"{P}sldMasterId", f"{P}sldLayoutId")]
    if len(set(ids)) != len(ids) or min(ids) < 2**31:
        yield "presentation: ids of master and layouts clash"
    slides = [e.get("id", "") for e in root.iter(f"{P}sldId")]
    if len(set(slides)) != len(slides) or any(int(i) < 256 for i in slides):
        yield "presentation: ids of slides clash"
    listed = {e.get(f"{R}id") for e in root.iter(f"{P}sldId")}
    if listed != {row.id for row in rels["ppt/presentation.xml"] if row.kind == "slide"}:
        yield "presentation: slides listed and slides there differ"
    sections = [e.get("id", "") for e in root.iter(f"{P14}sldId")]
    if sections and sections != slides:
        yield "presentation: sections do not part the slides"
    titles: list[str] = []
    for name in (n for n in roots if n.startswith("ppt/slides/slide")):
        for shape in roots[name].iter(f"{P}sp"):
            ph = shape.find(f".//{P}ph")
            if ph is not None and ph.get("type") in {"title", "ctrTitle"}:
                titles.append("".join(e.text or "" for e in shape.iter(f"{A}t")))
    yield from (
        f"title: {title!r} stands {titles.count(title)} times"
        for title in sorted(set(titles))
        if titles.count(title) > 1
    )


def _source(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


def _rels_name(source: str) -> str:
    folder, base = posixpath.split(source)
    return posixpath.join(folder, "_rels", base + ".rels")


def _rels(root: etree._Element, source: str) -> list[_Rel]:
    rows = []
    for e in root:
        external, target = e.get("TargetMode") == "External", e.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
        rows.append(_Rel(e.get("Id", ""), e.get("Type", "").rsplit("/", 1)[-1], target, external))
    return rows
