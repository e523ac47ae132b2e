"""How the command line speaks: people on stderr, data on stdout, one exit code for each kind of failure."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from builder.core.problems import Problems

CONTENT, USAGE, TOOL = 1, 2, 3
"""Exit codes: errors in content; wrong usage or configuration; a missing or wrong tool, font or library."""


def talk(text: str = "") -> None:
    """Print for people: on stderr, so that data on stdout stays clean."""
    click.echo(text, err=True)


def stop(text: str, code: int) -> NoReturn:
    """Say why, and leave."""
    talk(text)
    sys.exit(code)


def color() -> bool:
    """Say whether stderr is a terminal that wants colors (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, role: str) -> str:
    """Color a part of a problem for a terminal."""
    styles = {
        "error": ("red", True),
        "warning": ("yellow", True),
        "path": ("", True),
        "caret": ("cyan", False),
        "hint": ("green", False),
    }
    foreground, bold = styles.get(role, ("", False))
    return click.style(text, fg=foreground or None, bold=bold)


def report(problems: Problems, form: str, *, err: bool) -> None:
    """Print problems: as data on stdout for `check`, as talk on stderr for `build`."""
    from builder.core.problems import as_github, as_json, as_text

    if form == "json":
        click.echo(as_json(problems), err=err)
        return
    for problem in problems:
        shown = (
            as_github(problem) if form == "github" else as_text(problem, paint if color() else lambda text, _role: text)
        )
        click.echo(shown, err=err)


def counted(number: int, what: str) -> str:
    """Return "1 error", "2 errors"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def tally(problems: Problems) -> str:
    """Return how many problems there are, in words."""
    errors = sum(problem.severity.value == "error" for problem in problems)
    return f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}"


def epoch() -> date | None:
    """Return the day that SOURCE_DATE_EPOCH names, or None (reproducible-builds.org)."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(value), UTC).date() if value.isdigit() else None


def relative(path: Path) -> str:
    """Return a path as a person here would name it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def missing_library(error: OSError) -> None:
    """Explain a library that could not be loaded; anything else is our fault and is raised."""
    if "library" not in str(error) and "dlopen" not in str(error):
        raise error
    stop(f"A system library is missing: {str(error).splitlines()[0]}\nRun `coursewright doctor` for the cure.", TOOL)
