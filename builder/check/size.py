"""Limits of what is laid out: larger content takes minutes a page, or exhausts memory."""

from __future__ import annotations

import re

from builder.core.problems import ProblemCode, Problems
from builder.model import module as m

MAX_WORD = 2_000
"""Longest word, in characters: addresses may be long, but breaking a word of 1 MB takes 0.5 GB of memory."""

MAX_CELLS = 4_000
"""Most cells of a table, some sixty pages."""

MAX_COLUMNS = 40
"""Most columns of a table: more are narrower than a letter on any paper."""

MAX_NOTES = 1_000
"""Most footnotes of a module."""

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u109f"  # Tibetan, Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u9fff\ua000-\ua4cf"  # Chinese, Japanese, and Yi, with their punctuation
    "\uf900-\ufaff\uff00-\uffef"  # compatibility and full-width forms
    "\U00020000-\U0003ffff"  # rare Chinese characters
)
"""Characters of scripts that set no space between words, as those of a regular expression: lines break within such a text (UAX 14)."""

_LONG = re.compile(rf"[^\s{_UNSPACED}]{{{MAX_WORD},}}")


def oversized_content(module: m.Module, problems: Problems) -> None:
    """Report words, tables and numbers of footnotes beyond the limits above."""
    notes = [node for node in m.nodes(module) if isinstance(node, m.Footnote)]
    if len(notes) > MAX_NOTES:
        message = f"this module has {len(notes)} footnotes; at most {MAX_NOTES} are laid out"
        problems.add(ProblemCode.TOO_LARGE, message, notes[MAX_NOTES].at, "divide the module")
    for node in m.nodes(module):
        if (
            isinstance(node, m.Table)
            and (cells := sum(len(row.cells) for row in (*node.header, *node.rows))) > MAX_CELLS
        ):
            message = f"this table has {cells} cells; at most {MAX_CELLS} are laid out"
            problems.add(ProblemCode.TOO_LARGE, message, node.at, "divide it, or give it out as a file of its own")
        if isinstance(node, m.Table) and len(node.aligns) > MAX_COLUMNS:
            message = f"this table has {len(node.aligns)} columns; at most {MAX_COLUMNS} are laid out"
            problems.add(ProblemCode.TOO_LARGE, message, node.at, "turn it over, or give it out as a file of its own")
        text = getattr(node, "text", "")
        if len(text) >= MAX_WORD and _LONG.search(text):
            message = f"this word has more than {MAX_WORD} characters"
            problems.add(ProblemCode.TOO_LARGE, message, node.at, "is it data that was pasted by mistake?")
