"""Covers and icons: the module's picture or the theme's motif on the title slide, icons in the margin beside titles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex
from builder.slides.deck.deck import Deck, PictureContent
from builder.slides.decorate.decorate import decorate
from builder.slides.fit.fit import fit
from builder.slides.outline.outline import outline
from builder.theme.theme import Theme
from tests.support.decks.deck_checks import LAYOUTS, theme_of
from tests.test_cases import compiled

PLAIN = theme_of("plain")
PICTURE = m.Asset("seats.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml", 40, 30)
TEXT = """## What the law says {icon="scale"}

- One item

::: {.caution icon="triangle-alert"}
Never alone.
:::
"""


def deck_of(theme: Theme = PLAIN, number: int = 1, **meta: str) -> Deck:
    module = compiled(TEXT).module
    named = module.meta.model_copy(update={"id": "demo", **meta})
    module = replace(module, meta=named, assets={"seats.svg": PICTURE})
    made = outline(module, theme, LAYOUTS, Imprint(course="A course", number=number), PageIndex(), Problems())
    return decorate(fit(made, LAYOUTS, theme, Problems()), LAYOUTS)


def with_tokens(**tokens: object) -> Theme:
    return replace(PLAIN, tokens=PLAIN.tokens.model_copy(update=tokens))


def test_a_title_slide_has_the_motif_of_its_module_clear_of_all_text() -> None:
    first = deck_of().slides[0]
    assert (first.layout, len(first.drawn) > 2) == ("cover", True)
    assert first.drawn == deck_of().slides[0].drawn
    assert first.drawn != deck_of(number=2).slides[0].drawn
    for slot in LAYOUTS["cover"].slots:
        if slot.kind != "picture":
            assert all(slot.box.x + slot.box.width <= shape.box.x for shape in first.drawn), slot.name
    assert all(shape.box.x + shape.box.width <= LAYOUTS.size[0] for shape in first.drawn)


def test_a_picture_takes_the_place_of_the_motif() -> None:
    first = deck_of(cover="seats.svg", cover_alt="Five seats in a circle.").slides[0]
    (shown,) = (item.content for item in first.filled if isinstance(item.content, PictureContent))
    assert (first.layout, first.drawn) == ("cover", ())
    assert (shown.alt, shown.decorative) == ("Five seats in a circle.", False)
    (adorning,) = (
        item.content
        for item in deck_of(cover="seats.svg", cover_alt="decorative").slides[0].filled
        if isinstance(item.content, PictureContent)
    )
    assert (adorning.alt, adorning.decorative) == ("", True)


def test_a_theme_does_without_motifs() -> None:
    first = deck_of(with_tokens(cover="plain")).slides[0]
    assert (first.layout, first.drawn) == ("title", ())


def test_the_line_over_a_title_never_ends_in_a_dot() -> None:
    kicker = next(item.content for item in deck_of().slides[0].filled if item.slot == "kicker")
    assert [line.runs[0].text for line in kicker.lines] == ["A course", "Module\u00a01"]  # type: ignore[union-attr]


def test_icons_stand_in_the_margin_beside_the_titles_they_belong_to() -> None:
    law, caution = (slide for slide in deck_of().slides if slide.topic)
    for slide, role in ((law, "primary"), (caution, "caution")):
        (icon,) = slide.drawn
        title = LAYOUTS[slide.layout].slot("title")
        assert title is not None
        assert 0 < icon.box.x < icon.box.x + icon.box.width < title.inner.x
        assert title.inner.y <= icon.box.y + icon.box.height // 2 <= title.inner.y + title.inner.height
        assert icon.line == role


@pytest.mark.parametrize(
    ("second", "foot", "told"),
    [
        ("What you hear", False, 0),
        ("What you hear, and from whom you have heard it before", True, 0),
        ("What you hear, and from whom you have heard it before " * 4, None, 1),
    ],
)
def test_icons_of_panels_stand_after_all_heads_or_under_all_texts(second: str, foot: bool | None, told: int) -> None:
    text = (
        f'## Ways\n\n::: {{.panels icons="eye ear compass"}}\n- **See** it\n- **{second}** now\n- **Go** there\n:::\n'
    )
    problems, module = Problems(), compiled(text.replace("ear ", "bell ")).module
    made = outline(module, PLAIN, LAYOUTS, Imprint(), PageIndex(), Problems())
    (slide,) = (one for one in fit(made, LAYOUTS, PLAIN, problems).slides if one.topic)
    assert len([one for one in problems if one.code.value == "unknown-icon"]) == told
    assert len(slide.drawn) == (0 if foot is None else 3)
    for shape, slot in zip(slide.drawn, (LAYOUTS[slide.layout].slot(f"panel-{n}") for n in (1, 2, 3)), strict=False):
        assert slot is not None
        inner = slot.inner
        assert shape.box.x + shape.box.width == inner.x + inner.width
        assert (shape.box.y + shape.box.height == inner.y + inner.height) == foot


@pytest.mark.parametrize(("asked", "shown"), [("", 1), ("none", 0)])
def test_a_theme_gives_icons_to_kinds_of_blocks_and_the_author_may_refuse(asked: str, shown: int) -> None:
    theme = with_tokens(icons={"caution": "triangle-alert"})
    module = compiled(TEXT.replace('"triangle-alert"', f'"{asked}"')).module
    made = outline(module, theme, LAYOUTS, Imprint(), PageIndex(), Problems())
    fitted = fit(made, LAYOUTS, theme, Problems())
    assert [len(slide.drawn) for slide in fitted.slides if slide.layout == "caution"] == [shown]
