"""Booklets and two pages a side: which page stands where, how large, and that its tags still name it."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from builder.core.problems import Problems
from builder.model.outputs import Imposition
from builder.theme.load import load_theme
from builder.writers.pdf.imposition import impose, sides
from builder.writers.pdf.write import write_pdf
from tests.support import tools
from tests.support.print.pages import specimen_as

PAGES = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Five</title>
<style>@page{size:210mm 297mm} @page wide{size:297mm 210mm} div{break-before:page} .wide{page:wide}</style></head><body>
<h1 id="a">Page one</h1><p>See <a href="#e">the end</a>.</p><div>Page two</div>
<div class="wide">Page three</div><div>Page four</div><div id="e">Page five</div></body></html>"""


@pytest.mark.parametrize(
    ("count", "imposition", "rows"),
    [
        (1, "booklet", [(None, 0), (None, None)]),
        (4, "booklet", [(3, 0), (1, 2)]),
        (6, "booklet", [(None, 0), (1, None), (5, 2), (3, 4)]),
        (8, "booklet", [(7, 0), (1, 6), (5, 2), (3, 4)]),
        (3, "2up", [(0, 1), (2, None)]),
    ],
)
def test_every_page_has_its_half(count: int, imposition: Imposition, rows: list[tuple[int | None, int | None]]) -> None:
    assert sides(count, imposition) == rows
    assert sides(count, imposition, rtl=True) == [(right, left) for left, right in rows], "bound at the other edge"


def written() -> bytes:
    theme = load_theme("plain", Problems())
    assert theme is not None
    return write_pdf(PAGES, {}, theme, Problems(), variant="pdf/a-3a").data


def test_a_booklet_holds_every_page_turned_upright_and_halved() -> None:
    data, count = impose(written(), "booklet", "Booklet")
    assert count == 4
    assert impose(written(), "booklet", "Booklet") == (data, count), "the same bytes"
    with pypdfium2.PdfDocument(data) as document:
        texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
        assert {tuple(map(round, page.get_size())) for page in document} == {(842, 595)}
    assert [sorted(word for word in ("one", "two", "three", "four", "five") if word in text) for text in texts] == [
        ["one"],
        ["two"],
        ["three"],
        ["five", "four"],
    ]


def test_the_tags_name_each_page_s_content_in_the_order_of_reading() -> None:
    data, _ = impose(written(), "2up", "Two a side")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo.Title) == "Five · Two a side"
        assert "Five · Two a side</rdf:li>" in pdf.Root.Metadata.read_bytes().decode()
        assert not {"/Outlines", "/Names", "/AcroForm"} & set(pdf.Root.keys())
        assert not any("/Annots" in page for page in pdf.pages)
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        named = _content(pdf.Root.StructTreeRoot.K)
        assert [int(kid.Stm.StructParents) for kid in named] == sorted(int(kid.Stm.StructParents) for kid in named)
        assert {int(kid.Stm.StructParents) for kid in named} == {0, 1, 2, 3, 4}
        assert all(kid.Pg.objgen in {page.obj.objgen for page in pdf.pages} for kid in named)
        owners = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        assert all(owners[kid.Stm.StructParents][kid.MCID] is not None for kid in named)


@pytest.mark.slow
def test_verapdf_finds_nothing_on_sheets(tmp_path: Path) -> None:
    """What each file claims (PDF/UA-1, PDF/A-3a) it still keeps; of a workbook no field is left, but every box and line."""
    tools.need("veraPDF")
    for edition in ("handout", "workbook", "guide"):
        imposed: tuple[Imposition, ...] = ("booklet", "2up")
        for imposition in imposed:
            data, _ = impose(specimen_as(edition).data, imposition, imposition)
            (tmp_path / f"{edition}-{imposition}.pdf").write_bytes(data)
    (tmp_path / "archival.pdf").write_bytes(impose(written(), "booklet", "Booklet")[0])
    verdicts = tools.verapdf_verdicts(tmp_path)
    assert {path.name: verdict.failures for path, verdict in verdicts.items() if verdict.failures} == {}
    assert len(verdicts) == 7


def _content(node: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the references to content below a node of the structure tree; there are no others left."""
    if isinstance(node, pikepdf.Array):
        return [found for kid in node for found in _content(kid)]
    if node.get("/Type") == "/MCR":
        return [node]
    assert node.get("/Type") == "/StructElem"
    assert node.S not in {"/Link", "/Form"}
    return _content(node.K) if "/K" in node else []
