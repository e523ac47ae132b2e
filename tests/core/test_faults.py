"""Faults of our own code are told apart from what is wrong with a module, and say where they were met."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.core.faults import HINT, FaultError, faults_at
from builder.core.problems import ProblemCode, Problems
from builder.core.source import NOWHERE, Span
from builder.engine.reading.check import check_modules
from builder.parse.course import load_course
from builder.slides.fit.text import TextFit
from builder.theme.load import load_theme

HERE, THERE = Span("module.md", 7), Span("module.md", 3)


def test_a_fault_has_the_innermost_known_place_and_can_be_pickled() -> None:
    with pytest.raises(FaultError) as raised, faults_at(THERE), faults_at(HERE), faults_at(NOWHERE):
        raise KeyError("a key")
    error = copy.copy(raised.value)  # as pickle does it
    assert (str(error), error.at) == ("KeyError: 'a key'", HERE)


def test_a_fault_of_the_machine_stays_what_it_is() -> None:
    with pytest.raises(OSError, match="full"), faults_at(HERE):
        raise OSError("the disk is full")


def test_check_names_a_fault_at_its_slide_and_goes_on(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("never meant to be")

    monkeypatch.setattr(TextFit, "enlarged_scale", fail)
    other = course / "modules" / "other"
    other.mkdir()
    (other / "module.md").write_bytes((course / "modules" / "good" / "module.md").read_bytes())
    folder, problems = Folder(course), Problems()
    loaded, theme = load_course(folder, problems), load_theme("plain", problems)
    assert loaded
    assert theme
    check_modules(folder, loaded, theme, ("good", "other"), problems)
    found = [problem for problem in problems if problem.code is ProblemCode.RENDERER_STOPPED]
    assert [(one.at.path, one.hint) for one in found] == [
        (f"modules/{name}/module.md", HINT) for name in ("good", "other")
    ]
    assert "ValueError at " in found[0].message
