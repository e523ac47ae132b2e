"""Checks a course's own sheets without a module: what is wrong in every pack is told before anybody needs one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from builder.build import imprint_of
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.model import module as m
from builder.model.course import Course
from builder.pack.filling import fill_in
from builder.pack.session import PackSession
from builder.pack.sheets import KINDS, Kind, Sheets, read_file, read_sheets
from builder.pack.values import Values
from builder.theme.theme import Theme
from builder.writers.shared.labels import Labels


def check_sheets(folder: Folder, course: Course, theme: Theme, problems: Problems) -> None:
    """Report what is wrong in the files of sheets that a course has, whatever module they are for."""
    for sheets, kind in _files_of_sheets(folder, course, problems):
        _check(sheets, kind, course, theme, problems)


def _files_of_sheets(folder: Folder, course: Course, problems: Problems) -> Iterator[tuple[Sheets, Kind]]:
    """Yield the sheets of each file that a course has; of a translation, those in its language."""
    names = folder.files("modules", ".md")
    for kind in KINDS:
        own = [name for name in names if name.split(".")[0] == kind]
        if course.origin:
            found = [read_sheets(folder, kind, course.file.lang, course, problems)] if own else []
        else:
            found = [read_file(folder, f"modules/{name}", kind, course, problems) for name in own]
        yield from ((sheets, kind) for sheets in found if sheets)


def _check(sheets: Sheets, kind: Kind, course: Course, theme: Theme, problems: Problems) -> None:
    module: m.Module = sheets.module
    session = PackSession(date(2000, 1, 1), 1, "-") if kind == "pack" else None
    values = Values(module, imprint_of(module, course), Labels(theme, module.lang), session)
    for sheet in sheets.topics:
        fill_in(sheet, values, problems)
