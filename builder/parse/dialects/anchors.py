"""Ids that other tools give by themselves and lessons link to: those of headings, and names of slides."""

from __future__ import annotations

import re
import unicodedata

from builder.parse.identity import slug
from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import AROUND, FENCE, RULE

_WANTED = re.compile(r"\]\(#/?([^)\s\"]+)|^[ \t]*\[[^\]\n]+\]:[ \t]*#(\S+)", re.MULTILINE)
_GIVEN = re.compile(r"\{(?=[^{}\n]*+\})[^{}\n]*#([\w.:-]++)[^{}\n]*\}")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_SLIDE = re.compile(r"""^name:[ \t]*(\S+)|<!--[ \t]*\.slide:[^<>]*?\bid[ \t]*=[ \t]*["']?([\w-]+)""")
_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)|[`*~]|\{[^{}]*\}")


def wanted_anchors(body: str) -> frozenset[str]:
    """Return the ids that links lead to and no attributes give."""
    wanted = {found[1] or found[2] for found in _WANTED.finditer(body)}
    return frozenset(wanted.difference(_GIVEN.findall(body)) if wanted else ())


def anchored_lines(lines: list[NumberedLine], wanted: frozenset[str]) -> dict[int, str]:
    """Return the line of the heading for each wanted id: the one whose words make it, or the one of the slide so named."""
    found: dict[int, str] = {}
    left, fence, heading, name = set(wanted), "", 0, ""
    for number, text in lines:
        if mark := FENCE.match(AROUND.sub("", text).strip()):
            fence = "" if fence and mark[1].startswith(fence) and not mark[2] else fence or mark[1]
        if fence or mark:
            continue
        if RULE.match(text.strip()):
            heading, name = 0, ""
        if slide := _SLIDE.search(text):
            name = slide[1] or slide[2]
        if title := _HEADING.match(text.lstrip("> ")):
            heading = number
            if id_ := next((one for one in _slugs(title[2]) if one in left), ""):
                left.discard(id_)
                found[number] = id_
        if name in left and heading and heading not in found:
            left.discard(name)
            found[heading] = name
    return found


def with_anchors(lines: list[NumberedLine], anchors: dict[int, str]) -> list[NumberedLine]:
    """Return lines in which the headings that links lead to have their ids."""
    return [
        (number, f"{text.rstrip().rstrip('#').rstrip()} {{#{anchors[number]}}}")
        if number in anchors and _HEADING.match(text) and not text.rstrip().endswith("}")
        else (number, text)
        for number, text in lines
    ]


def _slugs(title: str) -> tuple[str, ...]:
    """Return the ids that GitHub, Pandoc and Python-Markdown make of a heading."""
    text = unicodedata.normalize("NFC", _MARKUP.sub(lambda found: found[1] or "", title)).strip().lower()
    github = re.sub(r"[^\w\s-]", "", text)
    pandoc = re.sub(r"^[\W\d_]+", "", re.sub(r"\s+", "-", re.sub(r"[^\w\s.-]", "", text)))
    return slug(text), github.replace(" ", "-"), pandoc, re.sub(r"[-\s]+", "-", github).strip("-")
