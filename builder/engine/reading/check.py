"""Checking a course: everything that is wrong, from parsing to fitting slides, without making a file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from builder.build import imprint_of
from builder.check.course import cyclic_prerequisites, unused_terms
from builder.check.lessons.guessing import guessable_module, guessable_tests
from builder.check.remarks import open_remarks
from builder.core.disk.folder import Folder
from builder.core.faults import HINT, FaultError, faults_at
from builder.core.frozen import dataclass
from builder.core.names import COURSE_ID
from builder.core.problems import Problem, ProblemCode, Problems
from builder.core.source import Source, Span
from builder.engine.module_build import ModuleInputs
from builder.engine.module_check import ModuleCheck
from builder.engine.plan import OutputOptions, sessions
from builder.engine.reading.modules import check_id, each_module, head_of
from builder.engine.reading.opening import choose_modules, open_course
from builder.model.course import Course
from builder.model.module import Module
from builder.model.question_items import QuestionItem, question_items
from builder.model.remarks import REMARKS
from builder.pack.checking import check_sheets
from builder.parse.course import COURSE, read_source
from builder.read import read_and_check
from builder.theme.theme import Theme
from builder.transform.glossary import used_terms
from builder.transform.lengths import cut


@dataclass(frozen=True)
class Checked:
    """What is wrong in a module: in its source as it was `read`, and in its slides as they are `laid_out`.

    `head` is the module without its text and `source` the file up to its text, None when it could not be read; `terms` are
    the ids of the terms of the glossary that it uses, and `items` its questions where a rule asks for them, where all modules are checked.
    """

    read: tuple[Problem, ...]
    laid_out: tuple[Problem, ...] = ()
    head: Module | None = None
    source: Source | None = None
    terms: frozenset[str] = frozenset()
    items: tuple[QuestionItem, ...] = ()


def check_course(
    folder: Folder, theme: str | None, modules: tuple[str, ...], cache: Path | None, lang: str = ""
) -> tuple[list[Problem], int]:
    """Return what is wrong in the given modules, or in all, also those that the course does not list, and their number.

    `cache` is the course's folder in the user's cache; `lang` the language to have the course in, "" for its own. Raises UnusableCourseError and UnknownModuleError.
    """
    course, chosen, problems = open_course(folder, theme, lang)
    names = choose_modules(course, modules) if modules else tuple(course.modules)
    check_modules(folder, course, chosen, names, problems, cache)
    if not modules:
        check_sheets(folder, course, chosen, problems)
    return problems.found, len(names)


def check_modules(
    folder: Folder,
    course: Course,
    theme: Theme,
    names: tuple[str, ...],
    problems: Problems,
    cache: Path | None = None,
) -> None:
    """Report everything that is wrong in these modules. Several are checked each in a process of its own; one in this one."""
    whole = {*course.listed} <= {*names}
    call = partial(_check_module, folder, course, theme, cache, whole)
    checked = {names[0]: call(names[0])} if len(names) == 1 else dict(each_module(names, call, problems))
    known: dict[str, str] = {}
    heads: dict[str, Module] = {}
    used: dict[str, frozenset[str]] = {}
    items: dict[str, tuple[QuestionItem, ...]] = {}
    for name in names:
        one = checked.get(name)
        if one is None:
            continue
        own = Problems(list(one.read))
        if one.head is not None and one.source is not None:
            own.add_source(one.source)
            problems.add_source(one.source)
            check_id(name, one.head, known, own)
            heads[name] = one.head
            used[name] = one.terms
            items[name] = one.items
        problems.extend(own.found)
        if not own.has_errors:
            problems.extend(one.laid_out)
    cyclic_prerequisites(heads, problems)
    if whole and course.origin is None:  # else words of another language are looked for
        unused_terms(course, used, problems)
        if rule := course.file.checks.guessable_test:
            guessable_tests(rule, items, _rule_at(folder, "guessable-test", problems), problems)


def _rule_at(folder: Folder, rule: str, problems: Problems) -> Span:
    """Return where course.yml switches a rule on."""
    source = problems.sources.get(COURSE) or read_source(folder, COURSE, problems)
    line = (
        next((n for n, text in enumerate(source.lines, 1) if text.strip().startswith(f"{rule}:")), 1) if source else 1
    )
    return source.find(line, rule) if source else Span(COURSE)


def _items(module: Module, course: Course, theme: Theme) -> tuple[QuestionItem, ...]:
    """Return the questions of a module that the course's rule about tests counts: of listed modules, and of the course's own pages."""
    rule = course.file.checks.guessable_test
    if rule is None or module.folder in rule.spared or module.folder not in {*course.listed, COURSE_ID}:
        return ()
    told = "absolute-words" not in theme.untranslated(module.lang) or module.lang.lower().startswith("en")
    words = theme.label("absolute-words", module.lang).split(",") if told else []
    return tuple(question_items(module.body, [word.strip() for word in (*words, *rule.words)]))


def _check_module(
    folder: Folder, course: Course, theme: Theme, cache: Path | None, all_of_them: bool, name: str
) -> Checked:
    own = Problems()
    module = read_and_check(folder, course, name, own)
    if module is None:
        return Checked(tuple(own.found))
    remarks = f"modules/{name}/{REMARKS}"
    if folder.is_there(remarks) and (written := read_source(folder, remarks, own)):
        open_remarks(written, module, own)
    rule = course.file.checks.guessable_test
    if (
        rule and module.folder == COURSE_ID
    ):  # other rules leave the course's own pages alone; its tests before and after stand there
        guessable_module(module, rule, own)
    laid_out = Problems(sources=own.sources)
    whole = None if own.has_errors else cut(module, None, laid_out)
    if not own.has_errors:
        made = {session.minutes for session in sessions(course, OutputOptions(), (module.folder,)) if session.minutes}
        for minutes in sorted(made | {*module.meta.lengths}):
            cut(module, minutes, laid_out)
    if whole is not None:
        imprint = imprint_of(whole, course)
        inputs = ModuleInputs(whole, theme, imprint, course.file.paper, cache, course.rules(module.folder))
        found = Problems(sources=own.sources)
        try:
            with faults_at(Span(module.path)):
                ModuleCheck(inputs, found).check()
        except FaultError as error:  # what stands after this module is still checked
            found.add(ProblemCode.RENDERER_STOPPED, f"the slides could not be laid out: {error}", error.at, HINT)
        laid_out.extend(found.found)
    return Checked(
        tuple(own.found),
        tuple(laid_out.found),
        replace(module, body=(), assets={}, terms=(), works={}),
        head_of(own.sources[module.path]),
        used_terms(module) if all_of_them else frozenset(),
        _items(module, course, theme) if all_of_them else (),
    )
