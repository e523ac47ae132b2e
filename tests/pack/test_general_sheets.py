"""The general sheets of packs and forms for reviewers: the same in every language that they are translated into."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.engine.reading.opening import open_course
from builder.model import module as m
from builder.pack.sheets import read_sheets

TRANSLATED = sorted((Path(__file__).parents[2] / "themes/base/pack").glob("*.*.md"))


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: path.name)
def test_general_sheets_in_other_languages_are_those_in_english(tmp_path: Path, path: Path) -> None:
    """The same sheets, forms, fields and words in braces; in words of their own, with a note of who has reviewed them."""
    kind, lang, _ = path.name.split(".")
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "course.yml").write_text("title: A course\nlang: en-US\n", encoding="utf-8")
    opened, _, problems = open_course(Folder(tmp_path), None)
    shapes = []
    for file in (path, path.with_name(f"{kind}.md")):
        (tmp_path / "modules" / f"{kind}.md").write_text(file.read_text("utf-8"), encoding="utf-8")
        sheets = read_sheets(Folder(tmp_path), "pack" if kind == "pack" else "review", lang, opened, problems)
        assert sheets is not None
        shapes.append([(sheet.id, sheet.audience, sheet.layout, *_shape(sheet)) for sheet in sheets.topics])
    assert problems.found == []
    assert shapes[0] == shapes[1]
    assert "Reviewed by:" in path.read_text("utf-8").splitlines()[0]


def _shape(sheet: m.Topic) -> tuple[object, ...]:
    """Return what is the same in any language: the words in braces, whatever their order, and each block."""
    nodes = list(m.walk(sheet))
    words = sorted(word for node in nodes if isinstance(node, m.Text) for word in re.findall(r"\{[^}]*\}", node.text))
    blocks = [type(node).__name__ for node in nodes if isinstance(node, m.Block)]
    fields = [(node.kind, node.size, len(node.options)) for node in nodes if isinstance(node, m.FormField)]
    forms = [(node.each, node.look, node.rows) for node in nodes if isinstance(node, m.FormFields)]
    return words, blocks, fields, forms
