"""The worker in which attacks are built."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from builder.engine.workers.libraries import prepare_worker
from builder.engine.workers.pool import Pool
from tests.support.attack_courses import LIMITS
from tests.support.print.pages import theme


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(
        1, LIMITS, warm=partial(prepare_worker, theme(), Path(tempfile.gettempdir()) / "coursewright-tests")
    ) as pool:
        yield pool
