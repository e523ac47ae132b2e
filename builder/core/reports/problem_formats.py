"""Problems as people and machines read them: as text with the line and a caret, as JSON, as GitHub's commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from builder.core.problems import EXCERPT, Problem, excerpt_start
from builder.core.reports.printable import printable, printable_json

Paint = Callable[[str, str], str]
"""Colors text for a terminal: (text, role) → text; roles are "path", "error", "warning", "caret", "hint"."""


def as_text(problem: Problem, paint: Paint = lambda text, _role: text) -> str:
    """Return a problem as people read it: place, code, message, then the line, a caret and the hint."""
    at = problem.at
    place = f"{printable(at.path)}:{at.line}:{at.column}: " if at.path else ""
    severity = problem.severity.value
    said = printable(problem.message)
    rows = [f"{paint(place, 'path')}{paint(f'{severity}[{problem.code.value}]', severity)}: {said}"]
    if problem.excerpt.strip():
        shown = problem.excerpt.replace("\t", " ")
        number = str(at.line)
        start = max(at.column - 1, 0)
        end = at.end_column - 1 if at.end_line == at.line else len(shown)
        if len(shown) > EXCERPT:  # cut around the place
            cut = excerpt_start(at.column)
            start, end = start - cut, min(end - cut, EXCERPT)
        before, marked, after = (
            printable(shown[:start]),
            printable(shown[start:end]),
            printable(shown[max(start, end) :]),
        )
        rows.append(f"{number:>5} | {before}{marked}{after}")
        rows.append(f"      | {' ' * len(before)}{paint('^' * max(1, end - start, len(marked)), 'caret')}")
    if problem.hint:
        rows.append(f"      {paint('hint', 'hint')}: {printable(problem.hint)}")
    return "\n".join(rows)


def as_json(problems: Iterable[Problem]) -> str:
    """Return problems as a JSON list, one object each."""
    return printable_json(json.dumps([problem.as_dict() for problem in problems], indent=2, ensure_ascii=False))


def as_github(problem: Problem) -> str:
    """Return a problem as a GitHub workflow command, which shows it beside the changed line."""

    def escape(text: str, *, attribute: bool = False) -> str:
        text = printable(text).replace("%", "%25")
        return text.replace(":", "%3A").replace(",", "%2C") if attribute else text

    at = problem.at
    message = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    return (
        f"::{problem.severity.value} file={escape(at.path, attribute=True)},line={at.line},col={at.column},"
        f"endLine={at.end_line},endColumn={at.end_column},title={problem.code.value}::{escape(message)}"
    )
