"""The preview in a browser, with its server: it follows the author, and axe finds no fault in it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import chromium, faults
from tests.support.served import text

if TYPE_CHECKING:
    from playwright.sync_api import Page


def wait_for(page: Page, expression: str) -> None:
    """Wait until an expression is true, at most 30 seconds. Playwright's own way is stopped by the pages' policy of scripts."""
    deadline = time.monotonic() + 30
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


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
            wait_for(one, f"{first} !== '{before}'")
        assert pane.evaluate("(pane) => pane.scrollTop") == 900
        good = page.evaluate(first)
        module.write_text(text("BROKEN") + "\n::: activity\n", encoding="utf-8")
        page.wait_for_selector(".state.error", timeout=30_000)
        assert "unclosed" in page.locator(".found .error").inner_text() or page.locator(".found .error").count() == 1
        assert "modules/five/module.md:" in page.locator(".found .error .where").inner_text()
        assert page.locator(".handout .stale").is_visible()
        assert page.evaluate(first) == good, "the last good pages stay"
        module.write_text(text("MENDED"), encoding="utf-8")
        wait_for(page, f"{first} !== '{good}' && !document.querySelector('.state.error')")
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
