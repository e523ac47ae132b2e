"""Forms to drafts of slides: a slot for each piece, in a layout with as many. Fitting may divide them further.

A number is one piece, with its source and caveat on the slide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from builder.core.frozen import replace
from builder.core.source import NOWHERE
from builder.model import module as m
from builder.slides.deck.deck import Run, SlideLine, text_of
from builder.slides.deck.paginate import deal
from builder.slides.outline.context import Context
from builder.slides.outline.headings import Headings
from builder.slides.outline.runs import to_runs
from builder.slides.outline.slide_draft import CAVEAT, SlideDraft, caveat_runs, line_writer, sources_paragraph

FormBlock = m.Panels | m.Steps | m.Versus | m.Timeline | m.Scale

MOST = {"panels": 6, "steps": 7, "versus": 2, "timeline": 6, "scale": 6}
"""The most pieces on a slide."""


def form_drafts(form: FormBlock, headings: Headings, context: Context) -> list[SlideDraft]:
    """Return the slides of a form: as many as its pieces need at the least, dealt out evenly."""
    stem, slot = _names(form)
    groups = deal(list(enumerate(form.items)), -(-len(form.items) // MOST[stem]))
    return [_draft(form, group, stem, slot, headings, context) for group in groups]


def _names(form: FormBlock) -> tuple[str, str]:
    """Return what the names of a form's layouts begin with, and those of its slots."""
    match form:
        case m.Panels():
            return "panels", "panel"
        case m.Steps():
            return "steps", "step"
        case m.Versus():
            return "versus", "side"
        case m.Timeline():
            return "timeline", "event"
        case m.Scale():
            return "scale", "stop"
        case _:
            assert_never(form)


def _draft(
    form: FormBlock,
    items: Sequence[tuple[int, m.Headed]],
    stem: str,
    slot: str,
    headings: Headings,
    context: Context,
) -> SlideDraft:
    draft = SlideDraft(stem if stem == "versus" else f"{stem}-{len(items)}", headings.topic, form.at)
    draft.ids = [form.id] if form.id else []
    headings.set_title(draft, to_runs(form.title, context, draft.gathered))
    sides: list[SlideLine] = []
    for place, (number, item) in enumerate(items, 1):
        met, feet = len(draft.gathered.cited), len(draft.foot)
        draft.add_ids(*item.body)
        if isinstance(form, m.Steps):
            count = form.start + number
            numeral = SlideLine((Run(str(count)),), number=count, role="label", at=item.at)
            draft.text(f"numeral-{place}").append(numeral)
        draft.text(f"{slot}-{place}").extend(_piece(item, draft, context))
        if isinstance(form, m.Versus):
            sides += _sources_of_side(place, draft.foot[feet:], draft.gathered.cited[met:], context)
            del draft.foot[feet:], draft.gathered.cited[met:]
    _add_caveat(form, draft, context)
    draft.foot += sides
    return draft


def _sources_of_side(
    place: int, said: Sequence[SlideLine], cited: Sequence[m.Cited], context: Context
) -> Iterator[SlideLine]:
    """Yield the lines of sources that stand on one of two sides, and one for those that it cites: nobody may take them for the other's."""
    keys = tuple(dict.fromkeys(map(context.work, cited)))
    named = SlideLine((Run("; ".join(keys)),), role="source", keys=keys, at=cited[0].at if cited else NOWHERE)
    before, after = context.label(f"deck-sources-side-{place}", works="\0").split("\0")
    for line in (*said, named) if keys else said:
        yield replace(line, runs=tuple(run for run in (Run(before), *line.runs, Run(after)) if run.text))


def _add_caveat(block: m.Form | m.Number, draft: SlideDraft, context: Context) -> None:
    """Put what must be known about a form on its slide."""
    if block.caveat:
        draft.foot.append(SlideLine(caveat_runs(block.caveat, context), CAVEAT, role="source", at=block.at))


def _piece(item: m.Headed, draft: SlideDraft, context: Context) -> tuple[SlideLine, ...]:
    """Return the lines of a piece; a paragraph that only names sources goes to the slot `source`."""
    writer = line_writer(draft, context)
    lines = list(writer.head(item))
    for place, block in enumerate(item.body):
        named = isinstance(block, m.Paragraph) and place > 0  # what comes first is the text itself, however short
        source = sources_paragraph(block.content, draft, context) if isinstance(block, m.Paragraph) and named else None
        if source:
            draft.foot.append(source)
        else:
            lines += writer.block(block, 2 if isinstance(block, m.List) else 1)
    if isinstance(item, m.Panel) and lines:
        lines[0] = replace(lines[0], icon=item.icon)
    return tuple(lines)


def number_draft(number: m.Number, headings: Headings, context: Context) -> SlideDraft:
    """Return the slide of a number: its value large, what it counts under it, dots beside both where it is part of a whole."""
    draft = SlideDraft("number-of" if number.of else "number", headings.topic, number.at)
    draft.add_ids(number)
    headings.set_title(draft, to_runs(number.title, context, draft.gathered))
    draft.text("value").append(SlideLine((Run(number.value),), at=number.at))
    if number.leaves_whole_unsaid(text_of(draft.title)):
        whole = context.label("number-of", value=number.value, of=number.of)
        draft.text("body").append(SlideLine((Run(whole),), role="label", bound=bool(number.body), at=number.at))
    draft.text("body").extend(line_writer(draft, context).lines(number.body))
    if number.of:
        draft.counted = number.share
    _add_caveat(number, draft, context)
    draft.gathered.cited += number.source.items if number.source else ()
    return draft
