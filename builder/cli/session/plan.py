"""`coursewright plan`: the run sheet of a day or several, as text, table, page to print, or calendar."""

from __future__ import annotations

import sys
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from builder.cli.course import ModuleName, find_root, report_reading_errors, root_option
from builder.cli.messages import CONTENT, USAGE, epoch, report, say, say_json, stop, talk
from builder.cli.readers import run_reader
from builder.cli.session.files import load_pack, put_files
from builder.cli.session.times import TimeOfDay, Zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from builder.core.disk.folder import Folder
    from builder.core.problems import Problem
    from builder.pack.write import SheetFile
    from builder.planning.request import PlanRequest
    from builder.planning.run_sheet import RunSheet

_FILES = ("pdf", "ics")
"""Formats that are written into the output folder; others are printed."""

_LONGEST = 200


@click.command()
@click.argument("modules", nargs=-1, type=ModuleName())
@root_option
@click.option(
    "--days",
    type=click.IntRange(1, 14),
    default=1,
    show_default=True,
    help="Over how many days; each is about as full.",
)
@click.option("--date", "dates", type=click.DateTime(["%Y-%m-%d"]), multiple=True, metavar="DATE", help="The day: 2026-12-10; of several the first, or each.")  # fmt: skip
@click.option("--start", "starts", type=TimeOfDay(), multiple=True, default=("9:00",), help="When the first module begins (default: 9:00); may be repeated, for each day.")  # fmt: skip
@click.option("--end", "ends", type=TimeOfDay(), multiple=True, help="When the day must be over; what runs past it is told. May be repeated.")  # fmt: skip
@click.option("--people", type=click.IntRange(1, 10_000), help="How many take part: what to bring and groups are counted for them.")  # fmt: skip
@click.option("--minutes", type=click.IntRange(1, 1440), help="Cut each module to a session of so many minutes.")
@click.option("--break", "breaks", type=click.IntRange(0, 240), default=15, show_default=True, help="Minutes between modules.")  # fmt: skip
@click.option("--lunch", type=TimeOfDay(), help="A break before the first module that would begin, or last, past this; after it where lunch would be over an hour early.")  # fmt: skip
@click.option("--lunch-minutes", type=click.IntRange(1, 240), default=60, show_default=True, help="How long lunch is.")
@click.option(
    "--setup", type=click.IntRange(0, 480), default=0, help="Minutes to set up the room, before each day begins."
)
@click.option("--tests", "test", type=click.IntRange(0, 240), default=0, help="Minutes for a test before the first module, and for one after the last.")  # fmt: skip
@click.option("--reserve", is_flag=True, help="Plan what a module's topics leave of its time, too.")
@click.option("--place", default="", help="Where it is.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json", *_FILES]), default="text", show_default=True
)
@click.option(
    "--zone", type=Zone(), help="The time zone of a calendar (default: none, times are those of readers' clocks)."
)
@click.option("--theme", help="A theme other than the course's, for pages.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="A paper other than the course's, for pages.")
@click.option("--output", type=click.Path(path_type=Path), help="The folder of pages and calendars (default: output/ in the course).")  # fmt: skip
def plan(
    modules: tuple[str, ...],
    root: Path | None,
    days: int,
    dates: tuple[datetime, ...],
    starts: tuple[int, ...],
    ends: tuple[int, ...],
    people: int | None,
    minutes: int | None,
    breaks: int,
    lunch: int | None,
    lunch_minutes: int,
    setup: int,
    test: int,
    reserve: bool,
    place: str,
    form: str,
    zone: ZoneInfo | None,
    theme: str | None,
    paper: Literal["a4", "letter"] | None,
    output: Path | None,
) -> None:
    """Plan days with MODULE…, or with the whole course: times, breaks, groups and what to bring."""
    from builder.engine.reading.loading import load_reading
    from builder.engine.workers.limits import WHOLE_COURSE
    from builder.planning.request import PlanRequest

    request = PlanRequest(
        days, starts, ends, tuple(one.date() for one in dates), breaks, lunch, lunch_minutes, setup, test, reserve,
        people or 0, place.strip(),
    )  # fmt: skip
    _check(request, form)
    folder = find_root(root)
    pages = form == "pdf"
    with report_reading_errors():
        call = partial(_make, folder, modules, minutes, request, form, theme, paper, zone, epoch())
        limits, load = (WHOLE_COURSE, load_pack) if pages else (None, load_reading)
        sheet, made, found = run_reader(call, folder.root, forks=True, limits=limits, load=load)
    if sheet is None or not made:
        from builder.core.problems import Problems

        report(Problems(found), "text", err=True)
    if sheet is None:
        sys.exit(CONTENT)
    if made:
        for remark in sheet.remarks:
            talk(remark)
        put_files(output or folder.root / "output", made, found)
        return
    from builder.planning.listing import as_csv, as_text, as_values

    if form == "json":
        say_json(as_values(sheet))
    else:
        say({"text": as_text, "csv": as_csv}[form](sheet).removesuffix("\n"))
    for remark in sheet.remarks:
        talk(remark)


def _check(request: PlanRequest, form: str) -> None:
    """Exit 2 for what does not fit together."""
    from builder.core.source import clean_line

    for name, given in (("--start", request.starts), ("--end", request.ends), ("--date", request.dates)):
        if len(given) > request.days:
            stop(f"{name} is given {len(given)} times, for {request.days} days: add --days {len(given)}.", USAGE)
    for day in range(1, request.days + 1):
        end = request.end(day)
        if end is not None and end <= request.start(day):
            stop("--end is not after --start.", USAGE)
        if request.setup > request.start(day):
            stop("--setup would begin on the day before.", USAGE)
    known = [one for day in range(1, request.days + 1) if (one := request.date(day))]
    if any(later <= earlier for earlier, later in pairwise(known)):
        stop("--date: each day comes after the one before it.", USAGE)
    if form == "ics" and not known:
        stop("A calendar needs the day: add --date 2026-12-10.", USAGE)
    if len(request.place) > _LONGEST or request.place != clean_line(request.place)[0] or "\n" in request.place:
        stop(f"--place is one line of at most {_LONGEST} characters, without control signs.", USAGE)


def _make(
    folder: Folder,
    modules: tuple[str, ...],
    minutes: int | None,
    request: PlanRequest,
    form: str,
    theme: str | None,
    paper: Literal["a4", "letter"] | None,
    zone: ZoneInfo | None,
    stamp: date | None,
) -> tuple[RunSheet | None, dict[str, SheetFile], list[Problem]]:
    """Return the run sheet, None when there are errors, the file of a format that has one, and the problems to be told."""
    from builder.core.problems import Problems
    from builder.engine.reading.modules import read_modules
    from builder.engine.reading.opening import choose_modules, open_course
    from builder.pack.session import report_uneven_groups
    from builder.planning.days import PlannedSession, plan_days
    from builder.transform.lengths import cut
    from builder.writers.shared.labels import Labels

    course, chosen, problems = open_course(folder, theme)
    sessions = []
    for whole, _ in read_modules(folder, course, choose_modules(course, modules), problems).values():
        module = cut(whole, minutes, problems)
        if module is not None:
            sessions.append(PlannedSession(module, Labels(chosen, module.lang)))
    if problems.has_errors:
        return None, {}, problems.found
    told = Problems()
    for session in sessions if request.people else ():
        report_uneven_groups(session.module, request.people, told)
    sheet = plan_days(sessions, request)
    if form not in _FILES:
        return sheet, {}, told.found
    lang = course.file.lang
    where = f"{lang}/course/plan/run-sheet{''.join(f'-{day}' for day in filter(None, [request.date(1)]))}"
    if form == "ics":
        from builder.pack.write import SheetFile
        from builder.planning.ics import as_calendar

        labels = Labels(chosen, lang)
        data = as_calendar(sheet, course.file.title, labels, request.place, zone, stamp)
        file = SheetFile("calendar", course.file.title, "ics", data, 0, "participants")
        return sheet, {f"{where.replace('run-sheet', 'calendar')}-{lang}.ics": file}, told.found
    from builder.planning.pages import write_pages

    on = paper or course.file.paper
    file = write_pages(sheet, request, course, chosen, on, told)
    mark = "" if on == course.file.paper else f"-{on}"
    return sheet, {f"{where}-facilitators{mark}-{lang}.pdf": file}, told.found
