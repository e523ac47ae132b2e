"""The agenda of a session: when each topic begins and how long it takes, made from the topics' `time=`. All times are minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.core.frozen import dataclass
from builder.core.source import Span
from builder.model import module as m
from builder.transform.session import RunSheetRow, run_sheet, total_minutes


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """A topic, or a part over its topics. `start` is counted from the session's beginning; `minutes` is None without any.

    `bar` is the topic's length as a share of the longest topic's, 0 to 1.
    """

    title: str
    leads_to: str
    start: int
    minutes: int | None
    at: Span
    is_part: bool = False
    bar: float = 0.0


def agenda_entries(module: m.Module) -> tuple[AgendaEntry, ...]:
    """Return a session's topics in order, without those that are optional; () when none of them has a time."""
    rows = [row for row in run_sheet(module) if row.topic.title and not row.topic.optional]
    longest = max((row.minutes or 0 for row in rows), default=0)
    return tuple(_entries(rows, longest)) if longest else ()


def agenda_of_part(module: m.Module, part: m.Part) -> tuple[AgendaEntry, ...]:
    """Return the entries of a part's topics, () when none of them has a time."""
    own = {topic.id for topic in part.body if isinstance(topic, m.Topic)}
    found = tuple(entry for entry in agenda_entries(module) if entry.leads_to in own)
    return found if any(entry.minutes for entry in found) else ()


def _entries(rows: Sequence[RunSheetRow], longest: int) -> Iterator[AgendaEntry]:
    """Yield an entry for each row, and one for each part before its first."""
    for place, row in enumerate(rows):
        part, topic = row.part, row.topic
        if part is not None and (place == 0 or rows[place - 1].part is not part):
            whole = total_minutes(one for one in rows if one.part is part)
            yield AgendaEntry(m.plain(*part.title), part.id, row.start, whole or None, part.at, is_part=True)
        share = (row.minutes or 0) / longest
        yield AgendaEntry(m.plain(*topic.title), topic.id, row.start, row.minutes, topic.at, bar=share)
