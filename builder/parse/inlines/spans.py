"""Inline rules that Python-Markdown lacks or reads differently: footnotes, citations, addresses, HTML, strike-out.

Each rule makes an element with a tag of its own; builder/parse/inlines/reader.py turns elements into the model.
HTML is not part of the language, except for a few elements: tags are dropped with a warning, their text is kept.
"""

from __future__ import annotations

import html
import re
import string
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from markdown.inlinepatterns import (
    BACKTICK_RE,
    AutolinkInlineProcessor,
    BacktickInlineProcessor,
    InlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.util import AtomicString

from builder.parse.inlines.links import (
    ATTRIBUTES,
    NO_MATCH,
    MatchResult,
    as_written,
    attributes_at,
    bracket_text,
    install_links,
)
from builder.parse.stamps import remove_stamps, unescape
from builder.transform.editions import EDITIONS

if TYPE_CHECKING:
    from markdown import Markdown

EDITION_SCHEMES = "|".join(edition.name for edition in EDITIONS.values() if edition.linked)
"""Editions that authors may refer to, as in `handout:#sort`, as a part of a pattern."""


class _Code(BacktickInlineProcessor):
    """`` `code`{.language} ``, and Pandoc's raw text of another format, `` `code`{=html} ``, which is code too."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        element, start, end = super().handleMatch(m, data)
        if isinstance(element, ET.Element) and end is not None and data.startswith("{", end):
            if raw := re.compile(r"\{=\w+\}").match(data, end):
                element.set("raw", raw[0])
                return element, start, raw.end()
            braces, end = attributes_at(self.md, data, end)
            element.set(ATTRIBUTES, braces)
        return element, start, end


class _FootnoteCall(InlineProcessor):
    """`[^label]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        return ET.Element("note", {"label": m[1]}), m.start(0), m.end(0)


class _EscapedSpace(InlineProcessor):
    """A space with a backslash before it: one that does not break, and may stand in sub- and superscripts."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        return "\u00a0", m.start(0), m.end(0)


class _InlineNote(InlineProcessor):
    """`^[text of a note]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        text, end, closed = bracket_text(data, m.end(0))
        if not closed or not text.strip():
            return NO_MATCH
        element = ET.Element("inline-note")
        element.text = text
        return element, m.start(0), end


class _Citation(InlineProcessor):
    """`[@key, p. 3; @other]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        if data[m.end(0) : m.end(0) + 1] in {"(", "["}:
            return NO_MATCH
        return ET.Element("cite", {"text": as_written(self.md, m[1])}), m.start(0), m.end(0)


class _Entity(InlineProcessor):
    """`&amp;` and other HTML entities, replaced by their characters."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        text = unescape(m[0])
        if text == m[0]:
            return NO_MATCH
        element = ET.Element("plain")
        element.text = AtomicString(text)
        return element, m.start(0), m.end(0)


class _HtmlPair(InlineProcessor):
    """`<sub>text</sub>` and the few other HTML elements that are read."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        name = m[1].lower()
        element = ET.Element(name)
        if name == "abbr" and (title := re.search(r"title\s*=\s*(\"[^\"]*\"|'[^']*')", as_written(self.md, m[2]))):
            element.set("title", unescape(title[1][1:-1]))
        element.text = m[3]
        return element, m.start(0), m.end(0)


class _HtmlTag(InlineProcessor):
    """Any other HTML tag: an element `dropped`, for the warning; `<br>` is a line break, `<img>` of a file a picture."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        tag = as_written(self.md, m[0])
        if re.match(r"<br\s*/?>", tag, re.IGNORECASE):
            return ET.Element("br"), m.start(0), m.end(0)
        given = _VALUE.finditer(remove_stamps(tag))
        values = {found[1].lower(): unescape(found[2] or found[3] or found[4] or "") for found in given}
        is_picture = re.match(r"<img\b", tag, re.IGNORECASE)
        if is_picture and (src := values.get("src")) and not re.match(r"(?i)[a-z]+:|//", src):
            kept = [
                f'{key}="{html.escape(value)}"' for key, value in values.items() if key == "alt" or value.endswith("%")
            ]
            decorative = " .decorative" if values.get("alt") == "" else ""
            braces = {ATTRIBUTES: f"{{{' '.join(kept)}{decorative}}}", "title": values.get("title", "")}
            return ET.Element("picture", {"src": src, **braces}), m.start(0), m.end(0)
        element = ET.Element("dropped", {"tag": tag})
        if is_picture and values.get("alt"):
            element.text = AtomicString(values["alt"])
        elif re.match(rf"</?(?:{_BLOCKS})\b", tag, re.IGNORECASE):
            element.text = AtomicString(" ")  # what it divides is not one word
        return element, m.start(0), m.end(0)


_VALUE = re.compile(r"""(?<![A-Za-z-])([A-Za-z-]++)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_BLOCKS = (
    "address|article|aside|blockquote|button|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hr|legend|li|main|menu|nav|ol|option|p|pre|section|select|summary|table|tbody|td|textarea|tfoot|th|thead"
    "|tr|ul"
)
"""Elements that a browser does not set in one line with what is around them."""


_NO_SITE = re.compile(r"https?://(?![^/?#])|https?://[^/?#]*[{}$%*…|^`]")
"""How an address begins that is talked about, or has a place to fill in, such as `https://{name}.example`."""


class _BareAddress(InlineProcessor):
    """A bare http or https address in the text. One without a site stays text: the author has not asked for a link."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult | tuple[None, None, None]:  # type: ignore[override]
        address = m[0]
        while address and (
            address[-1] in ".,;:!?'\"*_~" or (address[-1] == ")" and address.count(")") > address.count("("))
        ):
            address = address[:-1]
        if _NO_SITE.match(address):
            return None, None, None
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
    for name in ("html", "entity"):
        rules.deregister(name)
    code = _Code(BACKTICK_RE)
    code.md = md
    rules.register(code, "backtick", 190)
    install_links(md)
    rules.register(_EscapedSpace(r"\\ ", md), "escaped-space", 181)
    rules.register(
        SimpleTagInlineProcessor(r"(?<!=)(==)(?=[^\s=])(.{1,1000}?)(?<=[^\s=])==(?!=)", "mark"), "highlight", 56
    )
    rules.register(_InlineNote(r"\^\[", md), "inline-note", 179)
    rules.register(_FootnoteCall(r"\[\^([^\[\]\s]+)\]", md), "note", 178)
    rules.register(_Citation(r"\[((?:[^\[\]@]*[\s;])?-?@[\w][^\[\]]*)\]", md), "cite", 177)
    rules.register(
        _EditionReference(rf"(?:<|(?<![\w(:/]))((?:{EDITION_SCHEMES}):#[\w-]+(?:\.[\w-]+)*)>?", md), "elsewhere", 121
    )
    rules.register(AutolinkInlineProcessor(r"<((?:[Ff]|[Hh][Tt])[Tt][Pp][Ss]?://[^<>\s]*)>", md), "autolink", 120)
    rules.register(_Mail(r"<(?:mailto:)?([^<>@\s]+@[^<>@\s]+)>", md), "automail", 110)
    rules.register(_BareAddress(r"(?<![\w/\"'=<@])https?://[^\s<>\[\]\\\u0002\u0003]+", md), "bare", 100)
    rules.register(_Entity(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});", md), "entity", 92)
    rules.register(_HtmlPair(r"(?is)<(sub|sup|kbd|mark|abbr)\b([^<>]*)>(.*?)</\1\s*>", md), "pair", 94)
    rules.register(_HtmlTag(r"</?[A-Za-z][^<>]*>|<[?!][^<>]*>", md), "tag", 93)
    rules.register(SimpleTagInlineProcessor(r"(~~)(?=\S)(.+?)(?<=\S)~~", "del"), "strike", 55)
    rules.register(SimpleTagInlineProcessor(r"((?<!~)~)([^~\s]+)~(?!~)", "sub"), "sub", 54)
    rules.register(SimpleTagInlineProcessor(r"(\^)([^\^\s]+)\^", "sup"), "sup", 53)
