"""Workers that are forked from a process which has prepared them: prepared once, confined like others, replaced when one crashes."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest

from builder.engine.workers import prepared
from builder.engine.workers.limits import Limits
from builder.engine.workers.pool import Pool
from builder.engine.workers.sandbox.access import Access
from builder.engine.workers.sandbox.confine import try_out
from builder.engine.workers.stopped import StoppedError
from tests.engine.workers import hostile
from tests.engine.workers.test_sandbox import REFUSALS, place
from tests.support.commands import ROOT

pytestmark = pytest.mark.skipif(
    not try_out().is_whole, reason="this kernel cannot hold a worker (`coursewright doctor`)"
)

__all__ = ["place"]  # a fixture


@contextlib.contextmanager
def two(course: Path, prepare: Callable[[], object]) -> Iterator[Pool]:
    access = Access((ROOT, course), course / "cache", "require")
    with Pool(2, Limits(wall=60, cpu=20), access=access, prepare=prepare) as pool:
        yield pool


def test_what_is_prepared_once_all_workers_have_and_none_may_do_more(place: tuple[Path, Path]) -> None:
    course, outside = place
    with two(course, partial(hostile.attack_as_it_prepares, course, outside, os.getpid())) as pool:
        first, second = [job.result(60) for job in [pool.submit(hostile.seen_and_parent) for _ in range(2)]]
        assert first == second == ([first[1]], first[1]), "forked from the process that prepared"
        (preparing,) = [done for _, done in pool.submit(hostile.seen).result(60)]
        assert pool.submit(hostile.work, course).result(60) == (b"a page", "a note", ["a note", str(course / "cache")])
        done = pool.submit(hostile.attack, course, outside, os.getpid()).result(60)
        assert pool.submit(hostile.descriptors).result(60) == [*["device"] * 3, *["pipe"] * 2]
        with pytest.raises(StoppedError, match="SIGSYS"):
            pool.submit(hostile.other_interface).result(60)
        assert pool.submit(hostile.work, course).result(60)
    assert {name for name, code in preparing.items() if code not in REFUSALS} == {"start a process"}
    assert {name: code for name, code in done.items() if code not in REFUSALS} == {}
    assert (outside / "secret").read_text(encoding="utf-8") == "a secret"


def test_workers_are_there_when_preparing_them_fails(place: tuple[Path, Path]) -> None:
    with two(place[0], hostile.crash) as pool:
        assert pool.submit(hostile.work, place[0]).result(60)


def test_a_worker_cannot_name_another_process_as_itself() -> None:
    assert prepared.opened(os.getpid(), os.getppid()) is not None
    assert prepared.opened(os.getppid(), os.getpid()) is None
    assert prepared.opened(-1, os.getpid()) is None
    assert prepared.opened(2**40, os.getpid()) is None


def test_nothing_is_started_when_a_build_ends_while_workers_are_prepared(place: tuple[Path, Path]) -> None:
    access = Access((ROOT, place[0]), place[0] / "cache", "require")
    pool = Pool(2, Limits(wall=60, cpu=20), access=access, prepare=hostile.sleep)
    job = pool.submit(hostile.descriptors)
    with patch.object(pool, "_start_unprepared") as start:
        time.sleep(0.3)
        pool.shutdown(cancel_futures=True)
    assert job.cancelled()
    assert not start.called
