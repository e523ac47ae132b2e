"""The picture of a cover: cleaned like any other, kept where covers are, and a problem where it cannot be one."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.parse.assets.load import load_assets
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.html import page_html
from tests.support.print.pages import theme

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><metadata>maker</metadata><circle cx="20" cy="15" r="9"/></svg>'


def read(folder: Path, front: str) -> tuple[m.Module, list[str]]:
    home = folder / "modules/demo"
    home.mkdir(parents=True)
    (home / "seats.svg").write_text(DRAWING, encoding="utf-8")
    text = f"---\ntitle: A\ndescription: B\nobjectives: [C]\n{front}\n---\n\n## Topic\n\nText.\n"
    problems = Problems()
    module = parse(Source("modules/demo/module.md", text), "demo", ParseContext(), problems)
    module = load_assets(module, Folder(folder), problems)
    return module, [f"{one.at.line}: {one.code.value}: {one.message}" for one in problems]


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("cover: seats.svg", "5: image-without-alt: the picture of the cover has no text alternative"),
        ("cover: chairs.svg\ncover_alt: Chairs.", "5: missing-asset: there is no file `chairs.svg`"),
        ("cover_alt: Chairs.", "5: unknown-key: `cover_alt` has no effect without a picture"),
        ("cover: ../other/seats.svg\ncover_alt: Seats.", "5: unsafe-asset: `../other/seats.svg` lies outside"),
        (
            "cover: https://example.org/a.svg\ncover_alt: A.",
            "5: unsafe-asset: `https://example.org/a.svg` is an address",
        ),
    ],
)
def test_a_cover_that_cannot_be_shown_is_named_at_its_line(tmp_path: Path, front: str, told: str) -> None:
    (problem,) = [one for one in read(tmp_path, front)[1] if "picture-changed" not in one]
    assert problem.startswith(told)


def test_a_cover_is_cleaned_and_shown_on_handout_and_guide_alone(tmp_path: Path) -> None:
    module, _ = read(tmp_path, "cover: seats.svg\ncover_alt: Five seats in a circle.")
    assert b"maker" not in module.assets["seats.svg"].data
    for name, edition in EDITIONS.items():
        if edition.page is None:
            continue
        chosen = select(module, edition)
        page = page_html(chosen, edition, theme(), Variant(), Imprint(number=1), PageIndex())
        shown = 'class="cover-picture" src="asset:seats.svg" alt="Five seats in a circle."' in page
        assert shown == (name in {"handout", "guide"}), name
        assert "<svg" not in page, "a picture takes the place of the motif"


def test_without_a_picture_handout_and_guide_have_the_motif_but_large_print_spares_its_lines(tmp_path: Path) -> None:
    module = select(read(tmp_path, "version: 1.0.0")[0], EDITIONS["handout"])
    pages = [
        page_html(module, EDITIONS["handout"], theme(), Variant(large=large), Imprint(number=1), PageIndex())
        for large in (False, True)
    ]
    assert ['<svg class="motif" aria-hidden="true"' in page for page in pages] == [True, False]
