"""Links in finished PDFs: one annotation each, whatever lines they break over, and the right one under the pointer."""

from __future__ import annotations

import io

import pikepdf

from tests.writers.pdf.test_pdf_tags import written

BROKEN = "<p style='width:90px'>See <a href='https://a.example/'>a link that breaks over three lines here</a> and <a href='https://b.example/'>b</a>.</p>"
"""The second link stands on the last line of the first."""


def links_of(body: str) -> list[pikepdf.Dictionary]:
    with pikepdf.open(io.BytesIO(written(body))) as pdf:
        return [pikepdf.Dictionary(dict(one)) for page in pdf.pages for one in page.obj.get("/Annots", [])]


def test_a_link_that_breaks_over_lines_is_one_annotation_with_an_area_for_each() -> None:
    first, second = links_of(BROKEN)
    corners = [float(number) for number in first.QuadPoints]
    areas = [corners[at : at + 8] for at in range(0, len(corners), 8)]
    assert len(areas) == 3
    left, bottom, right, top = (float(side) for side in first.Rect)
    for x1, y1, x2, y2, x3, y3, x4, y4 in areas:  # upper left, upper right, lower left, lower right
        assert left - 0.01 <= x1 == x3 < x2 == x4 <= right + 0.01
        assert bottom - 0.01 <= y3 == y4 < y1 == y2 <= top + 0.01
    assert (
        "/QuadPoints" not in second
    )  # it comes last, for viewers that take the whole rectangle: PDFium follows the last
    assert str(first.Contents) == "a link that breaks over three lines here"


def test_an_address_is_heard_by_its_name() -> None:
    link = "<p><a href='https://a.example/x?y=1' aria-label='The report, a.example'>a.example/x?y=1</a></p>"
    assert [str(one.Contents) for one in links_of(link)] == ["The report, a.example"]
