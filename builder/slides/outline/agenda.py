"""The slide with a session's agenda: a table of starts, topics and minutes, with bars to scale; and the lines of a part's slide."""

from __future__ import annotations

from collections.abc import Sequence

from builder.core.frozen import replace
from builder.core.source import NOWHERE
from builder.model import module as m
from builder.slides.deck.deck import SEPARATOR, Run, SlideLine, TableContent
from builder.slides.outline.context import Context
from builder.slides.outline.slide_draft import SlideDraft
from builder.transform.agenda import FEWEST, AgendaEntry, agenda_entries, agenda_of_part
from builder.transform.session import clock

MOST = 26
"""Most rows of an agenda, on two or three slides; of more, only the parts are listed, if there are any."""

MOST_OF_PART, LINE = 8, 50
"""Most lines that a part's own slide lists, and how many characters of a title take another one."""


def agenda(context: Context) -> SlideDraft | None:
    """Return the slide with the agenda of a session; None for one with few topics, too many, or no times."""
    entries = agenda_entries(context.module)
    if sum(not entry.is_part for entry in entries) < FEWEST:
        return None
    if len(entries) > MOST:
        parts = [entry for entry in entries if entry.is_part]
        if not 1 < len(parts) <= MOST:
            return None
        longest = max(entry.minutes or 0 for entry in parts) or 1
        entries = tuple(replace(entry, is_part=False, bar=(entry.minutes or 0) / longest) for entry in parts)
    draft = SlideDraft("agenda", (Run(context.label("deck-contents")),), NOWHERE)
    draft.shown["table"] = _table(entries, context)
    return draft


def _table(entries: Sequence[AgendaEntry], context: Context) -> TableContent:
    """Return entries as a table: start, title that leads to its slide, minutes with a bar."""
    header = tuple((SlideLine((Run(context.label(f"agenda-{key}")),)),) for key in ("start", "topic", "time"))
    alt = context.label("deck-table-alt", rows=len(entries), columns=3, what=context.label("deck-contents"))
    rows = tuple(_row(entry, context) for entry in entries)
    return TableContent(header, rows, ("left", "left", "right"), alt, bars=tuple(entry.bar for entry in entries))


def _row(entry: AgendaEntry, context: Context) -> tuple[tuple[SlideLine, ...], ...]:
    short = context.label("minutes-short", count=entry.minutes) if entry.minutes else ""
    cells = (
        Run("" if entry.is_part else clock(entry.start)),
        Run(entry.title, jump=entry.leads_to, quiet=True, bold=entry.is_part),
        Run(short),
    )
    return tuple((SlideLine((run,) if run.text else (), at=entry.at),) for run in cells)


def part_lines(part: m.Part, context: Context) -> list[SlideLine]:
    """Return a line for each topic of a part that has times: its title, which leads to its slide, and its minutes; [] for too many."""
    entries = agenda_of_part(context.module, part)
    if sum(1 + len(entry.title) // LINE for entry in entries) > MOST_OF_PART:
        return []
    return [
        SlideLine(
            (
                Run(entry.title, jump=entry.leads_to, quiet=True),
                *((Run(SEPARATOR + context.label("minutes-short", count=entry.minutes)),) if entry.minutes else ()),
            ),
            at=entry.at,
        )
        for entry in entries
    ]
