"""What the shipped course owes its readers: every claim it began from is taught, and some words stand as they were given."""

from __future__ import annotations

import pytest
import yaml

from builder.build import read_module
from builder.check.passages import passages
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.model import module as m
from builder.model.course import Course
from builder.parse.course import load_course
from builder.transform.lengths import cut
from tests.support.commands import ROOT

UNDER_18 = (
    "Under US federal law, a person under 18 who is recruited, sold, bought or otherwise brought into commercial sex is a "
    "victim of trafficking. No force, fraud or coercion has to be shown. The law does not ask whether they agreed. State "
    "law, and what you must report, may differ."
)


@pytest.fixture(scope="module")
def course() -> Course:
    found = load_course(Folder(ROOT), Problems())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def modules(course: Course) -> dict[str, m.Module]:
    read = {name: read_module(Folder(ROOT), course, name, Problems()) for name in (*course.listed, "course")}
    return {name: module for name, module in read.items() if module is not None}


def test_the_rule_for_young_people_stands_as_it_was_given(modules: dict[str, m.Module]) -> None:
    for name, module in modules.items():
        assert UNDER_18 in [" ".join(passage.text.split()) for passage in passages(module)], name


def test_what_was_read_only_second_hand_stays_with_facilitators(modules: dict[str, m.Module]) -> None:
    sources = yaml.safe_load((ROOT / "modules/references.yml").read_text(encoding="utf-8"))
    kept = {source["id"] for source in sources if "acilitator text only" in source["note"]}
    assert kept
    for name, module in modules.items():
        cited = {
            item.key
            for passage in passages(module)
            if passage.is_public
            for node in m.walk(*passage.content)
            if isinstance(node, m.Citation)
            for item in node.items
        }
        assert not cited & kept, name


def test_every_option_of_a_question_with_an_answer_has_its_reason(modules: dict[str, m.Module]) -> None:
    for name, module in modules.items():
        for check in (node for node in m.walk(*module.body) if isinstance(node, m.Check)):
            verdicts = [option.verdict for option in check.options]
            if any(verdict and verdict.right for verdict in verdicts):
                assert all(verdict and verdict.feedback for verdict in verdicts), (name, check.id)


@pytest.mark.parametrize(("minutes", "fits"), [(60, True), (30, True), (10, False)])
def test_modules_are_taught_in_an_hour_or_half_of_one(
    minutes: int, fits: bool, course: Course, modules: dict[str, m.Module]
) -> None:
    for name in course.listed:
        problems = Problems()
        assert (cut(modules[name], minutes, problems) is not None) is fits, name
        assert problems.has_errors is not fits, name
