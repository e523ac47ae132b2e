"""A forked process under limits, with all that this one has loaded: it starts in some milliseconds, and answers requests.

Requests and answers go through pipes, each after eight bytes that tell its length.
"""

from __future__ import annotations

import contextlib
import gc
import mmap
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from builder.core.disk import current_file
from builder.engine.workers.answers import MOST_BYTES, is_stop, pack_stop
from builder.engine.workers.limits import Limits, address_space, how_it_ended, limit_cpu, limit_memory
from builder.engine.workers.sandbox.access import Access
from builder.engine.workers.sandbox.audit import refuse_the_rest
from builder.engine.workers.sandbox.confine import confine, give_up_forking
from builder.engine.workers.sandbox.descriptors import leave_files
from builder.engine.workers.sandbox.kernel import SandboxError

_HEAD = 8
_CHUNK = 1_000_000

_COLLECT = (500_000, 20, 100)
"""Thresholds of the garbage collector: about one module is read and checked before it runs (gc.set_threshold)."""


class Forked:
    """A forked process that answers one request after the other. `pipe` is where its answers come from.

    It has `ended` when a request has exceeded a limit or stopped it.
    """

    def __init__(
        self,
        answer: Callable[[bytes], bytes],
        limits: Limits,
        access: Access | None,
        load: Callable[[], object] | None = None,
        *,
        relays: bool = False,
    ) -> None:
        """Start the process, which calls `answer` for each request. One that `relays` has others answer, and is not ended with them.

        It is confined to `access` and its own temporary folder; None: to what this process is confined to, without forking.
        `load` is called before, and may import what answers need: Python keeps no bytecode once nothing can be written.
        """
        self._limits, self._relays = limits, relays
        self._leads = access is not None and access.forks
        self._shared = memoryview(mmap.mmap(-1, current_file.SIZE))  # anonymous, and shared with the child
        self._scratch = tempfile.mkdtemp(prefix="coursewright-")
        self._read = bytearray()
        self._wall = self._deadline = 0.0
        self.ended = False
        self.pipe, answers = os.pipe()
        requests, self._requests = os.pipe()
        life, self._life = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self._pid = os.fork()
        if not self._pid:
            os.close(self.pipe)
            os.close(self._requests)
            os.close(self._life)
            current_file.share(self._shared)
            tempfile.tempdir = self._scratch
            _run(answer, limits, access, load, requests, answers, life)
        for pipe in (requests, answers, life):
            os.close(pipe)

    @property
    def folder(self) -> Path:
        """The folder for its temporary files, which goes with it."""
        return Path(self._scratch)

    def ask(self, request: bytes, wall: float = 0.0) -> None:
        """Hand over a request, to be answered within so many seconds (default: those of the limits)."""
        self._wall = wall or self._limits.wall
        self._deadline = time.monotonic() + self._wall
        self._read.clear()
        with contextlib.suppress(BrokenPipeError):  # it has ended: there will be no answer
            write_all(self._requests, len(request).to_bytes(_HEAD, "big") + request)

    def seconds_left(self) -> float:
        """Return how long the answer may take still."""
        return self._deadline - time.monotonic()

    def read(self) -> bytes | None:
        """Read what has been written, and return the answer when it is whole.

        Where there will be none, the process is ended, and the answer says why (`unpack_answer`).
        """
        if self.seconds_left() <= 0:
            return self._stop(f"it took longer than {self._wall:g} seconds")
        part = os.read(self.pipe, _CHUNK)
        self._read += part
        size = int.from_bytes(self._read[:_HEAD], "big") if len(self._read) >= _HEAD else 0
        if not part:
            return self._stop("")
        if size > MOST_BYTES:
            return self._stop(f"what it holds is more than {MOST_BYTES / 1e6:.0f} MB")
        if not size or len(self._read) < _HEAD + size:
            return None
        answer = bytes(self._read[_HEAD:])
        if is_stop(answer) and not self._relays:  # what it has left behind must not stop the next
            self.close()
        return answer

    def wait(self) -> bytes:
        """Wait for the answer, and return it."""
        poll = select.poll()
        poll.register(self.pipe, select.POLLIN)
        while True:
            poll.poll(max(self.seconds_left(), 0) * 1000 + 1)
            answer = self.read()
            if answer is not None:
                return answer

    def _stop(self, reason: str) -> bytes:
        code = self.close()
        return pack_stop(reason or how_it_ended(code, self._limits), current_file.noted_file(self._shared))

    def close(self) -> int:
        """End the process, remove its temporary folder, and return its exit code, negative for a signal."""
        if self.ended:
            return 0
        self.ended = True
        os.close(self.pipe)
        if self._leads:  # with all that it has started, which cannot leave its group
            with contextlib.suppress(OSError):
                os.killpg(self._pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)  # one that has ended by itself keeps its exit code
        _, status = os.waitpid(self._pid, 0)
        os.close(self._requests)
        os.close(self._life)
        shutil.rmtree(self._scratch, ignore_errors=True)
        return os.waitstatus_to_exitcode(status)


def write_all(pipe: int, data: bytes) -> None:
    """Write all of these bytes."""
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


def read_all(pipe: int, size: int) -> bytes:
    """Return so many bytes, fewer when the pipe ends."""
    found = bytearray()
    while len(found) < size and (part := os.read(pipe, size - len(found))):
        found += part
    return bytes(found)


# ── in the forked process ────────────────────────────────────────────────────────────────────────────────────────


def _run(
    answer: Callable[[bytes], bytes],
    limits: Limits,
    access: Access | None,
    load: Callable[[], object] | None,
    requests: int,
    answers: int,
    life: int,
) -> NoReturn:
    """Hold this process to its limits and confine it, answer requests, and end when no more can come.

    It also ends, whatever it does, when the pipe `life` closes, as it does when the parent ends: that sends SIGIO (fcntl(2)).
    """
    code = 1
    try:
        end_with(life)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C: the parent says that it stopped
        gc.freeze()  # what the parent has made is never collected here, so its memory stays shared
        gc.set_threshold(*_COLLECT)
        limit_memory(limits, address_space())
        leave_files(requests, answers, life)
        if load is not None:
            with contextlib.suppress(Exception):  # the first answer raises it again, and tells it
                load()
        refused = _confine(access)
        while head := os.read(requests, _HEAD):
            request = read_all(requests, int.from_bytes(head, "big"))
            current_file.note_file("")
            limit_cpu(limits.cpu)
            found = pack_stop(refused, "") if refused else answer(request)
            write_all(answers, len(found).to_bytes(_HEAD, "big") + found)
            del found
        code = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _confine(access: Access | None) -> str:
    """Confine this process, and return why that cannot be done, "" when it is done."""
    if access is None:
        give_up_forking()
        return ""
    if access.forks:
        os.setpgid(0, 0)
    scratch = Path(tempfile.gettempdir())
    try:
        done = confine(access, scratch)
    except SandboxError as error:
        return f"it could not be confined: {error}"
    if not done.is_whole and not access.forks:
        refuse_the_rest(scratch, access.write)
    return ""


def end_with(life: int) -> None:
    """Have this process end when the pipe `life` closes, whatever it does then: that sends SIGIO (fcntl(2))."""
    import fcntl  # not on Windows

    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([life], [], [], 0)[0]:  # it has closed already
        os._exit(1)
