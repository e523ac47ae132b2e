"""Line stamps and milestones: private-use characters that carry line numbers and blocks through Python-Markdown.

Python-Markdown keeps no positions. Every line that we hand to it has, just after its block prefix, one private-use
character that encodes its number. The characters pass block and inline parsing as ordinary text, and are read and
removed when the tree becomes a Module. A milestone is a line that stands for a block which Python-Markdown must not
parse: the edge of a div, a code block, a table.
"""

from __future__ import annotations

import html
import re

from builder.core.source import CONTROLS

_FIRST = 0xF0000  # planes 15 and 16: private use, 131,068 characters
_LAST = 0x10FFFD
_OPEN, _CLOSE = "\uf8f0", "\uf8f1"

RESERVED = re.compile(f"[{_OPEN}{_CLOSE}{chr(_FIRST)}-{chr(_LAST)}{CONTROLS}]")
"""Characters that are removed from source text: those reserved here, and invisible control characters."""

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")

STAMP = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
MILESTONE_SIGN = _OPEN
"""The first character of a milestone."""
MILESTONE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


def stamp(line: int) -> str:
    """Return the character that encodes a line number."""
    return chr(_FIRST + line)


def line_of(character: str) -> int:
    """Return the line number that a stamp encodes."""
    return ord(character) - _FIRST


def unescape(text: str) -> str:
    """Return text with the characters that its HTML entities stand for. Those of what is removed from sources stay as typed."""

    def character(found: re.Match[str]) -> str:
        meant = html.unescape(found[0])
        return found[0] if RESERVED.search(meant) else meant

    return _ENTITY.sub(character, text) if "&" in text else text


def remove_stamps(text: str) -> str:
    """Return text without stamps."""
    return STAMP.sub("", text)


def milestone_line(index: int) -> str:
    """Return the line that stands for `CanonicalLines.milestones[index]`."""
    return f"{_OPEN}{index}{_CLOSE}"
