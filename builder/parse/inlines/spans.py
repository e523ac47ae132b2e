"""Inline rules that Python-Markdown lacks or reads differently: footnotes, citations, attributes, addresses, strike-out.

Each rule makes an element with a tag of its own; builder/parse/inlines/reader.py turns elements into the model.
HTML is not part of the language, except for a few elements: tags are dropped with a warning, their text is kept.
"""

from __future__ import annotations

import html
import re
import string
import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from markdown.inlinepatterns import (
    AutolinkInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.util import STX, AtomicString

from builder.parse.inlines.attributes import read_attributes
from builder.transform.editions import EDITIONS

if TYPE_CHECKING:
    from markdown import Markdown

ATTRIBUTES = "data-attributes"
"""The element attribute that holds `{…}` as written."""
EDITION_SCHEMES = "|".join(edition.name for edition in EDITIONS.values() if edition.linked)
"""Editions that authors may refer to, as in `handout:#sort`, as a part of a pattern."""

_BRACES = re.compile(r"\{[^{}\n]*\}")
MatchResult = tuple[ET.Element | str | None, int | None, int | None]
NO_MATCH: MatchResult = (None, None, None)


def _trailing(data: str, at: int) -> tuple[str, int]:
    """Return (`{…}`, the index after it) if braces with attributes stand at `at`, else ("", at)."""
    found = _BRACES.match(data, at)
    if found is None or read_attributes(found[0]) is None:
        return "", at
    return found[0], found.end()


class _FootnoteCall(InlineProcessor):
    """`[^label]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        return ET.Element("note", {"label": m[1]}), m.start(0), m.end(0)


class _Citation(InlineProcessor):
    """`[@key, p. 3; @other]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        if data[m.end(0) : m.end(0) + 1] in {"(", "["}:
            return NO_MATCH
        return ET.Element("cite", {"text": m[1]}), m.start(0), m.end(0)


MAX_ADDRESS = 4_000
"""Longest address with its title, in characters: browsers and mail programs cut longer ones."""


@lru_cache(maxsize=8)
def _closing_brackets(data: str, opening: str, closing: str) -> dict[int, int]:
    """Return the index of the closing bracket for each opening one, in one pass: a search from each is quadratic."""
    ends: dict[int, int] = {}
    open_: list[int] = []
    for found in re.finditer(f"[{re.escape(opening + closing)}]", data):
        if found[0] == opening:
            open_.append(found.start())
        elif open_:
            ends[open_.pop()] = found.start()
    return ends


def _bracket_text(data: str, index: int) -> tuple[str, int, bool]:
    """Return the text inside the bracket that opens before `index`, the index after it, and whether it is closed."""
    end = _closing_brackets(data, "[", "]").get(index - 1)
    return ("", index, False) if end is None else (data[index:end], end + 1, True)


class _BoundedLink(LinkInlineProcessor):
    """Python-Markdown's link rule with limits: an unclosed address is given up at once, not after a search to the end."""

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        end = _closing_brackets(data, "(", ")").get(index)
        if data[index : index + 1] == "(" and end is None and ")" not in data[index : index + MAX_ADDRESS]:
            return "", None, index, False
        return super().getLink(data[: index + MAX_ADDRESS], index)


class _Phrase(_BoundedLink):
    """`[text]{.key}`, `[text]{lang=ar}`: a bracket followed by attributes."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        text, index, closed = self.getText(data, m.end(0))
        braces, end = _trailing(data, index) if closed else ("", index)
        if not braces:
            return NO_MATCH
        element = ET.Element("phrase", {ATTRIBUTES: braces})
        element.text = text
        return element, m.start(0), end


class _Link(_BoundedLink):
    """`[text](address "title"){.class}`."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        element, start, end = super().handleMatch(m, data)
        if not isinstance(element, ET.Element) or end is None:
            return NO_MATCH
        braces, end = _trailing(data, end)
        if braces:
            element.set(ATTRIBUTES, braces)
        return element, start, end


class _Picture(_BoundedLink):
    """`![caption](src "title"){alt="…"}`; the caption stays markup, as text of the element."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        caption, index, closed = self.getText(data, m.end(0))
        if not closed:
            return NO_MATCH
        src, _title, index, ok = self.getLink(data, index)
        if not ok:
            return NO_MATCH
        braces, end = _trailing(data, index)
        element = ET.Element("picture", {"src": src, ATTRIBUTES: braces})
        element.text = caption
        return element, m.start(0), end


class _Entity(InlineProcessor):
    """`&amp;` and other HTML entities, replaced by their characters."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        text = html.unescape(m[0])
        if text == m[0]:
            return NO_MATCH
        element = ET.Element("plain")
        element.text = AtomicString(text)
        return element, m.start(0), m.end(0)


class _HtmlPair(InlineProcessor):
    """`<sub>text</sub>` and the few other HTML elements that are read."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        name = m[1].lower()
        element = ET.Element({"mark": "mark", "abbr": "abbr"}.get(name, name))
        if name == "abbr" and (title := re.search(r"title\s*=\s*(\"[^\"]*\"|'[^']*')", m[2])):
            element.set("title", html.unescape(title[1][1:-1]))
        element.text = m[3]
        return element, m.start(0), m.end(0)


class _HtmlTag(InlineProcessor):
    """Any other HTML tag: an element `dropped`, for the warning; `<br>` is a line break."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        if re.match(r"<br\s*/?>", m[0], re.IGNORECASE):
            return ET.Element("br"), m.start(0), m.end(0)
        return ET.Element("dropped", {"tag": m[0]}), m.start(0), m.end(0)


class _BareAddress(InlineProcessor):
    """A bare http or https address in the text."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        address = m[0]
        while address and (
            address[-1] in ".,;:!?'\"*_~" or (address[-1] == ")" and address.count(")") > address.count("("))
        ):
            address = address[:-1]
        element = ET.Element("a", {"href": address})
        element.text = AtomicString(address)
        return element, m.start(0), m.start(0) + len(address)


class _Mail(InlineProcessor):
    """`<name@example.org>`."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        element = ET.Element("a", {"href": f"mailto:{m[1]}"})
        element.text = AtomicString(m[1])
        return element, m.start(0), m.end(0)


class _EditionReference(InlineProcessor):
    """`handout:#id` in the text."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        return ET.Element("a", {"href": m[1]}), m.start(0), m.end(0)


def install(md: Markdown) -> None:
    """Register our inline rules in a Python-Markdown instance, replacing some of its own."""
    rules = md.inlinePatterns
    md.ESCAPED_CHARS = list(string.punctuation)  # CommonMark 2.4: any ASCII punctuation
    for name in ("html", "entity", "link", "image_link"):
        rules.deregister(name)
    rules.register(_FootnoteCall(r"\[\^([^\]\s]+)\]", md), "note", 178)
    rules.register(_Citation(r"\[((?:[^\[\]@]*[\s;])?-?@[\w][^\[\]]*)\]", md), "cite", 177)
    for level in range(3):  # a rule is not tried again inside what it matched: one for each depth of nesting
        rules.register(_Phrase(r"(?<!\!)\[", md), f"bracketed-{level}", 176 - level)
    rules.register(cast("LinkInlineProcessor", _Link(r"(?<!\!)\[", md)), "link", 160)
    rules.register(_Picture(r"\!\[", md), "image_link", 150)
    rules.register(
        _EditionReference(rf"(?:<|(?<![\w(:/]))((?:{EDITION_SCHEMES}):#[\w-]+(?:\.[\w-]+)*)>?", md), "elsewhere", 121
    )
    rules.register(AutolinkInlineProcessor(r"<((?:[Ff]|[Hh][Tt])[Tt][Pp][Ss]?://[^<>\s]*)>", md), "autolink", 120)
    rules.register(_Mail(r"<(?:mailto:)?([^<>@\s]+@[^<>@\s]+)>", md), "automail", 110)
    rules.register(_BareAddress(r"(?<![\w/\"'=<@])https?://[^\s<>\[\]\\\u0002\u0003]+", md), "bare", 100)
    rules.register(_Entity(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});", md), "entity", 92)
    rules.register(_HtmlPair(r"(?is)<(sub|sup|kbd|mark|abbr)\b([^<>]*)>(.*?)</\1\s*>", md), "pair", 91)
    rules.register(_HtmlTag(rf"</?[A-Za-z][^<>{STX}]*>|<[?!][^<>{STX}]*>", md), "tag", 90)
    rules.register(SimpleTagInlineProcessor(r"(~~)(?=\S)(.+?)(?<=\S)~~", "del"), "strike", 55)
    rules.register(SimpleTagInlineProcessor(r"((?<!~)~)([^~\s]+)~(?!~)", "sub"), "sub", 54)
    rules.register(SimpleTagInlineProcessor(r"(\^)([^\^\s]+)\^", "sup"), "sup", 53)
    for rule in rules:
        if isinstance(rule, LinkInlineProcessor):
            rule.getText = _bracket_text  # type: ignore[method-assign]  # Python-Markdown's own looks on to the end, each time
