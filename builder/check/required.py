"""Subject rules about what every module must have, and about time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.check.lessons.lengths import sessions_of
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.rules import KINDS, MissingBlock, OverfullTopic

_STEP = re.compile(r"\((\d+) min(?:ute)?s?\)")


def missing_blocks(module: m.Module, rule: MissingBlock, problems: Problems) -> None:
    """Report blocks that the course requires and the module lacks. `content_note:` in the front matter counts too."""
    nodes = list(m.nodes(module))
    for name in rule.blocks:
        kind = name in KINDS
        there = kind and any(type(node).__name__.lower() == name.replace("-", "") for node in nodes)
        shared = any(isinstance(node, m.Shared) and node.ref == name for node in nodes)
        if there or shared or (name == "content-note" and module.meta.content_note):
            continue
        hint = f"write `::: {name}`" if kind else f'write `::: {{.use ref="{name}"}}`'
        hint += ", or `content_note:` in the front matter" if name == "content-note" else ""
        problems.add(ProblemCode.MISSING_BLOCK, f"this module has no `{name}`", Span(module.path), hint)


def overfull_topics(module: m.Module, rule: OverfullTopic, problems: Problems) -> None:
    """Report topics whose activities or script take longer than the topic, and activities whose steps do, in any session."""
    for node in m.nodes(module):
        if isinstance(node, m.Activity) and node.minutes is not None:
            _check_steps(node, problems)
    told: set[tuple[str, str]] = set()
    for _, session in sessions_of(module):
        for topic in m.topics(session):
            for message, hint in _overfull(topic, rule):
                if (topic.id, message) not in told:
                    told.add((topic.id, message))
                    problems.add(ProblemCode.OVERFULL_TOPIC, message, topic.at, hint)


def _overfull(topic: m.Topic, rule: OverfullTopic) -> Iterator[tuple[str, str]]:
    """Yield what takes longer than a topic of a session, each with a cure."""
    if topic.minutes is None:
        return
    nodes = list(m.walk(topic))
    tasks = sum(node.minutes or 0 for node in nodes if isinstance(node, m.Activity | m.Discussion))
    if tasks > topic.minutes:
        message = f"activities and discussions here take {tasks} minutes, the topic has {topic.minutes}"
        yield message, "change the topic's `time=`, or theirs"
    said = sum(len(m.plain(node).split()) for node in nodes if isinstance(node, m.Cue) and node.kind == "say")
    if said > rule.pace * topic.minutes:
        message = f"saying the script takes {-(-said // rule.pace)} minutes, the topic has {topic.minutes}"
        yield message, f"shorten what is said ({said} words, at {rule.pace} a minute), or give the topic more time"


def _check_steps(activity: m.Activity, problems: Problems) -> None:
    """Report an activity whose steps, marked “(5 min)”, take longer than the activity."""
    steps = [int(found) for found in _STEP.findall(m.plain(*activity.body))]
    if sum(steps) > (activity.minutes or 0):
        message = f"the steps take {sum(steps)} minutes, the activity has {activity.minutes}"
        problems.add(
            ProblemCode.OVERFULL_TOPIC, message, activity.at, "change the steps' minutes or the activity's `time=`"
        )
