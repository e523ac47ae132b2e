"""A file dropped on the preview in a browser: read by a real server, told block by block, by hand and by keyboard alone."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pptx import Presentation

from tests.support.browser import chromium, faults
from tests.support.documents.copies import review_copy
from tests.support.returning.campaign import subject

if TYPE_CHECKING:
    from playwright.sync_api import Page

DROP = """([name, data]) => {
    const file = new File([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], name), transfer = new DataTransfer();
    transfer.items.add(file);
    const over = document.querySelector(".over"), seen = [];
    for (const kind of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
        seen.push(over.hidden);
    }
    return seen;
}"""
"""Drops a file on the page, and returns after each event whether the page's sign for it is hidden."""


def drop(page: Page, name: str, data: bytes) -> str:
    """Drop a file, wait for what comes of it, and return what is said of the whole."""
    assert page.evaluate(DROP, [name, base64.b64encode(data).decode()]) == [False, False, True]
    page.wait_for_selector(".returned .stop[hidden]", state="attached", timeout=60_000)
    return str(page.locator(".returned .progress").inner_text())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_dropped_file_is_told_and_the_preview_goes_on(course: Path, server: str) -> None:
    deck, edited = Presentation(io.BytesIO(subject(course, "five").deck)), io.BytesIO()
    for slide in deck.slides:
        for shape in slide.shapes:
            for piece in shape.text_frame.paragraphs[0].runs if shape.has_text_frame else ():
                piece.text = piece.text.replace("Topic 3", "Subject 3")
    deck.save(edited)
    module = course / "modules" / "five" / "module.md"
    before = module.read_bytes()
    with chromium() as browser:
        page = browser.new_page(bypass_csp=True)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server}preview/five/")
        page.wait_for_selector(".slides .leaves li:nth-child(9)", timeout=60_000, state="attached")
        page.wait_for_selector(".handout .leaves li:nth-child(4)", timeout=60_000, state="attached")
        assert drop(page, "my deck.pptx", edited.getvalue()).startswith("my deck.pptx: 1 change can be applied")
        block = page.locator(".block", has_text="Subject 3").first
        assert block.locator("h3").inner_text().startswith("modules/five/module.md:")
        assert block.locator("del").inner_text().endswith("Topic")
        assert block.locator("img").get_attribute("alt").startswith("Slide ")
        assert block.locator("img").evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 800
        assert page.locator(".command").inner_text() == "coursewright changes 'my deck.pptx' --apply"
        assert faults(page) == []
        assert drop(page, "copy.docx", review_copy(course, "five")) == "copy.docx: Nothing was changed in this file."
        assert "cannot be compared" in drop(page, "-odd.docx", b"PK\x03\x04 damaged")
        assert drop(page, "plain.md", b"# Words\n") == "plain.md: This file cannot be compared"
        assert page.locator(".command").inner_text() == "coursewright import plain.md --to modules/NAME"
        assert faults(page) == []
        page.locator(".drop input").focus()
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files({"name": "again.pptx", "mimeType": "", "buffer": edited.getvalue()})
        page.wait_for_selector(".returned .block", timeout=60_000)
        assert page.evaluate("document.activeElement.id") == "h-returned"
        assert page.locator(".returned .stale").is_hidden()
        module.write_bytes(before + b"\n")
        page.locator(".returned .stale").wait_for(timeout=30_000)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator(".returned").is_hidden()
        assert page.locator(".drop input").evaluate("(input) => input === document.activeElement")
        assert module.read_bytes() == before + b"\n"
        module.write_bytes(before + b"\n::: activity\n")
        page.wait_for_selector(".state.error", timeout=30_000)
        assert not errors
