"""`coursewright pack`: the paperwork of one session of a module, from sign-in sheet to certificate."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from builder.cli.course import ModuleName, find_root, lang_option, report_reading_errors, root_option
from builder.cli.messages import USAGE, epoch, stop
from builder.cli.readers import run_reader
from builder.cli.session.files import load_pack, put_files, report_boxes
from builder.cli.session.times import TimeOfDay

if TYPE_CHECKING:
    from builder.core.disk.folder import Folder
    from builder.core.problems import Problem
    from builder.pack.session import PackSession
    from builder.pack.write import SheetFile

_MOST_PEOPLE = 400
"""The most people that a pack is made for: the sign-in sheet and the cards are laid out for each."""

_LONGEST = 200


@click.command()
@click.argument("module", type=ModuleName())
@root_option
@click.option("--people", type=click.IntRange(1, _MOST_PEOPLE), required=True, help="How many come.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="DATE", help="The day: 2026-12-10."
)
@click.option("--start", type=TimeOfDay(), help="When it begins.")
@click.option("--minutes", type=click.IntRange(1, 1440), help="Cut the module to a session of so many minutes.")
@click.option("--organization", default="", help="Who gives the session, as certificates name it.")
@click.option("--place", default="", help="Where it is.")
@lang_option
@click.option("--theme", help="A theme other than the course's.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="A paper other than the course's.")
@click.option("--output", type=click.Path(path_type=Path), help="The output folder (default: output/ in the course).")
def pack(
    module: str,
    root: Path | None,
    people: int,
    day: datetime,
    start: int | None,
    minutes: int | None,
    organization: str,
    place: str,
    language: str | None,
    theme: str | None,
    paper: Literal["a4", "letter"] | None,
    output: Path | None,
) -> None:
    """Make what one session of MODULE needs on paper: sign-in sheet, name cards, certificate, and whatever else pack.md has."""
    from builder.core.source import clean_line
    from builder.engine.workers.limits import WHOLE_COURSE
    from builder.pack.session import PackSession

    for text in (organization, place):
        if len(text) > _LONGEST or text != clean_line(text)[0] or "\n" in text:
            stop(
                f"--organization and --place are one line of at most {_LONGEST} characters, without control signs.",
                USAGE,
            )
    folder = find_root(root)
    session = PackSession(day.date(), people, organization.strip(), place.strip(), start)
    with report_reading_errors():
        call = partial(_make, folder, module, minutes, language or "", theme, session, paper, epoch())
        files, found = run_reader(call, folder.root, limits=WHOLE_COURSE, load=load_pack)
    put_files(output or folder.root / "output", files, found)


def _make(
    folder: Folder,
    name: str,
    minutes: int | None,
    lang: str,
    theme: str | None,
    session: PackSession,
    paper: Literal["a4", "letter"] | None,
    day: date | None,
) -> tuple[dict[str, SheetFile], list[Problem]]:
    """Return the files of the pack, by their paths below the output folder, and the problems found."""
    from builder.build import read_module
    from builder.engine.reading.opening import choose_modules, open_course
    from builder.pack.sheets import read_sheets
    from builder.pack.write import write_pack
    from builder.transform.lengths import cut

    course, chosen, problems = open_course(folder, theme, lang)
    choose_modules(course, (name,))
    read = read_module(folder, course, name, problems)
    module = read and cut(read, minutes, problems)
    sheets = read_sheets(folder, "pack", module.lang, course, problems) if module else None
    if module is not None and sheets is not None:
        report_boxes(module, sheets, chosen, problems)
    if module is None or sheets is None or problems.has_errors:
        return {}, problems.found
    on = paper or course.file.paper
    files = write_pack(module, sheets, course, chosen, session, on, day, problems)
    mark = "" if on == course.file.paper else f"-{on}"
    where = f"{module.lang}/{module.id}/pack/{module.id}{f'-{minutes}min' if minutes else ''}-{session.day.isoformat()}"
    of = sheets.module.lang
    return {
        f"{where}-{file.name}{'-facilitators' * (file.audience == 'facilitators')}{mark * bool(file.pages)}-{of}.{file.ending}": file
        for file in files
    }, problems.found
