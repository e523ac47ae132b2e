"""The first steps of the pipeline: a module's source, parsed, with its pictures, and checked; and where files of it come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from builder.check import check
from builder.check.course import cyclic_prerequisites, unused_terms
from builder.core.frozen import replace
from builder.core.problems import Code, Problems
from builder.core.source import Folder, Span, Unreadable
from builder.model.course import Course
from builder.model.module import Module
from builder.model.outputs import Imprint
from builder.parse.assets.load import clean_picture, load_assets
from builder.parse.course import read_source
from builder.parse.frontmatter import read_front_matter
from builder.parse.markdown import ParseContext, parse
from builder.parse.printed import printed_meta
from builder.theme.load import load_theme
from builder.theme.theme import Theme

_ID = re.compile(r"[a-z0-9-]+")
"""What a module's id is made of."""


def read_module(folder: Folder, course: Course, name: str, problems: Problems) -> Module | None:
    """Return the module in modules/<name>, parsed, with its pictures, and checked; None when it cannot be read."""
    source = read_source(folder, f"modules/{name}/module.md", problems)
    if source is None:
        return None
    around = ParseContext(
        course.file.lang, course.file.license, course.shared, course.local, course.works, course.terms
    )
    module = load_assets(parse(source, name, around, problems), folder, problems)
    check(module, problems, course.rules(name))
    return replace(module, needed=_titles(folder, course, module.meta.prerequisites))


def _titles(folder: Folder, course: Course, wanted: tuple[str, ...]) -> dict[str, str]:
    """Return the titles of the modules among `wanted`, by id. What is wrong in their front matter is told where they are read."""
    titles: dict[str, str] = {}
    left = {one for one in wanted if _ID.fullmatch(one)}
    for name in sorted(course.modules, key=lambda name: name not in left):  # most go by the name of their folder
        if not left - set(titles):
            break
        unheard = Problems()
        source = read_source(folder, f"modules/{name}/module.md", unheard)
        meta = read_front_matter(source, name, unheard)[0] if source else None
        if meta and meta.id in left:
            titles[meta.id] = printed_meta(meta, meta.lang or course.file.lang).title
    return titles


def read_theme(folder: Folder, name: str, problems: Problems) -> Theme | None:
    """Return the theme `name` of a course, its logo made safe to give away; None when it cannot be used."""
    theme = load_theme(name, problems, folder)
    if theme is None or theme.logo is None:
        return theme
    try:
        return replace(theme, logo=replace(theme.logo, data=clean_picture(theme.logo.name, theme.logo.data).data))
    except Unreadable as error:
        at = Span(f"themes/{name}/theme.yml")
        problems.add(Code.BROKEN_THEME, f"the logo `{theme.logo.name}` cannot be used: {error.reason}", at)
        return None


def check_together(modules: Mapping[str, Module], problems: Problems) -> None:
    """Find what is wrong between modules, by folder, of which the front matter may be all that was read."""
    cyclic_prerequisites(modules, problems)


def check_course(course: Course, modules: Mapping[str, Module], problems: Problems) -> None:
    """Find what only whole modules, by folder, tell of the course."""
    unused_terms(course, modules, problems)


def imprint_of(module: Module, course: Course, epoch: date | None = None) -> Imprint:
    """Return where the outputs of a module come from. Dates are the module's own, else `epoch`, never the clock."""
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
