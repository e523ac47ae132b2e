"""Questions as lines of text: what is asked with letters and numbers, and the answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.deck import DEEPEST, SEPARATOR, Run, SlideLine
from builder.slides.outline.context import numbered_name

if TYPE_CHECKING:
    from builder.slides.outline.lines.writer import LineWriter

AnyQuestion = m.Check | m.Matching | m.Ordering


def question_in_words(writer: LineWriter, block: AnyQuestion, level: int) -> tuple[SlideLine, ...]:
    """Return a question in words: the question, what there is to choose from, match or put in order, and the answer."""
    name = numbered_name(block, writer.context)
    head = (SlideLine((Run(name),), min(level, DEEPEST), role="label", bound=True, at=block.at),) if name else ()
    answer = writer.block(block.answer, level) if block.answer else ()
    return (*head, *writer.lines(block.question, level), *_asked(writer, block, level), *answer)


def _asked(writer: LineWriter, block: AnyQuestion, level: int) -> Iterator[SlideLine]:
    match block:
        case m.Check():
            for number, option in enumerate(block.options):
                yield option_line(writer, block, number, level)
                yield from _verdict(writer, option.verdict, level + 1)
        case m.Matching():
            yield from prompt_lines(writer, block, level)
            yield from option_lines(writer, block, level)
            yield from pair_lines(writer, block, level)
        case m.Ordering():
            yield from (writer.lettered(item, number, level) for number, item in enumerate(block.options))
            yield from order_lines(writer, block, level)
        case _:
            assert_never(block)


def option_line(writer: LineWriter, check: m.Check, number: int, level: int = 0) -> SlideLine:
    """Return an option of a question, counted from 0, with its letter as text; “true” and “false” have none."""
    option = check.options[number]
    if check.kind == "true-false":
        return writer.unlettered(option, level=level)
    return writer.lettered(option, number, level)


def prompt_lines(writer: LineWriter, matching: m.Matching, level: int = 0) -> Iterator[SlideLine]:
    """Yield what partners are asked for, numbered, under the name of its column."""
    yield from _head(writer, matching, 0, level)
    for number, prompt in enumerate(matching.prompts, 1):
        yield writer.unlettered(prompt, "number", number, level)


def option_lines(writer: LineWriter, matching: m.Matching, level: int = 0) -> Iterator[SlideLine]:
    """Yield the partners with their letters, under the name of their column."""
    yield from _head(writer, matching, 1, level)
    for number, option in enumerate(matching.options):
        yield writer.lettered(option, number, level)


def pair_lines(writer: LineWriter, matching: m.Matching, level: int = 0) -> Iterator[SlideLine]:
    """Yield each prompt with its partner and why, then the partners of none; nothing where solutions are not shown."""
    for number, prompt in enumerate(matching.prompts, 1):
        if prompt.match:
            partner = prompt.match.option - 1
            line = writer.unlettered(prompt, "number", number, level)
            beside = writer.lettered(matching.options[partner], partner, level)
            runs, keys = (*line.runs, Run(SEPARATOR), *beside.runs), (*line.keys, *beside.keys)
            yield replace(line, runs=runs, keys=tuple(dict.fromkeys(keys)), bound=bool(prompt.match.feedback))
            yield from writer.lines(prompt.match.feedback, level + 1)
    unused = [number for number, option in enumerate(matching.options) if option.verdict]
    if unused:
        yield SlideLine(
            (Run(writer.context.label("unmatched")),), min(level, DEEPEST), role="label", bound=True, at=matching.at
        )
    for number in unused:
        yield writer.lettered(matching.options[number], number, level)
        verdict = matching.options[number].verdict
        yield from writer.lines(verdict.feedback, level + 1) if verdict else ()


def order_lines(writer: LineWriter, ordering: m.Ordering, level: int = 0) -> Iterator[SlideLine]:
    """Yield the items in their right order, numbered, with their letters and why; nothing where solutions are not shown."""
    for number, item in enumerate(ordering.in_order, 1):
        feedback = item.place.feedback if item.place else ()
        line = writer.lettered(item, ordering.options.index(item), level)
        yield replace(line, bullet="number", number=number, bound=bool(feedback))
        yield from writer.lines(feedback, level + 1)


def _head(writer: LineWriter, matching: m.Matching, side: int, level: int) -> Iterator[SlideLine]:
    if matching.heads:
        yield replace(writer.unlettered(matching.heads[side], level=level), role="label", bound=True)


def _verdict(writer: LineWriter, verdict: m.Verdict | None, level: int) -> Iterator[SlideLine]:
    if verdict:
        right = writer.context.label("deck-right" if verdict.right else "deck-not-right")
        yield SlideLine((Run(right, italic=True),), min(level, DEEPEST), at=verdict.at)
        yield from writer.lines(verdict.feedback, level)
