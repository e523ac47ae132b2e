"""Chooses layout options that depend on the number of pages: a summary's type, a handout's contents, space that saves a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

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

SHEET_SAVED, PAGE_SAVED = 0.7, 0.15
"""A last page that is filled to less than such a share is worth another try: where it has a sheet of its own, and where not."""


SURELY_SAVED = 0.06
"""Closer lines and blocks save 4 to 12 % of a document's length: where the last page holds more than this share, they are not tried."""

MOST_PAGES = 40
"""A longer document is not laid out once more for a sheet."""


class LaidOut(Protocol):
    """Pages that are laid out: how many, and the share of the last that is filled."""

    count: int
    last_filled: float


LayOut = Callable[[Variant], LaidOut]
"""Lays an edition out as a variant."""


def choose_layout(
    edition: str, requested: Variant, selection: m.Module, theme: Theme, lay_out: LayOut, problems: Problems
) -> Variant:
    """Return the variant to lay an edition out as, given the `requested` one. `selection` is the module after `select`."""
    layout = EDITIONS[edition].page
    if layout and layout.two_sides and not requested.large:
        return _fit_two_sides(requested, selection, theme, lay_out, problems)
    chosen = requested
    if layout and layout.contents == "long":
        chosen = _choose_contents(requested, selection, theme, lay_out)
    fixed = layout is None or layout.slides or layout.forms  # frames and lines to write on do not move closer
    if layout and layout.duplex and not fixed and not requested.large:
        chosen = _save_sheet(chosen, lay_out)
    return chosen


def _fit_two_sides(
    requested: Variant, selection: m.Module, theme: Theme, lay_out: LayOut, problems: Problems
) -> Variant:
    """Return the variant with the largest type that keeps the summary on two pages; report it when none does."""
    count, variant = 0, requested
    for tight in tightness_steps(theme):
        variant = replace(requested, tight=tight)
        count = lay_out(variant).count
        if count <= SIDES:
            break
    report_long_sheet(selection, count, problems)
    return variant


def _choose_contents(requested: Variant, selection: m.Module, theme: Theme, lay_out: LayOut) -> Variant:
    """Return the variant with a table of contents when the handout has more than CONTENTS_PAGES pages without it.

    The number of words gives the first guess: layout is slow, and is repeated only when the guess turns out wrong.
    """
    long = word_count(*selection.body) >= CONTENTS_WORDS * PageBreaks(theme, requested).capacity
    guess, bare = replace(requested, contents=long), replace(requested, contents=False)
    if long == (lay_out(guess).count > CONTENTS_PAGES + long):
        return guess
    return replace(requested, contents=lay_out(bare).count > CONTENTS_PAGES)


def _save_sheet(chosen: Variant, lay_out: LayOut) -> Variant:
    """Return the variant with lines and blocks a little closer where that saves a sheet, or a nearly empty last page."""
    usual = lay_out(chosen)
    length = usual.count - 1 + usual.last_filled
    worth = min(SHEET_SAVED if usual.count % 2 else PAGE_SAVED, length * SURELY_SAVED)
    if not 1 < usual.count <= MOST_PAGES or usual.last_filled >= worth:
        return chosen
    closer = replace(chosen, close=True)
    return closer if lay_out(closer).count < usual.count else chosen
