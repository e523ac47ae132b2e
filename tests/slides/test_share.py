"""Slides to share: the slides that the room saw, with their numbers, and no word of script, answers or hidden slides."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings

from builder.core.problems import Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.slides.deck.deck import Deck, text_of
from builder.slides.deck.share import participant_deck
from builder.slides.fit.fit import fit
from builder.slides.inspect.deck_text import deck_text
from builder.slides.outline.outline import outline
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.shared.labels import Labels
from builder.writers.slides_pdf.write import write_slides_handout, write_slides_pdf
from tests.support import tools
from tests.support.commands import FRONT, run
from tests.support.decks.deck_checks import LAYOUTS, THEME
from tests.support.decks.sample_deck import sample_deck
from tests.support.generated import marks, modules
from tests.support.print.pages import theme
from tests.support.specimen import specimen
from tests.test_cases import compiled
from tests.writers.pptx.test_pptx import IMPRINT

MODULE = """
## What is shown {time=10}

- seen one [@shown]
- seen two

::: notes
SAY: canary-script [@scripted].
:::

::: check
Seen question?

- [x] seen right

    canary-feedback [@answered]

- [ ] seen wrong

    canary-why
:::

## Talk

::: activity
### Seen activity

1. seen step

::: answer
canary-answer
:::
:::

::: facilitator
canary-guide
:::

## canary-topic {.notes}

canary-prose

## After the answers

- seen last
"""
REFERENCES = """
- {id: shown, title: Seen source, URL: "https://shown.example/"}
- {id: scripted, title: canary-source-one, URL: "https://canary-site.example/"}
- {id: answered, title: canary-source-two}
"""


def drawn(module: m.Module, edition: str) -> Deck:
    """Return the fitted deck of what an edition shows."""
    assert THEME
    chosen = select(module, EDITIONS[edition])
    return fit(outline(chosen, THEME, LAYOUTS, Imprint(), PageIndex(), Problems()), LAYOUTS, THEME, Problems())


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(modules)
def test_no_mark_of_what_is_not_shared_is_left(module: m.Module) -> None:
    whole = drawn(module, "slides")
    share = participant_deck(whole, drawn(module, "slides-share"))
    told = deck_text(share)
    visible = marks(select(module, EDITIONS["slides-share"])).keys()
    assert not [mark for mark in marks(module) if mark not in visible and mark in told]
    assert all(not slide.notes and not slide.answers and not slide.hidden for slide in share.slides)
    numbers = [slide.number for slide in share.slides]
    assert numbers == sorted(numbers)
    assert numbers[-1] <= len(whole.slides)


def _text(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def _everything(data: bytes) -> str:
    """All that a PDF holds: text, streams unpacked, outline, metadata."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [
            o.read_bytes()
            for o in pdf.objects
            if isinstance(o, pikepdf.Stream) and o.get("/Filter") in (None, pikepdf.Name.FlateDecode)
        ]
        rest = [str(o) if not isinstance(o, pikepdf.Stream) else "" for o in pdf.objects]
    return b"\n".join(streams).decode("latin-1") + "\n".join(rest) + "\n".join(_text(data))


@pytest.mark.slow
def test_a_course_is_shared_without_its_canaries(tmp_path: Path) -> None:
    folder = tmp_path / "modules" / "m"
    folder.mkdir(parents=True)
    (folder / "module.md").write_text(
        FRONT.format(title="M", more="materials: [canary-materials]\n") + MODULE, encoding="utf-8"
    )
    (tmp_path / "modules" / "course.yml").write_text("title: C\nlang: en-US\n", encoding="utf-8")
    (tmp_path / "modules" / "references.yml").write_text(REFERENCES, encoding="utf-8")
    assert run("build", "--edition", "slides", "--edition", "slides-share", cwd=tmp_path).returncode == 0
    assert run("build", "--slide-handout", "3", "--paper", "a4", cwd=tmp_path).returncode == 0
    out = tmp_path / "output" / "en-US" / "m"
    whole = (out / "m-slides-en-US.pdf").read_bytes()
    assert "canary-feedback" in "".join(_text(whole)), "the check can fail"
    for name in ("m-slides-share-en-US.pdf", "m-slides-share-3up-a4-en-US.pdf"):
        found = _everything((out / name).read_bytes())
        assert "canary" not in found, name
        for seen in ("seen one", "seen right", "seen step", "seen last", "Seen source"):
            assert seen in found, (name, seen)
    full, less = _text(whole), _text((out / "m-slides-share-en-US.pdf").read_bytes())
    last = next(n for n, text in enumerate(full, 1) if "seen last" in text)
    assert next(text for text in less if "seen last" in text).split()[-1] == str(last), (
        "numbers are those of the whole deck"
    )
    rows = {
        row["path"].rsplit("/", 1)[1]: row
        for row in json.loads((tmp_path / "output" / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    }
    share, paper = rows["m-slides-share-en-US.pdf"], rows["m-slides-share-3up-a4-en-US.pdf"]
    assert (share["audience"], share["paper"], share["slides"]) == ("participants", None, len(less))
    assert (paper["audience"], paper["paper"], paper["variant"], paper["pages"]) == (
        "participants",
        "a4",
        "3up",
        -(-len(less) // 3),
    )
    assert run("build", "--slide-handout", "3", "--edition", "guide", cwd=tmp_path).returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("up", "paper", "lang"), [(1, "letter", "en-US"), (2, "a4", "en-US"), (3, "letter", "ar"), (6, "a4", "en-US")]
)
def test_handouts_hold_every_slide_with_its_number_and_satisfy_verapdf(
    up: int, paper: str, lang: str, tmp_path: Path
) -> None:
    assert THEME
    deck = sample_deck(lang)
    deck = replace(deck, slides=tuple(replace(slide, number=n) for n, slide in enumerate(deck.slides, 1) if n % 5))
    problems = Problems()
    variant = Variant("a4" if paper == "a4" else "letter", up=up)
    made = write_slides_handout(deck, LAYOUTS, THEME, variant, IMPRINT, problems)
    assert list(problems) == []
    assert made.count == -(-len(deck.slides) // up)
    pages = _text(made.data)
    for place, slide in enumerate(deck.slides):
        page = " ".join(pages[place // up].split())
        assert " ".join(Labels(THEME, lang)("slide", number=slide.number).split()) in page
        title = " ".join("".join(run.text for run in slide.title).split())
        assert title in page or lang == "ar"
    assert made.places["block-28"] == 28
    path = tmp_path / "handout.pdf"
    path.write_bytes(made.data)
    assert tools.verapdf_failures(path, "ua1") == []


def test_each_page_of_a_handout_of_slides_says_what_it_is_and_how_old() -> None:
    """A copied page outlives the first."""
    assert THEME
    imprint = replace(IMPRINT, draft_notice="Draft.")
    made = write_slides_handout(sample_deck(), LAYOUTS, THEME, Variant("letter", up=6), imprint, Problems())
    for page in _text(made.data):
        assert " · Slides to share · version 0.1.0 · draft" in " ".join(page.split())


def test_slides_that_are_not_in_the_show_are_not_shared_and_leave_their_numbers() -> None:
    text = "## One\n\n- a\n\n## canary-more {.optional}\n\n- canary-b\n\n## Two\n\n- c\n\n## Two\n\n- d\n"
    module = compiled(text).module
    whole, share = drawn(module, "slides"), participant_deck(drawn(module, "slides"), drawn(module, "slides-share"))
    assert "canary" in deck_text(whole)
    assert "canary" not in deck_text(share)
    numbers = {slide.id: number for number, slide in enumerate(whole.slides, 1)}
    assert [(slide.id, slide.number) for slide in share.slides if slide.topic] == [
        (ident, number) for ident, number in numbers.items() if ident in {"one.1", "two.1", "two-2.1"}
    ]


def test_a_slide_keeps_the_number_that_it_was_given() -> None:
    assert THEME
    slide = replace(sample_deck().slides[2], number=17)
    made = write_slides_pdf(replace(sample_deck(), slides=(slide,)), LAYOUTS, THEME, IMPRINT, Problems())
    assert _text(made.data)[0].split()[-1] == "17"
    assert made.places["block-3"] == 17


def test_a_guide_may_refer_to_the_slides_to_share() -> None:
    module = specimen()
    imprint = Imprint(course="A course")
    known: dict[str, dict[str, int]] = {"handout": {}}
    bench = ModuleBuild(ModuleInputs(module, theme(), imprint, "letter", known_places=known), Problems())
    assert bench.places("slides-share", Variant()) == bench.slides_to_share(Variant()).places != {}


@pytest.mark.parametrize("grey", [False, True])
def test_a_handout_of_slides_in_grey_has_no_color(*, grey: bool) -> None:
    assert THEME
    made = write_slides_handout(sample_deck(), LAYOUTS, THEME, Variant("letter", up=6, grey=grey), IMPRINT, Problems())
    pages = [page.render(scale=1).to_pil().convert("HSV") for page in pypdfium2.PdfDocument(made.data)]
    most = max(page.getchannel("S").getextrema()[1] for page in pages)
    assert most == 0 if grey else most > 100, "the most saturated dot"


def test_a_decorative_picture_is_whole_on_paper() -> None:
    """WeasyPrint cuts backgrounds off at the page's edge before it scales a slide."""
    assert THEME
    (slide,) = (slide for slide in sample_deck().slides if text_of(slide.title) == "A band that decorates")
    deck = replace(sample_deck(), slides=(slide,))
    made = write_slides_handout(deck, LAYOUTS, THEME, Variant("letter", up=1), IMPRINT, Problems())
    (page,) = pypdfium2.PdfDocument(made.data)
    left, _, right, _ = (
        page.render(scale=1).to_pil().convert("HSV").getchannel("S").point(lambda s: s > 100 and 255).getbbox()
    )
    assert right - left > page.get_width() / 2
