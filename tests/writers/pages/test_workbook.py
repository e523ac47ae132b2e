"""The workbook: fields that have a name, a tooltip and their turn, that can be filled in, and lines as many as are needed."""

from __future__ import annotations

import ctypes
import io
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
import weasyprint.pdf
from PIL import Image, ImageStat
from pypdfium2 import raw

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import Variant
from builder.theme.contrast import contrast
from builder.writers.pages.answer_space import blank_line_count, has_answer_places, lines_for
from builder.writers.pdf.forms import form_fields
from builder.writers.pdf.write import write_pdf
from tests.support.print.pages import make_pdf, specimen_as, texts, theme
from tests.support.print.structure import Thing
from tests.support.specimen import p, specimen, t, table, ul
from tests.support.tools import need


def widgets(pdf: pikepdf.Pdf) -> list[tuple[int, Any]]:
    """Return the fields on paper, page by page, in the order a keyboard goes through them (Tabs /S: the tags')."""
    found: list[tuple[int, Any]] = []
    pages: dict[object, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}

    def descend(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for kid in list(node):
                descend(kid)
        elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") == "/OBJR":
            if node.Obj.Subtype == "/Widget":
                found.append((pages[node.Obj.P.objgen], node.Obj))
        elif isinstance(node, pikepdf.Dictionary) and "/K" in node:
            descend(node.K)

    descend(pdf.Root.StructTreeRoot.K)
    return found


def test_every_field_has_a_name_a_tooltip_and_its_turn() -> None:
    with pikepdf.open(io.BytesIO(specimen_as("workbook").data)) as pdf:
        found = widgets(pdf)
        assert len(found) == sum(len(page.get("/Annots", [])) - _links(page) for page in pdf.pages)
        fields = list(pdf.Root.AcroForm.Fields)
        names = [str(field.T) for field in fields]
        assert len(set(names)) == len(names) == len(found) - 2  # three options share a name
        assert all(str(field.TU) for field in fields)
        assert all(str(widget.TU) for _, widget in found)
        assert all(page.Tabs == "/S" for page in pdf.pages)
        assert all(widget.F == 4 for _, widget in found), "what was filled in is printed"
        written = [field for field in fields if field.FT == "/Tx"]
        assert {int(field.Ff) for field in written} >= {1 << 12}, "lines to write on take several lines"
        assert all(list(field.MK.BG) == [1] for field in written), "lines do not run through typed words"
        spots = [(page, -float(widget.Rect[3]), float(widget.Rect[0])) for page, widget in found]
        assert all(after > before for before, after in pairwise(spots))
        for _, widget in found:
            x1, y1, x2, y2 = (float(side) for side in widget.Rect)
            assert 0 < x1 < x2 < 612
            assert 0 < y1 < y2 < 792
        assert not bool(pdf.Root.AcroForm.NeedAppearances)
        assert pdf.check_pdf_syntax() == []


def test_what_is_matched_and_put_in_order_has_a_field_beside_it_that_says_so() -> None:
    asked = (m.Paragraph(content=(t("Which?"),)),)
    words = [t(word) for word in ("red", "tan", "sky")]
    body = (
        m.Matching(
            id="a",
            question=asked,
            number=1,
            prompts=tuple(m.Prompt(content=(word,)) for word in words[:2]),
            options=tuple(m.Option(content=(word,)) for word in words),
        ),
        m.Ordering(id="b", question=asked, number=2, options=tuple(m.Unordered(content=(word,)) for word in words)),
        m.Check(id="c", question=asked, number=3, kind="true-false", options=(m.Option(content=(words[0],)),)),
        m.Check(id="d", question=asked, number=4, kind="short-answer"),
    )
    module = replace(specimen(), body=(m.Topic(id="t", title=(t("T"),), body=body),))
    with pikepdf.open(io.BytesIO(make_pdf("workbook", module).data)) as pdf:
        said = [str(widget.TU) for _, widget in widgets(pdf)]
    assert [one for one in said if one.startswith("Question")] == [
        *("Question 1, 1: letter for red", "Question 1, 2: letter for tan"),
        *("Question 2, A: place of red", "Question 2, B: place of tan", "Question 2, C: place of sky"),
        *("Question 3: red", "Question 3: your reason", "Question 4: Which?"),
    ]


def _links(page: pikepdf.Page) -> int:
    return sum(annotation.Subtype == "/Link" for annotation in page.get("/Annots", []))


@pytest.mark.parametrize("large", [False, True])
def test_a_second_line_of_words_stands_under_the_first_beside_a_box(*, large: bool) -> None:
    words = "M" * 8
    long = " ".join([words] * (11 if large else 18))
    check = m.Check(
        id="c", question=(p("Which?"),), options=(m.Option(content=(t(long),)), m.Option(content=(t("N"),)))
    )
    module = replace(specimen(), body=(m.Topic(id="t", title=(t("T"),), body=(ul((p(long),), checked=False), check)),))
    starts: dict[tuple[int, float], list[float]] = {}
    with pypdfium2.PdfDocument(make_pdf("workbook", module, variant=Variant(large=large)).data) as document:
        for number, page in enumerate(document):
            seen = page.get_textpage()
            for n in range(seen.count_chars()):
                if seen.get_text_range(n, 1) == "M":
                    left, bottom, *_ = seen.get_charbox(n, loose=True)
                    starts.setdefault((number, bottom), []).append(left)
    lines = [round(min(row), 1) for row in starts.values() if len(row) >= len(words)]
    assert len(lines) == 4  # two beside the box to tick, two beside the option
    assert lines[:2] == pytest.approx([lines[0]] * 2, abs=0.8)
    assert lines[2:] == pytest.approx([lines[2]] * 2, abs=0.8)


def test_options_are_one_question_and_none_is_chosen() -> None:
    with pikepdf.open(io.BytesIO(specimen_as("workbook").data)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        group = fields["check-age"]
        assert str(group.TU).startswith("Question 1: A buyer pays a 17-year-old.")
        assert [str(kid.TU) for kid in group.Kids][1] == "Question 1, B: Yes, because of age alone"
        assert [sorted(kid.AP.N.keys()) for kid in group.Kids] == [["/1", "/Off"], ["/2", "/Off"], ["/3", "/Off"]]
        assert all("/T" not in kid for kid in group.Kids)
        boxes = [field for name, field in fields.items() if name.startswith("check-many-") and "because" not in name]
        assert [str(box.AS) for box in (*group.Kids, *boxes)] == ["/Off"] * 6


def fill_fields(data: bytes) -> bytes:
    """Return a workbook in which every field was set with pypdf."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    fields = writer.get_fields() or {}
    values = {
        name: "Words, “typed”" if field["/FT"] == "/Tx" else "/2" if name == "check-age" else "/Yes"
        for name, field in fields.items()
    }
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def by_pdfium(data: bytes, scale: float = 2) -> list[Image.Image]:
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        return [page.render(scale=scale).to_pil().convert("L") for page in document]


def by_poppler(data: bytes, folder: Path) -> list[Image.Image]:
    (folder / "book.pdf").write_bytes(data)
    subprocess.run(
        [need("pdftoppm"), "-r", "144", "-gray", "book.pdf", "page"], cwd=folder, check=True, capture_output=True
    )
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page-*.pgm"))]


def field_of(widget: Thing, picture: Image.Image) -> Image.Image:
    """Return what a page's picture of 144 dpi shows where a field is, without its edge."""
    x1, y1, x2, y2 = (2 * float(side) for side in widget.Rect)
    return picture.crop((round(x1), round(picture.height - y2), round(x2), round(picture.height - y1)))


@pytest.mark.parametrize("viewer", ["pdfium", "poppler"])
def test_a_filled_workbook_shows_what_was_filled_in(viewer: str, tmp_path: Path) -> None:
    data = specimen_as("workbook").data
    shown = []
    for name, book in (("empty", data), ("full", fill_fields(data))):
        (tmp_path / name).mkdir()
        shown.append(by_pdfium(book) if viewer == "pdfium" else by_poppler(book, tmp_path / name))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, widget in widgets(pdf):
            before, after = (field_of(widget, pictures[number]).tobytes() for pictures in shown)
            marked = "/T" in widget or widget.AP.N.keys() >= {"/2"}
            assert (before != after) == marked, str(widget.TU)


@pytest.mark.parametrize("name", ["plain", "contrast"])
@pytest.mark.parametrize("grey", [False, True])
def test_lines_and_boxes_survive_a_copier(name: str, *, grey: bool) -> None:
    """Every line to write on and every box reaches 3:1 (WCAG 2.2, 1.4.11) in a grey scan of 300 dpi that a copier lightens."""
    data = make_pdf("workbook", name=name, variant=Variant(grey=grey)).data
    scale = 300 / 72
    pictures = by_pdfium(data, scale)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, widget in widgets(pdf):
            x1, y1, x2, _ = (scale * float(side) for side in widget.Rect)
            low = round(pictures[number].height - y1)
            edge = pictures[number].crop((round(x1), low - 20, round(x2), low + 20))
            darkest: float = edge.getextrema()[0]  # type: ignore[assignment]  # one band
            if widget.get("/FT") == "/Tx":  # a line, not a stroke of a letter
                rows = (edge.crop((0, row, edge.width, row + 1)) for row in range(edge.height))
                darkest = min(ImageStat.Stat(row).mean[0] for row in rows)
            copied = min(255, round(darkest * 1.1))
            assert contrast(f"#{copied:02x}{copied:02x}{copied:02x}", "#ffffff") >= 3, (str(widget.TU), darkest)


def test_the_workbook_is_accessible_and_says_no_names() -> None:
    done = specimen_as("workbook")
    assert "Do not write names, yours or others’." in texts(done.data)[0]
    with pikepdf.open(io.BytesIO(done.data)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()
    assert "pdfuaid" in xmp
    assert "pdfaid:part" not in xmp


def test_a_field_without_a_name_or_a_tooltip_is_a_bug_of_ours() -> None:
    for field in ("<input name=a>", "<input title=a>"):
        with pytest.raises(ValueError, match="a form field has no"):
            write_pdf(f"<html lang=en><title>t</title><form>{field}", {}, theme(), Problems(), forms=True)


def test_fields_that_are_called_alike_are_told_apart() -> None:
    """A point in a name would make fields of one form fields of another, and one name one field."""
    page = "<html lang=en><title>t</title><form>" + "<input name=a.b title=A>" * 2 + "<input name=a-b title=B>"
    with pikepdf.open(io.BytesIO(write_pdf(page, {}, theme(), Problems(), forms=True).data)) as pdf:
        assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == ["a-b", "a-b-2", "a-b-3"]


def test_fields_are_ours_only_while_a_workbook_is_written() -> None:
    stock = weasyprint.pdf.add_forms
    with form_fields(theme()):
        assert weasyprint.pdf.add_forms is not stock
    assert weasyprint.pdf.add_forms is stock
    with pytest.raises(ValueError, match="a form field has no name"):
        write_pdf("<html lang=en><title>t</title><form><input title=a>", {}, theme(), Problems(), forms=True)
    assert weasyprint.pdf.add_forms is stock, "also when writing one failed"


def test_empty_cells_and_open_boxes_can_be_filled_in() -> None:
    grid = table(("What", "Who"), ("Door", ""), ("Desk", ""), ident="grid")
    steps = ul("Look.", "Ask.", checked=False)
    body = (m.Activity(id="act", number=1, title=(t("Walk"),), body=(grid, steps)),)
    module = replace(specimen(), body=(m.Topic(id="t", title=(t("Topic"),), body=body),))
    with pikepdf.open(io.BytesIO(make_pdf("workbook", module).data)) as pdf:
        fields = {str(field.T): str(field.TU) for field in pdf.Root.AcroForm.Fields}
    assert fields["grid-1-2"] == "Door, Who"
    assert [fields[f"{steps.id}-{n}"] for n in (1, 2)] == ["Look.", "Ask."]
    assert "act" not in fields  # it asks for itself: no lines for notes


def test_no_two_fields_are_said_alike() -> None:
    """Not where rows have equal names or none, and not over tables."""
    rows = (("Sam", "…"), ("Sam", "…"), ("…", "…"))
    tables = tuple(
        table(("Who", "What"), *rows, caption=caption, ident=f"g{n}") for n, caption in enumerate(("Facts", "", ""))
    )
    module = replace(
        specimen(), body=(m.Topic(id="t", title=(t("Topic"),), body=(m.Activity(id="act", number=1, body=tables),)),)
    )
    with pikepdf.open(io.BytesIO(make_pdf("workbook", module).data)) as pdf:
        said = [str(field.TU) for field in pdf.Root.AcroForm.Fields]
    assert [name for name in said if name.startswith("Facts")] == [
        "Facts: row 1, What", "Facts: row 2, What", "Facts: row 3, Who", "Facts: row 3, What"]  # fmt: skip
    assert {"row 1, What", "row 1, What (2)"} < set(said)
    assert len(set(said)) == len(said)


def test_a_question_gets_as_many_lines_as_it_asks_for() -> None:
    def reflection(text: str, lines: int = 0) -> int:
        return lines_for(m.Reflection(id="r", lines=lines, body=(p(text),)))

    assert reflection("What?") == 3
    assert reflection("What? Who? When? Why?") == 5
    assert reflection("word " * 90) == 5
    assert reflection("word " * 900) == 8
    assert reflection("ما؟ من؟ متى؟ لماذا؟") == reflection("何？誰？何時？何故？") == 5
    assert reflection("What?", lines=12) == 12
    assert has_answer_places(m.Activity(id="a", body=(m.Reflection(id="r", body=(p("What?"),)),)))
    assert has_answer_places(m.Activity(id="a", body=(ul("Look.", checked=False),)))
    assert not has_answer_places(m.Activity(id="a", body=(p("Do it."), ul("Look."))))
    assert [blank_line_count(m.Cell(content=(m.LineBreak(),) * breaks)) for breaks in (0, 2)] == [1, 3]


def test_what_people_type_is_drawn_in_every_script_of_the_fonts(tmp_path: Path) -> None:
    """PDFium types as Chrome does; without our font it takes one of the system, or draws nothing."""
    path = tmp_path / "form.pdf"
    page = '<html lang=en><title>t</title><form><input style="width:400pt;font-size:20pt" title="a" name="a"></form>'
    path.write_bytes(write_pdf(page, {}, theme(), Problems(), forms=True).data)
    widths = [drawn(path, text) for text in ("", "Łukasz", "Ж", "Ωמ", "ế")]
    assert widths[0] == 0
    assert all(width > 5 for width in widths[1:])
    with pikepdf.open(path) as pdf:
        form: Thing = pdf.Root.AcroForm
        [font] = form.DR.Font.values()
        assert (font.Subtype, font.Encoding) == ("/Type0", "/Identity-H")


def drawn(path: Path, text: str) -> int:
    """Return how many pixels wide PDFium draws a text that is typed into the first field of a form."""
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        page, form = document[0], document.formenv.raw
        edges = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(raw.FPDFPage_GetAnnot(page.raw, 0), ctypes.byref(edges))
        place = (edges.left + edges.right) / 2, (edges.top + edges.bottom) / 2
        raw.FORM_OnLButtonDown(form, page.raw, 0, *place)
        raw.FORM_OnLButtonUp(form, page.raw, 0, *place)
        typed = f"{text}\0".encode("utf-16-le")
        raw.FORM_ReplaceSelection(form, page.raw, (ctypes.c_ushort * (len(typed) // 2)).from_buffer_copy(typed))
        raw.FORM_ForceToKillFocus(form)
        field = page.render(may_draw_forms=True).to_pil().convert("L").crop(
            tuple(map(round, (edges.left + 2, page.get_height() - edges.top + 2, edges.right - 2, page.get_height() - edges.bottom - 2)))
        )  # fmt: skip
        box = field.point(lambda tone: 255 * (tone < 200)).getbbox()
    return box[2] - box[0] if box else 0


@pytest.mark.parametrize(("columns", "inside"), [(2, True), (4, True), (3, False), (5, False)])
def test_cells_to_write_in_are_40_by_18_mm_at_least(columns: int, inside: bool) -> None:
    """In an activity, whose frame is then as wide as the page, and on a page turned on its side where five columns need it."""
    heads = ("Ask", *(f"Worker {n}" for n in range(1, columns)))
    rows = ((what, *[""] * (columns - 1)) for what in ("Which rules apply?", "Who?"))
    grid = replace(table(heads, *rows, ident="grid"), to_fill=True)
    fill = m.FillIn(id="f", title=(t("Compare"),), body=(p("Fill it in."), grid))
    block = m.Activity(id="a", title=(t("Do it"),), number=1, body=(fill,)) if inside else fill
    module = replace(specimen(), body=(m.Topic(id="one", title=(t("One"),), body=(block,)),))
    with pikepdf.open(io.BytesIO(make_pdf("workbook", module).data)) as pdf:
        sizes = [[float(side) for side in field.Rect] for _, field in widgets(pdf) if str(field.T).startswith("grid-")]
    millimeters = [((x1 - x0) / 72 * 25.4, (y1 - y0) / 72 * 25.4) for x0, y0, x1, y1 in sizes]
    assert len(millimeters) == 2 * (columns - 1)
    assert min(width for width, _ in millimeters) >= 39.5, "a frame has half a millimeter at each side"
    assert min(height for _, height in millimeters) >= 17.5
