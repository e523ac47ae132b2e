"""Subject rules about a module's sessions, the whole and each of its `lengths:`: time in reserve, breaks, enough to do and to ask."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from builder.check.lessons.lengths import session_place, sessions_of
from builder.check.lessons.objectives import objective_place
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.rules import HurriedCheck, MissingBreak, MissingLength, Rule, ShortClosing, ThinSession, TightSession
from builder.transform.lengths import session_name
from builder.transform.session import RunSheetRow, is_break, run_sheet, total_minutes


def tight_sessions(module: m.Module, rule: TightSession, problems: Problems) -> None:
    """Report sessions whose topics leave less in reserve than a share of their time without breaks."""
    for minutes, session in sessions_of(module):
        rows = run_sheet(session)
        length, taken = session.meta.minutes, total_minutes(rows)
        if not length or not taken:
            continue
        breaks = total_minutes(row for row in rows if is_break(row.topic))
        most = int((length - breaks) * (100 - rule.slack) / 100)
        if taken - breaks > most:
            less = f" less {breaks} of breaks" if breaks else ""
            message = (
                f"the topics of {session_name(minutes)} take {taken - breaks} minutes; {rule.slack:g} % in reserve of"
                f" {length}{less} leaves them {most}"
            )
            hint = f"take {taken - breaks - most} minutes off topics, or give the session more time"
            problems.add(ProblemCode.TIGHT_SESSION, message, session_place(problems, module, minutes), hint)


def missing_breaks(module: m.Module, rule: MissingBreak, problems: Problems) -> None:
    """Report sessions that go on for longer than the rule allows without a break."""
    told: set[str] = set()
    for minutes, session in sessions_of(module):
        rows = run_sheet(session)
        stretches = [(pause, [*own]) for pause, own in groupby(rows, lambda row: is_break(row.topic))]
        length = max(total_minutes(rows), session.meta.minutes or 0)
        name = session_name(minutes)
        if length > rule.minutes and rows and not any(pause for pause, _ in stretches):
            message = f"{name} takes {length} minutes and has no break; one is due after {rule.minutes}"
            hint = 'write `## Break {time="10"}` between two topics, about in the middle'
            problems.add(ProblemCode.MISSING_BREAK, message, session_place(problems, module, minutes), hint)
            continue
        for pause, own in stretches:
            taken, first = total_minutes(own), own[0].topic
            if not pause and taken > rule.minutes and first.id not in told:
                told.add(first.id)
                message = (
                    f"from here {name} goes on for {taken} minutes without a break; one is due after {rule.minutes}"
                )
                hint = 'write `## Break {time="10"}` between two of these topics'
                problems.add(ProblemCode.MISSING_BREAK, message, first.at, hint)


def hurried_checks(module: m.Module, rule: HurriedCheck, problems: Problems) -> None:
    """Report topics that have less time than their questions need. Time for activities and discussions is not time for questions."""

    def report(row: RunSheetRow, name: str) -> tuple[str, str] | None:
        asked, left = _questions(row.topic), row.topic.minutes
        if not asked or left is None:
            return None
        left -= sum(node.minutes or 0 for node in m.walk(row.topic) if isinstance(node, m.Activity | m.Discussion))
        need = asked * rule.minutes
        if left >= need:
            return None
        message = (
            f"{asked} questions here have {max(left, 0)} minutes in {name}; at {rule.minutes:g} each they need {need:g}"
        )
        return message, f"give the topic {-int(-(need - left) // 1)} min more, or ask less"

    _report_topics(module, ProblemCode.HURRIED_CHECK, report, problems)


def _questions(topic: m.Topic) -> int:
    """Return how many questions a topic asks, those in activities and discussions with a time of their own left out."""
    within = {
        inner.id
        for node in m.walk(topic)
        if isinstance(node, m.Activity | m.Discussion) and node.minutes
        for inner in m.walk(node)
        if isinstance(inner, m.Question)
    }
    return sum(isinstance(node, m.Question) and bool(node.number) and node.id not in within for node in m.walk(topic))


def short_closings(module: m.Module, rule: ShortClosing, problems: Problems) -> None:
    """Report last topics of sessions that are shorter than the rule asks; of sessions too short for it nothing is asked."""

    def report(row: RunSheetRow, name: str) -> tuple[str, str] | None:
        if (row.minutes or 0) >= rule.minutes:
            return None
        message = f"{name} closes in {row.minutes} minutes; a closing takes at least {rule.minutes}"
        return message, "give it more time, or take something out of it"

    _report_topics(module, ProblemCode.SHORT_CLOSING, report, problems, only=-1, least=rule.long)


def _report_topics(
    module: m.Module,
    code: ProblemCode,
    report: Callable[[RunSheetRow, str], tuple[str, str] | None],
    problems: Problems,
    only: int | None = None,
    least: int = 0,
) -> None:
    """Add what `report` says of topics in the first session in which it does.

    `only`: the one at this place of each session; `least`: in sessions of so many minutes or more, or of nobody knows how many.
    """
    told: set[str] = set()
    for minutes, session in sessions_of(module):
        if (session.meta.minutes or least) < least:
            continue
        rows = [row for row in run_sheet(session) if row.minutes is not None and not is_break(row.topic)]
        for row in rows if only is None else rows[only:]:
            found = report(row, session_name(minutes)) if row.topic.id not in told else None
            if found:
                told.add(row.topic.id)
                problems.add(code, found[0], row.topic.at, found[1])


def thin_sessions(module: m.Module, rule: ThinSession, problems: Problems) -> None:
    """Report sessions with fewer activities or questions than the rule asks."""
    for minutes, session in sessions_of(module):
        at = session_place(problems, module, minutes)
        for kind, least, name in ((m.Activity, rule.activities, "activity"), (m.Question, rule.questions, "question")):
            have = sum(isinstance(node, kind) and bool(node.number) for node in m.walk(*session.body))
            if have < least:
                names = name if least == 1 else name.replace("activity", "activities").replace("question", "questions")
                message = f"{session_name(minutes)} has {have or 'no'} {name if have == 1 else names}; the course asks for {least}"
                short = "take `from=` off what it needs, or write a short form with `below=`"
                hint = (
                    f"write more of them, with `::: {name.replace('question', 'check')}`" if minutes is None else short
                )
                problems.add(ProblemCode.THIN_SESSION, message, at, hint)


def unasked_objectives(module: m.Module, rule: Rule, problems: Problems) -> None:
    """Report objectives that a session can reach and has no question about."""
    del rule
    for minutes, session in sessions_of(module):
        asked = {number for node in m.walk(*session.body) if isinstance(node, m.Question) for number in node.objectives}
        for one in session.meta.objectives:
            if one.number not in asked:
                message = f"objective {one.number} has no question in {session_name(minutes)}"
                limit = "" if minutes is None else f", or give the objective a `from:` above {minutes}"
                hint = f'let a question with `objective="{one.number}"` stay in it{limit}'
                problems.add(ProblemCode.UNASKED_OBJECTIVE, message, objective_place(problems, module, one), hint)


def missing_lengths(module: m.Module, rule: MissingLength, problems: Problems) -> None:
    """Report lengths that the course teaches in, and a longer module is not made for."""
    whole = module.meta.minutes
    missing = [one for one in rule.lengths if one not in module.meta.lengths and not (whole and one >= whole)]
    if missing:
        written = ", ".join(f"{one}: {{description: …}}" for one in missing)
        message = f"this module is not made for sessions of {' and of '.join(map(str, missing))} minutes"
        at: Span = session_place(problems, module, None)
        problems.add(ProblemCode.MISSING_LENGTH, message, at, f"write `lengths: {{{written}}}` in the front matter")
