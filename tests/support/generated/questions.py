"""Generates questions of every kind for property tests, with solutions or without, of blocks and text that are given."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from builder.model import module as m

Blocks = st.SearchStrategy[tuple[m.Block, ...]]


@dataclass(frozen=True)
class Text:
    """What questions are made of beside blocks."""

    inlines: st.SearchStrategy[tuple[m.Inline, ...]]
    paragraph: st.SearchStrategy[m.Paragraph]
    title: st.SearchStrategy[tuple[m.Inline, ...]]


def questions(blocks: Blocks, text: Text) -> tuple[st.SearchStrategy[m.Block], ...]:
    """Return questions of every kind."""
    return _checks(blocks, text), _matchings(blocks, text), _orderings(blocks, text)


@st.composite
def _checks(draw: st.DrawFn, blocks: Blocks, text: Text) -> m.Check:
    count = draw(st.sampled_from((0, 1, 2, 3, 6, 9)))
    judged = draw(st.booleans())
    options = tuple(
        m.Option(
            content=draw(text.inlines),
            verdict=m.Verdict(right=draw(st.booleans()), feedback=draw(blocks)) if judged else None,
        )
        for _ in range(count)
    )
    answer = draw(st.one_of(st.none(), st.builds(m.Answer, title=text.title, body=blocks)))
    return m.Check(
        question=(draw(text.paragraph), *draw(blocks)),
        kind=draw(st.sampled_from(("", "", "true-false", "short-answer"))),
        options=options,
        answer=answer,
        number=draw(st.sampled_from((0, 1))),
    )


@st.composite
def _matchings(draw: st.DrawFn, blocks: Blocks, text: Text) -> m.Matching:
    count, partners, solved = draw(st.sampled_from((2, 4, 9))), draw(st.sampled_from((2, 3, 7))), draw(st.booleans())
    prompts = tuple(
        m.Prompt(
            content=draw(text.inlines),
            match=m.Match(option=n % partners + 1, feedback=draw(blocks)) if solved else None,
        )
        for n in range(count)
    )
    options = tuple(
        m.Option(
            content=draw(text.inlines),
            verdict=m.Verdict(right=False, feedback=draw(blocks)) if solved and n >= count else None,
        )
        for n in range(partners)
    )
    heads = draw(st.sampled_from((0, 2)))
    return m.Matching(
        question=(draw(text.paragraph), *draw(blocks)),
        heads=tuple(m.ColumnHead(content=draw(text.inlines)) for _ in range(heads)),
        prompts=prompts,
        options=options,
        answer=draw(st.one_of(st.none(), st.builds(m.Answer, title=text.title, body=blocks))),
        number=draw(st.sampled_from((0, 1))),
    )


@st.composite
def _orderings(draw: st.DrawFn, blocks: Blocks, text: Text) -> m.Ordering:
    count, solved = draw(st.sampled_from((3, 6, 9))), draw(st.booleans())
    options = tuple(
        m.Unordered(
            content=draw(text.inlines), place=m.RightPlace(rank=count - n, feedback=draw(blocks)) if solved else None
        )
        for n in range(count)
    )
    answer = draw(st.one_of(st.none(), st.builds(m.Answer, title=text.title, body=blocks)))
    return m.Ordering(
        question=(draw(text.paragraph), *draw(blocks)),
        options=options,
        answer=answer,
        number=draw(st.sampled_from((0, 1))),
    )
