"""Design tokens: groups, types, references of both kinds, and what leads to itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.brands.make import BrandedTheme, BrandRequest, make_branded_theme
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode

TOKENS = {
    "$description": "Acme",
    "acme": {
        "palette": {
            "$type": "color",
            "sea": {"$root": {"$value": {"colorSpace": "oklch", "components": [0.45, 0.12, 240], "alpha": 1}}},
            "clay": {"$value": "#b5482e"},
            "ghost": {"$value": "currentcolor"},
        },
        "color": {
            "$extends": "{acme.shared}",
            "brand": {"primary": {"$value": "{acme.palette.sea}"}},
            "text": {"default": {"$ref": "#/acme/shared/ink"}, "link": {"$value": "{acme.color.brand.primary}"}},
            "danger": {
                "$type": "color",
                "$value": {"colorSpace": "srgb", "components": [{"$ref": "#/acme/number/$value"}, 0.2, 0.2]},
            },
            "primary-hover": {"$type": "color", "$value": "#ff00ff"},
        },
        "shared": {"ink": {"$type": "color", "$value": "hsl(210 40% 15%)"}},
        "number": {"$type": "number", "$value": 0.7},
        "font": {"body": {"$type": "fontFamily", "$value": ["Arial", "sans-serif"]}},
        "space": {"s": {"$type": "dimension", "$value": {"value": 4, "unit": "px"}}},
    },
}


def made_of(folder: Path, text: str, name: str = "acme.tokens.json") -> BrandedTheme:
    (folder / name).write_text(text, encoding="utf-8")
    return make_branded_theme(BrandRequest("acme", "Acme", Folder(folder), name))


def test_roles_are_told_by_words_and_references_are_followed(tmp_path: Path) -> None:
    done = made_of(tmp_path, json.dumps(TOKENS, indent=1))
    assert done.made is not None, [*done.problems]
    taken = {one.key: (one.value, one.to) for one in done.report.taken}
    assert taken["acme.color.brand.primary"] == ("#005b88", "primary, accent1")
    assert taken["acme.color.text.default"] == ("#172636", "foreground")
    assert taken["acme.color.text.link"] == ("#005b88", "link")
    assert taken["acme.color.danger"][0] == "#b23333"
    assert taken["acme.font.body"][0] == "Liberation Sans"
    left = {one.key: one.why for one in done.report.left}
    assert "without a browser" in left["acme.palette.ghost"]
    assert {"acme.space.s", "acme.number"} <= set(left)
    lines = {one.key: one.line for one in done.report.taken}
    shown = json.dumps(TOKENS, indent=1).splitlines()
    assert '"clay"' in shown[lines["acme.palette.clay"] - 1]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('{"a": {"$type": "color", "$value": "{b}"},\n "b": {"$value": "{c}"}, "c": {"$value": "{a}"}}', 1, "in a circle: a → b → c → a"),
        ('{"a": {"$extends": "{b}"},\n "b": {"$extends": "{a}"}}', 2, "extend each other in a circle"),
        ('{"a": {"x": {"$value": "red", "$type": "color"},\n "b": {"$extends": "{a}"}}}', 2, "extend each other"),
        ('{"a": {"$type": "color", "$value": "{gone}"}}', 1, "refers to `gone`, which is no token"),
        ('{"a": {"$type": "color",\n "$value": }}', 2, "it is not JSON"),
        ("[1]", 1, "no groups of tokens"),
        ('{"a": {"$type": "number", "$value": 1}}', 1, "no colors"),
        ("{" * 5000, 1, "it is not JSON"),
        ('{"a":' * 20000 + "1" + "}" * 20000, 1, "too deep"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_tokens_has_a_place_and_a_cure(tmp_path: Path, text: str, line: int, words: str) -> None:
    done = made_of(tmp_path, text)
    found = next(one for one in done.problems if words in one.message)
    assert (found.code, found.at.line, bool(found.hint)) == (ProblemCode.UNREADABLE_BRAND, line, True)
    assert done.made is None


def test_files_of_older_tools_are_read(tmp_path: Path) -> None:
    older = {
        "color": {"primary": {"value": "#0b5c5b", "type": "color"}, "text": {"value": "{color.ink}"}, "ink": "#112233"}
    }
    done = made_of(tmp_path, json.dumps(older), "tokens.json")
    assert done.made is not None, [*done.problems]
    assert {one.key: one.to for one in done.report.taken} == {
        "color.primary": "primary, link, accent1",
        "color.text": "foreground",
    }


def test_a_palette_in_a_file_of_its_own_is_found_beside_and_what_is_missing_is_told_once(tmp_path: Path) -> None:
    theme = {
        name: {"$type": "color", "$value": f"{{sea.{shade}}}"}
        for name, shade in (("primary", "60"), ("link", "80"), ("danger", "20"))
    }
    alone = made_of(tmp_path, json.dumps(theme, indent=1))
    assert alone.made is None
    (told,) = alone.problems
    assert (told.code, told.at.line) == (ProblemCode.UNREADABLE_BRAND, 2)
    assert "`primary` has no value: it refers to `sea.60`" in told.message
    assert "so do 2 more that need `sea`" in told.message
    assert "put the file that has `sea` beside this one" in told.hint
    shades = {"60": "#005b88", "80": "#0a3a55", "20": "#b5482e"}
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    palette = {"sea": {"$type": "color"} | {shade: {"$value": color} for shade, color in shades.items()}}
    (tmp_path / "palette.json").write_text(json.dumps(palette), encoding="utf-8")
    done = made_of(tmp_path, json.dumps(theme, indent=1))
    assert done.made is not None, [*done.problems]
    taken = {one.key: (one.value, one.to) for one in done.report.taken}
    assert taken["palette.json"] == ("sea", "what acme.tokens.json refers to")
    assert taken["primary"][0] == "#005b88"
