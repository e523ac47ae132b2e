"""What `check` passes, `build` makes: of a module in which `check` finds no error, every edition can be written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from builder.check import check
from builder.core.problems import Problems
from builder.core.source import Source
from builder.engine.module_build import DeckAndPictures, ModuleBuild, ModuleInputs
from builder.engine.module_check import ModuleCheck
from builder.model.outputs import Imprint, Variant
from builder.parse.markdown import ParseContext, parse
from builder.theme.load import load_theme
from builder.transform.editions import EDITIONS
from builder.writers.pages.guide.script import SlidePicture
from builder.writers.slides_pdf.html import slides_html
from tests.support.generated import ASSETS
from tests.support.sources import FRONT, sources

THEME = load_theme("plain", Problems())
assert THEME is not None
IMPRINT = Imprint(course="A course", license="CC-BY-4.0")
ALIKE = (
    "# One\n\n- a list\n\n# Two\n\n- a list\n",
    "- a list\n\n# Part\n\n- a list\n",
    "A list:\n\n- one\n\n## Opening\n\n- a\n\n## End\n\n- b\n\n## Before\n\n- c\n\n## X {#end-1}\n\n- d\n",
)
"""Modules whose decks could not be written when slides were named after the ids of blocks."""


def checked(text: str) -> ModuleInputs | None:
    """Return a module in which `check` finds no error, else None."""
    assert THEME is not None
    problems = Problems()
    module = parse(Source("module.md", text), "generated", ParseContext(), problems)
    module = replace(module, assets={"p.svg": ASSETS["wide.svg"]})
    check(module, problems)
    inputs = ModuleInputs(module, THEME, IMPRINT, "letter")
    if not problems.has_errors:
        ModuleCheck(inputs, problems).check()
    return None if problems.has_errors else inputs


def write_all(inputs: ModuleInputs) -> None:
    """Write every edition up to where pages are laid out; references between editions have no pages."""
    problems = Problems()
    nowhere = ModuleBuild(replace(inputs, known_places={name: {} for name in EDITIONS}), problems)
    deck = nowhere.deck
    pictures = tuple(SlidePicture(n, "", slide.ids) for n, slide in enumerate(deck.slides, 1))
    build = ModuleBuild(replace(nowhere.inputs, finished_deck=DeckAndPictures(deck, pictures)), problems)
    assert len({slide.id for slide in deck.slides}) == len(deck.slides)
    plain = Variant("letter")
    for name, edition in EDITIONS.items():
        if not build.selection(name).body:
            continue
        for form in edition.endings:
            match edition.format(form).writer:
                case "page":
                    assert build.html(name, plain)
                case "slides_pdf":
                    assert slides_html(deck, build.template.layouts, build.template.theme, IMPRINT)
                case "slides_share":
                    shared = build.deck_to_share
                    assert slides_html(shared, build.template.layouts, build.template.theme, IMPRINT)
                case _:
                    assert build.render(name, form, plain).data
    assert not problems.has_errors, problems.found


def examples(count: int) -> settings:
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("text", ALIKE)
def test_slides_have_ids_of_their_own(text: str) -> None:
    inputs = checked(FRONT + text)
    assert inputs
    write_all(inputs)


@given(sources)
@examples(8)
def test_what_check_passes_is_written(text: str) -> None:
    if inputs := checked(text):
        write_all(inputs)


@pytest.mark.slow
@given(sources)
@examples(250)
def test_what_check_passes_is_written_of_many(text: str) -> None:
    if inputs := checked(text):
        write_all(inputs)
