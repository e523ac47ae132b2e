"""Pages two by two on the sides of sheets: for a booklet that is folded, or beside each other in their order.

What is on the pages stays tagged in the order in which it is read, whatever its place on the sheets. Links, bookmarks
and form fields go: the file is for a printer. Clauses are of ISO 32000-1:2008.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from builder.model.outputs import Imposition

Place = int | None
"""A page by its number from 0, None for an empty half of a side."""

Row = Sequence[tuple[Place, Place]]
"""The sides of the sheets, in the order in which they are printed: the pages on the left and on the right half."""

_TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">'


def sides(count: int, imposition: Imposition, *, rtl: bool = False) -> Row:
    """Return which of `count` pages stand on which side. `rtl`: the first page is bound at its right edge.

    A booklet has four pages a sheet, so its last ones may be empty; its sheets lie in each other, printed on both sides.
    """
    if imposition == "booklet":
        whole = -(-count // 4) * 4
        rows = [
            row
            for first in range(0, whole // 2, 2)
            for row in ((whole - 1 - first, first), (first + 1, whole - 2 - first))
        ]
    else:
        rows = [(first, first + 1) for first in range(0, count, 2)]
    pairs = [tuple(page if page < count else None for page in row) for row in rows]
    return [(right, left) if rtl else (left, right) for left, right in pairs]


def impose(data: bytes, imposition: Imposition, name: str, *, rtl: bool = False) -> tuple[bytes, int]:
    """Return a PDF with its pages set two by two on sheets of its own paper, turned, and the number of sides.

    `name` says in the file's title what has been done with it. A page that lies on its side is turned upright. The same
    bytes in give the same bytes out.
    """
    with Pdf.open(io.BytesIO(data)) as pdf:
        pages = [*pdf.pages]
        rows = sides(len(pages), imposition, rtl=rtl)
        drawn = [_as_drawing(page, number, pdf) for number, page in enumerate(pages)]
        short, long = sorted(map(float, pages[0].mediabox[2:]))
        placed: dict[int, Object] = {}
        made = []
        for row in rows:
            made.append(_side(pdf, row, drawn, (long, short)))
            placed |= {number: made[-1].obj for number in row if number is not None}
        _move_structure(pdf, [page.obj for page in pages], [placed[n] for n in range(len(pages))], drawn)
        del pdf.pages[:]
        pdf.pages.extend(made)
        _prepare_for_printer(pdf, name)
        out = io.BytesIO()
        pdf.remove_unreferenced_resources()
        pdf.save(out, deterministic_id=True)
        return out.getvalue(), len(rows)


def _as_drawing(page: Page, number: int, pdf: Pdf) -> Object:
    """Return a page as a form XObject, whose marked content the structure tree can name (14.7.4.2, 14.7.4.4)."""
    drawing = pdf.make_indirect(page.as_form_xobject())
    drawing.StructParents = page.obj.get("/StructParents", number)
    return drawing


def _side(pdf: Pdf, row: tuple[Place, Place], drawn: Sequence[Object], size: tuple[float, float]) -> Page:
    """Return a side of a sheet: its left and right page as large as fits each half, in its middle."""
    width, height = size
    content, resources = [], Dictionary()
    for half, number in enumerate(row):
        if number is None:
            continue
        name = f"/Page{number + 1}"
        resources[name] = drawn[number]
        matrix = " ".join(f"{value:.4f}" for value in _placement(drawn[number].BBox, half * width / 2, size))
        content.append(f"q {matrix} cm {name} Do Q")
    stream = pdf.make_stream("\n".join(content).encode())
    page = Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, width, height]), Resources=Dictionary(XObject=resources), Contents=stream
    )
    return Page(pdf.make_indirect(page))


def _placement(box: Any, left: float, size: tuple[float, float]) -> tuple[float, ...]:
    """Return the matrix that sets a page of a `box` in the half of a side that begins at `left`."""
    x1, y1, x2, y2 = map(float, box)
    wide, high = x2 - x1, y2 - y1
    turned = wide > high
    half, height = size[0] / 2, size[1]
    scale = min(half / (high if turned else wide), height / (wide if turned else high))
    middle_x, middle_y = left + half / 2, height / 2
    if turned:
        return 0, scale, -scale, 0, middle_x + scale * (y1 + y2) / 2, middle_y - scale * (x1 + x2) / 2
    return scale, 0, 0, scale, middle_x - scale * (x1 + x2) / 2, middle_y - scale * (y1 + y2) / 2


def _move_structure(pdf: Pdf, old: list[Object], new: list[Object], drawn: list[Object]) -> None:
    """Have the structure tree name content by the drawing of its page on a side, and no annotation (tables 324, 325)."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    numbers = {page.objgen: number for number, page in enumerate(old)}

    def moved(kid: Any, number: int) -> Object | None:
        """Return a kid of an element whose content is on page `number`, None when nothing of it is left."""
        if isinstance(kid, int):
            return content(number, kid)
        if kid.get("/Type") == Name.OBJR:
            return None
        if kid.get("/Type") == Name.MCR:
            return content(numbers[kid.Pg.objgen], kid.MCID)
        return kid if move(kid) else None

    def content(number: int, mcid: Any) -> Object:
        return Dictionary(Type=Name.MCR, Pg=new[number], Stm=drawn[number], MCID=mcid)

    def move(element: Object) -> bool:
        """Change an element, and say whether it has anything left that is not empty by right."""
        page = element.get("/Pg")
        kids = element.get("/K", Array())
        before = list(kids) if isinstance(kids, Array) else [kids]
        number = numbers[page.objgen] if page is not None else -1  # then no kid is content by its number alone
        after = [found for kid in before if (found := moved(kid, number)) is not None]
        if page is not None:
            element.Pg = new[number]
        if element.S in {Name.Link, Name.Form}:
            element.S = Name.Span
        if after:
            element.K = Array(after)
        elif before:
            del element["/K"]
        return bool(after) or not before

    for kid in root.K if isinstance(root.K, Array) else [root.K]:
        move(kid)
    flat = [*root.ParentTree.Nums]
    kept = [pair for pair in zip(flat[::2], flat[1::2], strict=True) if int(pair[0]) < len(old)]
    root.ParentTree.Nums = Array([value for pair in kept for value in pair])


def _prepare_for_printer(pdf: Pdf, name: str) -> None:
    """Take out what is for screens; ask for both sides, turned at the short edge (table 150); name it in the title (14.3)."""
    for key in ("/Outlines", "/Names", "/Dests", "/AcroForm", "/PageLabels", "/OpenAction", "/PageMode"):
        if key in pdf.Root:
            del pdf.Root[key]
    preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
    preferences.Duplex, preferences.PrintScaling = Name.DuplexFlipShortEdge, Name("/None")
    pdf.Root.ViewerPreferences = preferences
    if "/Title" in pdf.docinfo:
        title = f"{pdf.docinfo.Title} · {name}"
        pdf.docinfo.Title = title
    if "/Metadata" in pdf.Root:
        head, mark, rest = bytes(pdf.Root.Metadata.get_stream_buffer()).decode().partition(_TITLE)
        words, end, tail = rest.partition("</rdf:li>")
        packet = f"{head}{mark}{words}{escape(f' · {name}') if mark else ''}{end}{tail}"
        metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
        pdf.Root.Metadata = metadata
