"""A deck as another program writes it, with one of each thing that importing has to decide about."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

AUTHOR, COMPANY = "Zelda Quux", "Frobnitz Ltd"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_EFFECT = (
    '<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>'
    '<p:cTn id="1" presetID="2" presetClass="entr" dur="indefinite"/></p:par></p:tnLst></p:timing>'
)


def photograph(width: int = 80, height: int = 40) -> bytes:
    """Return a JPEG whose right half is black, with the name of a place in its EXIF."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste((0, 0, 0), (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x010E] = "Maple Street 7"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


@cache
def foreign_deck() -> bytes:
    """Return the deck."""
    deck = Presentation()
    deck.core_properties.author, deck.core_properties.title = AUTHOR, "Untitled"
    deck.core_properties.comments = COMPANY
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text, first.placeholders[1].text = "Rights at work", "For *everyone* [x]"
    _lists(deck)
    _table(deck)
    _chart(deck)
    _pictures(deck)
    _hidden(deck)
    jump = deck.slides[1].shapes.add_textbox(0, 0, Inches(2), Inches(1))
    jump.text_frame.text = "See the table"
    jump.click_action.target_slide = deck.slides[2]
    _sections(deck)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _slide(deck: Any, title: str) -> Any:  # noqa: ANN401  # python-pptx has no types
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = title
    return slide


def _lists(deck: Any) -> None:  # noqa: ANN401
    slide = _slide(deck, "Know your rights (1 of 2)")
    frame = slide.placeholders[1].text_frame
    frame.text = "Ask for a contract"
    for level, text in ((1, "in your language"), (0, "Keep a copy")):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    run = frame.paragraphs[2].add_run()
    run.text, run.font.bold = " at home", True
    run.hyperlink.address = "https://example.org/copies"
    slide.notes_slide.notes_text_frame.text = "SAY: Nobody has to sign today."
    more = _slide(deck, "Know your rights (2 of 2)")
    frame = more.placeholders[1].text_frame
    frame.text = "First\vline"
    for paragraph in frame.paragraphs:
        paragraph._p.get_or_add_pPr().append(etree.fromstring(f'<a:buAutoNum xmlns:a="{_A}" type="alphaLcParenR"/>'))
    box = more.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame
    box.text = "::: notes"
    for text, size in (("H", 0), ("2", -25000), ("O", 0)):
        run = box.add_paragraph().add_run() if text == "H" else box.paragraphs[1].add_run()
        run.text = text
        run.font._element.set("baseline", str(size))
    formula = f'<m:oMath xmlns:m="{_MATH}"><m:r><m:t>a=b</m:t></m:r></m:oMath>'
    box.paragraphs[1]._p.append(etree.fromstring(formula))
    more._element.append(etree.fromstring(_EFFECT))


def _table(deck: Any) -> None:  # noqa: ANN401
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(3, 3, 0, 0, Inches(6), Inches(2)).table
    rows = (("Who", "Pay", "Hours"), ("Cleaner | cook", "12", "40"), ("Driver", "14", "38"))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
    table.cell(2, 1).merge(table.cell(2, 2))


def _chart(deck: Any) -> None:  # noqa: ANN401
    slide = _slide(deck, "Pay")
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # python-pptx has no types
    data.categories = ["2019", "2020"]
    data.add_series("Asked", (19.2, None))
    data.add_series("Paid", (22.3, 28.6))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(4), Inches(3), data)
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "What was paid"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "Pay rose")


def _pictures(deck: Any) -> None:  # noqa: ANN401
    slide = _slide(deck, "Pictures")
    group = slide.shapes.add_group_shape()
    for alt in ("A street", "photo.jpg"):
        picture = group.shapes.add_picture(io.BytesIO(photograph()), 0, 0, Inches(2))
        picture._element.nvPicPr.cNvPr.set("descr", alt)
    picture.crop_right = 0.5
    label = group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame
    label.text = "int main() {"
    label.add_paragraph().text = "  return 0; }"
    for paragraph in label.paragraphs:
        paragraph.runs[0].font.name, paragraph.runs[0].font.size = "Courier New", Pt(12)


def _hidden(deck: Any) -> None:  # noqa: ANN401
    slide = _slide(deck, "For the trainer")
    slide.placeholders[1].text_frame.text = "Do not show"
    slide._element.set("show", "0")


def _sections(deck: Any) -> None:  # noqa: ANN401
    ids = [row.get("id") for row in deck.slides._sldIdLst]
    rows = "".join(
        f'<p14:section name="{name}" id="{{{number:08d}-0000-0000-0000-000000000000}}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{one}"/>' for one in some)
        + "</p14:sldIdLst></p14:section>"
        for number, (name, some) in enumerate((("Default Section", ids[:1]), ("Money", ids[3:])))
    )
    ext = (
        '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        f'<p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst xmlns:p14="{_P14}">{rows}</p14:sectionLst>'
        "</p:ext></p:extLst>"
    )
    deck.part._element.append(etree.fromstring(ext))
