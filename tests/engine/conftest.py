"""A course with one good module, for tests of the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import BODY, FRONT


@pytest.fixture
def good(course: Path) -> Path:
    """The course with its one good module, built; the module's source is returned."""
    source = course / "modules" / "good" / "module.md"
    source.write_text(FRONT.format(title="Good", more="") + BODY, encoding="utf-8")
    (course / "modules" / "course.yml").write_text("title: A course\nmodules: [good]\n", encoding="utf-8")
    return source
