"""MkDocs: `!!! note "Title"`, boxes that fold (`??? tip`, `???+ tip`), and tabs (`=== "Title"`).

https://python-markdown.github.io/extensions/admonition/, https://squidfunk.github.io/mkdocs-material/reference/admonitions/
"""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.parse.dialects.boxes.kinds import hiding_kin, nearest_kin
from builder.parse.dialects.translation import Lines, Translation, indent_of, indented, take_while_indented
from builder.parse.lines.normalize import column_of
from builder.parse.lines.reader import LineReader

_BOX = re.compile(r"""^(?:!!!|\?\?\?\+?)[ \t]*([A-Za-z][\w-]*)((?:[ \t]+[\w-]+)*)(?:[ \t]+["“](.*)["”])?\s*$""")
_SLASHES = re.compile(r"^(/{3,})[ \t]+([A-Za-z][\w-]*)(?:[ \t]*\|[ \t]*(.*))?$")
_TAB = re.compile(r"""^===[+!]?[ \t]+["“](.+)["”]\s*$""")


def read_box(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a box whose text is indented by four spaces."""
    number, raw = reader.next
    found = _BOX.match(raw.strip())
    if not found:
        return False
    reader.take()
    indent = indent_of(raw.expandtabs(4))
    body = translation.translate(_take_body(reader, column_of(raw.expandtabs(4))))
    kinds = [found[1], *found[2].split()]
    hidden = next((one for one in kinds if hiding_kin(one)), "")
    kin = nearest_kin(hidden or found[1], found[3] or "")
    if found[3] == "":
        kin = replace(kin, title="")
    out += translation.div(number, kin, indented(body, indent), indent=indent)
    return True


def _take_body(reader: LineReader, column: int) -> Lines:
    """Take what is indented under a mark at `column`, by four spaces or what its first line has; else the paragraph there."""
    place = reader.at
    while place < len(reader.lines) and not reader.lines[place][1].strip():
        place += 1
    first = column_of(reader.lines[place][1].expandtabs(4)) if place < len(reader.lines) else 0
    if first > column:
        return take_while_indented(reader, min(first, column + 4))
    taken: Lines = []
    while reader and reader.next[1].strip():
        number, text = reader.take()
        taken.append((number, text.strip()))
    return taken


def read_slashes(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a block of pymdown-extensions, `/// note | Title` up to a line of as many slashes."""
    number, raw = reader.next
    found = _SLASHES.match(raw.strip())
    if not found:
        return False
    end = translation.find_closing(reader, found[1], found[1].__eq__)
    if not end:
        return False
    indent = indent_of(raw.expandtabs(4))
    inner = [(n, text.expandtabs(4)[len(indent) :]) for n, text in reader.lines[reader.at + 1 : end]]
    reader.at = end + 1
    options = ""
    while inner and re.match(r"^    [\w-]+:", inner[0][1]):
        options += inner.pop(0)[1]
    kind = found[2]
    if kind in {"admonition", "details"} and (typed := re.search(r"type:\s*([\w-]+)", options)):
        kind = typed[1]
    body = indented(translation.translate(inner), indent)
    if kind in {"tab", "html", "caption", "figure-caption", "table-caption", "define", "latex"}:
        title = (
            [(number, indent + translation.subtitle(number, found[3])), (number, "")]
            if found[3] and kind == "tab"
            else []
        )
        out += [(number, ""), *title, *body, (number, "")]
        return True
    out += translation.div(number, nearest_kin(kind, found[3] or ""), body, indent=indent)
    return True


def read_tab(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a tab: its title, bold, over what is in it."""
    number, raw = reader.next
    found = _TAB.match(raw.strip())
    if not found:
        return False
    reader.take()
    indent = indent_of(raw.expandtabs(4))
    body = translation.translate(take_while_indented(reader, column_of(raw.expandtabs(4)) + 4))
    out += [
        (number, ""),
        (number, indent + translation.subtitle(number, found[1])),
        (number, ""),
        *indented(body, indent),
        (number, ""),
    ]
    translation.name("tabs", number, "tabs are shown one below the other", needle=found[0])
    return True
