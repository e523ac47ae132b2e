"""What a cloned course brings along is read as a source and as nothing else: attacks, each as a person would meet it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.engine.state.cache import CacheFolder
from tests.support.commands import CACHE, run
from tests.support.watched.touches import Touches

SECRET = "what nobody else may read or change"  # noqa: S105  # looked for
DATE = {"SOURCE_DATE_EPOCH": "1700000000"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of a reader, with things in it that an attack could read, overwrite or delete."""
    home = tmp_path / "home"
    for name in ("secret.txt", "site/index.html", "index.html", ".config/app", "index-new.html"):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SECRET, encoding="utf-8")
    return home


@pytest.mark.parametrize("command", ["build", "clean", "serve"])
@pytest.mark.parametrize("there", [".", "modules", "{home}"])
def test_an_output_folder_that_is_a_link_is_refused_with_the_cure(
    good: Path, home: Path, command: str, there: str
) -> None:
    course = good.parents[2]
    (course / "output").symlink_to(there.replace("{home}", str(home)), target_is_directory=True)
    before = good.read_bytes()
    with Touches((home,)) as touches:
        done = run(command, cwd=course)
        assert touches.seen() == ()
    assert done.returncode == 2
    assert "output is a link" in done.stderr
    assert "Traceback" not in done.stderr
    assert good.read_bytes() == before


def forged(course: Path, *paths: str) -> None:
    """Write a manifest that lists files as ours, with true hashes, as if they were for participants."""
    rows = []
    for path in paths:
        data = (course / "output" / path).read_bytes() if (course / "output" / path).is_file() else b""
        rows.append(
            {"path": path, "module": "good", "edition": "handout", "audience": "participants", "format": "pdf",
             "language": "en-US", "paper": "letter", "variant": "", "minutes": 5, "theme": "plain", "pages": 1,
             "inputs_sha256": "0" * 64, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        )  # fmt: skip
    (course / "output").mkdir(exist_ok=True)
    listing = {"schema": 1, "course": "A course", "course_version": "", "tool": {}, "artifacts": rows, "site": []}
    (course / "output" / "manifest.json").write_text(json.dumps(listing), encoding="utf-8")
    sums = "".join(f"{row['sha256']}  {row['path']}\n" for row in rows)
    (course / "output" / "SHA256SUMS").write_text(sums, encoding="utf-8")


def folder_links(course: Path, home: Path) -> None:
    (course / "output").mkdir()
    (course / "output" / "en-US").symlink_to(home, target_is_directory=True)


def site_link(course: Path, home: Path) -> None:
    (course / "output").mkdir()
    (course / "output" / "site").symlink_to(home, target_is_directory=True)


def file_links(course: Path, home: Path) -> None:
    (course / "output" / "en-US" / "good").mkdir(parents=True)
    for name in ("en-US/good/good-handout-en-US.pdf", "index.html", "catalogue.json"):
        (course / "output" / name).symlink_to(home / "secret.txt")


def listing_link(course: Path, home: Path) -> None:
    (course / "output").mkdir()
    (course / "output" / "manifest.json").symlink_to(home / "secret.txt")


def forged_paths(course: Path, home: Path) -> None:
    outside = "../../home/secret.txt", str(home / "index.html"), "en-US/../../../home/secret.txt"
    forged(course, *outside, "../modules/good/module.md", "../modules/course.yml")
    old_cache(course, home)


def old_cache(course: Path, home: Path) -> None:
    """What was believed once, in a folder of the course: a lock, fonts, state."""
    folder = course / ".coursewright"
    folder.mkdir()
    for name in ("lock", "coursewright-fonts.conf", "state.json", "ledger.jsonl"):
        (folder / name).symlink_to(home / "secret.txt")


ATTACKS: dict[Callable[[Path, Path], None], int] = {
    folder_links: 2,
    site_link: 2,
    listing_link: 2,
    file_links: 0,
    forged_paths: 0,
}
"""What a course brings along, and the exit code of a build of it."""


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_outside_is_read_written_or_removed(
    good: Path, home: Path, attack: Callable[[Path, Path], None]
) -> None:
    course = good.parents[2]
    attack(course, home)
    sources = {path: path.read_bytes() for path in (course / "modules").rglob("*") if path.is_file()}
    with Touches((home,)) as touches:
        done = run("build", "--edition", "handout", cwd=course)
        assert done.returncode == ATTACKS[attack], done.stderr
        assert "Traceback" not in done.stderr
        assert "Remove it" in done.stderr or "remove" in done.stderr or not done.returncode
        for command in ("clean", "publish"):
            run(command, *(["--check"] if command == "publish" else []), cwd=course)
        assert touches.seen() == ()
    assert all(path.read_bytes() == data for path, data in sources.items())
    packed = b"".join(path.read_bytes() for path in course.rglob("*.zip"))
    assert SECRET.encode() not in packed


@pytest.mark.slow
def test_files_that_a_course_brings_are_never_taken_as_made_or_as_unchanged(good: Path, tmp_path: Path) -> None:
    course = good.parents[2]
    assert run("build", "--edition", "handout", cwd=course, **DATE).returncode == 0
    true = {path.name: path.read_bytes() for path in (course / "output").rglob("*") if path.is_file()}
    clone = tmp_path / "a clone"
    shutil.copytree(course, clone)
    paths = [path for path in (clone / "output" / "en-US" / "good").iterdir() if path.suffix in {".pdf", ".html"}]
    for path in paths:
        path.write_bytes(b"forged")
    strange = clone / "output" / "en-US" / "good" / "good-guide-en-US.pdf"
    strange.write_bytes(b"forged, and never asked for")
    forged(clone, *(path.relative_to(clone / "output").as_posix() for path in (*paths, strange)))
    shutil.copytree(CACHE.of_course(course), clone / ".coursewright")  # as its place was once
    done = run("build", "--edition", "handout", "--explain", cwd=clone, **DATE)
    assert "Nothing has changed" not in done.stderr
    assert ": kept," not in done.stderr, "a first build of a clone makes everything"
    made = {path.name: path.read_bytes() for path in (clone / "output").rglob("*") if path.is_file()}
    assert made.pop(strange.name) == b"forged, and never asked for", "it is not ours to remove"
    assert made == true
    assert "good-guide" not in (clone / "output" / "SHA256SUMS").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_output_folder_is_shared_ground(good: Path, tmp_path: Path) -> None:
    course, there = good.parents[2], tmp_path / "there"
    there.mkdir()
    (there / "index.html").write_text("mine", encoding="utf-8")
    (there / "site").mkdir()
    (there / "site" / "find.js").write_text("mine", encoding="utf-8")
    (there / "notes.txt").write_text("mine", encoding="utf-8")
    build = ("build", "--edition", "handout", "--output", str(there))
    done = run(*build, cwd=course)
    assert done.returncode == 0, done.stderr
    assert "index.html was not made here: it stays; the new file is index-new.html" in done.stderr
    pages = "".join(path.read_text(encoding="utf-8") for path in there.rglob("index*.html"))
    assert "site/find-new.js" in pages
    assert "site/find.js" not in pages, "a page of ours must not load what is not ours"
    assert '"../../index-new.html"' in pages
    mine = {path: path.read_bytes() for path in there.rglob("*") if path.is_file()}
    second = tmp_path / "second"
    shutil.copytree(course / "modules", second / "modules")
    for cache in ({}, {"COURSEWRIGHT_CACHE": str(tmp_path / "another machine")}):
        if cache:
            source = second / "modules" / "course.yml"
            source.write_text(source.read_text(encoding="utf-8").replace("A course", "Another"), encoding="utf-8")
        done = run(*build, cwd=second, **cache)
        assert done.returncode == 2
        assert "Name another folder with --output" in done.stderr
        assert run("clean", "--output", str(there), cwd=second, **cache).returncode in {0, 2}
        assert {path: path.read_bytes() for path in there.rglob("*") if path.is_file()} == mine
    (there / "notes.txt").rename(there / "manifest.json.mine")
    assert run("clean", "--output", str(there), cwd=course).returncode == 0
    assert {path.name for path in there.rglob("*") if path.is_file()} == {"index.html", "find.js", "manifest.json.mine"}
    (there / "manifest.json").write_text('{"name": "a web application"}', encoding="utf-8")
    done = run(*build, cwd=course)
    assert (done.returncode, "manifest.json is not Coursewright's" in done.stderr) == (2, True)
    assert (there / "manifest.json").read_text(encoding="utf-8") == '{"name": "a web application"}'


# ── the cache ─────────────────────────────────────────────────────────────────────────────────────────────────


def modes(base: Path) -> set[str]:
    return {
        f"{'folder' if path.is_dir() else 'file'} {stat.S_IMODE(path.lstat().st_mode):o}"
        for path in [*base.glob("courses/**/*"), *base.glob("outputs/**/*")]
    }


def test_a_check_leaves_nothing_in_the_course_and_notes_that_their_owner_alone_can_read(
    good: Path, tmp_path: Path
) -> None:
    course, home = good.parents[2], tmp_path / "home"
    home.mkdir()
    before = {*course.rglob("*")}
    assert run("check", "good", cwd=course, HOME=str(home), COURSEWRIGHT_CACHE="").returncode == 0
    base = home / ".cache" / "coursewright"
    assert (CacheFolder(base).of_course(course) / "checks.json").is_file()
    assert modes(base) == {"folder 700", "file 600"}
    assert {*course.rglob("*")} == before


def test_the_cache_never_lies_in_the_course_and_is_private(good: Path, tmp_path: Path) -> None:
    course = good.parents[2]
    inside = run("check", "good", "--cache", "notes", cwd=course)
    assert (inside.returncode, "lies in the course" in inside.stderr) == (2, True)
    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "courses").symlink_to(tmp_path / "open", target_is_directory=True)
    linked = run("check", "good", "--cache", str(tmp_path / "linked"), cwd=course)
    assert (linked.returncode, "is not a folder" in linked.stderr) == (2, True)
    assert not [*(tmp_path / "open").iterdir()]


def test_without_a_home_there_is_a_temporary_place_and_a_word_about_it(good: Path, tmp_path: Path) -> None:
    course = good.parents[2]
    blocked = tmp_path / "a file"
    blocked.write_text("", encoding="utf-8")
    for more in ({}, {"HOME": str(blocked)}, {"HOME": "relative"}):
        done = run("check", "good", cwd=course, COURSEWRIGHT_CACHE="", TMPDIR=str(tmp_path), **more)
        assert done.returncode == 0, done.stderr
        assert f"noted in {tmp_path}/coursewright-{os.getuid()}" in done.stderr
    assert stat.S_IMODE((tmp_path / f"coursewright-{os.getuid()}").stat().st_mode) == 0o700


def test_an_output_folder_has_notes_of_its_own(tmp_path: Path) -> None:
    cache = CacheFolder(tmp_path / "cache")
    (tmp_path / "x").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "x", target_is_directory=True)
    assert cache.of_output(tmp_path / "x") == cache.of_output(tmp_path / "link"), "by its real path"
    assert cache.of_output(tmp_path / "x") != cache.of_output(tmp_path / "y")
