"""Speaker notes: the script first, then what the handout says, then what left the slide's lines. Nothing else holds it."""

from __future__ import annotations

from collections.abc import Iterable

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.deck import Line, Run, words
from builder.slides.outline.context import Context
from builder.slides.outline.lines import Writer
from builder.slides.outline.runs import Gathered

SHORT = 140
"""Characters of a footnote that may still stand at the foot of a slide; a longer one goes to the notes."""


def told(blocks: Iterable[m.Block], context: Context) -> tuple[Line, ...]:
    """Return blocks as lines of speaker notes: sources in brackets in their line, footnotes under the last line."""
    gathered = Gathered(inline=True)
    lines = Writer(context, gathered, apart=False).lines(blocks)
    return (*lines, *footnotes(gathered, context), *short_forms(gathered, context))


def footnotes(gathered: Gathered, context: Context) -> tuple[Line, ...]:
    """Return gathered footnotes as lines, each behind its number. Notes inside notes follow."""
    found: list[Line] = []
    done = 0
    while done < len(gathered.footnotes):
        found += footnote(gathered, done, context)
        done += 1
    return tuple(found)


def footnote(gathered: Gathered, place: int, context: Context) -> tuple[Line, ...]:
    """Return one gathered footnote, from 0, as lines; what it calls in turn is gathered too."""
    apart = Gathered(inline=True, footnotes=gathered.footnotes, short_forms=gathered.short_forms)
    lines = Writer(context, apart, apart=False).lines(gathered.footnotes[place].body)
    number = Run(f"{place + 1} ", baseline="super")
    first = replace(lines[0], runs=(number, *lines[0].runs)) if lines else Line((number,))
    return (first, *lines[1:])


def short(lines: tuple[Line, ...]) -> bool:
    """Say whether a footnote may stand at the foot of its slide."""
    return len(lines) == 1 and len(words(lines[0])) <= SHORT and not lines[0].bullet


def short_forms(gathered: Gathered, context: Context) -> tuple[Line, ...]:
    """Return what short forms stand for, a line each."""
    return tuple(
        Line((Run(context.label("deck-short-form", short=short_form, long=long)),))
        for short_form, long in gathered.short_forms.items()
        if long
    )


def label(context: Context, key: str, **values: object) -> Line:
    """Return a line of notes that holds a word of ours."""
    return Line((Run(context.label(key, **values)),), role="label")


def clock(context: Context, minutes: int | None, start: int | None) -> tuple[Line, ...]:
    """Return “10 minutes · starts at 0:15” for a topic's first slide; `start` is minutes from the beginning."""
    if minutes is None:
        return ()
    if start is None:
        return (Line((Run(context.minutes(minutes)),), role="label"),)
    time = f"{start // 60}:{start % 60:02}"
    return (label(context, "deck-clock", minutes=context.minutes(minutes), start=time),)
