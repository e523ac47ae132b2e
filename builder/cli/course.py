"""Options that commands share, and the course and modules that they select."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.messages import USAGE, command_name, report, stop

if TYPE_CHECKING:
    from builder.core.disk.folder import Folder
    from builder.core.problems import Problems
    from builder.model.course import Course
    from builder.theme.theme import Theme


class ModuleName(click.ParamType[str]):
    """The name of a module, which may be given as a path, as shells complete it: `modules/first-aid/module.md`."""

    name = "module"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name of the module's folder."""
        del param, ctx
        parts = [part for part in value.replace(os.sep, "/").split("/") if part not in {"", ".", "module.md"}]
        return parts[-1] if "/" in value and parts else value


def root_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add the option `-C DIR`."""
    return click.option(
        "-C",
        "root",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The course's folder (default: here, or the nearest above).",
    )(command)


def find_root(given: Path | None) -> Folder:
    """Return the given course folder, or the nearest one from the current folder upward. Exits 2 when there is none."""
    if (found := nearest_course(given)) is not None:
        return found
    stop(
        f"There is no modules/course.yml in {given or 'this folder'}. `{command_name()} init DIR` makes a course.",
        USAGE,
    )
    raise AssertionError


def nearest_course(given: Path | None) -> Folder | None:
    """Return the given course folder, or the nearest one from the current folder upward; None when there is none."""
    from builder.core.disk.folder import Folder

    here = Path.cwd() if given is None else given
    places = map(Folder, [here] if given is not None else [here, *here.parents])
    return next((folder for folder in places if folder.is_there("modules/course.yml")), None)


def load(folder: Folder, theme: str | None) -> tuple[Course, Theme, Problems]:
    """Return course, theme and their problems. Exits 2, after printing the problems, when they have errors."""
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


def select_modules(course: Course, modules: tuple[str, ...]) -> tuple[str, ...]:
    """Return the given modules, or all that the course lists. Exits 2 for a name that is no module."""
    from builder.core.problems import did_you_mean

    for name in modules:
        if name not in course.modules:
            stop(f"There is no module `{name}`. {did_you_mean(name, course.modules)}".rstrip(), USAGE)
    return modules or course.listed
