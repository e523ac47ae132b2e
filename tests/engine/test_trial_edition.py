"""A trial edition, added as ARCHITECTURE.md says: one row, one template, its words. Everything else follows from these."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.commands import FRONT, ROOT, run
from tests.support.tools import page_texts

ROW = """
        Edition(
            "digest",
            "participants",
            rank=-1,
            formats=(_PDF,),
            shows=frozenset({"prose", "exercises"}),
            page=PageLayout("digest.html", duplex=False),
            large=True,
        ),
"""
TEMPLATE = """{% extends "document.html" %}
{% block main %}
<header class="cover"><h1>{{ page.module.meta.title }}</h1></header>
<main>{{ page.blocks(page.module.body) }}</main>
{% endblock %}
"""
LABELS = """digest: Digest
at-digest: digest page {number}
"""
MODULE = """## Topic

PROSE-WORD. See [the task](digest:#sort).

::: {.activity #sort time=5}
### TASK-WORD
Do it.

::: answer
ANSWER-WORD
:::
:::

::: notes
SAY: NOTES-WORD.
:::

::: keypoints
- KEY-WORD
:::

## Before {.facilitator}

FACILITATOR-WORD
"""


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a copy of Coursewright that has the trial edition."""
    tool = tmp_path_factory.mktemp("tool")
    for folder in ("builder", "themes"):
        shutil.copytree(ROOT / folder, tool / folder, ignore=shutil.ignore_patterns("__pycache__"))
    table = tool / "builder" / "transform" / "editions.py"
    before, start, rows = table.read_text(encoding="utf-8").partition("    for edition in (\n")
    table.write_text(before + start + ROW + rows, encoding="utf-8")
    base = tool / "themes" / "base"
    (base / "print" / "digest.html").write_text(TEMPLATE, encoding="utf-8")
    with (base / "labels" / "en.yml").open("a", encoding="utf-8") as labels:
        labels.write(LABELS)
    return tool


def test_one_row_and_one_template_make_an_edition(tool: Path, tmp_path: Path) -> None:
    module = tmp_path / "modules" / "one"
    module.mkdir(parents=True)
    (module.parent / "course.yml").write_text("title: A course\n", encoding="utf-8")
    (module / "module.md").write_text(FRONT.format(title="One", more="") + MODULE, encoding="utf-8")
    done = run(
        "build", "--edition", "digest", "--edition", "handout", "--jobs", "1", cwd=tmp_path, PYTHONPATH=str(tool)
    )
    assert done.returncode == 0, done.stderr
    output = tmp_path / "output"
    rows = json.loads((output / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    row = next(row for row in rows if row["path"] == "en-US/one/one-digest-en-US.pdf")
    assert (row["edition"], row["audience"], row["format"], row["pages"]) == ("digest", "participants", "pdf", 1)
    assert row["paper"] == "letter"
    assert [row["variant"] for row in rows if row["edition"] == "digest"] == ["", "large"]
    words = "\n".join(page_texts(output / row["path"]))
    assert "PROSE-WORD" in words
    assert "TASK-WORD" in words
    for hidden in ("ANSWER-WORD", "NOTES-WORD", "KEY-WORD", "FACILITATOR-WORD"):
        assert hidden not in words
    handout = "\n".join(page_texts(output / "en-US" / "one" / "one-handout-en-US.pdf"))
    assert "digest page 1" in handout, "authors can refer to it"
    assert "one-digest-en-US.pdf" in (output / "en-US" / "one" / "index.html").read_text(encoding="utf-8")


def test_the_command_line_knows_the_edition(tool: Path, tmp_path: Path) -> None:
    assert "digest" in run("build", "--help", cwd=tmp_path, PYTHONPATH=str(tool)).stdout
