"""A pool of worker processes with limits, as a `concurrent.futures` executor. A job that hangs or crashes fails alone.

Python's own process pool breaks as a whole when one worker dies, and never ends a job that hangs. Here a thread waits
for each worker: when a job exceeds its time, the worker is killed and replaced. Why not the package pebble:
docs/decisions.md, "The pool of workers".

On Linux workers are forked from a server process that has loaded their modules already (the start method `forkserver`),
which saves each the second that loading takes. On other systems each worker is started afresh.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

from builder.core.faults import fault
from builder.engine.workers.limits import Limits

try:
    import resource
except ImportError:  # Windows: only time is limited there
    resource = None  # type: ignore[assignment]  # see above

T = TypeVar("T")
P = ParamSpec("P")

_REFUSED = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "socket.sendto")
_PROCESSES = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork")

_MOST_LEFT = 500_000
"""Objects that a worker may leave uncollected while the next call waits. A short handout makes 150,000, about 30 MB."""

_PAUSE = 0.2
"""Seconds without a call after which a worker collects garbage: collecting must not delay the next file."""


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


class StoppedError(Exception):
    """A job did not finish; the message says which limit it exceeded, or how its worker process ended."""


class RefusedError(StoppedError):
    """A job tried to use the network or to start another program."""


class Pool(Executor):
    """A pool of `workers` processes under `limits`. Each calls `warm` once when it starts, before its first job.

    `renew`: a worker is replaced after this many jobs, when no job waits (0 = never). A preview server runs for days, and
    its workers must not grow.
    """

    def __init__(
        self, workers: int, limits: Limits | None = None, warm: Callable[[], object] | None = None, renew: int = 0
    ) -> None:
        self._limits = limits or Limits()
        self._warm = warm
        self._renew = renew
        self._waiting: queue.SimpleQueue[tuple[Future[Any], tuple[Any, ...]] | None] = queue.SimpleQueue()
        self._processes: set[BaseProcess] = set()
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
        for thread in self._threads if wait else ():
            thread.join()

    def _manage_worker(self) -> None:
        """Run in a thread: pass jobs to one worker, hand back the results, and replace the worker when it has ended."""
        process, pipe = self._start_worker()
        done = 0
        while (item := self._waiting.get()) is not None:
            future, call = item
            if self._closing or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            if not process.is_alive():
                process, pipe = self._start_worker()
            try:
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
            if self._renew and done >= self._renew and self._waiting.empty():
                with contextlib.suppress(OSError):
                    pipe.send(None)
                self._wait_for_end(process)
                (process, pipe), done = self._start_worker(), 0
        with contextlib.suppress(OSError):
            pipe.send(None)
        self._wait_for_end(process)

    def _start_worker(self) -> tuple[BaseProcess, Connection]:
        here, there = multiprocessing.Pipe()
        process = _start_process(_run_worker, (there, self._limits))
        there.close()
        with contextlib.suppress(OSError):  # it has ended: its first job will find that
            # Not an argument of the process: multiprocessing prints a traceback when we end before a large one is read.
            here.send(self._warm)
        self._processes.add(process)
        if self._closing:
            process.kill()
        return process, here

    def _run_job(self, process: BaseProcess, pipe: Connection, call: tuple[Any, ...]) -> tuple[bool, Any]:
        try:
            pipe.send(call)
            if not pipe.poll(self._limits.wall):
                process.kill()
                self._wait_for_end(process)
                raise StoppedError(f"it took longer than {self._limits.wall:g} seconds")
            answer: tuple[bool, Any] = pipe.recv()
        except (EOFError, OSError):
            raise StoppedError(self._wait_for_end(process)) from None
        return answer

    def _wait_for_end(self, process: BaseProcess) -> str:
        """Wait for a worker's end, kill it after 5 seconds, and return in words how it ended."""
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join()
        self._processes.discard(process)
        code = process.exitcode or 0
        if code == -getattr(signal, "SIGXCPU", 0):
            return f"it needed more than {self._limits.cpu} seconds of the processor"
        if code >= 0:
            return f"its process ended by itself, with code {code}"
        name = signal.Signals(-code).name
        if name == "SIGKILL":
            return "its process was killed from outside, as a system does that runs out of memory"
        return (
            f"its process crashed ({name}), as one does that needs more than {self._limits.memory / 1e9:g} GB of memory"
        )


# ── in the worker ─────────────────────────────────────────────────────────────────────────────────────────────────


def _run_worker(pipe: Connection, limits: Limits) -> None:
    """Run calls from the pipe until it closes: the main function of a worker process. First comes what it has to load, or None."""
    os.umask(0o077)  # all that it writes is in the user's cache
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    _limit_memory(limits)
    with contextlib.suppress(Exception):  # the first job raises it again, and is reported
        warm = pipe.recv()
        if warm:
            warm()
    gc.freeze()
    gc.disable()  # a box tree is one large cycle: collecting while it grows takes a tenth of a job
    sys.addaudithook(_refuse_event)
    while True:
        try:
            call = pipe.recv()
        except (EOFError, OSError):
            return
        if call is None:
            return
        _limit_cpu(limits.cpu)
        fn, args, kwargs = call
        answer = _call(partial(fn, *args, **kwargs), limits)
        try:
            pipe.send(answer)
        except Exception as error:  # noqa: BLE001  # what cannot be pickled raises many things
            pipe.send((False, StoppedError(f"its result could not be handed over ({type(error).__name__})")))
        del call, fn, args, kwargs, answer
        if gc.get_count()[0] > _MOST_LEFT or not pipe.poll(_PAUSE):
            gc.collect()


def _call(call: Callable[[], object], limits: Limits) -> tuple[bool, object]:
    """Call a function and return (True, result) or (False, error)."""
    try:
        return True, call()
    except MemoryError:
        return False, StoppedError(f"it needed more than {limits.memory / 1e9:g} GB of memory")
    except RecursionError:
        return False, StoppedError("it is nested too deeply")
    except Exception as error:  # noqa: BLE001  # an error of a job concerns its module, not the build
        return False, error if isinstance(error, OSError) else _portable_error(error)


def _portable_error(error: Exception) -> Exception:
    """Return an error that can be pickled: our own as it is, any other as a fault of our code."""
    return error if type(error).__module__.startswith("builder.") else fault(error)


def _limit_memory(limits: Limits) -> None:
    """Limit the address space of this process, and write no core files."""
    if resource is not None:
        with contextlib.suppress(ValueError, OSError):  # a lower limit was set from outside
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse_event(event: str, _arguments: tuple[object, ...]) -> None:
    """Refuse network access and new processes for the rest of this process's life: an audit hook cannot be removed."""
    if event.startswith((*_REFUSED, *_PROCESSES)):
        msg = f"a worker may not use {event}"
        raise RefusedError(msg)


def _limit_cpu(seconds: int) -> None:
    """Allow the next job so many seconds of processor time: the limit counts from the start of the process (setrlimit(2))."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def _exit_with_parent() -> None:
    """Run in a thread: exit as soon as the parent process has ended, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
