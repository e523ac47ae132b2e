"""Problems: what is wrong, where, and how to fix it (`problem_codes` says what all can be)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any

from builder.core.frozen import dataclass
from builder.core.nearest import nearest_name
from builder.core.reports.problem_codes import ProblemCode, Severity
from builder.core.reports.telling import PASSING, TOLD_ONCE
from builder.core.source import NOWHERE, Source, Span

__all__ = [
    "PASSING",
    "TOLD_ONCE",
    "Problem",
    "ProblemCode",
    "Problems",
    "Severity",
    "did_you_mean",
    "problem_from_dict",
]

MOST = 1_000
"""Most problems that are kept of one file. Nobody reads more, and a file can be written to have a million."""

EXCERPT = 150
"""Most characters that are kept of a source line; a cut excerpt has one more, the ellipsis or a space."""

MESSAGE = 600
"""Most characters of a message or a hint: they quote the source."""

_BEFORE = 40
"""Characters of a line that are shown before the place of the problem, where the line is cut."""

_COUNTED = 100_000
"""Most problems that are counted of all files beyond those that are kept."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place. `excerpt` is the source line, for people; machines get the place."""

    code: ProblemCode
    message: str
    at: Span = NOWHERE
    hint: str = ""
    excerpt: str = ""

    @property
    def severity(self) -> Severity:
        """How bad it is: a property of the code."""
        return self.code.severity

    def as_dict(self) -> dict[str, object]:
        """Return the public JSON form (docs/contracts.md, "Problems")."""
        return {
            "code": self.code.value,
            "severity": self.severity.value,
            "path": self.at.path,
            "line": self.at.line,
            "column": self.at.column,
            "end_line": self.at.end_line,
            "end_column": self.at.end_column,
            "message": self.message,
            "hint": self.hint,
        }


def problem_from_dict(kept: Mapping[str, Any]) -> Problem:
    """Return the problem whose `as_dict`, with an `excerpt` added, this is."""
    at = Span(kept["path"], kept["line"], kept["column"], kept["end_line"], kept["end_column"])
    return Problem(ProblemCode(kept["code"]), kept["message"], at, kept["hint"], kept.get("excerpt", ""))  # type: ignore[call-arg]  # by value


@dataclass
class Problems:
    """A growing list of problems without repetitions. The only mutable object that is passed along the pipeline."""

    found: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the problems: searching the list for each problem of a large module would take minutes."""
        given, self.found = self.found, []
        self._known: set[Problem] = set()
        self._left: set[int] = set()
        self._kept: dict[str, list[int]] = {}
        self._with_errors: set[str] = set()
        self._more: dict[str, tuple[int, int]] = {}
        self.extend(given)

    def add(self, code: ProblemCode, message: str, at: Span = NOWHERE, hint: str = "") -> None:
        """Add a problem, unless one with the same code, place and message is there already."""
        source = self.sources.get(at.path)
        excerpt = excerpt_of(source.line(at.line), at.column) if source else ""
        self.extend((Problem(code, _shortened(message), at, _shortened(hint), excerpt),))

    def add_source(self, source: Source) -> None:
        """Remember a source, so that problems in it can show the line."""
        self.sources[source.path] = source

    def extend(self, others: Iterable[Problem]) -> None:
        """Add problems that were collected elsewhere: of each file the first MOST, and one more that counts the others.

        An error is kept in any case where all others are warnings.
        """
        for problem in others:
            if problem in self._known:
                continue
            path, is_error = problem.at.path, problem.severity is Severity.ERROR
            kept = self._kept.setdefault(path, [])
            if problem.code is ProblemCode.TOO_MANY_PROBLEMS:
                self._known.add(problem)
                self._count(path, int(problem.message.split()[-1]))
            elif len(kept) < MOST:
                self._known.add(problem)
                kept.append(len(self.found))
                self.found.append(problem)
            elif hash(problem) not in self._left and len(self._left) < _COUNTED:
                self._left.add(hash(problem))
                if is_error and path not in self._with_errors:
                    self._known.add(problem)
                    self.found[kept[-1]] = problem
                self._count(path, self._more.get(path, (0, 0))[0] + 1)
            if is_error:
                self._with_errors.add(path)

    def _count(self, path: str, more: int) -> None:
        """Say that at least so many more problems of a file are not kept."""
        message = f"{MOST} problems of this file are listed; others that are not: {more}"
        counted = Problem(ProblemCode.TOO_MANY_PROBLEMS, message, Span(path), "mend what is listed first")
        before, place = self._more.get(path, (0, len(self.found)))
        if not before:
            self.found.append(counted)
        elif more > before:
            self.found[place] = counted
        self._more[path] = max(before, more), place

    @property
    def has_errors(self) -> bool:
        """Say whether any problem is an error, so that no output may be made."""
        return any(problem.severity is Severity.ERROR for problem in self.found)

    def __iter__(self) -> Iterator[Problem]:
        """Yield the problems in the order people read: file, line, column, code."""
        return iter(sorted(self.found, key=lambda p: (p.at.path, p.at.line, p.at.column, p.code.value, p.message)))

    def __len__(self) -> int:
        """Return the number of problems."""
        return len(self.found)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint naming the nearest known name, or ""."""
    best = nearest_name(name, known)
    return f"did you mean `{best}`?" if best else ""


def excerpt_of(line: str, column: int) -> str:
    """Return a source line to be shown with a problem at a column; of a long one the part around it, EXCERPT + 1 characters.

    `excerpt_start` says how many it leaves out before.
    """
    if len(line) <= EXCERPT:
        return line
    start = excerpt_start(column)
    part = line[start : start + EXCERPT]
    return (part + "…" if start + EXCERPT < len(line) else part).ljust(EXCERPT + 1)


def excerpt_start(column: int) -> int:
    """Return how many characters of a line a cut excerpt leaves out before it."""
    return max(0, column - 1 - _BEFORE)


def _shortened(text: str) -> str:
    return text if len(text) <= MESSAGE else text[: MESSAGE - 1] + "…"
