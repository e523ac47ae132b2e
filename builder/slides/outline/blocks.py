"""Blocks that have slides of their own: which layout each kind takes, and which slot each of its parts fills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from builder.core.frozen import replace
from builder.core.names import kebab_case
from builder.core.problems import ProblemCode
from builder.model import module as m
from builder.slides.deck.deck import SEPARATOR, ChartContent, PictureContent, Run, SlideLine, text_of
from builder.slides.deck.paginate import deal
from builder.slides.outline import questions
from builder.slides.outline.context import Context, numbered_name
from builder.slides.outline.forms import FormBlock, form_drafts, number_draft
from builder.slides.outline.headings import Headings, place_caption
from builder.slides.outline.help.contacts import blank_lines, has_services, help_drafts
from builder.slides.outline.notes import label, notes_lines
from builder.slides.outline.runs import to_runs
from builder.slides.outline.slide_draft import (
    CAVEAT,
    PLAIN,
    Runs,
    SlideDraft,
    caveat_runs,
    line_writer,
    parts_around_blocks,
    text_lines,
)
from builder.slides.outline.table import fill_table
from builder.theme.drawings import apply_colors
from builder.transform.charts import chart_alternative, data_rows

OwnSlideBlock: TypeAlias = (
    m.Table
    | m.Figure
    | m.Chart
    | m.Columns
    | m.Quote
    | m.Caution
    | m.Definition
    | m.Note
    | m.ContentNote
    | m.Activity
    | m.Discussion
    | m.Scenario
    | m.Reflection
    | m.FillIn
    | m.Check
    | m.Matching
    | m.Ordering
    | m.Objectives
    | m.KeyPoints
    | m.Resources
    | m.ContactList
    | m.Contact
    | m.Local
    | m.Answer
    | FormBlock
    | m.Number
)
"""Blocks that have a slide of their own."""

LEAD = 160
"""A longer paragraph (characters) of an activity may be moved from the slide to the notes when the steps do not fit."""

SLOTS_OF_COLUMNS = {2: ("two-columns", ("left", "right")), 3: ("three-columns", ("left", "middle", "right"))}

LAYOUTS: dict[type[m.Node], str] = {m.Caution: "caution", m.Definition: "definition", m.KeyPoints: "key-points"}
"""Layouts of blocks with text alone; kinds not named here use `PLAIN`."""

Labeled: TypeAlias = (
    m.Activity
    | m.Discussion
    | m.Scenario
    | m.Reflection
    | m.FillIn
    | m.Objectives
    | m.KeyPoints
    | m.Definition
    | m.Note
    | m.Caution
    | m.ContentNote
    | m.Quote
    | m.Resources
    | m.Local
)
"""Blocks whose kind stands in the line over the title when they have no title of their own."""


def block_drafts(block: OwnSlideBlock, headings: Headings, context: Context) -> list[SlideDraft]:
    """Return a block's slides: its own, then those for blocks met inside it that need their own, then answers."""
    return [one for draft in _drafts(block, headings, context) for one in _with_follow_ups(draft, context)]


def _with_follow_ups(draft: SlideDraft, context: Context) -> list[SlideDraft]:
    """Return a draft and what follows it. One that holds nothing but blocks with slides of their own has none: the first block's is its."""
    begins = bool(draft.gathered.apart)
    after = follow_up_drafts(draft, context)
    if any(draft.shown.values()) or not (begins and after):
        return [draft, *after]
    after[0].stand_for(draft)
    return after


def follow_up_drafts(draft: SlideDraft, context: Context) -> list[SlideDraft]:
    """Return slides for pictures, tables and charts met in a draft's text, then its answers; empties these lists of the draft.

    Text after an item that holds such blocks follows on a slide of its own, so that they stay with their item.
    """
    gathered = draft.gathered
    found: list[SlideDraft] = []
    for part, blocks in parts_around_blocks(draft, context):
        found += [part] if part is not draft else []
        for block in blocks:
            if isinstance(block, OwnSlideBlock):
                inner = block_drafts(block, Headings(topic=draft.title, at=draft.at), context)
                found += (replace(one, answers=one.answers or draft.answers) for one in inner)
    for answer in gathered.answers:
        slide = questions.answer_draft(answer, draft.title, context)
        found += _with_follow_ups(slide, context)
    draft.script += notes_lines(gathered.script, context)
    gathered.apart, gathered.answers, gathered.script = [], [], []
    return found


def _drafts(block: OwnSlideBlock, headings: Headings, context: Context) -> list[SlideDraft]:
    draft = SlideDraft("content", headings.topic, block.at)
    draft.add_ids(block)
    if isinstance(block, m.Container):
        draft.icon = context.theme.icon(kebab_case(type(block).__name__), block.icon)
    match block:
        case m.Check() | m.Matching() | m.Ordering():
            return questions.question_drafts(block, draft, headings, context)
        case m.Columns():
            groups = deal(block.columns, -(-len(block.columns) // 3))
            return [one for group in groups for one in _abreast(group, block, headings, context)]
        case m.Panels() | m.Steps() | m.Versus() | m.Timeline() | m.Scale():
            return form_drafts(block, headings, context)
        case m.Number():
            return [number_draft(block, headings, context)]
        case m.Answer():
            return [questions.answer_draft(block, headings.heading or headings.above or headings.topic, context)]
        case m.Table():
            fill_table(block, draft, headings, context)
        case m.Figure():
            _figure(block, draft, headings, context)
        case m.Chart():
            _chart(block, draft, headings, context)
        case m.Quote():
            _quote(block, draft, headings, context)
        case m.Activity() | m.Discussion():
            _activity(block, draft, headings, context)
        case m.Reflection() | m.FillIn():
            draft.layout = "question-open"
            _fill_text(block, draft, headings, context, "body")
            if isinstance(block, m.FillIn) and (page := context.page("handout", block.id)):
                draft.text("body").append(SlideLine((Run(context.label("deck-write-in", page=page)),), at=block.at))
        case m.ContactList() | m.Contact():
            return help_drafts(block, headings, "", context)
        case m.Resources() | m.Local() if has_services(block):
            return help_drafts(block, headings, _kind(block, context), context)
        case m.Local():
            _fill_text(block, draft, headings, context, "body")
            draft.text("body").extend(blank_lines(block, context))
        case (
            m.Caution()
            | m.Definition()
            | m.KeyPoints()
            | m.Note()
            | m.ContentNote()
            | m.Scenario()
            | m.Objectives()
            | m.Resources()
        ):
            draft.layout = LAYOUTS.get(type(block), PLAIN)
            _fill_text(block, draft, headings, context, "body")
        case _:
            assert_never(block)
    return [draft]


def _kind(block: Labeled, context: Context) -> str:
    """Return the printed name of a block's kind."""
    match block:
        case m.Activity():
            key = "method-activity"
        case m.ContentNote():
            key = "deck-content-note"
        case (
            m.Discussion()
            | m.Scenario()
            | m.Reflection()
            | m.FillIn()
            | m.Objectives()
            | m.KeyPoints()
            | m.Definition()
            | m.Note()
            | m.Caution()
            | m.Quote()
            | m.Resources()
            | m.Local()
        ):
            key = kebab_case(type(block).__name__)
        case _:
            assert_never(block)
    return context.label(key)


def _title(block: m.Container, draft: SlideDraft, context: Context) -> Runs:
    return to_runs(block.title, context, draft.gathered)


def _fill_text(block: Labeled, draft: SlideDraft, headings: Headings, context: Context, slot: str) -> None:
    """Fill a slot with the text of a block; a paragraph that only names sources goes to the slot `source`."""
    headings.set_title(draft, _title(block, draft, context), _kind(block, context))
    lines = list(text_lines(block.body, draft, context))
    if lines:
        draft.text(slot).extend(lines)


def _quote(block: m.Quote, draft: SlideDraft, headings: Headings, context: Context) -> None:
    draft.layout = "quote"
    _fill_text(block, draft, headings, context, "quote")
    attribution = to_runs(block.attribution, context, draft.gathered)
    if attribution:
        draft.text("attribution").append(SlideLine(attribution, at=block.at))


def _activity(block: m.Activity | m.Discussion, draft: SlideDraft, headings: Headings, context: Context) -> None:
    """Fill `body` with the steps, `minutes` with the duration, `facts` with group, materials and page of the handout."""
    draft.layout = "activity" if isinstance(block, m.Activity) else "discussion"
    name = numbered_name(block, context) or _kind(block, context)
    title = _title(block, draft, context)
    steps = any(isinstance(inner, m.List) for inner in block.body)
    for inner in block.body:
        lines = line_writer(draft, context).block(inner)
        if steps and isinstance(block, m.Activity) and isinstance(inner, m.Paragraph) and len(m.plain(inner)) > LEAD:
            lines = tuple(replace(line, role="lead") for line in lines)
        draft.text("body").extend(lines)
    facts = line_writer(draft, context).facts(block, minutes=False)
    if block.minutes is not None or len(facts) > 1:
        headings.set_title(draft, title, name=name)
        draft.text("facts").extend(facts)
        if block.minutes is not None:
            draft.text("minutes").append(
                SlideLine((Run(context.label("minutes-short", count=block.minutes)),), at=block.at)
            )
    else:  # too little for a panel: the page of the handout goes to the line over the title
        draft.layout = "question-open" if isinstance(block, m.Discussion) else PLAIN
        said = text_of(facts[0].runs) if facts else ""
        headings.set_title(
            draft, title, name=said if said.startswith(name) else SEPARATOR.join(filter(None, (name, said)))
        )


def picture(figure: m.Figure, context: Context) -> PictureContent | None:
    """Return a figure's picture, or None when there is no such file (the parser reports that)."""
    asset = context.module.assets.get(figure.src)
    if asset is None:
        return None
    drawn = replace(asset, data=apply_colors(asset.data, asset.media_type, context.theme.colors))
    return PictureContent(drawn, figure.alt, figure.decorative, figure.width or 1.0, figure.at, figure.link)


def _figure(figure: m.Figure, draft: SlideDraft, headings: Headings, context: Context) -> None:
    draft.layout = "image"
    place_caption(figure.caption, figure, draft, headings, context)
    shown = picture(figure, context)
    if shown:
        draft.shown["picture"] = shown
    else:
        draft.layout = "content"
        draft.text("body").append(SlideLine((Run(f"[{figure.alt}]"),), at=figure.at))
        context.warn(ProblemCode.NOT_ON_SLIDE, "the picture is not there; its text alternative is shown", figure.at)


def add_picture_beside_text(figure: m.Figure, draft: SlideDraft, context: Context) -> bool:
    """Put a figure beside the text of a draft. Returns False when there is no such picture."""
    shown = picture(figure, context)
    if not shown:
        return False
    draft.shown["picture"] = shown
    draft.layout = picture_and_text_layout(draft)
    runs = to_runs(figure.caption, context, draft.gathered)
    name = numbered_name(figure, context)
    if runs:
        number = (Run(f"{name}. ", bold=True),) if name else ()
        draft.foot.append(SlideLine((*number, *runs), role="source", at=figure.at))
    draft.add_ids(figure)
    return True


def picture_and_text_layout(draft: SlideDraft) -> str:
    """Return the layout for a draft's picture with text beside it, by the picture's shape."""
    shown = draft.shown["picture"]
    upright = isinstance(shown, PictureContent) and shown.asset.height > shown.asset.width
    return "portrait-and-text" if upright else "image-and-text"


def _chart(chart: m.Chart, draft: SlideDraft, headings: Headings, context: Context) -> None:
    """Fill a draft with a native chart, its source and caveat in the slot `source`: claims need both on the slide."""
    draft.layout = "chart"
    name = numbered_name(chart, context)
    title = to_runs(chart.title, context, draft.gathered)
    as_title = bool(title) and not headings.first and not headings.heading
    headings.set_title(draft, title if as_title else (), name=name if as_title else "")
    number = (Run(f"{name}. ", bold=True),) if name and not as_title else ()
    caveat = caveat_runs(chart.caveat, context) if chart.caveat else ()
    if number or caveat:  # a chart title that is not the slide's title is printed in the chart
        draft.foot.append(SlideLine((*number, *caveat), CAVEAT if caveat else 0, role="source", at=chart.at))
    draft.gathered.cited += chart.source.items if chart.source else ()
    values = tuple(zip(*(row for _, row in chart.rows), strict=False))
    says = context.theme.number_format(chart.values, context.module.lang)
    draft.aside.append(label(context, "deck-chart-data"))
    draft.aside += (SlideLine((Run(row),), bullet="disc", at=chart.at) for row in data_rows(chart, says))
    draft.shown["chart"] = ChartContent(
        chart.kind,
        chart.columns[1:],
        tuple(label for label, _ in chart.rows),
        values,
        chart_alternative(chart, context.label("deck-chart-alt", what=text_of(title)), says),
        "" if as_title else text_of(title),
        chart.columns[0] if chart.columns else "",
        says,
        chart.at,
    )


def _abreast(columns: Sequence[m.Column], block: m.Columns, headings: Headings, context: Context) -> list[SlideDraft]:
    """Return a slide with two or three columns, and what goes on after it. Of two columns, one that is a single picture is set beside the other's text."""
    draft = SlideDraft("content", headings.topic, block.at)
    draft.ids = [block.id] if block.id else []
    draft.add_ids(*columns)
    pictured = [column for column in columns if len(column.body) == 1 and isinstance(column.body[0], m.Figure)]
    figure = pictured[0].body[0] if len(pictured) == 1 and len(columns) == 2 else None  # picture and text
    if isinstance(figure, m.Figure) and add_picture_beside_text(figure, draft, context):
        for column in columns:
            text = replace(column, body=()) if column is pictured[0] else column
            draft.text("body").extend(line_writer(draft, context).block(text))
    else:
        draft.layout, slots = SLOTS_OF_COLUMNS.get(len(columns), (PLAIN, ("body",)))
        for slot, column in zip(slots, columns, strict=True):
            draft.text(slot).extend(line_writer(draft, context).block(column))
    headings.set_title(draft)
    return [draft]
