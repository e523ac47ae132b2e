"""Looks that themes choose: each value that theme.yml admits does something, and changes only what layouts have."""

from __future__ import annotations

from typing import get_args

import pytest
import yaml

from builder.theme.tokens import LOOKS, Page, SlideTokens
from tests.support.print.pages import theme

FILES = theme().files
PAGE_LOOKS = ("cover", "headings", "labels", "callouts")
CHANGES = yaml.safe_load(FILES["slides/looks.yml"])
ROWS = yaml.safe_load(FILES["slides/layouts.yml"])
WIDE, HIGH = 40 / 3, 7.5


def test_every_value_of_a_look_of_slides_is_described_but_the_first() -> None:
    values = {key: list(get_args(SlideTokens.model_fields[key].annotation)) for key in LOOKS}
    assert {key: [SlideTokens.model_fields[key].default, *CHANGES[key]] for key in LOOKS} == values
    assert set(CHANGES) == set(LOOKS)


@pytest.mark.parametrize("key", PAGE_LOOKS)
def test_every_value_of_a_look_of_pages_has_a_style_sheet_but_the_first(key: str) -> None:
    _, *others = get_args(Page.model_fields[key].annotation)
    named = {path for path in FILES if path.startswith(f"print/looks/{key}-")}
    assert named == {f"print/looks/{key}-{value}.css" for value in others}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key in LOOKS for value in CHANGES[key]])
def test_a_look_changes_what_is_there_and_stays_on_the_slide(key: str, value: str) -> None:
    change = CHANGES[key][value]
    layouts = {row["name"]: row for row in ROWS["layouts"]}
    assert set(change) <= {"layouts", "slots", "grids", "pieces", "everywhere"}
    assert set(change.get("slots", ())) <= set(ROWS["slots"])
    assert set(change.get("grids", ())) <= set(ROWS["grids"])
    assert set(change.get("pieces", ())) <= set(ROWS["pieces"])
    for name, row in change.get("layouts", {}).items():
        whole = layouts[layouts[name].get("of", name)]
        assert set(row.get("slots", ())) <= {*whole["slots"], "footer", "number"}, name
        for part in (*row.get("slots", {}).values(), *row.get("decorations", ())):
            x, y, width, height = part.get("box", (0, 0, 0, 0))
            assert x >= 0, (name, part)
            assert x + width <= WIDE, (name, part)
            assert y >= 0, (name, part)
            assert y + height <= HIGH, (name, part)
