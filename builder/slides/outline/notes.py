"""Speaker notes as lines: the script, prose of the handout, then footnotes and short forms. No other edition has the script."""

from __future__ import annotations

from collections.abc import Iterable

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.deck import Run, SlideLine, words
from builder.slides.outline.context import Context
from builder.slides.outline.lines import LineWriter
from builder.slides.outline.runs import Asides
from builder.transform.session import clock

SHORT = 140
"""Characters of a footnote that may still stand at the foot of a slide; a longer one goes to the notes."""


def notes_lines(blocks: Iterable[m.Block], context: Context) -> tuple[SlideLine, ...]:
    """Return blocks as lines of speaker notes, with sources in parentheses, then their footnotes and short forms."""
    gathered = Asides(inline=True)
    lines = LineWriter(context, gathered, apart=False).lines(blocks)
    return (*lines, *footnotes(gathered, context), *short_forms(gathered, context))


def footnotes(gathered: Asides, context: Context) -> tuple[SlideLine, ...]:
    """Return the footnotes that are called as lines, each after its number; footnotes inside footnotes follow."""
    found: list[SlideLine] = []
    for key in gathered.calls:  # grows while it is read
        found += footnote(gathered, key, context)
    return tuple(found)


def footnote(gathered: Asides, key: str, context: Context) -> tuple[SlideLine, ...]:
    """Return a footnote as lines; footnotes that it calls and short forms in it are added to `gathered`."""
    apart = Asides(inline=True, calls=gathered.calls, short_forms=gathered.short_forms)
    lines = LineWriter(context, apart, apart=False).lines(context.footnotes[key].body)
    number = Run(" ", baseline="super", call=key)
    first = replace(lines[0], runs=(number, *lines[0].runs)) if lines else SlideLine((number,))
    return (first, *lines[1:])


def is_short(lines: tuple[SlideLine, ...]) -> bool:
    """Say whether a footnote is short enough for the slot `source` of its slide."""
    return len(lines) == 1 and len(words(lines[0])) <= SHORT and not lines[0].bullet


def short_forms(gathered: Asides, context: Context) -> tuple[SlideLine, ...]:
    """Return a line with the long form of each abbreviation."""
    return tuple(
        SlideLine((Run(context.label("deck-short-form", short=short_form, long=long)),))
        for short_form, long in gathered.short_forms.items()
        if long
    )


def label(context: Context, key: str, **values: object) -> SlideLine:
    """Return a line of notes with a label of ours."""
    return SlideLine((Run(context.label(key, **values)),), role="label")


def clock_line(context: Context, minutes: int | None, start: int | None) -> tuple[SlideLine, ...]:
    """Return “10 minutes · starts at 0:15” for a topic's first slide; `start` is minutes from the beginning."""
    if minutes is None:
        return ()
    if start is None:
        return (SlideLine((Run(context.minutes(minutes)),), role="label"),)
    return (label(context, "deck-clock", minutes=context.minutes(minutes), start=clock(start)),)
