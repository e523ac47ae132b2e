"""What stands in an output folder and what is noted of it: no row that lies, no file that nobody lists, nothing stale."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from builder.engine import state as states
from builder.engine.output.clean import clean
from builder.engine.output.deploy import examine
from builder.engine.output.files import remove, write_whole
from builder.engine.output.folder import UNLISTED, OutputFolder
from builder.engine.output.manifest import SCHEMA, checksums, make_artifact, read_manifest
from builder.engine.state import State, common_key, files_below, module_key, read_state, whole_key, write_state


def row(path: str, data: bytes) -> dict[str, Any]:
    return {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def closed(folder: OutputFolder, pages: dict[str, bytes] | None = None) -> None:
    """End a build; `pages` are all that the site then has."""
    if pages is not None:
        folder.set_site_files([folder.publish_page(name, data) for name, data in pages.items()])
    folder.close(lambda: {"course": "A course"})


def built(output: Path, files: dict[str, bytes], pages: dict[str, bytes]) -> None:
    """Publish files and pages, as a build does that makes all of them."""
    folder = OutputFolder(output)
    folder.begin_update(set())
    for path, data in files.items():
        folder.publish(make_artifact(path, data, {}))
    folder.forget(folder.rows.keys() - files.keys())
    closed(folder, pages)


def listed(output: Path) -> set[str]:
    """Return what the manifest lists, every row held against its file and against SHA256SUMS."""
    manifest = read_manifest(output)
    rows = [*manifest["artifacts"], *manifest["site"]]  # type: ignore[misc]  # JSON
    for one in rows:
        assert row(one["path"], (output / one["path"]).read_bytes()) == one
    assert (output / "SHA256SUMS").read_bytes() == checksums(manifest)
    return {one["path"] for one in rows}


def standing(output: Path) -> set[str]:
    found = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    return found - {"manifest.json", "SHA256SUMS"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with two files and two pages."""
    built(tmp_path / "output", {"en/a/a.pdf": b"A", "en/b/b.pdf": b"B"}, {"index.html": b"I", "en/b/index.html": b"J"})
    return tmp_path / "output"


def test_what_is_published_is_listed_and_what_is_gone_is_removed_with_its_folder(output: Path) -> None:
    assert listed(output) == standing(output) == {"en/a/a.pdf", "en/b/b.pdf", "index.html", "en/b/index.html"}
    built(output, {"en/a/a.pdf": b"A2"}, {"index.html": b"I2"})
    assert listed(output) == standing(output) == {"en/a/a.pdf", "index.html"}
    assert not (output / "en" / "b").exists()
    built(output, {"index.html": b"a file now"}, {"en/a/a.pdf": b"a page now"})
    assert listed(output) == standing(output) == {"en/a/a.pdf", "index.html"}, "what changes sides stays"


def test_while_a_build_is_under_way_only_what_it_leaves_alone_is_listed(output: Path) -> None:
    folder = OutputFolder(output)
    folder.begin_update({"en/b/b.pdf"})
    folder.publish(make_artifact("en/a/a.pdf", b"new", {}))
    assert listed(output) == {"en/b/b.pdf"}
    noted = json.loads((output / UNLISTED).read_text(encoding="utf-8"))
    assert [one["path"] for one in noted["artifacts"]] == ["en/a/a.pdf"]
    assert {one["path"] for one in noted["site"]} == {"index.html", "en/b/index.html"}


def test_after_a_kill_what_is_whole_is_taken_back_and_what_is_not_is_removed(output: Path) -> None:
    OutputFolder(output).begin_update({"en/b/b.pdf"})
    (output / "en/a/a.pdf").write_bytes(b"another build's")
    (output / "en/b/index.html").unlink()
    (output / "en" / ".coursewright-torn").write_bytes(b"half")
    folder = OutputFolder(output)
    assert folder.rows.keys() == {"en/b/b.pdf"}
    assert folder.site.keys() == {"index.html"}
    closed(folder)
    assert listed(output) == standing(output) == {"en/b/b.pdf", "index.html"}


@pytest.mark.parametrize("name", ["../mine.txt", "/{root}/mine.txt", "en/../../mine.txt", "link/mine.txt"])
def test_a_note_that_somebody_wrote_removes_nothing_outside(output: Path, name: str) -> None:
    mine = output.parent / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    (output / "link").symlink_to(output.parent, target_is_directory=True)
    name = name.replace("/{root}", str(output.parent))
    note = {"artifacts": [{"path": name, "bytes": 1, "sha256": "0"}], "site": []}
    (output / UNLISTED).write_text(json.dumps(note), encoding="utf-8")
    folder = OutputFolder(output)
    assert name not in folder.rows
    folder.rows[name] = note["artifacts"][0]
    folder._rows_before[name] = note["artifacts"][0]  # as a manifest that was tampered with
    folder.forget({name})
    closed(folder)
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["../mine.txt", "/{root}/mine.txt", "link/mine.txt"])
def test_what_is_cleared_away_lies_in_the_output_folder(output: Path, name: str) -> None:
    mine = output.parent / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    (output / "link").symlink_to(output.parent, target_is_directory=True)
    text = (output / "manifest.json").read_text(encoding="utf-8")
    named = name.replace("/{root}", str(output.parent))
    (output / "manifest.json").write_text(text.replace('"en/a/a.pdf"', json.dumps(named)), encoding="utf-8")
    clean(output, output.parent / "none")
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not (output / "en/b/b.pdf").exists()


def test_a_page_that_was_changed_by_somebody_is_written_again_and_one_that_was_not_stays(output: Path) -> None:
    (output / "index.html").write_bytes(b"X")
    before = (output / "en/b/index.html").stat().st_mtime_ns
    folder = OutputFolder(output)
    closed(folder, {"index.html": b"I", "en/b/index.html": b"J"})
    assert (output / "index.html").read_bytes() == b"I"
    assert (output / "en/b/index.html").stat().st_mtime_ns == before
    assert listed(output) == {"en/a/a.pdf", "en/b/b.pdf", "index.html", "en/b/index.html"}


def test_before_a_page_changes_no_row_of_it_is_listed(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        assert path.name != "index.html" or not {"index.html"} & {*listed(output)}
        write_whole(path, data)

    monkeypatch.setattr("builder.engine.output.folder.write_whole", full)
    folder = OutputFolder(output)
    closed(folder, {"index.html": b"new", "en/b/index.html": b"J"})
    assert "index.html" in listed(output)


def test_a_manifest_of_another_kind_is_none(output: Path) -> None:
    manifest = read_manifest(output)
    assert manifest["schema"] == SCHEMA
    for other in (json.dumps({**manifest, "schema": SCHEMA + 1}), '{"artifacts": []}', "[]", "{"):
        (output / "manifest.json").write_text(other, encoding="utf-8")
        assert read_manifest(output) == {}


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_can_be_read_by_others_and_replaces_what_stood_there_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "x.pdf"
    write_whole(path, b"one")
    assert path.stat().st_mode & 0o777 == 0o644
    with path.open("rb") as reader:
        write_whole(path, b"two")
        assert reader.read() == b"one", "who has opened it reads it to its end"
    assert path.read_bytes() == b"two"
    assert [one.name for one in path.parent.iterdir()] == ["x.pdf"]


def test_a_file_is_on_the_disk_before_it_takes_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a power cut could leave an empty file under the name of a whole one."""
    path = tmp_path / "x.pdf"
    write_whole(path, b"one")

    def full(handle: int) -> None:
        assert os.fstat(handle).st_size == 3
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("builder.engine.output.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    assert [*tmp_path.iterdir()] == [path]


def test_folders_that_are_emptied_go_up_to_the_root_alone(tmp_path: Path) -> None:
    for name in ("out/a/b/x", "out/a/y", "other/z"):
        write_whole(tmp_path / name, b"")
    remove(tmp_path / "out/a/never/was", tmp_path / "out")  # a build was killed before it made the folder
    assert (tmp_path / "out/a/b/x").exists()
    remove(tmp_path / "out/a/b/x", tmp_path / "out")
    assert not (tmp_path / "out/a/b").exists()
    assert (tmp_path / "out/a/y").exists()
    remove(tmp_path / "out/a/y", tmp_path / "out")
    assert (tmp_path / "out").exists()
    remove(tmp_path / "other/z", tmp_path / "out")
    assert (tmp_path / "other").exists()


# ── what is known of files ────────────────────────────────────────────────────────────────────────────────────

LONG_AGO = 1_000_000_000_000_000_000
"""In ns: a time at which no file of a test is written."""


def noted(course: Path, *paths: Path) -> State:
    """Hash files, keep the state, and return it as the next build reads it."""
    state = read_state(course)
    for path in paths:
        state.hash_of(path)
    write_state(state)
    return read_state(course)


@pytest.mark.parametrize(
    ("was", "now"),
    [(None, None), (LONG_AGO, LONG_AGO + 1), (LONG_AGO, LONG_AGO - 1)],
    ids=["at once", "later", "earlier"],
)
def test_a_file_of_the_same_size_is_hashed_again_unless_it_is_surely_the_same(
    was: int | None, now: int | None, tmp_path: Path
) -> None:
    path = tmp_path / "module.md"
    path.write_text("one", encoding="utf-8")
    was = was or path.stat().st_mtime_ns
    os.utime(path, ns=(was, was))
    state = noted(tmp_path, path)
    path.write_text("two", encoding="utf-8")
    os.utime(path, ns=(now or was, now or was))
    assert state.hash_of(path) == hashlib.sha256(b"two").hexdigest()


def test_what_was_noted_long_after_it_changed_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "module.md"
    path.write_text("one", encoding="utf-8")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    state = noted(tmp_path, path)
    path.write_text("two", encoding="utf-8")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))  # what nobody does: it shows that the file is not opened
    assert state.hash_of(path) == hashlib.sha256(b"one").hexdigest()


def test_a_state_of_another_kind_is_none(tmp_path: Path) -> None:
    state = noted(tmp_path, Path(__file__))
    assert state.files
    kept = json.loads(state.path.read_text(encoding="utf-8"))
    state.path.write_text(json.dumps(kept | {"schema": kept["schema"] + 1}), encoding="utf-8")
    assert not read_state(tmp_path).files


COURSE = {
    "modules/course.yml": "title: C",
    "modules/shared.md": "Shared.",
    "modules/shared/s.svg": "<svg/>",
    "modules/a/module.md": "---\ntitle: A\nid: a\n---\nWords of A.",
    "modules/a/in/p.png": "P",
    "modules/b/module.md": "---\ntitle: B\n---\nWords of B.",
    "themes/t/theme.yml": "name: T",
}


@pytest.mark.parametrize(
    ("name", "text", "changed"),
    [
        ("modules/a/module.md", "---\ntitle: A\nid: a\n---\nOther words.", {"whole", "a"}),
        ("modules/a/module.md", "---\ntitle: Another\nid: a\n---\nWords of A.", {"whole", "common", "a", "b"}),
        ("modules/a/module.md", "---\ntitle: A\nid: z\n---\nWords of A.", {"whole", "common", "a", "b"}),
        ("modules/a/in/p.png", "Q", {"whole", "a"}),
        ("modules/a/in/q.png", "P", {"whole", "a"}),
        ("modules/b/module.md", None, {"whole", "common", "a", "b"}),
        ("modules/course.yml", "title: D", {"whole", "common", "a", "b"}),
        ("modules/shared.md", "Other.", {"whole", "common", "a", "b"}),
        ("modules/shared/s.svg", "<svg></svg>", {"whole", "common", "a", "b"}),
        ("modules/references.yml", "[]", {"whole", "common", "a", "b"}),
        ("themes/t/theme.yml", "name: U", {"whole", "common", "a", "b"}),
        ("modules/a/.hidden", "x", set()),
        ("output/x.pdf", "x", set()),
        ("notes.txt", "x", set()),
    ],
)
def test_a_change_reaches_what_is_made_from_it(name: str, text: str | None, changed: set[str], tmp_path: Path) -> None:
    def keys() -> dict[str, str]:
        state = State(tmp_path / "state.json")
        common = common_key(state, tmp_path)
        modules = {one: module_key(state, tmp_path, one, common) for one in ("a", "b")}
        return {"whole": whole_key(state, tmp_path), "common": common, **modules}

    for path, words in COURSE.items():
        write_whole(tmp_path / path, words.encode())
    before = keys()
    if text is None:
        (tmp_path / name).unlink()
    else:
        write_whole(tmp_path / name, text.encode())
    assert {key for key, value in keys().items() if value != before[key]} == changed


def test_a_file_that_is_called_otherwise_is_another(tmp_path: Path) -> None:
    write_whole(tmp_path / "one.png", b"x")
    first = State(tmp_path / "s").hash_all(files_below(tmp_path))
    (tmp_path / "one.png").rename(tmp_path / "two.png")
    assert State(tmp_path / "s").hash_all(files_below(tmp_path)) != first


def test_another_package_or_another_line_of_ours_makes_all_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "ours.py"
    ours.write_text("one", encoding="utf-8")
    monkeypatch.setattr(states, "tool_files", lambda: [ours])
    seen = {states.tool_key(State(tmp_path / "s"))}
    ours.write_text("two", encoding="utf-8")
    seen.add(states.tool_key(State(tmp_path / "s")))
    monkeypatch.setattr(states, "tool_names", lambda: "weasyprint-71.0.dist-info")
    seen.add(states.tool_key(State(tmp_path / "s")))
    assert len(seen) == 3


def test_our_own_files_are_the_code_the_themes_and_the_fonts() -> None:
    suffixes = {path.suffix for path in states.tool_files()}
    assert {".py", ".yml", ".html", ".css", ".ttf"} <= suffixes
    assert "weasyprint" in states.tool_names().casefold()


# ── before it is put online ───────────────────────────────────────────────────────────────────────────────────

PAGE = """<h1 id="é">T</h1><a href="en/a/a.pdf">A</a><a href="?q#%C3%A9">é</a><a href="mailto:a@b.example">M</a>
<a href="https://a.example/">W</a><img src="data:image/png;base64,AA=="><a href="en/index.html#x">X</a>{}"""
PAGES = {
    "index.html": PAGE,
    "en/index.html": '<p id="x"><a href="../index.html#top">up</a><a href="/index.html">up</a>',
}


def site(output: Path, more: str = "") -> None:
    """Publish one file and two pages, of which the first holds `more`."""
    pages = {name: text.replace("{}", more).encode() for name, text in PAGES.items()}
    built(output, {"en/a/a.pdf": b"0123"}, pages)


def test_a_whole_site_has_no_fault(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    report = examine(tmp_path)
    assert report.faults == ()
    assert report.remarks == ("notes.txt: this file is not of the site; do not publish it by mistake",)
    assert (report.pages, report.links, report.files) == (2, 8, 3)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('<a href="#nowhere">', "index.html: #nowhere leads to a place that is not there"),
        ('<a href="en/index.html#é">', "index.html: en/index.html#é leads to a place that is not there"),
        ('<a href="en/gone.pdf">', "index.html: en/gone.pdf leads nowhere"),
        ('<a href="../mine.txt">', "index.html: ../mine.txt leads nowhere"),
        ('<a href="../en/a/a.pdf">', "index.html: ../en/a/a.pdf leads nowhere"),
        ('<a href="en/../../mine.txt">', "index.html: en/../../mine.txt leads nowhere"),
        ('<a href="javascript:alert(1)">', "index.html: it would ask another site for javascript:alert(1)"),
        ('<source src="https://a.example/x">', "index.html: it would ask another site for https://a.example/x"),
        ('<script src="//a.example/x">', "index.html: it would ask another site for //a.example/x"),
        ('<link href="http://a.example/x">', "index.html: it would ask another site for http://a.example/x"),
    ],
)
def test_a_link_that_leads_wrong_is_a_fault(more: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    site(tmp_path / "output", more)
    assert examine(tmp_path / "output").faults == (fault,)


def test_what_is_not_as_it_was_built_is_a_fault(tmp_path: Path) -> None:
    def faults(name: str, old: str, new: str) -> list[str]:
        site(tmp_path)
        path = tmp_path / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return [fault.replace(row("", b"0123")["sha256"], "SUM") for fault in examine(tmp_path).faults]

    changed = "en/a/a.pdf: it is not the file that the manifest lists"
    assert faults("en/a/a.pdf", "0123", "0124") == [changed]
    assert faults("en/a/a.pdf", "0123", "01234") == [changed]
    assert faults("SHA256SUMS", "a.pdf", "b.pdf") == [
        "SHA256SUMS: en/a/a.pdf is not listed",
        "SHA256SUMS: en/a/b.pdf is listed, and not of the site",
    ]
    digest = row("", b"0123")["sha256"]
    assert faults("SHA256SUMS", digest, "0" * 64) == ["SHA256SUMS: en/a/a.pdf has another sum than in the manifest"]
    outside = faults("manifest.json", '"en/a/a.pdf"', '"../a.pdf"')
    assert "../a.pdf: the manifest lists it, and it is not there" in outside
    site(tmp_path)
    (tmp_path / "SHA256SUMS").unlink()
    assert examine(tmp_path).faults == ("SHA256SUMS: it is not there",)


def test_a_site_without_a_first_page_or_a_way_to_a_file_is_none(tmp_path: Path) -> None:
    built(tmp_path, {"en/a.pdf": b"A"}, {"en/index.html": b""})
    assert examine(tmp_path).faults == ("index.html: the site has no first page", "en/a.pdf: no page links to it")
    built(tmp_path, {}, {})
    assert examine(tmp_path).faults == ("manifest.json: there is none, or it lists nothing: build first",)
