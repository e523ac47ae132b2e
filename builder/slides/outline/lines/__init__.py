"""Blocks to lines of a text box: whoever writes lines imports this package alone."""

from builder.slides.outline.lines.tables import mark_runs
from builder.slides.outline.lines.writer import APART, LineWriter

__all__ = ["APART", "LineWriter", "mark_runs"]
