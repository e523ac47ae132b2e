"""Times in minutes, and what in the front matter of a module holds only in sessions of some lengths."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict

from builder.core.frozen import dataclass, replace
from builder.core.records import LinedModel, MapKeys, joined_lines

_DURATION = re.compile(r"^(?:(\d+)\s*(?:h|hours?))?\s*(?:(\d+)\s*(?:min|minutes?|m)?)?$")


def minutes(value: object) -> int:
    """Return a time as minutes: `15`, `15 min`, `1 h 30`, `2 h`. Raises ValueError for anything else."""
    found = _DURATION.match(str(value).strip().lower())
    if not found or not (found[1] or found[2]):
        msg = f"`{value}` is not a time; write minutes, such as `15`, `15 min` or `1 h 30`"
        raise ValueError(msg)
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def upper_limit(value: object) -> int:
    """Return the minutes that a session stays below. Raises ValueError for what is no time, and for 0, which none does."""
    limit = minutes(value)
    if not limit:
        msg = "no session is shorter than 0 minutes"
        raise ValueError(msg)
    return limit


Minutes = Annotated[int, BeforeValidator(minutes)]


def is_shown(from_minutes: int, below_minutes: int, session: int | None) -> bool:
    """Say whether what has these limits, 0 for none, is in a session of so many minutes.

    `session` is None for the whole module, which has everything but what is only for sessions below a limit.
    """
    if session is None:
        return not below_minutes
    return from_minutes <= session and (not below_minutes or session < below_minutes)


@dataclass(frozen=True)
class Objective:
    """What people will be able to do: its words, and its place in the list of the whole module, from 1.

    Questions and activities name it by that `number`, which stays the same in every session; 0 where nobody is told.
    `from_minutes` and `below_minutes`: the sessions in which it can be reached, as of blocks.
    """

    text: str
    number: int = 0
    from_minutes: int = 0
    below_minutes: int = 0

    def __str__(self) -> str:
        """Return its words."""
        return self.text


OBJECTIVE = frozenset({"text", "from", "below"})
"""Keys of an objective that is written as a mapping."""


def _objective(value: object) -> object:
    """Accept an objective as a text, or as a mapping with the sessions in which it can be reached."""
    if not isinstance(value, dict):
        return Objective(value) if isinstance(value, str) else value
    text = joined_lines(value.get("text"))
    if not isinstance(text, str) or not text.strip():
        msg = "an objective has words; write `{text: …, from: 60}`"
        raise ValueError(msg)
    return Objective(
        text,
        from_minutes=minutes(value.get("from", 0)),
        below_minutes=upper_limit(value["below"]) if "below" in value else 0,
    )


def _as_list(value: object) -> object:
    """Accept a single objective as a list of one."""
    return [value] if isinstance(value, str | dict) else value


def _numbered(objectives: tuple[Objective, ...]) -> tuple[Objective, ...]:
    """Return objectives with their places in the list; those that have one keep it."""
    return tuple(one if one.number else replace(one, number=n) for n, one in enumerate(objectives, 1))


Objectives = Annotated[
    tuple[Annotated[Objective, BeforeValidator(_objective)], ...],
    BeforeValidator(_as_list),
    AfterValidator(_numbered),
    MapKeys(OBJECTIVE),
]


class LengthWords(LinedModel):
    """What a module says of itself in sessions of one length; "" where it says what the whole module does."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    description: str = ""


def _lengths(value: object) -> object:
    """Accept lengths as a mapping to their words, or as a list. Raises ValueError for one that stands there twice."""
    if isinstance(value, list):
        value = dict.fromkeys(value)
    if not isinstance(value, dict):
        return value
    known: dict[int, object] = {}
    for key in value:
        length = upper_limit(key)
        if length in known:
            msg = f"`{key}` is the same length as `{known[length]}`"
            raise ValueError(msg)
        known[length] = key
    return {key: words or {} for key, words in value.items()}


Lengths = Annotated[dict[Minutes, LengthWords], BeforeValidator(_lengths)]


def words_for(lengths: dict[int, LengthWords], session: int) -> LengthWords:
    """Return what a module says in a session: the words of its length, else of the next shorter one, else of the shortest."""
    shorter = [length for length in lengths if length <= session]
    chosen = max(shorter, default=min(lengths, default=None))
    return lengths[chosen] if chosen is not None else LengthWords()
