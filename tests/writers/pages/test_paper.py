"""What paper asks for: cards with backs, addresses that phones can read, tables and pictures with room, hyphens."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest
import segno
from pypdfium2 import raw

from builder.core.addresses import Address
from builder.core.problems import ProblemCode, Problems
from builder.core.quantities import number_format
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.outputs import Variant
from builder.slides.deck.deck import ChartContent
from builder.writers.pages.pictures import chart_text, page_assets, report_small_pictures
from builder.writers.pages.tables import (
    LANDSCAPE,
    LINE_CHARACTERS,
    column_shares,
    minimum_width,
    report_wide_tables,
    table_placement,
)
from builder.writers.pptx.charts import chart_parts
from tests.support.print.pages import make_pdf, texts, theme
from tests.support.print.structure import outline
from tests.support.specimen import IMPRINT, p, specimen, t, table

WORDS = (
    "Organization",
    "Responsibility",
    "Municipality",
    "Superintendent",
    "Establishment",
    "Appropriateness",
    "Recommendation",
)


def module_with(*body: m.Block) -> m.Module:
    """A module of one topic."""
    topic = m.Topic(id="t", title=(t("Topic"),), body=body)
    return replace(specimen(), body=(topic,), assets={}, works={})


def texts_by_line(data: bytes) -> list[list[str]]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range().split("\r\n") for page in document]


def sizes(data: bytes) -> list[tuple[int, int]]:
    with pypdfium2.PdfDocument(data) as document:
        return [(round(page.get_width()), round(page.get_height())) for page in document]


# ── the address ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_course_with_an_address_prints_it_for_phones_too() -> None:
    imprint = replace(IMPRINT, url=Address("https://example.org/course/"))
    bench = ModuleBuild(ModuleInputs(module_with(p("Words.")), theme(), imprint, "letter"), Problems())
    done = bench.page("handout", Variant())
    address = "https://example.org/course/en-US/specimen/"
    assert "Address: example.org/course/en-US/specimen/" in texts(done.data)[-1]
    assert f"Link Alt=Two terms, two meanings, example.org “{address.removeprefix('https://')}” → {address}" in outline(
        done.data
    )
    assert list(bench.problems) == []
    with pypdfium2.PdfDocument(done.data) as document:
        page = document[len(document) - 1]
        shapes = [thing for thing in page.get_objects() if thing.type == 2]
        edges = [box for box in (thing.get_bounds() for thing in shapes) if 50 < box[2] - box[0] < 80 > box[3] - box[1]]
        left, bottom, right, top = edges[-1]
        high, scale = page.get_height(), 8
        seen = page.render(scale=scale).to_pil().convert("L").point(lambda value: 255 * (value < 128))
        around = seen.crop((left * scale - 9, (high - top) * scale - 9, right * scale + 9, (high - bottom) * scale + 9))
        code = around.crop(around.getbbox())
    matrix = [list(row) for row in segno.make_qr(address, error="m").matrix_iter(border=0)]
    count = len(matrix)
    assert code.width / scale / count / 72 * 25.4 > 0.4  # mm a module
    dark = [
        [code.getpixel(((x + 0.5) * code.width / count, (y + 0.5) * code.height / count)) > 0 for x in range(count)]
        for y in range(count)
    ]
    assert dark == [[bool(cell) for cell in row] for row in matrix]


def test_a_course_without_an_address_prints_none() -> None:
    assert "QR code" not in outline(make_pdf("handout", module_with(p("Words."))).data)


# ── cards ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_backs_meet_their_cards_when_the_sheet_is_turned_over() -> None:
    cards = tuple(m.Card(body=(p(f"Card {n}"),)) for n in range(1, 8))
    done = make_pdf("cards", module_with(m.Cards(id="c", title=(t("Set"),), cards=cards, backs="Fact?")))
    front, back = texts(done.data)
    assert (front.count("Fact?"), back.count("Fact?")) == (0, 7)
    with pypdfium2.PdfDocument(done.data) as document:
        middle = document[0].get_width() / 2
        where = []
        for page in (document[0], document[1]):
            text = page.get_textpage()
            found = text.search("Set · 7 of 7").get_next()
            box = text.get_charbox(found[0])
            where.append((box[0] < middle, round(box[1])))
    assert where[0][0] != where[1][0]
    assert where[0][1] == where[1][1]


def test_cards_without_backs_have_none() -> None:
    assert len(texts(make_pdf("cards", module_with(m.Cards(id="c", cards=(m.Card(body=(p("One"),)),)))).data)) == 1


# ── tables and pictures ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_wide_table_gets_the_labels_column_and_then_a_page_turned_on_its_side() -> None:
    small, broad, turned = (table(words, ("x",) * len(words)) for words in (WORDS[:3], (*WORDS[:4], "x" * 19), WORDS))
    assert [table_placement(each) for each in (small, broad, turned)] == ["", "broad", "turned"]
    assert table_placement(broad, 0.75) == "turned"
    done = make_pdf("handout", module_with(p("Before."), turned, p("After.")))
    assert sizes(done.data) == [(612, 792), (792, 612), (612, 792)]
    found = texts(done.data)
    assert [word for word in WORDS if word not in found[1]] == []  # no word is broken
    assert "After." in found[2]
    heading, over = (m.Heading(level=level, id=f"h{level}", content=(t(f"Level {level}"),)) for level in (3, 4))
    headed = texts(make_pdf("handout", module_with(p("Before."), heading, over, turned)).data)
    assert "Level" not in headed[0], "headings stand on the page of their table"
    assert "Level 3" in headed[1]
    inside = make_pdf("handout", module_with(p("Before."), m.Note(id="n", body=(turned,)), p("After.")))
    assert sizes(inside.data) == [(612, 792)]


@pytest.mark.parametrize("rows", [3, 5])
def test_no_row_stands_alone_on_a_page(rows: int) -> None:
    """Wherever a page ends: three rows stay together, of four or more each page has two."""
    words = "Words of a cell that take a line or two beside the others. " * 2
    body = table(("A", "B"), *((f"Row-{n} {words}", words) for n in range(rows)))
    for filler in (38, 41):
        lines = [p("One line.") for _ in range(filler)]
        pages = texts(make_pdf("handout", module_with(*lines, body, p("After."))).data)
        found = [page.count("Row-") for page in pages]
        assert sum(found) == rows
        assert 1 not in found, (filler, found)
        assert rows > 3 or rows in found


def test_numbers_of_a_chart_are_written_alike_wherever_it_stands() -> None:
    values = (("Before", (3351.0,)), ("After", (1_234_567.5,)))
    chart = m.Chart(id="ch", kind="bar", data="x.csv", columns=("When", "Ads"), rows=values)
    words = "3,351.0", "1,234,567.5"
    assert chart_text(chart, theme(), "en") == f"When, Ads; Before: {words[0]}; After: {words[1]}"
    drawn = page_assets(module_with(chart), theme())["cw:chart-ch.svg"].data.decode()
    assert re.findall(r">([\d,.]+)<", drawn) == list(words)
    content = ChartContent(
        "bar", ("Ads",), ("Before", "After"), ((3351.0, 3973.0),), "", number_format=number_format((3351.0, 3973.0))
    )
    assert b'formatCode="#,##0"' in chart_parts(content, 20, "en")[0]


def test_names_in_a_chart_are_larger_in_large_print_as_far_as_they_have_room() -> None:
    def chart_sizes(kind: str, *names: str, large: bool) -> tuple[float, float]:
        chart = m.Chart(id="ch", kind=kind, data="x.csv", columns=("", "Ads"), rows=tuple((n, (1.0,)) for n in names))
        svg = page_assets(module_with(chart), theme(), large=large)["cw:chart-ch.svg"].data.decode()
        width, size = (re.findall(form, svg)[0] for form in (r'width="([\d.]+)"', r'font-size="([\d.]+)"'))
        return float(width), float(size)

    assert chart_sizes("bar", "Before", "After", large=False)[1] == theme().tokens.typography.sizes.label
    assert chart_sizes("bar", "Before", "After", large=True)[1] >= 16
    for kind, room in (("bar", 1.0), ("column", 0.5)):  # long names of bars stand above them
        width, size = chart_sizes(kind, "After the law", "n" * 30, large=True)
        assert size >= 15.5  # for names with less room a page is turned on its side
        assert 30 * size * 0.5 < width * room


@pytest.mark.parametrize("edition", ["handout", "sheet", "workbook", "answers"])
def test_large_print_is_18_points_and_off_the_edge_of_the_paper(edition: str) -> None:
    """Printers reach to within 5 mm of the edge."""
    count: dict[float, int] = {}
    with pypdfium2.PdfDocument(make_pdf(edition, variant=Variant(large=True)).data) as document:
        for page in document:
            words = page.get_textpage()
            boxes = [words.get_charbox(n) for n in range(words.count_chars()) if words.get_text_range(n, 1).strip()]
            assert min(box[1] for box in boxes) > 5 / 25.4 * 72
            for n in range(words.count_chars()):
                matrix = raw.FS_MATRIX()
                raw.FPDFText_GetMatrix(words, n, matrix)
                size = round(raw.FPDFText_GetFontSize(words, n) * abs(matrix.a or matrix.b), 1)
                count[size] = count.get(size, 0) + 1
    assert count.get(18, 0) > 200  # its text; labels and sources are a little smaller, as in ordinary print


def test_a_table_that_no_page_holds_is_a_problem() -> None:
    wide, inside = table((*WORDS, *WORDS), ("x",) * 14), table(WORDS, ("x",) * 7)
    assert minimum_width(wide) > LANDSCAPE > minimum_width(inside) > LINE_CHARACTERS
    problems = Problems()
    report_wide_tables(module_with(wide, inside, m.Note(id="n", body=(replace(inside, id="again"),))), problems)
    assert {problem.code for problem in problems} == {ProblemCode.TABLE_TOO_WIDE}
    assert {re.findall(r"has \d+", problem.message)[0] for problem in problems} == {"has 125", "has 77"}


@pytest.mark.parametrize(("width", "told"), [(1.0, "at 100%"), (0.3, ""), (None, "")])
def test_a_picture_with_too_few_pixels_for_its_width_is_a_problem(width: float | None, told: str) -> None:
    asset = m.Asset("a.png", b"", "image/png", 400, 300)
    module = replace(module_with(m.Figure(id="f", src="a.png", alt="a", width=width)), assets={"a.png": asset})
    problems = Problems()
    report_small_pictures(module, problems)
    assert [problem.code for problem in problems] == ([ProblemCode.IMAGE_TOO_SMALL] if told else [])
    assert all("has 72 dots an inch" in problem.message for problem in problems)


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_word_without_a_break_stays_on_its_page() -> None:
    long = "x" * 400
    done = make_pdf("handout", module_with(p(f"Before {long} after."), table(("A", "B"), (long, "b"))))
    with pypdfium2.PdfDocument(done.data) as document:
        for page in document:
            text = page.get_textpage()
            assert all(text.get_rect(n)[2] < page.get_width() - 33 for n in range(text.count_rects()))


def test_a_footnote_called_twice_stands_at_both_places() -> None:
    note = m.Footnote(label="n", body=(m.Paragraph(content=(t("The words of the note."),)),))
    filler = [p("Words that fill a page of the handout, line after line. " * 8) for _ in range(8)]
    body = (m.Paragraph(id="a", content=(t("One"), note)), *filler, m.Paragraph(id="b", content=(t("Two"), note)))
    pages = texts(make_pdf("handout", module_with(*body)).data)
    assert len(pages) > 1
    assert [page.count("The words of the note.") for page in pages if "The words of the note." in page] == [1, 1]
    assert outline(make_pdf("handout", module_with(*body)).data).count("Note") == 2


def test_words_are_hyphenated_by_their_language_where_lines_are_short() -> None:
    cell = "Responsibility for internationalization, administration, representation, and communication"
    page = make_pdf("handout", module_with(table(("A", "B", "C", "D"), *((cell,) * 4,) * 3)))
    assert "\xad" in outline(page.data)
    japanese = specimen().meta.model_copy(update={"lang": "ja"})
    plain = make_pdf("handout", replace(module_with(table(("A", "B", "C", "D"), *((cell,) * 4,) * 3)), meta=japanese))
    assert "\xad" not in outline(plain.data)


def test_code_is_never_hyphenated_and_keeps_its_options_whole() -> None:
    """An author copies what is printed: a hyphen of ours would be another name."""
    names = ("cyclicprerequisite", "unknown_objective", "--misunderstanding")
    code = [m.Code(text=name) for name in names * 40]
    body = p(*(part for piece in code for part in (piece, t(" "))))
    lines = [line for page in texts_by_line(make_pdf("handout", module_with(body)).data) for line in page]
    shown = [line.strip() for line in lines if any(name[:6] in line for name in names)]
    assert len(shown) > 20
    assert not [line for line in shown if line.endswith("-") or not set(line.split()) <= set(names)]


def test_a_column_holds_its_code_whole() -> None:
    code = m.Cell(content=(m.Code(text='{audience="facilitator"}'),))
    wide = m.Cell(content=(t("words " * 30),))
    rows = (m.Row(cells=(code, wide)),)
    first, _ = column_shares(replace(table(("On a block", "What it does"), ("a", "b")), rows=rows))
    assert first * LINE_CHARACTERS > 24
