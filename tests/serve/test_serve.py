"""The preview: what it answers, to whom, and how it keeps up with what an author writes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import MutableMapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from builder.engine.output.ledger import read_ledger
from builder.engine.output.manifest import site_row
from builder.serve.app import make_app
from builder.serve.guard import Guard, may_name
from tests.support.served import FRONT, Here, get, options


def note_made(course: Path, *names: str, planned: str = "") -> None:
    """Note files of the output folder as made here."""
    ledger = read_ledger(options(course).notes)
    for name in names:
        ledger.note_file(planned or name, site_row(name, (course / "output" / name).read_bytes()))


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
    note_made(course, "index.html", "en-US/a.pdf", "en-US/five/index.html", "en-US/five/five-handout.html")
    return make_app(options(course), Here(), lambda: nullcontext(Here()))[0]


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


@pytest.mark.parametrize("name", ["evil.html", "evil.js", "evil.svg", "evil.css", "index.html", "en-US/a.pdf"])
def test_what_was_not_made_here_is_a_download_and_no_page_nor_script(app: Guard, course: Path, name: str) -> None:
    path = course / "output" / name
    path.write_text("<html><head></head><script src='evil.js'></script>", encoding="utf-8")
    answer = get(app, f"/{name}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/octet-stream")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert b"reload.js" not in answer.body


def test_the_bytes_of_one_file_under_the_name_of_another_are_a_download(app: Guard, course: Path) -> None:
    (course / "output" / "other.html").write_bytes((course / "output" / "index.html").read_bytes())
    assert get(app, "/other.html").headers["content-type"] == "application/octet-stream"


def test_the_catalogue_is_shown_where_it_stands_beside_a_page_or_a_script_of_others(app: Guard, course: Path) -> None:
    output = course / "output"
    for name, other, words in (
        ("index.html", "index-new.html", "<head></head>Ours"),
        ("find.js", "find-new.js", "ours()"),
    ):
        (output / other).write_text(words, encoding="utf-8")
        note_made(course, other, planned=name)
        (output / name).write_text("<script src='find.js'></script>", encoding="utf-8")
    assert "Ours" in get(app, "/").text
    assert "reload.js" in get(app, "/").text
    assert get(app, "/find.js").text == "ours()"


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt", "/.hidden", "/en-US/../../secret.txt", "/a%00b",
     "/en-US/", "/en-US", "/en-US/index.html", "/outside/secret.txt", "/outside", "/outside/", "//etc/passwd", "//etc",
     "/en-US%2fa.pdf", "/en-US%5ca.pdf", "/en-US\\a.pdf", "/en-US//a.pdf", "/./en-US/a.pdf", "/%2e/en-US/a.pdf", "/en-US/a.pdf%0a",
     "/en-US/a.pdf%20\u202e", "en-US/a.pdf",
     "/" + "a" * 5000, "/preview/..%2f..%2fsecret.txt/", "/preview/nothing/", "/preview/five/..%2fx.png",
     "/preview/five/0123.png"],
)  # fmt: skip
def test_nothing_outside_the_output_folder_is_served(app: Guard, path: str) -> None:
    answer = get(app, path)
    assert answer.status == 404
    assert "secret" not in answer.text


def test_the_path_of_the_output_folder_is_no_name_in_it(app: Guard, course: Path) -> None:
    assert get(app, f"/{course}/output/en-US/a.pdf").status == 404
    assert get(app, f"/{course}/output/en-US/five").status == 404


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
        ("evil@127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1:8000\r\n", "127.0.0.1", False),
        ("127.0.0.1/", "127.0.0.1", False),
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
        ({"origin": "ftp://127.0.0.1:8000"}, 403),
        ({"origin": "http://[::1"}, 403),
    ],
)
def test_pages_of_others_may_ask_for_nothing(app: Guard, headers: dict[str, str], status: int) -> None:
    answer = get(app, "/preview/", **headers)
    assert answer.status == status
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


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
    note_made(course, "index.html")
    far = make_app(options(course, host="192.168.1.5", token="abc123"), Here(), lambda: nullcontext(Here()))[0]  # noqa: S106  # that is what is tried
    for path in ("/", "/wrong/", "/abc1234/", "//abc123/", "/%61bc123/", "/abc123%2f", "/abc123//", "/x/../abc123/"):
        assert get(far, path, host="192.168.1.5:8000").status == 404
    page = get(far, "/abc123/", host="192.168.1.5:8000")
    assert "Catalogue" in page.text
    assert 'src="/abc123/preview/reload.js"' in page.text
    moved = get(far, "/abc123", host="192.168.1.5:8000")
    assert (moved.status, moved.headers["location"]) == (307, "/abc123/")
    assert "/abc123/preview/five/" in get(far, "/abc123/preview/", host="192.168.1.5:8000").text


def test_the_list_has_the_course_s_order_and_shows_which_module_has_errors(course: Path) -> None:
    for name, words in (("a-broken", FRONT + "::: activity\nnever closed\n"), ("unlisted", FRONT + "Words.\n")):
        (course / "modules" / name).mkdir()
        title = f"title: <b>{name}</b> 🙂"
        (course / "modules" / name / "module.md").write_text(words.replace("title: Five", title), encoding="utf-8")
    listed = "title: A course\nmodules: [five, a-broken]\n"
    (course / "modules" / "course.yml").write_text(listed, encoding="utf-8")
    page = get(make_app(options(course), Here(), lambda: nullcontext(Here()))[0], "/preview/").text
    five, broken, unlisted = re.findall(r"<li>(.*?)</li>", page)
    assert '<b dir="auto">Five</b> <span>No problems</span> <span class="where">Module 1 · five</span>' in five
    assert "&lt;b&gt;a-broken&lt;/b&gt; 🙂" in broken
    assert '<span class="error">1 error' in broken
    assert "Module" not in unlisted
