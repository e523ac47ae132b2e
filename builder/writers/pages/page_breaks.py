"""Decides which blocks are kept on one page: only short ones, as an unbreakable block can leave much of a page empty."""

from __future__ import annotations

from dataclasses import dataclass

from builder.model import module as m
from builder.model.outputs import Variant
from builder.theme.theme import Theme
from builder.writers.shared.back_matter import word_count

WHOLE_WORDS = 70
"""Words on about a fifth of a page at USUAL_SIZE: a longer block may break, or it would leave so much of a page empty."""

UNIT_WORDS = 130
"""The same for a task, a question or a caution, which is read in one go: a third of a page."""

TABLE_WORDS = 100
"""The same for a table of WHOLE_ROWS at the most: a quarter to a third of a page, as its rows are read across and down."""

LARGE_ROOM = 1.3
"""Factor for the words on a page of large print: its lines also use the column of labels."""

WHOLE_ROWS = 6
"""The most rows of a table that is kept on one page; longer ones break between rows and repeat their header."""

PAGE_ROWS = 13
"""Rows of up to two lines that fit on a page at USUAL_SIZE."""

BRIEF = 110
"""Letters of a form's piece of which three stand side by side on a page."""

USUAL_SIZE, USUAL_LINE = 10.75, 15.0
"""The type size and line height for which the limits above hold, pt."""

NEAR_ROWS = 13
"""Rows of a run sheet, and of checks before the session, that fill a page of the usual size together with the numbers to call."""

LARGE_LINE = 1.25
"""Factor for the length of lines in large print, whose pages have no column of labels."""

_FLOWING = (m.Part, m.Topic, m.Paragraph, m.Heading, m.List, m.DefinitionList, m.Notes, m.Shared, m.FormFields)
"""Blocks that may always break between their lines, items, fields or blocks."""


_SOLUTIONS = (m.Answer, m.Verdict, m.Match, m.RightPlace)
"""What of a question only those are given who have its answers."""


@dataclass(frozen=True)
class PageBreaks:
    """Decides about page breaks for the type of a theme and variant."""

    theme: Theme
    variant: Variant

    @property
    def capacity(self) -> float:
        """How many words fit on a page, relative to a page in the usual type."""
        kind = self.theme.tokens.typography
        face = kind.large if self.variant.large else kind.base
        return USUAL_SIZE * USUAL_LINE / (face.size * face.line_height)

    @property
    def line_scale(self) -> float:
        """How many characters fit on a line, relative to a line of the usual type beside labels."""
        kind = self.theme.tokens.typography
        return LARGE_LINE * USUAL_SIZE / kind.large.size if self.variant.large else USUAL_SIZE / kind.base.size

    @property
    def has_larger_type(self) -> bool:
        """Whether the theme's type is larger than usual without being large print: one-page sections are then set tighter."""
        return self.capacity < 1 and not self.variant.large

    def keeps_whole(self, block: m.BlockNode) -> bool:
        """Say whether a block is kept on one page."""
        if isinstance(block, _FLOWING):
            return False
        room = self.capacity * (LARGE_ROOM if self.variant.large else 1)
        words = UNIT_WORDS if _is_unit(block) else TABLE_WORDS if isinstance(block, m.Table) else WHOLE_WORDS
        short = word_count(block) <= words * room
        return short and (not isinstance(block, m.Table) or len(block.rows) <= WHOLE_ROWS)

    def keeps_three_abreast(self, form: m.Form) -> bool:
        """Say whether every piece of a form is short enough to stand beside two others."""
        return not self.variant.large and all(len(m.plain(item)) <= BRIEF for item in form.items)

    def keeps_rows(self, count: int) -> bool:
        """Say whether a list of `count` rows is kept on one page."""
        return count <= PAGE_ROWS * self.capacity

    @staticmethod
    def keeps_run_sheet_near(rows: int) -> bool:
        """Say whether a run sheet follows the numbers to call. `rows` are its own, and those of the checks before it.

        The paper has no say in it: the order of a guide's parts is the same under every theme, on every paper and in large print.
        """
        return rows <= NEAR_ROWS


def _is_unit(block: m.BlockNode) -> bool:
    """Say whether a block is a task, a caution, or a question without its answers."""
    match block:
        case m.Caution():  # half of a warning misleads
            return True
        case m.Activity():  # a table to fill in is higher than its words suggest
            return not any(isinstance(node, m.Table) for node in m.walk(block))
        case m.Question():
            return not any(isinstance(node, _SOLUTIONS) for node in m.walk(block))
        case _:
            return False
