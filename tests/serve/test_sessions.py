"""The preview keeps up with its author: no change is missed, and builds wait for a pause."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from builder.serve import watch
from builder.serve.builds import BuildRunner
from builder.serve.render import Preview, PreviewImage, PreviewRequest, render_handout, render_problems, render_slides
from builder.serve.sessions import KINDS, MOST_SESSIONS, PreviewSessions, Subscribers
from tests.support.served import text


def wanted(course: Path, **changes: Any) -> PreviewRequest:  # noqa: ANN401  # fields of PreviewRequest
    return PreviewRequest(course, "five", "", course.parent / "cache", "one", **changes)


def test_views_have_pages_and_slides_and_pack_only_what_is_new(course: Path) -> None:
    handout, slides = render_handout(wanted(course)), render_slides(wanted(course))
    assert len(handout.images) >= 4
    assert len(slides.images) >= 9
    assert all(image.data.startswith(b"\x89PNG") for image in (*handout.images, *slides.images))
    said = [note for image in slides.images for note in image.notes]
    assert any(note.startswith("This paragraph goes on") for note in said)
    known = frozenset(image.key for image in handout.images)
    module = course / "modules" / "five" / "module.md"
    module.write_text(text("OTHER"), encoding="utf-8")
    again = render_handout(wanted(course, known=known))
    fresh = [number for number, image in enumerate(again.images) if image.data]
    assert fresh == [0, len(again.images) - 1], (
        "the page with the word, and the last one, which tells the source's hash"
    )


def test_an_error_is_told_with_its_place_and_nothing_is_laid_out(course: Path) -> None:
    module = course / "modules" / "five" / "module.md"
    module.write_text(text() + "\n::: activity\nnever closed\n", encoding="utf-8")
    view = render_problems(wanted(course))
    assert not view.ok
    assert [(p["code"], p["path"]) for p in view.problems if p["severity"] == "error"] == [
        ("unclosed-div", "modules/five/module.md")
    ]
    assert not render_handout(wanted(course)).ok
    assert render_slides(wanted(course)).images == ()


def test_no_change_is_missed_while_pages_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred edits, some while a round is under way: the last one is always the one that stands in the end."""
    source, seen = {"word": 0}, list[str]()

    def made(kind: str) -> Callable[[PreviewRequest], Preview]:
        def make(given: PreviewRequest) -> Preview:
            word = source["word"]
            key = f"{kind}-{word}"
            return Preview(
                ok=True, images=(PreviewImage(key, 1, 1, b"" if key in given.known else b"x" * 1000),), places={"a": 1}
            )

        return make

    for kind in KINDS:
        monkeypatch.setitem(KINDS, kind, made(kind))

    async def edits() -> None:
        with ThreadPoolExecutor(2) as pool:
            sessions = PreviewSessions(tmp_path, "", tmp_path, pool, lambda: "one")
            session = sessions.session("five")
            stream = session.subscribers.messages([])
            listening = asyncio.create_task(_collect(stream, seen))
            for number in range(1, 201):
                source["word"] = number
                sessions.mark_changed({"five"})
                await asyncio.sleep(0.001 if number % 3 else 0.01)
            await _until(lambda: any("handout-200" in message for message in seen))
            await _until(lambda: session.pictures.keys() == {"handout-200", "slides-200"})
            assert session.views["handout"].images[0].key == "handout-200"
            assert all(len(data) == 1000 for data in session.pictures.values()), (
                "old pictures are let go, new ones are here"
            )
            await sessions.close()
            await listening

    asyncio.run(asyncio.wait_for(edits(), 60))


async def _collect(stream: Any, seen: list[str]) -> None:  # noqa: ANN401  # an async iterator of bytes
    async for message in stream:  # one by one: others look at `seen` meanwhile
        seen += [message.decode()]


async def _until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110  # what is waited for has no event of its own
        await asyncio.sleep(0.01)


def test_a_browser_that_falls_behind_is_sent_away_to_come_anew() -> None:
    async def crowd() -> None:
        subscribers = Subscribers()
        stream = subscribers.messages([("first", {})])
        assert await anext(stream) == b"event: first\ndata: {}\n\n"
        for number in range(200):
            subscribers.send("more", {"number": number})
        rest = [message async for message in stream]
        assert len(rest) < 200
        assert not subscribers.queues

    asyncio.run(crowd())


def test_builds_wait_for_a_pause_and_begin_anew_when_something_changes(tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = f"""
import os, time
again = os.path.exists({str(log)!r})
with open({str(log)!r}, "a") as log:  # closed by itself, a file swallows a Ctrl-C that comes then
    log.write("begun ")
time.sleep(0 if again else 60)
with open({str(log)!r}, "a") as log:
    log.write("ended ")
"""

    async def asks() -> list[bool]:
        on_finished: list[bool] = []
        builds = BuildRunner((sys.executable, "-c", script), on_finished.append)
        task = asyncio.create_task(builds.run())
        builds.request_build()
        await _until(lambda: log.exists() and bool(log.read_text(encoding="utf-8")))
        builds.request_build()
        await _until(lambda: bool(on_finished))
        await builds.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return on_finished

    assert asyncio.run(asyncio.wait_for(asks(), 30)) == [True]
    assert log.read_text(encoding="utf-8").split() == ["begun", "begun", "ended"]


def test_a_change_while_a_build_starts_breaks_that_build_off(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Played] = []

    class Played:
        """A build that goes on until it is told to stop; the second is done at once."""

        def __init__(self) -> None:
            self.returncode: int | None = None
            self.over = asyncio.Event()
            self.stderr = None

        async def wait(self) -> int:
            await self.over.wait()
            self.returncode = 0
            return 0

        def send_signal(self, number: int) -> None:
            assert number == signal.SIGINT
            self.over.set()

    async def on_finished() -> list[bool]:
        told: list[bool] = []
        builds = BuildRunner(("build",), told.append)

        async def start(*_: object, **__: object) -> Played:
            await asyncio.sleep(0)
            started.append(Played())
            if len(started) == 1:
                builds.request_build()
            else:
                started[-1].over.set()
            return started[-1]

        monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
        task = asyncio.create_task(builds.run())
        builds.request_build()
        await _until(lambda: bool(told))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return told

    assert asyncio.run(asyncio.wait_for(on_finished(), 10)) == [True]
    assert len(started) == 2


def test_only_some_modules_are_held_that_nobody_looks_at(tmp_path: Path) -> None:
    async def visited() -> list[str]:
        sessions = PreviewSessions(tmp_path, "", tmp_path, Waiting(), lambda: "")
        watched = sessions.session("watched").subscribers.messages([("problems", {})])
        await anext(watched)
        for number in range(50):
            sessions.session(f"module-{number}")
        sessions.session("module-45")
        await asyncio.sleep(0)
        held = list(sessions.sessions)
        await sessions.close()
        return held

    held = asyncio.run(visited())
    assert held[0] == "watched"
    assert held[-2:] == ["module-49", "module-45"]
    assert len(held) == MOST_SESSIONS


class Waiting(Executor):
    """Never begins a job."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401  # Executor's
        del fn, args, kwargs
        return Future()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_cannot_be_told_does_not_end_the_watching(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "AGAIN", 0.01)
    module = course / "modules" / "five"

    async def heard() -> list[set[str] | None]:
        stop = asyncio.Event()
        found = watch.changes(course, stop)
        seen = []
        for name in (b"x\xff.png", b"module.md"):
            following = asyncio.ensure_future(anext(found))
            await asyncio.sleep(0.2)
            (module / os.fsdecode(name)).write_text("changed", encoding="utf-8")
            seen.append(await asyncio.wait_for(following, 5))
        stop.set()
        return seen

    assert asyncio.run(heard()) == [None, {"five"}]
