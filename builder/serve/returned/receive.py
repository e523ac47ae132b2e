"""Receiving a file that somebody drops on a module's page: one at a time, to a size, in a time, and never onto the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from builder.core.faults import FaultError
from builder.engine.workers.stopped import StoppedError
from builder.serve.guard import MOST_FILE
from builder.serve.returned.blocks import RefusedFile, ReturnedFile
from builder.serve.returned.read import ReturnedRequest, compare_file

RECEIVE_SECONDS = 60.0
"""How long a file may take to arrive, from this same machine."""

_LOOK = 0.5
"""Seconds between two looks at whether the browser still waits."""


@dataclass
class FileDrop:
    """Compares dropped files with the course at `root`. `reader` is the process that reads one file, and ends with it.

    `theme` and `day` are as in ReturnedRequest. `reading`: a file is being received or read.
    """

    root: Path
    theme: str
    day: date | None
    reader: Callable[[], AbstractContextManager[Executor]]
    reading: bool = False

    async def answer(self, request: Request) -> ReturnedFile | RefusedFile:
        """Return what the file in the body of a request would change. Raises HTTPException: 429 while another one is read, 503 at the end."""
        if self.reading:
            raise HTTPException(429)
        self.reading = True
        try:
            data = await _body(request)
            return await self._compare(ReturnedRequest(self.root, self.theme, data, self.day), request)
        except asyncio.CancelledError:  # the server ends
            raise HTTPException(503) from None
        finally:
            self.reading = False

    async def _compare(self, asked: ReturnedRequest, request: Request) -> ReturnedFile | RefusedFile:
        """Return what a process of its own finds. It is ended when nobody waits for it any more."""
        try:
            with self.reader() as executor:
                found = asyncio.wrap_future(executor.submit(compare_file, asked))
                while not (await asyncio.wait({found}, timeout=_LOOK))[0]:
                    if await request.is_disconnected():
                        raise HTTPException(400)
                return found.result()
        except StoppedError as error:
            return RefusedFile(f"reading it was stopped, because {error}")
        except (FaultError, OSError) as error:
            return RefusedFile(f"reading it failed: {error}", "please report this, if the file may be shown to others")


async def _body(request: Request) -> bytes:
    """Return the body of a request. Raises HTTPException: 413 when it is too large, 408 when it takes too long."""
    found = bytearray()
    try:
        async with asyncio.timeout(RECEIVE_SECONDS):
            async for part in request.stream():
                found += part
                if len(found) > MOST_FILE:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(found)
