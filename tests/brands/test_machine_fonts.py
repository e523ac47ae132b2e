"""Fonts of a theme: what their makers allow, what they have, and how they come from this machine into a theme."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from builder.brands.machine_fonts import find_fonts, fonts_of_themes
from builder.brands.make import BrandRequest, make_branded_theme
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.theme.font_rights import font_rights
from builder.theme.load import load_theme
from tests.theme.test_own_fonts import house_font


def restricted(bits: int, style: str = "Regular") -> bytes:
    """Return a font whose maker set these bits of fsType."""
    with TTFont(io.BytesIO(house_font(style))) as font:
        font["OS/2"].fsType = bits
        font.save(out := io.BytesIO())
        return out.getvalue()


@pytest.mark.parametrize(
    ("bits", "embedding", "is_refused"),
    [
        (0, "installable", False),
        (2, "restricted license", True),
        (4, "preview and print", False),
        (6, "preview and print", False),
        (8, "editable", False),
        (0x104, "not in part", True),
        (0x208, "bitmaps only", True),
    ],
)
def test_bits_of_embedding_are_read_as_opentype_says(bits: int, embedding: str, is_refused: bool) -> None:
    with TTFont(io.BytesIO(restricted(bits))) as font:
        rights = font_rights(font)
    assert (rights.embedding, bool(rights.refusal)) == (embedding, is_refused)
    assert "Open Font License" in rights.license


def test_a_font_that_forbids_embedding_is_refused_by_themes_and_brands(tmp_path: Path) -> None:
    fonts = tmp_path / "themes/ours/fonts"
    fonts.mkdir(parents=True)
    (fonts / "House.ttf").write_bytes(restricted(2))
    (fonts.parent / "theme.yml").write_text("typography: {base: {family: House Sans}}\n", encoding="utf-8")
    problems = Problems()
    assert load_theme("ours", problems, Folder(tmp_path)) is None
    (problem,) = problems
    assert "`fonts/House.ttf` may not be part of our files: its maker forbids embedding it" in problem.message
    assert "ask who made it for a license" in problem.hint
    (line,) = fonts_of_themes({"ours": Folder(fonts.parent)})["ours"]
    assert line.startswith("fonts/House.ttf: cannot be used: its maker forbids")

    brand = "color: {primary: teal}\ntypography:\n  fonts: [{family: House, source: file, files: [House.ttf]}]\n  base: House\n"
    (fonts / "_brand.yml").write_text(brand, encoding="utf-8")
    done = make_branded_theme(BrandRequest("acme", "Acme", Folder(fonts), "_brand.yml"))
    assert done.made is not None
    assert [*done.made.files] == ["theme.yml"]
    assert any("fsType 2" in one.message and one.at.line == 3 for one in done.problems)


def test_a_family_of_this_machine_is_found_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name, data in {
        "deep/HouseSans-Regular.ttf": house_font("Regular"),
        "house-sans-bold.otf": house_font("Bold"),
        "HouseSans-Secret.ttf": restricted(2, "Italic"),
        "HouseOther.ttf": b"\0\1\0\0 broken",
    }.items():
        (tmp_path / name).write_bytes(data)
    found = find_fonts("house sans", [Folder(tmp_path)])
    assert [font.name for font in found.files] == ["HouseSans-Regular.ttf", "house-sans-bold.ttf"]
    assert dict(found.facts[0].scripts)["Latin"] > 200
    assert [(name, "fsType 2" in why) for name, why in found.left] == [("HouseSans-Secret.ttf", True)]
