"""`coursewright check`: reports all problems without making files."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.course import ModuleName, find_root, load, root_option, select_modules
from builder.cli.messages import CONTENT, count_text, report, talk, tally
from builder.engine.state import CHECKS, read_state, request_key, unchanged_build, whole_key, write_state

if TYPE_CHECKING:
    from builder.core.problems import Problems
    from builder.core.source import Folder


@click.command()
@click.argument("modules", nargs=-1, type=ModuleName())
@root_option
@click.option("--theme", help="The theme to check under (default: the course's).")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(
    modules: tuple[str, ...], root: Path | None, theme: str | None, form: str, strict: bool
) -> None:  # click's way
    """Find everything that is wrong in MODULE…, or in all modules of the course, without making files."""
    folder = find_root(root)
    here = folder.root.resolve()
    state, key = read_state(here, CHECKS), request_key("check", modules, theme)
    inputs = whole_key(state, here)
    note = unchanged_build(state, inputs, key, here)
    if note is None:
        problems, count = _find_problems(folder, theme, modules)
        kept = [{**problem.as_dict(), "excerpt": problem.excerpt} for problem in problems]
        state.builds[key] = {"inputs": inputs, "outputs": {}, "problems": kept, "count": count}
        write_state(state)
    else:
        from builder.core.problems import Problems, problem_from_dict

        problems, count = Problems(), int(note["count"])
        problems.extend(problem_from_dict(kept) for kept in note["problems"])
    report(problems, form, err=False)
    talk(f"Checked {count_text(count, 'module')}: {tally(problems)}.")
    sys.exit(CONTENT if problems.has_errors or (strict and len(problems)) else 0)


def _find_problems(folder: Folder, theme: str | None, modules: tuple[str, ...]) -> tuple[Problems, int]:
    """Return the problems of the given modules, or of all, and the number of modules."""
    gc.set_threshold(500_000, 20, 100)  # about one module is read and checked before garbage is collected
    course, chosen, problems = load(folder, theme)
    from builder.engine.reading import check_modules

    names = select_modules(course, modules) if modules else tuple(course.modules)
    check_modules(folder, course, chosen, names, problems)
    return problems, len(names)
