"""Fences of divs that are not three colons at the margin: two colons, colons of full width, fences set in like code."""

from __future__ import annotations

import re

from builder.parse.audiences.words import restricting_word
from builder.parse.divs.vocabulary import RESTRICTING, known_name
from builder.parse.lines.signs.patterns import DIV

_COLONS = re.compile(
    r"^(?:[:\uff1a\ufe55\ufe30\u2236][ \t\u00a0\u3000]*){2,}(?P<info>(?:.*[^:\uff1a\s])?)[:\uff1a\s]*$"
)
_NAME = re.compile(r"\{?\s*\.?([\w-]+)")


def odd_fence(rest: str, *, indented: bool) -> str | None:
    """Return what stands after the colons of an odd fence, "" if it can only close a div, None for another line.

    A fence that is `indented` like code is one only with a name that keeps text from participants: others may be samples.
    """
    if not rest.startswith((":", "\uff1a", "\ufe55", "\ufe30", "\u2236")) or (not indented and DIV.match(rest)):
        return None
    found = _COLONS.match(rest)
    if found is None or not found["info"]:
        return None if found is None else ""
    name = _NAME.match(found["info"])
    if name is None:
        return None
    known = known_name(name[1])
    secret = known in RESTRICTING or known == "check" or bool(restricting_word(name[1]))
    return found["info"] if secret or (known and not indented) else None
