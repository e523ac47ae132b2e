"""Files dropped on a module's page: whose are read, what is said of them, and that nothing is written."""

from __future__ import annotations

import io
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation

from builder.engine.workers.stopped import StoppedError
from builder.serve.app import make_app
from builder.serve.guard import MOST_FILE, Guard
from builder.serve.returned.blocks import mark_differences
from tests.support.documents.copies import review_copy
from tests.support.documents.reviews import Reviewer
from tests.support.returning.campaign import subject
from tests.support.served import Answer, Here, ask, options

OURS = {"origin": "http://127.0.0.1:8000", "content-type": "application/octet-stream", "sec-fetch-site": "same-origin"}
PATH = "/preview/five/returned"
SOURCE = """---
title: Five
description: About five pages.
objectives: [Say it]
---

## The old house

- Open the front door, then wait a while.

Ask who is there, and wait for an answer.
"""


class Waits(Executor):
    """Has one answer to every job: an error, or None for no answer at all."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.ended = error, False

    def submit(self, *_: object, **__: object) -> Future[Any]:
        future: Future[Any] = Future()
        if self.error:
            future.set_exception(self.error)
        return future


def post(app: Guard, data: bytes, path: str = PATH, *gone: dict[str, str], **changes: str) -> Answer:
    """Return the answer to a file. `changes` are other headers, "" for one that is left out; `gone`: what follows it."""
    headers = {"host": "127.0.0.1:8000", "content-length": str(len(data)), **OURS}
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    sent = {"type": "http.request", "body": data, "more_body": False}
    return ask(app, "POST", path, {name: value for name, value in headers.items() if value}, sent, *gone)


@pytest.fixture
def app(course: Path) -> Guard:
    (course / "modules" / "five" / "module.md").write_text(SOURCE, encoding="utf-8")
    return make_app(options(course), Here(), lambda: nullcontext(Here()))[0]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site", "sec_fetch_dest": "document"}, 413),
        ({"host": "evil.example"}, 421),
        ({"origin": ""}, 413),
        ({"content_type": "text/plain"}, 413),
        ({"content_length": str(MOST_FILE + 1)}, 413),
        ({"content_length": "9" * 5000}, 413),
        ({"content_length": "-1"}, 413),
        ({"transfer_encoding": "chunked"}, 413),
        ({"path": "/preview/five/"}, 413),
        ({"path": "/preview/nothing/returned"}, 404),
    ],
)
def test_only_a_page_of_the_preview_sends_files_and_others_are_not_read(
    app: Guard, changes: dict[str, str], status: int
) -> None:
    headers = {"content_length": "6", **changes}
    path = headers.pop("path", PATH)
    assert post(app, b"a file", path, **headers).status == status


def test_other_machines_can_send_none_and_are_not_asked_to(course: Path) -> None:
    far = make_app(options(course, host="192.168.1.5", token="abc"), Here(), lambda: nullcontext(Here()))[0]  # noqa: S106  # that is what is tried
    there = {"host": "192.168.1.5:8000", "origin": "http://192.168.1.5:8000"}
    assert post(far, b"a file", "/abc/preview/five/returned", **there).status == 413


def test_a_deck_is_told_block_by_block_and_nothing_is_written(app: Guard, course: Path) -> None:
    deck, out = Presentation(io.BytesIO(subject(course, "five").deck)), io.BytesIO()
    texts = [one for slide in deck.slides for shape in slide.shapes if shape.has_text_frame for one in shape.text_frame.paragraphs]  # fmt: skip
    for paragraph in texts:
        for piece in paragraph.runs:
            piece.text = piece.text.replace("front door", "<b>back</b> door")
    deck.save(out)
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    answer = post(app, out.getvalue())
    assert answer.status == 200
    assert "1 change can be applied" in answer.text
    assert "<h3>modules/five/module.md:9</h3>" in answer.text
    assert "- Open the front door, then wait a while.</pre>" in answer.text
    assert "added: </span>&lt;b&gt;back&lt;/b&gt;</ins>" in answer.text
    assert "deleted: </span>front</del>" in answer.text
    assert "coursewright changes FILE --apply" in answer.text
    assert "+- Open the " in answer.text
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


def test_comments_stand_beside_their_block(app: Guard, course: Path) -> None:
    reviewer = Reviewer(review_copy(course, "five"), 4)
    answer = post(app, reviewer.review(6))
    assert answer.status == 200
    assert "coursewright comments FILE --apply" in answer.text
    comments = [one for one in reviewer.acts if one.kind == "comment"]
    assert comments
    assert answer.text.count('<li class="comment">') == len(comments)


def test_what_cannot_be_compared_is_told_with_what_to_do(app: Guard, course: Path) -> None:
    deck = io.BytesIO()
    Presentation().save(deck)
    for data, words in (
        (deck.getvalue(), "It does not say what it was made of"),
        (b"# A lesson", "It is neither a .pptx nor a .docx"),
    ):
        answer = post(app, data)
        assert words in answer.text
        assert "coursewright import FILE" in answer.text
    locked = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    assert "It is protected by a password. Open it" in post(app, locked).text
    assert "damaged" in post(app, deck.getvalue()[:3000]).text
    (course / "modules" / "five" / "module.md").write_text(SOURCE + "\n::: activity\n", encoding="utf-8")
    assert "import FILE" in post(app, deck.getvalue()).text


def test_a_reader_that_is_stopped_or_not_waited_for_ends_and_the_next_file_is_read(course: Path) -> None:
    readers = [Waits(), Waits(StoppedError("it took longer than 120 seconds")), Here()]
    app = make_app(options(course), Here(), lambda: nullcontext(readers.pop(0)))[0]
    assert post(app, b"a file", PATH, {"type": "http.disconnect"}).status == 400
    assert "Reading it was stopped, because it took longer than 120 seconds." in post(app, b"a file").text
    assert "neither" in post(app, b"a file").text


@settings(max_examples=30, deadline=None)
@given(*[st.lists(st.sampled_from(["a", "b ", "c", ". ", " ", "é"]), max_size=9).map("".join)] * 2)
def test_marks_hold_the_words_of_both_versions(old: str, new: str) -> None:
    pieces = mark_differences(old, new)
    assert "".join(one.text for one in pieces if one.part != "deleted") == new
    left = "".join(one.text for one in pieces if one.part != "inserted")
    assert left.split() == old.split() or "".join(left.split()) == "".join(old.split())
