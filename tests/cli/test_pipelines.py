"""`init --ci`: what has a service build a course says what the commands can do, and does not publish by itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder import __version__
from builder.starter import PIPELINE_PLACES
from tests.support.commands import run


def commands(course: Path) -> dict[str, list[str]]:
    """Return our own commands of each pipeline."""
    github = read(course, "github.yml")["jobs"]["build"]["steps"]
    gitlab = read(course, "gitlab.yml")["course"]["script"]
    lines = {"github": [step.get("run", "") for step in github], "gitlab": gitlab}
    return {name: [line for line in given if line.startswith("coursewright ")] for name, given in lines.items()}


def read(course: Path, name: str) -> Any:  # noqa: ANN401  # YAML of a service
    return yaml.safe_load((course / PIPELINE_PLACES[name]).read_text(encoding="utf-8"))


def test_a_course_that_is_there_gets_pipelines_once(tmp_path: Path) -> None:
    assert run("init", "demo", cwd=tmp_path).returncode == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run("init", "demo", "--ci", cwd=tmp_path).returncode == 0
    made = {path.relative_to(tmp_path / "demo").as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert made - {path.relative_to(tmp_path / "demo").as_posix() for path in before} == {*PIPELINE_PLACES.values()}
    assert all(path.read_bytes() == data for path, data in before.items())
    again = run("init", "demo", "--ci", cwd=tmp_path)
    assert (again.returncode, "is there already; nothing was changed" in again.stderr) == (2, True)


def test_answers_are_published_only_by_those_who_say_so(tmp_path: Path) -> None:
    assert run("init", "demo", "--ci", cwd=tmp_path).returncode == 0
    github, gitlab = (read(tmp_path / "demo", name) for name in PIPELINE_PLACES)
    publishing = [
        step for step in github["jobs"]["build"]["steps"] if "upload-pages-artifact" in step.get("uses", "")
    ] + [github["jobs"]["publish"]]
    assert len(publishing) == 2
    assert all("vars.PUBLISH_COURSE == 'yes'" in step["if"] for step in publishing)
    assert all('$PUBLISH_COURSE == "yes"' in rule["if"] for rule in gitlab["pages"]["rules"])
    assert github["permissions"] == {"contents": "read"}
    assert github["env"]["COURSEWRIGHT"] == gitlab["variables"]["COURSEWRIGHT"] == f"coursewright=={__version__}"


@pytest.mark.slow
def test_their_commands_pass_and_what_github_kept_is_not_made_again(tmp_path: Path) -> None:
    course, kept = tmp_path / "demo", tmp_path / "kept"
    for built in (
        "Built 11 files",
        "Nothing has changed",
    ):  # the second time in a new clone, with what the service kept
        assert run("init", "demo", "--ci", cwd=tmp_path).returncode == 0
        if kept.exists():
            shutil.move(kept, course / "output")
        check, build, site = commands(course)["github"]
        assert run(*check.split()[1:], cwd=course).stdout == ""
        assert run(*build.split()[1:], cwd=course).stderr.startswith(built)
        assert run(*site.split()[1:], cwd=course).returncode == 0
        report = commands(course)["gitlab"][0].split(" > ")[0]
        assert json.loads(run(*report.split()[1:], cwd=course).stdout) == []
        shutil.move(course / "output", kept)
        shutil.rmtree(course)
