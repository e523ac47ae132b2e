"""The titles of a course's modules in its language, for those that name them."""

from __future__ import annotations

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.model.course import Course
from builder.parse.prerequisites import Titles, as_written
from builder.translation.course import read_catalog


def given_titles(folder: Folder, course: Course) -> Titles:
    """Return what gives the titles of modules in the language of a course; those of the source where it has no other."""
    if course.origin is None:
        return as_written

    def title(name: str, written: str) -> str:
        catalog = read_catalog(folder, course.file.lang, name, Problems())
        entry = catalog.find("front matter: title", written) if catalog else None
        return entry.text if entry and entry.is_usable else written

    return title
