"""Values of front matter that Quarto puts into the text: `{{< meta key >}}`, `{{< var key >}}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Source, Unreadable
from builder.core.yaml_text import read_yaml

_TAG = re.compile(r"\{\{<\s*(?P<kind>meta|var)\s+(?P<key>[\w.-]+)\s*>\}\}")


def with_values(text: str, front: int, folder: Folder) -> str:
    """Return a chapter's text, of which `front` lines are front matter, with values in the place of tags; a key without one keeps its tag."""
    if not _TAG.search(text):
        return text
    lines = text.split("\n")
    known = {"meta": _values(Source("front", "\n".join(lines[1 : max(front - 1, 1)]))), "var": _variables(folder)}

    def one(found: re.Match[str]) -> str:
        value: object = known[found["kind"]]
        for key in found["key"].split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        plain = isinstance(value, str) and "\n" not in value.strip() and not _TAG.search(value)
        return str(value).strip() if plain else found[0]

    return "\n".join([*lines[:front], *(_TAG.sub(one, line) for line in lines[front:])])


def _values(source: Source) -> Mapping[str, object]:
    value, _ = read_yaml(source, Problems())
    return value if isinstance(value, dict) else {}


def _variables(folder: Folder) -> Mapping[str, object]:
    try:
        return _values(folder.source("_variables.yml")) if folder.is_file("_variables.yml") else {}
    except Unreadable:
        return {}
