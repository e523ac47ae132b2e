"""`coursewright review`: what each reviewer of a module should judge, by role, as a list and as forms to fill in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from builder.cli.course import ModuleName, find_root, lang_option, report_reading_errors, root_option
from builder.cli.messages import epoch, say, talk
from builder.cli.readers import run_reader
from builder.cli.session.files import load_pack, put_files, report_boxes

if TYPE_CHECKING:
    from datetime import date

    from builder.core.disk.folder import Folder
    from builder.core.problems import Problem
    from builder.pack.write import SheetFile


@click.command()
@click.argument("modules", nargs=-1, type=ModuleName())
@root_option
@click.option(
    "--role", "roles", multiple=True, help="A sheet of review.md, such as lawyer (may be repeated; default: all)."
)
@click.option("--list", "only_list", is_flag=True, help="Print the lists alone; make no forms.")
@lang_option
@click.option("--theme", help="A theme other than the course's.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="A paper other than the course's.")
@click.option("--output", type=click.Path(path_type=Path), help="The output folder (default: output/ in the course).")
def review(
    modules: tuple[str, ...],
    root: Path | None,
    roles: tuple[str, ...],
    only_list: bool,
    language: str | None,
    theme: str | None,
    paper: Literal["a4", "letter"] | None,
    output: Path | None,
) -> None:
    """Print what reviewers of MODULE…, or of the whole course, should judge, by role, and make a form for each. Records nothing."""
    from builder.engine.workers.limits import WHOLE_COURSE

    folder = find_root(root)
    with report_reading_errors():
        call = partial(_make, folder, modules, roles, language or "", theme, paper, epoch(), not only_list)
        lists, files, found = run_reader(call, folder.root, forks=True, limits=WHOLE_COURSE, load=load_pack)
    if only_list:
        for text in lists:
            say(text)
    put_files(output or folder.root / "output", files, found)
    if files:
        talk(
            "Nobody's answers are recorded: when a person has reviewed a module, write `reviewed` and `reviewed_by` by hand."
        )


def _make(
    folder: Folder,
    names: tuple[str, ...],
    roles: tuple[str, ...],
    lang: str,
    theme: str | None,
    paper: Literal["a4", "letter"] | None,
    day: date | None,
    forms: bool,
) -> tuple[list[str], dict[str, SheetFile], list[Problem]]:
    """Return the lists, the forms by their paths below the output folder, and the problems found."""
    from builder.core.problems import Problems
    from builder.engine.reading.modules import read_modules
    from builder.engine.reading.opening import choose_modules, open_course
    from builder.pack.sheets import read_sheets, unknown_roles
    from builder.pack.write import list_review, write_review

    course, chosen, problems = open_course(folder, theme, lang)
    lists: list[str] = []
    files: dict[str, SheetFile] = {}
    on = paper or course.file.paper
    mark = "" if on == course.file.paper else f"-{on}"
    for module, own in read_modules(folder, course, choose_modules(course, names), problems).values():
        said = Problems()
        sheets = read_sheets(folder, "review", module.lang, course, said)
        if sheets is not None:
            unknown_roles(sheets, roles, said)
            if forms:
                report_boxes(module, sheets, chosen, said)
        if sheets is not None and not (said.has_errors or own.has_errors):
            if forms:
                for file in write_review(module, sheets, roles, course, chosen, on, day, said):
                    path = f"{module.lang}/{module.id}/review/{module.id}-review-{file.name}{mark}-{sheets.module.lang}.pdf"
                    files[path] = file
            else:
                lists += list_review(module, sheets, roles, course, chosen, day, said)
        problems.extend(one for one in said.found if one not in problems.found)
    return lists, files, problems.found
