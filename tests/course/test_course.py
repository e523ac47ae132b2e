"""The shipped modules together."""

from __future__ import annotations

from builder.build import read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.parse.course import load_course
from tests.support.commands import ROOT


def test_a_module_names_modules_as_prerequisites_by_their_ids() -> None:
    """So that the check for circles sees them, and guide, deck and catalogue print their titles."""
    course = load_course(Folder(ROOT), Problems())
    assert course
    needed = {
        one
        for name in course.listed
        for module in [read_module(Folder(ROOT), course, name, Problems())]
        if module
        for one in module.meta.prerequisites
    }
    assert needed <= set(course.listed)
    assert needed
