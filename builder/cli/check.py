"""`coursewright check`: reports all problems without making files."""

from __future__ import annotations

import contextlib
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.cache import cache_option, find_cache
from builder.cli.course import ModuleName, find_root, lang_option, report_reading_errors, root_option
from builder.cli.messages import CONTENT, FORMATS, count_text, report, talk, tally
from builder.cli.readers import run_reader
from builder.engine.state.keys import request_key, whole_key
from builder.engine.state.state import CHECKS, read_state, write_state

if TYPE_CHECKING:
    from builder.core.disk.folder import Folder
    from builder.core.problems import Problem, Problems


@click.command()
@click.argument("modules", nargs=-1, type=ModuleName())
@root_option
@click.option("--theme", help="The theme to check under (default: the course's).")
@lang_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@cache_option
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(
    modules: tuple[str, ...],
    root: Path | None,
    theme: str | None,
    language: str | None,
    form: str,
    cache: Path | None,
    strict: bool,  # click's way
) -> None:
    """Find everything that is wrong in MODULE…, or in all modules of the course, without making files."""
    folder, lang = find_root(root), language or ""
    here = folder.root.resolve()
    notes = find_cache(cache, folder.root).of_course(here)
    state, key = read_state(notes, CHECKS), request_key("check", modules, theme, lang)
    inputs = whole_key(state, here, lang)
    note = state.unchanged(inputs, key, here)
    if note is None:
        from builder.core.problems import PASSING
        from builder.engine.state.records import as_records

        problems, count = find_problems(folder, theme, modules, notes, lang)
        if not any(problem.code in PASSING for problem in problems):
            state.builds[key] = {"inputs": inputs, "outputs": {}, "problems": as_records(problems), "count": count}
            write_state(state)
    else:
        from builder.core.problems import Problems, problem_from_dict

        problems, count = Problems(), note.get("count", 0)
        problems.extend(problem_from_dict(kept) for kept in note["problems"])
    report(problems, form, err=False)
    talk(f"Checked {count_text(count, 'module')}: {tally(problems)}.")
    sys.exit(CONTENT if problems.has_errors or (strict and len(problems)) else 0)


def find_problems(
    folder: Folder, theme: str | None, modules: tuple[str, ...], cache: Path, lang: str = ""
) -> tuple[Problems, int]:
    """Return the problems of the given modules, or of all, and the number of modules; in a language, "" for the course's own."""
    from builder.core.disk.private import make_private
    from builder.core.faults import FaultError
    from builder.core.problems import Problems
    from builder.engine.reading.loading import load_checking
    from builder.engine.workers.answers import ApartError
    from builder.engine.workers.limits import READING, WHOLE_COURSE
    from builder.engine.workers.sandbox.access import WORKERS

    several, write = len(modules) != 1, cache / WORKERS
    with contextlib.suppress(OSError):  # without a folder, layouts are made each time
        make_private(write)
    with report_reading_errors():
        try:
            found, count = run_reader(
                partial(_check, folder, theme, modules, write, lang),
                folder.root,
                write=write,
                forks=several,
                limits=WHOLE_COURSE if several else READING,
                load=load_checking,
            )
        except (ApartError, FaultError) as error:
            if several or not (isinstance(error, FaultError) or error.file.startswith(f"modules/{modules[0]}/")):
                raise
            from builder.engine.reading.opening import reading_stopped

            found, count = [reading_stopped(error, modules[0])], 1
    return Problems(found), count


def _check(
    folder: Folder, theme: str | None, modules: tuple[str, ...], cache: Path | None, lang: str
) -> tuple[list[Problem], int]:  # apart
    from builder.engine.reading.check import check_course

    return check_course(folder, theme, modules, cache, lang)
