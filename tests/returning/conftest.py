"""Fixtures for files that come home."""

from __future__ import annotations

import pytest

from tests.support.returning.campaign import Subject
from tests.support.returning.house import house_course


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """The module of a small course with its deck, which takes two seconds to make."""
    return house_course(tmp_path_factory.mktemp("course"))
