"""Calls in processes of their own: whatever one does, its caller is told why it stopped, and the others go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

from builder.core.disk.current_file import note_file
from builder.core.faults import FaultError
from builder.core.reports.problem_codes import Severity
from builder.engine.workers import apart, wire
from builder.engine.workers.answers import ApartError
from builder.engine.workers.apart import run_apart, run_each
from builder.engine.workers.host import Host
from builder.engine.workers.limits import Limits
from builder.engine.workers.sandbox.access import Access
from tests.support.commands import ENVIRONMENT, ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
ACCESS = Access((ROOT,))

LIMITS = Limits(wall=0.6, cpu=1, memory=700_000_000)


def double(number: int) -> int:
    return 2 * number


def swell() -> int:
    return len(bytearray(1_000_000_000))


def spin() -> None:
    note_file("modules/x/data.csv")
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSYS)


def leave() -> None:
    os._exit(3)


def nest(depth: int = 0) -> int:
    return nest(depth + 1)


def nested_answer() -> list[object]:
    found: list[object] = []
    for _ in range(100_000):
        found = [found]
    return found


def fail() -> None:
    raise KeyError("a fault of ours")


def miss() -> None:
    raise FileNotFoundError(2, "no such file", "x")


@dataclass
class Command:
    """What a process would send that is not itself any more: its reader would run it."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("touch pwned",)


STOPS: list[tuple[Callable[[], object], str]] = [
    (swell, "it needed more than 0.7 GB of memory"),
    (spin, "it took longer than 0.6 seconds"),
    (sleep, "it took longer than 0.6 seconds"),
    (crash, r"its process crashed \(SIGSYS\)"),
    (leave, "its process ended by itself, with code 3"),
    (nest, "it is nested too deeply"),
    (nested_answer, "it is nested too deeply"),
    (Command, "its result could not be handed over"),
]


def test_what_stops_one_call_stops_no_other() -> None:
    calls = [call for call, _ in STOPS]
    told = dict(STOPS)
    around = [call for one in calls for call in (one, lambda: 42)]
    answers = 0
    for call, outcome in run_each(lambda one: one(), around, LIMITS, at_once=4, access=ACCESS):
        if call in told:
            with pytest.raises(ApartError, match=told[call]) as stopped:
                outcome()
            assert stopped.value.file == ("modules/x/data.csv" if call is spin else "")
        else:
            answers += outcome() == 42
    assert answers == len(calls)
    assert not Path("pwned").exists()


def test_errors_come_back_as_they_were_raised() -> None:
    with pytest.raises(FaultError, match="KeyError at "):
        run_apart(fail, LIMITS, ACCESS)
    with pytest.raises(FileNotFoundError):
        run_apart(miss, LIMITS, ACCESS)


def opened(value: int, call: Callable[[], object]) -> object:
    return value, call()


def test_a_host_survives_what_stops_its_calls() -> None:
    host = Host(lambda: 40, LIMITS, LIMITS, ACCESS)
    try:
        assert host.opened() == 40
        for call, said in ((swell, "memory"), (crash, "SIGSYS")):
            host.ask(opened, call)
            with pytest.raises(ApartError, match=said):
                host.answer()
            host.ask(double)
            assert host.answer() == 80
    finally:
        host.close()


def test_a_host_that_cannot_open_says_so() -> None:
    host = Host(spin, LIMITS, LIMITS, ACCESS)
    with pytest.raises(ApartError) as stopped:
        host.opened()
    assert stopped.value.file == "modules/x/data.csv"
    host.close()


@contextmanager
def without_forks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "CAN_FORK", False)
        patch.setattr("builder.engine.workers.host.CAN_FORK", False)
        yield


@pytest.mark.slow
def test_where_nothing_can_be_forked_time_is_limited() -> None:
    with without_forks():
        assert run_apart(lambda: 1, LIMITS, ACCESS) == 1
        with pytest.raises(ApartError, match="it took longer than 1 seconds"):
            run_apart(spin, LIMITS, ACCESS)
        host = Host(lambda: 40, LIMITS, LIMITS, ACCESS)
        assert host.opened() == 40
        host.ask(double)
        assert host.answer() == 80
        host.close()


def test_a_process_ends_with_its_parent() -> None:
    """Also when the parent is killed, and whatever the child does."""
    code = (
        "from builder.engine.workers.forked import Forked\nfrom builder.engine.workers.limits import Limits\n"
        "from builder.engine.workers.sandbox.access import Access\n"
        "def spin(_):\n    while True:\n        pass\n"
        "process = Forked(spin, Limits(wall=60, cpu=60), Access())\nprocess.ask(b'')\n"
        "print(process._pid, flush=True)\nprocess.wait()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        if not Path(f"/proc/{child}").exists() or "\nState:\tZ" in Path(f"/proc/{child}/status").read_text():
            return
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    pytest.fail("it went on")


@pytest.mark.parametrize(
    "name",
    [
        *("os.system", "builtins.eval", "builtins.getattr", "subprocess.Popen", "builder.cli.main"),
        "builder.engine.output.folder.OutputFolder",  # removes, when it is made, what its ledger calls temporary
    ],
)
def test_an_answer_can_name_values_alone(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    with pytest.raises(wire.UnknownAnswerError):
        wire.unpack(f"c{module}\n{attribute}\n.".encode())


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        (b"cpathlib\nPurePosixPath\n(N}S'parent'\nS'/home'\nstb.", lambda: str(PurePosixPath("/a/b").parent) == "/a"),
        (
            b"cbuilder.core.reports.problem_codes\nSeverity\n(S'error'\ntR}S'_value_'\nS'info'\nsb.",
            lambda: Severity.ERROR.value == "error",
        ),
    ],
)
def test_an_answer_changes_no_class(made: bytes, kept: Callable[[], bool]) -> None:
    with pytest.raises(wire.UnknownAnswerError, match="changes a class"):
        wire.unpack(made)
    assert kept()
