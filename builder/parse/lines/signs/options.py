"""Options of questions as people type them: `-[x]`, `– [ x ]`, `* (x)`, `- [✓]This`, `☑ This` all mean `- [x] This`."""

from __future__ import annotations

import re

BLANK = "\\s\u200b-\u200d\u2060"
"""White space of any width, as part of a character class."""
RIGHT = "xX×хХχΧｘＸ✓✔✅☑🗸🗹√"
"""Characters in a box that mark a right option: crosses of several scripts and keyboards, and ticks."""
_EMPTY = "_☐□▢⬜◻◯○"

_BULLET = re.compile(rf"(?:[-*+–—−‒―‐‑•‣▪◦●○■·∙・－＊]|\(?(?:\d{{1,9}}|[A-Za-z])[.)．）])(?P<gap>[{BLANK}]*)")
_INSIDE = rf"[{BLANK}]*(?P<mark>[{RIGHT}vV{_EMPTY}]?)\ufe0f?[{BLANK}]*"
_SQUARE = re.compile(rf"\\?[\[［〔【](?P<round>[(\[])?{_INSIDE}(?(round)[)\]])\\?[\]］〕】](?![(\[{{])")
_ROUND = re.compile(rf"[(（](?P<mark>[{BLANK}]*[{RIGHT}{_EMPTY}]?\ufe0f?[{BLANK}]*)[)）]")
_GLYPH = re.compile(r"(?P<mark>[☑🗹☐□▢⬜])\ufe0f?")
_AFTER = re.compile(rf"[{BLANK}]*(?:[:.)](?=[{BLANK}]))?[{BLANK}]*")


def read_option(line: str) -> str:
    """Return a line of a question as `- [x] words` or `- [ ] words` if it is an option however it is typed, else "".

    A box in round brackets is one only after a bullet: `(x)` at the beginning of a line is also a Roman numeral.
    What is in a box and is neither empty nor a cross or tick is left alone; divs/questions/check.py refuses it.
    """
    bullet = _BULLET.match(line)
    at = bullet.end() if bullet else 0
    box = _SQUARE.match(line, at) or _GLYPH.match(line, at) or (_ROUND.match(line, at) if bullet else None)
    if box is None:
        return ""
    mark = box["mark"].strip("\ufe0f\u200b\u200c\u200d\u2060 ").strip()
    if not mark and not bullet and line[box.end() :].startswith(":"):
        return ""  # the target of a link without a name
    words = line[_AFTER.match(line, box.end()).end() :]  # type: ignore[union-attr]  # it matches the empty string
    gap = len(bullet["gap"]) if bullet else 0
    return f"-{' ' * max(gap, 1)}[{'x' if mark and mark in RIGHT + 'vV' else ' '}] {words}"
