"""Rules for every course about minutes and the numbers of objectives."""

from __future__ import annotations

from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.transform.lengths import cut

_IDLE = 4
"""One part in so many of a module's time may be left without a topic: room for what takes longer."""


def duration_mismatch(module: m.Module, problems: Problems) -> None:
    """Report topics that take longer together than the front matter says, and more time without topics than a reserve has."""
    whole = cut(module, None, Problems()) or module
    said = module.meta.minutes
    timed = [topic for topic in m.topics(whole) if topic.minutes is not None]
    taken = sum(topic.minutes or 0 for topic in timed)
    if said is None or not timed or said - said // _IDLE <= taken <= said:
        return
    message = f"the topics take {taken} minutes, the front matter says {said}"
    problems.add(ProblemCode.DURATION_MISMATCH, message, timed[0].at, "change `duration:` or the topics' `time=`")


def unknown_objectives(module: m.Module, problems: Problems) -> None:
    """Report an `objective=` with a number that no objective in the front matter has."""
    known = len(module.meta.objectives)
    for node in m.nodes(module):
        if isinstance(node, m.Activity | m.Question) and node.objectives and node.objectives[-1] > known:
            message = f"there is no objective {node.objectives[-1]}; the front matter has {known}"
            problems.add(ProblemCode.UNKNOWN_OBJECTIVE, message, node.at, "count the `objectives:` from 1")
