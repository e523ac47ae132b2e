"""Workers held to limits: whatever a job does, it ends alone, and its caller is told why."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from builder.engine.machine import Limits, workers
from builder.engine.pool import Pool, StoppedError

LIMITS = Limits(wall=6, cpu=2, memory=700_000_000)


def double(number: int) -> int:
    return 2 * number


def sleep() -> None:
    time.sleep(60)


def parent() -> int:
    return os.getppid()


def spin() -> None:
    while True:
        pass


def swell() -> int:
    return len(bytearray(1_000_000_000))


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def leave() -> None:
    os._exit(3)


def nest(depth: int = 0) -> int:
    return nest(depth + 1)


def connect() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def look_up() -> None:
    socket.getaddrinfo("example.org", 80)


def start() -> None:
    subprocess.run(["true"], check=False)  # refused before it is looked for


def shell() -> None:
    os.system("true")  # noqa: S605  # as above


def split() -> None:
    os.fork()


def refuse_to_be_read() -> Callable[[], None]:
    return lambda: None


def fail() -> None:
    msg = "a fault of ours"
    raise KeyError(msg)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, LIMITS) as pool:
        yield pool


@pytest.mark.parametrize(
    ("job", "arguments", "said"),
    [
        (sleep, (), "it took longer than 6 seconds"),
        (swell, (), "it needed more than 0.7 GB of memory"),
        (die, (signal.SIGKILL,), "its process was killed from outside"),
        (die, (signal.SIGSEGV,), r"its process crashed \(SIGSEGV\)"),
        (leave, (), "its process ended by itself, with code 3"),
        (nest, (), "it is nested too deeply"),
        (fail, (), "KeyError: 'a fault of ours'"),
        (refuse_to_be_read, (), "its result could not be handed over"),
    ],
)
def test_a_job_that_does_not_end_well_ends_alone(
    pool: Pool, job: Callable[..., object], arguments: tuple[object, ...], said: str
) -> None:
    bad, good = pool.submit(job, *arguments), pool.submit(double, 21)
    with pytest.raises(StoppedError, match=said):
        bad.result(timeout=60)
    assert good.result(timeout=60) == 42


def test_a_job_that_spins_is_stopped_by_the_processor_s_clock() -> None:
    with Pool(1, replace(LIMITS, wall=300)) as pool, pytest.raises(StoppedError, match="2 seconds of the processor"):
        pool.submit(spin).result(timeout=300)


@pytest.mark.parametrize("job", [connect, look_up, start, shell, split])
def test_a_worker_reaches_neither_network_nor_programs(pool: Pool, job: Callable[[], None]) -> None:
    with pytest.raises(StoppedError, match="a worker may not use"):
        pool.submit(job).result(timeout=60)


def test_a_pool_that_is_given_up_leaves_no_process() -> None:
    pool = Pool(1, LIMITS)
    under_way, waiting = pool.submit(sleep), pool.submit(double, 1)
    while not under_way.running():
        time.sleep(0.01)
    pool.shutdown(cancel_futures=True)
    assert under_way.exception() is not None
    assert waiting.cancelled()


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
def test_workers_share_one_loading_of_the_libraries() -> None:
    with Pool(2, LIMITS) as pool:
        one, other = (pool.submit(parent) for _ in range(2))
        assert one.result(timeout=60) == other.result(timeout=60) != os.getpid()


def test_without_a_place_for_its_socket_workers_start_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory")

    monkeypatch.setattr("multiprocessing.popen_forkserver.Popen._launch", nowhere)
    with Pool(1, LIMITS) as pool:
        assert pool.submit(parent).result(timeout=60) == os.getpid()


def test_a_worker_is_renewed_after_so_many_jobs_when_none_waits() -> None:
    with Pool(1, LIMITS, renew=2) as pool:
        seen = [pool.submit(os.getpid).result() for _ in range(5)]
    assert len(set(seen)) == 3


def test_there_are_no_more_workers_than_asked_for_or_than_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workers(3) == 3
    monkeypatch.setattr("builder.engine.machine._available", lambda: 700_000_000)
    assert workers() == 1
    monkeypatch.setattr("builder.engine.machine._available", lambda: 0)
    assert workers() >= 1
