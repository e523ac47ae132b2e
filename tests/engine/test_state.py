"""What the state file knows of inputs and outputs: what changed is seen, and what did not is not read again."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.core.disk.writable import WritableFolder
from builder.engine.state import keys as states
from builder.engine.state.keys import common_key, module_key, whole_key
from builder.engine.state.state import State, read_state, write_state

GRAIN = 2_000_000_000
LONG_AGO = 1_000_000_000_000_000_000
"""In ns: a time at which no file of a test is written."""


def hash_of(state: State, path: Path) -> str:
    return state.hash_of(Folder(path.parent), path.name)


def noted(course: Path, *paths: Path) -> State:
    """Hash files, keep the state, and return it as the next build reads it."""
    state = read_state(course)
    for path in paths:
        hash_of(state, path)
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
    assert hash_of(state, path) == hashlib.sha256(b"two").hexdigest()


def test_a_helpline_of_the_same_size_and_time_is_seen_to_be_another(tmp_path: Path) -> None:
    path = tmp_path / "local.yml"
    path.write_text("1-888-373-7888", encoding="utf-8")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    state = noted(tmp_path, path)
    state.written += 10 * GRAIN  # noted long after it was written
    other = tmp_path / "other"
    other.write_text("1-888-373-7889", encoding="utf-8")
    os.utime(other, ns=(LONG_AGO, LONG_AGO))
    other.rename(path)
    assert hash_of(state, path) == hashlib.sha256(b"1-888-373-7889").hexdigest()


def test_what_was_noted_long_after_it_changed_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "module.md"
    path.write_text("one", encoding="utf-8")
    state = noted(tmp_path, path)
    monkeypatch.setattr(Folder, "opened", lambda *_: pytest.fail("it was read"))
    state.written += 10 * GRAIN
    assert hash_of(state, path) == hashlib.sha256(b"one").hexdigest()


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
        WritableFolder(tmp_path).write(path, words.encode())
    before = keys()
    if text is None:
        (tmp_path / name).unlink()
    else:
        WritableFolder(tmp_path).write(name, text.encode())
    assert {key for key, value in keys().items() if value != before[key]} == changed


def test_a_file_that_is_called_otherwise_is_another(tmp_path: Path) -> None:
    (tmp_path / "one.png").write_bytes(b"x")
    first = State(tmp_path / "s").hash_all(Folder(tmp_path), [""])
    (tmp_path / "one.png").rename(tmp_path / "two.png")
    assert State(tmp_path / "s").hash_all(Folder(tmp_path), [""]) != first


def test_another_package_or_another_line_of_ours_makes_all_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "ours.py"
    ours.write_text("one", encoding="utf-8")
    monkeypatch.setattr(states, "tool_files", lambda: (Folder(tmp_path), ["ours.py"]))
    seen = {states.tool_key(State(tmp_path / "s"))}
    ours.write_text("two", encoding="utf-8")
    seen.add(states.tool_key(State(tmp_path / "s")))
    monkeypatch.setattr(states, "tool_names", lambda: "weasyprint-71.0.dist-info")
    seen.add(states.tool_key(State(tmp_path / "s")))
    assert len(seen) == 3


def test_our_own_files_are_the_code_the_themes_and_the_fonts() -> None:
    folder, places = states.tool_files()
    suffixes = {Path(name).suffix for place in places for name, _ in folder.walk(place)}
    assert {".py", ".yml", ".html", ".css", ".ttf"} <= suffixes
    assert "weasyprint" in states.tool_names().casefold()


def test_files_depend_on_the_packages_that_they_are_made_with_and_on_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = (Path(__file__).parents[2] / "locks" / "runtime.txt").read_text(encoding="utf-8")
    preview = {"anyio", "h11", "idna", "starlette", "uvicorn", "watchfiles"}
    assert set(re.findall(r"^([a-z0-9-]+)==", locked, re.MULTILINE)) - preview == states.LIBRARIES
    monkeypatch.setattr(
        states, "_entries_of", lambda _: ["Pillow-13.dist-info", "pytest-8.dist-info", "PyYAML-6.dist-info"]
    )
    monkeypatch.setattr("sys.path", ["/x/site-packages"])
    assert states.tool_names().splitlines()[-2:] == ["Pillow-13.dist-info", "PyYAML-6.dist-info"]
