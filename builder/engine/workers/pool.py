"""Warm worker processes as an executor, each held to limits. A job that hangs, dies or is killed ends alone.

Python's own process pool ends altogether when one worker dies, and lets a job hang for ever. Here each worker has a
thread that waits for it: when a job is over its time, the worker is killed and the next job gets a new one.

On Linux workers are forked from a process that was itself started fresh and has loaded what they need (Python's
`forkserver`): that takes a second, which each would pay. Elsewhere each is started fresh.
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
"""Objects that a worker may leave lying while the next call waits: those of a short handout are 150,000, about 30 MB."""

_PAUSE = 0.2
"""How long no call has to come for a worker to tidy up, s: who waits for the next file does not wait for that."""


def start_forkserver() -> None:
    """Start the process that workers are forked from, where there is one. Called early, it is ready when a pool needs it."""
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


def _begun(target: Callable[..., object], arguments: tuple[object, ...]) -> BaseProcess:
    """Return a new process that calls `target`."""
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
    """A job did not come to its end; the message says which limit it hit, or how its worker ended."""


class RefusedError(StoppedError):
    """A job reached for the network, or for another program."""


class Pool(Executor):
    """So many worker processes under `limits`. `warm` is called once in each as it starts, before its first job.

    `renew`: after so many jobs a worker is replaced, when no job waits (0 = never): what serves for days must not grow.
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
        self._threads = [threading.Thread(target=self._tend, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a worker call `fn`; all of it must be picklable. The future raises StoppedError where a limit was hit."""
        future: Future[T] = Future()
        self._waiting.put((future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT002  # Executor's
        """End the workers: after what is under way, or at once and whatever they do when futures are cancelled."""
        self._closing = self._closing or cancel_futures
        for _ in self._threads:
            self._waiting.put(None)
        if cancel_futures:
            for process in list(self._processes):
                process.kill()
        for thread in self._threads if wait else ():
            thread.join()

    def _tend(self) -> None:
        """Keep one worker: give it jobs, take their results, and replace it when it has ended."""
        process, pipe = self._started()
        done = 0
        while (item := self._waiting.get()) is not None:
            future, call = item
            if self._closing or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            if not process.is_alive():
                process, pipe = self._started()
            try:
                good, value = self._answer(process, pipe, call)
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
                self._ended(process)
                (process, pipe), done = self._started(), 0
        with contextlib.suppress(OSError):
            pipe.send(None)
        self._ended(process)

    def _started(self) -> tuple[BaseProcess, Connection]:
        here, there = multiprocessing.Pipe()
        process = _begun(_serve, (there, self._limits, self._warm))
        there.close()
        self._processes.add(process)
        if self._closing:
            process.kill()
        return process, here

    def _answer(self, process: BaseProcess, pipe: Connection, call: tuple[Any, ...]) -> tuple[bool, Any]:
        try:
            pipe.send(call)
            if not pipe.poll(self._limits.wall):
                process.kill()
                self._ended(process)
                raise StoppedError(f"it took longer than {self._limits.wall:g} seconds")
            answer: tuple[bool, Any] = pipe.recv()
        except (EOFError, OSError):
            raise StoppedError(self._ended(process)) from None
        return answer

    def _ended(self, process: BaseProcess) -> str:
        """Wait for a worker's end, and return in words how it came."""
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


def _serve(pipe: Connection, limits: Limits, warm: Callable[[], object] | None) -> None:
    """Answer calls until there are none: what a worker process does all its life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_follow_parent, daemon=True).start()
    _hold(limits)
    if warm:
        with contextlib.suppress(Exception):  # the first job meets it again, and tells it
            warm()
    gc.freeze()
    gc.disable()  # a box tree is one large cycle: walking it again and again while it grows costs a tenth of a job
    sys.addaudithook(_refuse)
    while True:
        try:
            call = pipe.recv()
        except (EOFError, OSError):
            return
        if call is None:
            return
        _allow(limits.cpu)
        fn, args, kwargs = call
        answer = _called(partial(fn, *args, **kwargs), limits)
        try:
            pipe.send(answer)
        except Exception as error:  # noqa: BLE001  # what cannot be pickled raises many things
            pipe.send((False, StoppedError(f"its result could not be handed over ({type(error).__name__})")))
        del call, fn, args, kwargs, answer
        if gc.get_count()[0] > _MOST_LEFT or not pipe.poll(_PAUSE):
            gc.collect()


def _called(call: Callable[[], object], limits: Limits) -> tuple[bool, object]:
    """Call a function and return (True, value) or (False, error)."""
    try:
        return True, call()
    except MemoryError:
        return False, StoppedError(f"it needed more than {limits.memory / 1e9:g} GB of memory")
    except RecursionError:
        return False, StoppedError("it is nested too deeply")
    except Exception as error:  # noqa: BLE001  # whatever a job raises is its module's problem, not the build's
        return False, error if isinstance(error, OSError) else _told(error)


def _told(error: Exception) -> Exception:
    """Return an error that can be handed over, with the place in our code where it came up."""
    frame, where = error.__traceback__, ""
    while frame is not None:
        name = frame.tb_frame.f_globals.get("__name__", "")
        where = f" at {name}:{frame.tb_lineno}" if name.startswith("builder.") and name != __name__ else where
        frame = frame.tb_next
    if type(error).__module__.startswith("builder."):
        return error
    return StoppedError(f"{type(error).__name__}{where}: {str(error)[:200]}")


def _hold(limits: Limits) -> None:
    """Hold this process to its memory."""
    if resource is not None:
        with contextlib.suppress(ValueError, OSError):  # a lower limit was set from outside
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    """Refuse the network and other programs, for the rest of this process's life: an audit hook cannot be taken out."""
    if event.startswith((*_REFUSED, *_PROCESSES)):
        msg = f"a worker may not use {event}"
        raise RefusedError(msg)


def _allow(seconds: int) -> None:
    """Give the next job its time of the processor: the limit counts from the start of the process (setrlimit(2))."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def _follow_parent() -> None:
    """End when the parent has ended, however it ended: nobody would take the result."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
