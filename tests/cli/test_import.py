"""`coursewright import`: a module that `check` reads, a report, and nothing half-written."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner

from builder.cli import cli
from tests.support.commands import run
from tests.support.decks.foreign_deck import AUTHOR, foreign_deck


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_deck_is_imported_once_and_asks_for_what_it_does_not_say(course: Path, tmp_path: Path) -> None:
    deck, report = tmp_path / "Zelda's talk.pptx", tmp_path / "report.json"
    deck.write_bytes(foreign_deck())
    before = tree(course)
    done = run("import", str(deck), "--to", "modules/talk", "--report", str(report), cwd=course)
    assert done.returncode == 1, done.stderr
    assert tree(course) - before == {
        f"modules/talk/{name}"
        for name in ("module.md", "slide-5-data-1.csv", "slide-6-picture-1.jpg", "slide-6-picture-2.jpg")
    }
    lines = (course / "modules/talk/module.md").read_text(encoding="utf-8").splitlines()
    asked = re.findall(r"^modules/talk/module\.md:(\d+):\d+: error\[([\w-]+)\]", done.stderr, re.MULTILINE)
    assert {(code, lines[int(line) - 1]) for line, code in asked} == {
        ("missing-key", "title: Rights at work"),
        ("image-without-alt", "![](slide-6-picture-2.jpg)"),
    }
    assert re.search(r"slide-5-data-1\.csv:3:\d+: error\[broken-data\]", done.stderr)
    assert "words: 83 in the files, 72 in the module, 13 reported, 2 added" in done.stdout
    record = json.loads(report.read_text(encoding="utf-8"))
    assert record["words"] == {"in": 83, "out": 72, "reported": 13, "added": 2, "lost": {}, "invented": {}}
    assert AUTHOR not in done.stdout + done.stderr + report.read_text(encoding="utf-8")

    again = CliRunner().invoke(cli, ["import", str(deck), "--to", "talk", "-C", str(course)])
    assert (again.exit_code, "modules/talk is there already" in again.output) == (2, True)
    again = CliRunner().invoke(cli, ["import", str(deck), "--to", "other", "-C", str(course), "--report", str(report)])
    assert (again.exit_code, "nothing was changed" in again.output) == (2, True)


def test_nothing_is_made_of_a_file_that_cannot_be_read_or_of_a_wrong_name(course: Path, tmp_path: Path) -> None:
    deck = tmp_path / "old.ppt"
    deck.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(99))
    before = tree(course)
    done = run("import", str(deck), "--to", "modules/talk", "--format", "json", cwd=course)
    assert done.returncode == 1
    problem = json.loads(done.stdout)[0]
    assert (problem["code"], problem["path"]) == ("unreadable-import", "old.ppt")
    assert "save it as .pptx" in problem["hint"]
    for name in ("../talk", "Talk!", "modules/", "modules/course", "elsewhere/talk"):
        assert CliRunner().invoke(cli, ["import", str(deck), "--to", name, "-C", str(course)]).exit_code == 2, name
    assert tree(course) == before
