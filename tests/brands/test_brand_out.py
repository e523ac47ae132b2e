"""Themes as files of other programs: they come back as the same themes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.brands.export.export import export_theme
from builder.brands.make import BrandRequest, make_branded_theme
from builder.build import make_slide_template
from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.core.problems import Problems
from builder.slides.template.package import Package
from builder.theme.load import load_theme
from builder.theme.theme import PowerPointFile, Theme
from tests.brands.test_brand_in import png
from tests.support.commands import run
from tests.theme.test_own_fonts import house_font

THEME = """\
name: House
extends: contrast
color: {palette: {navy: "#1b2f6c"}, surface: "#f2f2f2"}
typography: {base: {family: House Sans, size: 12.5}, headings: {weight: 600}}
page: {margin: 18mm}
slides: {ratio: "4:3", font: House Sans, progress: false}
logo: {path: our logo.png, alt: The House, dark: dark.png}
icons: {caution: triangle-alert}
cover: plain
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A course's folder with a theme of its own: fonts, logo, and a key of every part."""
    folder = tmp_path / "themes/house"
    (folder / "fonts").mkdir(parents=True)
    (folder / "theme.yml").write_text(THEME, encoding="utf-8")
    (folder / "our logo.png").write_bytes(png())
    (folder / "dark.png").write_bytes(png(300))
    for style in ("Regular", "Bold"):
        (folder / f"fonts/HouseSans-{style}.ttf").write_bytes(house_font(style))
    return tmp_path


def loaded(root: Path, name: str) -> Theme:
    theme = load_theme(name, problems := Problems(), Folder(root))
    assert theme is not None, [*problems]
    return theme


@pytest.mark.parametrize(
    ("target", "name", "lost"),
    [
        ("brand.yml", "_brand.yml", set()),
        ("tokens", "house.tokens.json", {"logo"}),
        pytest.param("potx", "house.potx", {"slides.template"}, marks=pytest.mark.slow),
    ],
)
def test_a_theme_comes_back_from_its_file(house: Path, target: str, name: str, lost: set[str]) -> None:
    made = export_theme("house", target, Folder(house))
    assert made == export_theme("house", target, Folder(house))
    for file, data in made.files.items():
        (house / "out" / file).parent.mkdir(parents=True, exist_ok=True)
        (house / "out" / file).write_bytes(data)
    done = make_branded_theme(BrandRequest("again", "Again", Folder(house / "out"), name))
    if target != "brand.yml":  # neither holds fonts
        assert any("House Sans" in one.message for one in done.problems)
        (house / "out/fonts").mkdir(exist_ok=True)
    assert done.made is not None or target != "brand.yml", [*done.problems]
    if done.made is None:
        return
    for file, data in done.made.files.items():
        (house / "themes/again" / file).parent.mkdir(parents=True, exist_ok=True)
        (house / "themes/again" / file).write_bytes(data)
    before, after = loaded(house, "house"), loaded(house, "again")
    assert after.colors == before.colors
    added = {f"color.palette.{name}" for name in after.tokens.color.palette} - {
        f"color.palette.{name}" for name in before.tokens.color.palette
    }
    assert differences(before, after) <= added | lost | {"extends", "logo.path", "logo.dark"}
    assert not done.report.repairs


@pytest.mark.parametrize("target", ["brand.yml", "tokens"])
def test_what_was_changed_in_an_exported_file_counts(tmp_path: Path, target: str) -> None:
    made = export_theme("plain", target, None)
    ((name, data),) = made.files.items()
    if target == "tokens":
        tokens = json.loads(data)
        tokens["color"]["palette"]["brand"]["$value"] = "#5b0b3c"
        text = json.dumps(tokens)
    else:  # where people change it, not in what is carried for us
        head, carried, rest = data.decode().partition("defaults:")
        text = head.replace("#0b5c5b", "#5b0b3c") + carried + rest
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = make_branded_theme(BrandRequest("again", "Again", Folder(tmp_path), name))
    assert done.made is not None, [*done.problems]
    (tmp_path / "themes/again").mkdir(parents=True)
    (tmp_path / "themes/again/theme.yml").write_bytes(done.made.files["theme.yml"])
    after = loaded(tmp_path, "again")
    assert (after.colors["primary"], after.colors["link"], after.colors["accent1"]) == ("#5b0b3c",) * 3


def differences(one: Theme, other: Theme) -> set[str]:
    def walk(first: object, second: object, path: str) -> set[str]:
        if isinstance(first, dict) and isinstance(second, dict):
            return {found for key in first for found in walk(first[key], second.get(key), f"{path}.{key}".lstrip("."))}
        return set() if first == second else {path}

    return walk(one.tokens.model_dump(), other.tokens.model_dump(), "")


@pytest.mark.slow
def test_the_exported_template_has_every_layout_and_is_used_as_it_is() -> None:
    plain = load_theme("plain", Problems())
    assert plain is not None
    data = export_theme("plain", "potx", None).files["plain.potx"]
    package = Package.read(data)
    assert package.types["ppt/presentation.xml"].endswith("template.main+xml")
    ours = make_slide_template(plain, "en-US", Problems()).layouts
    assert len(package.related_parts("ppt/presentation.xml", "slide")) == len(ours.layouts)
    problems = Problems()
    back = make_slide_template(replace(plain, template=PowerPointFile("plain.potx", data)), "en-US", problems)
    assert back.brand is not None
    assert not [*problems]
    assert {name: one.how for name, one in back.brand.found.items() if not one.how} == {}
    for name, layout in ours.layouts.items():
        there = back.layouts[name]
        assert [(slot.name, slot.box, slot.levels) for slot in there.slots if slot.name != "logo"] == [
            (slot.name, slot.box, slot.levels) for slot in layout.slots if slot.name != "logo"
        ], name
        assert (there.background, there.decorations) == (layout.background, layout.decorations)


@pytest.mark.slow
def test_tokens_and_css_are_what_their_formats_say(tmp_path: Path) -> None:
    done = run("theme", "export", "contrast", "--to", "css", "--output", str(tmp_path / "out"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "  --primary: #002f6c;\n" in (tmp_path / "out/contrast.css").read_text(encoding="utf-8")
    again = run("theme", "export", "contrast", "--to", "css", "--output", str(tmp_path / "out"), cwd=tmp_path)
    assert (again.returncode, "nothing was changed" in again.stderr) == (2, True)
    assert run("theme", "export", "gone", "--to", "css", cwd=tmp_path).returncode == 2
    tokens = json.loads(export_theme("plain", "tokens", None).files["plain.tokens.json"])
    assert tokens["color"]["primary"] == {"$value": "{color.palette.brand}"}
    assert tokens["color"]["palette"]["brand"]["$value"] == {
        "colorSpace": "srgb",
        "components": [0.0431, 0.3608, 0.3569],
        "hex": "#0b5c5b",
    }
