"""The PowerPoint writer and its template: what people's tools say of a deck with everything in it, and what it reads back as."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from builder.model.outputs import Imprint, RenderedFile
from builder.slides.deck.layout_variants import varied
from builder.slides.deck.layouts import Layouts
from builder.slides.record.made import Origin
from builder.slides.template.color_scheme import SLOTS, apply_transforms, scheme_color
from builder.slides.template.read_layouts import read_layouts, slug
from builder.slides.template.template import make_template
from builder.writers.pptx.write import write_pptx
from tests.support import tools
from tests.support.decks.deck_checks import theme_of
from tests.support.decks.lint_package import lint
from tests.support.decks.sample_deck import FIGURE, sample_deck

IMPRINT = Imprint(
    course="Words", course_version="1.2", license="CC-BY-4.0", date=dt.date(2025, 5, 1), source_hash="ab12"
)
THEMES = ("plain", "contrast", "warm", "bold", "formal")
SLIDES = range(1, len(sample_deck().slides) + 1)
RATIOS = ("16:9", "4:3")
KINDS = [(name, RATIOS[number % 2]) for number, name in enumerate(THEMES)]
OTHER_KINDS = [(name, RATIOS[1 - number % 2]) for number, name in enumerate(THEMES)]


@cache
def written(name: str, ratio: str = "16:9", lang: str = "en-US") -> tuple[RenderedFile, Layouts]:
    theme = theme_of(name, ratio)
    template = make_template(theme, lang)
    layouts = read_layouts(template)
    origin = Origin("words", "1.2", lang=lang)
    return write_pptx(sample_deck(lang), layouts, template, IMPRINT, theme=theme, origin=origin), layouts


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n).decode() for n in archive.namelist() if n.endswith((".xml", ".rels"))}


def test_the_sample_uses_every_layout() -> None:
    _, layouts = written("plain")
    assert {slide.layout for slide in sample_deck().slides} == set(map(varied, layouts.layouts))


@pytest.mark.parametrize(
    ("name", "ratio"), [*KINDS, *(pytest.param(*kind, marks=pytest.mark.slow) for kind in OTHER_KINDS)]
)
def test_lint_and_audit_find_nothing(name: str, ratio: str, tmp_path: Path) -> None:
    made, _ = written(name, ratio)
    assert lint(made.data) == []
    path = tmp_path / "deck.pptx"
    path.write_bytes(made.data)
    assert tools.audit_errors(path) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang"), [("plain", "en-US"), ("contrast", "ar")])
def test_microsofts_validator_finds_nothing(name: str, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(written(name, lang=lang)[0].data)
    assert tools.sdk_errors(path) == []


BREAKAGES = {
    "a color of its own": (
        "ppt/slideLayouts/slideLayout2.xml",
        '<a:schemeClr val="tx2"></a:schemeClr>',
        '<a:srgbClr val="FF0000"/>',
    ),
    "a run in no language": ("ppt/slides/slide2.xml", '<a:rPr lang="en-US"', "<a:rPr"),
    "a picture without words": ("ppt/slides/slide6.xml", f'descr="{FIGURE.alt}"', 'descr=""'),
    "a file name for words": ("ppt/slides/slide6.xml", f'descr="{FIGURE.alt}"', 'descr="two.svg"'),
    "a title twice": ("ppt/slides/slide2.xml", "What the words mean", "Sources"),
    "a lost relationship": ("ppt/slides/slide6.xml", 'r:embed="rId', 'r:embed="rId9'),
    "a cell too few": ("ppt/slides/slide10.xml", "<a:gridCol ", '<a:gridCol w="1"/><a:gridCol '),
    "an empty relationship": ("ppt/slides/slide6.xml", 'r:embed="rId2"', 'r:embed=""'),
    "decoration of another kind": (
        "ppt/slides/slide9.xml",
        "{C183D7F6-B498-43B3-948B-1728B52AA6E4}",
        "{00000000-0000-0000-0000-000000000000}",
    ),
    "a shape's id twice": ("ppt/slides/slide2.xml", 'id="3"', 'id="2"'),
    "a part that is not there": (
        "[Content_Types].xml",
        "</Types>",
        '<Override PartName="/ppt/x.xml" ContentType="a/b"/></Types>',
    ),
    "a part of no type": (
        "[Content_Types].xml",
        'PartName="/ppt/slides/slide1.xml"',
        'PartName="/ppt/slides/slide2.xml"',
    ),
    "a slot that its layout lacks": ("ppt/slides/slide3.xml", 'idx="1"', 'idx="77"'),
    "a text body without a paragraph": ("ppt/slides/slide2.xml", "<p:txBody>", "<p:txBody></p:txBody><p:txBody>"),
    "a slide of no size": ("ppt/presentation.xml", "<p:sldSz ", "<p:size "),
    "ids that clash": (
        "ppt/slideMasters/slideMaster1.xml",
        '<p:sldLayoutId id="2147483650"',
        '<p:sldLayoutId id="2147483649"',
    ),
    "a master without its theme": (
        "ppt/slideMasters/_rels/slideMaster1.xml.rels",
        "relationships/theme",
        "relationships/them",
    ),
    "a size below nothing": ("ppt/slides/slide6.xml", '<a:ext cx="', '<a:ext cx="-'),
    "two titles": ("ppt/slides/slide4.xml", '<p:ph type="body" idx="13"', '<p:ph type="title" idx="13"'),
    "a slide in no section": ("ppt/presentation.xml", '<p14:sldId id="256"/>', ""),
    "a person's folder": ("docProps/core.xml", "</cp:coreProperties>", "<!-- /home/ana --></cp:coreProperties>"),
}


@pytest.mark.parametrize("what", BREAKAGES)
def test_lint_sees(what: str) -> None:
    target, old, new = BREAKAGES[what]
    assert old in parts(written("plain")[0].data)[target]
    with zipfile.ZipFile(io.BytesIO(written("plain")[0].data)) as archive:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as broken:
            for info in archive.infolist():
                content = archive.read(info)
                broken.writestr(
                    info, content.replace(old.encode(), new.encode(), 1) if info.filename == target else content
                )
    assert lint(out.getvalue())


def test_python_pptx_reads_it_back() -> None:
    made, _ = written("plain")
    deck = sample_deck()
    shown = Presentation(io.BytesIO(made.data))
    slides = list(shown.slides)
    assert [slide.shapes.title.text for slide in slides] == [
        "".join(run.text for run in slide.title) for slide in deck.slides
    ]
    assert [slug(slide.slide_layout.name) for slide in slides] == [slide.layout for slide in deck.slides]
    assert [slide.name for slide in slides] == [slide.id for slide in deck.slides]
    for number, (slide, of) in enumerate(zip(slides, deck.slides, strict=True), 1):
        assert slide.has_notes_slide == bool(of.notes)
        shapes = {shape.name: shape for shape in slide.placeholders}
        assert shapes.keys() == {"title"} | {item.slot for item in of.filled} | (
            {"footer", "number"} if of.layout not in {"title", "cover"} else set()
        )
        if "number" in shapes:
            assert (shapes["footer"].text_frame.text, shapes["number"].text_frame.text) == (deck.footer, str(number))
    assert slides[7].shapes.title.top + slides[7].shapes.title.height < 0, "a title not shown stands above the slide"
    table = next(shape for shape in slides[9].placeholders if shape.name == "table").table
    assert table.first_row
    assert [cell.text for cell in table.rows[0].cells] == ["What you know", "Trafficking?", "What matters next"]
    assert (
        sum(column.width for column in table.columns)
        == next(s for s in slides[9].placeholders if s.name == "table").width
    )
    assert [
        list(plot.categories) for plot in next(s for s in slides[10].placeholders if s.name == "chart").chart.plots
    ] == [["Violence by clients", "Violence by police", "Refused help"]]
    runs = [
        run
        for shape in slides[-1].placeholders
        if shape.has_text_frame
        for p in shape.text_frame.paragraphs
        for run in p.runs
    ]
    assert [run.text for run in runs if "hlinksldjump" in run._r.xml] == ["Back to the beginning"]
    assert made.places["block-5"] == 5
    assert made.count == len(slides)


def test_notes_keep_their_marks_and_languages() -> None:
    made, _ = written("plain")
    frame = next(iter(Presentation(io.BytesIO(made.data)).slides)).notes_slide.notes_text_frame
    say, first, item, inner, numbered, thanks = frame.paragraphs
    assert [run.font.bold for run in first.runs] == [None, True, None]
    assert say.runs[0].font.bold
    assert "buChar" in item._p.xml
    assert inner.level == 1
    assert "buAutoNum" in numbered._p.xml
    assert [(run._r.rPr.get("lang"), run.font.italic) for run in thanks.runs] == [("fr", True), ("en-US", None)]


def test_properties_say_what_the_file_is_and_nothing_of_whoever_made_it() -> None:
    core = Presentation(io.BytesIO(written("plain")[0].data)).core_properties
    assert (core.title, core.language, core.version) == ("Two terms, two meanings", "en-US", "0.1.0")
    assert core.comments == "CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/"
    assert (core.author, core.last_modified_by, core.created.isoformat()[:10]) == ("", "", "2025-05-01")
    custom = parts(written("plain")[0].data)["docProps/custom.xml"]
    assert re.findall('name="([^"]*)"><vt:lpwstr>([^<]*)', custom) == [
        ("Course", "Words"),
        ("Course version", "1.2"),
        ("Version", "0.1.0"),
        ("License", "CC-BY-4.0"),
        ("Source SHA-256", "ab12"),
    ]


def test_an_undated_deck_has_no_date() -> None:
    template = make_template(theme_of("plain"))
    made = write_pptx(
        sample_deck(), read_layouts(template), template, replace(IMPRINT, date=None), theme=theme_of("plain")
    )
    assert "dcterms:created" not in parts(made.data)["docProps/core.xml"]


def test_hidden_slides_sections_and_pictures() -> None:
    made, layouts = written("plain")
    files = parts(made.data)
    assert [n for n in SLIDES if 'show="0"' in files[f"ppt/slides/slide{n}.xml"]] == [3]
    assert re.findall('<p14:section name="([^"]*)"', files["ppt/presentation.xml"]) == [
        "Beginning",
        "The law",
        "Questions",
    ]
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        kinds = sorted(name.rpartition(".")[2] for name in archive.namelist() if "/media/" in name)
    assert kinds.count("svg") == 1
    assert "asvg:svgBlip" in files["ppt/slides/slide6.xml"]
    for slide in Presentation(io.BytesIO(made.data)).slides:
        for shape in slide.placeholders:
            if shape._element.tag.endswith("}pic"):
                slot = layouts[slug(slide.slide_layout.name)].slot(shape.name)
                assert slot
                assert (shape.crop_left, shape.crop_right, shape.crop_top, shape.crop_bottom) == (0, 0, 0, 0)
                assert shape.width <= slot.box.width
                assert shape.height <= slot.box.height


def test_no_slide_has_a_place_of_its_own_but_for_what_has_no_other() -> None:
    """Text stands where its layout says, so another theme's layouts move it; pictures and tables stand in their slot's box."""
    made, layouts = written("plain")
    titles = []
    for number, slide in enumerate(Presentation(io.BytesIO(made.data)).slides, 1):
        for shape in slide.placeholders:
            frame = shape._element.find(".//{*}spPr/{*}xfrm")
            if shape._element.tag.endswith("}sp") and frame is not None:
                titles.append((number, shape.name))
            elif not shape._element.tag.endswith("}sp"):
                slot = layouts[slug(slide.slide_layout.name)].slot(shape.name)
                assert slot
                assert shape.left >= slot.box.x
                assert shape.left + shape.width <= slot.box.x + slot.box.width + 1
    assert titles == [(8, "title")], "the one title that is not shown"


def test_sizes_stand_on_runs_only_where_fitting_left_the_layout() -> None:
    files = parts(written("plain")[0].data)
    sized = [n for n in SLIDES if re.search(r'<a:(rPr|endParaRPr)[^>]* sz="', files[f"ppt/slides/slide{n}.xml"])]
    assert sized == [4]


def test_same_bytes_twice() -> None:
    assert written.__wrapped__("plain")[0].data == written("plain")[0].data


def test_layouts_are_read_as_powerpoint_resolves_them() -> None:
    layouts = written("plain")[1]
    title, answer = layouts["title"], layouts["answer"]
    assert (title.background, title.link, title.slots[2].kind) == ("#0b5c5b", "#ffffff", "picture")
    right = answer.slot("right")
    assert right
    assert (right.fill, right.levels[0].color, right.levels[0].bullet, right.levels[0].bold) == (
        "#0b5c5b",
        "#ffffff",
        "letter",
        True,
    )
    assert [layouts["content"].slot("body").levels[n].size for n in range(3)] == [24, 20, 20]  # type: ignore[union-attr]
    assert (layouts.table.color, layouts.table.header_rule, layouts["caution"].background) == (
        "#b9c6c6",
        25_400,
        "#f8f1ea",
    )


def test_a_template_in_a_language_written_from_the_right_is_mirrored() -> None:
    here, there = written("plain")[1], written("plain", lang="ar")[1]
    for name in here.layouts:
        for one, other in zip(here[name].slots, there[name].slots, strict=True):
            assert one.box.x + other.box.x + one.box.width == here.size[0]
            assert other.levels[0].rtl


def test_cells_of_a_table_from_the_right_name_their_direction() -> None:
    slides = [
        text
        for name, text in parts(written("plain", lang="ar")[0].data).items()
        if "<a:tbl>" in text and "slides/" in name
    ]
    assert slides
    for table in slides:
        cells = table[table.index("<a:tbl>") : table.index("</a:tbl>")]
        assert '<a:tblPr rtl="1"' in cells
        assert cells.count("<a:p>") == cells.count("<a:pPr ") == cells.count(' rtl="') - 1


colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(st.lists(colors, min_size=12, max_size=12), colors, st.sampled_from(["tx1", "bg2", "accent2", "accent6"]))
def test_every_role_has_an_exact_home(scheme: list[str], color: str, preferred: str) -> None:
    slots = dict(zip(SLOTS, scheme, strict=True))
    found = scheme_color(color, preferred, slots)
    base = slots[{"tx1": "dk1", "bg2": "lt2", "bg1": "lt1", "tx2": "dk2"}.get(found.slot, found.slot)]
    shown = apply_transforms(base, found.moves)
    assert all(abs(int(shown[n : n + 2], 16) - int(color[n : n + 2], 16)) <= 1 for n in (1, 3, 5))
