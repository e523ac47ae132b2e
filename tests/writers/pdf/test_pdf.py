"""Pages as PDF: places, bytes, fonts, what may be fetched, and where pages break."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from builder.core.problems import ProblemCode, Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.course import Paper
from builder.model.outputs import PAGE_COUNT, PageIndex, RenderedFile, Variant
from builder.theme.load import load_theme
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.html import page_assets, page_html
from builder.writers.pdf.write import write_pdf
from builder.writers.shared.fonts import fonts_conf
from tests.support.specimen import IMPRINT, specimen

HANDOUT_PAGES = PageIndex({"handout": {"welcome": 1, "sort": 3}})


@cache
def theme(name: str = "plain") -> Theme:
    found = load_theme(name, Problems())
    assert found is not None
    return found


@cache
def made(
    edition: str = "handout", name: str = "plain", variant: Variant | None = None
) -> tuple[RenderedFile, tuple[str, ...]]:
    """Return an edition of the specimen as PDF, and what the renderer complained of."""
    problems = Problems()
    chosen = select(specimen(), EDITIONS[edition])
    html = page_html(chosen, EDITIONS[edition], theme(name), variant or Variant(), IMPRINT, HANDOUT_PAGES)
    done = write_pdf(html, page_assets(chosen, theme(name)), theme(name), problems)
    return done, tuple(problem.message for problem in problems)


def page_texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def page(body: str, *, assets: dict[str, m.Asset] | None = None) -> tuple[RenderedFile, list[str]]:
    problems = Problems()
    done = write_pdf(f"<html lang=en><title>t</title><body>{body}", assets or {}, theme(), problems)
    assert {problem.code for problem in problems} <= {ProblemCode.RENDERER_WARNING}
    return done, [problem.message for problem in problems]


# ── places, bytes, metadata ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        ("handout", {"sort": "Lay out the four headings", "u18": "No force, fraud"}),
        ("guide", {"key": "Lee: trafficking", "sort": "Lay out"}),
    ],
)
def test_places_are_the_pages_where_blocks_stand(edition: str, words: dict[str, str]) -> None:
    done, _ = made(edition)
    texts = page_texts(done.data)
    assert done.count == len(texts)
    for ident, text in words.items():
        assert text in texts[done.places[ident] - 1]
    assert [ident for ident in done.places if ident.startswith("cw:")] == [PAGE_COUNT]
    assert done.places[PAGE_COUNT] == done.count


def test_the_same_page_gives_the_same_bytes_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = made()
    monkeypatch.chdir(tmp_path)
    made.cache_clear()
    again, _ = made()
    assert again.data == first.data


def test_the_file_says_what_it_is_and_nothing_of_where_it_was_made() -> None:
    done, _ = made()
    with pikepdf.open(io.BytesIO(done.data)) as pdf:
        assert pdf.Root.Lang == "en-US"
        assert str(pdf.docinfo["/Title"]).startswith("Two terms, two meanings")
        assert "/CreationDate" not in pdf.docinfo
        streams = [
            thing.read_bytes()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and "/Filter" in thing and thing.Filter == "/FlateDecode"
        ]
        xmp = pdf.Root.Metadata.read_bytes().decode()
    assert "CC BY 4.0, https://creativecommons.org" in xmp
    everything = b"".join([done.data, *streams])
    assert str(Path.cwd()).encode() not in everything
    assert str(Path.home()).encode() + b"/" not in everything


def test_no_word_for_facilitators_is_in_the_bytes_of_a_handout() -> None:
    done, _ = made()
    words = "\n".join(page_texts(done.data))
    assert "HANDOUT-WORD" in words
    assert not re.findall("FACILITATOR-WORD|NOTES-WORD|REASON-|ANSWER-OPEN|MATERIAL-WORD|SLIDE-WORD", words)


# ── the renderer ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("edition", ["handout", "guide"])
@pytest.mark.parametrize(
    ("name", "paper", "large"),
    [
        ("plain", "letter", False),
        ("plain", "a4", True),
        ("contrast", "a4", False),
        ("warm", "letter", False),
        ("bold", "a4", True),
        ("formal", "letter", False),
    ],
)
def test_the_renderer_understands_all_that_it_is_given(edition: str, name: str, paper: Paper, *, large: bool) -> None:
    """Any “Ignored” line would be a rule of ours that has no effect."""
    assert made(edition, name, Variant(paper=paper, large=large))[1] == ()


def test_only_bundled_fonts_are_in_the_file() -> None:
    bundled = {path.name.split("-")[0] for path in theme().fonts}
    with pikepdf.open(io.BytesIO(made()[0].data)) as pdf:
        fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        named = [str(font.FontName) for font in fonts if font.get("/Type") == "/FontDescriptor"]
    families = {re.sub(r"^/[A-Z]{6}\+|(-Semi)?(-Bold)?(-Italic)?$", "", name).replace("-", "") for name in named}
    assert families
    assert families <= bundled


def test_fontconfig_is_told_of_the_bundled_fonts_alone(tmp_path: Path) -> None:
    conf = fonts_conf(theme(), tmp_path)
    assert re.findall(r"<dir>(.*?)</dir>", conf) == [str(theme().fonts[0].parent)]
    assert "include" not in conf


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "asset:other.png",
        "asset:../x.png",
        "data:image/png;base64,AAAA",
        "x.png",
    ],
)
def test_nothing_is_fetched_but_what_is_handed_over(address: str) -> None:
    done, messages = page(f'<p>words</p><img alt="x" src="{address}"><link rel=stylesheet href="{address}">')
    assert messages
    assert b"root:" not in done.data


def test_a_drawing_cannot_reach_out_either() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///etc/hostname" width="9" height="9"/></svg>'
    _, messages = page(
        '<img alt="x" src="asset:a.svg">', assets={"a.svg": m.Asset("a.svg", drawing, "image/svg+xml", 9, 9)}
    )
    assert len(messages) == 1


# ── paper ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def left_edges(edition: str) -> list[float]:
    """The left edge of the foot's or the text's leftmost words on each page, pt."""
    with pypdfium2.PdfDocument(made(edition)[0].data) as document:
        pages = [page.get_textpage() for page in document]
        return [min(page.get_rect(n)[0] for n in range(page.count_rects())) for page in pages]


def test_what_is_bound_has_its_wider_margin_inside() -> None:
    first, second, *_ = left_edges("guide")
    assert first - second == pytest.approx(2 * 4 / 25.4 * 72, abs=2)  # 4 mm in, then 4 mm out
    right, left = (page_texts(made("guide")[0].data)[n].strip().split() for n in (0, 1))
    count = str(made("guide")[0].count)
    assert (right[-3:], left[-1] == count) == (["1", "of", count], False)  # the number is at the outer edge


@pytest.mark.parametrize("edition", ["handout", "guide"])
def test_a_foot_stays_on_its_page(edition: str) -> None:
    """Its long side breaks into lines, on the right page and on the left."""
    with pypdfium2.PdfDocument(made(edition, variant=Variant(large=True))[0].data) as document:
        for page in document:
            text = page.get_textpage()
            edges = [text.get_rect(n) for n in range(text.count_rects())]
            assert min(edge[0] for edge in edges) > 30
            assert max(edge[2] for edge in edges) < page.get_width() - 30


@pytest.mark.parametrize(("paragraphs", "listed"), [(60, False), (170, True), (128, None)])
def test_a_handout_of_more_than_six_pages_lists_its_contents(paragraphs: int, *, listed: bool | None) -> None:
    """A guess by words is put right by what laying out shows, either way."""
    words = "Words of a paragraph that takes two lines of a handout, more or less, on any paper of ours. "
    body = tuple(m.Paragraph(id=f"p{n}", content=(m.Text(text=words),)) for n in range(paragraphs))
    topics = [m.Topic(id=f"t{n}", title=(m.Text(text="Topic"),), body=body[n::2]) for n in (0, 1)]
    module = m.Module(meta=specimen().meta, body=tuple(topics), path="", folder="")
    done = ModuleBuild(ModuleInputs(module, theme(), IMPRINT, "letter"), Problems()).page("handout", Variant())
    found = "In these pages" in page_texts(done.data)[0]
    assert done.count >= 6 if found else done.count <= 6  # six with the list, where closer lines have saved the seventh
    assert listed is None or found == listed


# ── lines and pages ───────────────────────────────────────────────────────────────────────────────────────────────


def test_no_line_of_one_word_before_an_inline_element() -> None:
    """WeasyPrint 70 broke “the <em>room</em>” here after “the”: see `patches.faults.line_breaks`."""
    text = "Words that one says in the room. " * 4 + "Words that one says in the room. <em>x</em>"
    lines: list[list[str]] = []
    for tenths in range(2800, 3600, 8):
        done, _ = page(f'<p style="font:12pt/18pt Atkinson Hyperlegible Next;width:{tenths / 10}px">{text}</p>')
        lines.append(page_texts(done.data)[0].split("\r\n"))
    short = [line for found in lines for line in found[:-1] if len(line.split()) < 3]
    assert short == []


def test_no_line_of_half_a_word_before_an_inline_element() -> None:
    """WeasyPrint 70 broke “Organiza-tions” here, at widths that the line fills to a third of a pixel."""
    style = "font:12pt/18pt Atkinson Hyperlegible Next;hyphens:auto;hyphenate-limit-zone:20%"
    text = "Organizations of people who were harmed sue for <em>damages.</em>"
    broken = []
    for tenths in range(3480, 3500):
        done, _ = page(f'<p style="{style};width:{tenths / 10}px">{text}</p>')
        broken += [tenths] if "Organizations" not in page_texts(done.data)[0] else []
    assert broken == []


@pytest.mark.parametrize("rows", [4, 40])
def test_a_caption_is_not_parted_from_its_table(rows: int) -> None:
    cell = m.Cell(content=(m.Text(text="cell"),))
    table = m.Table(
        id="t",
        caption=(m.Text(text="CAPTION"),),
        header=(m.Row(cells=(m.Cell(content=(m.Text(text="HEAD"),)),)),),
        rows=(m.Row(cells=(cell,)),) * rows,
        aligns=("",),
        number=1,
    )
    for filler in range(20, 36):
        lines = tuple(m.Paragraph(id=f"p{n}", content=(m.Text(text="filler"),)) for n in range(filler))
        heading = m.Heading(id="h", level=3, content=(m.Text(text="HEADING"),))
        topic = m.Topic(id="topic", title=(m.Text(text="Topic"),), body=(*lines, heading, table))
        module = m.Module(meta=specimen().meta, body=(topic,), path="", folder="")
        html = page_html(module, EDITIONS["handout"], theme(), Variant(), IMPRINT, PageIndex())
        texts = page_texts(write_pdf(html, {}, theme(), Problems()).data)
        [home] = [text for text in texts if "CAPTION" in text]
        assert "HEADING" in home
        assert "cell" in home


def test_the_last_page_is_never_a_stray_line() -> None:
    """However long the text, sources and the lines about the file keep each other company."""
    for filler in range(12, 40, 3):
        lines = tuple(m.Paragraph(id=f"p{n}", content=(m.Text(text="filler"),)) for n in range(filler))
        cited = m.Paragraph(id="c", content=tuple(m.Citation(items=(m.Cited(key=key),)) for key in specimen().works))
        topic = m.Topic(id="topic", title=(m.Text(text="Topic"),), body=(cited, *lines))
        module = m.Module(meta=specimen().meta, body=(topic,), path="", folder="", works=specimen().works)
        html = page_html(module, EDITIONS["handout"], theme(), Variant(), IMPRINT, PageIndex())
        last = page_texts(write_pdf(html, {}, theme(), Problems()).data)[-1]
        assert "Sources" in last
