"""Divs to teaching blocks: activities, discussions, questions, reflections, quotes and cards."""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.core.problems import ProblemCode
from builder.model import module as m
from builder.parse.divs.source import DivContext, DivSource, Maker


def make_container(kind: type[m.Container]) -> Maker:
    """Return the maker of a block that is only a title and a body."""

    def make(_context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
        title, body = div.title_and_body()
        return (kind(title=title, body=body),)  # type: ignore[return-value]  # every kind in MAKERS is a Block

    return make


def make_activity(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return an activity; one without `time=` is a problem `missing-minutes`."""
    title, body = div.title_and_body()
    time = context.minutes(div.values, "time", div.at)
    if time is None and "time" not in div.values:
        message = "this activity has no minutes; the run sheet shows a dash"
        context.problems.add(ProblemCode.MISSING_MINUTES, message, div.at, 'write `::: {.activity time="15"}`')
    values = div.values
    return (
        m.Activity(
            title=title,
            body=body,
            minutes=time,
            group=values.get("group", ""),
            materials=values.get("materials", ""),
            objectives=context.numbers(values, "objective", div.at),
        ),
    )


def make_discussion(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a discussion."""
    title, body = div.title_and_body()
    time = context.minutes(div.values, "time", div.at)
    return (m.Discussion(title=title, body=body, minutes=time, group=div.values.get("group", "")),)


def make_reflection(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a reflection; `lines=` is how many lines are printed to write on."""
    title, body = div.title_and_body()
    return (m.Reflection(title=title, body=body, lines=context.number(div.values, "lines", div.at)),)


def make_quote(_context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Make a quote; a last paragraph that begins with a dash says whose words they are."""
    title, body = div.title_and_body()
    if len(body) == 1 and isinstance(body[0], m.Quote):
        body = body[0].body
    last = body[-1] if body else None
    if isinstance(last, m.Paragraph) and len(body) > 1 and isinstance(last.content[0], m.Text):
        found = re.match(r"(?:—|–|--)\s*", last.content[0].text)
        if found:
            first = replace(last.content[0], text=last.content[0].text[found.end() :])
            return (m.Quote(title=title, body=body[:-1], attribution=(first, *last.content[1:])),)
    return (m.Quote(title=title, body=body),)


def make_cards(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Make cards: one for each item of the lists inside; what stands around them stays as it is.

    Without a list there is no card: the content is kept where cards are seen beside themselves, in the guide, with a problem.
    """
    title, body = div.title_and_body()
    cards = tuple(
        m.Card(body=item.body, at=item.at) for block in body if isinstance(block, m.List) for item in block.items
    )
    around = tuple(block for block in body if not isinstance(block, m.List))
    blocks = m.Cards(title=title, cards=cards, backs=div.values.get("backs", ""))
    if cards:
        return (*around, blocks)
    message = "there is no list in these cards, so there is none to cut out; what is here is kept for the guide alone"
    context.problems.add(ProblemCode.MISPLACED_BLOCK, message, div.at, "write one list item for each card")
    return (m.Facilitator(title=title, body=body),)
