"""Rules for what begins with a bracket: links, pictures, their references to addresses elsewhere, words with attributes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, cast

from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX

from builder.core.frozen import dataclass
from builder.parse.inlines.attributes import BRACES, read_attributes
from builder.parse.stamps import STAMP, remove_stamps, unescape

if TYPE_CHECKING:
    from markdown import Markdown

ATTRIBUTES = "data-attributes"
"""The element attribute that holds `{…}` as written."""

MatchResult = tuple[ET.Element | str | None, int | None, int | None]
NO_MATCH: MatchResult = (None, None, None)

_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")


def as_written(md: Markdown, text: str) -> str:
    """Return text as its author wrote it, with escapes and with what earlier rules have put aside."""

    def restored(found: re.Match[str]) -> str:
        node = md.treeprocessors["inline"].stashed_nodes.get(found[1])  # type: ignore[attr-defined]  # of its own class
        if not isinstance(node, ET.Element):
            return node or ""
        words = "".join(node.itertext())
        return {"code": f"`{words}`", "cite": f"[{node.get('text')}]", "note": f"[^{node.get('label')}]"}.get(
            node.tag, f"[{words}]{node.get(ATTRIBUTES, '')}" if node.tag == "phrase" else words
        )

    while STX in text and (new := INLINE_PLACEHOLDER_RE.sub(restored, text)) != text:
        text = new
    return _ESCAPED.sub(lambda found: "\\" + chr(int(found[1])), text)


def attributes_at(md: Markdown, data: str, at: int) -> tuple[str, int]:
    """Return (`{…}` as written, the index after it) if braces with attributes stand at `at`, else ("", at)."""
    found = BRACES.match(data, at) if data.startswith("{", at) else None
    if found is None or read_attributes(written := as_written(md, found[0])) is None:
        return "", at
    return written, found.end()


MAX_ADDRESS = 4_000
"""Longest address with its title, in characters: browsers and mail programs cut longer ones."""


_BRACKET = re.compile(r"[\[\]]")
_DEEPEST = 50
"""How many brackets may stand in each other. With no limit, each one that is not closed would be a search to the end."""


def bracket_text(data: str, index: int) -> tuple[str, int, bool]:
    """Return the text inside the bracket that opens before `index`, the index after it, and whether it is closed."""
    depth = 1
    for found in _BRACKET.finditer(data, index):
        depth += 1 if found[0] == "[" else -1
        if not depth:
            return data[index : found.start()], found.end(), True
        if depth > _DEEPEST:
            break
    return "", index, False


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link or picture leads; `attributes` as written; `line`: where it is defined apart from its use, else 0."""

    address: str
    title: str = ""
    attributes: str = ""
    line: int = 0

    def as_attributes(self, md: Markdown, braces: str) -> dict[str, str]:
        """Return it, but for the address, as attributes of an element; `braces` stand at its use."""
        defined = {"defined": str(self.line)} if self.line else {}
        return {ATTRIBUTES: braces or self.attributes, "title": as_written(md, self.title), **defined}


_WORDS = rf"(?:[^()\s<{STAMP.pattern[1:-1]}]|\((?:[^()\s]|\((?:[^()\s]|\([^()\s]*\))*\))*\))"  # brackets in an address come in pairs
_SPACE = f"(?:\\s|{STAMP.pattern})"
TITLE = (
    r"""(?:"(?P<double>.{0,1000}?)"|'(?P<single>.{0,1000}?)'|“(?P<curly>.{0,1000}?)”|\((?P<round>[^()]{0,1000})\))"""
)
"""The pattern of a title behind an address."""
_ADDRESS = rf"(?:<(?P<angle>[^<>\n]{{0,{MAX_ADDRESS}}})>|(?P<bare>(?!<){_WORDS}{{0,{MAX_ADDRESS}}}))"
_INLINE = re.compile(rf"\({_SPACE}*+{_ADDRESS}(?:{_SPACE}++{TITLE})?{_SPACE}*\)", re.DOTALL)
_SPACED = re.compile(r"\((?P<bare>[^()\n\"'“]{1,1000})\)")
_ENTITY = re.compile(r"&(?:\w+|#\w+);")
_PATH = re.compile(r"(?:[A-Za-z][\w+.-]*:|#|\.{0,2}/)\S.*|.*\S\.\w{2,5}(?:#\S*)?")


def make_target(found: re.Match[str], braces: str = "") -> Target:
    """Return the target whose address and title a pattern with ADDRESS and TITLE has found."""
    titles = (found[name] for name in ("double", "single", "curly", "round"))
    title = next((re.sub(r"\s+", " ", remove_stamps(title)).strip() for title in titles if title), "")
    address = _ENTITY.sub(lambda entity: unescape(entity[0]), (found["angle"] or found["bare"] or "").strip())
    return Target(address, title, braces)


def target_at(data: str, at: int) -> tuple[Target, int] | None:
    """Return what `(address "title")` at an index leads to and the index after it, None if it is no such thing.

    CommonMark 6.3; beside it an address with spaces is one if it can hardly be anything else: words would be lost.
    """
    if found := _INLINE.match(data, at):
        return make_target(found), found.end()
    if (found := _SPACED.match(data, at)) and _PATH.fullmatch(found["bare"].strip()):
        return Target(found["bare"].strip()), found.end()
    return None


def normal_label(label: str) -> str:
    """Return a label as labels are compared: without regard to capitals and white space."""
    return " ".join(remove_stamps(label).split()).casefold()


class _Bracketed(InlineProcessor):
    """A rule for what begins with a bracket."""

    def find(self, data: str, start: int) -> tuple[str, Target | str, int] | None:
        """Return (text, target, index after both) of the link or picture whose bracket opens before `start`, or None.

        A label that nothing defines stands in the place of the target.
        """
        text, index, closed = bracket_text(data, start)
        if not closed:
            return None
        if data.startswith("(", index):
            found = target_at(data, index)
            return (text, *found) if found else None
        second = _LABEL.match(data, index)
        label = second[2] if second else ""
        spaced = bool(second and second[1])
        if second and not spaced and (target := self._defined(label or text)):
            return text, target, second.end()
        if target := self._defined(text):
            return text, target, index
        if second and spaced and (target := self._defined(label)):  # as Markdown's first readers had it
            return text, target, second.end()
        if not second or spaced or f"{text}{label}".isdecimal() or data[second.end() :][:1] in {"(", "[", "{", ":"}:
            return None
        return text, as_written(self.md, label or text), second.end()

    def _defined(self, label: str) -> Target | None:
        targets = cast("dict[str, Target]", self.md.references)
        return targets.get(normal_label(as_written(self.md, label))) if targets else None


_LABEL = re.compile(r"(\s?)\[([^\[\]]*)\]")


class _Phrase(_Bracketed):
    """`[text]{.key}`, `[text]{lang=ar}`: a bracket followed by attributes."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        text, index, closed = bracket_text(data, m.end(0))
        braces, end = attributes_at(self.md, data, index) if closed else ("", index)
        is_label = data[: m.start(0)].endswith("]") and normal_label(text) in self.md.references
        if not braces or is_label:
            return NO_MATCH
        element = ET.Element("phrase", {ATTRIBUTES: braces})
        element.text = text
        return element, m.start(0), end


class _Link(_Bracketed):
    """`[text](address "title"){.class}`, `[text][label]`, `[label]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        found = self.find(data, m.end(0))
        if found is None or (isinstance(found[1], str) and data[: m.start(0)][-1:].isalnum()):  # as in `rows[i][j]`
            return NO_MATCH
        text, target, end = found
        if isinstance(target, str):
            element = ET.Element("undefined", {"label": target})
        else:
            braces, end = attributes_at(self.md, data, end)
            given = target.as_attributes(self.md, braces)
            element = ET.Element("a", {"href": self.unescape(target.address), **given})
        element.text = text
        return element, m.start(0), end


class _Picture(_Bracketed):
    """`![caption](src "title"){alt="…"}`, `![caption][label]`; the caption stays markup, as text of the element."""

    def handleMatch(self, m: re.Match[str], data: str) -> MatchResult:  # type: ignore[override]
        found = self.find(data, m.end(0))
        if found is None:
            return NO_MATCH
        text, target, end = found
        if isinstance(target, str):
            element = ET.Element("undefined", {"picture": target})
        else:
            braces, end = attributes_at(self.md, data, end)
            given = target.as_attributes(self.md, braces)
            element = ET.Element("picture", {"src": self.unescape(target.address), **given})
        element.text = text
        return element, m.start(0), end


def install_links(md: Markdown) -> None:
    """Register these rules in a Python-Markdown instance, in the place of its own."""
    rules = md.inlinePatterns
    for name in ("link", "image_link", "reference", "image_reference", "short_reference", "short_image_ref"):
        rules.deregister(name)
    for level in range(3):  # a rule is not tried again inside what it matched: one for each depth of nesting
        rules.register(_Phrase(r"(?<!\!)\[", md), f"bracketed-{level}", 176 - level)
    rules.register(_Link(r"(?<!\!)\[", md), "link", 160)
    rules.register(_Picture(r"\!\[", md), "image_link", 176.5)  # before what takes its label for a link's
