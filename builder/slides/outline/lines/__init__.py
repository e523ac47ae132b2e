"""Blocks to lines of a text box: whoever writes lines imports this package alone."""

from builder.slides.outline.lines.questions import (
    AnyQuestion,
    option_line,
    option_lines,
    order_lines,
    pair_lines,
    prompt_lines,
)
from builder.slides.outline.lines.tables import mark_runs
from builder.slides.outline.lines.writer import APART, LineWriter

__all__ = [
    "APART",
    "AnyQuestion",
    "LineWriter",
    "mark_runs",
    "option_line",
    "option_lines",
    "order_lines",
    "pair_lines",
    "prompt_lines",
]
