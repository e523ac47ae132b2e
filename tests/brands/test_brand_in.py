"""Brands of other programs become themes that load and can be read, and nothing of their files goes unmentioned."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from builder.brands.colors.css import read_color
from builder.brands.colors.readable import make_readable
from builder.brands.colors.spaces import oklch
from builder.brands.make import BrandedTheme, BrandRequest, make_branded_theme
from builder.brands.quarto.keys import KEYS, key_for
from builder.cli import cli
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.theme.contrast import LINE_PAIRS, TEXT_PAIRS, contrast
from builder.theme.load import load_theme
from tests.support.commands import run
from tests.theme.test_own_fonts import house_font

BRAND = """\
meta:
  name: {short: Acme, full: Acme Community Trust}
  link: {home: https://example.org}
  motto: Together
logo:
  images:
    wide: {path: art/wide.png, alt: Acme}
    white: art/white.png
  medium: {light: wide, dark: white}
color:
  palette: {sun: "#ffc220", sea: "oklch(45% 0.12 240)", ink: "#102030", blue: sea}
  foreground: ink
  background: "#fff"
  primary: {light: sun, dark: "#fff000"}
  secondary: blue
  danger: rebeccapurple
typography:
  fonts:
    - family: House Sans
      source: file
      files: [art/House-Regular.woff2, {path: art/House-Bold.ttf, weight: bold}]
    - {family: Gone Serif, source: google, weight: [400, 700]}
  base: {family: "House Sans, sans-serif", size: 1.125rem, line-height: 1.6}
  headings: {family: Gone Serif, weight: semi-bold, color: primary}
  monospace-inline: {family: Fira Code}
  link: {color: sea, decoration: underline}
defaults:
  bootstrap: {defaults: {navbar-bg: red}}
  coursewright: {page: {margin: 18mm}, slides: {ratio: "4:3"}}
"""


def png(width: int = 400, height: int = 120) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (10, 20, 120)).save(out, "PNG")
    return out.getvalue()


@cache
def files_beside() -> dict[str, bytes]:
    """Return the pictures and fonts that the brand files of this page name."""
    return {
        "art/wide.png": png(),
        "art/white.png": png(),
        "art/dot.png": png(1, 1),
        "art/script.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
        "art/House-Regular.woff2": house_font("Regular", "woff2"),
        "art/House-Bold.ttf": house_font("Bold"),
        "art/broken.ttf": house_font("Bold")[:900],
    }


def lay_out(folder: Path, text: str, name: str = "_brand.yml") -> Path:
    """Write a brand file, with what it names beside it."""
    (folder / "art").mkdir(exist_ok=True)
    for file, data in files_beside().items():
        (folder / file).write_bytes(data)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value


def made_of(folder: Path, text: str, name: str = "_brand.yml") -> BrandedTheme:
    lay_out(folder, text, name)
    return make_branded_theme(BrandRequest("acme", "Acme", Folder(folder), name))


def test_a_brand_yml_becomes_a_theme_and_every_key_is_taken_or_left(tmp_path: Path) -> None:
    done = made_of(tmp_path, BRAND)
    assert done.made is not None
    assert [*done.made.files] == [
        "theme.yml",
        "fonts/House-Bold.ttf",
        "fonts/House-Regular.woff2",
        "logo.png",
        "logo-dark.png",
    ]
    for name, data in done.made.files.items():
        (tmp_path / "themes/acme" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "themes/acme" / name).write_bytes(data)
    theme = load_theme("acme", problems := Problems(), Folder(tmp_path))
    assert theme is not None, [*problems]
    tokens = theme.tokens
    assert (tokens.name, tokens.slides.font, tokens.typography.base.family) == ("Acme", "House Sans", "House Sans")
    assert (tokens.typography.base.size, tokens.typography.headings.weight) == (12.0, 600)
    assert (tokens.page.margin, tokens.slides.ratio) == ("18mm", "4:3")
    assert tokens.logo is not None
    assert (tokens.logo.alt, tokens.logo.dark) == ("Acme", "logo-dark.png")
    assert theme.colors["foreground"] == "#102030"
    assert abs(oklch(theme.colors["primary"])[2] - oklch("#ffc220")[2]) < 4
    assert contrast(theme.colors["primary"], theme.colors["surface"]) >= 4.5

    told = [one.key for one in done.report.taken] + [one.key for one in done.report.left]
    assert sorted(told) == sorted(set(told))
    assert len(told) == len([*leaves(yaml.safe_load(BRAND))])
    left = {one.key: one.why for one in done.report.left}
    assert "meta.motto" in left
    assert "color.primary.dark" in left
    assert "nothing is fetched" in left["typography.headings.family"]
    changed = next(one for one in done.report.lines() if one.startswith("changed: primary"))
    assert "on background 1.6:1 → " in changed
    assert any(
        "Gone Serif" in one.message and one.at.line == BRAND[: BRAND.index("headings:")].count(chr(10)) + 1
        for one in done.problems
    )
    assert make_branded_theme(BrandRequest("acme", "Acme", Folder(tmp_path), "_brand.yml")) == done


@pytest.mark.parametrize(
    ("text", "line", "words", "is_made"),
    [
        ("color:\n  palette: {a: b, b: a}\n  primary: a\n", 2, "names itself in a circle: color.palette.a →", False),
        ("color:\n  primary: blurple\n", 2, "`blurple` is not a color", False),
        ("color:\n  primry: red\n", 2, "`color.primry` is not a key of _brand.yml", True),
        ('color: {foreground: "#777", background: "#888"}\n', 1, "no color with a hue", True),
        ('color:\n  background: "#102030"\n  primary: "#ff0"\n', 2, "too dark for slides", True),
        ("color: {primary: [}\n", 1, "", False),
        ("- primary\n", 1, "no keys and values", False),
        ("color: {primary: red}\nlogo: art/dot.png\n", 2, "1 × 1 pixels, too small", True),
        ("color: {primary: red}\nlogo: art/script.svg\n", 2, "holds script", True),
        ("color: {primary: red}\nlogo: ../../etc/passwd\n", 2, "outside", True),
        ("color: {primary: red}\nlogo: https://example.org/a.png\n", 2, "nothing is fetched", True),
        (
            "color: {primary: red}\ntypography:\n  fonts:\n    - {family: X, source: file, files: [art/broken.ttf]}\n",
            4,
            "damaged, or no font",
            True,
        ),
    ],
)
def test_what_is_wrong_with_a_brand_has_a_place_and_a_cure(
    tmp_path: Path, text: str, line: int, words: str, is_made: bool
) -> None:
    done = made_of(tmp_path, text)
    found = [one for one in done.problems if words in one.message]
    assert found, [one.message for one in done.problems]
    assert found[0].code in (
        {ProblemCode.BRAND_CHANGED} if is_made else {ProblemCode.UNREADABLE_BRAND, ProblemCode.BROKEN_YAML}
    )
    assert (found[0].at.path, found[0].at.line, bool(found[0].hint)) == ("_brand.yml", line, True)
    assert (done.made is not None) is is_made


def test_every_key_of_the_schema_has_its_row_in_the_table_and_in_the_page() -> None:
    for path in SCHEMA:
        assert key_for(path), path
    page = Path("docs/themes.md").read_text(encoding="utf-8")
    for key, row in KEYS.items():
        assert f"| `{key}` | {row} |" in page


SCHEMA = """
meta.name meta.name.full meta.name.short meta.link meta.link.home meta.link.mastodon meta.link.bluesky meta.link.github
meta.link.linkedin meta.link.twitter meta.link.facebook logo.images.x logo.images.x.path logo.images.x.alt logo.small
logo.small.light logo.small.dark logo.medium logo.medium.light logo.medium.dark logo.large logo.large.light logo.large.dark
color.palette.x color.foreground color.background color.primary color.secondary color.tertiary color.success color.info
color.warning color.danger color.light color.dark color.link color.primary.light color.primary.dark typography.fonts[].family
typography.fonts[].source typography.fonts[].weight typography.fonts[].weight[] typography.fonts[].style typography.fonts[].style[]
typography.fonts[].display typography.fonts[].files[] typography.fonts[].files[].path typography.fonts[].files[].weight
typography.fonts[].files[].style typography.base typography.base.family typography.base.size typography.base.weight
typography.base.line-height typography.headings typography.headings.family typography.headings.weight typography.headings.style
typography.headings.color typography.headings.line-height typography.monospace typography.monospace.family
typography.monospace.size typography.monospace.weight typography.monospace.color typography.monospace.background-color
typography.monospace-inline typography.monospace-inline.family typography.monospace-inline.size
typography.monospace-inline.weight typography.monospace-inline.color typography.monospace-inline.background-color
typography.monospace-block typography.monospace-block.family typography.monospace-block.size typography.monospace-block.weight
typography.monospace-block.color typography.monospace-block.background-color typography.monospace-block.line-height
typography.link typography.link.weight typography.link.color typography.link.background-color typography.link.decoration
defaults.x defaults.x.y
""".split()
"""The leaves of the schema of brand.yml (posit-dev/brand-yml, schema/brand.schema.yml), written out."""


def test_colors_of_every_space_are_read_as_css_says() -> None:
    assert {text: read_color(text).value for text in SPACES} == SPACES


SPACES = {
    "rebeccapurple": "#663399",
    "#0b5c5b80": "#85adad",
    "hsl(200 50% 40%)": "#337799",
    "hwb(200 10% 20%)": "#1a90cc",
    "lab(29.2345% 39.3825 20.0664)": "#7d2329",
    "lch(29.2345% 44.2 27)": "#7d2329",
    "oklab(40.101% 0.1147 0.0453)": "#7d2329",
    "oklch(40.101% 0.12332 21.555)": "#7d2329",
    "color(display-p3 0.9175 0.2003 0.1386)": "#ff0000",
    "color(a98-rgb 0.8586 0 0)": "#ff0000",
    "color(prophoto-rgb 0.7022 0.2757 0.1035)": "#ff0000",
    "color(rec2020 0.7920 0.2310 0.0738)": "#ff0000",
    "color(srgb-linear 0.2051 0.0168 0.0222)": "#7d2329",
    "color(xyz-d50 0.9643 1 0.8251)": "#ffffff",
}
"""A color in several spaces (CSS Color 4, examples of `lab()` and `oklch()`)."""


@settings(max_examples=15, deadline=None)
@given(st.lists(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True), min_size=1, max_size=12))
def test_any_colors_make_a_theme_that_can_be_read(colors: list[str]) -> None:
    from builder.brands.brand import BrandLook
    from builder.brands.roles import SEMANTIC, choose_roles

    plain = load_theme("plain", Problems())
    assert plain is not None
    names = ["foreground", "background", *SEMANTIC, "light", "dark", "link"]
    brand = BrandLook(colors=dict(zip(names, colors, strict=False)))
    roles, repairs = make_readable(choose_roles(brand, plain.colors)[0])
    for pairs, least in ((TEXT_PAIRS, 4.5), (LINE_PAIRS, 3.0)):
        for front, back in pairs:
            assert contrast(roles[front], roles[back]) >= least, (front, back)
    for one in repairs:
        if one.role == "on-primary":  # another of the theme's colors, which the ground stays for
            assert one.after in {roles["background"], roles["foreground"]}
            continue
        before, after = oklch(one.before), oklch(one.after)
        turn = abs(before[2] - after[2])
        assert min(before[1], after[1]) < 0.05 or min(turn, 360 - turn) < 6, one


def test_the_command_writes_all_or_nothing_and_says_it_as_json(course: Path, tmp_path: Path) -> None:
    file = lay_out(tmp_path, BRAND)
    done = run("new", "theme", "acme", "--from", str(file), "--format", "json", cwd=course)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert {f"themes/acme/{name}" for name in record["files"]} == {
        path.relative_to(course).as_posix() for path in (course / "themes/acme").rglob("*") if path.is_file()
    }
    pair = next(one for one in record["pairs"] if (one["front"], one["back"]) == ("primary", "background"))
    assert (pair["least"], pair["before"]) == (4.5, 1.61)
    assert pair["after"] >= 4.5
    assert str(tmp_path) not in done.stdout + (course / "themes/acme/theme.yml").read_text(encoding="utf-8")

    lay_out(tmp_path, "color: {primary: primary}\n")
    failed = run("new", "theme", "other", "--from", str(file), cwd=course)
    assert failed.returncode == 1
    assert "_brand.yml:1:18: error[unreadable-brand]" in failed.stderr
    assert not (course / "themes/other").exists()
    colors = ["new", "theme", "two", "-C", str(course), "--color", "#0b5c5b", "--color", "teal"]
    assert CliRunner().invoke(cli, [*colors, "--color", "red"]).exit_code == 2
    assert CliRunner().invoke(cli, colors).exit_code == 0
    assert CliRunner().invoke(cli, colors).exit_code == 2


@pytest.mark.parametrize(("color", "is_ground"), [("#ffd500", True), ("#0b5c5b", False)])
def test_a_main_color_too_light_for_words_stays_the_ground_of_covers(color: str, *, is_ground: bool) -> None:
    done = make_branded_theme(BrandRequest("acme", "Acme", colors=(color,)))
    assert done.made is not None
    said = yaml.safe_load(done.made.files["theme.yml"])["color"]
    assert ("ground" in said) is is_ground
    ground = said["palette"].get(said.get("ground", said["primary"]), said["primary"])
    assert ground == color
    on_it = said["palette"].get(said["on-primary"], said["on-primary"])
    assert contrast(on_it, ground) >= 4.5
    assert (said["primary"] in {color, "primary"}) is not is_ground
