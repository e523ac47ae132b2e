"""Decks under all themes: they say the same, and one in which the theme is changed has nothing left of the old one."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from builder.slides.deck.layouts import Layout
from builder.slides.template.read_layouts import read_layouts
from builder.theme.load import theme_names
from tests.support.decks.deck_checks import theme_of
from tests.support.decks.lint_package import lint
from tests.writers.pptx.test_pptx import SLIDES, THEMES, parts, written


def test_all_shipped_themes_are_tried() -> None:
    assert set(THEMES) == set(theme_names())


def _told(xml: str) -> str:
    """A slide without what is measured: places of frames and pictures, row heights, column widths, sizes set by fitting, room for numbers."""
    return re.sub(
        r'<a:(off|ext) [^>]*/>|<a:tr h="\d+"|<a:gridCol w="\d+"| sz="\d+"| marL="\d+" indent="-?\d+"', "", xml
    )


def test_a_theme_changes_looks_never_meaning() -> None:
    first, *others = ({name: _told(part) for name, part in parts(written(theme)[0].data).items()} for theme in THEMES)
    for theme, other in zip(THEMES[1:], others, strict=True):
        for number in SLIDES:
            name = f"ppt/slides/slide{number}.xml"
            assert first[name] == other[name], f"slide {number} says something of the theme {theme}"


def _drawn(layout: Layout) -> Layout:
    """A layout without its tables: the size of text in these stands in the presentation, which a theme's master does not bring."""
    return replace(layout, slots=tuple(replace(slot, steps=()) for slot in layout.slots if slot.kind != "table"))


@pytest.mark.parametrize(("old", "new"), list(zip(THEMES, (*THEMES[1:], THEMES[0]), strict=True)))
def test_swapping_the_theme_leaves_nothing_of_the_old_one(old: str, new: str) -> None:
    """Theme, master, layouts and table style of one deck put into the other: it reads as if made so, every layout of it."""
    looks = re.compile(r"ppt/(theme/|slideMasters/|slideLayouts/|tableStyles)")
    before, after = (written(name)[0].data for name in (old, new))
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(before)) as ours,
        zipfile.ZipFile(io.BytesIO(after)) as other,
        zipfile.ZipFile(out, "w") as swapped,
    ):
        for info in ours.infolist():
            swapped.writestr(info, (other if looks.match(info.filename) else ours).read(info.filename))
    assert lint(out.getvalue()) == []
    found, wanted = read_layouts(out.getvalue()), written(new)[1]
    assert replace(found, layouts={}) == replace(wanted, layouts={})
    assert {name: _drawn(layout) for name, layout in found.layouts.items()} == {
        name: _drawn(layout) for name, layout in wanted.layouts.items()
    }
    left, right = ({value[1:].upper() for value in written(name)[1].colors.values()} for name in (old, new))
    named = [{slides.font, slides.heading_font} for slides in (theme_of(name).tokens.slides for name in (old, new))]
    fonts = named[0] - named[1]
    for name, content in parts(out.getvalue()).items():
        assert not [color for color in left - right if color in content.upper()], name
        assert not [font for font in fonts if f'"{font}"' in content], name
