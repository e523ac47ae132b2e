"""Courses with links, pipes and names that a stranger chose: each command ends, says what is wrong, and reads nothing outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.commands import FRONT
from tests.support.watched.command import SECRET, Budget, Reader

MODULE = FRONT.format(title="T", more="") + "## Topic\n\n- one\n"
PICTURED = MODULE + "\n![A plan](plan.svg)\n\n![A chart](data/plan.png)\n"

NAMES = {
    "a\nb": "characters that are not seen",
    "esc\x1b[31m": "characters that are not seen",
    "turned\u202e": "characters that are not seen",
    "bad\udce9": "is not UTF-8",
    "CON": "is a device's on Windows",
    "nul.old": "is a device's on Windows",
    "what?": "Windows refuses",
    "end.": "ends with a period",
    "n" * 101: "is longer than 100 bytes",
    "Twin": "",
    "twin": "is the same as `Twin`",
    "cafe\u0301 au lait": "",
}
"""Names of folders, and what is said of each."""


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


@pytest.mark.slow
def test_each_strange_folder_is_one_problem_and_the_others_are_read(reader: Reader) -> None:
    reader.lay_out({f"modules/{name}/module.md": MODULE for name in NAMES})
    (reader.course / "modules" / "out").symlink_to(reader.home)
    (reader.course / "modules" / "circle").symlink_to("circle")
    for name in ("linked", "piped"):
        (reader.course / "modules" / name).mkdir()
    (reader.course / "modules" / "linked" / "module.md").symlink_to(reader.home / "module.md")
    os.mkfifo(reader.course / "modules" / "piped" / "module.md")
    done = reader.run("check").held(codes={1})
    lines = [line for line in done.out.splitlines() if "error[" in line]
    assert len(lines) == 10 + 4
    assert all("unusable-name" in line or "unreadable-source" in line for line in lines)
    assert all(words in done.out for words in NAMES.values())
    assert {"\x1b", "\u202e"}.isdisjoint(done.out)
    assert "lies outside the course folder" in done.out
    assert "is no regular file" in done.out


WAYS = (
    "modules/references.yml", "modules/glossary.yml", "modules/local.yml", "modules/shared.md", "modules/links.md",
    "modules/shared", "modules/m/links.md", "modules/m/plan.svg", "modules/m/data", "modules/m/CHANGELOG.md", "themes",
    "themes/t", "themes/t/theme.yml", "themes/t/fonts", "themes/labels", "themes/labels/fr.yml", "modules/course.yml", "modules",
)  # fmt: skip
"""What of a course may be a link, a pipe or a device."""

KINDS = ("{home}/.config", "{home}/secret.png", "/dev/zero", "pipe")
COMMANDS = (("check",), ("show", "m"), ("plan", "m"), ("due",), ("themes",))


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_link_out_or_a_pipe_in_any_place_is_neither_read_nor_waited_for(reader: Reader, way: str) -> None:
    files = {
        "modules/m/module.md": PICTURED,
        "modules/course.yml": "title: C\ntheme: t\n",
        "themes/t/theme.yml": "extends: plain\nlogo: {path: plan.svg, alt: L}\n",
    }
    reader.lay_out({name: data for name, data in files.items() if not name.startswith(way)})
    if way == "modules":
        (reader.course / "modules" / "course.yml").unlink()
        (reader.course / "modules").rmdir()
    place = reader.course / way
    place.unlink(missing_ok=True)
    for kind in KINDS if way == WAYS[0] else KINDS[:1]:
        place.parent.mkdir(parents=True, exist_ok=True)
        if kind == "pipe":
            os.mkfifo(place)
        else:
            place.symlink_to(kind.format(home=reader.home))
        for command in COMMANDS if way == "modules/shared.md" else COMMANDS[:1]:
            done = reader.run(*command).held(codes={0, 1, 2})
            assert SECRET not in done.told
        place.unlink()


@pytest.mark.slow
def test_more_files_than_any_course_has_are_refused_before_they_are_read(reader: Reader) -> None:
    reader.lay_out({"modules/m/module.md": MODULE + "".join(f"\n![A plan](x{n}.png)\n" for n in range(500))})
    for folder in ("a", "b", "c"):
        (reader.course / "modules" / "m" / folder).mkdir()
        for number in range(7_000):
            (reader.course / "modules" / "m" / folder / f"{number}.png").touch()
    done = reader.run("check", budget=Budget(seconds=10, cpu=10)).held(codes={2})
    assert "more than 20,000 files" in done.err


@pytest.mark.slow
def test_what_is_made_of_a_course_holds_nothing_of_its_readers_and_its_lists_are_whole(reader: Reader) -> None:
    reader.lay_out({"modules/good/module.md": MODULE, **{f"modules/{name}/module.md": MODULE for name in NAMES}})
    (reader.course / "modules" / "good" / "CHANGELOG.md").symlink_to(reader.home / "secret.txt")
    (reader.course / "modules" / "shared").symlink_to(reader.home)
    reader.run("build", "--edition", "handout").held(codes={1})
    made = dict(reader.outputs())
    assert not [name for name, data in made.items() if SECRET.encode() in data]
    sums = made["SHA256SUMS"].decode().splitlines()
    assert {line.partition("  ")[2] for line in sums} | {"SHA256SUMS", "manifest.json"} == set(made)
    assert sum(name.endswith("-handout-en-US.pdf") for name in made) == 3
    (reader.course / "output" / "en-US" / "home").symlink_to(reader.home)
    done = reader.run("publish", "--check").held(codes={1})
    assert "en-US/home: it is a link" in done.out
    (reader.course / "output" / "en-US" / "home").unlink()
    reader.run("publish", "--check").held(codes={0})
    reader.run("clean").held(codes={0})
    assert [*reader.outputs()] == []
