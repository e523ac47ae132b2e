"""A topic to drafts of slides. Lists and blocks go on slides; running prose goes to the notes, under the script.

A *segment* is what stands between two slide breaks. Its text goes on one slide until a block comes that has a slide of its
own. A script belongs to the slides since the last script, and goes with the first of them. See docs/language.md, "From
module to slides".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import zip_longest

from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode
from builder.core.source import NOWHERE
from builder.model import module as m
from builder.slides.deck.deck import Run, SlideLine, text_of
from builder.slides.outline import notes
from builder.slides.outline.blocks import (
    OwnSlideBlock,
    add_picture_beside_text,
    block_drafts,
    follow_up_drafts,
    picture_and_text_layout,
)
from builder.slides.outline.context import Context
from builder.slides.outline.headings import Headings
from builder.slides.outline.runs import Asides, to_runs
from builder.slides.outline.slide_draft import PLAIN, Runs, SlideDraft, calls_of, line_writer

INTRODUCTION = 90
"""Characters of a line that introduces a list, on a slide: a line or two. A longer paragraph is prose, for the notes."""

COLONS = (":", "：", "︰")


@dataclass(frozen=True)
class TopicBlock:
    """A block of a topic. `shown`: it stands in a `::: slide` block, a column or a topic with `prose="slide"`, so its prose goes on the slide, not to the notes."""

    block: m.Block
    shown: bool = False


def topic_blocks(blocks: Iterable[m.Block], *, shown: bool = False) -> Iterator[TopicBlock]:
    """Yield blocks; wrappers (shared blocks, `::: slide`, `::: handout`) are replaced by their title and content.

    A shared block that an earlier module's slides show stays whole: it is for the notes.
    """
    for block in blocks:
        if isinstance(block, m.Shared) and block.shown_in:
            yield TopicBlock(block)
        elif isinstance(block, m.Shared | m.SlideOnly | m.HandoutOnly | m.Column | m.Part | m.Topic | m.Facilitator):
            if block.title:
                yield TopicBlock(
                    m.Heading(level=3, content=block.title, id=block.id, at=block.at, lang=block.lang), shown
                )
            yield from topic_blocks(block.body, shown=shown or isinstance(block, m.SlideOnly | m.Column))
        else:
            yield TopicBlock(block, shown)


def introduces(block: m.Block, after: m.Block) -> bool:
    """Say whether a block is a line that introduces the list after it (“You need:”), and so stands on the slide with it."""
    if not isinstance(block, m.Paragraph) or not isinstance(after, m.List | m.DefinitionList | m.CodeBlock):
        return False
    words = m.plain(*block.content).strip()
    return len(words) <= INTRODUCTION and words.endswith(COLONS)


def segments(found: Iterable[TopicBlock]) -> list[list[TopicBlock]]:
    """Return blocks in groups, divided at slide breaks, without empty groups."""
    parted: list[list[TopicBlock]] = [[]]
    for piece in found:
        if isinstance(piece.block, m.SlideBreak):
            parted.append([])
        else:
            parted[-1].append(piece)
    return [stretch for stretch in parted if stretch]


def topic_drafts(topic: m.Topic | m.Part, part: Runs, context: Context) -> list[SlideDraft]:
    """Return the drafts of a topic, at least one: a topic with nothing to show has a slide with its heading."""
    titled = Asides()
    title = to_runs(topic.title, context, titled) or (Run(context.label("deck-untitled")),)
    drafts: list[SlideDraft] = []
    unsaid: list[m.Notes] = []
    shown = isinstance(topic, m.Topic) and topic.prose == "slide"
    for found in segments(topic_blocks(topic.body, shown=shown)):
        stretch = Segment(context, topic, title, part, first=not drafts)
        drafts += stretch.build(found)
        unsaid += stretch.scripts
        if drafts and unsaid:
            add_scripts(drafts[-1] if stretch.scripts else drafts[0], unsaid, context)
            unsaid = []
    if not drafts:
        drafts = [Segment(context, topic, title, part).heading_alone()]
        add_scripts(drafts[0], unsaid, context)
    first = drafts[0]
    first.ids[:0] = [topic.id] if topic.id else []
    first.gathered.cited[:0] = titled.cited
    first.aside += notes.short_forms(titled, context)
    if isinstance(topic, m.Topic):
        first.wanted = topic.layout
    for draft in drafts:
        if text_of(draft.title) == text_of(title):
            draft.icon = draft.icon or context.theme.icon("topic", topic.icon)
    if all(text_of(title) not in {text_of(draft.title), text_of(draft.kicker)} for draft in drafts):
        first.opening.append(SlideLine(title, role="label", at=topic.at))
        first.gathered.calls += calls_of(title)
    return [one for draft in drafts for one in (draft, *follow_up_drafts(draft, context))]


def add_scripts(draft: SlideDraft, scripts: Iterable[m.Notes], context: Context) -> None:
    """Add scripts to the notes of a draft."""
    for script in scripts:
        draft.add_ids(script)
        draft.script += notes.notes_lines((script,), context)


@dataclass
class Segment:
    """Makes the drafts of one segment. `drafts` are those so far, `open` the one to which text is still added.

    `above` is the heading right after a slide break, the title of slides without their own. `heading` is the last heading
    that no slide shows yet. `waiting` is prose, and `scripts` are scripts, for which there is no slide yet; `covered` counts
    the slides that have had their script. `first`: the topic has no slides before this segment.
    """

    context: Context
    topic: m.Topic | m.Part
    title: Runs
    part: Runs
    first: bool = True
    drafts: list[SlideDraft] = field(default_factory=list)
    open: SlideDraft | None = None
    above: m.Heading | None = None
    heading: m.Heading | None = None
    waiting: list[m.Block] = field(default_factory=list)
    scripts: list[m.Notes] = field(default_factory=list)
    covered: int = 0

    def build(self, found: list[TopicBlock]) -> list[SlideDraft]:
        """Return the drafts of the segment; [] when it has a script alone, which then stays in `scripts`."""
        head = found[0].block
        if isinstance(head, m.Heading) and not self.first:
            self.above, found = head, found[1:]
        for piece, after in zip_longest(found, found[1:]):
            if after and introduces(piece.block, after.block):
                self._add_text(piece.block, bound=True)
            else:
                self._add(piece)
        if not self.drafts and (self.waiting or self.above):
            self._add_statements()
        if not self.drafts and (self.waiting or self.above):
            self.drafts = [self.heading_alone()]
        if self.drafts:
            if self.above is not None:
                self._record_heading(self.drafts[0], self.above)
            self._add_waiting_notes(self.drafts[-1])
        return self.drafts

    def heading_alone(self) -> SlideDraft:
        """Return a slide with the heading, and a reference to the handout when the segment has prose. Warns that it is empty."""
        draft = self._headings().set_title(SlideDraft(PLAIN, self.title, self.topic.at))
        if any(isinstance(block, m.Paragraph) for block in self.waiting):
            above = (self.above,) if self.above else ()
            where = (self.topic, *self.waiting) if self.first else (*above, *self.waiting, self.topic)
            page = next(filter(None, (self.context.page("handout", one.id) for one in where)), "")
            text = self.context.label("deck-read-on", page=page) if page else self.context.label("deck-read-on-handout")
            draft.text("body").append(SlideLine((Run(text),), at=draft.at))
        if self.topic.body:  # else the heading is all there is, as of a break
            message = f"“{text_of(draft.title)}” has nothing to show: its slide has the heading alone"
            hint = "mark one sentence `[…]{.key}`, add a list, or put the topic in `::: handout`"
            self.context.warn(ProblemCode.NOTHING_ON_SLIDE, message, draft.at, hint)
        elif isinstance(self.topic, m.Topic) and self.topic.minutes:  # a break: read from the door
            draft.layout = "section"
            draft.text("text").append(SlideLine((Run(self.context.minutes(self.topic.minutes)),)))
        return draft

    def _add(self, piece: TopicBlock) -> None:
        block = piece.block
        match block:
            case m.Notes():
                self._add_script(block)
            case m.Cue():
                self._add_script(m.Notes(body=(block,), at=block.at))
            case m.Heading():
                self.heading = block
                self.waiting.append(block)
            case m.Paragraph() if not piece.shown:
                self._add_prose(block)
            case m.Cards() | m.FormFields():  # neither is shown on slides
                self._add_prose(block)
            case m.Shared() if block.shown_in:
                said = self.context.label("deck-shown-before", module=block.shown_in)
                self._add_prose(replace(block, title=(m.Text(text=said),)))
            case m.Paragraph() | m.List() | m.DefinitionList() | m.CodeBlock():
                self._add_text(block)
            case m.Figure():
                self._add_figure(block)
            case (
                m.SlideBreak()
                | m.Part()
                | m.Topic()
                | m.Column()
                | m.Shared()
                | m.SlideOnly()
                | m.HandoutOnly()
                | m.Facilitator()
            ):
                message = f"{type(block).__name__} is opened before slides are made"
                raise AssertionError(message)
            case _:
                self._add_own_slides(block)

    def _headings(self) -> Headings:
        """Return the headings over the next slide."""
        first = not self.drafts and (self.first or self.above is not None)
        return Headings(
            self.title,
            self.part,
            self._heading_runs(self.above),
            self._heading_runs(self.heading),
            first,
            self.topic.at,
            self.above.at if self.above else NOWHERE,
            self.heading.at if self.heading else NOWHERE,
        )

    def _heading_runs(self, heading: m.Heading | None) -> Runs:
        return to_runs(heading.content, self.context, Asides(inline=True)) if heading is not None else ()

    def _use_heading(self, draft: SlideDraft, *, in_text: bool = False) -> None:
        """Record that a slide shows `heading`: in its text, else in its title or kicker. No heading waits then."""
        if self.heading is not None:
            if in_text:
                draft.add_ids(self.heading)
            else:
                self._record_heading(draft, self.heading)
            self.waiting.remove(self.heading)
            self.heading = None

    def _record_heading(self, draft: SlideDraft, heading: m.Heading) -> None:
        """Record that a slide shows a heading; its short forms go to the notes."""
        gathered = Asides(inline=True)
        to_runs(heading.content, self.context, gathered)
        draft.add_ids(heading)
        draft.icon = draft.icon or self.context.theme.icon("heading", heading.icon)
        draft.aside += notes.short_forms(gathered, self.context)

    def _add_waiting_notes(self, draft: SlideDraft) -> None:
        """Add the waiting prose and scripts to the notes of a draft."""
        draft.add_ids(*self.waiting)
        draft.prose += notes.notes_lines(self.waiting, self.context)
        add_scripts(draft, self.scripts, self.context)
        self.waiting, self.scripts = [], []

    def _add_own_slides(self, block: OwnSlideBlock) -> None:
        """Add a block's own slides; a heading right before it is their title."""
        self.open = None
        drafts = block_drafts(block, self._headings(), self.context)
        self._use_heading(drafts[0])
        self._add_waiting_notes(drafts[0])
        self.drafts += drafts

    def _add_text(self, block: m.Block, *, bound: bool = False) -> None:
        """Add text to the open draft, or to a new one. A heading before it goes into the text, or is the new slide's title.

        `bound` text is not the last on its slide.
        """
        draft = self.open
        if draft is None or (self.heading is not None and draft.layout == "image"):
            draft = SlideDraft(PLAIN, self.title, block.at)
            headings = self._headings()
            named = text_of(self.title) != self.context.module.meta.title  # else the title slide says it already
            in_text = self.first and not self.drafts and self.heading is not None and named
            (replace(headings, heading=()) if in_text else headings).set_title(draft)
            if in_text:
                draft.text("body").extend(self._heading_lines(draft))
            self._use_heading(draft, in_text=in_text)
            self.drafts.append(draft)
            self.open = draft
        elif self.heading is not None:
            draft.text("body").extend(self._heading_lines(draft))
            self._use_heading(draft, in_text=True)
        self._add_waiting_notes(draft)
        draft.add_ids(block)
        lines = line_writer(draft, self.context).block(block)
        draft.text("body").extend(replace(line, bound=line.bound or bound) for line in lines)
        if draft.layout == "image":
            draft.layout = picture_and_text_layout(draft)

    def _heading_lines(self, draft: SlideDraft) -> tuple[SlideLine, ...]:
        return line_writer(draft, self.context).block(self.heading) if self.heading is not None else ()

    def _add_figure(self, figure: m.Figure) -> None:
        """Put a picture beside the text of the open draft, or on its own slide, to which text may still be added."""
        draft = self.open
        if (
            draft is None
            or "picture" in draft.shown
            or self.heading is not None
            or not add_picture_beside_text(figure, draft, self.context)
        ):
            self._add_own_slides(figure)
            self.open = self.drafts[-1] if self.drafts[-1].layout == "image" else None

    def _add_script(self, block: m.Notes) -> None:
        """Add a script to the first slide since the last script, else to the last slide; without slides it waits."""
        if not self.drafts:
            self.scripts.append(block)
        else:
            add_scripts(self.drafts[min(self.covered, len(self.drafts) - 1)], (block,), self.context)
            self.covered = len(self.drafts)

    def _add_prose(self, block: m.Block) -> None:
        """Add prose to the notes of the last slide; before the first slide, and after a heading, it waits for the next."""
        if self.drafts and self.heading is None:
            draft = self.drafts[-1]
            draft.add_ids(block)
            draft.prose += notes.notes_lines((block,), self.context)
        else:
            self.waiting.append(block)

    def _add_statements(self) -> None:
        """Add a slide with large type for each sentence that the author marked `{.key}`; others stay in `waiting`."""
        blocks, self.waiting, self.heading = self.waiting, [], None
        for block in blocks:
            content = block.content if isinstance(block, m.Paragraph) else ()
            keys = [node for node in m.walk(*content) if isinstance(node, m.Key) and m.plain(node).strip()]
            whole = len(keys) == 1 and m.plain(*content).strip() == m.plain(*keys).strip()
            for key in keys:
                draft = self._headings().set_title(SlideDraft("statement", self.title, block.at))
                runs = to_runs(content if whole else key.content, self.context, draft.gathered)
                draft.text("statement").append(SlideLine(runs, at=key.at))
                self.drafts.append(draft)
            if whole:
                self.drafts[-1].add_ids(block)
            else:
                self.waiting.append(block)
            if self.drafts:
                self._add_waiting_notes(self.drafts[-1])
