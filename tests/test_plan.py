"""`coursewright plan`: the run sheet of a day, and what to bring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import run

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
    done = run("plan", "--start", "08:30", "--people", "25", cwd=day)
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

Bring for “Two”
  [ ] 13 × set of 12 cards (one set of 12 cards for each pair)
  [ ] 14 × markers (two markers per group of four)
  [ ] 25 × handout (One handout for each person)
  [ ] Pens
"""
    )
    assert "two: its topics take 64 minutes, 4 more than its 60." in done.stderr


def test_shorter_sessions_and_a_lunch_and_a_day_that_is_too_long(day: Path) -> None:
    done = run(
        "plan", "--minutes", "30", "--start", "11:50", "--lunch", "12:00", "--end", "13:10", "--format", "json", cwd=day
    )
    sheet = json.loads(done.stdout)
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


def test_a_session_that_is_impossibly_short_is_refused_with_what_is_too_long(day: Path) -> None:
    done = run("plan", "two", "--minutes", "10", cwd=day)
    assert done.returncode == 1
    assert not done.stdout
    assert "what must stay takes 19 (“Welcome” 10, “Close” 9)" in done.stderr


@pytest.mark.parametrize("wrong", [("--start", "25:00"), ("--start", "nine"), ("--end", "8:00"), ("--people", "0")])
def test_wrong_use_is_told(day: Path, wrong: tuple[str, str]) -> None:
    assert run("plan", *wrong, cwd=day).returncode == 2
