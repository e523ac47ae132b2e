"""How a printed edition is set when only laying it out shows it: a sheet on two sides, contents in a long handout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import Variant
from builder.theme.theme import Theme
from builder.writers.pages.keep import Keep
from builder.writers.pages.sheet import SIDES, report_long_sheet, tightness
from builder.writers.shared.gather import word_count

CONTENTS_PAGES = 6
"""A handout of more pages lists its contents."""

CONTENTS_WORDS = 1_900
"""Words on so many pages, nearly, in type of the usual size."""

CountPages = Callable[[Variant], int]
"""Lays an edition out, set exactly so, and returns how many pages it has."""


def settle(
    edition: str, asked: Variant, chosen: m.Module, theme: Theme, pages: CountPages, problems: Problems
) -> Variant:
    """Return how an edition is set that was asked for as `asked`. `chosen` is what it shows of its module."""
    match edition:
        case "sheet" if not asked.large:
            return _on_two_sides(asked, chosen, theme, pages, problems)
        case "handout":
            return _listed(asked, chosen, theme, pages)
        case _:
            return asked


def _on_two_sides(asked: Variant, chosen: m.Module, theme: Theme, pages: CountPages, problems: Problems) -> Variant:
    """Return the one-sheet summary as large as keeps it on two sides; what is longer even when small is a problem."""
    count, fitted = 0, asked
    for tight in tightness(theme):
        fitted = replace(asked, tight=tight)
        count = pages(fitted)
        if count <= SIDES:
            break
    report_long_sheet(chosen, count, problems)
    return fitted


def _listed(asked: Variant, chosen: m.Module, theme: Theme, pages: CountPages) -> Variant:
    """Return the handout with contents when it has more than six pages without them.

    Words tell first, nearly: laying a handout out twice is slow, and done only when its pages show that they were wrong.
    """
    long = word_count(*chosen.body) >= CONTENTS_WORDS * Keep(theme, asked).room
    guess, bare = replace(asked, contents=long), replace(asked, contents=False)
    if long == (pages(guess) > CONTENTS_PAGES + long):
        return guess
    return replace(asked, contents=pages(bare) > CONTENTS_PAGES)
