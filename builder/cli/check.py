"""`coursewright check`: everything that is wrong, and no file made."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.cli.course import find_root, load, named, root_option
from builder.cli.talk import CONTENT, counted, report, talk, tally


@click.command()
@click.argument("modules", nargs=-1)
@root_option
@click.option("--theme", help="The theme to check under (default: the course's).")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(
    modules: tuple[str, ...], root: Path | None, theme: str | None, form: str, strict: bool
) -> None:  # click's way
    """Find everything that is wrong in MODULE…, or in all modules of the course, without making files."""
    folder = find_root(root)
    course, chosen, problems = load(folder, theme)
    from builder.engine.reading import check_modules

    names = named(course, modules) if modules else tuple(course.modules)
    check_modules(folder, course, chosen, names, problems)
    report(problems, form, err=False)
    talk(f"Checked {counted(len(names), 'module')}: {tally(problems)}.")
    sys.exit(CONTENT if problems.has_errors or (strict and len(problems)) else 0)
