"""Module → Deck: which slides there are, and the content of their slots. Nothing is measured here.

Rules: docs/language.md, "From module to slides". Lists, tables, pictures, callouts, activities and questions go on slides,
running prose and the script into notes; every word of the module is on a slide, in notes, or in a problem. Slides of one
topic may still share a title: `fit` numbers them when it knows how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from builder.core.faults import faults_at
from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex
from builder.slides.deck.deck import (
    Deck,
    FilledSlot,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    lines_of,
    text_of,
)
from builder.slides.deck.layouts import Layouts
from builder.slides.deck.slide_ids import block_space, frame_space, numbered
from builder.slides.outline import notes, opening_closing
from builder.slides.outline.context import Context, name_blocks
from builder.slides.outline.runs import Asides, to_runs
from builder.slides.outline.slide_draft import Runs, SlideDraft, make_slide
from builder.slides.outline.topic import topic_drafts
from builder.theme.theme import Theme
from builder.transform.languages import inherit_languages
from builder.transform.session import minutes_of


def outline(  # all that a deck is made of
    module: m.Module, theme: Theme, layouts: Layouts, imprint: Imprint, page_index: PageIndex, problems: Problems
) -> Deck:
    """Return the deck of a module that `select` has reduced to what slides show. Reports to `problems`."""
    module = inherit_languages(module)
    context = Context(module, theme, page_index, problems)
    context = replace(context, names=name_blocks(context))
    made = _OutlineBuilder(context, layouts)
    made.frame("opening", opening_closing.opening(context, imprint), context.label("deck-opening"))
    made.body(module.body, ())
    made.frame("end", opening_closing.closing(context, imprint), context.label("deck-end"))
    slides = _number_repeated_titles(made.slides, context)
    title, motif = module.meta.title, (module.id, imprint.number) if opening_closing.has_motif(context) else None
    return Deck(title, module.lang, title, _resolve_calls(slides), _properties(module, imprint), motif)


@dataclass
class _OutlineBuilder:
    """Builds the slides.

    `start` is the sum of the minutes of the topics so far, `shown` the ids of blocks on slides so far, and `untitled` counts
    the stretches before a first topic, which have slides as a topic has.
    """

    context: Context
    layouts: Layouts
    slides: list[Slide] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    start: int = 0
    untitled: int = 0

    def frame(self, name: str, drafts: Sequence[SlideDraft], section: str) -> None:
        """Add slides that belong to no topic."""
        for number, draft in enumerate(drafts, 1):
            self._add(draft, numbered(frame_space(name), number), "", section)

    def body(self, blocks: Sequence[m.Block], part: Runs) -> None:
        """Add the slides of a module's or part's body."""
        first = next((index for index, block in enumerate(blocks) if isinstance(block, m.Topic | m.Part)), len(blocks))
        if first:
            self._before(blocks[:first], part)
        for block in blocks[first:]:
            match block:
                case m.Topic():
                    self._topic(block, part)
                case m.Part():
                    draft = opening_closing.section(block, self.context)
                    self._add(draft, numbered(block_space(block.id), 0), "", text_of(draft.title))
                    self.body(block.body, draft.title)
                case _:  # a stray block after a topic: the parser makes none, and none may be lost
                    self._before((block,), part)

    def _before(self, blocks: Sequence[m.Block], part: Runs) -> None:
        """Add blocks before the first topic: script and prose alone to the notes of the slide before, else as a topic."""
        if all(isinstance(block, m.Notes | m.Paragraph) for block in blocks):
            last = self.slides[-1]
            self.slides[-1] = replace(
                last,
                notes=(*last.notes, *notes.notes_lines(blocks, self.context)),
                ids=(*last.ids, *(node.id for node in m.walk(*blocks) if isinstance(node, m.BlockNode) and node.id)),
            )
        else:
            title = part or (Run(self.context.label("deck-to-begin")),)
            self.untitled += 1
            topic = m.Topic(title=(m.Text(text=text_of(title)),), body=tuple(blocks), at=blocks[0].at)
            self._topic(topic, part, frame_space(f"before{self.untitled}"))

    def _topic(self, topic: m.Topic, part: Runs, space: str = "") -> None:
        """Add the slides of a topic. `space` is what their ids begin with, for a topic that the source does not have."""
        with faults_at(topic.at):
            drafts = topic_drafts(topic, part, self.context)
        drafts[0].opening[:0] = notes.clock_line(self.context, topic.minutes, self.start)
        self.start += minutes_of(topic) or 0
        section = text_of(part) or text_of(drafts[0].title) if part else m.plain(*topic.title)
        for number, draft in enumerate(drafts, 1):
            ident = numbered(space or block_space(topic.id), number)
            self._add(draft, ident, space or topic.id, section, hidden=topic.optional)
        self._keep_heading(topic, drafts, self.slides[-len(drafts) :])

    def _keep_heading(self, topic: m.Topic, drafts: Sequence[SlideDraft], slides: Sequence[Slide]) -> None:
        """Add a topic's heading to the notes of its slide when it was to stand in kickers and no layout has one."""
        title = text_of(to_runs(topic.title, self.context, Asides()))
        bearer = next((n for n, draft in enumerate(drafts) if text_of(draft.kicker) == title), None)
        kickers = (
            text_of(line.runs)
            for one in slides
            for item in one.filled
            if item.slot == "kicker"
            for line in lines_of(item.content)
        )
        if bearer is None or any(text_of(one.title) == title for one in slides) or title in kickers:
            return
        place = len(self.slides) - len(slides) + bearer
        one = self.slides[place]
        line = SlideLine(drafts[bearer].kicker, at=topic.at)
        self.slides[place] = replace(one, notes=(*one.notes, *(() if line in one.notes else (line,))))

    def _add(self, draft: SlideDraft, ident: str, topic: str, section: str, *, hidden: bool = False) -> None:
        slide = make_slide(draft, self.context, self.layouts, ident=ident, topic=topic, section=section)
        ids = tuple(one for one in slide.ids if one and one not in self.shown)
        self.shown.update(ids)
        self.slides.append(replace(slide, ids=ids, hidden=hidden))


def _number_repeated_titles(slides: list[Slide], context: Context) -> list[Slide]:
    """Number topics of the same title, with a warning: with a screen reader, people find slides by their titles."""
    titles: dict[str, list[m.Topic]] = {}
    for topic in m.topics(context.module):
        titles.setdefault(m.plain(*topic.title), []).append(topic)
    numbers: dict[str, int] = {}
    for title, topics in titles.items():
        for again, topic in enumerate(topics[1:], 2):
            numbers[topic.id] = again
            message = f"“{title}” is the title of {len(topics)} topics"
            context.warn(ProblemCode.REPEATED_SLIDE_TITLE, message, topic.at, "say in each what it is about")
    return [
        _with_number(slide, numbers.get(slide.topic, 0), context) if text_of(slide.title) in titles else slide
        for slide in slides
    ]


def _with_number(slide: Slide, number: int, context: Context) -> Slide:
    if not number:
        return slide
    before, after = context.label("deck-again", title="\0", n=number).split("\0")
    return replace(slide, title=(*_run(before), *slide.title, *_run(after)))


def _run(text: str) -> tuple[Run, ...]:
    return (Run(text),) if text else ()


def _resolve_calls(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """Replace calls by what they lead to: jumps by ids of slides, footnotes by their numbers on the slide and in its notes.

    A jump to an unknown block, or within its own slide, is dropped. Footnotes are numbered once a slide, in reading order;
    its continuation slides keep the numbers.
    """
    where = {ident: slide.id for slide in slides for ident in slide.ids}
    numbers: dict[str, int] = {}

    def resolved(slide: Slide, run: Run) -> Run:
        if run.jump:
            place = where.get(run.jump, "")
            run = replace(run, jump=place if place != slide.id else "")
        if run.call:
            run = replace(run, text=f"{numbers.setdefault(run.call, len(numbers) + 1)}{run.text}", call="")
        return run

    def runs(slide: Slide, given: Iterable[Run]) -> tuple[Run, ...]:
        return tuple(resolved(slide, run) for run in given)

    def lines(slide: Slide, given: Iterable[SlideLine]) -> tuple[SlideLine, ...]:
        return tuple(replace(line, runs=runs(slide, line.runs)) for line in given)

    def cells(slide: Slide, row: Iterable[tuple[SlideLine, ...]]) -> tuple[tuple[SlideLine, ...], ...]:
        return tuple(lines(slide, cell) for cell in row)

    def content(slide: Slide, filled: FilledSlot) -> FilledSlot:
        match filled.content:
            case TextContent():
                return replace(filled, content=TextContent(lines(slide, filled.content.lines)))
            case TableContent() as table:
                header = cells(slide, table.header)
                rows = tuple(cells(slide, row) for row in table.rows)
                return replace(filled, content=replace(table, header=header, rows=rows))
            case _:
                return filled

    def whole(slide: Slide) -> Slide:
        numbers.clear()
        title = runs(slide, slide.title)
        filled = tuple(content(slide, filled) for filled in slide.filled)
        said = lines(slide, slide.notes)
        quiet = tuple(replace(line, runs=tuple(replace(run, jump="") for run in line.runs)) for line in said)
        return replace(slide, title=title, filled=filled, notes=quiet)

    return tuple(map(whole, slides))


def _properties(module: m.Module, imprint: Imprint) -> dict[str, str]:
    """Return the document properties, without empty values."""
    meta = module.meta
    values = {
        "title": meta.title,
        "subject": meta.description,
        "author": ", ".join(meta.authors),
        "keywords": ", ".join(meta.keywords),
        "language": module.lang,
        "license": meta.license or imprint.license,
        "version": meta.version,
        "course": imprint.course,
        "source-hash": imprint.source_hash,
        "date": imprint.date.isoformat() if imprint.date else "",
    }
    return {key: value for key, value in values.items() if value}
