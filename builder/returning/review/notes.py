"""Writes what reviewers said into `module.review.md`: comments with their answers, answers to questions, and changes to make by hand."""

from __future__ import annotations

from builder.model.remarks import remark_text, remarks_of
from builder.returning.review.findings import ReviewFinding

_HEAD = """# What reviewers said

`coursewright comments --apply` adds to this file. Write `done` for `open` when you have dealt with a remark.
"""


def merge_notes(kept: str, findings: tuple[ReviewFinding, ...], *, authors: bool = False) -> str:
    """Return the file with what is new in it; `kept` is what it holds, "" for none. What it holds stays as it is."""
    known = {(one.block, one.text) for one in remarks_of(kept)}
    written = []
    for text in _remarks(findings, authors=authors):
        (parsed,) = remarks_of(text)
        if (parsed.block, parsed.text) not in known:
            known.add((parsed.block, parsed.text))
            written.append(text)
    if not written:
        return kept
    return "\n".join([(kept or _HEAD).rstrip() + "\n", *written])


def _remarks(findings: tuple[ReviewFinding, ...], *, authors: bool) -> list[str]:
    answers: dict[str, list[ReviewFinding]] = {}
    for one in findings:
        if one.kind == "comment" and one.answers:
            answers.setdefault(one.answers, []).append(one)
    idents = {one.ident for one in findings if one.kind == "comment"}
    found = []
    for one in findings:
        if one.kind == "comment" and not (one.answers and one.answers in idents):
            replies = tuple(f"Answer: {_with_author(reply, authors)}" for reply in answers.get(one.ident, ()))
            state = "done" if one.done else "open"
            found.append(remark_text(state, one.block, one.line, one.old, (_with_author(one, authors), *replies)))
        elif one.kind == "answer":
            found.append(remark_text("open", one.block, one.line, one.old, (one.new,)))
        elif one.kind not in {"comment", "look"} and one.state != "applied":
            words = f"Change by hand ({one.state}): {describe_change(one)}"
            found.append(remark_text("open", one.block, one.line, "", (words,)))
    return found


def _with_author(one: ReviewFinding, authors: bool) -> str:
    return f"{one.who}: {one.new}" if authors and one.who else one.new


def describe_change(one: ReviewFinding) -> str:
    """Return a change in words."""
    match one.kind:
        case "replaced":
            return f"“{one.old}” → “{one.new}”" if one.old else f"the words are now “{one.new}”"
        case "inserted":
            return f"added “{one.new}”" if one.new else "a paragraph was divided"
        case "deleted":
            return f"deleted “{one.old}”" if one.old else "two paragraphs were joined"
        case "moved":
            return f"moved “{one.old or one.new}”" + (" here" if one.new else " away")
        case "look":
            return f"a changed look of “{one.old[:60]}”"
        case _:
            return one.new
