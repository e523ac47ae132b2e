"""Reading a module: from its source to a checked module with its pictures, or the same in another language.

Apart from `build.py`, so that workers, which are given modules, need not load it.
"""

from __future__ import annotations

from functools import partial

from builder.check import check
from builder.core.disk.folder import Folder
from builder.core.disk.names import fault_of_folder, shown
from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, Span
from builder.model.course import Course
from builder.model.module import Module, TranslatedFrom
from builder.parse.assets.load import load_assets
from builder.parse.changelog import changelog_path, read_releases
from builder.parse.course import read_source
from builder.parse.lines.texts import Rewrite
from builder.parse.links import link_lines
from builder.parse.markdown import ParseContext, parse
from builder.parse.prerequisites import module_title, prerequisite_titles
from builder.parse.uses import earlier_use
from builder.translation.course import read_catalog, report_unsafe_blocks, required_blocks
from builder.translation.module import SourceModule, translate_module
from builder.translation.po import po_path
from builder.translation.titles import given_titles
from builder.translation.use import Use


def read_and_check(
    folder: Folder, course: Course, name: str, problems: Problems, given: Source | None = None
) -> Module | None:
    """Return the module in modules/<name>: parsed, with its pictures, and checked; None when it cannot be read.

    `given` is read in place of its module.md, to see what a change would make of it.
    """
    if fault := fault_of_folder(name, course.modules):
        at, hint = Span(f"modules/{shown(name)}/module.md"), "rename the folder: letters, digits and hyphens"
        problems.add(ProblemCode.UNUSABLE_NAME, f"the name of this module's folder {fault}", at, hint)
        return None
    source = given or read_source(folder, f"modules/{name}/module.md", problems)
    if given:
        problems.add_source(given)
    if source is None:
        return None
    written = course.origin or course
    module = load_assets(_parsed(source, name, folder, written, problems), folder, problems)
    module = replace(module, history=read_releases(folder, name, module.lang))
    check(module, problems, written.rules(name))
    if course.origin:
        module = _translated(source, module, name, folder, course, problems)
    if module.meta.agenda is None:
        module = replace(module, meta=module.meta.model_copy(update={"agenda": course.file.agenda}))
    return replace(
        module, needed=prerequisite_titles(folder, course, module.meta.prerequisites, given_titles(folder, course))
    )


def _parsed(
    source: Source, name: str, folder: Folder, course: Course, problems: Problems, rewrite: Rewrite | None = None
) -> Module:
    """Return the module in a source, without its pictures; with other words where `rewrite` gives them."""
    file, titles = course.file, given_titles(folder, course)
    context = ParseContext(
        file.lang,
        file.license,
        course.shared,
        course.local,
        course.works,
        course.terms,
        partial(module_title, folder, course, titles=titles),
        link_lines(folder, name, problems),
        partial(earlier_use, folder, course, name, titles=titles),
        rewrite,
    )
    return parse(source, name, context, problems)


def _translated(
    source: Source, module: Module, name: str, folder: Folder, course: Course, problems: Problems
) -> Module:
    """Return a module in the language of the course, which is a translation; that of the source when it has another of its own."""
    written = course.origin or course
    if module.lang != written.file.lang:
        return module
    lang = course.file.lang
    use = Use(read_catalog(folder, lang, name, problems), po_path(lang, name), written.file.lang, problems)

    def read_again(text: Source, rewrite: Rewrite, found: Problems) -> Module:
        return _parsed(text, name, folder, course, found, rewrite)

    found = translate_module(SourceModule(source, module, problems, read_again), course, use)
    if found.history:
        found = replace(found, history=read_releases(folder, name, lang, use.rewrite(changelog_path(name))))
    use.report(required_blocks(written))
    report_unsafe_blocks(module, course, problems)
    reviewed = use.catalog.reviewed if use.catalog else ""
    return replace(found, translation=TranslatedFrom(written.file.lang, use.percent(), reviewed))
