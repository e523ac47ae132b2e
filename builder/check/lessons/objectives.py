"""Subject rules about objectives: each begins with an observable verb, and has an activity and a question."""

from __future__ import annotations

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.lengths import Objective
from builder.model.rules import Rule, WeakObjective

WEAK = frozenset(
    "understand know learn appreciate realize realise grasp believe feel think remember consider see hear enjoy become be "
    "get gain have familiarize familiarise internalize comprehend explore acknowledge value respect care".split()
)
"""Verbs that name an inner state, which cannot be observed."""

STRONG = "name, define, tell apart, sort, explain, compare, apply, critique, plan, or write"
"""Verbs to use instead, for the hint."""


def weak_objectives(module: m.Module, rule: WeakObjective, problems: Problems) -> None:
    """Report objectives that begin with a verb that cannot be observed (English only)."""
    if not module.lang.lower().startswith("en"):
        return
    weak = WEAK | {verb.lower() for verb in rule.verbs}
    for objective in module.meta.objectives:
        verb = objective.text.strip(' *_“"').split(maxsplit=1)[:1]
        if verb and verb[0].strip(".,:").lower() in weak:
            message = f"objective {objective.number} begins with “{verb[0]}”, which nobody can watch"
            at = objective_place(problems, module, objective)
            problems.add(ProblemCode.WEAK_OBJECTIVE, message, at, f"begin with {STRONG}")


def untied_objectives(module: m.Module, rule: Rule, problems: Problems) -> None:
    """Report objectives without an activity or without a question."""
    del rule
    nodes = list(m.nodes(module))
    done = {number for node in nodes if isinstance(node, m.Activity) for number in node.objectives}
    asked = {number for node in nodes if isinstance(node, m.Question) for number in node.objectives}
    for objective in module.meta.objectives:
        number = objective.number
        missing = [what for what, known in (("activity", done), ("question", asked)) if number not in known]
        if missing:
            message = f"objective {number} has no {' and no '.join(missing)}"
            hint = f'write `objective="{number}"` on the {" and the ".join(missing)} that it belongs to'
            problems.add(ProblemCode.UNTIED_OBJECTIVE, message, objective_place(problems, module, objective), hint)


def objective_place(problems: Problems, module: m.Module, objective: Objective) -> Span:
    """Return the place of an objective in the front matter."""
    source = problems.sources.get(module.path)
    start = objective.text[:20]
    line = next((n for n, text in enumerate(source.lines, 1) if start in text), 1) if source else 1
    return source.find(line, start) if source else Span(module.path)
