"""The language of theme.yml: three lines are a theme, faults have their place, and schema and page know every key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.core.disk.folder import Folder
from builder.core.problems import Problem, ProblemCode, Problems
from builder.theme.folder import themes_folder
from builder.theme.language.keys import KEYS, key_of
from builder.theme.language.schema import theme_schema
from builder.theme.load import load_theme
from builder.theme.theme import Theme


def load(root: Path, **themes: str) -> tuple[Theme | None, list[Problem]]:
    """Load the first of these themes, each the text of its theme.yml."""
    for name, text in themes.items():
        (root / "themes" / name).mkdir(parents=True, exist_ok=True)
        (root / "themes" / name / "theme.yml").write_text(text, encoding="utf-8")
    theme = load_theme(next(iter(themes)), problems := Problems(), Folder(root))
    return theme, [*problems]


def test_three_lines_are_a_theme(tmp_path: Path) -> None:
    theme, problems = load(tmp_path, ours='color:\n  palette:\n    brand: "#7a1f5c"\n')
    assert theme is not None
    assert not problems
    assert (theme.tokens.name, theme.tokens.description) == ("Ours", "")
    assert (theme.colors["primary"], theme.colors["link"]) == ("#7a1f5c", "#7a1f5c")


def test_a_theme_extends_another_of_the_course_with_its_files_and_says_words_otherwise(tmp_path: Path) -> None:
    (tmp_path / "themes/house").mkdir(parents=True)
    (tmp_path / "themes/house/logo.png").write_bytes(b"a picture")
    house = "logo: {path: logo.png, alt: House}\nlabels: {en: {activity: Exercise}, de: {activity: Übung}}\n"
    night = "extends: house\npage: {margin: 20mm}\nlabels: {en: {activty: Task, page-of: '{gone}'}}\n"
    theme, problems = load(tmp_path, night=night, house=house, plain="extends: plain\npage: {gap: 7mm}\n")
    assert theme is not None
    assert theme.logo is not None
    assert theme.logo.data == b"a picture"
    assert (theme.tokens.page.margin, theme.tokens.page.gap) == ("20mm", "7mm")
    assert (theme.label("activity", "en-GB"), theme.label("activity", "de")) == ("Exercise", "Übung")
    assert next((one.code, one.at.line, one.hint) for one in problems) == (
        ProblemCode.BROKEN_LABEL,
        3,
        "did you mean `activity`?",
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "words", "hint"),
    [
        ("color:\n  palette: {}\n  primry: red\n", ProblemCode.UNKNOWN_KEY, 3, "`color.primry`", "`primary`"),
        ("slides:\n  sizes:\n    titel: 30\n", ProblemCode.UNKNOWN_KEY, 3, "`slides.sizes.titel`", "`title`"),
        ("slides:\n  floor:\n    body: 12\n", ProblemCode.BROKEN_THEME, 3, "greater than or equal to 18", ""),
        ("name: T\ncolor:\n  primary: red\n", ProblemCode.BROKEN_THEME, 3, "`red` is not a color", "rrggbb"),
        ('name: T\ncolor: {palette: {a: "#12"}, primary: a}\n', ProblemCode.BROKEN_THEME, 2, "`#12` is not", "rrggbb"),
        ("name: T\nextends: ours\n", ProblemCode.BROKEN_THEME, 2, "extends itself", "plain"),
        ("name: T\nextends: other\n", ProblemCode.BROKEN_THEME, 1, "ours → other → ours", "plain"),
        ("name: T\nextends: contrst\n", ProblemCode.BROKEN_THEME, 2, "which is not there", "`contrast`"),
        ('color:\n  muted: "#999999"\n', ProblemCode.LOW_CONTRAST, 2, "muted on background", "darken"),
    ],
)
def test_a_fault_of_a_theme_has_its_place_and_a_cure(
    tmp_path: Path, text: str, code: ProblemCode, line: int, words: str, hint: str
) -> None:
    theme, problems = load(tmp_path, ours=text, other="extends: ours\n")
    found = next(one for one in problems if words in one.message)
    assert (found.code, found.at.line) == (code, line)
    assert hint in found.hint
    assert (theme is None) is (code is not ProblemCode.UNKNOWN_KEY)


def paths(node: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield the path of every key of a schema; `*` for names of one's own."""
    inner = node.get("properties", {})
    for key, one in inner.items():
        yield from paths(one, f"{path}.{key}".lstrip("."))
    if isinstance(above := node.get("additionalProperties"), dict):
        yield from paths(above, f"{path}.*")
    if path and not inner and not isinstance(above, dict):
        yield path


def test_the_schema_has_every_key_and_every_key_is_explained() -> None:
    known = {*paths(theme_schema())}
    assert {path for path in known if not key_of(path)} == set()
    assert set(KEYS) - {key_of(path) for path in known} == set()
    page = Path("docs/themes.md").read_text(encoding="utf-8")
    assert [key for key, said in KEYS.items() if f"| `{key}` | {said} |" not in page] == []


@pytest.mark.parametrize("name", ["base", "plain", "contrast"])
def test_every_shipped_theme_has_the_form_that_the_schema_says(name: str) -> None:
    def check(value: object, node: dict[str, Any], path: str) -> None:
        match node.get("type"):
            case "object":
                assert isinstance(value, dict), path
                inner, above = node.get("properties", {}), node.get("additionalProperties", False)
                for key, one in value.items():
                    assert key in inner or above, f"{path}.{key}"
                    check(one, inner.get(key, above), f"{path}.{key}")
            case "array":
                assert isinstance(value, list), path
                assert node["minItems"] <= len(value) <= node["maxItems"], path
            case kind:
                kinds: dict[object, type | tuple[type, ...]] = {
                    "string": str,
                    "number": (int, float),
                    "integer": int,
                    "boolean": bool,
                }
                assert isinstance(value, kinds[kind]), path

    text = (themes_folder() / name / "theme.yml").read_text(encoding="utf-8")
    check(yaml.safe_load(text), theme_schema(), name)
