"""Plans the facilitator guide: start times, the run sheet, and which script is set beside which slides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from builder.core.frozen import dataclass, replace
from builder.model import module as m
from builder.model.outputs import PageIndex
from builder.transform.session import minutes_of, run_sheet
from builder.writers.pages.guide.reprint import is_left_to_handout, without
from builder.writers.pages.guide.script import SlidePictures, TopicStep

_WORK = (
    m.Activity,
    m.Discussion,
    m.Check,
    m.Matching,
    m.Ordering,
    m.Cards,
    m.Reflection,
    m.Answer,
    m.Facilitator,
    m.Scenario,
)
"""Blocks that a facilitator leads or needs at that point; the other blocks of a topic are printed for reference."""


@dataclass(frozen=True)
class GuideTopic:
    """One topic of the guide. `start` is minutes since the session began, None when it is not part of the session.

    `minutes` is None when the author gave none. `handout_page` and `workbook_page` are None when the topic is not there.
    `question_slides` are the slides of questions by the question's id: they are set beside its answers, not the script.
    `reference` are the blocks that are printed for reference only.
    """

    topic: m.Topic
    part: m.Part | None
    start: int | None
    minutes: int | None
    slides: SlidePictures
    handout_page: int | None
    workbook_page: int | None
    steps: tuple[TopicStep, ...]
    question_slides: dict[str, SlidePictures]
    reference: tuple[m.Block, ...]


@dataclass(frozen=True)
class GuidePlan:
    """The topics of a guide in order, by id, and the module without what the guide leaves to the handout."""

    topics: dict[str, GuideTopic]
    printed: m.Module

    def question_slides(self, ident: str) -> SlidePictures:
        """Return the slides of a question, () when it has none."""
        return next(
            (
                guide_topic.question_slides[ident]
                for guide_topic in self.topics.values()
                if ident in guide_topic.question_slides
            ),
            (),
        )

    @property
    def session(self) -> tuple[GuideTopic, ...]:
        """The topics that are part of the session."""
        return tuple(guide_topic for guide_topic in self.topics.values() if guide_topic.start is not None)

    @property
    def by_part(self) -> tuple[tuple[m.Part | None, tuple[GuideTopic, ...]], ...]:
        """The session's topics by part; one row with None for a module without parts."""
        return tuple(
            (part, tuple(guide_topics))
            for part, guide_topics in groupby(self.session, key=lambda guide_topic: guide_topic.part)
        )

    @property
    def total_minutes(self) -> int:
        """What the topics of the session take, in minutes."""
        return sum(guide_topic.minutes or 0 for guide_topic in self.session)

    @property
    def reserve(self) -> int:
        """What they leave of the module's time, in minutes; 0 in a book, whose modules have times of their own."""
        is_book = any(isinstance(block, m.Part) and block.module for block in self.printed.body)
        taken = self.total_minutes
        return max(0, (self.printed.meta.minutes or 0) - taken) if taken and not is_book else 0


def plan_guide(module: m.Module, slides: SlidePictures, page_index: PageIndex, *, lean: bool = False) -> GuidePlan:
    """Return the plan of a module that was selected for the guide. `lean`: it leaves text to the handout where it can."""
    topics = list(m.topics(module))
    shown = _slides_by_step(topics, slides, _first_topics(module))
    guide_topics: dict[str, GuideTopic] = {}
    rows = {row.topic.id: row for row in run_sheet(module)}
    for topic in topics:
        row_of = rows.get(topic.id)
        parts = list(_split_at_notes(topic))
        here = [shown.get((topic.id, n), ()) for n in range(len(parts))]
        beside = _question_slides(topic, here)
        question_numbers = {slide.number for slides in beside.values() for slide in slides}
        steps = tuple(
            _step(part, tuple(s for s in row if s.number not in question_numbers))
            for part, row in zip(parts, here, strict=True)
        )
        guide_topics[topic.id] = GuideTopic(
            topic=topic,
            part=row_of.part if row_of else None,
            start=row_of.start if row_of else None,
            minutes=minutes_of(topic),
            slides=tuple(slide for row in here for slide in row),
            handout_page=page_index.find("handout", topic.id),
            workbook_page=page_index.find("workbook", topic.id),
            steps=tuple(step for step in steps if step.slides or step.notes or step.activities),
            question_slides=beside,
            reference=tuple(b for part in parts for b in part if not isinstance(b, (*_WORK, m.Notes, m.SlideBreak))),
        )
    if not lean:
        return GuidePlan(guide_topics, module)
    candidates = [
        block
        for guide_topic in guide_topics.values()
        for block in guide_topic.reference
        if is_left_to_handout(block, guide_topic.topic, page_index, _WORK)
    ]
    printed = without(module, candidates)
    kept = {block.id for topic in m.topics(printed) for block in topic.body}
    for ident, guide_topic in guide_topics.items():
        reference = tuple(block for block in guide_topic.reference if block.id in kept)
        guide_topics[ident] = replace(guide_topic, reference=reference)
    return GuidePlan(guide_topics, printed)


def _split_at_notes(topic: m.Topic) -> Iterator[tuple[m.Block, ...]]:
    """Yield the blocks of a topic divided after each block of speaker notes, which speak about the blocks before them.

    A topic without blocks yields one empty tuple: it has a slide too.
    """
    part: list[m.Block] = []
    for block in topic.body:
        part.append(block)
        if isinstance(block, m.Notes):
            yield tuple(part)
            part = []
    if part or not topic.body:
        yield tuple(part)


def _step(part: tuple[m.Block, ...], slides: SlidePictures) -> TopicStep:
    notes = next((block for block in part if isinstance(block, m.Notes)), None)
    return TopicStep(slides, notes, tuple(block for block in part if isinstance(block, _WORK)))


def _question_slides(topic: m.Topic, rows: list[SlidePictures]) -> dict[str, SlidePictures]:
    """Return the slides that show a question and those that follow them (its answers), by the question's id."""
    questions = {node.id for node in m.walk(topic) if isinstance(node, m.Question)}
    found: dict[str, SlidePictures] = {}
    question = ""
    for slide in (slide for row in rows for slide in row):
        if not slide.follows:
            question = next((ident for ident in slide.ids if ident in questions), "")
        if question:
            found[question] = (*found.get(question, ()), slide)
    return found


def _first_topics(module: m.Module) -> dict[str, str]:
    """Return the first topic of the session in each part, by the part's id: the part's slide goes with it."""
    found = {}
    for part in m.walk(*module.body):
        if isinstance(part, m.Part):
            topics = (node for node in m.walk(*part.body) if isinstance(node, m.Topic))
            found[part.id] = next((topic.id for topic in topics if topic.audience != "facilitator"), "")
    return {part: topic for part, topic in found.items() if topic}


def _slides_by_step(
    topics: list[m.Topic], slides: SlidePictures, openings: dict[str, str]
) -> dict[tuple[str, int], SlidePictures]:
    """Return the slides of each step, by topic id and the step's index. Every slide is assigned to a step.

    `openings` maps a part to the topic that its slide goes with. Any other slide goes with the first of its blocks. A
    slide without blocks goes with the slide before it; a deck's title slide with the first step of its session.
    """
    where: dict[str, tuple[str, int]] = {part: (topic, 0) for part, topic in openings.items()}
    for topic in topics:
        where.setdefault(topic.id, (topic.id, 0))
        for n, part in enumerate(_split_at_notes(topic)):
            for node in m.walk(*part):
                if isinstance(node, m.BlockNode) and node.id:
                    where.setdefault(node.id, (topic.id, n))
    here, deck = ("", 0), None
    found: dict[tuple[str, int], SlidePictures] = {}
    for slide in slides:
        if slide.deck != deck:
            deck = slide.deck
            mine = [topic for topic in topics if topic.id.startswith(f"{deck}/")] if deck else topics
            here = (
                next((topic.id for topic in mine if topic.audience != "facilitator"), mine[0].id if mine else ""),
                0,
            )
        if not slide.follows:
            here = next((where[ident] for ident in slide.ids if ident in where), here)
        found[here] = (*found.get(here, ()), slide)
    return found
