"""Markers of list items: bullets, and Pandoc's numbers, letters and Roman numerals with a period or brackets.

https://pandoc.org/MANUAL.html#extension-fancy_lists, #extension-example_lists. A letter begins a sentence as often as a
list ("A. Smith says", "c. 1900"): it is a marker where an item before or after it says so, or where it can be a first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from builder.core.frozen import dataclass, replace
from builder.parse.lines.normalize import column_of, expand_tabs
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import ITEM

NUMBERINGS = tuple(
    f"{before}{first}{after}" for before, after in (("", "."), ("", ")"), ("(", ")")) for first in "1aAiI"
)
"""The first marker of each kind of numbered list: `1.`, `a.`, …, `(I)`."""

_KIND = 10**9
"""Above any number that an author may write: what carries the kind of a list through the block parser, in its numbers."""

_FANCY = re.compile(r"^(\(?)(#|@[\w-]*|[A-Za-z]|[ivxlcdm]{2,9}|[IVXLCDM]{2,9}|\d{1,9})([.)])(?:([ \t\u00a0]+)(.*))?$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_VALID_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_FARTHEST = 60


@dataclass(frozen=True, slots=True)
class ListMarker:
    """A marker as written, with the white space after it. `numbering` is of NUMBERINGS, "" for a bullet.

    `label`: that of a numbered example, `(@label)`, else None.
    """

    written: str
    numbering: str
    value: int
    space: str = " "
    label: str | None = None

    @property
    def canonical(self) -> str:
        """The marker for the block parser."""
        return f"{NUMBERINGS.index(self.numbering) * _KIND + self.value}." if self.numbering else "-"


def split_start(start: int) -> tuple[str, int]:
    """Return the numbering and the first number of a list, from the number that the block parser has found; "" for `1.`."""
    kind, value = divmod(start, _KIND)
    return NUMBERINGS[kind] if kind else "", value


def may_be_marker(rest: str) -> bool:
    """Say, at a glance, whether text may begin with a marker: most lines do not."""
    head = rest[:11]
    return head[0] in "-*+" or "." in head or ")" in head


def plain_marker(rest: str) -> tuple[ListMarker, str] | None:
    """Return the marker that text begins with, if it is a bullet or a plain number, and the text after it."""
    found = ITEM.match(rest)
    if not found:
        return None
    numbering, written = (f"1{found[3]}", found[2] + found[3]) if found[2] else ("", found[1])
    return ListMarker(written, numbering, int(found[2] or 0), found[4] or " "), found[5] or ""


def fancy_marker(
    reader: LineReader, column: int, rest: str, sibling: ListMarker | None, *, after_text: bool
) -> tuple[ListMarker, str] | None:
    """Return the marker that text at a column begins with, if it is another than those, and the text after it; else None.

    `sibling`: the marker of the item before in the same list. `after_text`: right after a line of a paragraph.
    """
    found = _FANCY.match(rest)
    if not found or bool(found[1]) > (found[3] == ")") or (found[2].isdecimal() and not found[1]):
        return None
    written, text = rest[: found.end(3)], found[5] or ""
    readings = [ListMarker(written, numbering, value, found[4] or " ") for numbering, value in _readings(found)]
    if found[2][0] == "@":
        return (replace(readings[0], label=found[2][1:]), text) if found[1] else None
    if found[2] == "#":
        if sibling and re.sub(r"\w", "1", sibling.numbering) == readings[0].numbering:
            return replace(readings[0], numbering=sibling.numbering, value=sibling.value + 1), text
        return readings[0], text
    for marker in readings:
        if sibling and marker.numbering == sibling.numbering and marker.value == sibling.value + 1:
            return marker, text
    for marker in readings:
        if _goes_on(reader, column, marker):
            return marker, text
    first = next((marker for marker in reversed(readings) if marker.value == 1), None)
    if first and text and not after_text and not _is_abbreviation(found, text):
        return first, text
    same = next((marker for marker in readings if sibling and marker.numbering == sibling.numbering), None)
    return (same, text) if same and text else None


def _readings(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Yield the numberings that a marker may belong to, with its number in each; letters before Roman numerals."""
    before, numeral, after = found[1], found[2], found[3]
    if numeral[0] in "#@" or numeral.isdecimal():
        yield f"{before}1{after}", int(numeral) if numeral.isdecimal() else 1
        return
    lower = numeral.lower()
    if len(numeral) == 1:
        yield f"{before}{'a' if numeral.islower() else 'A'}{after}", ord(lower) - ord("a") + 1
    if _VALID_ROMAN.fullmatch(lower):
        values = [_ROMAN[letter] for letter in lower]
        total = sum(-one if one < max(values[place:]) else one for place, one in enumerate(values))
        yield f"{before}{'i' if numeral.islower() else 'I'}{after}", total


def _is_abbreviation(found: re.Match[str], text: str) -> bool:
    """Say whether a letter and a period are rather an initial or "i. e.": Pandoc wants two spaces after a capital."""
    if found[3] == "." and re.match(r"\w\.(?:\s|$)", text):
        return True
    return not found[1] and found[3] == "." and found[2].isupper() and len(found[4] or "") < 2  # spaces


def _goes_on(reader: LineReader, column: int, marker: ListMarker) -> bool:
    """Say whether the next item of the marker's list follows."""
    blank = False
    following = marker.numbering, marker.value + 1
    for _, raw in reader.lines[reader.at : reader.at + _FARTHEST]:
        here, readings = _begins(raw)
        if here < 0:
            blank = True
            continue
        if abs(here - column) < 2:  # columns: numerals may be aligned at their ends
            if following in readings:
                return True
            if blank:
                return False
        elif blank and here < column:
            return False
        blank = False
    return False


@lru_cache(maxsize=256)
def _begins(raw: str) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Return the column of a line's text, -1 if it is blank, and what the marker that it begins with may be.

    A line is looked at for each of the _FARTHEST lines before it.
    """
    text = expand_tabs(raw)
    found = _FANCY.match(text.strip())
    return (column_of(text) if text.strip() else -1), tuple(_readings(found)) if found else ()
