"""Workers held to limits: whatever a job does, it ends alone, and its caller is told why."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builder.core.faults import FaultError
from builder.engine.workers.limits import Limits, worker_count
from builder.engine.workers.pool import Pool
from builder.engine.workers.sandbox.access import Access
from builder.engine.workers.stopped import StoppedError
from tests.support.commands import ENVIRONMENT, ROOT, run_code

ACCESS = Access((ROOT,), Path(tempfile.gettempdir()))
"""These jobs are found in the folder of the tests."""

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


def name() -> None:
    socket.gethostbyname("example.org")


def listen() -> None:
    socket.socket().bind(("127.0.0.1", 0))


def send() -> None:
    socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))


def become() -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606  # refused before it is looked for


def spawn() -> None:
    os.posix_spawn("/bin/true", ["true"], {})


def start() -> None:
    subprocess.run(["true"], check=False)  # refused before it is looked for


def shell() -> None:
    os.system("true")  # noqa: S605  # as above


def split() -> None:
    os.fork()


def burn(seconds: float) -> int:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return os.getpid()


def limits() -> tuple[tuple[int, int], tuple[int, int]]:
    return resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CORE)


def interrupt() -> int:
    os.kill(os.getpid(), signal.SIGINT)
    return 1


def refuse_to_be_read() -> Callable[[], None]:
    return lambda: None


def fail() -> None:
    msg = "a fault of ours"
    raise KeyError(msg)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, LIMITS, access=ACCESS) as pool:
        yield pool


@pytest.mark.parametrize(
    ("job", "arguments", "said"),
    [
        (sleep, (), "it took longer than 6 seconds"),
        (swell, (), "it needed more than 0.7 GB of memory"),
        (die, (signal.SIGKILL,), "its process was killed from outside"),
        (die, (signal.SIGSEGV,), r"its process crashed \(SIGSEGV\)"),
        (die, (signal.SIGRTMIN + 3,), r"its process crashed \(signal \d+\)"),
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
    with pytest.raises((StoppedError, FaultError), match=said):
        bad.result(timeout=60)
    assert good.result(timeout=60) == 42


def test_a_job_that_spins_is_stopped_by_the_processor_s_clock() -> None:
    with (
        Pool(1, replace(LIMITS, wall=300), access=ACCESS) as pool,
        pytest.raises(StoppedError, match="2 seconds of the processor"),
    ):
        pool.submit(spin).result(timeout=300)


def test_each_job_has_its_own_time_of_the_processor() -> None:
    with Pool(1, replace(LIMITS, wall=300), access=ACCESS) as pool:
        one, other = (pool.submit(burn, 1.2).result(timeout=300) for _ in range(2))
    assert one == other, "together they took more than one may"


def test_a_worker_may_not_fill_memory_or_disk_and_hears_no_ctrl_c(pool: Pool) -> None:
    """A core file would hold what a course says, and lie where nobody looks for it."""
    assert pool.submit(limits).result(timeout=60) == ((LIMITS.memory, LIMITS.memory), (0, 0))
    assert pool.submit(interrupt).result(timeout=60) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_workers_end_with_their_parent_however_it_ended() -> None:
    code = (
        "import os, time\nfrom builder.engine.workers.pool import Pool\nfrom tests.engine.test_pool import ACCESS, sleep\n"
        "pool = Pool(1, access=ACCESS)\nprint(pool.submit(os.getpid).result(), flush=True)\npool.submit(sleep)\ntime.sleep(60)\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as owner:
        assert owner.stdout
        worker = Path("/proc") / owner.stdout.readline().strip() / "status"
        assert "State:\tZ" not in worker.read_text(encoding="utf-8")
        owner.kill()
    for _ in range(400):
        with contextlib.suppress(FileNotFoundError):
            if "State:\tZ" not in worker.read_text(encoding="utf-8"):
                time.sleep(0.05)
                continue
        break
    else:
        pytest.fail("it lives on")


@pytest.mark.parametrize("job", [connect, look_up, name, listen, send, start, shell, split, become, spawn])
def test_a_worker_reaches_neither_network_nor_programs(pool: Pool, job: Callable[[], None]) -> None:
    with pytest.raises(StoppedError, match="a worker may not use"):
        pool.submit(job).result(timeout=60)


def test_a_pool_that_is_given_up_leaves_no_process() -> None:
    pool = Pool(1, LIMITS, access=ACCESS)
    under_way, waiting = pool.submit(sleep), pool.submit(double, 1)
    while not under_way.running():
        time.sleep(0.01)
    pool.shutdown(cancel_futures=True)
    assert under_way.exception() is not None
    assert waiting.cancelled()


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
def test_workers_share_one_loading_of_the_libraries() -> None:
    with Pool(2, LIMITS, access=ACCESS) as pool:
        one, other = (pool.submit(parent) for _ in range(2))
        assert one.result(timeout=60) == other.result(timeout=60) != os.getpid()


def test_without_a_place_for_its_socket_workers_start_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory")

    monkeypatch.setattr("multiprocessing.popen_forkserver.Popen._launch", nowhere)
    with Pool(1, LIMITS, access=ACCESS) as pool:
        assert pool.submit(parent).result(timeout=60) == os.getpid()


def test_a_worker_is_renewed_after_so_many_jobs_when_none_waits() -> None:
    with Pool(1, LIMITS, renew=2, access=ACCESS) as pool:
        seen = [pool.submit(os.getpid).result() for _ in range(5)]
        together = [pool.submit(burn, 0.3), *(pool.submit(os.getpid) for _ in range(5))]
        assert len({one.result() for one in together}) == 1, "while others wait it goes on"
    assert len(set(seen)) == 3


def test_there_are_no_more_workers_than_asked_for_or_than_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert worker_count(3) == 3
    monkeypatch.setattr("builder.engine.workers.limits._available", lambda: 700_000_000)
    assert worker_count() == 1
    monkeypatch.setattr("builder.engine.workers.limits._available", lambda: 7_000_000)
    assert worker_count() == 1
    monkeypatch.setattr("builder.engine.workers.limits._available", lambda: 0)
    assert worker_count() >= 1


def test_a_pool_that_is_ended_while_it_starts_says_nothing(tmp_path: Path) -> None:
    """A preview that is stopped at once printed the tracebacks of workers that had no time to read the theme."""
    code = (
        "import time\n"
        "from functools import partial\n"
        "from builder.engine.workers.pool import Pool\n"
        "pool = Pool(2, warm=partial(len, bytes(9_000_000)))\n"
        "time.sleep(0.1)\n"
        "pool.shutdown(wait=False, cancel_futures=True)"
    )
    done = run_code(code, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
