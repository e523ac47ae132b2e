"""Shapes that decorate a single slide: seen on every layout, read by nobody, in no color of their own."""

from __future__ import annotations

import pytest

from builder.slides.deck.deck import Box, DrawnShape
from builder.slides.template.color_scheme import SchemeColor
from builder.slides.template.making.grids import with_pieces
from builder.slides.template.role_colors import RoleColors
from builder.theme.contrast import contrast
from builder.theme.tokens import ROLES
from builder.writers.pptx.drawn import drawn_shape
from builder.writers.slides_pdf.html import slides_html
from tests.support.decks.deck_checks import LAYOUTS, theme_of
from tests.support.decks.sample_deck import DRAWN, sample_deck
from tests.writers.pptx.test_pptx import IMPRINT, THEMES, written

COLORS = RoleColors(LAYOUTS, theme_of("plain"))
PAGE = LAYOUTS["content"]


def xml(path: str) -> str:
    return drawn_shape(9, DrawnShape(Box(0, 0, 10, 10), "path", path, line="rule", line_width=9), PAGE, COLORS)


def test_a_path_is_written_in_thousandths_of_its_grid() -> None:
    made = xml("24 12 M2 2.5 22 2.5 L3-1 Q1 2 3 4C1 2 3 4 5 6 Z")
    assert '<a:path w="24000" h="12000" fill="none">' in made
    assert made.count("<a:lnTo>") == 2
    assert (
        '<a:lnTo><a:pt x="3000" y="-1000"/></a:lnTo><a:quadBezTo><a:pt x="1000" y="2000"/><a:pt x="3000" y="4000"/>'
        in made
    )
    assert made.index("<a:cubicBezTo>") < made.index("<a:close/>")


@pytest.mark.parametrize("path", ["24 24 m2 2", "24 24 M2 2 A1 1 0 0 1 5 5", "24 24 M2", "24 24 M2 2 C1 1 2 2"])
def test_a_path_that_cannot_be_drawn_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        xml(path)


def test_a_role_that_themes_do_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        COLORS.of("mauve", PAGE)


@pytest.mark.parametrize("name", THEMES)
def test_each_role_can_be_seen_on_each_layout_and_says_nothing_of_its_theme(name: str) -> None:
    layouts, theme = written(name)[1], theme_of(name)
    colors = RoleColors(layouts, theme)
    for layout in layouts.layouts.values():
        for role in set(ROLES) - {"background", "on-primary", "surface", "rule", "caution-surface"}:
            assert contrast(colors.of(role, layout).color, layout.background) >= 3, (layout.name, role)
        assert {move for role in ROLES for move, _ in colors.of(role, layout).scheme.moves} <= {"alpha"}
    assert colors.of("primary", layouts["content"]).scheme == SchemeColor("tx2")
    assert colors.of("primary", layouts["closing"]).color == theme.colors["on-primary"]


def test_in_the_pdf_nobody_hears_them_and_nothing_of_them_is_cut_off_on_paper() -> None:
    """Background pictures and groups with `opacity` end at the page's edge before a slide is scaled to its place on paper."""
    deck, theme = sample_deck(), theme_of("plain")
    html = slides_html(deck, LAYOUTS, theme, IMPRINT)
    bare = next(slide for slide in deck.slides if slide.drawn == DRAWN)
    drawn = html.split(f'slide-{bare.id}"')[1].split("</section>")[0].split("</ul></div></div>")[1]
    assert drawn.count("<div") == 5
    assert drawn.endswith("</svg></div>")
    assert '<svg aria-hidden="true"' in drawn
    assert "url(" not in drawn
    assert ";opacity" not in drawn


def test_fewer_pieces_in_the_last_row_are_wider_so_that_no_cell_stands_empty() -> None:
    grid = {"of": "panels", "count": 5, "columns": 3}
    rows = {
        "pieces": {},
        "grids": {"panels": {"box": [1, 2, 12, 4], "gap": [0.6, 0.4], "slots": {"panel": {}}}},
        "slots": {},
        "layouts": [{"name": "Panels 5", "slots": {"grid": grid}}],
    }
    [layout] = with_pieces(rows)["layouts"]
    boxes = [slot["box"] for slot in layout["slots"].values()]
    assert [box[0] for box in boxes] == [1, 5.2, 9.4, 1, 7.3]
    assert [box[2] for box in boxes] == [3.6, 3.6, 3.6, 5.7, 5.7]
