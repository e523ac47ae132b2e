"""What is kept on one page. A block that may not break leaves the page before it empty, so only short ones are kept whole."""

from __future__ import annotations

from dataclasses import dataclass

from builder.model import module as m
from builder.model.outputs import Variant
from builder.theme.theme import Theme
from builder.writers.shared.back_matter import word_count

WHOLE_WORDS = 110
"""Words on about a third of a page, at the size below: a block of more may break."""

UNIT_WORDS = 165
"""The same for what is done or heard in one go: a task, a question, a caution. Half a page."""

LARGE_ROOM = 1.3
"""How many more words a page of large print has room for than its type alone says: its lines take the column of labels."""

WHOLE_ROWS = 6
"""Rows of a table that is kept whole; longer ones break between rows and repeat their header."""

PAGE_ROWS = 13
"""Rows of up to two lines that a whole page has room for, at the size below."""

USUAL_SIZE, USUAL_LINE = 10.75, 16.0
"""Type at which that is so, pt."""

LARGE_LINE = 1.25
"""How much longer the lines of large print are: its pages have no column of labels."""

_FLOWING = (m.Part, m.Topic, m.Paragraph, m.Heading, m.List, m.DefinitionList, m.Notes, m.Shared)
"""Blocks that may break anywhere between their lines, items or blocks, however short they are."""


@dataclass(frozen=True)
class PageBreaks:
    """Says what is kept on one page, in the type that a theme and a variant are set in."""

    theme: Theme
    variant: Variant

    @property
    def capacity(self) -> float:
        """How many words a page has room for, against one set in type of the usual size."""
        kind = self.theme.tokens.typography
        face = kind.large if self.variant.large else kind.base
        return USUAL_SIZE * USUAL_LINE / (face.size * face.line_height)

    @property
    def line_scale(self) -> float:
        """How many characters a line has room for, against one set in type of the usual size beside labels."""
        kind = self.theme.tokens.typography
        return LARGE_LINE * USUAL_SIZE / kind.large.size if self.variant.large else USUAL_SIZE / kind.base.size

    @property
    def has_larger_type(self) -> bool:
        """Whether type is larger than usual, and yet no large print: what should be one page is set closer."""
        return self.capacity < 1 and not self.variant.large

    def keeps_whole(self, block: m.BlockNode) -> bool:
        """Say whether a block is kept on one page."""
        if isinstance(block, _FLOWING):
            return False
        room = self.capacity * (LARGE_ROOM if self.variant.large else 1)
        short = word_count(block) <= (UNIT_WORDS if _is_unit(block) else WHOLE_WORDS) * room
        return short and (not isinstance(block, m.Table) or len(block.rows) <= WHOLE_ROWS)

    def keeps_rows(self, count: int) -> bool:
        """Say whether a list of so many rows is kept on one page."""
        return count <= PAGE_ROWS * self.capacity


def _is_unit(block: m.BlockNode) -> bool:
    """Say whether a block is a task, a caution, or a question as it is asked: without answers."""
    match block:
        case m.Caution():  # half of a rule is not the rule
            return True
        case m.Activity():  # a table to fill in is higher than its words tell
            return not any(isinstance(node, m.Table) for node in m.walk(block))
        case m.Check(options=options, answer=answer):
            return answer is None and not any(option.verdict for option in options)
        case _:
            return False
