"""Opening a course: its own files and its theme, and what a command tells when they cannot be used."""

from __future__ import annotations

from builder.core.disk.folder import Folder
from builder.core.faults import HINT, FaultError
from builder.core.frozen import replace
from builder.core.problems import Problem, ProblemCode, Problems
from builder.core.source import Span
from builder.engine.workers.answers import ApartError
from builder.model.course import Course
from builder.parse.course import load_course
from builder.parse.theme import read_theme
from builder.theme.theme import Theme
from builder.translation.course import translate_course


class UnusableCourseError(Exception):
    """A course or its theme cannot be used: `problems` say why."""

    def __init__(self, problems: Problems) -> None:
        """Take the problems, without the sources."""
        super().__init__(found := Problems(list(problems.found)))
        self.problems = found


class UnknownModuleError(Exception):
    """A command names a module that the course does not have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        """Take the name, and those of the course's modules."""
        super().__init__(name, known)
        self.name, self.known = name, known


def open_course(folder: Folder, theme: str | None, lang: str = "") -> tuple[Course, Theme, Problems]:
    """Return course and theme (default: the course's own) with what is wrong in them. Raises UnusableCourseError for errors.

    `lang` is the language to have the course in, "" for its own.
    """
    problems = Problems()
    course = load_course(folder, problems)
    if course and lang and lang != course.file.lang:
        course = translate_course(folder, course, lang, problems)
    chosen = read_theme(folder, theme or course.file.theme, problems) if course else None
    if course is None or chosen is None or problems.has_errors:
        raise UnusableCourseError(problems)
    if course.origin:
        course = replace(course, translation_notice=chosen.label("translation-notice", course.file.lang))
    return course, chosen, problems


def choose_modules(course: Course, modules: tuple[str, ...]) -> tuple[str, ...]:
    """Return the given modules, or all that the course lists. Raises UnknownModuleError for a name that is no module."""
    for name in modules:
        if name not in course.modules:
            raise UnknownModuleError(name, tuple(course.modules))
    return modules or course.listed


def reading_stopped(error: ApartError | FaultError, name: str = "") -> Problem:
    """Return the problem of a file whose reader was stopped, or failed: of the module `name`, else of the file that was read last."""
    if isinstance(error, FaultError):
        at = error.at if error.at.path or not name else Span(f"modules/{name}/module.md")
        return Problem(ProblemCode.READING_STOPPED, f"reading failed: {error}", at, HINT)
    path = f"modules/{name}/module.md" if name else error.file or "modules/course.yml"
    also = f" (the file read last was {error.file})" if error.file and error.file != path else ""
    message = f"reading this file was stopped, because {error}{also}"
    hint = "look for what is very long, repeated very often or nested very deeply; if there is none, please report this"
    return Problem(ProblemCode.READING_STOPPED, message, Span(path), hint)
