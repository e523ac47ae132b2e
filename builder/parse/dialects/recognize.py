"""Whose file a source is: the tools whose signs it has. Said for authors in docs/language.md, “Other tools' files”."""

from __future__ import annotations

import re

_MARP = re.compile(r"^marp:\s*[\"']?true\b", re.MULTILINE)
_REVEAL_KEYS = re.compile(
    r"^[ \t]*(?:revealOptions|reveal|separator|verticalSeparator|notesSeparator)\s*:|revealjs|reveal\.js|reveal-md",
    re.MULTILINE,
)
_REVEAL = re.compile(
    r"<!--\s*\.(?:slide|element)\s*:|<section[^>]*data-(?:markdown|background|transition|auto-animate)"
)
_REMARK_KEYS = re.compile(r"xaringan|moon_reader|remark", re.MULTILINE)
_REMARK = re.compile(
    r"(?:\A|^---[ \t]*\n)(?:[ \t]*+\n)*+(?:class|name|template|layout|count|exclude)\s*:", re.MULTILINE
)
_REMARK_NOTES = re.compile(r"^[ \t>]*\?\?\?[ \t]*$", re.MULTILINE)
_DIVIDER = re.compile(r"^[ \t>]*-{2,4}[ \t]*$", re.MULTILINE)
_NOTE_ALONE = re.compile(r"^[ \t>]*notes?:[ \t]*$", re.MULTILINE | re.IGNORECASE)
_MYST = re.compile(
    r"^[ \t>*+-]*(?:`{3,}|~{3,}|:{3,})\{(?!r[ ,}]|python)[a-z][\w:-]*\}|\{[a-z][\w:-]*\}`|^\([^()\s]+\)=[ \t]*$",
    re.MULTILINE,
)
_LIASCRIPT = re.compile(
    r"^[ \t]*--\{\{\s*\d|^[ \t]*(?:[-*+] +)?\[\([\w ]{0,12}\)\]\s|^[ \t]*\[\[[ xX?!]\]\]\s|\bLiaScript\b|^[ \t]*@LIA\.|<!--(?:(?!-->|<!--)[\s\S])*?\b(?:narrator|import)\s*:",
    re.MULTILINE,
)


GUESSED = "guessed"
"""Beside a tool: only its slides and notes say that the file is its."""


def is_marp(front_matter: str) -> bool:
    """Say whether front matter says `marp: true`."""
    return "marp" in front_matter and bool(_MARP.search(front_matter))


def tools_of(front_matter: str, body: str) -> frozenset[str]:
    """Return the tools whose file this is: `marp`, `reveal`, `remark`, `myst`, `liascript`."""
    tools = set()
    if is_marp(front_matter):
        tools.add("marp")
    divided = len(_DIVIDER.findall(body)) > 0
    if _REVEAL_KEYS.search(front_matter) or _REVEAL.search(body):
        tools.add("reveal")
    elif _REMARK_KEYS.search(front_matter) or _REMARK.search(body) or (divided and _REMARK_NOTES.search(body)):
        tools.add("remark")
    elif divided and _NOTE_ALONE.search(body):
        tools |= {"reveal", GUESSED}
    if _MYST.search(body):
        tools.add("myst")
    if _LIASCRIPT.search(body):
        tools.add("liascript")
    return frozenset(tools)
