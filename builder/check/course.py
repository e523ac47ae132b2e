"""Rules across the modules of a course."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from builder.core.names import COURSE_ID
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.course import Course


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


def unused_terms(course: Course, used: Mapping[str, AbstractSet[str]], problems: Problems) -> None:
    """Report glossary terms that no module uses (`used_terms`), but for those that the course's books print in any case.

    Skipped unless all modules of the course were read.
    """
    own = {COURSE_ID} & set(course.modules)
    if not {*course.listed, *own} <= set(used):
        return
    known = {ident for name in (*course.listed, *own) for ident in used[name]}
    for entry in course.terms:
        if entry.id not in known and not (own and entry.in_books):
            message = f"no module of the course uses the term “{entry.term}”"
            problems.add(
                ProblemCode.UNUSED_TERM, message, entry.at, "use it, give another form in `also:`, or take it out"
            )


def _find_cycle(start: str, needs: Mapping[str, list[str]]) -> list[str]:
    """Return the shortest cycle of prerequisites through a module, with the module at both ends, or []."""
    came: dict[str, str] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for one in needs[here]:
            if one == start:
                way = [one, here]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if one not in came:
                came[one] = here
                queue.append(one)
    return []
