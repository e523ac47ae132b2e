"""Making what the first pages and slides of a theme wait for, by making a small module's, which nobody gets.

Templates are compiled, style sheets parsed, fonts read and slides' layouts made, and all of it is kept in this process.
"""

from __future__ import annotations

from builder.core.frozen import replace
from builder.core.problems import Problems
from builder.engine.job import setting_of
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.outputs import Imprint, Variant

_WORDS = "Nothing of this is printed."


def prepare_workers(setting: bytes, lang: str, *, pages: bool, decks: bool) -> None:
    """Make pages, decks or both of a small module in a language, under a packed setting as `Task` has it."""
    common = setting_of(setting)
    inputs = ModuleInputs(_sample(lang), common.theme, Imprint(course=_WORDS), common.paper, common.cache)
    build = ModuleBuild(inputs, Problems())
    if pages:
        build.check_text()
        build.page("handout", Variant(common.paper))
    if decks:
        _ = build.pptx


def _sample(lang: str) -> m.Module:
    """Return a module with the blocks that most modules have."""
    points = m.List(id="points", items=(m.ListItem(body=(_paragraph("item"),)),) * 2)
    option, row = m.Option(content=_text(), verdict=m.Verdict(right=True)), m.Row(cells=(m.Cell(content=_text()),) * 2)
    blocks: tuple[m.Block, ...] = (
        _paragraph("text"),
        points,
        m.Heading(id="head", level=3, content=_text()),
        m.Notes(id="notes", body=(_paragraph("note"),)),
        m.Table(id="table", caption=_text(), header=(row,), rows=(row,), aligns=("", ""), number=1),
        m.Activity(id="activity", title=_text(), minutes=10, number=1, body=(replace(points, ordered=True),)),
        m.Check(id="check", number=1, question=(_paragraph("question"),), options=(option, option)),
    )
    topics = (m.Topic(id="topic", title=_text(), minutes=10, body=blocks),)
    meta = Meta(title=_WORDS, description=_WORDS, objectives=(Objective(_WORDS),), id="sample", lang=lang)
    return m.Module(meta=meta, body=topics, path="", folder="sample")


def _text() -> tuple[m.Inline, ...]:
    return (m.Text(text=_WORDS), m.Strong(content=(m.Text(text=_WORDS),)), m.Emphasis(content=(m.Text(text=_WORDS),)))


def _paragraph(ident: str) -> m.Paragraph:
    return m.Paragraph(id=ident, content=_text())
