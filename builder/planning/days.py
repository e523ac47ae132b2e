"""Lays modules out over days: when each begins, with breaks, lunch, tests and set-up time around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from builder.core.frozen import dataclass, replace
from builder.model import module as m
from builder.planning.groups import group_counts
from builder.planning.request import PlanRequest
from builder.planning.run_sheet import (
    NAMES,
    LineKind,
    PlannedModule,
    RunSheet,
    RunSheetDay,
    RunSheetLine,
    counted,
    time_of_day,
)
from builder.transform.session import (
    RunSheetRow,
    is_break,
    is_in_session,
    materials,
    minutes_of,
    run_sheet,
    total_minutes,
)
from builder.writers.shared.labels import Labels

_EARLY = 60
"""Lunch is at most so many minutes early; else it is after the module that runs past its time."""


@dataclass(frozen=True)
class PlannedSession:
    """A module as it is taught, and the words for how its topics are."""

    module: m.Module
    labels: Labels

    @cached_property
    def rows(self) -> tuple[RunSheetRow, ...]:
        """Its topics."""
        return run_sheet(self.module)

    @cached_property
    def taken(self) -> int:
        """How many minutes its topics take."""
        return total_minutes(self.rows)

    def length(self, request: PlanRequest) -> int:
        """Return how many minutes it has in a plan."""
        return max(self.taken, self.module.meta.minutes or 0) if request.reserve else self.taken


def plan_days(sessions: Sequence[PlannedSession], request: PlanRequest) -> RunSheet:
    """Return the run sheet of modules, in their order: over as many days as are asked for, each about as full, no module divided."""
    remarks = [remark for one in sessions for remark in _remarks(one)]
    shares = _shares(sessions, request)
    if len(shares) < request.days:
        remarks.append(
            f"There are {counted(len(sessions), 'module')} for {counted(request.days, 'day')}; the rest of them are empty."
        )
    days, lines, modules = list[RunSheetDay](), list[RunSheetLine](), list[PlannedModule]()
    for number, share in enumerate(shares, 1):
        day = _Day(number, request, is_last=number == len(shares)).lay_out(share)
        start = day.lines[0].clock if day.lines else request.start(number)
        days.append(RunSheetDay(number, request.date(number), start, day.clock))
        lines += day.lines
        modules += day.modules
        end = request.end(number)
        if end is not None and day.clock > end:
            name = "The day" if request.days == 1 else f"Day {number}"
            remarks.append(f"{name} runs {counted(day.clock - end, 'minute')} past {time_of_day(end)}.")
    return RunSheet(tuple(days), tuple(lines), tuple(modules), tuple(remarks))


def _shares(sessions: Sequence[PlannedSession], request: PlanRequest) -> list[Sequence[PlannedSession]]:
    """Return the modules of each day: as few minutes as can be past the end of days, and the days about as long as each other."""
    count = max(1, min(request.days, len(sessions)))
    if count == 1:
        return [sessions]
    costs: dict[tuple[int, int], tuple[tuple[int, int], list[Sequence[PlannedSession]]]] = {(0, 0): ((0, 0), [])}
    for day in range(1, count + 1):
        for last in range(day, len(sessions) - (count - day) + 1):
            found = []
            for first in range(day - 1, last):
                if (day - 1, first) in costs:
                    (late, square), before = costs[day - 1, first]
                    own = sessions[first:last]
                    end = _Day(day, request, is_last=day == count).lay_out(own).clock
                    limit = request.end(day)
                    late += max(0, end - limit) if limit is not None else 0
                    found.append(((late, square + (end - request.start(day)) ** 2), [*before, own]))
            costs[day, last] = min(found, key=lambda one: one[0])
    return costs[count, len(sessions)][1]


class _Day:
    """One day while it is laid out; `clock` is where it has come to."""

    def __init__(self, number: int, request: PlanRequest, *, is_last: bool) -> None:
        self.number, self.request, self.is_last = number, request, is_last
        self.clock = request.start(number)
        self.lunched = request.lunch is None
        self.lines: list[RunSheetLine] = []
        self.modules: list[PlannedModule] = []

    def lay_out(self, sessions: Sequence[PlannedSession]) -> _Day:
        """Add the lines of all modules of the day."""
        request = self.request
        if request.setup:
            self.clock -= request.setup
            self._add("setup", request.setup)
        if request.test and self.number == 1:
            self._add("test-before", request.test)
        for place, session in enumerate(sessions):
            if not self._lunch(self.clock + session.length(request)) and place and request.breaks:
                self._add("break", request.breaks)
            self._session(session)
        if request.test and self.is_last:
            if not self._lunch(self.clock + request.test) and self.lines and request.breaks:
                self._add("break", request.breaks)
            self._add("test-after", request.test)
        return self

    def _lunch(self, end: int) -> bool:
        """Add lunch where what follows would end past its time, unless lunch would then be too early. Say whether it was added."""
        lunch = self.request.lunch
        if lunch is None or self.lunched or end <= lunch or lunch - self.clock > _EARLY:
            return False
        self.lunched = True
        self._add("lunch", self.request.lunch_minutes)
        return True

    def _add(self, kind: LineKind, minutes: int) -> None:
        self.lines.append(RunSheetLine(self.clock, minutes, "", NAMES[kind], day=self.number, kind=kind))
        self.clock += minutes

    def _session(self, session: PlannedSession) -> None:
        module, labels, start = session.module, session.labels, self.clock
        for row in session.rows:
            method = row.method or ", ".join(labels.plain(key) for key in row.methods)
            line = RunSheetLine(start + row.start, row.minutes, module.id, m.plain(*row.topic.title), method)
            self.lines.append(
                replace(line, day=self.number, kind="break" if is_break(row.topic) else "topic", lang=module.lang)
            )
        length = session.length(self.request)
        if length > session.taken:
            rest = RunSheetLine(start + session.taken, length - session.taken, module.id, NAMES["reserve"])
            self.lines.append(replace(rest, day=self.number, kind="reserve"))
        self.clock = start + length
        bring = tuple(
            f"{one.count} × {one.thing} ({one.words})" if one.count else one.words
            for one in materials(module, self.request.people)
        )
        meta, groups = module.meta, group_counts(module, self.request.people)
        self.modules.append(
            PlannedModule(
                module.id, meta.title, meta.description, module.lang, self.number, start, length, bring, groups
            )
        )


def _remarks(session: PlannedSession) -> Iterator[str]:
    module, said = session.module, session.module.meta.minutes
    if said and session.taken > said:
        yield f"{module.id}: its topics take {session.taken} minutes, {session.taken - said} more than its {said}."
    untimed = [
        m.plain(*topic.title) for topic in m.topics(module) if is_in_session(topic) and minutes_of(topic) is None
    ]
    if untimed:
        yield f"{module.id}: without minutes, and so not counted: {'; '.join(untimed)}."
