"""What came back in a copy for reviewers, as lines for people and as rows for programs."""

from __future__ import annotations

from builder.returning.review.findings import ReviewFinding
from builder.returning.review.home import HomeCopy
from builder.returning.review.notes import describe_change


def rows(found: HomeCopy, *, authors: bool) -> dict[str, object]:
    """Return a copy's report as JSON holds it: see "Comments" in docs/contracts.md."""
    return {
        "module": found.name,
        "older": found.older,
        "findings": [_row(one, authors=authors) for one in found.findings],
        "patch": found.patch,
    }


def _row(one: ReviewFinding, *, authors: bool) -> dict[str, object]:
    row: dict[str, object] = {
        "kind": one.kind,
        "path": one.at.path,
        "line": one.line,
        "block": one.block,
        "old": one.old,
        "new": one.new,
        "tracked": one.tracked,
        "state": one.state,
    }
    if one.kind == "comment":
        row |= {"id": one.ident, "answers": one.answers, "done": one.done}
    return row | ({"who": one.who} if authors else {})


def lines(found: HomeCopy, *, authors: bool) -> list[str]:
    """Return a copy's report for people, a line for each thing that a reviewer did."""
    written = [_line(found, one, authors=authors) for one in found.findings]
    if found.older:
        written.insert(
            0,
            "The source has changed since this copy was made: what concerns changed passages is listed, and not applied.",
        )
    return written


def _line(found: HomeCopy, one: ReviewFinding, *, authors: bool) -> str:
    path = one.at.path or f"modules/{found.name}/module.md"
    place = f"{path}:{one.line}" if one.line else path
    block = f" #{one.block}" if one.block else ""
    who = f" {one.who}:" if authors and one.who else ""
    if one.kind == "comment":
        kind = "answer to a comment" if one.answers else "comment, resolved" if one.done else "comment"
        return f"{place}{block}: {kind}:{who} “{one.new}”" + (f" (on “{one.old}”)" if one.old else "")
    if one.kind == "answer":
        return f"{place}{block}: answer to “{one.old}”:{who} “{one.new}”"
    how = "tracked" if one.tracked else "not tracked"
    state = "can be applied" if one.state == "applied" else f"not applied: {one.state}"
    return f"{place}{block}:{who} {describe_change(one)} ({how}; {state})"
