"""The agenda of a session: when each topic begins and how long it takes, made from the topics' `time=`. All times are minutes.

Participants see it in the room, so what only facilitators have is not counted: where each topic starts is found before an
edition's share of a module is cut out, and stands in its topics from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.core.frozen import dataclass
from builder.core.source import Span
from builder.model import module as m
from builder.transform.session import is_in_session


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """A topic, or a part over its topics, whose `minutes` are their sum. `minutes` is None without any.

    `bar` is the topic's length as a share of the longest topic's, 0 to 1.
    """

    title: str
    leads_to: str
    start: int
    minutes: int | None
    at: Span
    is_part: bool = False
    bar: float = 0.0


FEWEST = 4
"""Fewer topics need no agenda on slides, whose rows lead to the topics."""


def tells_times(module: m.Module, agenda: str) -> bool:
    """Say whether an edition shows when topics of a module begin: `agenda` is “never”, “asked” or “always” (see `Edition`).

    Slides do in their agenda, and on the slides of parts.
    """
    if agenda == "asked":
        return bool(module.meta.agenda)
    parts = any(isinstance(block, m.Part) for block in module.body)
    return agenda == "always" and (parts or len(topic_starts(module)) >= FEWEST)


def topic_starts(module: m.Module) -> dict[str, int]:
    """Return when each topic of a session starts, by its id: all that have a title and are neither optional nor for facilitators alone.

    There are none when no topic has a time, and none in a book of many modules.
    """
    if any(isinstance(block, m.Part) and block.module for block in module.body):
        return {}
    shown = [
        topic
        for topic in m.topics(module)
        if topic.title and not topic.optional and topic.audience != "facilitator" and is_in_session(topic)
    ]
    starts, clock = dict[str, int](), 0
    for topic in shown:
        starts[topic.id] = clock
        clock += topic.minutes or 0
    return starts if clock else {}


def agenda_entries(module: m.Module) -> tuple[AgendaEntry, ...]:
    """Return the agenda of a module as selected for an edition that shows it; () for others."""
    longest = max((topic.minutes or 0 for topic in m.topics(module) if topic.start is not None), default=0)
    return tuple(_entries(module.body, longest)) if longest else ()


def agenda_of_part(module: m.Module, part: m.Part) -> tuple[AgendaEntry, ...]:
    """Return the entries of a part's own topics, () when none of them has a time."""
    own = {topic.id for topic in part.body if isinstance(topic, m.Topic)}
    found = tuple(entry for entry in agenda_entries(module) if entry.leads_to in own)
    return found if any(entry.minutes for entry in found) else ()


def _entries(blocks: Sequence[m.Block], longest: int) -> Iterator[AgendaEntry]:
    for block in blocks:
        if isinstance(block, m.Topic) and block.start is not None:
            bar = (block.minutes or 0) / longest
            yield AgendaEntry(m.plain(*block.title), block.id, block.start, block.minutes, block.at, bar=bar)
        elif isinstance(block, m.Part):
            own = tuple(_entries(block.body, longest))
            if own:
                whole = sum(entry.minutes or 0 for entry in own if not entry.is_part)
                title = m.plain(*block.title)
                yield AgendaEntry(title, block.id, own[0].start, whole or None, block.at, is_part=True)
                yield from own
