"""Normalizes the characters of lines before they are classified: invisible characters, tabs, bullets, breaks."""

from __future__ import annotations

import re

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, clean_line
from builder.parse.lines.reader import NumberedLine
from builder.parse.stamps import RESERVED

_WORD_BULLET = re.compile(r"^(\s*)(?:[•‣▪◦●○■·]|[–—o](?=\t))[\t \u00a0]+(?=\S)")


MOST_SPACES = 200
"""Most characters of white space in a row that are kept: rules look for what stands after some."""
_WIDE = re.compile(rf"(?<!\s)(\s{{{MOST_SPACES}}})\s+")


def remove_invisible(lines: list[NumberedLine], source: Source, problems: Problems) -> list[NumberedLine]:
    """Return lines without control and reserved characters, and what turns their text around; each line that had some is a problem.

    What is over MOST_SPACES in a row is left out.
    """
    cleaned = []
    for number, text in lines:
        kept, names = clean_line(text, RESERVED)
        if names:
            message = f"invisible characters were left out of this line: {', '.join(names)}"
            problems.add(ProblemCode.CONTROL_CHARACTER, message, source.whole_line(number))
        cleaned.append((number, _WIDE.sub(r"\1", kept) if len(kept) > MOST_SPACES else kept))
    return cleaned


def normalize_line(raw: str) -> str:
    """Return a line with `-` for Word's bullets, and without trailing spaces except two for a hard break; "" if blank."""
    text = expand_tabs(_WORD_BULLET.sub(r"\1- ", raw)).rstrip(" ") if raw.strip() else ""
    return text + "  " if text and raw.endswith("  ") else text


def expand_tabs(raw: str) -> str:
    """Return a line with spaces for tabs and Unicode's own line ends, so that columns can be compared."""
    return raw.expandtabs(4).replace("\u2028", " ").replace("\u2029", " ")


def column_of(text: str) -> int:
    """Return how many spaces stand before a line's text."""
    return len(text) - len(text.lstrip(" "))


def normalize_hard_break(text: str) -> str:
    """Return a line with two spaces at its end for a hard break written as a backslash."""
    found = re.search(r"(?<!\\)(?:\\\\)*(\\)$", text)
    return text[:-1] + "  " if found else text


def escape_block_signs(text: str) -> str:
    """Return paragraph text, escaped where the block parser would take it for a heading or list item."""
    if re.match(r"#{1,6}", text) or re.match(r"[-*+]\s", text) or re.match(r"\d+\.\s", text):
        return re.sub(r"^(\d+)?([#\-*+.])", lambda m: f"{m[1] or ''}\\{m[2]}", text, count=1)
    return text
