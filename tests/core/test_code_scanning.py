"""Problems as code scanning takes them."""

from __future__ import annotations

import json

from builder.core.problems import Problem, ProblemCode
from builder.core.reports.code_scanning import as_gitlab, as_sarif
from builder.core.source import Span

PROBLEMS = (
    Problem(
        ProblemCode.MISSING_KEY, "no title", Span("modules/ein Modul/module.md", 3, 5, 3, 9), "add one\x1b[2J", "title"
    ),
    Problem(ProblemCode.UNKNOWN_KEY, "“titel”", Span("modules/ein Modul/module.md", 4, 1, 4, 1)),
    Problem(ProblemCode.UNKNOWN_KEY, "“titel”", Span("modules/ein Modul/module.md", 9, 1, 9, 1)),
    Problem(ProblemCode.WRONG_VALUE, "no file has it"),
)


def test_sarif_has_a_rule_for_each_code_and_a_place_for_each_problem() -> None:
    log = json.loads(as_sarif(PROBLEMS, "1.2.3"))
    (run,) = log["runs"]
    driver, results = run["tool"]["driver"], run["results"]
    assert (log["version"], driver["version"]) == ("2.1.0", "1.2.3")
    assert [driver["rules"][one["ruleIndex"]]["id"] for one in results] == [one["ruleId"] for one in results]
    assert [one["level"] for one in results] == ["error", "warning", "warning", "error"]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "modules/ein%20Modul/module.md"
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    assert results[1]["locations"][0]["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 1}
    assert results[3]["locations"] == []
    assert results[0]["message"]["text"] == r"no title (add one\x1b[2J)"
    assert json.loads(as_sarif((), "1"))["runs"][0]["results"] == []


def test_a_problem_is_known_again_when_lines_above_it_have_come() -> None:
    """Services close a finding whose fingerprint is gone, and open another."""
    before = [one["fingerprint"] for one in json.loads(as_gitlab(PROBLEMS))]
    moved = [Problem(one.code, one.message, Span(one.at.path, one.at.line + 7, 1, 0, 0)) for one in PROBLEMS]
    assert [one["fingerprint"] for one in json.loads(as_gitlab(moved))] == before
    assert len(set(before)) == len(before)


def test_gitlab_gets_path_line_and_severity() -> None:
    first, *_, last = json.loads(as_gitlab(PROBLEMS))
    assert (first["severity"], first["location"]) == (
        "major",
        {"path": "modules/ein Modul/module.md", "lines": {"begin": 3}},
    )
    assert first["check_name"] == "missing-key"
    assert last["location"]["lines"]["begin"] == 1
