"""The preview: what it answers, to whom, and how it keeps up with what an author writes."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

import pytest

from builder.engine.output.deploy import examine
from builder.serve.app import ServeOptions, make_app
from builder.serve.builds import BuildRunner
from builder.serve.guard import Guard, may_name
from builder.serve.render import PageImage, Preview, PreviewRequest, render_handout, render_problems, render_slides
from builder.serve.sessions import KINDS, PreviewSessions, Subscribers
from tests.support.browser import chromium, faults
from tests.support.commands import ROOT, run
from tests.support.pages import theme

T = TypeVar("T")

FRONT = "---\ntitle: Five\ndescription: About five pages.\nobjectives: [Say it]\nduration: 45\n---\n\n"


def text(word: str = "WORD") -> str:
    """Return a module of about five pages."""
    prose = "This paragraph goes on for a while, as paragraphs in handouts do, and then it ends. " * 8 + "\n\n"
    topics = (f"## Topic {n} {{time=5}}\n\n- a point\n\n" + prose * 3 for n in range(1, 10))
    return FRONT + f"{word} at the beginning.\n\n" + "".join(topics)


@pytest.fixture
def course(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A course of one module, under the theme that a test names."""
    module = tmp_path / "modules" / "five"
    module.mkdir(parents=True)
    settings = f"title: A course\nmodules: [five]\ntheme: {getattr(request, 'param', 'plain')}\n"
    (tmp_path / "modules" / "course.yml").write_text(settings, encoding="utf-8")
    (module / "module.md").write_text(text(), encoding="utf-8")
    return tmp_path


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
    settings: dict[str, Any] = {"host": "127.0.0.1", "token": "", "command": (sys.executable, "-c", "")} | changes
    return ServeOptions(course, course / "output", theme(), "", "en-US", course / ".coursewright", **settings)


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
    raw = path.encode()
    pairs = [(b"host", host.encode()), *((name.encode(), value.encode()) for name, value in headers.items())]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": unquote(path), "raw_path": raw, "query_string": b"", "root_path": "", "headers": pairs,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))


@pytest.fixture
def app(course: Path) -> Guard:
    """The application over an output folder with something to steal beside it."""
    output = course / "output"
    (output / "en-US").mkdir(parents=True)
    (output / "index.html").write_text("<html><head></head><body>Catalogue</body></html>", encoding="utf-8")
    (output / "en-US" / "a.pdf").write_bytes(b"%PDF-0123456789")
    (course / "secret.txt").write_text("secret", encoding="utf-8")
    (output / "link.txt").symlink_to(course / "secret.txt")
    (output / ".hidden").write_text("hidden", encoding="utf-8")
    (output / "en-US" / "index.html").symlink_to(course / "secret.txt")
    (output / "outside").symlink_to(course, target_is_directory=True)
    (output / "en-US" / "five").mkdir()
    (output / "en-US" / "five" / "index.html").write_text("<html><head></head>Five</html>", encoding="utf-8")
    (output / "en-US" / "five" / "five-handout.html").write_text("<html><head></head>Phone</html>", encoding="utf-8")
    return make_app(options(course), Here())


# ── who may ask for what ──────────────────────────────────────────────────────────────────────────────────────


def test_files_of_the_output_folder_are_served_and_pages_listen_for_builds(app: Guard) -> None:
    page = get(app, "/")
    assert page.status == 200
    assert "Catalogue" in page.text
    assert "/preview/reload.js" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert get(app, "/en-US/a.pdf").body == b"%PDF-0123456789"
    assert get(app, "/en-US/b.pdf").status == 404


def test_a_folder_s_page_stands_behind_its_slash_so_that_its_links_hold(app: Guard) -> None:
    moved = get(app, "/en-US/five")
    assert (moved.status, moved.headers["location"]) == (307, "/en-US/five/")
    assert "Five" in get(app, "/en-US/five/").text


def test_a_download_is_the_file_that_was_built(app: Guard, course: Path) -> None:
    name = "en-US/five/five-handout.html"
    assert get(app, f"/{name}").body == (course / "output" / name).read_bytes()


def test_a_part_of_a_pdf_can_be_asked_for(app: Guard) -> None:
    part = get(app, "/en-US/a.pdf", range="bytes=5-8")
    assert (part.status, part.body) == (206, b"0123")
    assert part.headers["content-range"] == "bytes 5-8/15"
    assert get(app, "/en-US/a.pdf", range="bytes=99-").status == 416


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt", "/.hidden", "/en-US/../../secret.txt", "/a%00b",
     "/en-US/", "/en-US", "/en-US/index.html", "/outside/secret.txt", "/outside", "/outside/", "//etc/passwd", "//etc",
     "/" + "a" * 5000, "/preview/..%2f..%2fsecret.txt/", "/preview/nothing/", "/preview/five/..%2fx.png",
     "/preview/five/0123.png"],
)  # fmt: skip
def test_nothing_outside_the_output_folder_is_served(app: Guard, path: str) -> None:
    answer = get(app, path)
    assert answer.status == 404
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("host", "bound", "allowed"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", True),
        ("[::1]:8000", "::1", True),
        ("evil.example", "127.0.0.1", False),
        ("evil.example:8000", "192.168.1.5", False),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
        ("192.168.1.5:8000", "127.0.0.1", False),
        ("192.168.1.5:8000", "192.168.1.5", True),
        ("desk.local:8000", "desk.local", True),
        ("", "127.0.0.1", False),
        ("[::1", "127.0.0.1", False),
        ("[evil.example]", "127.0.0.1", False),
        ("127.0.0.1@evil.example", "127.0.0.1", False),
        (":8000", "127.0.0.1", False),
    ],
)
def test_requests_may_name_only_hosts_of_ours(host: str, bound: str, *, allowed: bool) -> None:
    assert may_name(host, bound) is allowed


def test_another_site_s_name_is_refused(app: Guard) -> None:
    assert get(app, "/", host="evil.example").status == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin", "sec-fetch-dest": "empty"}, 200),
        ({"sec-fetch-site": "cross-site", "sec-fetch-dest": "document"}, 200),
        ({"sec-fetch-site": "cross-site", "sec-fetch-dest": "image"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe"}, 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-dest": "empty"}, 403),
        ({"origin": "http://127.0.0.1:8000"}, 200),
        ({"origin": "http://127.0.0.1:9000"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[::1"}, 403),
    ],
)
def test_pages_of_others_may_ask_for_nothing(app: Guard, headers: dict[str, str], status: int) -> None:
    answer = get(app, "/preview/", **headers)
    assert answer.status == status
    assert answer.headers["content-security-policy"] == "frame-ancestors 'none'"


def test_sockets_and_second_host_names_are_refused(app: Guard) -> None:
    scope: dict[str, Any] = {"type": "websocket", "path": "/preview/live", "headers": [(b"host", b"127.0.0.1:8000")]}
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.sleep(0)
        return {"type": "websocket.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    assert sent == [{"type": "websocket.close"}]
    sent.clear()
    hosts = [(b"host", b"127.0.0.1:8000"), (b"host", b"evil.example")]
    asyncio.run(app(scope | {"type": "http", "headers": hosts}, receive, send))
    assert sent[0]["status"] == 421


def test_from_other_machines_one_needs_the_token(course: Path) -> None:
    (course / "output").mkdir()
    (course / "output" / "index.html").write_text("<html><head></head>Catalogue", encoding="utf-8")
    far = make_app(options(course, host="192.168.1.5", token="abc123"), Here())  # noqa: S106  # that is what is tried
    for path in ("/", "/wrong/", "/abc1234/"):
        assert get(far, path, host="192.168.1.5:8000").status == 404
    page = get(far, "/abc123/", host="192.168.1.5:8000")
    assert "Catalogue" in page.text
    assert 'src="/abc123/preview/reload.js"' in page.text
    assert "/abc123/preview/five/" in get(far, "/abc123/preview/", host="192.168.1.5:8000").text


def test_the_list_has_the_course_s_order_and_shows_which_module_has_errors(course: Path) -> None:
    for name, words in (("a-broken", FRONT + "::: activity\nnever closed\n"), ("unlisted", FRONT + "Words.\n")):
        (course / "modules" / name).mkdir()
        title = f"title: <b>{name}</b> 🙂"
        (course / "modules" / name / "module.md").write_text(words.replace("title: Five", title), encoding="utf-8")
    listed = "title: A course\nmodules: [five, a-broken]\n"
    (course / "modules" / "course.yml").write_text(listed, encoding="utf-8")
    page = get(make_app(options(course), Here()), "/preview/").text
    five, broken, unlisted = re.findall(r"<li>(.*?)</li>", page)
    assert '<b dir="auto">Five</b> <span>No problems</span> <span class="where">Module 1 · five</span>' in five
    assert "&lt;b&gt;a-broken&lt;/b&gt; 🙂" in broken
    assert '<span class="error">1 error' in broken
    assert "Module" not in unlisted


# ── keeping up ────────────────────────────────────────────────────────────────────────────────────────────────


def wanted(course: Path, **changes: Any) -> PreviewRequest:  # noqa: ANN401  # fields of PreviewRequest
    return PreviewRequest(course, "five", "", course / ".coursewright", "one", **changes)


def test_views_have_pages_and_slides_and_pack_only_what_is_new(course: Path) -> None:
    handout, slides = render_handout(wanted(course)), render_slides(wanted(course))
    assert len(handout.images) >= 4
    assert len(slides.images) >= 9
    assert all(image.data.startswith(b"\x89PNG") for image in (*handout.images, *slides.images))
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
                ok=True, images=(PageImage(key, 1, 1, b"" if key in given.known else b"x" * 1000),), places={"a": 1}
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
                sessions.changed({"five"})
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

        async def communicate(self) -> tuple[bytes, bytes]:
            await self.over.wait()
            self.returncode = 0
            return b"", b""

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


# ── the whole of it ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def server(course: Path) -> Iterator[str]:
    """A real server of the course, ended with Ctrl-C."""
    command = [sys.executable, "-P", "-m", "builder", "serve", "-C", str(course), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr
        address = re.findall(r"http://\S+", process.stderr.readline())[0]
        yield address
        process.send_signal(signal.SIGINT)
        _, output_tail = process.communicate(timeout=30)
        assert output_tail.rstrip().endswith("Stopped.")
        assert "Traceback" not in output_tail
        assert process.returncode == 0


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_split_view_follows_the_author(course: Path, server: str) -> None:
    module = course / "modules" / "five" / "module.md"
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 800})
        other = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        for one in (page, other):
            one.goto(f"{server}preview/five/")
            one.wait_for_selector(".handout .leaves li:nth-child(4)", timeout=60_000, state="attached")
            one.wait_for_selector(".slides .leaves li:nth-child(9)", timeout=60_000, state="attached")
        pane = page.locator(".handout")
        pane.evaluate("(pane) => { pane.scrollTop = 900; }")
        first = "document.querySelector('.handout .leaves li').dataset.key"
        before = page.evaluate(first)
        module.write_text(text("CHANGED"), encoding="utf-8")
        for one in (page, other):
            one.wait_for_function(f"{first} !== '{before}'", timeout=30_000)
        assert pane.evaluate("(pane) => pane.scrollTop") == 900
        good = page.evaluate(first)
        module.write_text(text("BROKEN") + "\n::: activity\n", encoding="utf-8")
        page.wait_for_selector(".state.error", timeout=30_000)
        assert "unclosed" in page.locator(".found .error").inner_text() or page.locator(".found .error").count() == 1
        assert "modules/five/module.md:" in page.locator(".found .error .where").inner_text()
        assert page.locator(".handout .stale").is_visible()
        assert page.evaluate(first) == good, "the last good pages stay"
        module.write_text(text("MENDED"), encoding="utf-8")
        page.wait_for_function(f"{first} !== '{good}' && !document.querySelector('.state.error')", timeout=30_000)
        assert not page.locator(".handout .stale").is_visible()
        assert not errors


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("course", ["plain", "contrast"], indirect=True)
def test_axe_finds_nothing_in_the_preview(course: Path, server: str) -> None:
    with chromium() as browser:
        page = browser.new_page(bypass_csp=True)
        page.goto(server)
        page.locator(".top").get_by_role("link", name="Preview").wait_for(
            timeout=90_000
        )  # once the first build has ended
        assert faults(page) == []
        for path in ("preview/", "preview/five/"):
            page.goto(f"{server}{path}")
            if path.endswith("five/"):
                page.wait_for_selector(".slides .leaves li:nth-child(9)", timeout=60_000, state="attached")
                page.wait_for_selector(".handout .leaves li:nth-child(4)", timeout=60_000, state="attached")
                assert page.locator(".found").inner_text() == "No problems"
            assert faults(page) == []
        (course / "modules" / "five" / "module.md").write_text(text() + "\n::: activity\n", encoding="utf-8")
        page.wait_for_selector(".state.error", timeout=30_000)
        assert page.locator(".found li").first.get_attribute("class") == "error"
        assert faults(page) == []
        page.locator("[data-show=problems]").evaluate("(button) => button.click()")
        assert faults(page) == []
        page.goto(f"{server}preview/")
        assert page.locator(".modules .error").inner_text().startswith("1 error")
        assert faults(page) == []


# ── publish ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_publish_verifies_links_sums_and_files(course: Path) -> None:
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    output = course / "output"
    done = run("publish", "--check", cwd=course)
    assert done.returncode == 0, done.stdout
    assert "0 faults" in done.stderr
    page = output / "index.html"
    whole = page.read_text(encoding="utf-8")
    broken = whole.replace("site/site.css", "site/gone.css").replace(
        "</main>", '<img src="https://elsewhere.example/x.png"></main>'
    )
    page.write_text(broken, encoding="utf-8")
    style = output / "site" / "site.css"
    style.write_text(
        style.read_text(encoding="utf-8").replace("(text-1.woff2)", "(//elsewhere.example/x)"), encoding="utf-8"
    )
    (output / "en-US" / "five" / "five-handout-large-en-US.pdf").unlink()
    (output / "notes.txt").write_text("mine", encoding="utf-8")
    report = examine(output)
    assert [fault.partition(": ")[::2] for fault in report.faults] == [
        ("en-US/five/five-handout-large-en-US.pdf", "the manifest lists it, and it is not there"),
        ("index.html", "it is not the file that the manifest lists"),
        ("site/site.css", "it is not the file that the manifest lists"),
        ("site/site.css", "it would ask another site for //elsewhere.example/x"),
        ("en-US/five/index.html", "five-handout-large-en-US.pdf leads nowhere"),
        ("index.html", "site/gone.css leads nowhere"),
        ("index.html", "it would ask another site for https://elsewhere.example/x.png"),
        ("en-US/five/five-handout-large-en-US.pdf", "no page links to it"),
    ]
    assert [remark.partition(":")[0] for remark in report.remarks] == ["notes.txt"]
    assert run("publish", "--check", cwd=course).returncode == 1
    assert run("publish", cwd=course).returncode == 2


def test_a_build_makes_the_site_and_keeps_what_has_not_changed(course: Path) -> None:
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    output = course / "output"
    site = {row["path"]: row for row in json.loads((output / "manifest.json").read_text(encoding="utf-8"))["site"]}
    folder = "en-US/five"
    assert {"index.html", "catalogue.json", f"{folder}/index.html", f"{folder}/img/page.webp", "site/site.css",
            f"{folder}/five-participants-en-US.zip"} <= site.keys()  # fmt: skip
    with zipfile.ZipFile(output / f"{folder}/five-participants-en-US.zip") as archive:
        assert archive.namelist() == [
            "README.txt",
            "five-handout-en-US.html",
            "five-handout-en-US.pdf",
            "five-handout-large-en-US.pdf",
        ]
        phone = archive.read("five-handout-en-US.html")
    assert phone == (output / folder / "five-handout-en-US.html").read_bytes()
    before = (output / f"{folder}/img/page.webp").stat().st_mtime_ns
    (output / "index.html").unlink()
    module = course / "modules" / "five" / "module.md"
    module.write_text(text().replace("title: Five", "title: Six"), encoding="utf-8")
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    assert "Six" in (output / "index.html").read_text(encoding="utf-8")
    assert (output / f"{folder}/img/page.webp").stat().st_mtime_ns != before
    module.write_text(text() + "\n::: activity\n", encoding="utf-8")
    done = run("build", "--edition", "handout", cwd=course)
    assert done.returncode == 1
    assert "error[unclosed-div]" in done.stdout + done.stderr
    assert "Five" not in (output / "index.html").read_text(encoding="utf-8"), "a module with errors is left out"
