"""A site on disk, its server, and a browser that fails a test when a page errs or loads from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import Browser, Page, chromium, served
from tests.support.listings import AWAY, AWKWARD, entry, listed, put, rows, small, webp


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a dozen modules on disk, with small pictures and files that stand for downloads."""
    folder = put(tmp_path_factory.mktemp("site"), small())
    leaf, slide = webp(236, 305), webp(380, 214)
    for one in [*(entry(n) for n in range(6, 12)), *AWKWARD]:
        shown = listed(one)
        files = {str(row["path"]): b"%PDF-1.7 " + str(row["path"]).encode() for row in rows(one.id, one.lang)}
        files |= {picture.path: slide for picture in shown.slides}
        if shown.page:
            files[shown.page.path] = leaf
        put(folder, files)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as where:
        yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may ask for nothing but its own files; the neutral page is played."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, accept_downloads=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.route(f"{AWAY}**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    found = context.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield found
    context.close()
    strange = [url for url in asked if not url.startswith(("http://127.0.0.1", "file:", "data:", AWAY))]
    assert not strange
    assert not errors
