"""The specimen printed: its pages as HTML, sample slides, and a parser that reads a page back."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import PageIndex, Variant
from builder.theme.load import load_theme
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.guide.script import SlidePicture
from builder.writers.pages.html import page_html
from tests.support.specimen import IMPRINT, specimen

VOID = {"meta", "img", "br", "col", "input", "wbr"}
PAGES = [name for name, edition in EDITIONS.items() if edition.page]
HANDOUT_PAGES = PageIndex({"handout": {"welcome": 2, "sort": 4}})
SLIDES = (
    SlidePicture(1, "Two terms", png=b"x"),
    SlidePicture(2, "You can step out", ids=("welcome", "cn"), png=b"x"),
    SlidePicture(3, "You can step out (2)", follows=True, png=b"x"),
    SlidePicture(4, "Trafficking", ids=("terms",), png=b"x"),
    SlidePicture(5, "Four situations", ids=("four",), png=b"x"),
    SlidePicture(6, "Sort the cards", ids=("practice", "sort"), png=b"x"),
    SlidePicture(7, "What decided it?", ids=("debrief",), png=b"x"),
    SlidePicture(8, "A buyer pays", ids=("close", "check-age"), png=b"x"),
    SlidePicture(9, "Answer", follows=True, png=b"x"),
)


@cache
def plain() -> Theme:
    theme = load_theme("plain", Problems())
    assert theme is not None
    return theme


def html(
    edition: str, module: m.Module | None = None, theme: Theme | None = None, variant: Variant | None = None
) -> str:
    chosen = select(module or specimen(), EDITIONS[edition])
    return page_html(chosen, EDITIONS[edition], theme or plain(), variant or Variant(), IMPRINT, HANDOUT_PAGES, SLIDES)


class Outline(HTMLParser):
    """Reads a page back: its headings, its text, its ids and links. Fails where a tag is closed that was not open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.within: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag not in VOID:
            self.within.append((self.open[-1] if self.open else "", tag))
            self.open.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if "href" in named else []
        spoken = ("alt", "aria-label", "title", "data-group", "data-before", "data-after")
        self.texts += [named[name] or "" for name in spoken if named.get(name)]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.texts.append(data)
        if any(re.fullmatch(r"h[1-6]", tag) for tag in self.open):
            level, before = self.headings[-1]
            self.headings[-1] = (level, before + data)
