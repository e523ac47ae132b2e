"""The main function of a worker process: it holds itself to limits, then runs the calls that a pool sends."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection, wait

from builder.core.faults import fault
from builder.engine.workers import wire
from builder.engine.workers.libraries import load_for_jobs
from builder.engine.workers.limits import Limits, limit_cpu, limit_memory, too_much_memory
from builder.engine.workers.sandbox.access import Access
from builder.engine.workers.sandbox.audit import refuse_the_rest
from builder.engine.workers.sandbox.confine import confine
from builder.engine.workers.sandbox.descriptors import keep_temporary_files_in, leave_files
from builder.engine.workers.sandbox.kernel import SandboxError
from builder.engine.workers.stopped import StoppedError

END = b""
"""What a pool sends instead of a call when a worker is to end."""

_MOST_LEFT = 500_000
"""Objects that a worker may leave uncollected while the next call waits. A short handout makes 150,000, about 30 MB."""

_PAUSE = 0.2
"""Seconds without a call after which a worker collects garbage: collecting must not delay the next file."""


def run_worker(pipe: Connection, limits: Limits, access: Access) -> None:
    """Run calls from the pipe until it closes: the main function of a worker process. First comes what it has to load, or None.

    Before it reads anything it gives up what `access` does not name.
    """
    life = begin(pipe)
    limit_memory(limits)
    try:
        confine(access)
    except SandboxError as error:
        _decline(pipe, f"it could not be confined: {error}")
        return
    run_calls(pipe, life, limits, access)


def begin(*kept: Connection) -> int | None:
    """Leave what this process has of its parent but these pipes, and load our code. Return the descriptor that tells of the parent's end."""
    os.umask(0o077)  # all that it writes is in the user's cache
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    parent = multiprocessing.parent_process()
    life = parent.sentinel if parent else None
    leave_files(*(pipe.fileno() for pipe in kept), life)
    load_for_jobs()  # here its own files and libraries can still be found wherever they lie
    return life


def run_calls(pipe: Connection, life: int | None, limits: Limits, access: Access) -> None:
    """Run calls from the pipe in a process that is confined to `access`. First comes what it has to load, or None."""
    threading.Thread(target=_exit_with, args=(life,), daemon=True).start()
    refuse_the_rest(access.write)
    keep_temporary_files_in(access.write)
    with contextlib.suppress(Exception):  # the first job raises it again, and is reported
        warm = pipe.recv()
        if warm:
            warm()
    gc.freeze()
    gc.disable()  # a box tree is one large cycle: collecting while it grows takes a tenth of a job
    while True:
        try:
            packed = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        if packed == END:
            return
        limit_cpu(limits.cpu)
        answer = _call(partial(_make_call, packed), limits)
        try:
            pipe.send_bytes(wire.pack(answer))
        except Exception as error:  # noqa: BLE001  # what cannot be pickled raises many things
            stopped = StoppedError(f"its result could not be handed over ({type(error).__name__})")
            pipe.send_bytes(wire.pack((False, stopped)))
        del packed, answer
        if gc.get_count()[0] > _MOST_LEFT or not pipe.poll(_PAUSE):
            gc.collect()


def _call(call: Callable[[], object], limits: Limits) -> tuple[bool, object]:
    """Call a function and return (True, result) or (False, error)."""
    try:
        return True, call()
    except MemoryError:
        return False, too_much_memory(limits)
    except RecursionError:
        return False, StoppedError("it is nested too deeply")
    except Exception as error:  # noqa: BLE001  # an error of a job concerns its module, not the build
        return False, error if isinstance(error, OSError) else _portable_error(error)


def _portable_error(error: Exception) -> Exception:
    """Return an error that can be pickled: our own as it is, any other as a fault of our code."""
    return error if type(error).__module__.startswith("builder.") else fault(error)


def _make_call(packed: bytes) -> object:
    fn, args, kwargs = pickle.loads(packed)  # noqa: S301  # packed by our parent process
    return fn(*args, **kwargs)


def _decline(pipe: Connection, reason: str) -> None:
    """Answer every call from the pipe with why it is not made."""
    with contextlib.suppress(EOFError, OSError):
        pipe.recv_bytes()
        while pipe.recv_bytes() != END:
            pipe.send_bytes(wire.pack((False, StoppedError(reason))))


def _exit_with(life: int | None) -> None:
    """Run in a thread: exit as soon as the parent process has ended, however it ended. `life` is its sentinel."""
    if life is not None:
        wait([life])
        os._exit(1)
