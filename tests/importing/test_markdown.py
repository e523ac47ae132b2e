"""Other tools' Markdown becomes a module that says the same as the file does where it is read in place; what is left is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems, Severity
from builder.core.source import Source
from builder.importing.loss import losses_text
from builder.importing.readers import ImportSource, UnreadableImportError, import_files
from builder.importing.words import words_of_module
from builder.importing.write_module import ImportedModule
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from tests.parse.test_dialects import AROUND, SECRETS
from tests.support.decks.foreign_deck import photograph

CASES = Path(__file__).parent.parent / "cases" / "dialects"
FENCE = re.compile(r"^(````+)input\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def imported(folder: Path, name: str) -> ImportedModule:
    made = import_files([ImportSource(Folder(folder), name)], "en-US")
    assert (made.words.lost, made.words.invented) == ({}, {})
    return made


def body(made: ImportedModule) -> str:
    return made.files["module.md"].decode().split("---\n", 2)[2].strip()


def report(made: ImportedModule) -> str:
    return "\n".join(losses_text(made.losses))


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.md")))
def test_a_dialect_says_as_a_module_what_it_says_in_place(tmp_path: Path, case: str) -> None:
    text = FENCE.search((CASES / f"{case}.md").read_text(encoding="utf-8"))
    assert text
    (tmp_path / "a.md").write_text(text[2], encoding="utf-8")
    made = imported(tmp_path, "a.md")
    front = "" if text[2].startswith("---") else "---\ntitle: A\n---\n"
    before, after = (
        words_of_module(parse(Source("module.md", one), "x", ParseContext(), Problems()))
        for one in (front + text[2], made.files["module.md"].decode())
    )
    assert before - after == {}, "words that readers see where the file is read in place"


DECK = """\
---
marp: true
theme: gaia
title: Rights
---

# Rights

![bg right](img/photo.jpg)

---

# Ask (10 min)

Ask for a contract. <b>Always.</b>

<!-- Wait for an answer. -->

![A slip](img/photo.jpg)

---

# Keep

- a copy <span class="answer">SECRET</span>

![far](https://example.org/far.png)
![gone](../outside.png)
"""
MODULE = """\
![](picture-1.jpg){.decorative}

---

## Ask {time=10}

Ask for a contract. **Always.**

::: notes
Wait for an answer.
:::

![A slip](picture-1.jpg)

---

## Keep

- a copy <span class="answer">SECRET</span>

[far](https://example.org/far.png)
![gone](../outside.png)"""


def test_a_deck_in_markdown_has_topics_scripts_and_clean_pictures(tmp_path: Path) -> None:
    (tmp_path / "deck" / "img").mkdir(parents=True)
    (tmp_path / "deck" / "img" / "photo.jpg").write_bytes(photograph())
    (tmp_path / "outside.png").write_bytes(photograph())
    (tmp_path / "deck" / "deck.md").write_text(DECK, encoding="utf-8")
    made = imported(tmp_path / "deck", "deck.md")
    shown = re.sub(r"line-\d+-picture-\d+", "picture-1", body(made))
    assert shown == MODULE
    assert b"Maple" not in b"".join(made.files.values())
    assert "deck.md, line 3: left: setting: says nothing for a module “theme gaia”" in report(made)
    assert "line 28: left: picture: ../outside.png: it lies outside the folder that is imported" in report(made)


LESSON = {
    "config.yaml": "title: Git for all\nlicense: CC-BY 4.0\ncontact: a@example.org\nepisodes:\n- two.md\n- one.Rmd\n",
    "episodes/two.md": "---\ntitle: Commits\nteaching: 20\nexercises: 10\n---\n\n:::: objectives\n\n- Commit\n\n::::\n\n"
    "## Why\n\nSee [the first](one.html) and [x][x].[^1]\n\n[^1]: Note.\n\n[x]: https://example.org/x\n",
    "episodes/one.Rmd": "---\ntitle: Start\nteaching: 5\n---\n\n## Why\n\nText[^1] and [x].\n\n{% include_relative part.md %}\n\n"
    "[^1]: Other.\n\n[x]: https://example.org/y\n",
    "episodes/part.md": "Included words.\n",
    "README.md": "About this project.\n",
}


def test_a_lesson_in_a_folder_is_one_module_of_parts(tmp_path: Path) -> None:
    for name, text in LESSON.items():
        (tmp_path / "lesson" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lesson" / name).write_text(text, encoding="utf-8")
    made = imported(tmp_path, "lesson")
    assert (
        made.files["module.md"].decode().startswith("---\ntitle: Git for all\nduration: 35\nlicense: CC-BY 4.0\n---\n")
    )
    shown = body(made)
    assert [line for line in shown.split("\n") if line.startswith("#")] == [
        "# Commits {#commits}",
        "## Why",
        "# Start {#start}",
        "## Why",
    ]
    assert "See [the first](#start) and [x][x].[^1]" in shown
    assert "Text[^1-2] and [x][x-2]." in shown
    assert "[^1-2]: Other." in shown
    assert "[x-2]: https://example.org/y" in shown
    assert "Included words." in shown
    assert "README.md: left: file: no chapter of the lesson; it has 3 words" in report(made)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"lesson/a.txt": ""}, "no file of Markdown"),
        ({"lesson/_quarto.yml": "a: [", "lesson/a.qmd": ""}, "_quarto.yml cannot be read"),
        ({"lesson/a.md": b"\xff\xfe"}, "a.md: byte 0xff is not UTF-8 text"),
    ],
)
def test_a_lesson_that_cannot_be_read_says_why(tmp_path: Path, files: dict[str, str | bytes], reason: str) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UnreadableImportError) as raised:
        import_files([ImportSource(Folder(tmp_path), "lesson")], "en-US")
    assert reason in raised.value.reason


def test_links_and_includes_lead_nowhere_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("SECRET\n", encoding="utf-8")
    (tmp_path / "lesson").mkdir()
    (tmp_path / "lesson" / "a.md").write_text(
        "# A\n\n{{< include ../secret.md >}}\n\n{{< include b.md >}}\n\n{{< include a.md >}}\n", encoding="utf-8"
    )
    (tmp_path / "lesson" / "b.md").symlink_to(tmp_path / "secret.md")
    made = imported(tmp_path / "lesson", "a.md")
    assert b"SECRET" not in made.files["module.md"]
    assert report(made).count("left: included file") == 3


def test_quarto_says_its_values_in_the_text_and_its_looks_are_left(tmp_path: Path) -> None:
    text = "---\ntitle: A\nplace: Maple Street\n---\n\n## Where {.smaller #where}\n\nAt {{< meta place >}}.\n\n## {.center}\n\nAlone.\n"
    (tmp_path / "a.qmd").write_text(text, encoding="utf-8")
    assert body(imported(tmp_path, "a.qmd")) == "## Where {#where}\n\nAt Maple Street.\n\n---\n\nAlone."


def test_sphinx_says_the_order_of_chapters_and_notes_for_instructors_their_minutes(tmp_path: Path) -> None:
    (tmp_path / "lesson").mkdir()
    (tmp_path / "lesson" / "index.md").write_text("# All\n\nHi.\n\n```{toctree}\n:maxdepth: 1\n\nzeta\nalpha\n```\n")
    (tmp_path / "lesson" / "zeta.md").write_text(
        "# Zeta\n\n```{instructor-note}\n- 35 min teaching\n- 10 min exercise\n```\n"
    )
    (tmp_path / "lesson" / "alpha.md").write_text("# Alpha\n\nSee [zeta](zeta.md).\n")
    made = imported(tmp_path, "lesson")
    assert b"duration: 45\n" in made.files["module.md"]
    assert re.findall("^# .*", body(made), re.MULTILINE) == ["# All {#all}", "# Zeta {#zeta}", "# Alpha {#alpha}"]
    assert "See [zeta](#zeta)." in body(made)


@pytest.mark.slow
@pytest.mark.parametrize("place", AROUND)
def test_notes_and_answers_of_other_tools_stay_hidden_when_they_are_imported(tmp_path: Path, place: str) -> None:
    """What is for facilitators where the file is read in place is for them in the module, or an error there."""
    for name, text in SECRETS.items():
        source = f"---\ntitle: A\n---\n\n{AROUND[place](text)}\n"
        (tmp_path / "a.md").write_text(source, encoding="utf-8")
        assert not _leaks(imported(tmp_path, "a.md").files["module.md"].decode()) or _leaks(source), name


def _leaks(text: str) -> bool:
    problems = Problems()
    module = parse(Source("module.md", text), "x", ParseContext(), problems)
    faults = {one.code for one in problems if one.severity is Severity.ERROR} - {ProblemCode.MISSING_KEY}
    shown = (select(module, EDITIONS[name]) for name in ("handout", "workbook", "slides-share"))
    return not faults and any(words_of_module(one)["secret"] for one in shown)


def test_long_lines_take_no_longer_than_their_length(tmp_path: Path) -> None:
    much = 19_000  # longer lines are not read
    blank, long = " " * much, "a" * much
    text = f"# Title\n\n## Topic (5 min)\n\n<b>{blank}bold </b>\n\none<b> </b>two\n\n<b>{blank}open\n\n<img {long}>\n\n{'-' * much}\n\n## Last ({blank}\n"
    (tmp_path / "long.md").write_text(text, encoding="utf-8")
    made = body(imported(tmp_path, "long.md"))
    assert "**bold**\n\none two\n" in made
