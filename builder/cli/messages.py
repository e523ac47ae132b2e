"""Messages and exit codes of the command line: messages for people go to stderr, data to stdout."""

from __future__ import annotations

import os
import re
import shlex
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from builder.core.problems import Problems

CONTENT, USAGE, TOOL = 1, 2, 3
"""Exit codes: errors in content; wrong usage or configuration; a missing or wrong tool, font or library."""

FORMATS = ("text", "json", "github", "gitlab", "sarif")
"""What problems can be printed as."""

WHOLE = ("json", "gitlab", "sarif")
"""Formats that are one document, also without problems."""

_LAST_SECOND = 253_402_300_799
"""The end of the year 9999 (UTC), in seconds since 1970."""


def talk(text: str = "") -> None:
    """Print a message to stderr; stdout is for data. Control characters in it, of whatever name it holds, are shown as escapes."""
    _echo(_safe(text), err=True)


def say(text: str) -> None:
    """Print lines of data to stdout, for people to read: with control characters as escapes, too."""
    _echo(_safe(text))


def say_line(text: str) -> None:
    """Print one line of data to stdout, whatever names it holds: their line ends are shown as escapes, too."""
    say(named(text))


def named(text: str) -> str:
    """Return a name of others for a line of ours, with all that is not seen as escapes, line ends too."""
    if text.isascii() and text.isprintable():
        return text
    from builder.core.reports.printable import printable

    return printable(text)


def say_json(value: object) -> None:
    """Print a value to stdout as JSON, with JSON's escapes in place of what a terminal obeys."""
    _echo(json_bytes(value).decode().rstrip())


def json_bytes(value: object) -> bytes:
    """Return a value as a file of JSON, with the same escapes."""
    import json

    from builder.core.reports.printable import printable_json

    return f"{printable_json(json.dumps(value, indent=2, ensure_ascii=False))}\n".encode()


def _safe(text: str) -> str:
    if text.isascii() and text.isprintable() and "::" not in text and "##[" not in text:
        return text
    from builder.core.reports.printable import printable_lines

    return printable_lines(text)


def _echo(text: str, *, err: bool = False) -> None:
    """Print text that is safe to show."""
    click.echo(text, err=err)


def stop(text: str, code: int) -> NoReturn:
    """Print a message and exit with this code."""
    talk(text)
    sys.exit(code)


def command_name(folder: Path | None = None) -> str:
    """Return how the program was called, as one types it in `folder` (default: here).

    The wrapper of a clone says how in COURSEWRIGHT_CALLED; without it the program is on the PATH.
    """
    called = os.environ.get("COURSEWRIGHT_CALLED", "")
    if "/" not in called:
        return "coursewright"
    path = os.path.relpath(called, folder or Path.cwd())
    near = path if path.startswith("../") else f"./{path}"
    return shlex.quote(near if near.count("../") < 3 else os.path.abspath(called))  # noqa: PTH100  # links stay as typed


def has_color() -> bool:
    """Say whether stderr is a terminal and NO_COLOR is not set (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, role: str) -> str:
    """Return text with the terminal colors of its role in a problem: error, warning, path, caret or hint."""
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
    """Print problems in one of FORMATS: `check` writes them to stdout as data, `build` to stderr (`err`)."""
    if form not in WHOLE and not len(problems):
        return
    if form in WHOLE:
        _echo(_whole(problems, form), err=err)
        return
    from builder.core.reports.problem_formats import as_github, as_text

    for problem in problems:
        shown = (
            as_github(problem)
            if form == "github"
            else as_text(problem, paint if has_color() else lambda text, _role: text)
        )
        _echo(shown, err=err)


def _whole(problems: Problems, form: str) -> str:
    """Return problems as one document of a format of WHOLE."""
    if form == "json":
        from builder.core.reports.problem_formats import as_json

        return as_json(problems)
    from builder import __version__
    from builder.core.reports.code_scanning import as_gitlab, as_sarif

    return as_sarif(problems, __version__) if form == "sarif" else as_gitlab(problems)


def count_text(number: int, what: str) -> str:
    """Return "1 error", "2 errors"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def tally(problems: Problems) -> str:
    """Return the numbers of errors and warnings in words."""
    errors = sum(problem.severity.value == "error" for problem in problems)
    return f"{count_text(errors, 'error')}, {count_text(len(problems) - errors, 'warning')}"


def epoch() -> date | None:
    """Return the date of SOURCE_DATE_EPOCH, or None when it is not set (reproducible-builds.org/specs/source-date-epoch).

    Exits 2 when it is no number of seconds between 1970 and the year 9999: another date would be printed than was meant.
    """
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    seconds = int(value) if re.fullmatch("[0-9]{1,12}", value) else _LAST_SECOND + 1
    if seconds > _LAST_SECOND:
        shown = f"{value[:40]!a}{' …' if len(value) > 40 else ''}"
        stop(f"SOURCE_DATE_EPOCH is {shown}: it must be a number of seconds since 1970, such as 1767225600.", USAGE)
    return datetime.fromtimestamp(seconds, UTC).date()


def reason_of(error: Exception) -> str:
    """Return what kept a file from being written or read, in the system's words."""
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def relative(path: Path) -> str:
    """Return a path as it is shown: relative to the current folder, or absolute when it is outside."""
    try:
        return named(str(path.resolve().relative_to(Path.cwd())))
    except ValueError:
        return named(str(path))


def missing_library(error: OSError) -> None:
    """Exit with a message when a system library could not be loaded; raise any other error."""
    if "library" not in str(error) and "dlopen" not in str(error):
        raise error
    stop(f"A system library is missing: {str(error).splitlines()[0]}\nRun `coursewright doctor` for the cure.", TOOL)
