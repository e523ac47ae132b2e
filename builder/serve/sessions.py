"""Preview sessions: one for each module that is open in a browser. When a file changes, the module is rendered anew.

Each session has one loop. A change that comes while the module is rendered is rendered next, so that browsers always end
up with the latest source. When rendering fails, the last good pages stay on screen.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from builder.serve.render import Preview, PreviewImage, PreviewRequest, render_handout, render_problems, render_slides

KINDS: dict[str, Callable[[PreviewRequest], Preview]] = {
    "problems": render_problems,
    "handout": render_handout,
    "slides": render_slides,
}

QUEUE = 64
"""Messages queued for one browser. A browser that falls further behind is disconnected; it reconnects and gets all."""

MOST_SESSIONS = 12
"""Modules whose pages are held in memory while no browser shows them, about 5 MB each."""

Message = tuple[str, dict[str, Any]]


@dataclass
class Subscribers:
    """The browsers that receive a stream of events, each with a queue of its own."""

    queues: set[asyncio.Queue[Message | None]] = field(default_factory=set)

    def send(self, name: str, data: dict[str, Any]) -> None:
        """Send a message to every browser.

        A queue that is full is emptied and closed: its browser reconnects and is sent the whole state.
        """
        for queue in list(self.queues):
            try:
                queue.put_nowait((name, data))
            except asyncio.QueueFull:
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(None)

    def close(self) -> None:
        """End the stream of every browser."""
        for queue in list(self.queues):
            while queue.full():
                queue.get_nowait()
            queue.put_nowait(None)

    async def messages(self, first: list[Message]) -> AsyncIterator[bytes]:
        """Yield messages as server-sent events (HTML Standard, 9.2), beginning with `first`.

        A comment every 15 seconds keeps the connection open.
        """
        queue: asyncio.Queue[Message | None] = asyncio.Queue(QUEUE)
        self.queues.add(queue)
        try:
            for name, data in first:
                yield _event(name, data)
            while True:
                try:
                    message = await asyncio.wait_for(queue.get(), 15)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if message is None:
                    return
                yield _event(*message)
        finally:
            self.queues.discard(queue)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


@dataclass
class PreviewSession:
    """The preview of one module: the latest result of each kind of view, and the images that browsers may ask for.

    `changed` is set when the source has changed; `ok` is False while the source has errors; `round` counts renderings.
    """

    request: PreviewRequest
    subscribers: Subscribers = field(default_factory=Subscribers)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    views: dict[str, Preview] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    ok: bool = True
    round: int = 0
    task: asyncio.Task[None] | None = None

    def messages(self) -> list[Message]:
        """Return the messages that bring a newly connected browser up to date."""
        return [(kind, self._message(kind)) for kind in ("handout", "slides", "problems") if kind in self.views]

    def update(self, kind: str, view: Preview) -> None:
        """Store the result of a rendering and send it to the browsers. Pages and slides with errors are not stored."""
        if kind == "problems":
            self.ok = view.ok
        if kind != "problems" and not view.ok:
            return
        self.views[kind] = replace(view, images=tuple(replace(image, data=b"") for image in view.images))
        self.pictures |= {image.key: image.data for image in view.images if image.data}
        used = self.known("handout") | self.known("slides")
        self.pictures = {key: data for key, data in self.pictures.items() if key in used}
        self.subscribers.send(kind, self._message(kind))
        if kind != "problems":
            self.subscribers.send("problems", self._message("problems"))

    def known(self, kind: str) -> frozenset[str]:
        """Return the keys of the images that the session has of this kind of view."""
        view = self.views.get(kind)
        return frozenset(image.key for image in view.images) & self.pictures.keys() if view else frozenset()

    def _message(self, kind: str) -> dict[str, Any]:
        if kind == "problems":
            views = (self.views[name] for name in KINDS if name in self.views)
            found = [problem for view in views for problem in view.problems] if self.ok else self.views[kind].problems
            return {"round": self.round, "ok": self.ok, "problems": list(found)}
        images: tuple[PreviewImage, ...] = self.views[kind].images
        return {
            "round": self.round,
            "images": [
                {"key": image.key, "width": image.width, "height": image.height, "notes": image.notes}
                for image in images
            ],
        }


@dataclass
class PreviewSessions:
    """All preview sessions by module. `stamp` returns a hash of the files that all modules share."""

    root: Path
    theme: str
    cache: Path
    executor: Executor
    stamp: Callable[[], str]
    sessions: dict[str, PreviewSession] = field(default_factory=dict)

    def session(self, module: str) -> PreviewSession:
        """Return the session of a module; it is started when there is none yet, and others that nobody looks at are ended."""
        if module in self.sessions:
            self.sessions[module] = self.sessions.pop(module)  # the one that was used last stands last
        else:
            self._make_room()
            session = PreviewSession(PreviewRequest(self.root, module, self.theme, self.cache, ""))
            session.changed.set()
            session.task = asyncio.create_task(self._run(session))
            self.sessions[module] = session
        return self.sessions[module]

    def _make_room(self) -> None:
        """End the session that nobody has looked at for the longest time, when there are MOST_SESSIONS."""
        unseen = [name for name, session in self.sessions.items() if not session.subscribers.queues]
        if len(self.sessions) >= MOST_SESSIONS and unseen:
            ended = self.sessions.pop(unseen[0])
            if ended.task:
                ended.task.cancel()

    def mark_changed(self, modules: set[str] | None) -> None:
        """Have these modules rendered anew; None stands for all, because a shared file has changed."""
        for name, session in self.sessions.items():
            if modules is None or name in modules:
                session.changed.set()

    def end_streams(self) -> None:
        """Disconnect the browsers of all sessions."""
        for session in self.sessions.values():
            session.subscribers.close()

    async def close(self) -> None:
        """End all sessions and disconnect their browsers."""
        self.end_streams()
        for session in self.sessions.values():
            if session.task:
                session.task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await session.task

    async def _run(self, session: PreviewSession) -> None:
        """Render a module each time that it has changed, until the task is cancelled."""
        while True:
            await session.changed.wait()
            session.changed.clear()
            session.round += 1
            session.request = replace(session.request, stamp=self.stamp())
            await asyncio.gather(*(self._render(session, kind) for kind in KINDS))
            before, now = (
                session.request.places,
                session.views["handout"].places if "handout" in session.views else None,
            )
            session.request = replace(session.request, places=now)
            if _slide_places(before) != _slide_places(now) and not session.changed.is_set():
                await self._render(session, "slides")

    async def _render(self, session: PreviewSession, kind: str) -> None:
        request = replace(session.request, known=session.known(kind))
        try:
            view = await asyncio.wrap_future(self.executor.submit(KINDS[kind], request))
        except Exception as error:  # noqa: BLE001  # the author sees any error; the preview goes on
            if kind == "problems":
                return
            row = {
                "code": "renderer-stopped",
                "severity": "error",
                "path": "",
                "line": 0,
                "message": f"{kind}: {error}",
            }
            view = replace(session.views.get(kind, Preview(ok=True)), problems=({**row, "hint": "", "excerpt": ""},))
        session.update(kind, view)


def _slide_places(places: dict[str, int] | None) -> dict[str, int]:
    """Return the places that slides can refer to.

    Paragraphs and lists are left out: their ids come from their words, which change with every letter typed.
    """
    return {name: page for name, page in (places or {}).items() if not name.startswith(("paragraph-", "list-"))}
