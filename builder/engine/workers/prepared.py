"""Workers that are forked from a process which has made what their first calls would wait for: a theme's fonts, styles and layouts.

That is read and made once, however many workers there are. It is made from the theme, so the process is confined before as workers
are, but that it may start processes. Where it cannot be had (another system, no whole sandbox, a library that has started threads, a
theme that stops it), there are no such workers: a pool starts others, which make for themselves what they need.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
import weakref
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from builder.core.disk.folder import read_ours
from builder.core.frozen import replace
from builder.engine.workers.forked import end_with
from builder.engine.workers.limits import Limits, limit_cpu, limit_memory
from builder.engine.workers.sandbox.access import Access
from builder.engine.workers.sandbox.confine import confine, give_up_forking
from builder.engine.workers.sandbox.descriptors import has_one_thread, open_tasks
from builder.engine.workers.worker import begin, run_calls

LIMITS = Limits(wall=120.0, cpu=30)
"""What preparing may take: it takes half a second."""

_NUMBER = 8
"""Bytes of a number in messages."""


class PreparedWorker:
    """A worker that the preparing process has forked, with what a pool uses of a process of multiprocessing."""

    def __init__(self, handle: int, end: Connection) -> None:
        """Take a descriptor of the process (pidfd_open(2)), and the pipe on which its exit code comes."""
        self._handle, self._end = handle, end
        self._code: int | None = None
        weakref.finalize(self, os.close, handle)

    def is_alive(self) -> bool:
        """Say whether it has not ended."""
        return not wait([self._handle], 0)

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end, so many seconds at most."""
        wait([self._handle], timeout)

    def kill(self) -> None:
        """End it."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    @property
    def exitcode(self) -> int | None:
        """Its exit code, negative for a signal; None while it lives."""
        if self._code is None and not self.is_alive():
            found = _receive(self._end, 1.0)
            self._code = -signal.SIGKILL if found is None else found
        return self._code


class PreparedWorkers:
    """So many workers, forked when they have been prepared."""

    def __init__(
        self,
        count: int,
        start: Callable[..., BaseProcess],
        limits: Limits,
        access: Access,
        prepare: Callable[[], object],
    ) -> None:
        """Take what starts a process that calls a function with arguments, the limits of each worker, and what prepares them."""
        self._count, self._limits, self._access = count, limits, access
        self._start, self._prepare = start, prepare
        self._lock = threading.Lock()
        self._first: BaseProcess | None = None
        self._free: list[tuple[Connection, Connection]] = []
        self._taken = self.closed = False

    def take(self) -> tuple[PreparedWorker, Connection] | None:
        """Return a worker that nobody has taken, and the pipe to it; None when there is none."""
        with self._lock:
            if self._first is None and not self.closed:
                self._first = self._begin()
            if self.closed or not self._free or self._first is None:
                return None
            pipe, end = self._free.pop()
        number = _receive(pipe, LIMITS.wall)
        handle = opened(number, self._first.pid) if number is not None else None
        if handle is None:
            if not self._taken:
                self.close()
            self.closed = True
            return None
        self._taken = True
        return PreparedWorker(handle, end), pipe

    def close(self) -> None:
        """End the preparing process and all that it has started."""
        self.closed = True
        with self._lock:
            self._free.clear()
        if self._first is not None and self._first.pid and self._first.is_alive():
            with contextlib.suppress(OSError):
                os.killpg(self._first.pid, signal.SIGKILL)
            self._first.kill()  # before it leads its group

    def _begin(self) -> BaseProcess:
        control, there = multiprocessing.Pipe()
        pipes = [multiprocessing.Pipe() for _ in range(self._count)]
        ends = [multiprocessing.Pipe(duplex=False) for _ in range(self._count)]
        theirs = [other for _, other in pipes], [writer for _, writer in ends]
        process = self._start(run_preparing, (there, *theirs, self._limits, self._access))
        for one in (there, *theirs[0], *theirs[1]):
            one.close()
        with contextlib.suppress(OSError):  # it has ended: its workers will not come
            control.send(self._prepare)
        control.close()
        self._free = [(pipe, reader) for (pipe, _), (reader, _) in zip(pipes, ends, strict=True)]
        return process


def _receive(pipe: Connection, seconds: float) -> int | None:
    """Return the number that comes from a process that may have been taken over, None when none comes."""
    try:
        return int.from_bytes(pipe.recv_bytes(_NUMBER), "big", signed=True) if pipe.poll(seconds) else None
    except (EOFError, OSError):
        return None


def opened(number: int, parent: int | None) -> int | None:
    """Return a descriptor of the process of this number, None when it is no living child of `parent`, whatever the sender says."""
    handle = -1
    try:
        handle = os.pidfd_open(number)
        of = read_ours(Path(f"/proc/{number}/stat")).rpartition(b")")[2].split()[1]
        if int(of) == parent and not wait([handle], 0):  # living still: the number was its own all the time
            return handle
    except (OSError, ValueError, IndexError, OverflowError, AttributeError):  # an older kernel or Python has none
        pass
    if handle >= 0:
        os.close(handle)
    return None


# ── in the preparing process ─────────────────────────────────────────────────────────────────────────────────────


def run_preparing(
    control: Connection, pipes: Sequence[Connection], ends: Sequence[Connection], limits: Limits, access: Access
) -> None:
    """Prepare, fork a worker for each of the pipes, and send the exit code of each to its one of `ends`: a process's main function.

    It ends without workers where one of them could do more than a worker that was started by itself.
    """
    life = begin(control, *pipes, *ends)
    if life is not None:
        end_with(life)
    tasks = open_tasks()
    limit_memory(limits)
    limit_cpu(LIMITS.cpu)
    os.setpgid(0, 0)
    if not confine(replace(access, forks=True, only_forks=True)).is_whole:
        return
    gc.freeze()
    with contextlib.suppress(Exception):  # the first job raises it again, and is reported
        control.recv()()
    control.close()
    if not has_one_thread(tasks):
        return
    os.close(tasks)
    gc.collect()  # of what was made here alone
    gc.freeze()
    children = {
        _fork_worker(pipe, (*pipes, *ends), life, limits, access): end for pipe, end in zip(pipes, ends, strict=True)
    }
    for pipe in pipes:
        pipe.close()
    while children:
        number, status = os.wait()
        with contextlib.suppress(OSError, KeyError):
            children.pop(number).send_bytes(_number(os.waitstatus_to_exitcode(status)))


def _fork_worker(
    pipe: Connection, others: Sequence[Connection], life: int | None, limits: Limits, access: Access
) -> int:
    """Fork a worker that answers calls from a pipe, and return its number."""
    number = os.fork()
    if number:
        return number
    try:
        for other in others:
            if other is not pipe:
                other.close()
        give_up_forking()
        pipe.send_bytes(_number(os.getpid()))
        run_calls(pipe, life, limits, access)
    finally:
        os._exit(0)


def _number(value: int) -> bytes:
    return value.to_bytes(_NUMBER, "big", signed=True)
