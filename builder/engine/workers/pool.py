"""A pool of worker processes with limits, as a `concurrent.futures` executor. A job that hangs or crashes fails alone.

Python's own process pool breaks as a whole when one worker dies, and never ends a job that hangs. Here a thread waits
for each worker: when a job exceeds its time, the worker is killed and replaced. Why not the package pebble:
docs/decisions.md, "The pool of workers".

On Linux workers are forked from a server process that has loaded their modules already (the start method `forkserver`),
which saves each the second that loading takes. On other systems each worker is started afresh.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar, cast

from builder.engine.workers import wire
from builder.engine.workers.answers import MOST_BYTES
from builder.engine.workers.limits import Limits, how_it_ended
from builder.engine.workers.prepared import PreparedWorker, PreparedWorkers
from builder.engine.workers.sandbox.access import Access
from builder.engine.workers.sandbox.environment import small_environment
from builder.engine.workers.stopped import StoppedError
from builder.engine.workers.worker import END, run_worker

T = TypeVar("T")
P = ParamSpec("P")


def start_forkserver() -> None:
    """Start the server process that workers are forked from; does nothing on systems other than Linux.

    Call it early: it loads modules in the background, and is ready by the time that a pool starts its workers.
    """
    if sys.platform != "linux":
        return
    forkserver.set_forkserver_preload(["builder.engine.workers.preload"])
    with contextlib.suppress(OSError):  # no place for its socket: workers start without it
        resource_tracker.ensure_running()  # which would take the mask away again
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # it inherits this: Ctrl-C is the parent's
        try:
            with small_environment():
                forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_process(target: Callable[..., object], arguments: tuple[object, ...]) -> BaseProcess:
    """Start and return a new process that calls `target`."""
    start_forkserver()
    if sys.platform == "linux":
        process: BaseProcess = multiprocessing.get_context("forkserver").Process(
            target=target, args=arguments, daemon=True
        )
        with contextlib.suppress(OSError):
            process.start()
            return process
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


class Pool(Executor):
    """A pool of `workers` processes under `limits`. Each calls `warm` once when it starts, before its first job.

    `access` says what of the disk they may use beside our own code. `prepare` is called in their stead where several workers can be
    forked from one process that has called it (`prepared.py`).

    `renew`: a worker is replaced after this many jobs, when no job waits (0 = never). A preview server runs for days, and
    its workers must not grow.
    """

    def __init__(
        self,
        workers: int,
        limits: Limits | None = None,
        warm: Callable[[], object] | None = None,
        renew: int = 0,
        access: Access | None = None,
        prepare: Callable[[], object] | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._access = access or Access()
        self._warm = warm
        self._renew = renew
        self._waiting: queue.SimpleQueue[tuple[Future[Any], tuple[Any, ...]] | None] = queue.SimpleQueue()
        self._processes: set[BaseProcess | PreparedWorker] = set()
        self._prepared = (
            PreparedWorkers(workers, _start_process, self._limits, self._access, prepare)
            if prepare and workers > 1 and sys.platform == "linux"
            else None
        )
        self._closing = False
        self._threads = [threading.Thread(target=self._manage_worker, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a worker call `fn`. Function, arguments and result must be picklable.

        The future raises StoppedError when a limit was exceeded or the worker died.
        """
        future: Future[T] = Future()
        self._waiting.put((future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT002  # Executor's
        """End the workers when their jobs are done; with `cancel_futures` kill them at once."""
        self._closing = self._closing or cancel_futures
        for _ in self._threads:
            self._waiting.put(None)
        if cancel_futures:
            for process in list(self._processes):
                process.kill()
            if self._prepared:
                self._prepared.close()
        for thread in self._threads if wait else ():
            thread.join()

    def _manage_worker(self) -> None:
        """Run in a thread: pass jobs to one worker, hand back the results, and replace the worker when it has ended."""
        try:
            process, pipe = self._start_worker()
        except StoppedError:
            while (item := self._waiting.get()) is not None:
                item[0].cancel()
            return
        done = 0
        while (item := self._waiting.get()) is not None:
            future, call = item
            if self._closing or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            try:
                if not process.is_alive():
                    process, pipe = self._start_worker()
                good, value = self._run_job(process, pipe, call)
            except StoppedError as error:
                good, value = False, error
            except Exception as error:  # noqa: BLE001  # a call that cannot be pickled, an answer that cannot be read
                good, value = False, StoppedError(f"it could not be handed over ({type(error).__name__})")
            if good:
                future.set_result(value)
            else:
                future.set_exception(value)
            done += 1
            if self._renew and done >= self._renew and self._waiting.empty() and not self._closing:
                with contextlib.suppress(OSError):
                    pipe.send_bytes(END)
                self._wait_for_end(process)
                (process, pipe), done = self._start_worker(), 0
        with contextlib.suppress(OSError):
            pipe.send_bytes(END)
        self._wait_for_end(process)

    def _start_worker(self) -> tuple[BaseProcess | PreparedWorker, Connection]:
        """Start a worker. Raises StoppedError when none is wanted any more: this process may be about to end, and starts no others then."""
        found = self._prepared.take() if self._prepared else None
        if found is None and self._closing:
            raise StoppedError("it was not begun")
        process, here = found or self._start_unprepared()
        with contextlib.suppress(OSError):  # it has ended: its first job will find that
            # Not an argument of the process: multiprocessing prints a traceback when we end before a large one is read.
            here.send(None if found else self._warm)
        self._processes.add(process)
        if self._closing:
            process.kill()
        return process, here

    def _start_unprepared(self) -> tuple[BaseProcess, Connection]:
        here, there = multiprocessing.Pipe()
        process = _start_process(run_worker, (there, self._limits, self._access))
        there.close()
        return process, here

    def _run_job(
        self, process: BaseProcess | PreparedWorker, pipe: Connection, call: tuple[Any, ...]
    ) -> tuple[bool, Any]:
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._limits.wall, stop)  # also when an answer begins and does not end
        timer.daemon = True
        timer.start()
        try:
            pipe.send(call)
            packed = pipe.recv_bytes(MOST_BYTES)
        except (EOFError, OSError):
            ended = self._wait_for_end(process)
            raise StoppedError(
                f"it took longer than {self._limits.wall:g} seconds" if late.is_set() else ended
            ) from None
        finally:
            timer.cancel()
        return cast("tuple[bool, Any]", wire.unpack(packed))

    def _wait_for_end(self, process: BaseProcess | PreparedWorker) -> str:
        """Wait for a worker's end, kill it after 5 seconds, and return in words how it ended."""
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join()
        self._processes.discard(process)
        return how_it_ended(process.exitcode or 0, self._limits)
