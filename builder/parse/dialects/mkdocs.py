"""MkDocs: `!!! note "Title"`, boxes that fold (`??? tip`, `???+ tip`), and tabs (`=== "Title"`).

https://python-markdown.github.io/extensions/admonition/, https://squidfunk.github.io/mkdocs-material/reference/admonitions/
"""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.parse.dialects.kinds import nearest_kin
from builder.parse.dialects.translation import Lines, Translation, div_lines, indent_of, indented, take_while_indented
from builder.parse.lines.normalize import column_of
from builder.parse.lines.reader import LineReader

_BOX = re.compile(r"""^(?:!!!|\?\?\?\+?)[ \t]*([A-Za-z][\w-]*)((?:[ \t]+[\w-]+)*)(?:[ \t]+["“](.*)["”])?\s*$""")
_TAB = re.compile(r"""^===[+!]?[ \t]+["“](.+)["”]\s*$""")


def read_box(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a box whose text is indented by four spaces."""
    number, raw = reader.next
    found = _BOX.match(raw.strip())
    if not found:
        return False
    reader.take()
    indent = indent_of(raw.expandtabs(4))
    body = translation.translate(take_while_indented(reader, column_of(raw.expandtabs(4)) + 4))
    kinds = [found[1], *found[2].split()]
    hidden = next((one for one in kinds if nearest_kin(one).name in {"facilitator", "notes", "answer"}), "")
    kin = nearest_kin(hidden or found[1], found[3] or "")
    if found[3] == "":
        kin = replace(kin, title="")
    out += div_lines(number, kin, indented(body, indent), indent=indent)
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
    out += [(number, ""), (number, f"{indent}**{found[1]}**"), (number, ""), *indented(body, indent), (number, "")]
    translation.name("tabs", number, "tabs are shown one below the other", needle=found[0])
    return True
