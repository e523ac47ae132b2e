"""Patterns that tell what a line begins. Lines are matched without their indentation."""

from __future__ import annotations

import re

AROUND = re.compile(r"^(?:\s|>|[-*+]\s|\d{1,9}[.)]\s)*")
"""What may stand before a fence: the signs of quotes and items."""
FENCE = re.compile(r"^(`{3,}|~{3,})\s*(.*?)\s*$")
DIV = re.compile(r"^(:{3,})[\s\u00a0]*(.*?)[\s\u00a0]*(?:(?<!:):+)?$")
HEADING = re.compile(r"^(#{1,6})(?:[\s\u00a0]+(.*?))?(?:\s+#+)?\s*$")
TIGHT_HEADING = re.compile(r"^(#{2,6})([^\s#].*?)(?:\s+#+)?\s*$")
"""`##Title`, a heading to Markdown's first readers. `#word` is a hashtag more often than one."""
NEAR_HEADING = re.compile(r"^(?:#\w[^#]*|#{7,}\s.*)$")
RULE = re.compile(r"^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
DOUBLE_UNDERLINE = re.compile(r"^=+$")
UNDERLINE = re.compile(r"^-{3,}$")
ITEM = re.compile(r"^(?:([-*+])|(\d{1,9})([.)]))(?:([ \t\u00a0]+)(.*))?$")
QUOTE = re.compile(r"^>[ ]?(.*)$")
PAUSE = re.compile(r"^\. \. \.$")
LINE_BLOCK = re.compile(r"^\|(?:\s|$)")
DEFINITION = re.compile(r"^[:~][ \t\u00a0]+(.*)$")
FOOTNOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t\u00a0]*(.*)$")
TASK = re.compile(r"^\[[ xX]\]\s")


_FIRST = frozenset("`~:#>-*_[")


def starts_block(rest: str, *, inside: bool) -> bool:
    """Say whether a line begins a block that ends a paragraph before it; `inside` a list item, note or definition."""
    item = ITEM.match(rest)
    if item:
        return (bool(item[5]) or inside) and (not item[2] or item[2] == "1" or inside)
    if rest[:1] not in _FIRST:
        return False
    return any(sign.match(rest) for sign in (FENCE, DIV, HEADING, TIGHT_HEADING, QUOTE, RULE, FOOTNOTE))
