"""What somebody asks of a plan."""

from __future__ import annotations

from datetime import date, timedelta

from builder.core.frozen import dataclass


@dataclass(frozen=True)
class PlanRequest:
    """How many days, people and minutes. Times of day are minutes since midnight; 0 minutes are none.

    `starts` and `ends` are those of each day, the last of them also of all days after it; `ends` may be (). `dates` are the days,
    of one alone those after it follow; () = not said. `lunch` is the time of day that modules should not run past.
    `setup` comes before the first module of each day, `test` before the first module of all and after the last.
    `reserve`: what a module's topics leave of its time is planned as well. `people`: 0 = not said.
    """

    days: int = 1
    starts: tuple[int, ...] = (9 * 60,)
    ends: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    breaks: int = 15
    lunch: int | None = None
    lunch_minutes: int = 60
    setup: int = 0
    test: int = 0
    reserve: bool = False
    people: int = 0
    place: str = ""

    def start(self, day: int) -> int:
        """Return when the first module of a day begins, counted from 1."""
        return self.starts[min(day, len(self.starts)) - 1]

    def end(self, day: int) -> int | None:
        """Return when a day must be over, None when nobody said."""
        return self.ends[min(day, len(self.ends)) - 1] if self.ends else None

    def date(self, day: int) -> date | None:
        """Return the date of a day, None when nobody said."""
        if not self.dates:
            return None
        known = min(day, len(self.dates))
        return self.dates[known - 1] + timedelta(days=day - known)
