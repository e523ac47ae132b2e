"""Generates extreme modules for property tests: every block in every other, long words, addresses, other scripts.

Each piece of text carries a mark of its own (`q17`), so that one can tell whether any was lost.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from builder.core.addresses import Address
from builder.model import module as m
from builder.model.contact_fields import CONTACT_FIELDS
from builder.model.cues import CUES
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.references import Name, Work
from tests.support.generated.questions import Text, questions

WORDS = (
    *("a choice is still that person's own and nobody needs a label to be helped today").split(),
    *(
        "self-determination",
        "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim&num=0",
        "coercion—or",
        "and/or",
    ),
    *(
        "Ł",
        "شخص",
        "حقوق",
        "אדם",
        "ελευθερία",
        "право",
        "x" * 70,
        "Menschenhandelsopferentschädigungsgesetz",
        "“quoted”",
    ),
)
"""What text is made of; the last ones are what breaks lines in ways of their own."""

KEYS = ("usc", "gao")
WORKS = {
    key: Work(id=key, title=f"The title of {key}", author=(Name(literal="An Office of Something"),), issued="2020")
    for key in KEYS
}
ASSETS = {
    name: m.Asset(name, b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'/>", "image/svg+xml", width, height)
    for name, width, height in (("wide.svg", 400.0, 200.0), ("tall.svg", 200.0, 500.0), ("thin.svg", 1.0, 5000.0))
}

text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(lambda words: m.Text(text=" ".join(words)))
long_text = st.lists(st.sampled_from(WORDS), min_size=60, max_size=260).map(lambda words: m.Text(text=" ".join(words)))
cited = st.sampled_from(KEYS).map(lambda key: m.Citation(items=(m.Cited(key=key),)))


def _inlines(inner: st.SearchStrategy[m.Inline]) -> st.SearchStrategy[m.Inline]:
    content = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        *(
            st.builds(kind, content=content)
            for kind in (m.Strong, m.Emphasis, m.Strike, m.Superscript, m.Highlight, m.Phrase, m.Key)
        ),
        content.map(lambda c: m.Link(content=c, target=Address("https://example.org/"))),
        content.map(lambda c: m.Reference(content=c, target="somewhere")),
        content.map(lambda c: m.Footnote(label="1", body=(m.Paragraph(content=c),))),
    )


leaf: st.SearchStrategy[m.Inline] = st.one_of(
    text,
    text,
    st.just(m.LineBreak()),
    cited,
    st.builds(m.Code, text=st.sampled_from(("code()", "a  b"))),
    st.builds(m.Abbreviation, text=st.just("TVPA"), expansion=st.just("The Act")),
    st.builds(m.InlineImage, src=st.just("wide.svg"), alt=st.just("an alternative")),
)
inline = st.recursive(leaf, _inlines, max_leaves=6)
inlines = st.lists(inline, min_size=1, max_size=4).map(lambda found: (m.Text(text="begin"), *found))
title = st.one_of(st.just(()), inlines)
caveat = st.sampled_from(("", "", "Reported cases only."))
brief = text.map(lambda t: (m.Paragraph(content=(t,)),))
paragraph = st.builds(m.Paragraph, content=st.one_of(inlines, inlines, inlines, long_text.map(lambda t: (t,))))


def _item(blocks: st.SearchStrategy[tuple[m.Block, ...]]) -> st.SearchStrategy[m.ListItem]:
    return st.builds(
        lambda first, rest, checked: m.ListItem(body=(*first, *rest), checked=checked),
        st.one_of(st.just(()), paragraph.map(lambda p: (p,)), paragraph.map(lambda p: (p,))),
        st.one_of(st.just(()), st.just(()), blocks),
        st.sampled_from((None, None, None, True, False)),
    )


@st.composite
def tables(draw: st.DrawFn) -> m.Table:
    columns = draw(st.sampled_from((1, 2, 3, 4, 6, 14)))
    filled = st.builds(m.Cell, content=inlines, mark=st.sampled_from(("", "", "", *m.MARKS)))
    cell = st.one_of(st.just(m.Cell(content=())), filled, filled)
    row = st.builds(m.Row, cells=st.lists(cell, min_size=columns, max_size=columns).map(tuple))
    header = draw(st.sampled_from((0, 1)))
    return m.Table(
        caption=draw(title),
        header=tuple(draw(row) for _ in range(header)),
        rows=tuple(draw(st.lists(row, min_size=1, max_size=draw(st.sampled_from((2, 5, 12)))))),
        aligns=("",) * columns,
        number=1,
        to_fill=draw(st.sampled_from((False, False, True))),
    )


figures = st.builds(
    m.Figure,
    src=st.sampled_from((*ASSETS, "missing.svg")),
    alt=st.just("a picture of something"),
    caption=title,
    number=st.sampled_from((0, 1)),
)
charts = st.builds(
    m.Chart,
    kind=st.just("bar"),
    data=st.just("x.csv"),
    title=title,
    caveat=caveat,
    source=st.one_of(st.none(), cited),
    columns=st.just(("Year", "Cases")),
    rows=st.just((("2020", (1.0,)), ("2021", (2.0,)))),
)


def _contact(body: st.SearchStrategy[tuple[m.Block, ...]]) -> st.SearchStrategy[m.Contact]:
    kinds = st.sampled_from(sorted(set(CONTACT_FIELDS.values())))
    fact = st.builds(m.ContactFact, kind=kinds, content=inlines)
    return st.builds(m.Contact, title=inlines, facts=st.lists(fact, max_size=4).map(tuple), body=body)


def _headed(
    body: st.SearchStrategy[tuple[m.Block, ...]],
) -> st.SearchStrategy[tuple[tuple[m.Inline, ...], tuple[m.Block, ...]]]:
    """Heads of the pieces of forms, also none, with what is said under them."""
    return st.tuples(st.one_of(st.just(()), text.map(lambda t: (t,)), inlines), body)


AnyForm = m.Panels | m.Steps | m.Versus | m.Timeline | m.Scale
FORMS: tuple[tuple[type[AnyForm], type[m.Headed], int, int], ...] = (
    (m.Panels, m.Panel, 2, 9),
    (m.Steps, m.Step, 2, 9),
    (m.Versus, m.Side, 2, 2),
    (m.Timeline, m.Event, 2, 12),
    (m.Scale, m.Stop, 3, 6),
)
"""Each form with its piece, the fewest and the most pieces."""


def _form(
    body: st.SearchStrategy[tuple[m.Block, ...]], kind: type[AnyForm], piece: type[m.Headed], least: int, most: int
) -> st.SearchStrategy[AnyForm]:
    """A form with a title and a caveat or without; some pieces have icons."""
    icon = {"icon": st.sampled_from(("", "", "scale"))} if piece is m.Panel else {}
    pieces = st.lists(_headed(body), min_size=least, max_size=most).flatmap(
        lambda found: st.tuples(*(st.builds(piece, head=st.just(h), body=st.just(b), **icon) for h, b in found))
    )
    start = {"start": st.sampled_from((1, 8))} if kind is m.Steps else {}
    return st.builds(kind, title=title, items=pieces, caveat=caveat, **start)


def _forms(body: st.SearchStrategy[tuple[m.Block, ...]]) -> tuple[st.SearchStrategy[m.Block], ...]:
    return (
        *(_form(body, *kind) for kind in FORMS),
        st.builds(
            m.Number,
            title=title,
            value=st.just("7"),
            of=st.sampled_from(("", "10", "1,000")),
            caveat=caveat,
            source=st.one_of(st.none(), cited),
            body=body,
        ),
        st.lists(_contact(st.one_of(st.just(()), brief)), min_size=1, max_size=4).map(
            lambda found: m.ContactList(body=tuple(found))
        ),
    )


def _blocks(inner: st.SearchStrategy[m.Block]) -> st.SearchStrategy[m.Block]:
    body = st.lists(inner, max_size=4).map(tuple)
    containers = (
        *(
            m.Objectives,
            m.KeyPoints,
            m.Scenario,
            m.Answer,
            m.Reflection,
            m.FillIn,
            m.Definition,
            m.Note,
            m.Caution,
            m.ContentNote,
        ),
        *(m.Notes, m.SlideOnly, m.Resources, m.Shared, m.Quote),
    )
    return st.one_of(
        st.builds(
            lambda items, ordered: m.List(items=tuple(items), ordered=ordered),
            st.lists(_item(body), min_size=1, max_size=8),
            st.booleans(),
        ),
        st.sampled_from(containers).flatmap(lambda kind: st.builds(kind, title=title, body=body)),
        st.builds(
            m.Activity,
            title=title,
            body=body,
            minutes=st.sampled_from((None, 5)),
            group=st.sampled_from(("", "pairs")),
            number=st.just(1),
        ),
        st.builds(m.Discussion, title=title, body=body),
        st.builds(m.Local, title=title, body=body, blanks=st.sampled_from(((), ("law", "contact")))),
        st.builds(
            lambda bodies: m.Columns(columns=tuple(m.Column(body=b) for b in bodies)),
            st.lists(body, min_size=1, max_size=5),
        ),
        st.builds(
            lambda terms, bodies: m.DefinitionList(
                entries=(
                    m.DefinitionEntry(
                        terms=(m.Term(content=terms),), meanings=tuple(m.Meaning(body=b) for b in bodies)
                    ),
                )
            ),
            inlines,
            st.lists(body, min_size=1, max_size=2),
        ),
        st.builds(
            m.FormFields,
            title=title,
            body=body,
            fields=st.builds(m.FormField, kind=st.sampled_from(m.FIELD_KINDS), label=inlines, size=st.just(3)).map(
                lambda field: (field,)
            ),
            look=st.sampled_from(("list", "table")),
        ),
        *questions(body, Text(inlines, paragraph, title)),
        *_forms(body),
        st.builds(m.Cards, title=title, cards=body.map(lambda b: (m.Card(body=b),))),
    )


simple: st.SearchStrategy[m.Block] = st.one_of(
    paragraph,
    paragraph,
    st.builds(m.Heading, level=st.just(3), content=inlines),
    st.just(m.SlideBreak()),
    tables(),
    figures,
    charts,
    st.builds(m.CodeBlock, text=st.just("one\n  two\n\nthree")),
    st.builds(
        m.Notes,
        body=st.builds(m.Cue, kind=st.sampled_from(tuple(CUES.values())), content=inlines).map(lambda c: (c,)),
    ),
)
block = st.recursive(simple, _blocks, max_leaves=12)
minutes = st.sampled_from((None, 5, 90))
topic = st.builds(
    m.Topic,
    title=inlines,
    body=st.lists(block, max_size=7).map(tuple),
    layout=st.sampled_from(("", "", "two-columns", "table", "nonsense")),
    icon=st.sampled_from(("", "", "scale", "none")),
    minutes=minutes,
)
short_topic = st.builds(
    m.Topic, title=inlines, body=st.lists(paragraph, max_size=2).map(tuple), minutes=minutes, optional=st.booleans()
)
form_topic = st.builds(
    m.Topic,
    title=text.map(lambda t: (t,)),
    body=st.one_of(*_forms(st.one_of(st.just(()), brief, brief, st.tuples(simple)))).map(lambda form: (form,)),
    minutes=minutes,
)
body = st.one_of(
    *(st.lists(topic, min_size=1, max_size=3).map(tuple) for _ in range(4)),
    st.tuples(paragraph, topic),
    *(st.lists(form_topic, min_size=1, max_size=4).map(tuple) for _ in range(3)),
    st.builds(lambda t, topics: (m.Part(title=t, body=tuple(topics)),), inlines, st.lists(topic, max_size=2)),
    st.lists(short_topic, min_size=4, max_size=12).map(tuple),  # enough for an agenda
    st.lists(
        st.builds(lambda t, topics: m.Part(title=t, body=tuple(topics)), inlines, st.lists(short_topic, max_size=3)),
        min_size=2,
        max_size=4,
    ).map(tuple),
)


def _marked(blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
    """Give each text a mark and each block an id."""
    count = 0

    def mark(node: m.Node, context: None) -> tuple[m.Node, None]:
        nonlocal count
        count += 1
        match node:
            case m.Text() | m.Code() | m.CodeBlock():
                node = replace(node, text=f"{node.text} q{count}z")
            case _:
                pass
        if isinstance(node, m.BlockNode):
            node = replace(node, id=f"b{count}")
        return node, context

    return m.rewrite_blocks(blocks, mark, None)


META = Meta(
    title="A module",
    description="What it is about.",
    objectives=(Objective("Learn one thing."),),
    id="generated",
    lang="en-US",
)
modules = body.map(
    lambda found: m.Module(
        meta=META, body=_marked(found), path="module.md", folder="generated", assets=ASSETS, works=WORKS
    )
)


def marks(module: m.Module) -> dict[str, m.Node]:
    """Return every mark in a module with the node that carries it."""
    nodes = (node for node in m.walk(*module.body) if isinstance(node, m.Text | m.Code | m.CodeBlock))
    return {node.text.rsplit(" ", 1)[1]: node for node in nodes}
