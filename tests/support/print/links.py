"""Reads the addresses and tags of an HTML page."""

from __future__ import annotations

from html.parser import HTMLParser


class Links(HTMLParser):
    """Collects the addresses that a page loads (`asked`) and links to (`led`), and its tags."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.led: list[str] = []
        self.tags: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag in {"img", "script"} and "src" in found:
            self.asked.append(found["src"])
        if tag == "link":
            self.asked.append(found["href"])
        if tag == "a":
            self.led.append(found["href"])
