"""Slides of questions: the question with its options, then a slide with the answer and the reason for every option."""

from __future__ import annotations

from collections.abc import Sequence

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.deck import Run, SlideLine, text_of
from builder.slides.outline.context import Context, numbered_name
from builder.slides.outline.headings import Headings
from builder.slides.outline.lines import DEEPEST, LineWriter
from builder.slides.outline.runs import Asides, to_runs
from builder.slides.outline.slide_draft import PLAIN, Runs, SlideDraft, line_writer

FRAMES = range(2, 7)
"""Numbers of options for which there is a layout with a slot for each (`question-2` to `question-6`)."""

TITLE = 160
"""A longer question (characters) is set in the slide's text, not as its title."""


def question_drafts(check: m.Check, draft: SlideDraft, headings: Headings, context: Context) -> list[SlideDraft]:
    """Fill `draft` with a question, and return it with the slide of its answer, if there is one."""
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
    """Return the slide that reveals an answer; `of` is the title of the slide with the question."""
    draft = SlideDraft(
        PLAIN, (Run(context.label("deck-answer-to", title=text_of(question_drafts))),), answer.at, answers=True
    )
    draft.add_ids(answer)
    draft.kicker = to_runs(answer.title, context, draft.gathered)
    draft.carries = bool(draft.kicker)
    draft.text("body").extend(line_writer(draft, context).lines(answer.body))
    return draft


def _question(check: m.Check, draft: SlideDraft, context: Context) -> tuple[Runs, Sequence[m.Block]]:
    """Return the question as a title, and what of it stands in the text. Sources stay in the line: these layouts have no slot for them."""
    if check.options:
        draft.gathered.inline = True
    first = check.question[0] if check.question else None
    if isinstance(first, m.Paragraph) and len(m.plain(first)) <= TITLE:
        return to_runs(first.content, context, draft.gathered), check.question[1:]
    return (), check.question


def _options(options: Sequence[m.Option], draft: SlideDraft, context: Context) -> None:
    lines = line_writer(draft, context)
    for number, option in enumerate(options):
        draft.text(f"option-{number + 1}").append(lines.option_item(option, number))


def _answer(check: m.Check, title: Runs, name: str, context: Context) -> list[SlideDraft]:
    """Return the answer's slide: right options and why, then the others and why not; [] for a question without an answer."""
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
    rights = sum(verdict.right for _, _, verdict in judged)
    known = rights > 0
    for number, option, verdict in judged:
        draft.add_ids(*verdict.feedback)
        if verdict.right:
            draft.text("right").append(lines.option_item(option, number))
            reasons = lines.lines(verdict.feedback)
            draft.text("reason").extend(_lettered(reasons, number) if rights > 1 else reasons)
        else:
            line = lines.option_item(option, number) if known else lines.option(option, number)
            draft.text("others").append(replace(line, role="label", bound=bool(verdict.feedback)))
            draft.text("others").extend(lines.lines(verdict.feedback, 1))
    if check.answer:
        draft.add_ids(check.answer)
        draft.text("reason" if known else "others").extend(_answer_lines(check.answer, lines))
    if not known:
        draft.layout = PLAIN
    return [draft]


def _lettered(reasons: Sequence[SlideLine], number: int) -> Sequence[SlideLine]:
    """Return the reasons of one of several right options under its letter, as they do not stand beside it."""
    if not reasons:
        return ()
    head = reasons[0] if not reasons[0].bullet and reasons[0].role == "body" else SlideLine((), at=reasons[0].at)
    more = reasons[1:] if head is reasons[0] else reasons
    deeper = (replace(line, level=min(line.level + 1, DEEPEST)) for line in more)
    return (replace(head, bullet="letter", number=number + 1, bound=head.bound or not head.runs), *deeper)


def _answer_lines(answer: m.Answer, lines: LineWriter) -> Sequence[SlideLine]:
    """Return an answer as lines."""
    title = lines.runs(answer.title)
    return (
        *((SlideLine(title, role="heading", bound=True, at=answer.at),) if title else ()),
        *lines.lines(answer.body),
    )
