"""Modules that someone is looking at, each kept up to date: when a file changes, its problems, pages and slides follow.

One loop a module: whatever changes while it renders is rendered next, so that the last state of the source is always
the one that is shown in the end. What could not be made leaves the last good pages standing.
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

from builder.serve.desk import Leaf, View, Wanted, handout_of, problems_of, slides_of

KINDS: dict[str, Callable[[Wanted], View]] = {"problems": problems_of, "handout": handout_of, "slides": slides_of}

QUEUE = 64
"""Messages that wait for a browser. One that is further behind is sent the whole state anew."""

Message = tuple[str, dict[str, Any]]


@dataclass
class Listeners:
    """Browsers that listen to something, each with a queue of its own."""

    queues: set[asyncio.Queue[Message | None]] = field(default_factory=set)

    def tell(self, name: str, data: dict[str, Any]) -> None:
        """Send a message to every browser. A full queue is emptied: its browser asks for the state when it comes back."""
        for queue in list(self.queues):
            try:
                queue.put_nowait((name, data))
            except asyncio.QueueFull:
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(None)

    def end(self) -> None:
        """Send every browser away."""
        for queue in list(self.queues):
            while queue.full():
                queue.get_nowait()
            queue.put_nowait(None)

    async def messages(self, first: list[Message]) -> AsyncIterator[bytes]:
        """Yield messages as server-sent events (HTML Standard, 9.2), the `first` ones at once; a comment now and then."""
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
class Easel:
    """One module on show: the last state of each kind of view, and the pictures that it needs."""

    wanted: Wanted
    listeners: Listeners = field(default_factory=Listeners)
    dirty: asyncio.Event = field(default_factory=asyncio.Event)
    views: dict[str, View] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    sound: bool = True
    round: int = 0
    task: asyncio.Task[None] | None = None

    def state(self) -> list[Message]:
        """Return all that a browser needs which comes anew."""
        return [(kind, self._message(kind)) for kind in ("handout", "slides", "problems") if kind in self.views]

    def take(self, kind: str, view: View) -> None:
        """Put up what was made, and tell the browsers."""
        if kind == "problems":
            self.sound = view.ok
        if kind != "problems" and not view.ok:
            return
        self.views[kind] = replace(view, leaves=tuple(replace(leaf, data=b"") for leaf in view.leaves))
        self.pictures |= {leaf.key: leaf.data for leaf in view.leaves if leaf.data}
        used = self.known("handout") | self.known("slides")
        self.pictures = {key: data for key, data in self.pictures.items() if key in used}
        self.listeners.tell(kind, self._message(kind))
        if kind != "problems":
            self.listeners.tell("problems", self._message("problems"))

    def known(self, kind: str) -> frozenset[str]:
        """Return the keys of the pictures of a kind that are there."""
        view = self.views.get(kind)
        return frozenset(leaf.key for leaf in view.leaves) & self.pictures.keys() if view else frozenset()

    def _message(self, kind: str) -> dict[str, Any]:
        if kind == "problems":
            views = (self.views[name] for name in KINDS if name in self.views)
            found = (
                [problem for view in views for problem in view.problems] if self.sound else self.views[kind].problems
            )
            return {"round": self.round, "ok": self.sound, "problems": list(found)}
        leaves: tuple[Leaf, ...] = self.views[kind].leaves
        return {
            "round": self.round,
            "leaves": [{"key": leaf.key, "width": leaf.width, "height": leaf.height} for leaf in leaves],
        }


@dataclass
class Studio:
    """All modules on show. `stamp` says how what they share stands now."""

    root: Path
    theme: str
    cache: Path
    executor: Executor
    stamp: Callable[[], str]
    easels: dict[str, Easel] = field(default_factory=dict)

    def easel(self, module: str) -> Easel:
        """Return a module on show, and begin to show it when nobody asked before."""
        if module not in self.easels:
            easel = Easel(Wanted(self.root, module, self.theme, self.cache, ""))
            easel.dirty.set()
            easel.task = asyncio.create_task(self._keep(easel))
            self.easels[module] = easel
        return self.easels[module]

    def changed(self, modules: set[str] | None) -> None:
        """Say that modules have changed; None: something that all of them share."""
        for name, easel in self.easels.items():
            if modules is None or name in modules:
                easel.dirty.set()

    async def close(self) -> None:
        """Take all down."""
        for easel in self.easels.values():
            easel.listeners.end()
            if easel.task:
                easel.task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await easel.task

    async def _keep(self, easel: Easel) -> None:
        """Render a module whenever it has changed, for as long as it is on show."""
        while True:
            await easel.dirty.wait()
            easel.dirty.clear()
            easel.round += 1
            easel.wanted = replace(easel.wanted, stamp=self.stamp())
            await asyncio.gather(*(self._make(easel, kind) for kind in KINDS))
            before, now = easel.wanted.places, easel.views["handout"].places if "handout" in easel.views else None
            easel.wanted = replace(easel.wanted, places=now)
            if _referred(before) != _referred(now) and not easel.dirty.is_set():
                await self._make(easel, "slides")

    async def _make(self, easel: Easel, kind: str) -> None:
        wanted = replace(easel.wanted, known=easel.known(kind))
        try:
            view = await asyncio.wrap_future(self.executor.submit(KINDS[kind], wanted))
        except Exception as error:  # noqa: BLE001  # whatever it was, it is the author's to see and no end of the preview
            if kind == "problems":
                return
            told = {
                "code": "renderer-stopped",
                "severity": "error",
                "path": "",
                "line": 0,
                "message": f"{kind}: {error}",
            }
            view = replace(easel.views.get(kind, View(ok=True)), problems=({**told, "hint": "", "excerpt": ""},))
        easel.take(kind, view)


def _referred(places: dict[str, int] | None) -> dict[str, int]:
    """Return the places that slides may name. Running text is named by its words, which change with every letter typed."""
    return {name: page for name, page in (places or {}).items() if not name.startswith(("paragraph-", "list-"))}
