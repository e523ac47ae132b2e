"""Line stamps: one private-use character per source line, so that Python-Markdown's tree still knows its lines.

Python-Markdown keeps no positions. Every line that we hand to it carries, just after its block prefix, one character
that stands for its number; the characters travel through block and inline parsing as ordinary text and are read and
dropped when the tree becomes a Module. A milestone is a line of its own that stands for something which the block
parser must not look into: the edge of a div, a code block, a table.
"""

from __future__ import annotations

import re

_FIRST = 0xF0000  # planes 15 and 16: private use, 131,068 characters
_LAST = 0x10FFFD
_OPEN, _CLOSE = "\uf8f0", "\uf8f1"

RESERVED = re.compile(f"[{_OPEN}{_CLOSE}{chr(_FIRST)}-{chr(_LAST)}\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
"""Characters that source text may not hold: ours, and controls that no reader shows."""

STAMP = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
MILESTONE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


def stamp(line: int) -> str:
    """Return the character that stands for a line number."""
    return chr(_FIRST + line)


def line_of(character: str) -> int:
    """Return the line number that a stamp stands for."""
    return ord(character) - _FIRST


def remove_stamps(text: str) -> str:
    """Return text without stamps."""
    return STAMP.sub("", text)


def milestone_line(index: int) -> str:
    """Return the line that stands for entry `index` of the marks table."""
    return f"{_OPEN}{index}{_CLOSE}"
