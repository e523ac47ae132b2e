"""Files that people have changed are theirs: the build writes beside them, says so once, and goes on."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from builder.core.problems import ProblemCode, Problems
from builder.engine.output.folder import Displaced
from builder.engine.run import report_displaced
from tests.support.commands import run

LONG_AGO = 1_700_000_000
"""Seconds: 2023-11-14 in UTC."""


def ours(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file() and path.suffix == ".pptx"}


def listed(course: Path) -> set[str]:
    rows = json.loads((course / "output" / "manifest.json").read_text(encoding="utf-8"))
    return {row["path"].rpartition("/")[2] for row in rows["artifacts"]}


def test_what_was_kept_is_a_problem_that_names_the_file_and_the_cure() -> None:
    displaced = [
        Displaced("en/a/a.pptx", "en/a/a-new.pptx", known=True),
        Displaced("index.html", "index-new.html", known=False),
        Displaced("b.pdf", "b-2023-11-14.pdf", known=True, moved=True),
    ]
    report_displaced(displaced, problems := Problems())
    assert {problem.code for problem in problems} == {ProblemCode.KEPT_OUTPUT}
    assert sorted(problem.message for problem in problems) == [
        "b.pdf has been changed since it was made: it is now b-2023-11-14.pdf, and the new file has its name",
        "en/a/a.pptx has been changed since it was made: it stays; the new file is a-new.pptx",
        "index.html was not made here: it stays; the new file is index-new.html",
    ]


@pytest.mark.slow
def test_an_edited_deck_is_never_overwritten(good: Path) -> None:
    course = good.parents[2]
    folder = course / "output" / "en-US" / "good"
    deck, new = folder / "good-slides-en-US.pptx", folder / "good-slides-en-US-new.pptx"

    def build(*options: str) -> str:
        done = run("build", "--edition", "slides", *options, cwd=course)
        assert done.returncode == 0, done.stderr
        return done.stderr

    build()
    made = deck.read_bytes()
    mine = made + b"my own words"
    deck.write_bytes(mine)
    told = build("--explain")
    assert "kept-output" in told
    assert "good-slides-en-US.pptx has been changed since it was made: it stays" in told
    assert deck.read_bytes() == mine
    assert new.read_bytes() == made
    assert listed(course) == {"good-slides-en-US-new.pptx", "good-slides-en-US.pdf"}
    archive = folder / "good-facilitators-en-US.zip"
    with zipfile.ZipFile(archive) as file:
        held = {name.rpartition("/")[2]: file.read(name) for name in file.namelist()}
    assert held["good-slides-en-US-new.pptx"] == made
    assert mine not in held.values()
    assert f"{new.name}" in (folder / "index.html").read_text(encoding="utf-8")
    again = build("--explain")
    assert "kept-output" not in again, "it is said once"
    assert "Nothing has changed" in again

    good.write_text(good.read_text(encoding="utf-8").replace("on the wall", "on all walls"), encoding="utf-8")
    assert "good-slides-en-US-new.pptx: made, for what it shows has changed" in build("--explain")
    assert ours(folder) == {deck.name, new.name}, "one that nobody has changed is replaced"
    newest = new.read_bytes()
    assert newest != made
    deck.unlink()
    assert "Built nothing" in build()
    assert deck.read_bytes() == newest
    assert ours(folder) == {deck.name}

    deck.write_bytes(mine)
    os.utime(deck, (LONG_AGO, LONG_AGO))
    assert "it is now good-slides-en-US-2023-11-14.pptx" in build("--force")
    assert deck.read_bytes() == newest
    assert (folder / "good-slides-en-US-2023-11-14.pptx").read_bytes() == mine
    build("--force")
    assert ours(folder) == {deck.name, "good-slides-en-US-2023-11-14.pptx"}
    assert "good-slides-en-US-2023-11-14.pptx" not in listed(course)
    assert run("clean", cwd=course).returncode == 0
    assert ours(folder) == {"good-slides-en-US-2023-11-14.pptx"}


@pytest.mark.slow
def test_without_state_only_what_is_as_its_row_says_is_replaced(good: Path, tmp_path: Path) -> None:
    course = good.parents[2]
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    moved = tmp_path / "moved"
    course.rename(moved)
    folder = moved / "output" / "en-US" / "good"
    edited = folder / "good-handout-en-US.pdf"
    edited.write_bytes(b"mine")
    stray = folder / "good-guide-en-US.pdf"
    stray.write_bytes(b"mine, and in no manifest")
    done = run("build", "--edition", "handout", "--edition", "guide", "--explain", cwd=moved)
    assert done.returncode == 0, done.stderr
    assert (edited.read_bytes(), stray.read_bytes()) == (b"mine", b"mine, and in no manifest")
    assert {path.name for path in folder.glob("*-new*")} == {
        "good-handout-en-US-new.pdf",
        "good-guide-en-US-new.pdf",
    }
    assert "good-guide-en-US.pdf was not made here: it stays" in done.stderr
    assert done.stderr.count("kept-output") == 2
    another = {"COURSEWRIGHT_CACHE": str(tmp_path / "another machine")}
    (moved / "modules" / "course.yml").write_text("title: A new title\nmodules: [good]\n", encoding="utf-8")
    for cache in (another, {}):
        done = run("build", "--edition", "handout", cwd=moved, **cache)
        assert done.stderr.count("kept-output") == 1, (
            "of what another machine made, the edited handout alone is in the way"
        )


@pytest.mark.slow
def test_what_did_not_change_is_not_made_again_whatever_is_asked_for(good: Path) -> None:
    course = good.parents[2]

    def made(*arguments: str) -> str:
        done = run("build", "--explain", *arguments, cwd=course)
        assert done.returncode == 0, done.stderr
        return "\n".join(line for line in done.stderr.splitlines() if ": made, for " in line)

    good.write_text(f"{good.read_text(encoding='utf-8')}\n\n## Bare {{time=5}}\n\nProse alone.\n", encoding="utf-8")
    both = "--edition", "handout", "--edition", "slides"
    assert made("good", *both)
    assert made(*both) == "", "what was wrong in a file is told from its record"
    assert made("--edition", "slides") == ""
    assert "nothing-on-slide" in run("build", "--edition", "slides", cwd=course).stderr
    assert "the theme has changed" in made("--edition", "handout", "--theme", "contrast")
    assert "the theme has changed" in made("--edition", "handout"), "the note of its last build is not enough"
    (course / "output" / "en-US" / "good" / "good-slides-en-US.pdf").unlink()
    good.write_text(good.read_text(encoding="utf-8").replace("a word", "another word"), encoding="utf-8")
    assert "handout-en-US.pdf: made, for what it shows has changed" in made("--edition", "handout")
    assert made("--edition", "handout", "--force").count("all are asked for") == 3
