"""Slides of questions: the question with its options, then the same with the right ones marked and the reason for every option."""

from __future__ import annotations

from collections.abc import Sequence

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.answers import FRAMES, JudgedOption, apart, framed, with_mark
from builder.slides.deck.deck import Run, SlideLine, text_of
from builder.slides.outline.context import Context, numbered_name
from builder.slides.outline.headings import Headings
from builder.slides.outline.lines import LineWriter
from builder.slides.outline.runs import Asides, to_runs
from builder.slides.outline.slide_draft import PLAIN, Runs, SlideDraft, line_writer

TITLE = 160
"""A longer question (characters) is set in the slide's text, not as its title."""


def question_drafts(check: m.Check, draft: SlideDraft, headings: Headings, context: Context) -> list[SlideDraft]:
    """Fill `draft` with a question, and return it with the slide of its answer, if there is one."""
    name = numbered_name(check, context) or context.label("check")
    title, rest = _question(check, draft, context)
    headings.set_title(draft, title or (Run(name),), name=name if title else "")
    if not check.options:
        draft.layout = "question-open" if rest else "question-alone"
        draft.text("body").extend(line_writer(draft, context).lines(rest))
    elif not rest and len(check.options) in FRAMES:
        draft.layout = f"question-{len(check.options)}"
        _options(check.options, draft, context)
    else:
        lines = line_writer(draft, context)
        draft.text("body").extend(lines.lines(rest))
        draft.text("body").extend(lines.option(option, number) for number, option in enumerate(check.options))
    return [draft, *_answer(check, draft, name, context)]


def answer_draft(answer: m.Answer, question: Runs, context: Context, name: str = "") -> SlideDraft:
    """Return the slide that reveals an answer; `question` is the title of the slide that asks, `name` its “Question 1”."""
    draft = SlideDraft(
        "answer-open", (Run(context.label("deck-answer-to", title=text_of(question))),), answer.at, answers=True
    )
    draft.add_ids(answer)
    draft.kicker = to_runs(answer.title, context, draft.gathered)
    draft.carries = bool(draft.kicker)
    if name and not draft.kicker:
        draft.kicker = (Run(context.label("deck-answer-kicker", name=name)),)
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


def _answer(check: m.Check, question: SlideDraft, name: str, context: Context) -> list[SlideDraft]:
    """Return the answer's slides, [] for a question without an answer: each option judged, and why; then the answer in words."""
    slides = []
    rights = any(option.verdict and option.verdict.right for option in check.options)
    judged = any(option.verdict for option in check.options)
    if judged:
        slides.append(_judged(check, question, name, context, known=rights))
    if check.answer and (not judged or question.layout.startswith("question-")):
        slides.append(answer_draft(check.answer, question.title, context, name))
    elif check.answer:
        draft = slides[0]
        draft.add_ids(check.answer)
        draft.text("reason" if rights else "others").extend(
            _answer_lines(check.answer, LineWriter(context, draft.gathered))
        )
    return slides


def _judged(check: m.Check, question: SlideDraft, name: str, context: Context, *, known: bool) -> SlideDraft:
    """Return the slide that says which options are right, and why: in the question's frames where it has some.

    `known`: one is right; of options of which none is, the reasons alone are told.
    """
    draft = SlideDraft(
        PLAIN,
        (Run(context.label("deck-answer-to", title=text_of(question.title))),),
        check.at,
        answers=True,
        gathered=Asides(inline=True),
    )
    draft.kicker = (Run(context.label("deck-answer-kicker", name=name)),)
    lines = LineWriter(context, draft.gathered)
    if not known:
        for number, option in enumerate(check.options):
            if option.verdict:
                draft.add_ids(*option.verdict.feedback)
                line = lines.option(option, number)
                draft.text("others").append(replace(line, role="label", bound=bool(option.verdict.feedback)))
                draft.text("others").extend(lines.lines(option.verdict.feedback, 1))
        return draft
    mark = context.label("deck-right-mark")
    options = []
    for number, option in enumerate(check.options):
        right = bool(option.verdict and option.verdict.right)
        line = lines.option_item(option, number)
        feedback = option.verdict.feedback if option.verdict else ()
        draft.add_ids(*feedback)
        options.append(JudgedOption(right, with_mark(line, mark) if right else line, lines.lines(feedback)))
    in_place = question.layout in {f"question-{number}" for number in FRAMES}
    in_place = in_place and not draft.gathered.calls  # footnotes stay on the slide, and frames have no room for them
    draft.layout = f"answer-{len(options)}" if in_place else "answer"
    for slot, found in (framed(options) if in_place else apart(options)).items():
        draft.text(slot).extend(found)
    return draft


def _answer_lines(answer: m.Answer, lines: LineWriter) -> Sequence[SlideLine]:
    """Return an answer as lines."""
    title = lines.runs(answer.title)
    return (
        *((SlideLine(title, role="heading", bound=True, at=answer.at),) if title else ()),
        *lines.lines(answer.body),
    )
