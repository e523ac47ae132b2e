"""Questions that ask for an order: a numbered list in the right order, with reasons under its items."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import module as m
from builder.parse.divs.questions.faults import QuestionFault, all_words, styled_mark, text_faults, unclear
from builder.parse.divs.questions.mixing import mixed_order, report_unmixed, words_of_content
from builder.parse.divs.questions.parts import QuestionParts
from builder.parse.divs.questions.telltales import telltale
from builder.parse.divs.source import DivContext, DivSource

LEAST = 3
"""Fewest items of which an order is asked: of two there is one other."""

_HOW = "write the question, then a numbered list in the right order, with reasons under its items, indented"


def make_ordering(context: DivContext, div: DivSource, parts: QuestionParts) -> tuple[m.Ordering, list[QuestionFault]]:
    """Return a question that asks for an order, its items mixed, and what in it is not clear.

    An order of items that comes out as the right one is a warning `order-as-asked`.
    """
    rows = parts.take_last(m.List)
    items = rows.items if isinstance(rows, m.List) else ()
    shuffle = context.number(div.values, "shuffle", div.at)
    made = [_item(item, number) for number, item in enumerate(items, 1)]
    texts = [words_of_content(item.content) for item in made]
    order = mixed_order(texts, shuffle)
    report_unmixed(context, div, texts, texts, shuffle)
    faults = [
        *_list_faults(rows, parts, div),
        *text_faults([*parts.question, *parts.after], context.source, div.at, listed=True),
    ]
    question = (*parts.question, *parts.after)
    return m.Ordering(question=question, options=tuple(made[n] for n in order), answer=parts.answer), faults


def _item(item: m.ListItem, number: int) -> m.Unordered:
    first = item.body[0] if item.body else None
    content = first.content if isinstance(first, m.Paragraph) else ()
    feedback = item.body[1:] if content else item.body
    place = m.RightPlace(rank=number, feedback=feedback, at=item.at)
    return m.Unordered(content=content, place=place, at=item.at)


def _list_faults(rows: m.Block | None, parts: QuestionParts, div: DivSource) -> Iterator[QuestionFault]:
    if parts.options:
        yield unclear("a question that asks for an order has no boxes", parts.options[0].at, _HOW)
    if not isinstance(rows, m.List):
        yield unclear("there is no numbered list at the end of this question", div.at, _HOW)
        return
    if not rows.ordered:
        yield unclear("the items to put in order are not numbered", rows.at, "number them: `1.`, `2.`, `3.`")
    if len(rows.items) < LEAST:
        message = f"{len(rows.items)} items cannot be put in order without giving it away"
        yield unclear(message, rows.at, f"write at least {LEAST}")
    if any(isinstance(block, m.List) and block.ordered for block in parts.question):
        yield unclear("there is another numbered list in this question", div.at, "keep the one to put in order")
    known = set[str]()
    for item in rows.items:
        first = item.body[0] if item.body else None
        if not isinstance(first, m.Paragraph) or first.at.line != item.at.line:
            yield unclear("this item has no words", item.at, "write its words in the line of its number")
            continue
        if first.at.end_line > item.at.line:
            message = "this item has a second line, which may be the reason"
            yield unclear(message, first.at, "put an empty line before a reason; write the item itself in one line")
        words = m.plain(first).casefold().strip()
        if words in known:
            yield unclear("two items have the same words", item.at, "write different ones")
        known.add(words)
        if len(first.content) > 1 and isinstance(first.content[0], m.Strong):
            message = "words after bold ones may be the reason"
            yield unclear(message, first.at, "set the whole item alike, and put a reason under it, after an empty line")
        if sign := styled_mark(first) or telltale(all_words(first), in_option=True):
            yield unclear(f"`{sign}` gives the answer away", item.at, "leave it out")
