"""Wherever state lives, a course builds to the same bytes: two machines on one clone, a clone that nobody may write to, no home."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.watched.command import Budget, Reader
from tests.support.watched.specimens import FRONT

BUILD = ("build", "--edition", "handout")
PLENTY = Budget(seconds=300, cpu=120, memory=2_000_000_000)

pytestmark = pytest.mark.slow


def a_reader(folder: Path) -> Reader:
    reader = Reader(folder)
    reader.lay_out({"modules/one/module.md": FRONT})
    return reader


def made(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All files of a build as it usually is."""
    reader = a_reader(tmp_path_factory.mktemp("usual"))
    reader.run(*BUILD, budget=PLENTY).held(codes={0})
    return made(reader.course / "output")


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Take the right to write away from a folder and all below it."""
    paths = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in paths:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(0o755)


def test_two_machines_share_a_clone(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Each with its own cache: neither takes the other's files for its own and unchanged, and both make the same bytes."""
    reader, caches = a_reader(tmp_path), (tmp_path / "here", tmp_path / "there")

    def build(cache: Path) -> tuple[str, dict[str, bytes]]:
        done = reader.run(*BUILD, budget=PLENTY, allowed=caches, COURSEWRIGHT_CACHE=str(cache)).held(codes={0})
        return done.err, made(reader.course / "output")

    here, there = caches
    assert build(here)[1] == whole
    told, files = build(there)
    assert "Nothing has changed" not in told
    assert files == whole
    source = reader.course / "modules" / "one" / "module.md"
    source.write_text(FRONT.replace("- one\n", "- two\n"), encoding="utf-8")
    changed = build(there)[1]
    assert not [name for name in changed if "-new" in name]
    source.write_text(FRONT, encoding="utf-8")
    assert changed != build(here)[1] == whole, "it saw that its files are no longer those of the source"


def test_a_clone_that_nobody_may_write_to_is_checked_and_built_elsewhere(
    tmp_path: Path, whole: dict[str, bytes]
) -> None:
    reader, elsewhere = a_reader(tmp_path), tmp_path / "elsewhere"
    elsewhere.mkdir()
    with closed(reader.course):
        for command in (("check",), ("plan",), ("due",), ("show", "one", "--stage", "deck")):
            reader.run(*command).held(codes={0})
        if os.geteuid():  # root may write everywhere
            assert "cannot be written to" in reader.run(*BUILD).held(codes={2}).err
        reader.run(*BUILD, "--output", str(elsewhere), budget=PLENTY, allowed=(elsewhere,)).held(codes={0})
    assert made(elsewhere) == whole


@pytest.mark.parametrize("home", ["", "a file"])
def test_without_a_home_the_same_is_built(tmp_path: Path, whole: dict[str, bytes], home: str) -> None:
    reader, there = a_reader(tmp_path), tmp_path / "file"
    there.touch()
    done = reader.run(
        *BUILD, budget=PLENTY, stays="coursewright-", HOME=str(there) if home else "", COURSEWRIGHT_CACHE=""
    )
    assert "noted in" in done.held(codes={0}).err
    assert made(reader.course / "output") == whole
