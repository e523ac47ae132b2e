"""Levels of headings: which of a file's headings begin topics of ours, by where its text stands; and minutes that headings name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.core.frozen import dataclass
from builder.importing.markdown.headings import split_heading
from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import AROUND, DIV, DOUBLE_UNDERLINE, FENCE, RULE, UNDERLINE

_ATTRIBUTES = re.compile(r"^(?P<title>(?:.*\S)?)\s*+(?P<braces>\{[^{}]*\})$")
_MINUTES = re.compile(
    r"^(?P<title>.*\S)\s*+(?:[(\[]\s*+(?:~|ca\.?|about|approx\.?)?\s*+(?P<inside>\d{1,3})\s*(?:min|mins|minutes)\.?\s*[)\]]"
    r"|[–—-]\s*(?P<after>\d{1,3})\s*(?:min|mins|minutes)\.?)$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^\s*[-*]\s+(\d{1,3})\s*min(?:utes|s)?\.?\s+(?:of\s+)?(?:teaching|exercises?|discussion|lecture|demo|type-along|hands-on)\b",
    re.IGNORECASE,
)
_DEEPEST = 6


@dataclass(frozen=True)
class _Found:
    """A heading outside divs, quotes and code: the index of its line, its level and title; `bare`: another heading or a rule follows it."""

    index: int
    level: int
    title: str
    bare: bool


def minutes_in(title: str) -> tuple[str, int | None]:
    """Return a heading's words without the minutes at its end, such as `(15 min)`, and those; None without any."""
    found = _MINUTES.match(title.strip())
    return (found["title"].rstrip(" :–—-"), int(found["inside"] or found["after"])) if found else (title, None)


def minutes_of_items(lines: list[NumberedLine]) -> int | None:
    """Return how long a chapter takes by items such as `- 35 min teaching`, as CodeRefinery writes for instructors; None without any."""
    found = [int(one[1]) for _, text in lines if (one := _TOLD.match(text))]
    return sum(found) if found else None


def first_title(lines: list[NumberedLine], *, is_deck: bool) -> tuple[int, str]:
    """Return the index and the words of the heading that is the title of all: the only `#`, before all others; -1 without one.

    That of a deck's first slide is its title in any case.
    """
    found = list(_headings(lines))
    tops = [one for one in found if one.level == 1]
    only = len(tops) == 1 or (is_deck and not any(text.strip() for _, text in lines[: tops[0].index if tops else 0]))
    return (found[0].index, found[0].title) if tops and only and found[0].level == 1 else (-1, "")


def with_levels(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines whose headings have levels of ours: `##` begins a topic, `#` a part.

    Where most `#` have text right under them they are titles of slides, and every level becomes one deeper; where the highest
    is below `##`, all rise. This is Pandoc's rule for slides (MANUAL, “Structuring the slide show”), with the majority deciding.
    """
    found = list(_headings(lines))
    tops = [one for one in found if one.level == 1]
    by = 0
    if len(tops) > 1 and sum(not one.bare for one in tops) * 2 > len(tops):
        by = 1
    elif found and not tops:
        by = 2 - min(one.level for one in found)
    return _shift(lines, found, by) if by else lines


def without_parts(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines in which no heading is a part: those of a chapter, which is one itself."""
    found = list(_headings(lines))
    by = 1 if any(one.level == 1 for one in found) else 0
    return _shift(lines, found, by) if by else lines


def with_minutes(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines in which topics whose headings name minutes have them as an attribute instead."""
    out = list(lines)
    for one in _headings(lines):
        braces = _ATTRIBUTES.match(one.title)
        title, minutes = minutes_in(braces["title"] if braces else one.title)
        if one.level == 2 and minutes is not None and "time=" not in (braces["braces"] if braces else ""):
            inner = f"{braces['braces'][1:-1].strip()} " if braces else ""
            out[one.index] = (out[one.index][0], f"## {title} {{{inner}time={minutes}}}")
    return out


def _shift(lines: list[NumberedLine], found: list[_Found], by: int) -> list[NumberedLine]:
    out = list(lines)
    for one in found:
        number, text = out[one.index]
        level = min(max(one.level + by, 1), _DEEPEST)
        out[one.index] = number, f"{'#' * level}{text.lstrip()[one.level :]}"
    return out


def _headings(lines: list[NumberedLine]) -> Iterator[_Found]:
    """Yield the headings that stand outside divs, quotes, items and code."""
    places: list[tuple[int, int, str]] = []
    fence, depth = "", 0
    for index, (_, text) in enumerate(lines):
        rest = text.strip()
        if mark := FENCE.match(AROUND.sub("", text).strip()):
            fence = "" if fence and mark[1].startswith(fence) and not mark[2] else fence or mark[1]
            continue
        if fence:
            continue
        if div := DIV.match(rest):
            depth = max(depth + (1 if div[2] else -1), 0)
        elif not depth and (heading := _heading(text)):
            places.append((index, len(heading[0]), heading[1].strip()))
    for index, level, title in places:
        after = next((text.strip() for _, text in lines[index + 1 :] if text.strip()), "")
        yield _Found(index, level, title, not after or bool(_heading(after) or RULE.match(after)))


def _heading(text: str) -> tuple[str, str] | None:
    """Return the signs that begin a heading, and its title with its attributes; None for another line."""
    found = split_heading(text)
    return found if found and found[1][:1] in {"", " ", "\t"} else None


def without_underlines(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines in which headings that are underlined (`Title` above `===` or `---`) begin with number signs."""
    out: list[NumberedLine] = []
    fence = ""
    for number, text in lines:
        rest = text.strip()
        if mark := FENCE.match(AROUND.sub("", text).strip()):
            fence = "" if fence and mark[1].startswith(fence) and not mark[2] else fence or mark[1]
        rest = rest if text.startswith(rest[:1]) else ""  # set in, it belongs to something before it
        level = 1 if DOUBLE_UNDERLINE.match(rest) else 2 if UNDERLINE.match(rest) else 0
        before = out[-1][1] if out else ""
        is_text = before.strip() and re.match(r"(?![#>|:`~<*+=!?{%@.\[/-]|\d+[.)]\s)\S", before)
        alone = len(out) < 2 or not out[-2][1].strip()
        if level and not fence and is_text and alone:
            out[-1] = (out[-1][0], f"{'#' * level} {before.strip()}")
            continue
        out.append((number, text))
    return out
