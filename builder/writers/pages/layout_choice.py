"""Chooses layout options that depend on the number of pages: the type size of the one-sheet summary, a handout's contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import Variant
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS
from builder.writers.pages.one_sheet import SIDES, report_long_sheet, tightness_steps
from builder.writers.pages.page_breaks import PageBreaks
from builder.writers.shared.back_matter import word_count

CONTENTS_PAGES = 6
"""A handout with more pages than this has a table of contents."""

CONTENTS_WORDS = 1_900
"""About as many words fill CONTENTS_PAGES pages in the usual type."""

CountPages = Callable[[Variant], int]
"""Lays an edition out as a variant and returns its number of pages."""


def choose_layout(
    edition: str, requested: Variant, selection: m.Module, theme: Theme, pages: CountPages, problems: Problems
) -> Variant:
    """Return the variant to lay an edition out as, given the `requested` one. `selection` is the module after `select`."""
    layout = EDITIONS[edition].page
    if layout and layout.two_sides and not requested.large:
        return _fit_two_sides(requested, selection, theme, pages, problems)
    if layout and layout.contents == "long":
        return _choose_contents(requested, selection, theme, pages)
    return requested


def _fit_two_sides(
    requested: Variant, selection: m.Module, theme: Theme, pages: CountPages, problems: Problems
) -> Variant:
    """Return the variant with the largest type that keeps the summary on two pages; report it when none does."""
    count, variant = 0, requested
    for tight in tightness_steps(theme):
        variant = replace(requested, tight=tight)
        count = pages(variant)
        if count <= SIDES:
            break
    report_long_sheet(selection, count, problems)
    return variant


def _choose_contents(requested: Variant, selection: m.Module, theme: Theme, pages: CountPages) -> Variant:
    """Return the variant with a table of contents when the handout has more than CONTENTS_PAGES pages without it.

    The number of words gives the first guess: layout is slow, and is repeated only when the guess turns out wrong.
    """
    long = word_count(*selection.body) >= CONTENTS_WORDS * PageBreaks(theme, requested).capacity
    guess, bare = replace(requested, contents=long), replace(requested, contents=False)
    if long == (pages(guess) > CONTENTS_PAGES + long):
        return guess
    return replace(requested, contents=pages(bare) > CONTENTS_PAGES)
