"""Leaving the catalogue in a hurry: the button, the Shift key, and what the history keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.browser import Page
from tests.support.listings import AWAY

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def test_the_button_leaves_and_takes_the_page_s_place_in_the_history(page: Page, address: str) -> None:
    page.goto(f"{address}/site/blank.html")
    page.goto(f"{address}/index.html")
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(AWAY)
    assert page.evaluate("history.length") == before
    page.go_back()
    assert page.url.endswith("/site/blank.html"), "the catalogue is not behind the neutral page"


def test_whoever_left_and_goes_back_is_taken_away_again_and_whoever_comes_anew_is_not(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.goto(f"{address}/en-US/module-007/index.html")
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(AWAY)
    page.evaluate("history.back()")
    page.wait_for_timeout(300)
    page.wait_for_url(AWAY)
    page.goto(f"{address}/index.html")
    assert page.get_by_role("heading", level=1).is_visible()


def test_shift_three_times_leaves_and_is_announced(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    said = page.locator("p.unseen[role=status]")
    page.keyboard.press("Shift")
    assert said.inner_text() == "Shift, press 2 more times to leave this page."
    page.keyboard.press("Shift")
    assert said.inner_text() == "Shift, press 1 more time to leave this page."
    page.keyboard.press("Shift")
    page.wait_for_url(AWAY)


def test_typing_capitals_does_not_leave_and_five_seconds_undo_a_press(page: Page, address: str) -> None:
    page.clock.install()
    page.goto(f"{address}/index.html")
    page.get_by_label("Search").focus()
    for letter in "LAWS":
        page.keyboard.press(f"Shift+{letter}")
    assert page.get_by_label("Search").input_value() == "LAWS"
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.run_for(5100)
    assert page.locator("p.unseen[role=status]").inner_text() == "Leaving has been stopped."
    page.keyboard.press("Shift")
    page.wait_for_timeout(100)
    assert page.url.endswith("index.html")


def test_from_a_folder_one_leaves_to_a_blank_page(page: Page, site: Path) -> None:
    page.goto((site / "en-US/module-007/index.html").as_uri())
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/site/blank.html")
    assert page.title() == "Blank page"
    assert page.locator("main").bounding_box()["height"] <= 1


@pytest.mark.parametrize("how", ["button", "Shift"])
def test_offline_the_page_is_emptied_where_it_stands(page: Page, address: str, how: str) -> None:
    page.goto(f"{address}/en-US/module-007/index.html")
    before = page.evaluate("history.length")
    page.context.set_offline(True)
    if how == "button":
        page.get_by_role("link", name="Leave this page").click()
    for _ in range(3 if how == "Shift" else 0):
        page.keyboard.press("Shift")
    page.locator("body > *").first.wait_for(state="detached")
    assert page.url == f"{address}/site/blank.html"
    assert page.title() == "Blank page"
    assert page.evaluate("history.length") == before
    page.context.set_offline(False)
    page.reload()
    assert page.url == f"{address}/site/blank.html"
