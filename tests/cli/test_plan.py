"""`coursewright plan`: the run sheet of a day, and what to bring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.parse.markdown import ParseContext, parse
from builder.transform.session import run_sheet
from tests.support.commands import run
from tests.support.listening.folder import faults_heard
from tests.support.print.pages import texts
from tests.support.tools import verapdf_verdicts

MODULE = """---
title: {title}
description: D.
objectives: [Name one thing.]
duration: 60
materials: [One handout for each person, Pens]
---

## Before {{.facilitator}}

Read this.

## Read later {{.handout}}

More.

## Welcome {{time=10}}

Words.

## Sort {{time=45 from=60}}

::: {{.activity time=30 group="pairs" materials="one set of 12 cards for each pair; two markers per group of four"}}
1. Sort.
:::

::: {{.discussion time=15}}
What now?
:::

## Close {{time={close} method="Round"}}

Bye.
"""


@pytest.fixture
def day(tmp_path: Path) -> Path:
    for name, close in (("one", 5), ("two", 9)):
        folder = tmp_path / "modules" / name
        folder.mkdir(parents=True)
        (folder / "module.md").write_text(MODULE.format(title=name.title(), close=close), encoding="utf-8")
    (tmp_path / "modules" / "course.yml").write_text("title: A course\nlang: en-US\n", encoding="utf-8")
    return tmp_path


def test_a_day_with_a_break_and_what_to_bring_for_25_people(day: Path) -> None:
    done = run("plan", "--start", "08:30", "--people", "25", "--end", "10:49", cwd=day)
    assert (
        done.stdout
        == """\
one
   8:30   10 min  Welcome  Talk
   8:40   45 min  Sort     Activity, Discussion
   9:25    5 min  Close    Round

   9:30   15 min  Break

two
   9:45   10 min  Welcome  Talk
   9:55   45 min  Sort     Activity, Discussion
  10:40    9 min  Close    Round

  10:49  End, 139 minutes in all

Bring for “One”
  [ ] 13 × set of 12 cards (one set of 12 cards for each pair)
  [ ] 14 × markers (two markers per group of four)
  [ ] 25 × handout (One handout for each person)
  [ ] Pens

Groups in “One”
  Sort: 12 groups of 2; 1 left over

Bring for “Two”
  [ ] 13 × set of 12 cards (one set of 12 cards for each pair)
  [ ] 14 × markers (two markers per group of four)
  [ ] 25 × handout (One handout for each person)
  [ ] Pens

Groups in “Two”
  Sort: 12 groups of 2; 1 left over
"""
    )
    told, last = done.stderr.removesuffix("\n").rsplit("\n", 1)
    assert last == "two: its topics take 64 minutes, 4 more than its 60.", "what just fits is not remarked on"
    assert told.count("warning[uneven-groups]") == 2
    assert told.startswith("modules/one/module.md:23:1: ")


def test_shorter_sessions_and_a_lunch_and_a_day_that_is_too_long(day: Path) -> None:
    done = run(
        "plan", "--minutes", "30", "--start", "11:50", "--lunch", "12:00", "--end", "13:10", "--format", "json", cwd=day
    )
    sheet = json.loads(done.stdout)
    assert sheet.keys() == {"lines", "end", "bring", "remarks", "days", "groups"}
    assert sheet["lines"][0].keys() == {"clock", "minutes", "module", "topic", "method", "day", "kind"}
    assert [(line["clock"], line["topic"]) for line in sheet["lines"]] == [
        ("11:50", "Lunch"),
        ("12:50", "Welcome"),
        ("13:00", "Close"),
        ("13:05", "Break"),
        ("13:20", "Welcome"),
        ("13:30", "Close"),
    ]
    assert sheet["end"] == "13:39"
    assert "The day runs 29 minutes past 13:10." in sheet["remarks"]
    assert all("cards" not in item for items in sheet["bring"].values() for item in items)


def test_a_module_that_ends_as_lunch_begins_comes_before_it_and_nights_go_on(day: Path) -> None:
    def clocks(*options: str) -> list[tuple[str, str]]:
        lines = json.loads(run("plan", *options, "--format", "json", cwd=day).stdout)["lines"]
        return [(line["clock"], line["topic"]) for line in lines if line["topic"] in {"Welcome", "Lunch", "Close"}]

    noon = ("11:00", "Welcome"), ("11:55", "Close"), ("12:00", "Lunch"), ("13:00", "Welcome"), ("13:55", "Close")
    assert clocks("--start", "11:00", "--lunch", "12:00") == [*noon]
    assert clocks("one", "--start", "23:30") == [("23:30", "Welcome"), ("0:25", "Close")]


def test_what_facilitators_do_in_the_session_takes_its_time() -> None:
    text = MODULE.format(title="One", close=5).replace("{.facilitator}", "{.facilitator time=3}")
    module = parse(Source("module.md", text), "one", ParseContext(), Problems())
    told = [(m.plain(*row.topic.title), row.start, row.minutes) for row in run_sheet(module)]
    assert told == [("Before", 0, 3), ("Welcome", 3, 10), ("Sort", 13, 45), ("Close", 58, 5)]


def test_a_session_that_is_impossibly_short_is_refused_with_what_is_too_long(day: Path) -> None:
    done = run("plan", "two", "--minutes", "10", cwd=day)
    assert done.returncode == 1
    assert not done.stdout
    assert "what must stay takes 19 (“Welcome” 10, “Close” 9)" in done.stderr


def test_a_calendar_is_a_file_of_the_output_folder(day: Path) -> None:
    asked = ("plan", "--days", "2", "--date", "2026-12-10", "--format", "ics", "--place", "Room 4; at the back, left")
    done = run(*asked, cwd=day)
    assert done.returncode == 0, done.stderr
    name = "output/en-US/course/plan/calendar-2026-12-10-en-US.ics"
    assert done.stdout == f"{name}  A course\n"
    made = (day / name).read_bytes()
    assert made.count(b"BEGIN:VEVENT\r\n") == 2
    assert b"\r\nLOCATION:Room 4\\; at the back\\, left\r\n" in made


@pytest.mark.slow
def test_a_run_sheet_is_a_page_that_can_be_heard(day: Path) -> None:
    done = run("plan", "--days", "2", "--people", "9", "--tests", "10", "--reserve", "--format", "pdf", cwd=day)
    assert done.returncode == 0, done.stderr
    pdf = day / "output/en-US/course/plan/run-sheet-facilitators-en-US.pdf"
    shown = " ".join(texts(pdf.read_bytes()))
    for words in ("Day 2", "Test after the course", "4 groups of 2, 1 person left over", "For facilitators"):
        assert words in shown
    assert faults_heard(pdf.parent) == {}
    assert [verdict.failures for verdict in verapdf_verdicts(pdf.parent).values()] == [()]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--start", "25:00"),
        ("--start", "nine"),
        ("--end", "8:00"),
        ("--people", "0"),
        ("--start", "9:00", "--start", "10:00"),
        ("--date", "2026-12-11", "--date", "2026-12-10", "--days", "2"),
        ("--setup", "60", "--start", "0:30"),
        ("--format", "ics"),
        ("--zone", "Mars/Olympus"),
        ("--place", "two\nlines"),
    ],
)
def test_wrong_use_is_told(day: Path, wrong: tuple[str, ...]) -> None:
    assert run("plan", *wrong, cwd=day).returncode == 2
