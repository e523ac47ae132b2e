"""Rules for every course about minutes and the numbers of objectives."""

from __future__ import annotations

from builder.core.problems import ProblemCode, Problems
from builder.model import module as m


def duration_mismatch(module: m.Module, problems: Problems) -> None:
    """Report a duration in the front matter that differs from the sum of the topics' minutes."""
    said = module.meta.minutes
    timed = [topic.minutes for topic in m.topics(module) if topic.minutes is not None]
    if said is None or not timed or sum(timed) == said:
        return
    first = next(topic for topic in m.topics(module) if topic.minutes is not None)
    message = f"the topics take {sum(timed)} minutes, the front matter says {said}"
    problems.add(ProblemCode.DURATION_MISMATCH, message, first.at, "change `duration:` or the topics' `time=`")


def unknown_objectives(module: m.Module, problems: Problems) -> None:
    """Report an `objective=` with a number that no objective in the front matter has."""
    known = len(module.meta.objectives)
    for node in m.nodes(module):
        if isinstance(node, m.Activity | m.Question) and node.objectives and node.objectives[-1] > known:
            message = f"there is no objective {node.objectives[-1]}; the front matter has {known}"
            problems.add(ProblemCode.UNKNOWN_OBJECTIVE, message, node.at, "count the `objectives:` from 1")
