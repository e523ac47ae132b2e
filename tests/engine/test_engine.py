"""What a second build does: no more than it must, and never less."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from pptx import Presentation

from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.engine.job import Task
from builder.engine.plan import OutputOptions
from builder.engine.run import Finished, build
from builder.engine.state.state import State, read_state, write_state
from builder.engine.workers.stopped import StoppedError
from builder.parse.course import load_course
from builder.theme.load import load_theme
from tests.support.commands import BODY, CACHE, COMMAND, ENVIRONMENT, FRONT, run, run_code
from tests.support.output import build_request

P = ParamSpec("P")
T = TypeVar("T")


def made(course: Path, *options: str) -> set[str]:
    """Build, and return the editions and formats of the files that were made."""
    done = run("build", "--explain", *options, cwd=course)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if ": made, for " in line]
    return {line.split(": ")[0].rsplit("/", 1)[-1].removeprefix("good-").replace("-en-US", "") for line in lines}


def test_only_what_changed_is_made_again(good: Path) -> None:
    course = good.parents[2]
    everything = made(course)
    assert {"handout.pdf", "handout-large.pdf", "slides.pptx", "guide.pdf"} <= everything
    assert made(course) == set(), "nothing changed"
    os.utime(good)
    assert made(course) == set(), "touched, not changed"
    text = good.read_text(encoding="utf-8")
    good.write_text(text.replace("the script", "the other script"), encoding="utf-8")
    assert made(course) == {"slides.pptx", "guide.pdf"} | (made_from_slides(everything)), (
        "the script is not in the handout"
    )
    good.write_text(text.replace("on the wall", "on all walls"), encoding="utf-8")
    assert made(course) == {name for name in everything if name.startswith("slides")} | {"guide.pdf"}, (
        "the guide has pictures of slides whose words it has not"
    )
    good.write_text(text.replace("a word", "another word"), encoding="utf-8")
    assert "handout.pdf" in made(course)
    (course / "output" / "en-US" / "good" / "good-handout-en-US.pdf").unlink()
    assert made(course) == {"handout.pdf"}, "a missing file is made again"
    guide = course / "output" / "en-US" / "good" / "good-guide-en-US.pdf"
    guide.write_bytes(b"edited")
    assert made(course) == {"guide-new.pdf"}, "what somebody changed stays"
    guide.unlink()
    assert made(course) == set(), "the new one takes its name"
    assert guide.stat().st_size > 1000
    assert made(course, "--force") == everything
    assert made(course, "--theme", "contrast") == everything


def made_from_slides(everything: set[str]) -> set[str]:
    """Return the other files that are made from the slides, when there are any."""
    return {name for name in everything if name.startswith("slides")} - {"slides.pptx"}


def test_the_title_of_a_module_is_read_again_only_when_its_file_changes(good: Path) -> None:
    state = State(good.parent / "state.json")
    first = state.head_of(Folder(good.parent), good.name)
    assert "title" in first
    noted = State(state.path, heads={state.hash_of(Folder(good.parent), good.name): "title: Noted"})
    assert noted.head_of(Folder(good.parent), good.name) == "title: Noted"
    good.write_text(good.read_text(encoding="utf-8").replace("title:", "title: New"), encoding="utf-8")
    later = State(state.path, heads=dict(state.seen_heads))
    assert later.head_of(Folder(good.parent), good.name) == first.replace("title:", "title: New")


def test_a_prerequisite_that_is_a_module_is_printed_by_its_title(good: Path) -> None:
    course = good.parents[2]
    other, page = course / "modules" / "other" / "module.md", course / "output" / "en-US" / "good" / "index.html"
    other.parent.mkdir()
    other.write_text(FRONT.format(title="First steps", more="id: steps\n") + BODY, encoding="utf-8")
    good.write_text(FRONT.format(title="Good", more="prerequisites: [steps, A pen]\n") + BODY, encoding="utf-8")
    made(course)
    assert "<li>The module “First steps”</li>\n<li>A pen</li>" in page.read_text(encoding="utf-8")
    guide = run("show", "good", "--stage", "html", "--edition", "guide", cwd=course).stdout
    assert "<li>The module “First steps”</li>\n<li>A pen</li>" in guide
    (deck,) = course.glob("output/*/good/*.pptx")
    assert "The module “First steps”" in Presentation(str(deck)).slides[0].notes_slide.notes_text_frame.text
    other.write_text(other.read_text(encoding="utf-8").replace("First steps", "Early steps"), encoding="utf-8")
    assert "guide.pdf" in made(course), "it prints the other module's title"
    assert "<li>The module “Early steps”</li>" in page.read_text(encoding="utf-8")
    other.write_text(other.read_text(encoding="utf-8").replace("a word", "a new word"), encoding="utf-8")
    assert made(course) == set(), "it prints nothing else of the other module"


def test_a_module_that_is_gone_takes_its_files_along(course: Path) -> None:
    bad = course / "modules" / "bad" / "module.md"
    bad.write_text(FRONT.format(title="Fine", more="") + BODY, encoding="utf-8")
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    assert (course / "output" / "en-US" / "bad").is_dir()
    bad.unlink()
    bad.parent.rmdir()
    (course / "modules" / "good" / "module.md").write_text(FRONT.format(title="Good", more="") + BODY, encoding="utf-8")
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    assert not (course / "output" / "en-US" / "bad").exists()
    rows = json.loads((course / "output" / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    assert {row["module"] for row in rows} == {"good"}


def test_problems_are_told_again_when_nothing_changed(course: Path) -> None:
    first = run("build", "--edition", "handout", cwd=course)
    again = run("build", "--edition", "handout", cwd=course)
    assert first.returncode == again.returncode == 1
    assert "Nothing has changed" in again.stderr
    assert first.stderr.splitlines()[:-1] == again.stderr.splitlines()[:-1]


def test_what_is_wrong_in_a_file_that_has_not_changed_is_told_at_its_new_place(good: Path) -> None:
    course = good.parents[2]
    front = FRONT.format(title="Good", more="")
    bare = "## Bare {time=5}\n\nProse alone.\n"
    good.write_text(front + bare, encoding="utf-8")
    assert "module.md:7:4: warning[nothing-on-slide]" in run("build", "--edition", "slides", cwd=course).stderr
    good.write_text(front + "## Before {.facilitator}\n\nFor you alone.\n\n" + bare, encoding="utf-8")
    assert "module.md:11:4: warning[nothing-on-slide]" in run("build", "--edition", "slides", cwd=course).stderr


def test_a_build_with_nothing_to_do_imports_only_click_and_the_standard_library(good: Path) -> None:
    course = good.parents[2]
    run("build", "--edition", "handout", cwd=course)
    code = (
        "import sys, builder.cli as c\n"
        "try: c.cli(['build', '--edition', 'handout'], standalone_mode=False)\n"
        "except SystemExit as end: assert end.code == 0\n"
        "print({n.split('.')[0] for n in sys.modules} - set(sys.stdlib_module_names) - {'builder', '__main__', '__mp_main__'})"
    )
    done = run_code(code, course)
    assert "Nothing has changed" in done.stderr
    third_party = {name for name in eval(done.stdout) if not name.startswith(("_", "sitecustomize", "usercustomize"))}  # noqa: S307  # a set of names that we printed
    assert third_party <= {"click", "distutils-precedence", "colorama"}


def test_two_builds_at_once_do_not_mix(good: Path) -> None:
    course = good.parents[2]
    command = [*COMMAND, "build"]
    first = subprocess.Popen(command, cwd=course, env=ENVIRONMENT, stderr=subprocess.PIPE)
    lock = CACHE.of_course(course) / "lock"
    while not (lock.is_file() and lock.read_text(encoding="utf-8")) and first.poll() is None:
        time.sleep(0.01)
    second = run("build", cwd=course)
    first.communicate(timeout=120)
    assert (first.returncode, second.returncode) == (0, 2)
    assert "Another build" in second.stderr


def test_a_file_that_cannot_be_made_is_a_problem_of_its_module_and_the_others_are_made(good: Path) -> None:
    course = Folder(good.parents[2])
    problems = Problems()
    loaded, theme = load_course(course, problems), load_theme("plain", problems, course)
    assert loaded
    assert theme
    options = OutputOptions(("handout", "slides", "guide"))
    order = build_request(course, loaded, theme, ("good",), options=options, executor=Without("slides"))
    *_, done = build(order, State(course.root), problems)
    assert isinstance(done, Finished)
    assert [problem.code for problem in problems] == [ProblemCode.RENDERER_STOPPED]
    assert "the slides could not be made: it took too long" in next(iter(problems)).message
    assert {path.split("good-")[-1] for path in done.written} == {
        "handout-en-US.html",
        "handout-en-US.pdf",
        "handout-large-en-US.pdf",
    }, "all but the slides, and the guide that needs them"
    assert done.skipped == ("good",)


class Without(Executor):
    """Does all jobs here and now, but those of one edition, which end at a limit."""

    def __init__(self, edition: str) -> None:
        self.edition = edition

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        task = args[0] if args else None
        if isinstance(task, Task) and task.part.edition == self.edition:
            future.set_exception(StoppedError("it took too long"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def remade(course: Path, *editions: str, theme: str = "plain") -> dict[str, str]:
    """Build editions of the good module here and now; return why each file was made, by its name."""
    folder, problems, state = Folder(course), Problems(), read_state(CACHE.of_course(course))
    loaded, chosen = load_course(folder, problems), load_theme(theme, problems, folder)
    assert loaded
    assert chosen
    options = OutputOptions(editions)
    order = build_request(folder, loaded, chosen, ("good",), options=options, executor=Without("none"))
    *_, done = build(order, state, problems)
    write_state(state)
    assert isinstance(done, Finished)
    return {path.rpartition("good-")[2].replace("-en-US", ""): why for path, why in done.why.items()}


def test_what_names_a_page_is_made_again_when_that_page_has_another_number(good: Path) -> None:
    course, task = good.parents[2], "::: {.activity time=5}\n### Sort\n1. Go.\n:::\n"
    good.write_text(f"{FRONT.format(title='Good', more='')}## Topic\n\n- a\n\n{task}", encoding="utf-8")
    assert set(remade(course, "handout", "answers", "slides").values()) == {"it is new"}
    paper = "::: handout\n" + "Words of the handout alone. " * 600 + "\n:::\n\n"
    good.write_text(good.read_text(encoding="utf-8").replace("- a", f"- a\n\n{paper}"), encoding="utf-8")
    again = remade(course, "handout", "slides")
    assert again["slides.pptx"] == again["slides.pdf"] == "blocks that it refers to stand on other pages"
    (deck,) = course.glob("output/*/good/*.pptx")
    frames = (shape for slide in Presentation(str(deck)).slides for shape in slide.shapes if shape.has_text_frame)
    assert re.search(r"handout page [2-9]", " ".join(shape.text_frame.text for shape in frames))


def test_what_a_file_is_made_from_beside_its_module_makes_it_again(good: Path) -> None:
    course = good.parents[2]
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/>'
    files = {
        "modules/course.yml": "title: A course\nmodules: [good]\n",
        "themes/ours/theme.yml": "name: Ours\nextends: plain\n",
        "modules/good/p.svg": picture,
        "modules/shared.md": "::: {.resources #lines}\n- A line.\n:::\n",
    }
    for path, words in files.items():
        (course / path).parent.mkdir(parents=True, exist_ok=True)
        (course / path).write_text(words, encoding="utf-8")
    body = '## Topic\n\n::: reflection\n![](p.svg){alt="A"}\n:::\n\n::: {.use ref="lines"}\n:::\n'
    good.write_text(FRONT.format(title="Good", more="") + body, encoding="utf-8")
    remade(course, "workbook", theme="ours")
    assert remade(course, "workbook", theme="ours") == {}
    changes = {
        "modules/course.yml": ("modules:", "version: 2.0\nmodules:", "the course's title, version, license or notice"),
        "themes/ours/theme.yml": ("plain", "contrast", "the theme"),
        "modules/good/p.svg": ("0 0 4 4", "0 0 4 5", "what it shows"),
        "modules/shared.md": ("A line", "Another line", "what it shows"),
    }
    for name, (old, new, what) in changes.items():
        (course / name).write_text(files[name].replace(old, new), encoding="utf-8")
        assert remade(course, "workbook", theme="ours")["workbook.pdf"].startswith(f"{what} has changed"), name


@pytest.mark.slow
@pytest.mark.parametrize("after", [1.5, 2.2, 4.0])
def test_a_killed_build_of_everything_can_be_cleared_away(good: Path, after: float) -> None:
    """Two hundred other moments of a smaller build are in test_kills.py."""
    course = good.parents[2]
    command = [*COMMAND, "build", "--force"]
    process = subprocess.Popen(command, cwd=course, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    output = course / "output"
    if (output / "manifest.json").is_file():
        rows = json.loads((output / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
        assert all((output / row["path"]).stat().st_size == row["bytes"] for row in rows)
    assert run("build", cwd=course).returncode == 0
    assert run("clean", cwd=course).returncode == 0
    assert not [path for path in output.rglob("*") if path.is_file()], "something was left that no manifest lists"


def test_a_check_of_what_has_not_changed_says_the_same_again(course: Path) -> None:
    first, again = run("check", cwd=course), run("check", cwd=course)
    assert (first.stdout, first.stderr, first.returncode) == (again.stdout, again.stderr, again.returncode)
    assert first.returncode == 1
    bad = course / "modules" / "bad" / "module.md"
    bad.write_text(bad.read_text(encoding="utf-8") + "\n:::\n", encoding="utf-8")
    assert "unclosed-div" in first.stdout
    assert "unclosed-div" not in run("check", cwd=course).stdout
    assert run("check", "--theme", "contrast", cwd=course).returncode == 1
    kept = sorted(CACHE.of_course(course).rglob("layouts-*.json"))
    assert len(kept) == 2, "one of each theme"
    for path in kept:
        path.write_bytes(b'{"size": "not layouts"}')
    assert run("check", "--theme", "contrast", "good", cwd=course).returncode == 0


def test_a_module_whose_id_is_not_its_folder_keeps_its_files_when_another_is_built(good: Path) -> None:
    course = good.parents[2]
    other = course / "modules" / "bad" / "module.md"
    other.write_text(FRONT.format(title="Other", more="id: quite-another\n") + BODY, encoding="utf-8")
    assert run("build", "bad", "--edition", "handout", cwd=course).returncode == 0
    kept = course / "output" / "en-US" / "quite-another"
    assert kept.is_dir()
    shutil.rmtree(CACHE.of_course(course))
    assert run("build", "good", "--edition", "handout", cwd=course).returncode == 0
    assert kept.is_dir(), "its folder is there, whatever its id"


def test_modules_without_files_are_not_read_for_the_catalogue(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = Folder(good.parents[2])
    other = good.parents[1] / "other" / "module.md"
    other.parent.mkdir()
    other.write_text(good.read_text(encoding="utf-8").replace("title: Good", "title: Other"), encoding="utf-8")
    (course.root / "modules" / "course.yml").write_text("title: A course\nmodules: [good, other]\n", encoding="utf-8")
    read: list[str] = []
    monkeypatch.setattr("builder.engine.site.read_module", lambda *named: read.append(named[2]))
    problems = Problems()
    loaded, theme = load_course(course, problems), load_theme("plain", problems, course)
    assert loaded
    assert theme
    output = course.root / "output"
    options = OutputOptions(("handout",))
    order = build_request(course, loaded, theme, ("good",), options=options, executor=Without("slides"))
    *_, done = build(order, State(course.root), problems)
    assert isinstance(done, Finished)
    assert done.written
    assert read == []
    index = (output / "index.html").read_text(encoding="utf-8")
    assert "Good" in index
    assert "Other" not in index
