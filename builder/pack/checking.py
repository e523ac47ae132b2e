"""Checks a course's own sheets without a module: what is wrong in every pack is told before anybody needs one."""

from __future__ import annotations

from datetime import date

from builder.build import imprint_of
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.model import module as m
from builder.model.course import Course
from builder.pack.filling import fill_in
from builder.pack.session import PackSession
from builder.pack.sheets import KINDS, Kind, read_file
from builder.pack.values import Values
from builder.theme.theme import Theme
from builder.writers.shared.labels import Labels


def check_sheets(folder: Folder, course: Course, theme: Theme, problems: Problems) -> None:
    """Report what is wrong in the files of sheets that a course has, whatever module they are for."""
    for name in folder.files("modules", ".md"):
        kind = name.split(".")[0]
        if kind in KINDS:
            _check(folder, f"modules/{name}", "pack" if kind == "pack" else "review", course, theme, problems)


def _check(folder: Folder, path: str, kind: Kind, course: Course, theme: Theme, problems: Problems) -> None:
    sheets = read_file(folder, path, kind, course, problems)
    if sheets is None:
        return
    module: m.Module = sheets.module
    session = PackSession(date(2000, 1, 1), 1, "-") if kind == "pack" else None
    values = Values(module, imprint_of(module, course), Labels(theme, module.lang), session)
    for sheet in sheets.topics:
        fill_in(sheet, values, problems)
