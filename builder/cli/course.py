"""Which course and which modules a command works on: options that commands share, and what they find by them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.messages import USAGE, report, stop

if TYPE_CHECKING:
    from builder.core.problems import Problems
    from builder.core.source import Folder
    from builder.model.course import Course
    from builder.theme.theme import Theme


def root_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add `-C DIR`."""
    return click.option(
        "-C",
        "root",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The course's folder (default: here, or the nearest above).",
    )(command)


def find_root(given: Path | None) -> Folder:
    """Return the course folder that was named, or the nearest one from here upward. Exits 2 where there is none."""
    from builder.core.source import Folder

    here = Path.cwd() if given is None else given
    for folder in [here] if given is not None else [here, *here.parents]:
        if (folder / "modules" / "course.yml").is_file():
            return Folder(folder)
    stop(f"There is no modules/course.yml in {given or 'this folder'}. `coursewright init DIR` makes a course.", USAGE)
    raise AssertionError


def load(folder: Folder, theme: str | None) -> tuple[Course, Theme, Problems]:
    """Return the course and theme to work with. Exits 2, with the problems, when the configuration cannot be used."""
    from builder.core.problems import Problems
    from builder.parse.course import load_course
    from builder.parse.theme import read_theme

    problems = Problems()
    course = load_course(folder, problems)
    chosen = read_theme(folder, theme or course.file.theme, problems) if course else None
    if course is None or chosen is None or problems.has_errors:
        report(problems, "text", err=True)
        sys.exit(USAGE)
    return course, chosen, problems


def named(course: Course, modules: tuple[str, ...]) -> tuple[str, ...]:
    """Return the modules to work on. Exits 2 for a name that is no module."""
    from builder.core.problems import did_you_mean

    for name in modules:
        if name not in course.modules:
            stop(f"There is no module `{name}`. {did_you_mean(name, course.modules)}".rstrip(), USAGE)
    return modules or course.listed
