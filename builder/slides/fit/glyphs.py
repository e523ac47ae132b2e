"""Characters on slides for which no font has a glyph."""

from __future__ import annotations

from builder.core.problems import ProblemCode, Problems
from builder.slides.deck.deck import Deck, SlideLine, lines_of
from builder.slides.fit.measure import Measure


def report_missing_glyphs(deck: Deck, measure: Measure, problems: Problems) -> None:
    """Report characters that no font has, with their places."""
    for slide in deck.slides:
        for line in (
            SlideLine(slide.title, at=slide.at),
            *(line for filled in slide.filled for line in lines_of(filled.content)),
        ):
            for character in dict.fromkeys(measure.setting(line.runs).missing):
                message = f"no font has the character “{character}” (U+{ord(character):04X}); slides may show a box in its place"
                problems.add(
                    ProblemCode.MISSING_GLYPH,
                    message,
                    line.at,
                    "write it in words, or put a font that has it into the folder fonts/ of a theme of your own",
                )
