"""What stands in an output folder and what is noted of it: no row that lies, no file that nobody lists, nothing stale."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path

import pytest

from builder.core.disk.writable import BlockedFolderError, WritableFolder
from builder.engine.output.claim import TakenFolderError, claim_folder
from builder.engine.output.clean import clean
from builder.engine.output.folder import Displaced
from builder.engine.output.ledger import read_ledger
from builder.engine.output.manifest import SCHEMA, checksums, make_artifact, read_manifest
from tests.support.commands import CACHE
from tests.support.output import NO_FACTS, close_with, manifest_row, open_folder, publish_files


def listed(output: Path) -> set[str]:
    """Return what the manifest lists, every row held against its file and against SHA256SUMS."""
    manifest = read_manifest(output)
    rows = [*manifest["artifacts"], *manifest["site"]]
    for one in rows:
        assert manifest_row(one["path"], (output / one["path"]).read_bytes()).items() <= one.items()
    assert (output / "SHA256SUMS").read_bytes() == checksums(manifest)
    return {one["path"] for one in rows}


def standing(output: Path) -> set[str]:
    found = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    return found - {"manifest.json", "SHA256SUMS"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with two files and two pages."""
    publish_files(
        tmp_path / "output", {"en/a/a.pdf": b"A", "en/b/b.pdf": b"B"}, {"index.html": b"I", "en/b/index.html": b"J"}
    )
    return tmp_path / "output"


def test_what_is_published_is_listed_and_what_is_gone_is_removed_with_its_folder(output: Path) -> None:
    assert listed(output) == standing(output) == {"en/a/a.pdf", "en/b/b.pdf", "index.html", "en/b/index.html"}
    publish_files(output, {"en/a/a.pdf": b"A2"}, {"index.html": b"I2"})
    assert listed(output) == standing(output) == {"en/a/a.pdf", "index.html"}
    assert not (output / "en" / "b").exists()
    publish_files(output, {"index.html": b"a file now"}, {"en/a/a.pdf": b"a page now"})
    assert listed(output) == standing(output) == {"en/a/a.pdf", "index.html"}, "what changes sides stays"


def test_while_a_build_is_under_way_only_what_it_leaves_alone_is_listed(output: Path) -> None:
    folder = open_folder(output)
    folder.begin_update({"en/b/b.pdf"})
    folder.publish(make_artifact("en/a/a.pdf", b"new", NO_FACTS))
    assert listed(output) == {"en/b/b.pdf"}


def test_after_a_kill_what_is_whole_is_taken_back_and_what_others_changed_stays(output: Path) -> None:
    killed = open_folder(output)
    killed.begin_update({"en/b/b.pdf"})
    killed.publish(make_artifact("en/c/c.pdf", b"C", NO_FACTS))
    torn = output / "en" / ".coursewright-torn"
    killed.ledger.note_temporary("en/.coursewright-torn")
    torn.write_bytes(b"half")
    (output / "en/a/a.pdf").write_bytes(b"somebody else's")
    (output / "en/b/index.html").unlink()
    folder = open_folder(output)
    assert not torn.exists()
    assert folder.artifacts.keys() == {"en/b/b.pdf", "en/c/c.pdf"}
    assert folder.site.keys() == {"index.html"}
    close_with(folder)
    assert listed(output) == {"en/b/b.pdf", "en/c/c.pdf", "index.html"}
    assert standing(output) == listed(output) | {"en/a/a.pdf"}


@pytest.mark.parametrize("name", ["../mine.txt", "/{root}/mine.txt", "en/../../mine.txt", "link/mine.txt"])
def test_nothing_outside_is_read_written_or_removed_whatever_a_ledger_says(output: Path, name: str) -> None:
    mine = output.parent / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    (output / "link").symlink_to(output.parent, target_is_directory=True)
    name = name.replace("/{root}", str(output.parent))
    folder = open_folder(output)
    folder.ledger.note_file(name, {"path": name, "bytes": 4, "sha256": hashlib.sha256(b"mine").hexdigest()})
    folder.ledger.note_temporary(name)
    for other in (open_folder(output), open_folder(output, force=True)):
        assert name not in {*other.artifacts, *other.site}
        close_with(other, {})
    ledger = read_ledger(CACHE.of_output(output))
    ledger.note_listing(name, hashlib.sha256(b"mine").hexdigest())
    clean(output, ledger, ())
    assert mine.read_text(encoding="utf-8") == "mine"
    with pytest.raises((BlockedFolderError, FileNotFoundError)):
        folder.read_at(name)


def test_a_page_that_was_changed_by_somebody_stays_and_ours_stands_beside_it(output: Path) -> None:
    (output / "index.html").write_bytes(b"X")
    before = (output / "en/b/index.html").stat().st_mtime_ns
    folder = open_folder(output)
    close_with(folder, {"index.html": b"I", "en/b/index.html": b"J"})
    assert (output / "index.html").read_bytes() == b"X"
    assert (output / "index-new.html").read_bytes() == b"I"
    assert folder.displaced == [Displaced("index.html", "index-new.html", known=True)]
    assert (output / "en/b/index.html").stat().st_mtime_ns == before
    assert listed(output) == {"en/a/a.pdf", "en/b/b.pdf", "index-new.html", "en/b/index.html"}
    (output / "index-new.html").write_bytes(b"Y")
    again = open_folder(output)
    close_with(again, {"index.html": b"I2", "en/b/index.html": b"J"})
    assert [one.other for one in again.displaced] == ["index-new-2.html"], "that one was changed, too"
    (output / "index.html").unlink()
    last = open_folder(output)
    assert last.displaced == []
    close_with(last, {"index.html": b"I2", "en/b/index.html": b"J"})
    assert (output / "index.html").read_bytes() == b"I2"
    assert standing(output) == listed(output) | {"index-new.html"} == {
        "en/a/a.pdf", "en/b/b.pdf", "index.html", "en/b/index.html", "index-new.html"
    }  # fmt: skip


def test_before_a_page_changes_no_row_of_it_is_listed(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = WritableFolder.write

    def full(folder: WritableFolder, name: str, data: bytes, temporary: str = "") -> None:
        assert name != "index.html" or not {"index.html"} & {*listed(output)}
        write(folder, name, data, temporary)

    monkeypatch.setattr(WritableFolder, "write", full)
    close_with(open_folder(output), {"index.html": b"new", "en/b/index.html": b"J"})
    assert "index.html" in listed(output)


def test_a_manifest_of_another_kind_is_none(output: Path) -> None:
    manifest = read_manifest(output)
    assert manifest["schema"] == SCHEMA
    for other in (json.dumps({**manifest, "schema": SCHEMA + 1}), '{"artifacts": []}', "[]", "{"):
        (output / "manifest.json").write_text(other, encoding="utf-8")
        assert read_manifest(output) == {}


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_can_be_read_by_others_and_replaces_what_stood_there_in_one_step(tmp_path: Path) -> None:
    folder, path = WritableFolder(tmp_path / "folder"), tmp_path / "folder" / "x.pdf"
    folder.write("x.pdf", b"one")
    assert path.stat().st_mode & 0o777 == 0o644
    with path.open("rb") as reader:
        folder.write("x.pdf", b"two")
        assert reader.read() == b"one", "who has opened it reads it to its end"
    assert path.read_bytes() == b"two"
    assert [one.name for one in path.parent.iterdir()] == ["x.pdf"]


def test_a_file_is_on_the_disk_before_it_takes_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a power cut could leave an empty file under the name of a whole one."""
    folder, path = WritableFolder(tmp_path), tmp_path / "x.pdf"
    folder.write("x.pdf", b"one")

    def full(handle: int) -> None:
        assert os.fstat(handle).st_size == 3
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("builder.core.disk.writable.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.write("x.pdf", b"two")
    assert path.read_bytes() == b"one"
    assert [*tmp_path.iterdir()] == [path]


def test_folders_that_are_emptied_go_up_to_the_root_alone(tmp_path: Path) -> None:
    for name in ("out/a/b/x", "out/a/y", "other/z"):
        WritableFolder(tmp_path).write(name, b"")
    out, other = WritableFolder(tmp_path / "out"), WritableFolder(tmp_path / "other")
    out.remove("a/never/was")  # a build was killed before it made the folder
    assert (tmp_path / "out/a/b/x").exists()
    out.remove("a/b/x")
    assert not (tmp_path / "out/a/b").exists()
    assert (tmp_path / "out/a/y").exists()
    out.remove("a/y")
    assert (tmp_path / "out").exists()
    other.remove("z")
    assert (tmp_path / "other").exists()


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_file_is_no_output_folder(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("the user's", encoding="utf-8")
    where = tmp_path / place
    with pytest.raises(TakenFolderError, match="is no folder"):
        claim_folder(where, read_ledger(tmp_path / "notes"), tmp_path, "C")
