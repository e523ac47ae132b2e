"""What is wrong in the translations of a course: its modules are read in each language, and not laid out."""

from __future__ import annotations

from functools import partial

from builder.core.disk.folder import Folder
from builder.core.problems import Problem, ProblemCode, Problems
from builder.engine.reading.modules import each_module
from builder.engine.reading.opening import UnusableCourseError
from builder.model.course import Course
from builder.parse.course import load_course, outline_course
from builder.read import read_and_check
from builder.translation.course import translate_course
from builder.translation.extract import po_names
from builder.translation.status import FileStatus, languages_of, status_of, template_of, updates_of
from builder.translation.update import Updated

OF_TRANSLATIONS = frozenset(
    {
        ProblemCode.BROKEN_TRANSLATION,
        ProblemCode.DUPLICATE_TRANSLATION,
        ProblemCode.UNTRANSLATED,
        ProblemCode.UNTRANSLATED_SAFETY,
        ProblemCode.REFUSED_TRANSLATION,
        ProblemCode.UNLIKE_TRANSLATION,
    }
)
"""What is wrong in translations; all else is for `check`."""


def check_translations(folder: Folder, languages: tuple[str, ...]) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the languages that were looked at (default: all that the course has), and what is wrong in their translations."""
    course, problems = _course(folder, whole=True), Problems()
    asked = languages or languages_of(folder, course)
    for lang in asked:
        found = Problems()
        translated = translate_course(folder, course, lang, found)
        names = tuple(course.modules)
        for _, own in each_module(names, partial(_problems_of, folder, translated), found):
            found.extend(own)
        problems.extend(problem for problem in found.found if problem.code in OF_TRANSLATIONS)
    return asked, problems.found


def _problems_of(folder: Folder, course: Course, name: str) -> list[Problem]:
    own = Problems()
    read_and_check(folder, course, name, own)
    return own.found


def _course(folder: Folder, *, whole: bool = False) -> Course:
    problems = Problems()
    course = load_course(folder, problems) if whole else outline_course(folder, problems)
    if course is None:
        raise UnusableCourseError(problems)
    return course


def read_status(folder: Folder, languages: tuple[str, ...]) -> tuple[list[FileStatus], list[Problem]]:
    """Return how far the translations into these languages are (default: all that the course has)."""
    course, problems = _course(folder), Problems()
    return status_of(folder, course, languages or languages_of(folder, course), problems), problems.found


def read_updates(folder: Folder, languages: tuple[str, ...]) -> tuple[dict[str, tuple[str, Updated]], list[Problem]]:
    """Return the PO files of these languages as they are to be now (default: all that the course has)."""
    course, problems = _course(folder), Problems()
    return updates_of(folder, course, languages or languages_of(folder, course), problems), problems.found


def read_templates(folder: Folder, modules: tuple[str, ...]) -> list[str]:
    """Return the templates of the PO files of these modules (default: all)."""
    course = _course(folder)
    return [template_of(folder, course, name) for name in modules or po_names(course)]
