"""Translations that nobody has to make: longer words with marks, and words in letters that run from right to left.

Only words change. Sources, addresses, code, attributes and signs of Markdown stay, as they would in a real translation.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_KEPT = re.compile(
    r"\]\([^()\s]*\)(?:\{[^{}]*\})?|\{[^{}]*\}|\[-?@[^\]]*\]|\[\^[^\]]*\]|`[^`]*`|<kbd>.*?</kbd>|<[^<>]*>|\b[a-z-]+:#[\w-]+|&\w+;|\\.|\b(?:https?|mailto|tel|sms):[^\s)]+|\b[\w.-]+@[\w.-]+\b"
    r"|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?|\d+(?:[.,:]\d+)*"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MARKED = str.maketrans("aeiouAEIOUncsyz", "áéîöüÁÉÎÖÜñçšÿž")
_RIGHT_TO_LEFT = str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתאבגד")
_IDEOGRAPHS = "人口的女性工作法律安全服务支持信息时间问题回答活动学习我们你们他们可以不是"


def longer(word: str) -> str:
    """Return a word with marks on its letters, some 40 % longer than it was."""
    marked = word.translate(_MARKED)
    return f"{marked}{'ëòûñ'[: max(1, round(len(word) * 0.4))]}" if len(word) > 1 else marked


def right_to_left(word: str) -> str:
    """Return a word in Hebrew letters."""
    return word.lower().translate(_RIGHT_TO_LEFT).replace("'", "").replace("’", "")


def ideographs(word: str) -> str:
    """Return a word as one or two Chinese characters."""
    start = sum(map(ord, word)) % (len(_IDEOGRAPHS) - 2)
    return _IDEOGRAPHS[start : start + (1 if len(word) < 5 else 2)]  # half a word of English is one character


def pseudo(text: str, word: Callable[[str], str]) -> str:
    """Return Markdown with other words."""
    parts: list[str] = []
    at = 0
    for kept in [*_KEPT.finditer(text), None]:
        part = text[at : kept.start() if kept else len(text)]
        parts.append(_WORD.sub(lambda found: word(found[0]), part))
        parts.append(kept[0] if kept else "")
        at = kept.end() if kept else at
    return "".join(parts)
