"""`coursewright due`: lists sources, contacts and modules whose last review is too long ago."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import click

from builder.cli.course import ModuleName, find_root, load, root_option, select_modules
from builder.cli.messages import CONTENT, count_text, say, say_json, talk

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
    folder = find_root(root)
    course, _, problems = load(folder, None)
    names = select_modules(course, modules)
    from builder.check.due import find_due
    from builder.engine.reading import read_modules
    from builder.parse.course import REFERENCES

    read = read_modules(folder, course, names, problems)
    on = day.date() if day else datetime.now(UTC).date()
    found = list(find_due(course, [module for module, _ in read.values()], on, problems.sources.get(REFERENCES)))
    if form == "json":
        rows = [{**asdict(one), "last": _iso(one.last)} for one in found]
        say_json(rows)
    else:
        for kind, heading in HEADINGS.items():
            rows_of = [one for one in found if one.kind == kind]
            if rows_of:
                say(f"{heading} ({len(rows_of)})")
            for one in rows_of:
                say(f"  {one.path}:{one.line}: {one.name}")
                say(f"      {f'last {one.last.isoformat()}: ' if one.last else ''}{one.why}")
    talk(f"Due on {on.isoformat()}: {count_text(len(found), 'thing')} to open in {count_text(len(names), 'module')}.")
    sys.exit(CONTENT if strict and found else 0)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
