"""Connections that ask nothing, ask slowly or read nothing: the preview goes on answering, and says little of them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from builder.serve import connections
from builder.serve.connections import LimitedConnection
from builder.serve.guard import Guard, Receive, Scope, Send
from builder.serve.log import MOST_MESSAGES, BoundedLog
from tests.support.commands import ROOT

HOST = b"Host: 127.0.0.1\r\n"


async def large(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer each request with 8 MB."""
    if scope["type"] == "http":
        start: MutableMapping[str, Any] = {"type": "http.response.start", "status": 200, "headers": []}
        await send(start)
        for _ in range(128):
            await send({"type": "http.response.body", "body": bytes(65536), "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    del receive


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server with short times and room for eight connections; the answer of each request is `large`."""
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.2)
    monkeypatch.setattr(connections, "STALL_SECONDS", 0.2)
    monkeypatch.setattr(LimitedConnection, "most", 8)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(Guard(large, "127.0.0.1"), http=LimitedConnection, ws="none", lifespan="off",
                            h11_max_incomplete_event_size=4096, log_config=None, timeout_graceful_shutdown=1)  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()


def status(port: int, request: bytes) -> int:
    """Return the status of the answer, 0 when the connection is closed without one."""
    with socket.create_connection(("127.0.0.1", port), 5) as client:
        client.sendall(request)
        with contextlib.suppress(ConnectionError):
            return int((client.recv(64).split() or [b"", b"0"])[1])
    return 0


def is_closed(client: socket.socket) -> bool:
    """Wait until the other side has closed the connection, at most 3 seconds."""
    client.settimeout(3)
    try:
        while client.recv(1 << 20):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


def test_connections_that_ask_nothing_make_room_and_are_closed(port: int) -> None:
    with contextlib.ExitStack() as stack:
        silent = [stack.enter_context(socket.create_connection(("127.0.0.1", port), 5)) for _ in range(40)]
        silent[-1].sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        assert status(port, b"GET / HTTP/1.1\r\n" + HOST + b"\r\n") == 200
        assert all(map(is_closed, silent))


def test_a_slow_second_request_and_a_slow_reader_are_closed(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as client:
        client.sendall(b"GET /%2f HTTP/1.1\r\n" + HOST + b"\r\n")
        client.recv(65536)
        for _ in range(4):  # a byte now and then is no request
            with contextlib.suppress(ConnectionError):
                client.sendall(b"G")
            time.sleep(0.08)
        assert is_closed(client)
    with socket.create_connection(("127.0.0.1", port), 5) as reader:
        reader.sendall(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
        time.sleep(0.5)
        assert is_closed(reader)


@pytest.mark.parametrize(
    ("request_bytes", "expected"),
    [
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 20_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 4000 + b"\r\n", 431),
        (b"GET /" + b"a" * 2500 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 404),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 999999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n", 413),
        (b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n", 404),
        (b"GET // HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ],
)
def test_requests_are_short_and_carry_nothing(port: int, request_bytes: bytes, expected: int) -> None:
    assert status(port, request_bytes) in {expected, 400}  # 400: it came in pieces, and was refused at an early one


def test_the_log_is_short_however_many_ask() -> None:
    said: list[str] = []
    log = BoundedLog(said.append)
    for number in range(1000):
        record = logging.LogRecord("uvicorn.error", logging.WARNING, "", 0, "x" * 10_000, (), None)
        record.created = 1000.0 + number / 100
        log.emit(record)
    record.created = 1100.0
    log.emit(record)
    assert len(said) == MOST_MESSAGES + 2
    assert said[-2] == f"{1000 - MOST_MESSAGES} more messages of the server were not shown."
    assert max(map(len, said)) < 5000


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits and memory are read as Linux has them")
def test_hundreds_of_half_open_connections_at_a_low_limit_of_files(course: Path) -> None:
    serve = f'ulimit -n 256; exec "{sys.executable}" -P -m builder serve -C "{course}" --port 0'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        contextlib.ExitStack() as stack,
        subprocess.Popen(["sh", "-c", serve], env=environment, stderr=subprocess.PIPE, encoding="utf-8") as process,
    ):
        assert process.stderr
        port = int(re.findall(r":(\d+)/", process.stderr.readline())[0])
        held = []
        for number in range(400):
            held.append(stack.enter_context(socket.create_connection(("127.0.0.1", port), 10)))
            with contextlib.suppress(ConnectionError):
                held[-1].sendall(b"GET / HTTP/1.1\r\nX-" if number % 2 else b"\x16\x03\x01nonsense\r\n\r\n")
        began = time.monotonic()
        assert status(port, b"GET /preview/preview.js HTTP/1.1\r\n" + HOST + b"\r\n") == 200
        assert time.monotonic() - began < 2
        for one in held:
            one.close()
        for _ in range(1000):
            with socket.create_connection(("127.0.0.1", port), 10) as one:
                one.sendall(b"nonsense\r\n\r\n")
        memory = int(re.findall(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text(encoding="ascii"))[0])
        assert memory < 250_000
        held.append(stack.enter_context(socket.create_connection(("127.0.0.1", port), 10)))
        held[-1].sendall(b"GET /preview/live HTTP/1.1\r\n" + HOST + b"\r\n")
        assert b" 200 " in held[-1].recv(100)
        process.terminate()
        _, said = process.communicate(timeout=30)
        assert (len(said) < 5000, "Traceback" in said) == (True, False), said


def test_small_answers_do_not_wait_for_each_other(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nagle's algorithm is off (RFC 896): else each answer of a connection that is kept comes 40 ms late."""
    options: list[int] = []
    make = LimitedConnection.connection_made

    def made(self: LimitedConnection, transport: asyncio.Transport) -> None:
        make(self, transport)
        options.append(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr(LimitedConnection, "connection_made", made)
    assert status(port, b"HEAD / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n") == 200
    assert options == [1]
