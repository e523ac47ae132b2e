"""Days laid out: what goes on which day, when lunch is, who is in which group; and the calendar, read as others read it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from builder.core.problems import Problems
from builder.core.source import Source
from builder.pack.session import divide
from builder.parse.markdown import ParseContext, parse
from builder.planning.days import PlannedSession, plan_days
from builder.planning.ics import as_calendar
from builder.planning.request import PlanRequest
from builder.planning.run_sheet import RunSheet, time_of_day
from builder.theme.load import load_theme
from builder.theme.theme import Theme
from builder.writers.shared.labels import Labels


@pytest.fixture(scope="module")
def theme() -> Theme:
    found = load_theme("plain", Problems())
    assert found is not None
    return found


def planned(theme: Theme, request: PlanRequest, *minutes: int, duration: int = 0) -> RunSheet:
    """Return the plan of modules that take so many minutes, each with a break in it."""
    sessions = []
    for number, length in enumerate(minutes, 1):
        front = (
            f"title: Module {number}\ndescription: D, “{number}”; ünïcödé {'long ' * 20}\nobjectives: [O]\nlang: en\n"
        )
        text = f'---\n{front}duration: {duration or length}\n---\n\n## Secret {{.facilitator time="5"}}\n\nWords.\n\n## Pause {{time="5"}}\n\n'
        text += (
            f'## Work {{time="{length - 10}"}}\n\n::: {{.activity group="groups of three or four"}}\n1. Sort.\n:::\n'
        )
        module = parse(Source("module.md", text), f"m{number}", ParseContext(), Problems())
        sessions.append(PlannedSession(module, Labels(theme, "en")))
    return plan_days(sessions, request)


def told(sheet: RunSheet) -> list[str]:
    return [
        f"{line.day} {time_of_day(line.clock)} {line.topic if line.kind == 'reserve' else line.module or line.topic}"
        for n, line in enumerate(sheet.lines)
        if not line.module or line.kind == "reserve" or line.module != sheet.lines[n - 1].module
    ]


def test_days_are_about_as_full_and_none_runs_past_its_end_where_it_need_not(theme: Theme) -> None:
    even = planned(theme, PlanRequest(days=2), 60, 60, 60, 60)
    assert [one.day for one in even.modules] == [1, 1, 2, 2]
    short = PlanRequest(days=2, starts=(9 * 60, 10 * 60), ends=(10 * 60 + 30, 17 * 60))
    first_short = planned(theme, short, 60, 60, 60, 60)
    assert [one.day for one in first_short.modules] == [1, 2, 2, 2], "the first day ends at 10:30"
    assert not first_short.remarks
    late = planned(theme, PlanRequest(days=3, ends=(10 * 60,)), 90, 60)
    assert late.remarks == (
        "There are 2 modules for 3 days; the rest of them are empty.",
        "Day 1 runs 30 minutes past 10:00.",
    )


def test_set_up_tests_lunch_and_reserve_have_their_places(theme: Theme) -> None:
    request = PlanRequest(days=2, setup=30, test=10, lunch=12 * 60, lunch_minutes=45, reserve=True)
    assert told(planned(theme, request, 80, 80, 50, duration=90)) == [
        "1 8:30 Set up",
        "1 9:00 Test before",
        "1 9:10 m1",
        "1 10:30 In reserve",
        "1 10:40 Break",
        "1 10:55 m2",
        "1 12:15 In reserve",
        "2 8:30 Set up",
        "2 9:00 m3",
        "2 9:50 In reserve",
        "2 10:30 Break",
        "2 10:45 Test after",
    ]
    long = planned(theme, PlanRequest(lunch=12 * 60), 240, 60)
    assert told(long) == ["1 9:00 m1", "1 13:00 Lunch", "1 14:00 m2"], "lunch at nine would be too early"


@pytest.mark.parametrize(
    ("people", "least", "most", "groups", "left"),
    [
        (24, 2, 2, ((12, 2),), 0),
        (23, 2, 2, ((11, 2),), 1),
        (25, 3, 4, ((4, 4), (3, 3)), 0),
        (5, 3, 4, ((1, 4),), 1),
        (2, 3, 4, (), 2),
    ],
)
def test_groups_are_as_few_as_can_be(
    people: int, least: int, most: int, groups: tuple[tuple[int, int], ...], left: int
) -> None:
    assert divide(people, least, most) == (groups, left)


def test_a_calendar_can_be_read_and_tells_nothing_of_the_run_sheet(theme: Theme) -> None:
    def calendar(start: int = 9 * 60, zone: ZoneInfo | None = None) -> list[str]:
        request = PlanRequest(days=2, dates=(date(2026, 12, 10),), starts=(start,), test=10)
        sheet = planned(theme, request, 60, 60)
        data = as_calendar(sheet, "A, course", Labels(theme, "en"), "Room", zone, None)
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
        assert b"Secret" not in data
        assert b"Work" not in data
        return data.decode().replace("\r\n ", "").split("\r\n")

    lines = calendar()
    assert lines.count("BEGIN:VEVENT") == 4
    assert [line for line in lines if line.startswith("DTSTART")] == [
        "DTSTART:20261210T090000", "DTSTART:20261210T091000", "DTSTART:20261211T090000", "DTSTART:20261211T101500",
    ]  # fmt: skip
    assert f"DESCRIPTION:D\\, “1”\\; ünïcödé {'long ' * 20}".rstrip() in lines
    later, utc = calendar(start=10 * 60), calendar(zone=ZoneInfo("America/New_York"))
    idents = [[line for line in one if line.startswith("UID:")] for one in (lines, later, utc)]
    assert idents[0] == idents[1] == idents[2]
    assert len({*idents[0]}) == 4
    assert "DTSTART:20261210T140000Z" in utc
