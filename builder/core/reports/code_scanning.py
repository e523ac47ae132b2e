"""Problems in the formats of code scanning: SARIF 2.1.0, and GitLab's report of code quality.

Sources: OASIS, SARIF 2.1.0 (errata 01), section 3, and what GitHub's code scanning takes of it; GitLab, "Code Quality", report format.
Places are counted from the course's root, which has to be the repository's.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from builder.core.problems import Problem
from builder.core.reports.printable import printable, printable_json
from builder.core.reports.problem_codes import Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(problems: Iterable[Problem], version: str) -> str:
    """Return problems as a SARIF log with one run; `version` is the program's. Rules are the codes that occur."""
    found = list(problems)
    codes = list(dict.fromkeys(problem.code for problem in found))
    rules = [
        {
            "id": code.value,
            "shortDescription": {"text": code.meaning},
            "defaultConfiguration": {"level": code.severity.value},
        }
        for code in codes
    ]
    results = [
        _result(problem, codes.index(problem.code), mark) for problem, mark in zip(found, _marks(found), strict=True)
    ]
    run = {
        "tool": {"driver": {"name": "Coursewright", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return _written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def as_gitlab(problems: Iterable[Problem]) -> str:
    """Return problems as GitLab's report of code quality: a list, one object each. Errors are `major`, warnings `minor`."""
    found = list(problems)
    return _written(
        [
            {
                "description": _words(problem),
                "check_name": problem.code.value,
                "fingerprint": mark,
                "severity": "major" if problem.severity is Severity.ERROR else "minor",
                "location": {"path": printable(problem.at.path), "lines": {"begin": max(problem.at.line, 1)}},
            }
            for problem, mark in zip(found, _marks(found), strict=True)
        ]
    )


def _result(problem: Problem, rule: int, mark: str) -> dict[str, object]:
    return {
        "ruleId": problem.code.value,
        "ruleIndex": rule,
        "level": problem.severity.value,
        "message": {"text": _words(problem)},
        "locations": _locations(problem),
        "partialFingerprints": {"problem/v1": mark},
    }


def _locations(problem: Problem) -> list[dict[str, object]]:
    """Return where a problem is: [] for one of no file. A region's end is the column after its last character (3.30.8)."""
    at = problem.at
    if not at.path:
        return []
    place: dict[str, object] = {
        "artifactLocation": {"uri": quote(at.path, errors="surrogatepass"), "uriBaseId": "%SRCROOT%"}
    }
    if at.line > 0:
        region = {"startLine": at.line, "startColumn": max(at.column, 1)}
        if (at.end_line, at.end_column) > (at.line, at.column):
            region |= {"endLine": at.end_line, "endColumn": at.end_column}
        place["region"] = region
    return [{"physicalLocation": place}]


def _words(problem: Problem) -> str:
    return printable(f"{problem.message} ({problem.hint})" if problem.hint else problem.message)


def _marks(problems: Iterable[Problem]) -> list[str]:
    """Return a name for each problem that stays when lines above it come or go: a hash of its code, file, words, and how often these came before."""
    seen: Counter[tuple[str, str, str]] = Counter()
    marks = []
    for problem in problems:
        key = (problem.code.value, problem.at.path, problem.message)
        seen[key] += 1
        marks.append(hashlib.sha256("\0".join((*key, str(seen[key]))).encode(errors="surrogatepass")).hexdigest())
    return marks


def _written(value: object) -> str:
    return printable_json(json.dumps(value, indent=2, ensure_ascii=False))
