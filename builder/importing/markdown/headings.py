"""Headings of other tools as ours: without attributes that have no effect here, and without those that have no words."""

from __future__ import annotations

import re

from builder.parse.audiences.words import restricting_word
from builder.parse.divs.vocabulary import known_name
from builder.parse.inlines.attributes import read_attributes
from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import AROUND, FENCE

_HEADING = re.compile(r"^(?P<marks>#{1,6})(?:[ \t]+(?P<words>.*?))?[ \t]*(?P<braces>\{[^{}]*\})?[ \t]*#*[ \t]*$")
_KEPT = frozenset({"time", "layout", "prose", "method", "from", "keep-with", "lang", "audience", "position", "icon"})
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
        found = _HEADING.match(text) if not fence and not mark else None
        if found is None:
            out.append((number, text))
        elif not (found["words"] or "").strip():
            braces = _with_effect(found["braces"] or "")
            out += [(number, "---")] if not braces else [(number, text)]
        elif found["braces"]:
            out.append((number, f"{found['marks']} {found['words']}{_with_effect(found['braces'])}"))
        else:
            out.append((number, text))
    return out


def _with_effect(braces: str) -> str:
    """Return attributes in braces, with a space before them, without those that have no effect; "" for none."""
    found = read_attributes(braces) if braces else None
    if found is None:
        return f" {braces}" if braces else ""
    parts = [f"#{found.id}"] if found.id else []
    parts += [f".{name}" for name in found.classes if name in _CLASSES or known_name(name) or restricting_word(name)]
    parts += [f'{key}="{value}"' for key, value in found.values.items() if key in _KEPT or key.startswith("x-")]
    return f" {{{' '.join(parts)}}}" if parts else ""
