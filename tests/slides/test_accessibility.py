"""The accessibility report of a deck: it passes ours, and every check sees what it is there for."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest

from builder.core.frozen import replace
from builder.slides.deck.layouts import Layout
from builder.slides.inspect.accessibility import CHECKS, examine, report, summary
from builder.slides.inspect.read_pptx import read_pptx
from builder.slides.template import read_layouts as layouts_module
from builder.slides.template.read_layouts import open_parts, read_every_layout, read_layouts_in_use
from tests.support.commands import FRONT, run
from tests.support.decks.sample_deck import FIGURE
from tests.writers.pptx.test_pptx import THEMES, written

SLIDE = "ppt/slides/slide{}.xml"


@cache
def deck() -> bytes:
    return written("plain")[0].data


def changed(changes: dict[str, tuple[str, str]]) -> bytes:
    """The deck with words of its parts replaced; a pattern that is not there fails."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck())) as archive, zipfile.ZipFile(out, "w") as made:
        for info in archive.infolist():
            content = archive.read(info)
            if info.filename in changes:
                pattern, new = changes[info.filename]
                text, count = re.subn(pattern, new, content.decode(), count=1, flags=re.DOTALL)
                assert count, info.filename
                content = text.encode()
            made.writestr(info, content)
    return out.getvalue()


FAULTS: dict[str, tuple[str, dict[str, tuple[str, str]], str]] = {
    "no title": ("titles", {SLIDE.format(2): (r'<p:ph type="title"/>', '<p:ph type="body" idx="1"/>')}, "it has no title"),
    "an empty title": ("titles", {SLIDE.format(2): ("<a:t>What the words mean</a:t>", "<a:t> </a:t>")}, "its title is empty"),
    "a title twice": ("unique titles", {SLIDE.format(2): ("What the words mean", "Sources")}, "the title “Sources” stands 2 times"),
    "the answer read before the reason": (
        "reading order",
        {SLIDE.format(25): (r'(<p:sp><p:nvSpPr><p:cNvPr id="\d+" name="right"/>.*?</p:sp>)(<p:sp>.*?</p:sp>)', r"\2\1")},
        "“right” is read after “reason”, and stands before it",
    ),
    "a column before the one at its left": (
        "reading order",
        {SLIDE.format(4): (r'(<p:sp><p:nvSpPr><p:cNvPr id="\d+" name="left"/>.*?</p:sp>)(<p:sp>.*?</p:sp>)', r"\2\1")},
        "“left” is read after “right”, and stands before it",
    ),
    "the footer first": (
        "feet last",
        {SLIDE.format(3): (r'(</p:grpSpPr>)(.*)(<p:sp><p:nvSpPr><p:cNvPr id="\d+" name="footer"/>.*?</p:sp>)', r"\1\3\2")},
        "its footer or number is read before its content",
    ),
    "a picture without words": ("alternatives", {SLIDE.format(6): (re.escape(f'descr="{FIGURE.alt}"'), 'descr=""')}, "picture “picture” has no text alternative"),
    "a file name for words": ("alternatives", {SLIDE.format(6): (re.escape(FIGURE.alt), "two.svg")}, "is a file name"),
    "a decoration with words": ("alternatives", {SLIDE.format(9): ('descr=""', 'descr="A band"')}, "marked as decoration, and has a text alternative"),
    "a chart without words": ("alternatives", {SLIDE.format(11): (r'descr="Bars[^"]*"', 'descr=" "')}, "chart “chart” has no text alternative"),
    "a table without words": ("alternatives", {SLIDE.format(10): (r'descr="Three[^"]*"', "")}, "table “table” has no text alternative"),
    "a table without header": ("table headers", {SLIDE.format(10): (' firstRow="1"', "")}, "has no header row"),
    "a run in no language": ("languages", {SLIDE.format(2): (r'<a:r><a:rPr lang="en-US"', "<a:r><a:rPr")}, "1 run of its text name no language"),
    "a note in no language": ("languages", {"ppt/notesSlides/notesSlide1.xml": (r'<a:r><a:rPr lang="en-US"', "<a:r><a:rPr")}, "1 run of its notes name no language"),
    "a file in no language": ("languages", {"docProps/core.xml": ("<dc:language>.*</dc:language>", "")}, "the file names no language"),
    "small text": ("sizes", {SLIDE.format(3): (r'<a:r><a:rPr lang="en-US"/><a:t>Nobody', '<a:r><a:rPr lang="en-US" sz="1200"/><a:t>Nobody')}, "“body” has text of 12 pt; at least 18 pt"),
    "a small table": ("sizes", {SLIDE.format(10): (r'<a:r><a:rPr lang="en-US"/><a:t>Sa', '<a:r><a:rPr lang="en-US" sz="1400"/><a:t>Sa')}, "“table” has text of 14 pt; at least 16 pt"),
    "a small chart": ("sizes", {"ppt/charts/chart1.xml": (r'sz="1600"', 'sz="900"')}, "“chart” has text of 9 pt; at least 14 pt"),
    "faint text": ("contrast", {"ppt/theme/theme1.xml": ("1D2A2F", "BBBBBB")}, "“body” is #bbbbbb on #ffffff, 1.9:1 of 3:1"),
    "no sections": ("sections", {"ppt/presentation.xml": (r"<p:extLst>.*</p:extLst>", "")}, "slides are not grouped in sections"),
    "a slide in no section": ("sections", {"ppt/presentation.xml": (r'<p14:sldId id="256"/>', "")}, "sections do not hold every slide once, in order"),
    "a nameless section": ("sections", {"ppt/presentation.xml": (r'section name="Beginning"', 'section name=""')}, "a section has no name"),
    "empty notes": ("notes", {"ppt/notesSlides/notesSlide1.xml": (r"<a:r>.*</a:r>", "")}, "its notes are empty"),
    "a file without title": ("structure", {"docProps/core.xml": ("<dc:title>.*</dc:title>", "")}, "the file's properties name no title"),
    "a loose text box": ("structure", {SLIDE.format(2): (r'<p:ph type="body" idx="1"/>', "")}, "“text” stands in no placeholder of its layout"),
    "an empty placeholder": ("structure", {SLIDE.format(2): ("<a:t>Two laws, two lives, one confusion</a:t>", "<a:t></a:t>")}, "“text” is an empty placeholder"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "ratio", "lang"),
    [
        *(
            (name, *kind)
            for name in ("plain", "contrast")
            for kind in (("16:9", "en-US"), ("4:3", "en-US"), ("16:9", "ar"))
        ),
        *((name, "16:9", "en-US") for name in THEMES[2:]),
        *(
            pytest.param(name, *kind, marks=pytest.mark.slow)
            for name in THEMES[2:]
            for kind in (("4:3", "en-US"), ("16:9", "ar"))
        ),
    ],
)
def test_our_decks_pass_every_check(name: str, ratio: str, lang: str) -> None:
    checks = examine(written(name, ratio, lang)[0].data)
    assert len(checks) == len(CHECKS) == 12
    assert [(check.name, check.faults) for check in checks if not check.passed] == []


@pytest.mark.parametrize("what", FAULTS)
def test_a_planted_fault_is_found_by_its_check(what: str) -> None:
    name, changes, said = FAULTS[what]
    failed = {check.name: check.faults for check in examine(changed(changes)) if not check.passed}
    assert name in failed
    assert any(said in fault.what for fault in failed[name]), failed[name]
    for path in changes:
        if part := re.search(r"slides/slide(\d+)", path):
            assert int(part[1]) in {fault.slide for fault in failed[name]}
    assert summary(examine(changed(changes))) != "accessibility 12 of 12 checks pass"


def test_every_check_has_a_fault_that_it_sees() -> None:
    assert {name for name, _, _ in FAULTS.values()} == set(CHECKS)


def test_no_notes_at_all() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck())) as archive, zipfile.ZipFile(out, "w") as made:
        for info in archive.infolist():
            content = archive.read(info)
            if re.fullmatch(r"ppt/slides/_rels/slide\d+\.xml\.rels", info.filename):
                content = re.sub(rb'<Relationship [^>]*notesSlide"[^>]*/>', b"", content)
            made.writestr(info, content)
    assert "no slide has speaker notes" in report(examine(out.getvalue()), "x")


def test_the_report_is_a_page_that_people_read() -> None:
    page = report(
        examine(changed({SLIDE.format(6): (re.escape(FIGURE.alt), "two.svg")})), "two-terms-slides-en-US.pptx"
    )
    rows = page.splitlines()
    assert rows[0] == "two-terms-slides-en-US.pptx: accessibility 11 of 12 checks pass"
    assert "FAIL  alternatives  every picture, table and chart is told in words, or marked as decoration" in rows
    assert "                    slide 6: the text alternative of picture “picture” is a file name" in rows
    assert sum(row.startswith("pass  ") for row in rows) == 11


LAYOUT = "ppt/slideLayouts/slide"


def test_layouts_are_read_again_when_what_they_inherit_has_changed() -> None:
    used = {slide.layout.part for slide in read_pptx(deck()).slides}
    theme = re.search(rb"<a:dk1>.*?</a:dk1>", open_parts(deck()).files["ppt/theme/theme1.xml"])
    assert theme
    other = dict(open_parts(deck()).files)
    other["ppt/theme/theme1.xml"] = other["ppt/theme/theme1.xml"].replace(
        theme[0], b'<a:dk1><a:srgbClr val="123456"/></a:dk1>'
    )
    assert {layout.text for layout in read_layouts_in_use(open_parts(other), used).values()} == {"#123456"}


def test_a_report_reads_the_layouts_that_slides_use_and_no_others() -> None:
    file = read_pptx(deck())
    used = {slide.layout.part for slide in file.slides}
    layouts_module._KNOWN.clear()  # what other tests have read
    once, again = open_parts(deck()), open_parts(deck())
    found = read_layouts_in_use(once, used)
    assert found.keys() == used
    assert {name for name in once.parsed if name.startswith(LAYOUT)} == used
    assert read_layouts_in_use(again, used) == found
    assert not {name for name in again.parsed if name.startswith(LAYOUT)}, "the same bytes are read once"
    every = {layout.part: layout for layout in read_every_layout(deck())[1]}
    assert len(used) < len(every)
    for slide in file.slides:
        assert without_steps(slide.layout) == without_steps(every[slide.layout.part])


def without_steps(layout: Layout) -> Layout:
    return replace(layout, slots=tuple(replace(slot, steps=()) for slot in layout.slots))


def test_bytes_that_are_no_deck() -> None:
    with pytest.raises(ValueError, match="not a PowerPoint file"):
        examine(b"no")


@pytest.mark.slow
def test_show_prints_it_and_build_sums_it_up(tmp_path: Path) -> None:
    folder = tmp_path / "modules" / "m"
    folder.mkdir(parents=True)
    (folder / "module.md").write_text(FRONT.format(title="M", more="") + "## One\n\n- a\n", encoding="utf-8")
    (tmp_path / "modules" / "course.yml").write_text("title: C\nlang: en-US\n", encoding="utf-8")
    assert "deck m: accessibility 12 of 12 checks pass" in run("build", "--edition", "slides", cwd=tmp_path).stderr
    assert run("show", "m", "--stage", "accessibility", cwd=tmp_path).stdout.startswith(
        "m-slides-en-US.pptx: accessibility 12 of 12 checks pass\n"
    )
