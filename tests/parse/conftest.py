"""The worker in which attacks are built."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from builder.engine.workers.libraries import prepare_worker
from builder.engine.workers.pool import Pool
from builder.engine.workers.sandbox.access import Access
from tests.support.attack_courses import LIMITS
from tests.support.commands import ROOT
from tests.support.print.pages import theme


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    shared = Path(tempfile.gettempdir())
    notes = shared / "coursewright-tests"
    notes.mkdir(exist_ok=True)
    with Pool(1, LIMITS, warm=partial(prepare_worker, theme(), notes), access=Access((ROOT, shared), notes)) as pool:
        yield pool
