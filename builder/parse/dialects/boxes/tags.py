"""Boxes between tags of templates: `{{% notice tip %}}` and `{{< details "Title" >}}` of Hugo, `{% hint style="info" %}` of GitBook."""

from __future__ import annotations

import re

from builder.parse.dialects.boxes.kinds import KINDS, Kin, nearest_kin, of_title
from builder.parse.dialects.translation import Lines, Translation, indent_of, indented
from builder.parse.lines.reader import LineReader

_OPENING = re.compile(r"^(\{\{[<%]|\{%)\s*([A-Za-z][\w-]*+)\s*+(.*?)\s*(?:[>%]\}\}|%\})$")
_BOXES = frozenset(
    {"notice", "hint", "alert", "admonition", "callout", "details", "expand", "spoiler", "expandable", "note", "tip"}
)
_STYLE = re.compile(r"""(?:style|type|kind|class|color)\s*=\s*["']?([\w-]+)""")
_TITLE = re.compile(r"""(?:(?:title|summary|header)\s*=\s*)?["“]([^"“”]*)["”]""")


def read_tagged(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a box between a tag and the tag that closes it; other tags are left to the rules of running text."""
    number, raw = reader.next
    found = _OPENING.match(raw.strip())
    if not found or (found[2] not in _BOXES and found[2] not in KINDS):
        return False
    closing = re.compile(rf"^(?:\{{\{{[<%]\s*/\s*{found[2]}|\{{%\s*end{found[2]})\b")
    end = translation.find_closing(reader, f"{found[1]} {found[2]}", closing.match)
    if not end:
        return False
    indent = indent_of(raw)
    body = indented(
        translation.translate([(n, text[len(indent) :]) for n, text in reader.lines[reader.at + 1 : end]]), indent
    )
    reader.at = end + 1
    out += translation.div(number, _kin(found[2], found[3]), body, indent=indent)
    return True


def _kin(name: str, given: str) -> Kin:
    """Return the nearest box for a tag: by its style, by a word after its name, by its name."""
    style, title = _STYLE.search(given), _TITLE.search(_STYLE.sub("", given))
    words = re.sub(r"""["“][^"“”]*["”]|(?<![\w-])[\w-]++\s*=\s*\S+""", " ", given).split()
    kind = style[1] if style else words[0] if words and words[0].casefold() in KINDS else name
    if not title and not style and words and of_title(" ".join(words)):
        return Kin("answer", " ".join(words))
    return nearest_kin(kind if kind.casefold() in KINDS else "note", title[1] if title else "")
