"""`::: check` divs to questions. What is not clearly question, option, reason or answer keeps the whole for the guide alone.

An answer that a participant reads before the question is asked cannot be taken back, so doubt is an error here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from builder.core.frozen import replace
from builder.core.nearest import nearest_name
from builder.core.problems import ProblemCode, did_you_mean
from builder.model import module as m
from builder.parse.divs.questions.faults import QuestionFault, all_words, styled_mark, text_faults, unclear
from builder.parse.divs.questions.matching import make_matching
from builder.parse.divs.questions.ordering import make_ordering
from builder.parse.divs.questions.parts import QuestionParts, sort_parts
from builder.parse.divs.questions.telltales import styled_apart, telltale
from builder.parse.divs.source import DivContext, DivSource

KINDS = ("true-false", "short-answer", "matching", "ordering")
"""Values of `kind` on a question. Without one it has options, or is open."""

ATTRIBUTES = frozenset({"select", "objective", "kind", "shuffle", "bank"})
"""Attributes of a question, beside those of every div."""

_SURVEY = 'mark the right one with `- [x]`; for a question that has no right answer write `::: {.check select="none"}`'
_BOXES = "write two options, `- [x] True` and `- [ ] False`, and mark the right one"
_LISTED = "begin the `::: answer` with a list of the answers that count as right, an item each"


def make_check(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a question of the kind that the div names.

    With an error in it the question is kept in a block for facilitators, so that a preview shows it to nobody else.
    """
    parts = sort_parts(div.body)
    kind = div.values.get("kind", "")
    faults = list(_attribute_faults(context, div))
    question: m.Check | m.Matching | m.Ordering
    match kind:
        case "matching":
            question, found = make_matching(context, div, parts)
        case "ordering":
            question, found = make_ordering(context, div, parts)
        case "true-false" | "short-answer" | "":
            question, found = _make_choice(context, div, parts, kind)
        case _:
            question, found = _make_choice(context, div, parts, "")
    for code, message, at, hint in (*faults, *found):
        context.problems.add(code, message, at, hint)
    objectives = context.numbers(div.values, "objective", div.at)
    question = replace(question, objectives=objectives, unbanked=div.values.get("bank") == "no", at=div.at)
    return (m.Facilitator(body=(question,)),) if faults or found else (question,)


def _attribute_faults(context: DivContext, div: DivSource) -> Iterator[QuestionFault]:
    """Yield what may say what kind of question this is and is not understood: its text may then hold the answers."""
    for key, value in div.values.items():
        at = context.source.find(div.at.line, value or key)
        if key == "kind" and value not in KINDS:
            hint = did_you_mean(value, KINDS) or f"known: {', '.join(KINDS)}"
            yield ProblemCode.WRONG_VALUE, f"`{value}` is not a kind of question", at, hint
        elif key not in ATTRIBUTES and (nearest_name(key, ("kind", "type")) or nearest_name(value, KINDS)):
            hint = f'write `kind="…"`, one of: {", ".join(KINDS)}'
            yield unclear(f"`{key}` may say what kind of question this is", at, hint)
        elif key == "shuffle" and div.values.get("kind") not in {"matching", "ordering"}:
            message = "`shuffle` mixes what is to be matched or put in order, and this question has neither"
            yield unclear(message, at, 'leave it out, or write `kind="matching"` or `kind="ordering"`')
        elif key == "bank" and value not in {"yes", "no"}:
            yield (
                ProblemCode.WRONG_VALUE,
                f"`bank` is `yes` or `no`, not `{value}`",
                at,
                'write `bank="no"`, or nothing',
            )
        elif key == "select" and div.values.get("kind"):
            yield unclear(f'`select` has no meaning with `kind="{div.values["kind"]}"`', at, "leave `select` out")


def _make_choice(
    context: DivContext, div: DivSource, parts: QuestionParts, kind: Literal["true-false", "short-answer", ""]
) -> tuple[m.Check, list[QuestionFault]]:
    """Return a question with options or an open one, and what in it is not clear."""
    select = div.values.get("select", "one")
    if select not in {"one", "many", "none"}:
        message = f"`select` is `one`, `many` or `none`, not `{select}`"
        context.problems.add(ProblemCode.WRONG_VALUE, message, context.source.find(div.at.line, select))
    right = [item for item in parts.options if item.checked]
    if len(right) > 1 and select != "many":
        message = f"{len(right)} options are marked right, and the question asks for {select}"
        context.problems.add(ProblemCode.AMBIGUOUS_ANSWER, message, right[1].at, "mark one, or write `select=many`")
    decided, survey = bool(right), select == "none"
    check = m.Check(
        question=(*parts.question, *parts.after),
        kind=kind,
        options=tuple(_option(context, item, decided=decided) for item in parts.options),
        answer=parts.answer,
        many=select == "many",
    )
    listed = survey or bool(parts.options) or parts.answer is not None
    faults = [
        *parts.faults(),
        *_option_faults(parts, div, decided=decided, survey=survey),
        *text_faults(parts.question, context.source, div.at, listed=listed),
        *_kind_faults(check, parts, div),
    ]
    return check, faults


def _option(context: DivContext, item: m.ListItem, *, decided: bool) -> m.Option:
    first = item.body[0] if item.body else None
    content = first.content if isinstance(first, m.Paragraph) else ()
    feedback = item.body[1:] if content else item.body
    if decided and not feedback:
        message = "this option gives no reason why it is right or wrong"
        context.problems.add(ProblemCode.OPTION_WITHOUT_REASON, message, item.at, "write the reason under it, indented")
    verdict = m.Verdict(right=bool(item.checked), feedback=feedback, at=item.at) if decided or feedback else None
    return m.Option(content=content, verdict=verdict, at=item.at)


def _kind_faults(check: m.Check, parts: QuestionParts, div: DivSource) -> Iterator[QuestionFault]:
    """Yield what a question that is true or false, or has a short answer, lacks."""
    if check.kind == "true-false":
        if len(check.options) != 2:  # true and false
            yield unclear(f"a statement is true or false, and here are {len(check.options)} options", div.at, _BOXES)
        elif not any(item.checked for item in parts.options):
            yield ProblemCode.NO_RIGHT_OPTION, "neither option is marked right", parts.options[0].at, _BOXES
    elif check.kind == "short-answer":
        if parts.options:
            message = "a question with a short answer has no options"
            yield unclear(message, parts.options[0].at, 'leave `kind="short-answer"` out, or the boxes')
        elif not any(check.accepted):
            message = "nothing says which short answers count as right"
            yield ProblemCode.NO_RIGHT_OPTION, message, check.answer.at if check.answer else div.at, _LISTED


def _option_faults(parts: QuestionParts, div: DivSource, *, decided: bool, survey: bool) -> Iterator[QuestionFault]:
    contents = []
    for item in parts.options:
        if item.checked is None:
            yield unclear("this option has no box", item.at, "begin each option with `- [x]` or `- [ ]`")
        first = item.body[0] if item.body else None
        if not isinstance(first, m.Paragraph) or first.at.line != item.at.line:
            yield unclear("this option has no words", item.at, "write the option's words in the line of its box")
            continue
        contents.append(first.content)
        if sign := styled_mark(first) or telltale(all_words(first), in_option=True):
            yield unclear(f"`{sign}` gives the answer away", item.at, "mark the right option in its box alone")
        for inner in m.walk(*item.body[1:]):
            if isinstance(inner, m.ListItem) and inner.checked is not None:
                yield unclear("this is an option inside an option", inner.at, "indent all options alike, by no spaces")
    if parts.options and not decided and not survey and parts.answer is None:
        yield ProblemCode.NO_RIGHT_OPTION, "no option of this question is marked right", parts.options[0].at, _SURVEY
    if decided and survey:
        message = "an option is marked right, and the question is said to have no right answer"
        yield unclear(message, div.at, 'leave `select="none"` out')
    right = [bool(item.checked) for item in parts.options]
    if decided and len(contents) == len(right) and styled_apart(contents, right):
        message = "bold or other type sets the right options apart from the wrong ones"
        yield unclear(message, parts.options[0].at, "set all options alike")
