"""Questions on slides: the question with its options, then, right after it, the answer and the reason for every option."""

from __future__ import annotations

from collections.abc import Sequence

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.deck import Run, SlideLine, text_of
from builder.slides.outline.context import Context, numbered_name
from builder.slides.outline.headings import Headings
from builder.slides.outline.lines import LineWriter
from builder.slides.outline.runs import Asides, to_runs
from builder.slides.outline.slide_draft import PLAIN, Runs, SlideDraft, line_writer

FRAMES = range(2, 7)
"""Numbers of options for which there is a layout with a frame for each."""

TITLE = 160
"""Characters of a question that may be a slide's title; a longer one stands in the text."""


def question_drafts(check: m.Check, draft: SlideDraft, headings: Headings, context: Context) -> list[SlideDraft]:
    """Return a question's slide, filled in `draft`, and the answer's if it is given away."""
    name = numbered_name(check, context) or context.label("check")
    title, rest = _question(check, draft, context)
    headings.set_title(draft, title or (Run(name),), name=name if title else "")
    if not check.options:
        draft.layout = "question-open"
        draft.text("body").extend(line_writer(draft, context).lines(rest))
    elif not rest and len(check.options) in FRAMES:
        draft.layout = f"question-{len(check.options)}"
        _options(check.options, draft, context)
    else:
        lines = line_writer(draft, context)
        draft.text("body").extend(lines.lines(rest))
        draft.text("body").extend(lines.option(option, number) for number, option in enumerate(check.options))
    return [draft, *_answer(check, draft.title, name, context)]


def answer_draft(answer: m.Answer, question_drafts: Runs, context: Context) -> SlideDraft:
    """Return the slide that gives an answer away; `of` is the title of what it answers."""
    draft = SlideDraft(
        PLAIN, (Run(context.label("deck-answer-to", title=text_of(question_drafts))),), answer.at, answers=True
    )
    draft.holds(answer)
    draft.kicker = to_runs(answer.title, context, draft.gathered)
    draft.carries = bool(draft.kicker)
    draft.text("body").extend(line_writer(draft, context).lines(answer.body))
    return draft


def _question(check: m.Check, draft: SlideDraft, context: Context) -> tuple[Runs, Sequence[m.Block]]:
    """Return the question as a title, and what of it stands in the text. Sources stay in the line: frames have no foot."""
    if check.options:
        draft.gathered.inline = True
    first = check.question[0] if check.question else None
    if isinstance(first, m.Paragraph) and len(m.plain(first)) <= TITLE:
        return to_runs(first.content, context, draft.gathered), check.question[1:]
    return (), check.question


def _options(options: Sequence[m.Option], draft: SlideDraft, context: Context) -> None:
    lines = line_writer(draft, context)
    for number, option in enumerate(options):
        draft.text(f"option-{number + 1}").append(lines.lettered(option, number))


def _answer(check: m.Check, title: Runs, name: str, context: Context) -> list[SlideDraft]:
    """Return the answer's slide: the right options, why, then why the others are not; nothing when nothing is given away."""
    judged = [(number, option, option.verdict) for number, option in enumerate(check.options) if option.verdict]
    if not judged and not check.answer:
        return []
    if not judged and check.answer:
        return [answer_draft(check.answer, title, context)]
    gathered = Asides(inline=True)
    draft = SlideDraft(
        "answer",
        (Run(context.label("deck-answer-to", title=text_of(title))),),
        check.at,
        answers=True,
        gathered=gathered,
    )
    draft.kicker = (Run(context.label("deck-answer-kicker", name=name)),)
    lines = LineWriter(context, gathered)
    known = any(verdict.right for _, _, verdict in judged)
    for number, option, verdict in judged:
        draft.holds(*verdict.feedback)
        if verdict.right:
            draft.text("right").append(lines.lettered(option, number))
            draft.text("reason").extend(lines.lines(verdict.feedback))
        else:
            line = lines.lettered(option, number) if known else lines.option(option, number)
            draft.text("others").append(replace(line, role="label", bound=bool(verdict.feedback)))
            draft.text("others").extend(lines.lines(verdict.feedback, 1))
    if check.answer:
        draft.holds(check.answer)
        draft.text("reason" if known else "others").extend(_answer_lines(check.answer, lines))
    if not known:
        draft.layout = PLAIN
    return [draft]


def _answer_lines(answer: m.Answer, lines: LineWriter) -> Sequence[SlideLine]:
    """Return the words of an answer."""
    title = lines.runs(answer.title)
    return (
        *((SlideLine(title, role="heading", bound=True, at=answer.at),) if title else ()),
        *lines.lines(answer.body),
    )
