"""The course that the preview's tests serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.served import write_course


@pytest.fixture
def course(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A course of one module, under the theme that a test names."""
    return write_course(tmp_path, getattr(request, "param", "plain"))
