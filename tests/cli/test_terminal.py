"""What a stranger's course prints on its reader's terminal: words, and nothing that the terminal or a CI service obeys."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.core.test_printable import OBEYED
from tests.support.commands import run

EVIL = "\\e]0;own\\a\\e[2J\\x9b\\u202e\\n::error::forged\\n##[add-path]x"
"""As in a double-quoted text of YAML."""

MODULE = f"""---
title: "T{EVIL}"
description: "D{EVIL}"
objectives: ["O{EVIL}"]
id: m
"key{EVIL}": x
prerequisites: ["P{EVIL}"]
materials: ["=cmd()"]
checked: 2020-01-01
---

## =cmd() \x1b]0;own\x07\x9b\u202e {{time=5 method="@sum\x1b[2J"}}

Words \x1b[2J \u202ehidden and a dead [link](#\x1b[2J).

- \u2067item

::: unknown\x1b[2J
Words.
:::

::: notes
SAY: \x1b[2J.
:::
"""

COURSE = f'title: "C{EVIL}"\nmodules: [m]\n"what{EVIL}": no\ncontacts: ["Line{EVIL}"]\n'
REFERENCES = f'- {{id: a, title: "S{EVIL}", issued: "2020", checked: "2020-01-01", "key{EVIL}": x}}\n'
GLOSSARY = f'- {{term: "W{EVIL}", meaning: M.}}\n'

BROKEN = f'- {{id: "b{EVIL}", "title{EVIL}": x}}\n'

COMMANDS = (
    ("check",), ("check", "--format", "json"), ("check", "--format", "github"), ("check", "m"),
    *(("show", "m", "--stage", stage) for stage in ("source", "module", "edition", "deck")),
    ("due", "--on", "2030-01-01"), ("due", "--on", "2030-01-01", "--format", "json"),
    ("themes",), ("build", "--edition", "questions", "--json", "--explain"), ("publish", "--check"),
    ("check", "x\x1b[2J\n::error::forged"), ("build", "--theme", "\u202ex"), ("clean",),
)  # fmt: skip


def write_course(folder: Path, module: str = MODULE) -> None:
    """Write a course whose every text has something for a terminal to obey."""
    files = {"course.yml": COURSE, "references.yml": REFERENCES, "glossary.yml": GLOSSARY, "m/module.md": module}
    for name, text in files.items():
        path = folder / "modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def assert_is_harmless(text: str) -> None:
    """Fail if a terminal or a runner of GitHub would obey anything in a text that was printed."""
    assert not OBEYED.search(text)
    assert "##[" not in text
    assert [line for line in text.split("\n") if line.lstrip().startswith("::") and "file=" not in line] == []


@pytest.mark.slow
def test_no_command_prints_what_a_terminal_obeys(tmp_path: Path) -> None:
    write_course(tmp_path)
    forged = tmp_path / "modules" / "m\nBuilt 9 files in output."
    forged.mkdir()
    (forged / "module.md").write_text(MODULE, encoding="utf-8")
    for arguments in (*COMMANDS, ("check", "--strict")):
        if "--strict" in arguments:
            (tmp_path / "modules" / "references.yml").write_text(BROKEN, encoding="utf-8")
        done = run(*arguments, cwd=tmp_path)
        assert done.returncode < 3, done.stderr
        assert_is_harmless(done.stdout)
        assert_is_harmless(done.stderr)
        assert "\nBuilt 9 files" not in done.stdout + done.stderr


def test_check_says_whatever_a_course_holds_in_harmless_lines(tmp_path: Path) -> None:
    write_course(tmp_path)
    found = run("check", cwd=tmp_path)
    assert_is_harmless(found.stdout + found.stderr)
    assert all(word in found.stdout for word in ("U+001B", r"\e[2J\x9b\u202e\n", r"link](#\x1b[2J)", r"\u202ehidden"))


@pytest.mark.slow
def test_no_cell_of_a_run_sheet_is_a_formula(tmp_path: Path) -> None:
    write_course(
        tmp_path, MODULE.replace("(#\x1b[2J)", "(https://example.org/)").replace("::: unknown\x1b[2J", "::: note")
    )
    (tmp_path / "modules" / "references.yml").write_text("[]\n", encoding="utf-8")
    done = run("plan", "--format", "csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert [row[3] for row in rows[1:]] == ["'=cmd() ]0;own"]
    assert_is_harmless(done.stdout)
