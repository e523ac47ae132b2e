"""Rules across the modules of a course."""

from __future__ import annotations

from collections.abc import Mapping

from builder.core.names import COURSE_ID
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.course import Course
from builder.transform.glossary import explain


def cyclic_prerequisites(modules: Mapping[str, m.Module], problems: Problems) -> None:
    """Report modules that are prerequisites of each other. A prerequisite that equals a module's id means that module."""
    known = {module.id: module for module in modules.values()}
    needs = {ident: [one for one in module.meta.prerequisites if one in known] for ident, module in known.items()}
    reported: set[str] = set()
    for ident, module in known.items():
        circle = _find_cycle(ident, needs)
        if circle and not reported & set(circle):
            reported |= set(circle)
            source = problems.sources.get(module.path)
            line = next((n for n, text in enumerate(source.lines, 1) if circle[1] in text), 1) if source else 1
            message = f"these modules ask for each other: {' → '.join(circle)}"
            at = source.find(line, circle[1]) if source else Span(module.path)
            problems.add(ProblemCode.CYCLIC_PREREQUISITE, message, at, "take one out of `prerequisites:`")


def unused_terms(course: Course, modules: Mapping[str, m.Module], problems: Problems) -> None:
    """Report glossary terms that no module uses, but for those that the course's books print in any case.

    Skipped unless all modules of the course were read.
    """
    own = {COURSE_ID} & set(course.modules)
    if not course.terms or not {*course.listed, *own} <= set(modules):
        return
    used = {entry.id for name in (*course.listed, *own) for entry in explain(modules[name]).terms}
    for entry in course.terms:
        if entry.id not in used and not (own and entry.in_books):
            message = f"no module of the course uses the term “{entry.term}”"
            problems.add(
                ProblemCode.UNUSED_TERM, message, entry.at, "use it, give another form in `also:`, or take it out"
            )


def _find_cycle(start: str, needs: Mapping[str, list[str]]) -> list[str]:
    """Return the shortest cycle of prerequisites through a module, with the module at both ends, or []."""
    ways, seen = [[start]], set[str]()
    while ways:
        way = ways.pop(0)
        for one in needs[way[-1]]:
            if one == start:
                return [*way, one]
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return []
