"""Headings of other tools as ours: without attributes that have no effect here, and without those that have no words."""

from __future__ import annotations

import re

from builder.parse.audiences.words import restricting_word
from builder.parse.divs.vocabulary import known_name
from builder.parse.inlines.attributes import read_attributes
from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import AROUND, FENCE

_MARKS = re.compile(r"#{1,6}")
_KEPT = frozenset(
    {"time", "layout", "prose", "method", "from", "below", "keep-with", "lang", "audience", "position", "icon"}
)
_CLASSES = frozenset({"optional"})


def without_idle_attributes(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines whose headings keep the attributes that have an effect: ids, keys of ours, and who may see them.

    A heading without words, as reveal.js and Quarto begin a slide without a title, is a line that begins one.
    """
    out: list[NumberedLine] = []
    fence = ""
    for number, text in lines:
        if mark := FENCE.match(AROUND.sub("", text).strip()):
            fence = "" if fence and mark[1].startswith(fence) and not mark[2] else fence or mark[1]
        found = _heading(text) if not fence and not mark else None
        if found is None:
            out.append((number, text))
            continue
        marks, words, braces = found
        if not words.strip():
            out += [(number, text if _with_effect(braces) else "---")]
        elif braces:
            out.append((number, f"{marks} {words}{_with_effect(braces)}"))
        else:
            out.append((number, text))
    return out


def split_heading(text: str) -> tuple[str, str] | None:
    """Return the signs that begin a heading, and what follows them, without the signs that close it; None for another line.

    Not one pattern: several parts that may take the same spaces would be tried in each division of them.
    """
    begun = _MARKS.match(text)
    return (begun[0], text[begun.end() :].rstrip(" \t").rstrip("#").rstrip(" \t")) if begun else None


def _heading(text: str) -> tuple[str, str, str] | None:
    """Return the signs that begin a heading, its words, and its attributes in braces; None for another line."""
    marks, rest = split_heading(text) or ("", "")
    at = rest.rfind("{") if rest.endswith("}") else -1
    braces = rest[at:] if at >= 0 and rest.count("}", at) == 1 else ""
    words = (rest[:at] if braces else rest).rstrip(" \t")
    return (marks, words.lstrip(" \t"), braces) if marks and (not words or words[0] in " \t") else None


def _with_effect(braces: str) -> str:
    """Return attributes in braces, with a space before them, without those that have no effect; "" for none."""
    found = read_attributes(braces) if braces else None
    if found is None:
        return f" {braces}" if braces else ""
    parts = [f"#{found.id}"] if found.id else []
    parts += [f".{name}" for name in found.classes if name in _CLASSES or known_name(name) or restricting_word(name)]
    parts += [f'{key}="{value}"' for key, value in found.values.items() if key in _KEPT or key.startswith("x-")]
    return f" {{{' '.join(parts)}}}" if parts else ""
