"""How a list is numbered on pages: the attributes of its element."""

from __future__ import annotations

from markupsafe import Markup

from builder.model import module as m
from builder.slides.deck.numbering import NUMBERINGS


def list_attributes(block: m.List) -> Markup:
    """Return the `start`, `type` and `style` of a list that is not numbered from 1 on in the plain way."""
    if not block.ordered:
        return Markup("")
    start, kind, styles = "", "", []
    if block.numbering:
        numbering = NUMBERINGS[block.numbering]
        kind = f' type="{numbering.system}"'
        styles.append(f"list-style-type: {numbering.css}")
    if block.start != 1:
        start = f' start="{block.start}"'
        styles.append(f"counter-reset: list-item {block.start - 1}")
    style = f' style="{"; ".join(styles)}"' if styles else ""
    return Markup(start + kind + style)  # safe: numbers and names of our own
