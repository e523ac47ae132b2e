"""The run sheet of one day or several: its lines, and what belongs to its modules."""

from __future__ import annotations

from datetime import date
from typing import Literal

from builder.core.frozen import dataclass
from builder.planning.groups import GroupCount

LineKind = Literal["topic", "break", "lunch", "setup", "test-before", "test-after", "reserve"]

NAMES: dict[LineKind, str] = {
    "break": "Break",
    "lunch": "Lunch",
    "setup": "Set up",
    "test-before": "Test before",
    "test-after": "Test after",
    "reserve": "In reserve",
}
"""What lines that are no topics are called in messages, tables and JSON, which are in English."""


@dataclass(frozen=True)
class RunSheetLine:
    """One line: a topic, or what stands between modules (`module` ""). `clock` is minutes since midnight of its `day`, from 1.

    `topic` is in the language `lang` of its module; what is no topic has an English name. `minutes` is None for a topic without.
    """

    clock: int
    minutes: int | None
    module: str
    topic: str
    method: str = ""
    day: int = 1
    kind: LineKind = "topic"
    lang: str = ""


@dataclass(frozen=True)
class RunSheetDay:
    """A day: its number from 1, its date or None, when its first line begins, when its last one ends."""

    number: int
    date: date | None
    start: int
    end: int


@dataclass(frozen=True)
class PlannedModule:
    """A module in the plan: what it is, when it begins and how long it takes, what to bring, and its groups."""

    id: str
    title: str
    description: str
    lang: str
    day: int
    clock: int
    minutes: int
    bring: tuple[str, ...] = ()
    groups: tuple[GroupCount, ...] = ()


@dataclass(frozen=True)
class RunSheet:
    """The whole sheet; `remarks` are what does not add up."""

    days: tuple[RunSheetDay, ...]
    lines: tuple[RunSheetLine, ...]
    modules: tuple[PlannedModule, ...]
    remarks: tuple[str, ...] = ()

    def lines_of(self, day: RunSheetDay) -> tuple[RunSheetLine, ...]:
        """Return the lines of a day."""
        return tuple(line for line in self.lines if line.day == day.number)


def time_of_day(minutes: int) -> str:
    """Return minutes since midnight as a time of day; past midnight the hours begin again."""
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"


def counted(number: int, what: str) -> str:
    """Return “1 minute”, “2 minutes”."""
    return f"{number} {what}{'' if number == 1 else 's'}"
