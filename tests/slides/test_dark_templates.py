"""Dark and odd templates: what we write into them can be read, and what their layouts draw is known."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.slides.brand.brand import Brand, make_brand
from builder.slides.brand.legible import least_contrast
from builder.slides.deck.deck import Box, FilledSlot, Run, Slide, SlideLine, TextContent
from builder.slides.deck.layouts import Decoration
from builder.slides.fit.missing_slots import keep_content
from builder.slides.inspect.accessibility import examine
from builder.slides.template.bullets import plain_bullet
from builder.slides.template.fills import GRID, sample
from builder.slides.template.package import Package
from builder.slides.template.read_layouts import read_every_layout, read_layouts
from builder.theme.theme import PowerPointFile
from builder.writers.pptx.write import write_pptx
from builder.writers.slides_pdf.html import slides_html
from tests.support.decks.brand_templates import PYTHON_PPTX
from tests.support.decks.deck_checks import LAYOUTS, theme_of
from tests.support.decks.sample_deck import sample_deck
from tests.writers.pptx.test_pptx import IMPRINT

MASTER = "ppt/slideMasters/slideMaster1.xml"
LINEAR = '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="000033"/></a:gs><a:gs pos="100000"><a:srgbClr val="202060"/></a:gs></a:gsLst><a:lin ang="5400000"/></a:gradFill>'
PLAIN = '<a:solidFill><a:srgbClr val="10104A"/></a:solidFill>'
FREEFORM = (
    '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="90" name="g"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="9144000" cy="6858000"/><a:chOff x="0" y="0"/><a:chExt cx="1000" cy="1000"/></a:xfrm>{}</p:grpSpPr><p:sp><p:nvSpPr><p:cNvPr id="91" name="f"/>'
    '<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1000" cy="1000"/></a:xfrm><a:custGeom><a:pathLst>'
    '<a:path w="10" h="10"><a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:lnTo><a:pt x="10" y="0"/></a:lnTo><a:lnTo><a:pt x="10" y="10"/></a:lnTo>'
    '<a:lnTo><a:pt x="0" y="10"/></a:lnTo><a:close/></a:path></a:pathLst></a:custGeom><a:grpFill/></p:spPr></p:sp></p:grpSp>'
)


STYLE = (
    '<a:tblStyle styleId="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}" styleName="Medium Style 2"><a:wholeTbl><a:tcStyle><a:tcBdr>RULE</a:tcBdr>'
    '<a:fill><a:solidFill><a:schemeClr val="accent1"><a:tint val="20000"/></a:schemeClr></a:solidFill></a:fill></a:tcStyle></a:wholeTbl>'
    "<a:firstRow><a:tcStyle><a:tcBdr>RULE</a:tcBdr></a:tcStyle></a:firstRow></a:tblStyle></a:tblStyleLst>"
).replace("RULE", '<a:bottom><a:ln w="9525"><a:solidFill><a:schemeClr val="lt1"/></a:solidFill></a:ln></a:bottom>')


BANDS = '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FFFFFF"/></a:gs><a:gs pos="100000"><a:srgbClr val="000000"/></a:gs></a:gsLst><a:lin ang="5400000"/></a:gradFill>'


def changed(master: dict[str, str], everywhere: dict[str, str] | None = None, styles: str = "") -> bytes:
    """Return python-pptx's template with pieces of its master, and of every master and layout, replaced; and table styles."""
    out = io.BytesIO()
    with zipfile.ZipFile(PYTHON_PPTX) as archive, zipfile.ZipFile(out, "w") as made:
        for info in archive.infolist():
            data = archive.read(info)
            if styles and info.filename == "ppt/tableStyles.xml":
                data = re.sub("/>$", f">{styles}", data.decode().strip()).encode()
            if info.filename.endswith(".xml"):
                text = data.decode()
                pages = everywhere if re.search("slideMasters|slideLayouts", info.filename) else None
                for old, new in {**(pages or {}), **(master if info.filename == MASTER else {})}.items():
                    text = new.join(re.split(old, text, flags=re.DOTALL))
                data = text.encode()
            made.writestr(info, data)
    return out.getvalue()


BACKGROUND = r"<p:bg>.*?</p:bg>"
WHITE = {r'(?<=<a:solidFill>)<a:schemeClr val="tx1"(?:/>|>.*?</a:schemeClr>)': '<a:srgbClr val="FFFFFF"/>'}
"""Text of placeholders is white, as in a dark template; the scheme's own color of text stays black."""

DARK = {
    "a color": {BACKGROUND: f"<p:bg><p:bgPr>{PLAIN}<a:effectLst/></p:bgPr></p:bg>"},
    "a gradient": {BACKGROUND: f"<p:bg><p:bgPr>{LINEAR}<a:effectLst/></p:bgPr></p:bg>"},
    "the theme's first style": {BACKGROUND: '<p:bg><p:bgRef idx="1001"><a:srgbClr val="10104A"/></p:bgRef></p:bg>'},
    "a freeform in a group": {r"(?<=</p:grpSpPr>)(?=\s*<p:sp>)": FREEFORM.format(PLAIN)},
}


def brand_of(data: bytes) -> Brand:
    problems = Problems()
    made = make_brand(PowerPointFile("dark.potx", data, Span("t", 1)), theme_of("plain"), "en-US", LAYOUTS, problems)
    assert made, list(problems)
    return made


@pytest.mark.parametrize(
    "kind", [pytest.param(one, marks=pytest.mark.slow) if "color" in one or "style" in one else one for one in DARK]
)
def test_links_tables_and_charts_can_be_read_on_what_a_template_draws(kind: str) -> None:
    brand = brand_of(changed(DARK[kind], WHITE))
    for name, layout in brand.layouts.layouts.items():
        for slot in layout.slots:
            papers = layout.behind(slot)
            assert papers, (name, slot.name)
            assert least_contrast("#ffffff", papers) > 9, "the dark ground is seen"
            if slot.kind == "text":
                assert least_contrast(layout.link, papers) >= 4.5, name
            if slot.kind in {"table", "chart"}:
                assert least_contrast(slot.levels[0].color, papers) >= 4.5, (name, slot.name)
                assert slot.ink


def test_a_table_style_whose_fills_would_hide_the_text_is_not_used() -> None:
    assert not read_layouts(changed({}, styles=STYLE)).table.style
    plain = re.sub("<a:fill>.*?</a:fill>", "<a:fill><a:noFill/></a:fill>", STYLE)
    assert read_layouts(changed({}, styles=plain)).table.style


def test_the_deck_says_so_and_its_pdf_paints_the_ground() -> None:
    brand = brand_of(changed(DARK["a gradient"], WHITE))
    slides = tuple(
        replace(slide, filled=tuple(item for item in slide.filled if brand.layouts[slide.layout].slot(item.slot)))
        for slide in sample_deck().slides
    )
    deck = replace(sample_deck(), slides=slides)
    data = write_pptx(deck, brand.layouts, brand.data, IMPRINT, theme=brand.theme).data
    contrast = next(check for check in examine(data) if check.name == "contrast")
    assert contrast.passed, contrast.faults
    assert b'<a:srgbClr val="ffffff"/></a:solidFill>' in _slides(data)
    assert "linear-gradient(180deg,#000033 0%,#202060 100%)" in slides_html(deck, brand.layouts, brand.theme, IMPRINT)


def _slides(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.startswith("ppt/slides/slide"))


def test_a_report_is_not_misled_by_a_dark_picture() -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "#101030").save(out, "PNG")
    layouts, _ = read_every_layout(PYTHON_PPTX.read_bytes())
    colors = sample(out.getvalue(), "#ffffff")
    assert colors == ("#101030",) * (GRID * GRID)
    layout = replace(
        layouts["title-and-content"], decorations=(Decoration(Box(0, 0, *layouts.size), picture=b"x", colors=colors),)
    )
    assert {paper for slot in layout.slots for paper in layout.behind(slot)} == {"#101030"}


@pytest.mark.parametrize(
    ("written", "font", "shown"),
    [
        ("l", "Wingdings", "●"),
        ("\uf06c", "Wingdings", "●"),
        ("\uf0b7", "Symbol", "•"),
        ("\uf075", "Wingdings 3", "▶"),
        ("§", "Wingdings", "▪"),
        ("•", "Arial", "•"),
        ("–", "+mj-lt", "–"),
        ("\uf0ff", "Unknown", "•"),
    ],
)
def test_bullets_of_symbol_fonts_are_characters_that_every_font_has(written: str, font: str, shown: str) -> None:
    assert plain_bullet(written, font) == shown


def test_a_size_of_zero_and_a_number_on_top_do_no_harm() -> None:
    data = changed({}, {r'<a:defRPr sz="\d+"': '<a:defRPr sz="0"'})
    assert (
        min(
            level.size
            for layout in read_layouts(data).layouts.values()
            for slot in layout.slots
            for level in slot.levels
        )
        >= 1
    )
    brand_of(data)
    brand = brand_of(PYTHON_PPTX.read_bytes())
    layout = brand.layouts["content"]
    top = replace(
        layout, slots=tuple(replace(s, box=replace(s.box, y=0)) if s.kind == "number" else s for s in layout.slots)
    )
    layouts = replace(brand.layouts, layouts={**brand.layouts.layouts, "content": top})
    slide = Slide("a", "content", (Run("T"),), (FilledSlot("body", TextContent((SlideLine((Run("Words"),)),))),))
    page = slides_html(replace(sample_deck(), slides=(slide,)), layouts, brand.theme, IMPRINT)
    height = float(re.findall(r"page:p-content;height:([\d.]+)pt", page)[0])
    assert height > 300, "the number is drawn, and does not cut the page off"


def test_words_without_a_slot_go_to_the_notes_and_sources_under_the_text() -> None:
    layout = replace(
        LAYOUTS["content"], slots=tuple(s for s in LAYOUTS["content"].slots if s.name in {"title", "body"})
    )
    texts = {name: TextContent((SlideLine((Run(name),)),)) for name in ("kicker", "body", "source")}
    slide = Slide("a", "content", (Run("T"),), tuple(FilledSlot(name, text) for name, text in texts.items()))
    kept = keep_content(slide, layout)
    (body,) = kept.filled
    assert isinstance(body.content, TextContent)
    assert [line.runs[0].text for line in body.content.lines] == ["body", "source"]
    assert [line.runs[0].text for line in kept.notes] == ["kicker"]


def test_each_kind_of_fault_is_mended_and_told_once_with_all_its_layouts() -> None:
    """Black text on dark blue; a body that is an inch high, one that stands on light and dark, one of 14 pt; a name of digits alone."""
    data = io.BytesIO()
    half = f'<p:sp><p:nvSpPr><p:cNvPr id="77" name="half"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9144000" cy="6858000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{BANDS}</p:spPr></p:sp>'
    edits = {
        "ppt/slideMasters/slideMaster1.xml": [(BACKGROUND, f"<p:bg><p:bgPr>{PLAIN}<a:effectLst/></p:bgPr></p:bg>")],
        "ppt/slideLayouts/slideLayout2.xml": [
            (r'(name="Content Placeholder 2".*?<p:spPr)/>', r'\1><a:xfrm><a:off x="457200" y="1600200"/><a:ext cx="8229600" cy="900000"/></a:xfrm></p:spPr>'),
            ("Title and Content", "20250101120000"),
        ],
        "ppt/slideLayouts/slideLayout4.xml": [("(?<=</p:grpSpPr>)", half), (r'sz="2800"', 'sz="1400"')],
        "ppt/theme/theme1.xml": [('<a:latin typeface="Calibri"/>', '<a:latin typeface="Aptos" panose="02110004020202020204"/>')],
        "[Content_Types].xml": [("vnd.openxmlformats-officedocument.presentationml.presentation.main", "vnd.ms-powerpoint.presentation.macroEnabled.main")],
    }  # fmt: skip
    with zipfile.ZipFile(PYTHON_PPTX) as archive, zipfile.ZipFile(data, "w") as made:
        for info in archive.infolist():
            content = archive.read(info)
            for old, new in edits.get(info.filename, []):
                text, count = re.subn(old, new, content.decode(), flags=re.DOTALL)
                assert count, (info.filename, old)
                content = text.encode()
            made.writestr(info, content)
    problems = Problems()
    theme = theme_of("plain")
    brand = make_brand(PowerPointFile("b.pptm", data.getvalue(), Span("t")), theme, "en-US", LAYOUTS, problems)
    assert brand
    assert {(problem.code, problem.message) for problem in problems} >= {
        (
            ProblemCode.TEMPLATE_FAULT,
            "b.pptm has little room for text, in “20250101120000”: 12% of the slide; it is made higher where nothing stands below",
        ),
        (
            ProblemCode.TEMPLATE_FAULT,
            "b.pptm has text that can hardly be read, in “20250101120000”, “Section Header”, “Title Slide”: a title of #000000 on #10104a, 1.2:1 of 3:1; it gets another color of the template",
        ),
        (
            ProblemCode.TEMPLATE_FAULT,
            "b.pptm has text on light and dark ground at once, in “Two Content”: a title of #000000 on #000000, 1.0:1 of 3:1; it gets a plate behind it",
        ),
        (
            ProblemCode.TEMPLATE_FAULT,
            "b.pptm has text too small for the last row, in “Two Content”: text of 14 pt; it is set larger",
        ),
    }
    for name in LAYOUTS.layouts:
        layout = brand.layouts[name]
        for slot in layout.slots:
            if slot.kind in {"title", "text", "footer", "number"}:
                assert least_contrast(slot.levels[0].color, layout.behind(slot)) >= 4.5, (name, slot.name)
    assert max(slot.box.height for slot in brand.layouts["content"].slots if slot.name == "body") > 3_500_000
    assert b'panose="02110004020202020204"' in Package.read(brand.data).parts["ppt/theme/theme1.xml"]
