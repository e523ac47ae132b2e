"""An organization's own PowerPoint template: nothing of its slides stays, its layouts are used, and everything fits them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pptx
import pytest
from lxml import etree

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model.module import Module
from builder.model.outputs import PageIndex, RenderedFile
from builder.slides.brand.brand import Brand, make_brand
from builder.slides.deck.deck import EMU_PER_POINT, Deck, TableContent, TextContent
from builder.slides.fit.fit import fit
from builder.slides.fit.font_metrics import FontSet
from builder.slides.fit.measure import Measure
from builder.slides.outline.outline import outline
from builder.theme.theme import PowerPointFile, Theme
from builder.writers.pptx.write import write_pptx
from builder.writers.slides_pdf.write import write_slides_pdf
from tests.support import tools
from tests.support.commands import FRONT, run
from tests.support.decks.brand_templates import NS, PYTHON_PPTX, TEMPLATES, by_hand, template_with, zip_bomb
from tests.support.decks.deck_checks import LAYOUTS, theme_of
from tests.support.decks.lint_package import lint
from tests.support.decks.sample_deck import sample_deck
from tests.writers.pptx.test_pptx import IMPRINT

SLOW = [pytest.param(name, marks=pytest.mark.slow) if name.startswith("libre") else name for name in TEMPLATES]


def brand_of(
    data: bytes, layouts: dict[str, str] | None = None, name: str = "brand.potx"
) -> tuple[Brand | None, Problems]:
    theme = theme_of("plain")
    slides = theme.tokens.slides.model_copy(update={"layouts": layouts or {}})
    theme = replace(theme, tokens=theme.tokens.model_copy(update={"slides": slides}))
    problems = Problems()
    return make_brand(
        PowerPointFile(name, data, Span("themes/b/theme.yml", 3)), theme, "en-US", LAYOUTS, problems
    ), problems


@cache
def ready(name: str) -> Brand:
    brand, _ = brand_of(TEMPLATES[name](), name=name)
    assert brand
    return brand


def sample_deck_for(brand: Brand) -> Deck:
    """The deck with every layout and content, fitted to a template."""
    slides = tuple(
        replace(slide, filled=tuple(item for item in slide.filled if brand.layouts[slide.layout].slot(item.slot)))
        for slide in sample_deck().slides
    )
    return fit(replace(sample_deck(), slides=slides), brand.layouts, brand.theme, Problems())


@cache
def written(name: str) -> tuple[Deck, RenderedFile]:
    """The deck with every layout and content, fitted and written in a template."""
    brand = ready(name)
    deck = sample_deck_for(brand)
    return deck, write_pptx(deck, brand.layouts, brand.data, IMPRINT, theme=brand.theme)


def faults(data: bytes) -> list[str]:
    """What lint finds, but for colors and fonts: a template may name its own."""
    return [fault for fault in lint(data) if "the color" not in fault and "the font" not in fault]


@pytest.mark.parametrize("name", SLOW)
def test_decks_are_sound(name: str, tmp_path: Path) -> None:
    data = written(name)[1].data
    assert faults(data) == []
    path = tmp_path / "deck.pptx"
    path.write_bytes(data)
    assert tools.audit_errors(path) == []
    assert len(list(pptx.Presentation(io.BytesIO(data)).slides)) == len(written(name)[0].slides)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEMPLATES)
def test_microsofts_validator_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(written(name)[1].data)
    assert tools.sdk_errors(path) == []


@pytest.mark.parametrize("name", SLOW)
def test_everything_fits(name: str) -> None:
    """No text is measured higher than its box, in the template's own sizes and with room for fonts that we do not have."""
    assert too_high(written(name)[0], ready(name)) == []


def too_high(deck: Deck, brand: Brand) -> list[tuple[str, str, float]]:
    """Return the slots of a deck whose content is measured higher than their boxes, with how many times."""
    measure = Measure(FontSet(brand.theme))
    over = []
    for slide in deck.slides:
        for item in slide.filled:
            slot = brand.layouts[slide.layout].slot(item.slot)
            assert slot
            slot = replace(slot, box=item.box or slot.box)
            if isinstance(item.content, TextContent):
                height, room = measure.text(item.content.lines, slot, item.scale), slot.inner.height / EMU_PER_POINT
            elif isinstance(item.content, TableContent):
                height, room = sum(item.content.heights), slot.box.height
            else:
                continue
            if height > room:
                over.append((slide.layout, item.slot, round(height / room, 2)))
    return over


@pytest.mark.slow
@pytest.mark.parametrize("name", TEMPLATES)
def test_libreoffice_shows_all_words_inside_the_slide(name: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(written(name)[1].data)
    assert outside_slides(tools.libreoffice_pdf(path, tmp_path)) == []


def outside_slides(pdf: Path) -> list[tuple[int, str]]:
    """Return words that stand outside their page, with its number; titles that are not shown stand above it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf.read_bytes())
    outside = []
    for number, page in enumerate(document, 1):
        text, (width, height) = page.get_textpage(), page.get_size()
        for rect in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(rect)
            words = text.get_text_bounded(left, bottom, right, top)
            hidden = bottom > height  # a title above the slide
            if words.strip() and not hidden and (left < -1 or bottom < -1 or right > width + 1 or top > height + 1):
                outside.append((number, words))
    return outside


def test_nothing_of_the_templates_own_slides_people_or_links_is_left() -> None:
    data = written("by-hand.potx")[1].data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    for trace in (b"SECRET", b"tracker.example", b"modifyVerifier", b"firstSlideNum", b"template.main"):
        assert trace not in everything
    assert not [name for name in names if "vba" in name or "customXml" in name or "omment" in name]
    assert "ppt/notesMasters/notesMaster1.xml" in names, "it had no master for notes and got one"


def test_layouts_are_found_by_kind_name_and_shape() -> None:
    brand = ready("by-hand.potx")
    how = {name: (one.layout.name, one.how) for name, one in brand.found.items()}
    assert how["title"] == ("cover", "type")
    assert how["content"] == ("words", "shape")
    assert how["two-columns"] == ("side-by-side", "shape")
    assert how["statement"] == ("statement", "name")
    assert how["table"] == ("words", "shape")
    assert how["activity"] == ("words", "")
    assert brand.layouts["statement"].part == "ppt/slideLayouts/slideLayout4.xml", "the template's own, as it is"
    assert [slot.name for slot in brand.layouts["statement"].slots] == ["title", "statement", "source"]
    assert how["three-columns"] == ("words", "")
    assert {slot.name for slot in brand.layouts["three-columns"].slots} >= {"left", "middle", "right"}
    assert set(LAYOUTS.layouts) <= set(brand.layouts.layouts)


def test_sizes_and_colors_are_the_templates_own() -> None:
    brand = ready("by-hand.potx")
    body, title = brand.layouts["content"].slot("body"), brand.layouts["content"].slot("title")
    assert body
    assert title
    assert (body.levels[0].size, title.levels[0].size) == (26, 36)
    assert (body.levels[0].color, brand.layouts["content"].background) == (
        brand.layouts.colors["lt1"],
        brand.layouts.colors["dk1"],
    )
    option = brand.layouts["question-3"].slot("option-2")
    assert option
    assert (option.line, option.levels[0].bullet, option.levels[0].color) == (
        brand.layouts.colors["lt1"],
        "letter",
        brand.layouts.colors["lt1"],
    )
    assert brand.theme.tokens.slides.stretch == 1, "Arial is measured as it is"
    _, problems = brand_of(PYTHON_PPTX.read_bytes())
    assert [(p.code, "Calibri" in p.message) for p in problems] == [(ProblemCode.UNMEASURED_FONT, True)]
    assert ready("python-pptx.pptx").theme.tokens.slides.stretch == 1.16


def test_what_could_not_be_matched_is_told_once_for_what_is_used() -> None:
    brand, problems = ready("by-hand.potx"), Problems()
    shown = sample_deck().slides
    deck = replace(
        sample_deck(), slides=tuple(slide for slide in shown if slide.layout in {"activity", "content", "table"}) * 2
    )
    brand.report(deck, problems)
    assert [(p.code.value, p.message, p.at.line) for p in problems] == [
        ("layout-not-matched", "by-hand.potx has no layout for `activity`; its “Words” carries it", 3)
    ]


def test_an_own_map_wins_and_its_mistakes_are_told() -> None:
    brand, problems = brand_of(by_hand(), {"quote": "Statement", "activty": "Words", "closing": "Coverr"})
    assert brand
    assert (brand.found["quote"].layout.name, brand.found["quote"].how) == ("statement", "map")
    assert [(p.message, p.hint) for p in problems if p.code is ProblemCode.LAYOUT_NOT_MATCHED] == [
        ("brand.potx has no layout “Coverr” to use for `closing`", "did you mean `cover`?"),
        ("there is no slide layout `activty`", "did you mean `activity`?"),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: b"PK not a zip", "is not a PowerPoint file"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "protected by a password"),
        (zip_bomb, "unpacks to more than 120 MB"),
        (
            lambda: template_with(
                "ppt/theme/theme1.xml", b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>"
            ),
            "document type",
        ),
        (
            lambda: template_with(
                "ppt/presentation.xml", b'<p:presentation xmlns:p="http://purl.oclc.org/ooxml/presentationml/main"/>'
            ),
            "Strict Open XML",
        ),
        (lambda: template_with("ppt/slideMasters/slideMaster1.xml", b"<broken"), "cannot be used"),
        (lambda: template_with("ppt/presentation.xml", f"<p:presentation {NS}/>".encode()), "lacks a part"),
    ],
)
def test_files_that_are_no_template_are_refused_in_words(data: Callable[[], bytes], said: str) -> None:
    brand, problems = brand_of(data())
    assert brand is None
    assert [(p.code, said in p.message) for p in problems] == [(ProblemCode.BROKEN_THEME, True)], [
        p.message for p in problems
    ]


@pytest.mark.slow
def test_a_damaged_template_is_used_or_refused_and_never_crashes_us() -> None:
    whole = PYTHON_PPTX.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for lost in files:
        for content in (None, b"", files[lost][: len(files[lost]) // 2], b"<x/>"):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as made:
                for name, data in files.items():
                    if name != lost:
                        made.writestr(name, data)
                    elif content is not None:
                        made.writestr(name, content)
            brand, problems = brand_of(out.getvalue())
            assert brand or problems.has_errors, lost


def test_no_word_is_lost_in_another_template() -> None:
    """What a template has no slot for goes where there is one: text is the same in all, kickers aside."""
    from builder.core.source import Source
    from builder.parse.markdown import ParseContext, parse_body
    from builder.transform.editions import EDITIONS
    from builder.transform.selection import select
    from tests.slides.test_outline import META

    text = "## One\n\n> Quoted words.\n\n![](wide.svg){.decorative}\n\n::: caution\nMind this.\n:::\n\n::: check\nIs it?\n\n- [x] yes it is\n\n    reason\n\n- [ ] no\n:::\n"
    module: Module = select(
        parse_body(Source("module.md", text), 1, META, ParseContext(), Problems()), EDITIONS["slides"]
    )
    for name in ("by-hand.potx", "python-pptx.pptx"):
        brand = ready(name)
        deck = fit(
            outline(module, brand.theme, brand.layouts, IMPRINT, PageIndex(), Problems()),
            brand.layouts,
            brand.theme,
            Problems(),
        )
        told = "".join(
            etree.tostring(etree.fromstring(part), encoding="unicode", method="text")
            for part in _slides(write_pptx(deck, brand.layouts, brand.data, IMPRINT, theme=brand.theme).data)
        )
        for words in (
            "Quoted words.",
            "Mind this.",
            "Is it?",
            "yes it is",
            "reason",
            "no",
            "What it is about.",
            "CC BY 4.0",
        ):
            assert words in told, (name, words)


def _slides(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.startswith("ppt/slides/slide")]


def test_the_pdf_is_drawn_from_the_same_layouts() -> None:
    brand, (deck, _) = ready("by-hand.potx"), written("by-hand.potx")
    problems = Problems()
    few = replace(deck, slides=deck.slides[:3])
    assert write_slides_pdf(few, brand.layouts, brand.theme, IMPRINT, problems).count == 3
    assert list(problems) == []


@pytest.mark.slow
def test_a_course_with_a_template_of_its_own(tmp_path: Path) -> None:
    folder, theme = tmp_path / "modules" / "m", tmp_path / "themes" / "ours"
    folder.mkdir(parents=True)
    theme.mkdir(parents=True)
    (folder / "module.md").write_text(
        FRONT.format(title="M", more="") + "## One\n\n- a\n\n> Quoted.\n", encoding="utf-8"
    )
    (tmp_path / "modules" / "course.yml").write_text("title: C\nlang: en-US\ntheme: ours\n", encoding="utf-8")
    (theme / "brand.potx").write_bytes(by_hand())
    (theme / "theme.yml").write_text("name: Ours\nextends: plain\nslides:\n  template: brand.potx\n", encoding="utf-8")
    done = run("build", "--edition", "slides", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "themes/ours/theme.yml:4:3: warning[layout-not-matched]: brand.potx has no layout for `quote`" in done.stderr
    deck = pptx.Presentation(io.BytesIO((tmp_path / "output" / "en-US" / "m" / "m-slides-en-US.pptx").read_bytes()))
    assert {layout.name for layout in deck.slide_layouts} >= {"Cover", "Words", "Side by side"}
    module = tmp_path / "modules" / "m" / "module.md"
    module.write_text(module.read_text(encoding="utf-8") + "\n- more\n", encoding="utf-8")
    again = run("build", "--edition", "slides", cwd=tmp_path)
    assert "layout-not-matched" not in again.stderr, "what is said of a template is said once"
    assert "layout-not-matched" in run("build", "--edition", "slides", "--strict", cwd=tmp_path).stderr
    (theme / "brand.potx").write_bytes(b"no")
    done = run("build", "--edition", "slides", cwd=tmp_path)
    assert done.returncode in {1, 2}
    assert "error[broken-theme]: the PowerPoint template `brand.potx` cannot be used" in done.stderr


def test_a_theme_without_a_template_needs_none() -> None:
    assert isinstance(theme_of("plain"), Theme)
    assert theme_of("plain").template is None
