"""Attacks through YAML, chart data, themes and decks."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from builder.engine.workers.pool import Pool
from tests.support.attack_courses import (
    Files,
    attacked,
    harmless,
    png,
    svg,
    with_picture,
)
from tests.support.attacks import FRONT, SECRET

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{here}: &{here} [{', '.join([f'*{before}'] * 10)}]\n" for before, here in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML = {
    "an object": "title: !!python/object/apply:os.system ['touch /tmp/owned']\n",
    "a name of ours": "title: !!python/name:os.system\n",
    "billion laughs": LAUGHS,
    "itself": "a: &a [*a]\n",
    "merged without end": "a: &a {x: 1}\nb: &b {<<: [*a, *a]}\n"
    + "".join(f"k{n}: &k{n} {{<<: [{', '.join(['*b'] * 40)}]}}\n" for n in range(40)),
    "10,000 deep": "a: " + "[" * 10_000 + "]" * 10_000 + "\n",
    "a number without end": "duration: " + "9" * 5_000 + "\n",
    "a day that is none": "checked: 0000-00-00\n",
    "binary": "title: !!binary AAAA\n",
    "keys that are lists": "? [a, b]\n: c\n",
}


@pytest.mark.parametrize("name", YAML)
@pytest.mark.parametrize("where", ["front matter", "course.yml", "theme.yml", "references.yml"])
def test_yaml_makes_no_objects_and_ends(pool: Pool, tmp_path: Path, name: str, where: str) -> None:
    choices: dict[str, Files] = {
        "front matter": {"modules/x/module.md": FRONT.replace("---\n", f"---\n{YAML[name]}", 1)},
        "course.yml": {"modules/course.yml": f"title: C\n{YAML[name]}"},
        "theme.yml": {"themes/t/theme.yml": f"name: T\nextends: base\n{YAML[name]}"},
        "references.yml": {"modules/references.yml": YAML[name]},
    }
    files = choices[where]
    outcome = attacked(pool, tmp_path, files, "t" if where == "theme.yml" else "plain")
    assert outcome.codes or outcome.outputs
    assert not Path("/tmp/owned").exists()  # noqa: S108  # what the attack would make
    harmless(outcome)


CHART = '::: {.chart kind="bar" data="x.csv"}\nA caption\n:::\n'
DATA = {
    "an open quote": 'a,b\n"' + "x" * 300_000,
    "no number": "a,b\nx,nan\n",
    "no end of a number": "a,b\nx,1e999\n",
    "larger than any axis": "a,b\nx,1e300\n",
    "NUL": "a,b\nx\0y,1\n",
    "a cell too many": "a,b\nx,1,2\n",
    "a cell too few": "a,b,c\nx,1\n",
    "100,000 rows": "a,b\n" + "x,1\n" * 100_000,
    "10,000 columns": ",".join("a" * 10_000) + "\n" + ",".join("1" * 10_000) + "\n",
}


@pytest.mark.parametrize("name", DATA)
def test_data_that_is_none_is_refused(pool: Pool, tmp_path: Path, name: str) -> None:
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": FRONT + CHART, "modules/x/x.csv": DATA[name]})
    assert "broken-data" in outcome.codes
    assert not outcome.outputs


def test_names_in_data_are_no_formulas(pool: Pool, tmp_path: Path) -> None:
    data = "group,=HYPERLINK(\"http://a.example\")\n=cmd|'/C calc'!A0,1\n@SUM(1),2\n+1,3\nhttp://a.example/x,4\n"
    outcome = attacked(
        pool, tmp_path, {"modules/x/module.md": FRONT + CHART, "modules/x/x.csv": data.replace('""', '"')}
    )
    deck = outcome.outputs["slides.pptx"]
    assert "cmd|" in deck
    assert "<f>" not in deck, "a formula in the workbook"
    assert "hyperlink" not in deck.split("xl/worksheets/sheet1.xml")[1].split("</worksheet>")[0]


THEME = "name: T\nextends: plain\n"
THEMES = {
    "margin that imports": 'page: {margin: "1mm;}@import url(http://evil.example);@page{"}',
    "margin that ends the sheet": 'page: {margin: "1mm</style><script>alert(1)</script>"}',
    "family that ends its quotes": 'typography: {base: {family: "x\';}</style><script>alert(1)</script>"}}',
    "slide font that ends the part": "slides: {font: 'x\"/><a:evil', measured: Liberation Sans}",
    "color that is CSS": "color: {primary: \"red;}@import 'http://evil.example'\"}",
    "type without end": "typography: {sizes: {title: 1e30}}",
    "type that is no number": "typography: {sizes: {title: .nan}}",
    "logo of the system": "logo: {path: ../../../secret.png, alt: A}",
    "logo by address": "logo: {path: 'http://evil.example/x.png', alt: A}",
    "logo that acts": "logo: {path: logo.svg, alt: A}",
    "template of the system": "slides: {template: ../../../secret.png}",
    "template that is a bomb": "slides: {template: bomb.pptx}",
    "extends what is elsewhere": "extends: ../../course/themes/u",
    "extends itself": "extends: t",
}
UNKNOWN = {
    "a key that Python has": "__class__: x",
    "a template of its own": "files: {print/document.html: '{{ 7*7 }}', print/print.css: 'p { color: red }'}",
}
"""Keys that no theme has: they are told, and nothing else comes of them."""


@pytest.mark.parametrize("name", THEMES)
def test_themes_reach_nothing_and_add_no_rules(pool: Pool, tmp_path: Path, name: str) -> None:
    import zipfile

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 130_000_000)
    text = THEME + THEMES[name] if "extends" not in name else "name: T\n" + THEMES[name]
    files: Files = {"themes/t/theme.yml": text, "themes/t/logo.svg": svg("<script>alert(1)</script>")}
    files |= {"themes/t/bomb.pptx": bomb.getvalue(), "themes/u/theme.yml": f"name: {SECRET}\nextends: plain\n"}
    outcome = attacked(pool, tmp_path, files, "t")
    assert "broken-theme" in outcome.codes
    assert not outcome.outputs


@pytest.mark.parametrize("name", UNKNOWN)
def test_keys_that_no_theme_has_change_nothing(pool: Pool, tmp_path: Path, name: str) -> None:
    without = attacked(pool, tmp_path / "without", {"themes/t/theme.yml": THEME}, "t")
    outcome = attacked(pool, tmp_path / "with", {"themes/t/theme.yml": THEME + UNKNOWN[name]}, "t")
    assert outcome.codes == without.codes | {"unknown-key"}
    assert outcome.outputs == without.outputs


# ── through PowerPoint ────────────────────────────────────────────────────────────────────────────────────────────


def test_decks_name_no_files_and_lead_nowhere(pool: Pool, tmp_path: Path) -> None:
    files = with_picture("IMG_1234_jane_home.png", png())
    text = f'{FRONT}![C](IMG_1234_jane_home.png){{alt="A"}}\n\n[A link](https://a.example/page) and ![](IMG_1234_jane_home.png){{.decorative}}\n'
    outcome = attacked(pool, tmp_path, {**files, "modules/x/module.md": text})
    deck = outcome.outputs["slides.pptx"]
    assert "jane" not in "".join(outcome.outputs.values())
    outside = set(re.findall(r'Target="([^"]+)"[^>]*TargetMode="External"', deck))
    assert outside <= {"https://a.example/page"}
    assert not re.search(r"vbaProject|oleObject|externalLink|attachedTemplate|<p:(?:audio|video)", deck)
