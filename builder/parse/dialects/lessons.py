"""What lessons keep elsewhere than modules do: objectives in a div, questions and key points in the front matter."""

from __future__ import annotations

import re

from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import DIV, FENCE, ITEM

_OBJECTIVES = re.compile(r"^(?::{3,}|`{3,}|~{3,})[ \t]*+\{?[ \t]*+\.?objectives?\b")
_KEY = re.compile(r"^(questions|keypoints)[ \t]*:[ \t]*$")
_ENTRY = re.compile(r"^[ \t]*-[ \t]+(.*)$")
_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)|[`*]|(?<!\w)_|_(?!\w)|\{[^{}]*\}")


def listed_objectives(lines: list[str]) -> list[str]:
    """Return the items of the first `objectives` div in a text, as plain text; [] when it has none."""
    start = next((n for n, text in enumerate(lines) if _OBJECTIVES.match(text.strip())), -1)
    found: list[str] = []
    for raw in lines[start + 1 :] if start >= 0 else ():
        text = raw.strip()
        if DIV.match(text) or FENCE.match(text):
            break
        if item := ITEM.match(text):
            found.append((item[5] or "").strip())
        elif found and text and not text.startswith("#"):
            found[-1] = f"{found[-1]} {text}".strip()
    return [plain for text in found if (plain := _MARKUP.sub(lambda m: m[1] or "", text).strip())]


def lists_of_lesson(front: list[str]) -> tuple[list[NumberedLine], list[NumberedLine]]:
    """Return divs for the lists `questions` and `keypoints` of The Carpentries' old style: (first, last in the module)."""
    divs: dict[str, list[NumberedLine]] = {}
    key = ""
    for number, raw in enumerate(front, 1):
        if found := _KEY.match(raw):
            key = found[1]
            divs[key] = [(number, f"::: {'discussion' if key == 'questions' else key}")]
        elif key and (entry := _ENTRY.match(raw)):
            divs[key].append((number, f"- {_unquoted(entry[1])}"))
        elif key and raw.startswith((" ", "\t")) and raw.strip():
            divs[key].append((number, f"  {_unquoted(raw)}"))
        else:
            key = ""
    closed = {key: [*lines, (lines[-1][0], ":::"), (lines[-1][0], "")] for key, lines in divs.items() if len(lines) > 1}
    return closed.get("questions", []), closed.get("keypoints", [])


def _unquoted(text: str) -> str:
    return re.sub(r"""^["'](?=.)|(?<=.)["']$""", "", text.strip())
