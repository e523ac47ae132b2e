"""Notes between builds that are damaged in any way count as absent: no command ends in a traceback, and outputs are right."""

from __future__ import annotations

import copy
import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.cli import cli
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.engine.output.ledger import read_ledger
from builder.engine.output.manifest import read_manifest, read_rows
from builder.engine.plan import OutputOptions
from builder.engine.run import build
from builder.engine.state.shape import conforms
from builder.engine.state.state import SCHEMA, State, read_state, write_state
from builder.parse.course import load_course
from builder.theme.load import load_theme
from tests.engine.test_kills import Here
from tests.support.commands import CACHE
from tests.support.output import build_request

JUNK: tuple[Any, ...] = (
    None, True, -1, 10**30, 1.5, float("inf"), "", "..", "/", "a\0b", "\ud800", "x" * 5000, [], {}, [[]], {"": {}}, [None],
    {"schema": 1}, "kept-output", ["file", "..", {}],
)  # fmt: skip
"""What a value of JSON may become."""


def damaged(value: object, chance: random.Random) -> object:
    """Return a copy of a JSON value that is changed somewhere: something is gone, or is something else."""
    whole = [copy.deepcopy(value)]
    place: Any = whole
    key: Any = 0
    while isinstance(place[key], dict | list) and place[key] and chance.random() < 0.85:
        place = place[key]
        key = chance.choice(list(place)) if isinstance(place, dict) else chance.randrange(len(place))
    if place is not whole and chance.random() < 0.4:
        del place[key]
    else:
        place[key] = chance.choice(JUNK)
    return whole[0]


def damage(path: Path, chance: random.Random) -> None:
    """Damage a file of JSON, or of a JSON value a line."""
    data = path.read_bytes()
    how = chance.random()
    if how < 0.1:
        path.write_bytes(data[: chance.randrange(len(data))])
    elif how < 0.2:
        path.write_bytes(chance.choice([b"", b"\xff\xfe", b"[" * 100_000, b"null", b'{"schema": 2}', b"\n\n[]\n{}\n"]))
    else:
        lines = data.splitlines() or [b"{}"]
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(lines))
            text = json.dumps(damaged(json.loads(lines[at]), chance), ensure_ascii=False)
            lines[at] = text.encode(errors="surrogatepass")
        path.write_bytes(b"\n".join(lines))


PROBLEM = {
    "code": "unused-term",
    "path": "",
    "line": 1,
    "column": 1,
    "end_line": 1,
    "end_column": 1,
    "message": "M",
    "hint": "",
}
ROW = {
    "path": "a/b.pdf", "module": "a", "edition": "handout", "audience": "participants", "format": "pdf", "language": "en",
    "paper": None, "variant": "", "minutes": None, "theme": "plain", "inputs_sha256": "", "bytes": 1, "sha256": "0",
}  # fmt: skip
RECORD = {
    "key": "k", "parts": {"text": "t"}, "source": "s", "sha256": "0", "entry": ROW, "places": {"x": 1}, "heard": [PROBLEM],
}  # fmt: skip
NOTES = {
    "schema": SCHEMA,
    "files": {"/x": ["0" * 64, 1, 2, 3, 4]},
    "heads": {"0": "title: T"},
    "builds": {
        "b": {"inputs": "i", "outputs": {"a/b.pdf": "0"}, "problems": [PROBLEM], "beside": {}, "files": 1, "code": 0}
    },
    "modules": {"b/a": {"key": "k", "id": "a", "files": {"a/b.pdf": "k"}, "hidden": {}, "problems": [PROBLEM]}},
    "outputs": {"/o": {"files": {"a/b.pdf": RECORD}, "hidden": {"a/c.pdf": RECORD}}},
    "sites": {"/o": {"entries": {"a": {"key": "k", "entry": {}}}, "pieces": {"p": {"key": "k", "files": []}}}},
}
"""A state file with an entry of each kind."""


def read_all(state: State) -> None:
    """Use all that a state says, as builds do."""
    problems = [one for note in state.builds.values() for one in note["problems"]]
    for note in state.modules.values():
        problems += note["problems"]
        for record in (state.records_of(note, Path("/o")) or {}).values():
            assert record["entry"]["path"]
            assert all(isinstance(page, int) for page in record["places"].values())
            problems += record["heard"]
    assert all(problem["message"].encode() is not None for problem in problems)
    assert all(piece["files"] is not None for site in state.sites.values() for piece in site.get("pieces", {}).values())
    state.unchanged("i", "b", Path("/o"))
    here = Folder(Path(__file__).parent)
    state.hash_of(here, "test_malformed_notes.py")
    state.files |= {str(Path(__file__)): state.files.get("/x", [])}
    state.hash_of(here, "test_malformed_notes.py")
    state.text()


@given(seed=st.integers(min_value=0))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_state_is_read_as_far_as_it_is_whole(seed: int, tmp_path: Path) -> None:
    path, chance = tmp_path / "state.json", random.Random(seed)
    path.write_text(json.dumps(NOTES), encoding="utf-8")
    whole = read_state(tmp_path)
    assert whole.builds
    assert whole.records_of(whole.modules["b/a"], Path("/o"))
    assert whole.sites
    damage(path, chance)
    read_all(read_state(tmp_path))


@given(seed=st.integers(min_value=0))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_ledger_or_manifest_names_nothing_outside(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    lines = ["course", "/c"], ["head", {"course": "C"}], ["listing", "manifest.json", "0"], ["file", "a/b.pdf", ROW]
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_text("\n".join(map(json.dumps, (*lines, ["claim", "a", "0"], ["temporary", "t"]))), encoding="utf-8")
    damage(ledger, chance)
    found = read_ledger(tmp_path)
    for path in (*found.made, *found.temporary, *(f.planned for files in found.made.values() for f in files.values())):
        assert not path.startswith("/")
        assert ".." not in path.split("/")
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"schema": 1, "course": "C", "artifacts": [ROW], "site": [ROW]}), encoding="utf-8")
    damage(manifest, chance)
    artifacts, site = read_rows(read_manifest(tmp_path))
    assert all(isinstance(value, str) for row in (*artifacts, *site) for value in (row["path"], row["sha256"]))


@pytest.mark.parametrize(
    ("value", "hint", "fits"),
    [
        ({"a": 1}, dict[str, int], True),
        ({"a": True}, dict[str, int], False),
        ({"a": "1"}, dict[str, int], False),
        ([1, "a"], list[int | str], True),
        ([1, None], list[int | str], False),
        (None, int | None, True),
        ("x", int | None, False),
        ([], dict[str, int], False),
    ],
)
def test_a_value_has_the_type_that_is_hinted(value: object, hint: object, *, fits: bool) -> None:
    assert conforms(value, hint) is fits


@pytest.mark.slow
def test_a_build_goes_on_whatever_its_notes_say(good: Path) -> None:
    """Up to ten times: damage what is noted, build, and hold the outputs against a first build's; what stood there stands."""
    course, output = Folder(good.parents[2]), good.parents[2] / "output"
    text = good.read_text(encoding="utf-8")
    good.write_text(f"{text}\n\n## Bare {{time=5}}\n\nProse alone.\n", encoding="utf-8")
    loaded, theme = load_course(course, Problems()), load_theme("plain", Problems(), course)
    assert loaded
    assert theme
    notes, ours = CACHE.of_course(course.root), CACHE.of_output(output)

    def outcome() -> tuple[dict[str, str], list[str]]:
        problems, state = Problems(), read_state(notes)
        request = build_request(
            course, loaded, theme, ("good",), options=OutputOptions(("handout", "slides")), executor=Here()
        )
        assert [*build(request, state, problems)]
        write_state(state)
        return hashes(output), [problem.message for problem in problems if problem.code.value != "kept-output"]

    first = outcome()
    assert outcome() == first
    for seed in range(10):
        chance = random.Random(seed)
        damage(notes / "state.json", chance)
        if seed % 2:
            damage(ours / "ledger.jsonl", chance)
        found, told = outcome()
        assert told == first[1], seed
        beside = {name for name in found if "-new." in name}
        assert not beside or seed % 2, "only a damaged ledger can make a file of ours look like somebody else's"
        listings = {"manifest.json", "SHA256SUMS"} if beside else set()
        assert {name: found[name] for name in first[0] if name not in listings} == {
            name: digest for name, digest in first[0].items() if name not in listings
        }, seed
        if beside:
            break


def hashes(output: Path) -> dict[str, str]:
    files = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.slow
def test_a_check_goes_on_whatever_its_notes_say(good: Path) -> None:
    course = good.parents[2]
    checks = CACHE.of_course(course) / "checks.json"
    base = str(CACHE.base)

    def check() -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["check", "-C", str(course), "--cache", base, "good"])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    first = check()
    for seed in range(10):
        damage(checks, random.Random(seed))
        code, told = check()
        assert (code, told[:8]) == (first[0], first[1][:8]), seed  # the number of modules may be any
