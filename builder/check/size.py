"""Rules about what can be laid out at all: beyond these sizes a page takes minutes, or all memory."""

from __future__ import annotations

import re

from builder.core.problems import Code, Problems
from builder.model import module as m

WORD = 2_000
"""Most characters without a space: an address may be long, a megabyte of one word takes half a gigabyte to break."""

CELLS = 4_000
"""Most cells of a table: some sixty pages of rows."""

COLUMNS = 40
"""Most columns of a table: on no paper are they wider than a letter each."""

NOTES = 1_000
"""Most footnotes of a module."""

_LONG = re.compile(rf"\S{{{WORD},}}")


def too_large(module: m.Module, problems: Problems) -> None:
    """No word and no table is larger, and there are no more footnotes, than can be laid out."""
    notes = [node for node in m.nodes(module) if isinstance(node, m.Footnote)]
    if len(notes) > NOTES:
        message = f"this module has {len(notes)} footnotes; at most {NOTES} are laid out"
        problems.add(Code.TOO_LARGE, message, notes[NOTES].at, "divide the module")
    for node in m.nodes(module):
        if isinstance(node, m.Table) and (cells := sum(len(row.cells) for row in (*node.header, *node.rows))) > CELLS:
            message = f"this table has {cells} cells; at most {CELLS} are laid out"
            problems.add(Code.TOO_LARGE, message, node.at, "divide it, or give it out as a file of its own")
        if isinstance(node, m.Table) and len(node.aligns) > COLUMNS:
            message = f"this table has {len(node.aligns)} columns; at most {COLUMNS} are laid out"
            problems.add(Code.TOO_LARGE, message, node.at, "turn it over, or give it out as a file of its own")
        text = getattr(node, "text", "")
        if len(text) >= WORD and _LONG.search(text):
            message = f"this word has more than {WORD} characters"
            problems.add(Code.TOO_LARGE, message, node.at, "is it data that was pasted by mistake?")
