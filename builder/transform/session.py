"""The run sheet of a session, and the materials for a number of people. All times are minutes.

The guide and `coursewright plan` use the same rows. Quantities are parsed from English phrases such as “one set of 12
cards for each pair”; other phrases are listed as written, without a total.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.core.frozen import dataclass
from builder.model import module as m

_METHODS: dict[type[m.Node], str] = {
    m.Activity: "method-activity",
    m.Discussion: "method-discussion",
    m.Check: "method-check",
    m.Matching: "method-check",
    m.Ordering: "method-check",
    m.Reflection: "method-reflection",
}
"""Labels for how a topic is taught, by what stands in it."""

_NUMBERS = {
    word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_SIZES = {"person": 1, "participant": 1, "pair": 2, "trio": 3, "triad": 3}
_FOR_EACH = re.compile(
    r"^(?P<count>an?|\d+|" + "|".join(_NUMBERS) + r")\s++(?P<thing>.+?),?(?<!\s)\s++(?:for each|for every|per)\s++"
    r"(?P<who>person|participant|pair|trio|triad|(?:group|table|team)\s+of\s+(?P<size>\d+|"
    + "|".join(_NUMBERS)
    + r"))$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RunSheetRow:
    """One row of the run sheet. `start`: minutes since the session began; `minutes` is None when the author gave none.

    `part`: the part of the module, or the module of a book, that the topic belongs to. `method`: the author's words for
    how it is taught; "" = print the labels whose keys are in `methods`.
    """

    start: int
    minutes: int | None
    topic: m.Topic
    part: m.Part | None = None
    method: str = ""
    methods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """Something to bring. `count`: how many for all people, 0 when the phrase does not say how many each needs."""

    words: str
    count: int = 0
    thing: str = ""


def clock(minutes: int) -> str:
    """Return minutes since a session began as “1:05”."""
    return f"{minutes // 60}:{minutes % 60:02}"


def minutes_of(topic: m.Topic) -> int | None:
    """Return a topic's own minutes, else the sum of its activities' and discussions', else None."""
    if topic.minutes is not None:
        return topic.minutes
    timed = [n.minutes for n in m.walk(topic) if isinstance(n, m.Activity | m.Discussion) and n.minutes is not None]
    return sum(timed) if timed else None


def methods_of(topic: m.Topic) -> tuple[str, ...]:
    """Return the keys of the labels that say how a topic is taught, () for a break."""
    found = tuple(dict.fromkeys(_METHODS[type(node)] for node in m.walk(topic) if type(node) in _METHODS))
    return found or (() if is_break(topic) else ("talk",))


def is_in_session(topic: m.Topic) -> bool:
    """Say whether a topic takes up session time: topics only to be read do not, unless they have minutes."""
    only_read = bool(topic.body) and all(isinstance(block, m.HandoutOnly) for block in topic.body)
    return not (only_read or topic.audience in {"facilitator", "handout"}) or minutes_of(topic) is not None


def is_break(topic: m.Topic) -> bool:
    """Say whether a topic is a break: a heading alone, with a time (`## Break {time="10"}`)."""
    return not topic.body and bool(topic.minutes)


def run_sheet(module: m.Module) -> tuple[RunSheetRow, ...]:
    """Return the topics of a session in order, each with its start.

    In a book of a course each module starts at 0, and the course's own pages are left out.
    """
    is_book = any(isinstance(block, m.Part) and block.module for block in module.body)
    rows: list[RunSheetRow] = []
    clock = 0
    for part, topic in _topics_with_parts(module):
        if not is_in_session(topic) or (is_book and part is None):
            continue
        if part and part.module and (not rows or rows[-1].part is not part):
            clock = 0
        minutes = minutes_of(topic)
        rows.append(RunSheetRow(clock, minutes, topic, part, topic.method, methods_of(topic)))
        clock += minutes or 0
    return tuple(rows)


def _topics_with_parts(module: m.Module) -> Iterator[tuple[m.Part | None, m.Topic]]:
    """Yield the topics of a module in order, each with its part."""
    for block in module.body:
        if isinstance(block, m.Topic):
            yield None, block
        elif isinstance(block, m.Part):
            yield from ((block, inner) for inner in block.body if isinstance(inner, m.Topic))


def total_minutes(rows: Iterable[RunSheetRow]) -> int:
    """Return how many minutes rows take together."""
    return sum(row.minutes or 0 for row in rows)


def materials(module: m.Module, people: int = 0) -> tuple[Material, ...]:
    """Return the materials of a module's activities and front matter, each once, counted for `people` (0 = not counted)."""
    asked = (phrase for activity in _activities(module) for phrase in material_phrases(activity))
    found = {normalize_phrase(phrase): phrase for phrase in (*asked, *module.meta.materials)}
    return tuple(_material(phrase, people) for phrase in found.values())


def material_phrases(activity: m.Activity) -> tuple[str, ...]:
    """Return the phrases of an activity's `materials=`, which semicolons separate."""
    return tuple(filter(None, (phrase.strip() for phrase in activity.materials.split(";"))))


def normalize_phrase(phrase: str) -> str:
    """Return a phrase without case and final period, to compare phrases."""
    return phrase.casefold().rstrip(".").strip()


def _activities(module: m.Module) -> Iterator[m.Activity]:
    return (node for node in m.walk(*module.body) if isinstance(node, m.Activity))


def _material(phrase: str, people: int) -> Material:
    read = _FOR_EACH.match(phrase.strip())
    if not read or not people:
        return Material(phrase)
    size = _SIZES.get(read["who"].lower()) or _number(read["size"])
    return Material(phrase, _number(read["count"]) * -(-people // size), read["thing"])


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 1)
