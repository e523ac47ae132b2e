"""Builds beside the preview, so that the catalogue follows: in a process of their own, when the author pauses."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass, field

PAUSE = 2.0
"""Seconds without a change before a build begins: the pages that are being looked at come first."""

LAST_WORDS = 4000
"""Letters of what a failed build said that are kept."""


@dataclass
class Builds:
    """One build at a time. `command` makes one; `ended` is told whether it went well."""

    command: tuple[str, ...]
    ended: Callable[[bool], None]
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    done: int = 0
    said: str = ""
    process: Process | None = None

    def ask(self) -> None:
        """Ask for a build. One that is under way is broken off: it would be of yesterday's source."""
        self.asked.set()
        self._break_off()

    async def run(self) -> None:
        """Build whenever it was asked for and nothing has changed for a while."""
        while True:
            await self.asked.wait()
            self.asked.clear()
            if self.done:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.asked.wait(), PAUSE)
                    continue
            self.process = await asyncio.create_subprocess_exec(
                *self.command, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, start_new_session=True
            )
            if self.asked.is_set():  # while it started
                self._break_off()
            _, said = await self.process.communicate()
            code, self.process = self.process.returncode, None
            if not self.asked.is_set():
                self.done += 1
                self.said = said.decode(errors="replace")[-LAST_WORDS:]
                self.ended(code == 0)

    async def close(self) -> None:
        """End a build that is under way, and wait for it."""
        process = self.process
        self._break_off()
        if process is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 5)

    def _break_off(self) -> None:
        """Ask a build to stop as Ctrl-C would: it leaves nothing half-written."""
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGINT)
