r"""Text of others made safe to show: control characters and signs that turn text around become escapes such as `\x1b`.

A terminal obeys control sequences (ECMA-48) that set its title, its clipboard or its keys, and signs that turn text around show
another line than a program reads (Unicode TR36). GitHub's runners obey lines that begin with `::`, and `##[` anywhere
(docs.github.com, "Workflow commands").
"""

from __future__ import annotations

import re

_MARKS = "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001-\U000e007f"
"""Signs without a shape: Unicode's Bidi_Control, separators of lines, fillers, and what hides words. Joiners of letters are none."""

_HIDDEN = re.compile(rf"[\x00-\x1f\x7f-\x9f\ud800-\udfff{_MARKS}]|(?<=##)\[")
_IN_LINES = re.compile(
    rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_MARKS}]|(?<=##)\[|^(?=[^\S\n]*+::[A-Za-z])", re.MULTILINE
)
_IN_JSON = re.compile(rf"[\x7f-\x9f\ud800-\udfff{_MARKS}]|(?<=##)\[")
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def printable(text: str) -> str:
    """Return text of others on one line, for a place in a line of ours: a name, a title, a message."""
    return text if text.isascii() and text.isprintable() and "##[" not in text else _HIDDEN.sub(_escape, text)


def printable_lines(text: str) -> str:
    """Return text in lines, ours with text of others in it. Line ends and tabs stay; no line begins with `::`."""
    return _IN_LINES.sub(_escape, text)


def printable_json(text: str) -> str:
    """Return JSON with JSON's own escapes in place of what a terminal obeys or hides: the values stay the same."""
    return _IN_JSON.sub(lambda found: _json_escape(ord(found[0])), text)


def _json_escape(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD7C0 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    if not sign:  # the beginning of a line
        return "\\"
    code = ord(sign)
    wide = f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return _NAMED.get(sign) or (f"\\x{code:02x}" if code < 0x100 else wide)
