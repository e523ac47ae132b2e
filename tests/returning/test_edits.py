"""Edits of a source: nothing but what they name changes, whatever line ends and signs the file has."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from builder.returning.edits import SourceFile, unified_diff

TEXT = "\ufeff# Title \r\n\r\nÄ first\tline  \r\nand a second: 🙂 smile\r\n\rlast without end"


@pytest.fixture
def file() -> SourceFile:
    return SourceFile("modules/x/module.md", TEXT.encode())


def test_only_named_bytes_change(file: SourceFile) -> None:
    text = file.source.text
    smile, first = text.index("🙂"), text.index("first")
    edits = [
        file.edit(smile, smile + 1, "☂"),
        file.edit(first, first + 5, "1st\nor"),
        file.edit(len(text), len(text), "!"),
    ]
    found = file.apply(reversed(edits))
    assert found.data.decode() == TEXT.replace("🙂", "☂").replace("first", "1st\r\nor") + "!"
    assert (len(found.made), found.refused) == (3, ())
    assert (edits[0].at.line, edits[0].at.column, edits[0].old) == (4, 15, "🙂")


def test_every_character_has_its_byte(file: SourceFile) -> None:
    text = file.source.text
    for number, sign in enumerate(text):
        if sign != "\n":
            one = file.edit(number, number + 1, "")
            assert file.data[one.start : one.end].decode() == sign


def test_conflicts_are_refused_all(file: SourceFile) -> None:
    one, other, third = file.edit(0, 5, "a"), file.edit(4, 7, "b"), file.edit(10, 10, "c")
    found = file.apply([one, other, third, third, file.edit(10, 10, "d")])
    assert found.data == file.data
    assert {edit for edit, _ in found.refused} == {one, other, third, file.edit(10, 10, "d")}
    assert file.apply([third, third]).made == (third,)
    touching = [file.edit(0, 5, "a"), file.edit(5, 5, "b"), file.edit(5, 7, "c")]
    assert len(file.apply(touching).made) == 1  # what is inserted where another edit begins has no sure order


def test_a_file_that_changed_is_not_edited(file: SourceFile) -> None:
    edit = file.edit(3, 6, "x")
    changed = SourceFile(file.path, file.data.replace(b"Title", b"Tlite"))
    assert changed.apply([edit]).data == changed.data
    assert SourceFile("modules/y/module.md", file.data).apply([edit]).made == ()


@pytest.mark.parametrize("data", [TEXT.encode(), b"one\ntwo\nthree\n", b"one\ntwo"])
def test_the_diff_is_a_patch(data: bytes, tmp_path: Path) -> None:
    file = SourceFile("modules/x/module.md", data)
    line = file.character(2)
    new = file.apply([file.edit(line, line, "new\nlines ")]).data
    place = tmp_path / file.path
    place.parent.mkdir(parents=True)
    place.write_bytes(data)
    patch = unified_diff(file.path, data, new).encode(errors="surrogateescape")
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=patch, cwd=tmp_path, check=True)
    assert place.read_bytes() == new
    assert unified_diff(file.path, data, data) == ""
