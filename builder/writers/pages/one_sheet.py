"""The one-sheet summary of a module: the order of its blocks, how small its type may be, and a warning when it is too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.theme.theme import Theme
from builder.writers.shared.back_matter import word_count
from builder.writers.shared.styles import SHEET_STEPS

USUAL = 0.9
"""The type size of a sheet, as a share of the theme's text size; print.css has the same (`.sheet`)."""

FLOOR = 9.5
"""The smallest type size that a sheet is brought to, pt."""

SIDES = 2
"""Pages on a sheet of paper."""

BLOCK_WORDS = 14
"""The space of a block's label, title and frame, in words."""

NAMED = 3
"""How many of the longest blocks the warning about a long sheet names."""


@dataclass(frozen=True)
class SheetLayout:
    """The blocks of a sheet, in three groups in this order: key points, reference, and where to find help."""

    key_points: tuple[m.Block, ...]
    reference: tuple[m.Block, ...]
    resources: tuple[m.Block, ...]

    @property
    def halves(self) -> tuple[tuple[m.Block, ...], ...]:
        """The reference blocks in two columns of about the same length, or in one when there is a single block.

        We balance them because WeasyPrint needs two seconds for it when blocks in columns may not break.
        """
        weights = [word_count(block) + BLOCK_WORDS for block in self.reference]
        cuts = range(1, len(weights))
        if not cuts:
            return (self.reference,) if self.reference else ()
        cut = min(cuts, key=lambda place: abs(sum(weights[:place]) - sum(weights[place:])))
        return self.reference[:cut], self.reference[cut:]


def arrange_sheet(module: m.Module) -> SheetLayout:
    """Return the blocks of a module that was selected for the sheet, without its parts and topics."""
    key_points, reference, resources = [], [], []
    for block in _unwrap(module.body):
        if isinstance(block, m.KeyPoints):
            key_points.append(block)
        elif any(isinstance(node, m.Resources | m.ContactList | m.Local) for node in m.walk(block)):
            resources.append(block)
        else:
            reference.append(block)
    return SheetLayout(tuple(key_points), tuple(reference), tuple(resources))


def _unwrap(blocks: tuple[m.Block, ...]) -> Iterator[m.Block]:
    """Yield blocks, replacing parts, topics and columns by the blocks in them."""
    for block in blocks:
        match block:
            case m.Part() | m.Topic() | m.Column():
                yield from _unwrap(block.body)
            case m.Columns():
                yield from _unwrap(block.columns)
            case _:
                yield block


def tightness_steps(theme: Theme) -> Iterator[int]:
    """Yield the indexes of SHEET_STEPS that a theme may use, in order: none makes type smaller than FLOOR."""
    usual = theme.tokens.typography.base.size * USUAL
    yield from (step for step, (share, _) in enumerate(SHEET_STEPS) if share == 1 or usual * share >= FLOOR)


def report_long_sheet(module: m.Module, pages: int, problems: Problems) -> None:
    """Warn when a sheet has more than two pages, and name its longest blocks, which are worth shortening."""
    if pages <= SIDES:
        return
    blocks = sorted(_unwrap(module.body), key=lambda block: -word_count(block))[:NAMED]
    named = "; ".join(f"{_name(block)} ({word_count(block)} words, line {block.at.line})" for block in blocks)
    problems.add(
        ProblemCode.SHEET_TOO_LONG,
        f"the sheet has {pages} pages; one sheet of paper has {SIDES}",
        blocks[0].at if blocks[0].at.path == module.path else Span(module.path),
        f"shorten its longest blocks: {named}",
    )


def _name(block: m.Block) -> str:
    """Return how to name a block to its author: the first title in it, else its id."""
    titles = (m.plain(*getattr(node, "title", ())) for node in m.walk(block))
    return next((f"“{title}”" for title in titles if title), f"`{block.id}`")
