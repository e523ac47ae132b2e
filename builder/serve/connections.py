"""Connections to the preview under limits: how many, how long one may take to ask, and how long one may not read.

uvicorn closes a connection that is silent after an answer, and no other: a client that opens connections without asking
anything, or reads nothing of what it asked for, could use up all file descriptors of the process.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Iterator

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

MOST_CONNECTIONS = 100
"""Connections that are open at one time. A browser opens six to one host (RFC 9112, 9.4, leaves the number to it)."""

BURST = 16
"""Connections accepted at one time, before any of them can be closed."""

BACKLOG = 128
"""Connections that the system holds until they are accepted; one more is tried again by its client after a second."""

REQUEST_SECONDS = 10.0
"""How long a client may take until its request has arrived as a whole."""

STALL_SECONDS = 30.0
"""How long a client may take to read what waits for it: about 64 kB."""

_FILES = 1024
_OTHER_FILES = 100
"""File descriptors to ask the system for, and how many of them are left to workers, builds and the watching of files."""


def most_connections() -> int:
    """Return how many connections this process may have at one time, after raising a low limit of open files (macOS: 256)."""
    if sys.platform == "win32":  # sockets are no file descriptors there
        return MOST_CONNECTIONS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(8, min(MOST_CONNECTIONS, soft - _OTHER_FILES - 4 * BURST))


class _Timer:
    """A call that is made after some seconds, unless it is stopped before."""

    def __init__(self) -> None:
        self._handle: asyncio.TimerHandle | None = None

    def start(self, loop: asyncio.AbstractEventLoop, seconds: float, call: Callable[[], None]) -> None:
        """Start, unless it runs already."""
        if self._handle is None:
            self._handle = loop.call_later(seconds, call)

    def stop(self) -> None:
        """Make no call."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None


class LimitedConnection(H11Protocol):
    """One connection of uvicorn's, closed when it takes too long to ask or to read.

    When all connections are in use, the one that has waited longest without asking anything makes room for a new one; when
    each of them has asked something that is not yet answered, the new one is closed.
    """

    most = MOST_CONNECTIONS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin a connection, if there is room for one more."""
        self._opened = self.loop.time()
        self._timer, self._stalled = _Timer(), _Timer()
        waiting = [one for one in self.connections if isinstance(one, LimitedConnection) and one.is_waiting]
        crowded = len(self.connections) >= self.most
        _send_at_once(transport)
        super().connection_made(transport)
        if crowded:
            min(waiting, key=lambda one: one._opened, default=self).abort()  # noqa: SLF001  # of the same class
        self._await_request()

    @property
    def is_waiting(self) -> bool:
        """Whether no request of this connection is being answered, and it is not being closed."""
        cycle: RequestResponseCycle | None = self.cycle  # None until the first request
        return (cycle is None or cycle.response_complete) and not self.transport.is_closing()

    def abort(self) -> None:
        """Close the connection at once; what was not sent is dropped."""
        self.transport.abort()

    def _await_request(self) -> None:
        """Start the time for a request, unless it runs already; stop it when one is being answered."""
        if not self.is_waiting:
            self._timer.stop()
        else:
            self._timer.start(self.loop, REQUEST_SECONDS, self.abort)

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request, and start the answer if it is whole."""
        super().data_received(data)
        self._await_request()

    def on_response_complete(self) -> None:
        """Note that an answer has been handed over; uvicorn then closes a silent connection after some seconds."""
        self._timer.stop()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Note that the client reads more slowly than we write."""
        super().pause_writing()
        self._stalled.start(self.loop, STALL_SECONDS, self.abort)

    def resume_writing(self) -> None:
        """Note that the client has read what waited."""
        super().resume_writing()
        self._stalled.stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the connection and its timers."""
        self._timer.stop()
        self._stalled.stop()
        super().connection_lost(exc)


class LimitedServer(uvicorn.Server):
    """A server of limited connections. It takes up to BURST at one time, though the system holds BACKLOG of them.

    `end_streams` is called when the server is to end: it waits only for answers that end by themselves.
    """

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        config.backlog = BURST  # asyncio has one number for both
        super().__init__(config)
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams of events, then all else."""
        self._end_streams()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections."""
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(BACKLOG)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End in order at SIGHUP too, as uvicorn does at SIGINT and SIGTERM."""
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self.handle_exit)
        with super().capture_signals():
            yield


def _send_at_once(transport: asyncio.Transport) -> None:
    """Let small answers go out at once. asyncio does so for sockets that name their protocol; ours, made by `create_server`, do not.

    Without it each answer of a connection that is kept waits 40 ms for the one before to be acknowledged (RFC 896).
    """
    made = transport.get_extra_info("socket")
    if made is not None:
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
