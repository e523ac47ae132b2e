"""Chromium for tests of pages: Debian's own, driven by Playwright, with what it asked for and what axe says of a page.

Playwright brings no browser here, and none is fetched. Where one of the three is missing, the test ends with the cure.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.tools import need

Browser = Any
Page = Any
"""Playwright's, typed as anything, so that the tests can be checked where Playwright is not."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser."""
    program = need("Chromium")
    need("Playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and yield its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def axe(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA and its own best practices, as lines to read."""
    page.add_script_tag(path=need("axe")) if page.evaluate("typeof axe") == "undefined" else None
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {rule['help']} [{'; '.join(node['html'][:90] for node in rule['nodes'][:3])}]"
        for rule in found["violations"]
    ]


def faults(page: Page) -> list[str]:
    """Return what axe finds and what sticks out, on a phone and on a desk, by day and by night."""
    found = []
    for width, scheme in ((320, "light"), (390, "dark"), (1280, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} px, {scheme}: {line}" for line in axe(page)]
        found += [f"{width} px: it is {wide} px too wide" for wide in [overflow(page)] if wide > 0]
    return found


def overflow(page: Page) -> float:
    """Return by how many px a page is wider than its window. Fractions count: they become a scroll bar elsewhere."""
    wide: float = page.evaluate(
        """() => {
            const root = document.documentElement, wide = root.clientWidth;
            const boxes = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility() && !one.closest(".unseen *"));
            const out = boxes.map((one) => one.getBoundingClientRect()).filter((box) => box.width > 1)
                .map((box) => Math.max(box.right - wide, -box.left));
            return Math.max(root.scrollWidth - wide, ...out);
        }"""
    )
    return wide
