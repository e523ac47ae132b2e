"""Reading: what lies below a folder is read, whatever else a stranger put there; nothing outside it is."""

from __future__ import annotations

import os
import pickle
import socket
from pathlib import Path

import pytest

from builder.core.disk import directory
from builder.core.disk.folder import Folder, our_folder
from builder.core.source import Unreadable


@pytest.fixture(params=["by descriptor", "by path"])
def course(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a course's folder beside a reader's own file, read in both ways that systems offer."""
    if request.param == "by path":
        monkeypatch.setattr(directory, "BY_DESCRIPTOR", False)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secret.txt").write_text("a reader's own")
    (tmp_path / "course" / "modules" / "x").mkdir(parents=True)
    (tmp_path / "course" / "modules" / "x" / "module.md").write_text("own words")
    (tmp_path / "course" / "modules" / "shared").mkdir()
    return tmp_path / "course"


def test_links_that_stay_inside_are_followed(course: Path) -> None:
    modules = course / "modules"
    (modules / "near.md").symlink_to("x/../x/module.md")
    (modules / "y").symlink_to("x")
    (modules / "shared" / "up.md").symlink_to("../y/module.md")
    (modules / "whole.md").symlink_to(modules / "x" / "module.md")
    for name in ("near.md", "y/module.md", "shared/up.md", "whole.md", "y/../x/module.md"):
        assert Folder(course).data(f"modules/{name}", 100) == b"own words", name
    assert Folder(course).folders("modules") == ["shared", "x", "y"]
    assert our_folder(modules).is_file("near.md")


def test_nothing_outside_is_read_listed_or_seen(course: Path) -> None:
    modules, home = course / "modules", course.parent / "home"
    ways = {
        "link.md": "../../home/secret.txt",
        "whole.md": str(home / "secret.txt"),
        "folder": "../../home",
        "chain": "folder",
        "root": "/",
        "twin": f"{course}-other",
    }
    for name, target in ways.items():
        (modules / name).symlink_to(target)
    (course.parent / "course-other").mkdir()
    folder = Folder(course)
    for name in ("link.md", "whole.md", "folder/secret.txt", "chain/secret.txt", f"root{home}/secret.txt", "twin"):
        assert not folder.is_file(f"modules/{name}")
        assert not folder.is_folder(f"modules/{name}")
        assert not folder.names(f"modules/{name}")
        assert folder.refusal(f"modules/{name}") == "it lies outside the course folder"
    with pytest.raises(Unreadable, match="outside"):
        folder.data("../home/secret.txt", 100)
    with pytest.raises(Unreadable, match="outside"):
        folder.below("modules/x").data("../../../home/secret.txt", 100)
    assert [name for name, _ in folder.walk()] == ["modules/x/module.md"]
    assert folder.files("modules", ".md") == []


def test_a_backslash_leads_nowhere_where_it_divides_names(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course / "..\\home").mkdir()
    assert Folder(course).is_folder("..\\home"), "elsewhere it is a letter"
    with monkeypatch.context() as windows:
        windows.setattr(os, "sep", "\\")
        found = [Folder(course).is_folder(name) for name in ("..\\home", "c:", "modules\\x")]
    assert found == [False, False, False]


def test_links_in_a_circle_end(course: Path) -> None:
    (course / "a").symlink_to("b")
    (course / "b").symlink_to("a")
    (course / "modules" / "x" / "again").symlink_to("..")
    assert Folder(course).refusal("a") == "it is reached through links that lead in a circle"
    assert [name for name, _ in Folder(course).walk()] == ["modules/x/module.md"]


def test_pipes_sockets_devices_and_folders_are_not_read(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    os.mkfifo(course / "pipe.md")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.md")
        (course / "zero.md").symlink_to("/dev/zero")
        for name in ("pipe.md", "socket.md", "zero.md", "modules"):
            assert not Folder(course).is_file(name)
            with pytest.raises(Unreadable, match=r"regular|outside"):
                Folder(course).data(name, 100)
    with pytest.raises(OSError, match="zero"):
        our_folder(Path("/dev")).read("zero", 10)


def test_limits_hold(course: Path) -> None:
    (course / "long.md").write_bytes(b"x" * 101)
    deep = course / "/".join(["d"] * 70)
    deep.mkdir(parents=True)
    (deep / "deep.md").touch()
    folder = Folder(course)
    with pytest.raises(Unreadable, match=r"at most 0 MB"):
        folder.data("long.md", 100)
    assert not folder.is_file(f"{'d/' * 70}deep.md")
    assert "deep.md" not in "".join(name for name, _ in folder.walk())
    for name in ("n" * 300, "\0", "\udce9", "x\nx"):
        assert not folder.is_there(name)
        with pytest.raises(Unreadable):
            folder.data(name, 100)


def test_a_folder_can_be_sent_to_a_worker_and_leaves_nothing_open(course: Path) -> None:
    sent = pickle.loads(pickle.dumps(Folder(course).below("modules")))  # noqa: S301  # our own bytes
    opened = Path("/proc/self/fd")
    before = len(list(opened.iterdir())) if opened.is_dir() else 0
    assert sent.data("x/module.md", 100) == b"own words"
    assert len(list(sent.walk())) == 1
    assert not sent.is_file("x/none/none")
    assert before == (len(list(opened.iterdir())) if before else 0)
