"""Takes HTML comments out of lines. One that is not closed hides nothing: it is an error, and its words stay."""

from __future__ import annotations

import re

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import AROUND, FENCE

_OPEN, _CLOSE = "<!--", "-->"
_UNCLOSED = "this comment is not closed before the next one opens or the file ends; its text is kept"
_HINT = "write `<!-- text -->`, or `\\<!--` for the signs themselves"
_TOKEN = re.compile(r"\\.|<!--|(?<!`)(`+)(?!`)(?:.{0,2000}?[^`])?\1(?!`)")


def remove_comments(lines: list[NumberedLine], source: Source, problems: Problems) -> list[NumberedLine]:
    """Return lines without HTML comments, except in code.

    A comment that is never closed, or only after another has opened, would hide text that its author means to show; one
    that closes at once (`<!-->`, as HTML reads it) or twice would show text that its author means to hide. All are errors.
    """
    kept: list[NumberedLine] = []
    fence, index = "", 0
    while index < len(lines):
        number, text = lines[index]
        index += 1
        if ("```" in text or "~~~" in text) and (found := FENCE.match(AROUND.sub("", text).strip())):
            if not fence:
                fence = found[1]
            elif found[1].startswith(fence) and not found[2]:
                fence = ""
        if fence or (_OPEN not in text and _CLOSE not in text):
            kept.append((number, text))
            continue
        shown, had, told, at = "", False, False, 0
        while (start := _opening(text, at)) >= 0:
            end = _end(lines, index, text, start + len(_OPEN))
            shown += text[at:start]
            if end is None:
                if not told:  # once a line
                    problems.add(ProblemCode.UNCLOSED_COMMENT, _UNCLOSED, source.find(number, text[start:]), _HINT)
                told = True
                shown, at = f"{shown}&lt;!--", start + len(_OPEN)
            else:
                (index, text, at), had = end, True
        shown += text[at:]
        if had and not shown.strip():
            continue  # the comment was all there was: not even a blank line is left
        if not had and shown.strip() == _CLOSE:
            hint = "open it with `<!--`, or remove this line"
            problems.add(ProblemCode.UNCLOSED_COMMENT, "this closes no comment", source.whole_line(number), hint)
        kept.append((number, shown))
    return kept


def _opening(text: str, at: int) -> int:
    """Return where the next comment begins in a line, -1 without one; not in code, and not after a backslash."""
    if text.find(_OPEN, at) < 0:
        return -1
    return next((found.start() for found in _TOKEN.finditer(text, at) if found[0] == _OPEN), -1)


def _end(lines: list[NumberedLine], index: int, text: str, at: int) -> tuple[int, str, int] | None:
    """Return where a comment ends whose words begin at `at`: index of the next line, this line, place in it; or None."""
    if text.startswith((">", "->"), at):
        return None
    while True:
        again = text.find(_OPEN, at)
        end = text.find(_CLOSE, at, again if again >= 0 else len(text))
        if end >= 0:
            return index, text, end + len(_CLOSE)
        if again >= 0 or index == len(lines):
            return None
        text, at, index = lines[index][1], 0, index + 1
