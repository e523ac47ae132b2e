"""A small course for tests of the preview and of the published site, and an executor that needs no processes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, MutableMapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from builder.serve.app import ServeOptions
from builder.serve.guard import Guard
from tests.support.print.pages import theme

T = TypeVar("T")

FRONT = "---\ntitle: Five\ndescription: About five pages.\nobjectives: [Say it]\nduration: 45\n---\n\n"


def text(word: str = "WORD") -> str:
    """Return a module of about five pages."""
    prose = "This paragraph goes on for a while, as paragraphs in handouts do, and then it ends. " * 8 + "\n\n"
    topics = (f"## Topic {n} {{time=5}}\n\n- a point\n\n" + prose * 3 for n in range(1, 10))
    return FRONT + f"{word} at the beginning.\n\n" + "".join(topics)


def write_course(root: Path, theme_name: str = "plain") -> Path:
    """Write a course of one module of about five pages, and return its folder."""
    module = root / "modules" / "five"
    module.mkdir(parents=True)
    settings = f"title: A course\nmodules: [five]\ntheme: {theme_name}\n"
    (root / "modules" / "course.yml").write_text(settings, encoding="utf-8")
    (module / "module.md").write_text(text(), encoding="utf-8")
    return root


class Here(Executor):
    """Does every job at once, in this thread."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:  # noqa: ANN401  # Executor's
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  # as an executor does
            future.set_exception(error)
        return future


def options(course: Path, **changes: Any) -> ServeOptions:  # noqa: ANN401  # fields of ServeOptions
    """Return what a preview of a course serves."""
    settings: dict[str, Any] = {"host": "127.0.0.1", "token": "", "command": (sys.executable, "-c", "")} | changes
    cache = course.parent / "cache"
    return ServeOptions(course, course / "output", theme(), "", "en-US", cache, cache / "notes", **settings)


@dataclass(frozen=True)
class Answer:
    """What the application answers."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def get(app: Guard, path: str, host: str = "127.0.0.1:8000", **headers: str) -> Answer:
    """Return the answer to one request. The path goes as it is: no client tidies it up first."""
    return ask(app, "GET", path, {"host": host, **headers})


def ask(app: Guard, method: str, path: str, headers: dict[str, str], *messages: MutableMapping[str, Any]) -> Answer:
    """Return the answer to one request. `messages` are what the server hands over after its head (ASGI); then there is no body."""
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(path), "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": pairs,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    sent: list[MutableMapping[str, Any]] = []
    waiting = list(messages)

    async def receive() -> MutableMapping[str, Any]:
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))
