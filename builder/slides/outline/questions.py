"""Slides of questions: the question with its options, then the same with the right ones marked and the reason for every option."""

from __future__ import annotations

from collections.abc import Sequence

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.answers import FRAMES, JudgedOption, apart, framed, with_mark
from builder.slides.deck.deck import Run, SlideLine, text_of
from builder.slides.outline.context import Context, numbered_name
from builder.slides.outline.headings import Headings
from builder.slides.outline.lines import (
    AnyQuestion,
    LineWriter,
    option_line,
    option_lines,
    order_lines,
    pair_lines,
    prompt_lines,
)
from builder.slides.outline.runs import Asides, to_runs
from builder.slides.outline.slide_draft import PLAIN, Runs, SlideDraft, line_writer

TITLE = 160
"""A longer question (characters) is set in the slide's text, not as its title."""


def question_drafts(check: AnyQuestion, draft: SlideDraft, headings: Headings, context: Context) -> list[SlideDraft]:
    """Fill `draft` with a question, and return it with the slide of its answer, if there is one."""
    name = numbered_name(check, context) or context.label("check")
    offered = check.options
    title, rest = _question(check, draft, context, offers=bool(offered))
    headings.set_title(draft, title or (Run(name),), name=name if title else "")
    lines = line_writer(draft, context)
    if not offered:
        draft.layout = "question-open" if rest else "question-alone"
        draft.text("body").extend(lines.lines(rest))
    elif isinstance(check, m.Matching):
        draft.layout = PLAIN if rest else "two-columns"
        draft.text("body" if rest else "left").extend((*lines.lines(rest), *prompt_lines(lines, check)))
        draft.text("body" if rest else "right").extend(option_lines(lines, check))
    elif not rest and len(offered) in FRAMES:
        draft.layout = f"question-{len(offered)}"
        for number, option in enumerate(offered):
            draft.text(f"option-{number + 1}").append(_in_frame(check, option, number, lines))
    else:
        draft.text("body").extend(lines.lines(rest))
        draft.text("body").extend(_as_text(check, number, lines) for number in range(len(offered)))
    if isinstance(check, m.Check):
        return [draft, *_answer(check, draft, name, context)]
    return [draft, *_solution(check, draft, name, context)]


def _in_frame(check: AnyQuestion, option: m.Offered, number: int, lines: LineWriter) -> SlideLine:
    """Return an option or item, counted from 0, for a slot whose layout numbers in letters; “true” and “false” have none."""
    lettered = not (isinstance(check, m.Check) and check.kind == "true-false")
    if lettered and lines.context.letter(number) != chr(ord("A") + number):
        return lines.lettered(option, number)  # programs for slides count in Latin letters alone
    return lines.unlettered(option, "letter", number + 1) if lettered else lines.unlettered(option)


def _as_text(check: m.Check | m.Ordering, number: int, lines: LineWriter) -> SlideLine:
    return (
        option_line(lines, check, number)
        if isinstance(check, m.Check)
        else lines.lettered(check.options[number], number)
    )


def answer_draft(answer: m.Answer, question: Runs, context: Context, name: str = "") -> SlideDraft:
    """Return the slide that reveals an answer; `question` is the title of the slide that asks, `name` its “Question 1”."""
    draft = SlideDraft(
        "answer-open", (Run(context.label("deck-answer-to", title=text_of(question))),), answer.at, answers=True
    )
    draft.add_ids(answer)
    draft.kicker = to_runs(answer.title, context, draft.gathered)
    draft.carries = bool(draft.kicker)
    if name and not draft.kicker:
        draft.kicker = (Run(name),)
    draft.text("body").extend(line_writer(draft, context).lines(answer.body))
    return draft


def _question(
    check: AnyQuestion, draft: SlideDraft, context: Context, *, offers: bool
) -> tuple[Runs, Sequence[m.Block]]:
    """Return the question as a title, and what of it stands in the text. Sources stay in the line: these layouts have no slot for them."""
    if offers:
        draft.gathered.inline = True
    first = check.question[0] if check.question else None
    if isinstance(first, m.Paragraph) and len(m.plain(first)) <= TITLE:
        return to_runs(first.content, context, draft.gathered), check.question[1:]
    return (), check.question


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


def _answer_slide(check: AnyQuestion, question: SlideDraft, name: str, context: Context) -> SlideDraft:
    """Return the slide of an answer, still empty."""
    title = (Run(context.label("deck-answer-to", title=text_of(question.title))),)
    draft = SlideDraft(PLAIN, title, check.at, answers=True, gathered=Asides(inline=True))
    draft.kicker = (Run(name),)
    return draft


def _solution(check: m.Matching | m.Ordering, question: SlideDraft, name: str, context: Context) -> list[SlideDraft]:
    """Return the slides of pairs, or of the right order, with their reasons, then of the answer in words; [] without any."""
    draft = _answer_slide(check, question, name, context)
    draft.layout = "answer-open"
    lines = LineWriter(context, draft.gathered)
    told = pair_lines(lines, check) if isinstance(check, m.Matching) else order_lines(lines, check)
    draft.text("body").extend(told)
    secrets = [node for node in m.walk(check) if isinstance(node, m.Verdict | m.Match | m.RightPlace)]
    for secret in secrets:
        draft.add_ids(*secret.feedback)
    slides = [draft] if secrets else []
    if check.answer:
        slides.append(answer_draft(check.answer, question.title, context, name))
    return slides


def _judged(check: m.Check, question: SlideDraft, name: str, context: Context, *, known: bool) -> SlideDraft:
    """Return the slide that says which options are right, and why: in the question's frames where it has some.

    `known`: one is right; of options of which none is, the reasons alone are told.
    """
    draft = _answer_slide(check, question, name, context)
    lines = LineWriter(context, draft.gathered)
    if not known:
        for number, option in enumerate(check.options):
            if option.verdict:
                draft.add_ids(*option.verdict.feedback)
                line = option_line(lines, check, number)
                draft.text("others").append(replace(line, role="label", bound=bool(option.verdict.feedback)))
                draft.text("others").extend(lines.lines(option.verdict.feedback, 1))
        return draft
    mark = context.label("deck-right-mark")
    options = []
    for number, option in enumerate(check.options):
        right = bool(option.verdict and option.verdict.right)
        line = _in_frame(check, option, number, lines)
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
