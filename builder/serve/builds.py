"""Background builds, so that the served catalogue stays current: each in a process of its own, when the author pauses."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass, field

PAUSE = 2.0
"""Seconds without a change before a build starts: until then the preview needs the processor."""

OUTPUT_TAIL = 4000
"""How many of the last bytes of a build's output are stored."""


@dataclass
class BuildRunner:
    """Runs one build at a time. `command` is the build's command line; `on_finished` is called with whether it succeeded."""

    command: tuple[str, ...]
    on_finished: Callable[[bool], None]
    requested: asyncio.Event = field(default_factory=asyncio.Event)
    done: int = 0
    output_tail: str = ""
    process: Process | None = None

    def request_build(self) -> None:
        """Request a build. One that is running is interrupted, because its source is out of date."""
        self.requested.set()
        self._interrupt()

    async def run(self) -> None:
        """Build each time that a build is requested and nothing has changed for `PAUSE` seconds; the first at once."""
        while True:
            await self.requested.wait()
            self.requested.clear()
            if self.done:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.requested.wait(), PAUSE)
                    continue
            self.process = await asyncio.create_subprocess_exec(
                *self.command, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, start_new_session=True
            )
            if self.requested.is_set():  # while it started
                self._interrupt()
            output = await _read_tail(self.process)
            code, self.process = await self.process.wait(), None
            if not self.requested.is_set():
                self.done += 1
                self.output_tail = output.decode(errors="replace")
                self.on_finished(code == 0)

    async def close(self) -> None:
        """Interrupt a running build and wait up to 5 seconds for its end; then kill it."""
        process = self.process
        self._interrupt()
        if process is not None:
            try:
                await asyncio.wait_for(process.wait(), 5)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()  # its workers end with it

    def _interrupt(self) -> None:
        """Interrupt the running build as Ctrl-C would: no file is left half-written."""
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGINT)


async def _read_tail(process: Process) -> bytes:
    """Return the last bytes that a process writes to stderr, and hold no more of it in memory than that."""
    tail = b""
    while process.stderr and (data := await process.stderr.read(65_536)):
        tail = (tail + data)[-OUTPUT_TAIL:]
    return tail
