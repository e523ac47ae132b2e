"""How a printed edition is set when only laying it out shows it: a sheet on two sides, contents in a long handout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import Variant
from builder.theme.theme import Theme
from builder.writers.pages.one_sheet import SIDES, report_long_sheet, tightness_steps
from builder.writers.pages.page_breaks import PageBreaks
from builder.writers.shared.back_matter import word_count

CONTENTS_PAGES = 6
"""A handout of more pages lists its contents."""

CONTENTS_WORDS = 1_900
"""Words on so many pages, nearly, in type of the usual size."""

CountPages = Callable[[Variant], int]
"""Lays an edition out, set exactly so, and returns how many pages it has."""


def choose_layout(
    edition: str, requested: Variant, selection: m.Module, theme: Theme, pages: CountPages, problems: Problems
) -> Variant:
    """Return how an edition is set that was asked for as `asked`. `chosen` is what it shows of its module."""
    match edition:
        case "sheet" if not requested.large:
            return _fit_two_sides(requested, selection, theme, pages, problems)
        case "handout":
            return _choose_contents(requested, selection, theme, pages)
        case _:
            return requested


def _fit_two_sides(
    requested: Variant, selection: m.Module, theme: Theme, pages: CountPages, problems: Problems
) -> Variant:
    """Return the one-sheet summary as large as keeps it on two sides; what is longer even when small is a problem."""
    count, variant = 0, requested
    for tight in tightness_steps(theme):
        variant = replace(requested, tight=tight)
        count = pages(variant)
        if count <= SIDES:
            break
    report_long_sheet(selection, count, problems)
    return variant


def _choose_contents(requested: Variant, selection: m.Module, theme: Theme, pages: CountPages) -> Variant:
    """Return the handout with contents when it has more than six pages without them.

    Words tell first, nearly: laying a handout out twice is slow, and done only when its pages show that they were wrong.
    """
    long = word_count(*selection.body) >= CONTENTS_WORDS * PageBreaks(theme, requested).capacity
    guess, bare = replace(requested, contents=long), replace(requested, contents=False)
    if long == (pages(guess) > CONTENTS_PAGES + long):
        return guess
    return replace(requested, contents=pages(bare) > CONTENTS_PAGES)
