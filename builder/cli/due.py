"""`coursewright due`: lists sources, contacts and modules whose last review is too long ago."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.course import ModuleName, find_root, report_reading_errors, root_option
from builder.cli.messages import CONTENT, count_text, report, say, say_json, say_line, talk
from builder.cli.readers import run_reader

if TYPE_CHECKING:
    from builder.check.due import DueItem
    from builder.core.disk.folder import Folder
    from builder.core.problems import Problems

HEADINGS = {
    "contact": "Lines to call, before anyone is given them",
    "source": "Sources, at the original",
    "module": "Modules, once their sources are done",
}


@click.command()
@click.argument("modules", nargs=-1, type=ModuleName())
@root_option
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day to look from (default: today).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Exit with 1 when anything is due.")
def due(modules: tuple[str, ...], root: Path | None, day: datetime | None, form: str, strict: bool) -> None:
    """List the sources and contact lines of MODULE…, or of the course, to open again."""
    from builder.engine.reading.loading import load_reading

    folder = find_root(root)
    on = day.date() if day else datetime.now(UTC).date()
    with report_reading_errors():
        found, count, problems = run_reader(
            partial(_find, folder, modules, on), folder.root, forks=True, load=load_reading
        )
    report(problems, "text", err=True)
    if form == "json":
        rows = [{**asdict(one), "last": _iso(one.last)} for one in found]
        say_json(rows)
    else:
        for kind, heading in HEADINGS.items():
            rows_of = [one for one in found if one.kind == kind]
            if rows_of:
                say(f"{heading} ({len(rows_of)})")
            for one in rows_of:
                say_line(f"  {one.path}:{one.line}: {one.name}")
                say_line(f"      {f'last {one.last.isoformat()}: ' if one.last else ''}{one.why}")
    talk(f"Due on {on.isoformat()}: {count_text(len(found), 'thing')} to open in {count_text(count, 'module')}.")
    sys.exit(CONTENT if strict and found else 0)


def _find(folder: Folder, modules: tuple[str, ...], on: date) -> tuple[list[DueItem], int, Problems]:
    """Return what is due, the number of modules, and which modules could not be read."""
    from builder.check.due import find_due
    from builder.core.problems import ProblemCode, Problems
    from builder.engine.reading.modules import read_modules
    from builder.engine.reading.opening import choose_modules, open_course
    from builder.parse.course import REFERENCES

    course, _, problems = open_course(folder, None)
    names = choose_modules(course, modules)
    read = read_modules(folder, course, names, problems)
    found = find_due(course, [module for module, _ in read.values()], on, problems.sources.get(REFERENCES))
    lost = [problem for problem in problems if problem.code is ProblemCode.READING_STOPPED]
    return list(found), len(names), Problems(lost)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
