"""Drawings in a theme's colors: the same on pages and slides, and legible under a theme for low vision."""

from __future__ import annotations

import re

import pytest

from builder.core.source import Unreadable
from builder.pictures.drawing.clean import clean_svg
from builder.slides.deck.deck import PictureContent
from builder.theme.drawings import NAMES, apply_colors
from builder.writers.pages.pictures import page_assets
from tests.course.test_real_pages import MODULES
from tests.writers.pdf.test_pdf_tags import ROOT, bench

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" {}/></svg>'


def drawn(attributes: str) -> str:
    data, *_ = clean_svg(DRAWING.format(attributes).encode())
    colors = {name: f"#{number:06x}" for number, name in enumerate(NAMES)}
    return apply_colors(data, "image/svg+xml", colors).decode()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('fill="var(--foreground, #1d2a2f)"', 'fill="#000000"'),
        ('style="fill:var(--background);stroke: var( --accent6 , red )"', 'style="fill:#000001;stroke:#000011;"'),
        ('fill="var(--house-color, #123456)"', 'fill="#123456"'),
        ('fill="var(--house-color, var(--foreground))"', 'fill="#000000"'),
        ('fill="#0b5c5b"', 'fill="#0b5c5b"'),
    ],
)
def test_a_color_by_name_is_the_themes_and_every_other_stays(written: str, shown: str) -> None:
    assert shown in drawn(written)


@pytest.mark.parametrize(
    ("name", "said"), [("var(--primery, #0b5c5b)", "did you mean `primary`"), ("var(--house)", "`--house`")]
)
def test_a_color_that_no_theme_has_is_refused(name: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        drawn(f'fill="{name}"')


@pytest.mark.parametrize("module", [*MODULES, "authors-guide"])
def test_drawings_of_the_course_have_no_colors_of_their_own(module: str) -> None:
    """So what a theme promises of its colors holds in them too: 7:1 under `contrast`."""
    for path in (ROOT / "modules" / module).glob("*.svg"):
        text = re.sub(r"var\([^)]*\)", "", path.read_text(encoding="utf-8"))
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", re.sub(r"url\(#[^)]*\)", "", text)) == [], path.name


@pytest.mark.parametrize("name", ["plain", "contrast"])
def test_pages_and_slides_show_a_drawing_in_the_same_colors(name: str) -> None:
    ready = bench("two-terms", name)
    on_pages = page_assets(ready.selection("handout"), ready.theme)["one-life.svg"].data
    shown = [item.content for slide in ready.deck.slides for item in slide.filled]
    on_slides = [content.asset.data for content in shown if isinstance(content, PictureContent)]
    assert on_slides == [on_pages]
    found = set(re.findall(rb"#[0-9a-f]{6}", on_pages))
    assert found <= {color.encode() for color in ready.theme.colors.values()}
    assert ready.theme.colors["primary"].encode() in found
