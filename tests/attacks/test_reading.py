"""Courses that were sent to harm are checked as a person would: nothing hangs, fills the memory or reads the home."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.watched.command import Budget, Reader, Watched
from tests.support.watched.specimens import MODULE, OF_A_MODULE, OF_THE_COURSE, ON_DISK, PLACED, READING, SMALL, Files

LITTLE = Budget(seconds=60, cpu=10, memory=600_000_000, written=20_000_000)
"""What a check of one module of a stranger's may use, on a busy machine."""


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def told_of(watched: Watched, place: str) -> bool:
    return any(
        line.startswith(f"{place}:") and ("error[" in line or "warning[" in line) for line in watched.told.splitlines()
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", READING)
def test_a_text_that_is_made_to_hang_or_swell_is_checked_within_limits(reader: Reader, name: str) -> None:
    reader.lay_out(READING[name])
    reader.run("check", "x", budget=LITTLE).held(codes={0, 1})


@pytest.mark.parametrize("what", PLACED)
def test_nothing_but_files_of_a_module_is_opened_for_it(reader: Reader, what: str) -> None:
    """A pipe would never end, zeros fill the memory; a link leads into the home. Each is named, and module `y` is checked."""
    reader.lay_out(SMALL)
    for place in OF_A_MODULE:
        PLACED[what](place)(reader.course)
    done = reader.run("check", budget=LITTLE).held(codes={1})
    assert told_of(done, "modules/x/module.md")
    assert [name for name in ("x.png", "x.csv") if f"`{name}` cannot be" not in done.told] == []
    assert "Checked 3 modules" in done.told


@pytest.mark.slow
@pytest.mark.parametrize("what", PLACED)
def test_nothing_but_files_of_the_course_is_opened_for_all_modules(reader: Reader, what: str) -> None:
    *places, course, theme = OF_THE_COURSE
    for there in (places, [course], [theme]):
        reader.lay_out(SMALL)
        for place in there:
            PLACED[what](place)(reader.course)
        done = reader.run("check", "--theme", "t", budget=LITTLE).held(codes={2})
        assert [place for place in there if not told_of(done, place)] == []
        for place in there:
            (reader.course / place).unlink()


@pytest.mark.slow
@pytest.mark.parametrize("name", ON_DISK)
def test_no_folder_of_a_course_leads_out_of_it(reader: Reader, name: str) -> None:
    reader.lay_out(SMALL)
    ON_DISK[name](reader.course)
    for command in (("check",), ("show", "x", "--stage", "deck", "--theme", "t")):
        reader.run(*command, budget=LITTLE).held(codes={0, 1, 2})


@pytest.mark.slow
def test_one_bad_module_is_one_problem_and_the_others_are_built(reader: Reader) -> None:
    """Every fourth of the texts above at once, each in a module of its own, beside a good one."""
    texts = [files for files in READING.values() if {*files} <= {MODULE, "modules/x/x.svg"}][::4]
    course: Files = {"modules/good/module.md": SMALL["modules/y/module.md"]}
    for number, files in enumerate(texts):
        course |= {path.replace("/x/", f"/m{number}/"): content for path, content in files.items()}
    reader.lay_out(course)
    budget = Budget(seconds=300, cpu=120, memory=1_500_000_000)
    done = reader.run("check", budget=budget).held(codes={1})
    assert f"Checked {len(texts) + 1} modules" in done.told
    reader.run("build", "good", "m0", "m1", "--edition", "handout", budget=budget).held(codes={0, 1})
    assert any(name.endswith("good-handout-en-US.pdf") for name, _ in reader.outputs())
