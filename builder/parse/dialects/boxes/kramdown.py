"""Kramdown's attributes, `{: .class #id}`: the old style of The Carpentries' lessons, and Jekyll's pages."""

from __future__ import annotations

import re

from builder.parse.audiences.words import restricting_word
from builder.parse.dialects.boxes.kinds import KINDS, nearest_kin
from builder.parse.dialects.translation import Lines, Translation
from builder.parse.lines.reader import LineReader

ATTRIBUTE_LINE = re.compile(r"^\{:\s*+([^{}]*)\}\s*$")
"""A line of attributes for the block before it: https://kramdown.gettalong.org/syntax.html#block-ials"""

_RULE = re.compile(r"^\s*\|[ \t]*:?-[-|+: \t]*\|\s*$")
_LANGUAGE = re.compile(r"^language-(\w+)$")


def classes_of(text: str) -> list[str]:
    """Return the classes in a list of attributes, in order."""
    return re.findall(r"\.([\w-]+)", text)


def language_of(text: str) -> str:
    """Return the language that attributes give a code block: `.language-python`, `.output`; "" for none."""
    classes = classes_of(text)
    named = next((found[1] for name in classes if (found := _LANGUAGE.match(name))), "")
    return named or next((name for name in classes if name in {"output", "error", "bash", "python", "r", "sql"}), "")


def read_attribute_line(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read `{: .class}` after or before a block: the name of a box is put around that block, others are named once."""
    found = ATTRIBUTE_LINE.match(reader.next[1].strip())
    if not found:
        return False
    number = reader.take()[0]
    classes = classes_of(found[1])
    box = next((name for name in classes if name in KINDS or restricting_word(name)), "")
    if box and out and out[-1][1].strip():
        start = len(out)
        while start and out[start - 1][1].strip() and not out[start - 1][1].lstrip().startswith(":::"):
            start -= 1
        body = out[start:]
        if body:
            del out[start:]
            out += translation.div(body[0][0], nearest_kin(box), body)
            return True
    if box:  # with nothing before it, it is that of the block below
        below = []
        while reader and reader.next[1].strip():
            below.append(reader.take())
        if below:
            out += translation.div(below[0][0], nearest_kin(box), below)
            return True
    if found[1].strip() and found[1].strip() != "toc":
        message = f"`{{: {found[1].strip()}}}` has no effect: attributes of blocks in this form are not read"
        translation.name("attribute line", number, message, "write a `:::` div, or `{#id .class}` after a heading")
    return True


def read_table_rule(_translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read the rule under a table's header, `|---+---|`, whose crosses are bars elsewhere."""
    number, raw = reader.next
    if "+" not in raw or not _RULE.match(raw):
        return False
    reader.take()
    out.append((number, raw.replace("+", "|")))
    return True
