"""Subject rules about what every module must have, and about time."""

from __future__ import annotations

import re

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
    """Report topics whose activities or script take longer than the topic, and activities whose steps do."""
    for topic in m.topics(module):
        nodes = list(m.walk(topic))
        for node in nodes:
            if isinstance(node, m.Activity) and node.minutes is not None:
                _check_steps(node, problems)
        if topic.minutes is None:
            continue
        tasks = sum(node.minutes or 0 for node in nodes if isinstance(node, m.Activity | m.Discussion))
        if tasks > topic.minutes:
            message = f"activities and discussions here take {tasks} minutes, the topic has {topic.minutes}"
            problems.add(ProblemCode.OVERFULL_TOPIC, message, topic.at, "change the topic's `time=`, or theirs")
        said = sum(len(m.plain(node).split()) for node in nodes if isinstance(node, m.Cue) and node.kind == "say")
        if said > rule.pace * topic.minutes:
            message = f"saying the script takes {-(-said // rule.pace)} minutes, the topic has {topic.minutes}"
            hint = f"shorten what is said ({said} words, at {rule.pace} a minute), or give the topic more time"
            problems.add(ProblemCode.OVERFULL_TOPIC, message, topic.at, hint)


def _check_steps(activity: m.Activity, problems: Problems) -> None:
    """Report an activity whose steps, marked “(5 min)”, take longer than the activity."""
    steps = [int(found) for found in _STEP.findall(m.plain(*activity.body))]
    if sum(steps) > (activity.minutes or 0):
        message = f"the steps take {sum(steps)} minutes, the activity has {activity.minutes}"
        problems.add(
            ProblemCode.OVERFULL_TOPIC, message, activity.at, "change the steps' minutes or the activity's `time=`"
        )
