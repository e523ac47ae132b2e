"""Writing: files appear whole, where they are asked for and nowhere else, and nothing of others is touched."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from pathlib import Path

import pytest

from builder.core.disk import directory
from builder.core.disk.private import NotPrivateError
from builder.core.disk.writable import BlockedFolderError, WritableFolder


@pytest.fixture(params=["by descriptor", "by path"])
def out(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WritableFolder:
    """Return a folder that is not there yet, beside a reader's own, written to in both ways that systems offer."""
    if request.param == "by path":
        monkeypatch.setattr(directory, "BY_DESCRIPTOR", False)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secret.txt").write_text("as it was")
    return WritableFolder(tmp_path / "out")


def test_files_are_written_replaced_moved_and_removed(out: WritableFolder) -> None:
    assert out.is_free("a/b/x.pdf")
    out.write("a/b/x.pdf", b"one")
    out.write("a/b/x.pdf", b"two")
    out.write("a/y.pdf", b"y", temporary=".given")
    out.move("a/b/x.pdf", "a/z.pdf")
    assert [name for name, _ in out.walk()] == ["a/y.pdf", "a/z.pdf"]
    assert out.read("a/z.pdf") == b"two"
    assert (out.root / "a" / "z.pdf").stat().st_mode & 0o777 == 0o644
    out.remove("a/z.pdf")
    assert out.is_folder("a/b"), "it was not above the file that was removed"
    out.remove("a/y.pdf")
    assert out.names("a") == ["b"]
    out.append("notes", b"1")
    out.append("notes", b"2")
    assert out.read("notes") == b"12"


def test_folders_that_become_empty_go(out: WritableFolder) -> None:
    out.write("a/b/c/x", b"")
    out.remove("a/b/c/x")
    assert out.names() == []


def test_no_link_is_followed(out: WritableFolder, tmp_path: Path) -> None:
    out.make()
    (out.root / "folder").symlink_to(tmp_path / "home")
    (out.root / "inside").symlink_to(".")
    (out.root / "file.txt").symlink_to(tmp_path / "home" / "secret.txt")
    for name in ("folder/secret.txt", "inside/x.txt"):
        with pytest.raises(BlockedFolderError, match="is a link"):
            out.write(name, b"forged")
        with pytest.raises(BlockedFolderError, match="is a link"):
            out.check_way(name)
    for name in ("folder/secret.txt", "file.txt"):
        assert not out.is_file(name)
        assert not out.is_free(name)
        out.remove(name)
        with pytest.raises(OSError, match=r"folder|txt"):
            out.read(name)
    with pytest.raises(OSError, match=r"file|link"):
        out.append("file.txt", b"forged")
    out.write("file.txt", b"own")  # in the link's place
    assert out.read("file.txt") == b"own"
    out.move("folder", "folder-2020-01-01")
    assert (tmp_path / "home" / "secret.txt").read_text() == "as it was"
    assert out.remove_all() == 3, "two are links"
    assert (tmp_path / "home" / "secret.txt").is_file()


def test_a_folder_that_turns_into_a_link_at_any_moment_leads_nowhere(tmp_path: Path) -> None:
    """Somebody who can write to the folder changes it while a build writes. Where nothing is opened in a folder, this is not held."""
    out, home = WritableFolder(tmp_path / "out"), tmp_path / "home"
    home.mkdir()
    out.write("a/b/x", b"")
    over = threading.Event()

    def turn() -> None:
        for count in itertools.count():
            with contextlib.suppress(OSError):  # the other one has made a new folder
                (out.root / "a").rename(tmp_path / f"kept-{count}")
                (out.root / "a").symlink_to(home)
                (out.root / "a").unlink()
                (tmp_path / f"kept-{count}").rename(out.root / "a")
            if over.is_set():
                return

    other = threading.Thread(target=turn)
    other.start()
    for count in range(300):
        with contextlib.suppress(OSError, BlockedFolderError):
            out.write(f"a/{count}", b"")
        with contextlib.suppress(OSError, BlockedFolderError):
            out.remove(f"a/{count - 1}")
    over.set()
    other.join()
    assert [*home.iterdir()] == []


def test_names_that_lead_out_name_nothing(out: WritableFolder, tmp_path: Path) -> None:
    out.make()
    for name in ("../home/secret.txt", str(tmp_path / "home" / "secret.txt"), "a/../x", ".", "a//b", "a\\b", "", "a:b"):
        assert not out.is_file(name)
        assert not out.is_free(name)
        out.remove(name)
        with pytest.raises(OSError):  # noqa: PT011  # whatever the system says
            out.write(name, b"forged")
    assert (tmp_path / "home" / "secret.txt").read_text() == "as it was"
    assert out.names() == []


def test_a_failed_write_leaves_the_old_file_alone(out: WritableFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    out.write("x", b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        out.write("x", b"new")
    assert (out.read("x"), out.names()) == (b"old", ["x"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_what_is_private_is_for_its_owner_alone(tmp_path: Path) -> None:
    notes = WritableFolder(tmp_path / "cache" / "notes", private=True)
    notes.write("x", b"")
    notes.append("y", b"")
    assert [path.stat().st_mode & 0o777 for path in (notes.root, notes.root / "x", notes.root / "y")] == [
        0o700,
        0o600,
        0o600,
    ]
    (tmp_path / "link").symlink_to(tmp_path / "cache")
    with pytest.raises(NotPrivateError):
        WritableFolder(tmp_path / "link", private=True).write("x", b"")
    os.mkfifo(notes.root / "pipe")
    with pytest.raises(OSError, match="pipe"):
        notes.append("pipe", b"")
