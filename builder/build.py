"""The pipeline on one page. Read this first."""

from __future__ import annotations

from datetime import date

from builder.check import check
from builder.core.frozen import replace
from builder.core.problems import Problems
from builder.core.source import Folder
from builder.model.course import Course
from builder.model.module import Module
from builder.model.outputs import Imprint
from builder.parse.assets.load import load_assets
from builder.parse.course import read_source
from builder.parse.markdown import ParseContext, parse
from builder.parse.prerequisites import prerequisite_titles


def read_module(folder: Folder, course: Course, name: str, problems: Problems) -> Module | None:
    """Return the module in modules/<name>: parsed, with its pictures, and checked; None when it cannot be read."""
    source = read_source(folder, f"modules/{name}/module.md", problems)
    if source is None:
        return None
    file = course.file
    context = ParseContext(file.lang, file.license, course.shared, course.local, course.works, course.terms)
    module = load_assets(parse(source, name, context, problems), folder, problems)
    check(module, problems, course.rules(name))
    return replace(module, needed=prerequisite_titles(folder, course, module.meta.prerequisites))


def imprint_of(module: Module, course: Course, epoch: date | None = None) -> Imprint:
    """Return where the outputs of a module come from. Dates are the module's own, else `epoch`, never the clock's."""
    return Imprint(
        course=course.file.title,
        course_version=course.file.version,
        number=course.number(module.folder),
        draft_notice="" if module.meta.reviewed else course.file.draft_notice,
        license=module.meta.license,
        url=course.file.url,
        contacts=course.file.contacts,
        date=module.meta.reviewed or module.meta.checked or epoch,
        citations=course.file.citations,
    )
