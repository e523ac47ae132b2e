"""`::: notes` divs to the script: paragraphs that begin with a cue such as `SAY:` become cues."""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.model import module as m
from builder.model.cues import CUE, CUES
from builder.parse.divs.source import DivContext, DivSource


def make_notes(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Make the script: paragraphs that begin with a cue become cues."""
    return (m.Notes(body=tuple(_cue(block, context) for block in div.body)),)


def _cue(block: m.Block, _context: DivContext) -> m.Block:
    if not isinstance(block, m.Paragraph):
        return block
    content = block.content
    lead = content[0].content[0] if isinstance(content[0], m.Strong) and content[0].content else content[0]
    if not isinstance(lead, m.Text):
        return block
    found = re.match(rf"{CUE.pattern}\s*", lead.text)
    if not found:
        return block
    rest = lead.text[found.end() :]
    bold = isinstance(content[0], m.Strong)
    after = content[0].content[1:] if isinstance(content[0], m.Strong) else ()
    shown: tuple[m.Inline, ...] = (*((replace(lead, text=rest),) if rest else ()), *after)
    if bold and shown and isinstance(content[0], m.Strong):
        shown = (replace(content[0], content=shown),)
    following = content[1:]
    if not shown and following and isinstance(following[0], m.Text):
        following = (replace(following[0], text=following[0].text.lstrip()), *following[1:])
    return m.Cue(kind=CUES[found[1]], content=(*shown, *following), at=block.at, lang=block.lang)
