"""Options that commands share, and the course and modules that they select."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.messages import CONTENT, USAGE, command_name, report, stop

if TYPE_CHECKING:
    from builder.core.disk.folder import Folder


class ModuleName(click.ParamType[str]):
    """The name of a module, which may be given as a path, as shells complete it: `modules/first-aid/module.md`."""

    name = "module"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name of the module's folder."""
        del param, ctx
        parts = [part for part in value.replace(os.sep, "/").split("/") if part not in {"", ".", "module.md"}]
        return parts[-1] if "/" in value and parts else value


class LanguageTag(click.ParamType[str]):
    """The tag of a language that there is: `es`, `pt-BR`."""

    name = "lang"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the tag, or fail."""
        from builder.core.languages import known_language

        try:
            return known_language(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def lang_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add the option `--lang LANG`: the language to have the course in."""
    return click.option(
        "--lang", "language", type=LanguageTag(), help="The course as its files in locale/ have it in a language."
    )(command)


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


@contextmanager
def report_reading_errors() -> Iterator[None]:
    """Print why a course or a module could not be read, and exit: 2 for the course's own files and its theme, 1 for a module."""
    try:
        yield
    except Exception as error:
        from builder.core.faults import FaultError
        from builder.core.problems import Problems, did_you_mean
        from builder.engine.reading.opening import UnknownModuleError, UnusableCourseError, reading_stopped
        from builder.engine.workers.answers import ApartError

        match error:
            case UnusableCourseError():
                report(error.problems, "text", err=True)
            case UnknownModuleError():
                stop(f"There is no module `{error.name}`. {did_you_mean(error.name, error.known)}".rstrip(), USAGE)
            case ApartError() | FaultError():
                found = reading_stopped(error)
                report(Problems([found]), "text", err=True)
                sys.exit(CONTENT if _MODULE.match(found.at.path) else USAGE)
            case _:
                raise
        sys.exit(USAGE)


_MODULE = re.compile("modules/[^/]+/(?<!/shared/)")
"""How the path of a module's own file begins."""
