"""Lines that define what stands elsewhere: the address of a label, the long form of an abbreviation."""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.core.problems import ProblemCode
from builder.parse.inlines.attributes import read_attributes
from builder.parse.inlines.links import TITLE, Target, make_target, normal_label
from builder.parse.lines.milestones import CanonicalLines
from builder.parse.lines.reader import LineReader

_ABBREVIATION = re.compile(r"^\*\[([^\]]+)\]:\s*(.+)$")
_TARGET = re.compile(
    r"\[(?P<label>[^\]^@][^\]]*)\]:\s*(?:<(?P<angle>[^<>]*)>|(?P<bare>(?!<)(?=\S*?(?:[/:\#]|\.\w))\S++))"
    rf"(?:\s+{TITLE})?(?:\s*(?P<braces>\{{.*\}}))?\s*"
)
"""`[label]: address "title" {attributes}`; what is not like an address is prose, such as `[Ana]: Yes`."""
_TITLE = re.compile(rf"\s+{TITLE}\s*")


def read_definition(reader: LineReader, number: int, text: str, out: CanonicalLines, *, after_text: bool) -> bool:
    """Read line `number` if it defines something, with the title of an address on a line of its own; say whether it was one.

    As in CommonMark, the first definition of a label holds. Directly after text, that of a full address alone is one.
    """
    if found := _ABBREVIATION.match(text):
        short, long = found[1].strip(), found[2].strip()
        if out.abbreviations.setdefault(short, long) != long:
            message, at = (
                f"`{short}` is explained twice, and otherwise before; that is meant",
                reader.source.whole_line(number),
            )
            reader.problems.add(ProblemCode.DUPLICATE_TERM, message, at, "remove one of the two lines")
        out.short_form_lines.setdefault(short, number)
        return True
    defined = read_target(text) if not after_text or "://" in text else None
    if not defined:
        return False
    label, target = defined[0], replace(defined[1], line=number)
    if not target.title and reader and (below := _TITLE.fullmatch(reader.next[1])):
        reader.take()
        target = replace(target, title=next(title for title in below.groups() if title is not None))
    out.targets.setdefault(label, target)
    return True


def read_target(text: str) -> tuple[str, Target] | None:
    """Return the label, as labels are compared, and the target that `[label]: address` defines; None for other lines."""
    found = _TARGET.fullmatch(text)
    if not found or (found["braces"] and read_attributes(found["braces"]) is None):
        return None
    return normal_label(found["label"]), make_target(found, found["braces"] or "")
