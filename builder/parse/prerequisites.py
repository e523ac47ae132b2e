"""Titles of the modules that a module names: as prerequisites, or in links to their files."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.model.course import Course
from builder.parse.course import read_source
from builder.parse.frontmatter import read_front_matter
from builder.parse.inlines.typesetting import typeset_meta

MODULE_ID = re.compile(r"[a-z0-9-]+")
"""Form of a module's id."""


Titles = Callable[[str, str], str]
"""From a module's folder and the title in its front matter to the title that it is printed with."""


def as_written(_name: str, title: str) -> str:
    """Return a title as its front matter has it."""
    return title


def prerequisite_titles(
    folder: Folder, course: Course, prerequisites: tuple[str, ...], titled: Titles = as_written
) -> dict[str, str]:
    """Return the titles of the modules among `prerequisites`, by id; entries that are no module's id are left out.

    Problems in the front matter of those modules are not reported here: they are reported where each module is read.
    """
    titles: dict[str, str] = {}
    wanted = {entry for entry in prerequisites if MODULE_ID.fullmatch(entry)}
    for name in sorted(course.modules, key=lambda name: name not in wanted):  # most ids equal the name of the folder
        if not wanted - set(titles):
            break
        ignored = Problems()
        source = read_source(folder, f"modules/{name}/module.md", ignored)
        meta = read_front_matter(source, name, ignored)[0] if source else None
        if meta and meta.id in wanted:
            titles[meta.id] = titled(name, typeset_meta(meta, meta.lang or course.file.lang).title)
    return titles


def module_title(folder: Folder, course: Course, name: str, titles: Titles = as_written) -> str:
    """Return the title of the module in the folder `name`, "" when the course has none. Problems in it are not reported."""
    source = read_source(folder, f"modules/{name}/module.md", Problems()) if name in course.modules else None
    if source is None:
        return ""
    meta, _ = read_front_matter(source, name, Problems())
    return titles(name, typeset_meta(meta, meta.lang or course.file.lang).title)
