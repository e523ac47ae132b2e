"""Questions of our own decks: the slide that asks, and the slide of its answer, as one question of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from builder.core.frozen import replace
from builder.importing.document import (
    DocBlock,
    DocBox,
    DocHeading,
    DocList,
    DocOption,
    DocParagraph,
    DocQuestion,
    DocRuns,
    DocTopic,
    first_characters,
)
from builder.importing.loss import LossLog
from builder.importing.pptx.order import COUNT
from builder.importing.pptx.own.frames import with_noted_minutes
from builder.importing.pptx.own.slides import SEPARATOR, OwnSlide
from builder.importing.write_inlines import plain_text
from builder.importing.write_tables import block_words

_MARK = re.compile(r"\s{2}✓ ?[^\n]*$")
"""What stands behind a right option: two spaces, the sign, and a word in the deck's language."""

_FRAME = re.compile(r"(option|right)-(\d)")


def own_topics(topics: Sequence[DocTopic], slides: Mapping[str, OwnSlide], log: LossLog) -> list[DocTopic]:
    """Return topics, those of slides of ours with their questions, under the headings that stand above their titles.

    `slides` has the slides of ours by the ids of their topics. An answer whose question is not before it stays a topic for facilitators.
    """
    found: list[DocTopic] = []
    part = asked_before = ""
    for given in topics:
        own = slides.get(given.id)
        topic = given if own is None else with_noted_minutes(given, log)
        if own is None:
            part = plain_text(topic.title) if topic.level == 1 else part
            found.append(topic)
        elif own.kind == "made":
            _note_agenda(topic, log)
        elif own.kind == "opening":
            _note_opening(topic, own, log)
            found.append(topic)
        elif (
            own.kind == "answer"
            and asked_before
            and _stem(topic).endswith(asked_before)
            and (answered := _with_answer(found[-1], topic, own, log)) is not None
        ):
            found[-1] = answered
            continue
        elif own.kind == "answer":
            rest = tuple(block for blocks in own.slots.values() for block in blocks)
            _note_kicker(topic, own.kicker, "", log)
            found.append(replace(topic, blocks=(*topic.blocks, *rest), answer=True))
        else:
            asked = _question_of(topic, own) if own.kind == "question" else None
            found.append(_under_heading(topic, asked, own, part, log))
            asked_before = _stem(topic)
            continue
        asked_before = ""
    return [replace(topic, blocks=tuple(_with_kind(block, log) for block in topic.blocks)) for topic in found]


def _with_kind(block: DocBlock, log: LossLog) -> DocBlock:
    """Return a question; one without options and without an answer is for the room, such as those of discussions and reflections."""
    if not isinstance(block, DocQuestion) or block.options or block.answer:
        return block
    log.note_changed(block.at, "question", "it has no answer in the file, and is a discussion")
    return DocBox("discussion", block.prompt, at=block.at)


def _note_agenda(topic: DocTopic, log: LossLog) -> None:
    """Note a slide that our decks make of topics and their times."""
    words = f"{plain_text(topic.title)} {_words(topic.blocks)}"
    log.note_left(topic.at, "slide with the contents", "our slides make their own of topics and times", words)
    for block in topic.notes:
        log.note_left(replace(topic.at, part="notes"), "notes", "of the slide with the contents", block_words(block))


def _stem(topic: DocTopic) -> str:
    """Return a title in small letters, without what counts its slides."""
    return COUNT.sub("", plain_text(topic.title)).casefold()


def audience_of(own: OwnSlide) -> tuple[str, ...]:
    """Return for whom a module is, as its title slide says."""
    return tuple(filter(None, _words(own.slots.get("facts", ())).split(SEPARATOR)))


def _note_opening(topic: DocTopic, own: OwnSlide, log: LossLog) -> None:
    """Note what our title slides say of a course."""
    for what, words in (
        ("course and number", plain_text(own.kicker)),
        ("draft notice", _words(own.slots.get("notice", ()))),
    ):
        if words:
            log.note_left(topic.at, what, "each course has its own", words)


def _words(blocks: Sequence[DocBlock]) -> str:
    return " ".join(map(block_words, blocks)).strip()


def _under_heading(topic: DocTopic, asked: DocQuestion | None, own: OwnSlide, part: str, log: LossLog) -> DocTopic:
    """Return a topic under the heading above its title. Its title is then that of a slide in it, or the question."""
    over = plain_text(own.kicker)
    heads = over.split(SEPARATOR)
    over = heads[0] if (len(heads) > 1 or asked is None) and heads[0] != part else ""
    _note_kicker(topic, own.kicker, over, log)
    blocks = topic.blocks if asked is None else (asked,)
    if not over:
        if asked is None:
            return replace(topic, blocks=blocks)
        title = own.kicker or topic.title
        log.note_added(topic.at, "title", "the question is the text, and its name the topic", plain_text(title))
        return replace(topic, title=title, blocks=blocks)
    if asked is None and plain_text(topic.title).casefold() != over.casefold():
        blocks = (DocHeading(topic.title, 3, topic.at), *blocks)
    elif asked is None:
        log.note_left(topic.at, "line above the title", "it repeats the title", over)
    return replace(topic, title=first_characters(own.kicker, len(over)), blocks=blocks)


def _note_kicker(topic: DocTopic, kicker: DocRuns, taken: str, log: LossLog) -> None:
    rest = plain_text(kicker).removeprefix(taken).removeprefix(SEPARATOR).strip()
    if rest:
        log.note_left(
            topic.at, "line above the title", "our slides have their own: the name of a part, or a number", rest
        )


def _question_of(topic: DocTopic, own: OwnSlide) -> DocQuestion:
    """Return the question of a slide that asks, its options without what is right."""
    options = [
        DocOption(_option_runs(blocks), None, _reason(blocks))
        for slot, blocks in sorted(own.slots.items())
        if _FRAME.fullmatch(slot)
    ]
    return DocQuestion((DocParagraph(topic.title, topic.at), *topic.blocks), tuple(options), at=topic.at)


def _option_runs(blocks: Sequence[DocBlock]) -> DocRuns:
    """Return the words of a frame's first paragraph: the option, which its layout numbers with a letter."""
    first = _lines(blocks)[:1]
    return first[0][1] if first else ()


def _lines(blocks: Sequence[DocBlock], number: int = 0) -> list[tuple[int, DocRuns]]:
    """Return paragraphs with the number of their letter, 0 for those that have none, in the order of reading."""
    found: list[tuple[int, DocRuns]] = []
    for block in blocks:
        if isinstance(block, DocParagraph):
            found.append((number, block.runs))
            number = 0
        elif isinstance(block, DocList):
            for place, item in enumerate(block.items, block.start):
                found += _lines(item.blocks, place if block.ordered else 0)
    return found


def _with_answer(before: DocTopic, topic: DocTopic, own: OwnSlide, log: LossLog) -> DocTopic | None:
    """Return the topic whose last block is the question, with its answer; None when it is not, or the two do not fit."""
    last = before.blocks[-1] if before.blocks else None
    question = last if isinstance(last, DocQuestion) else None
    begins = before.blocks[:-1]
    if question is None and isinstance(last, DocList) and last.ordered and last.style == "A":
        options = tuple(DocOption(_option_runs(item.blocks), None, item.blocks[1:]) for item in last.items)
        prompt = tuple(block for block in before.blocks[:-1] if not isinstance(block, DocHeading))
        begins = tuple(block for block in before.blocks[:-1] if isinstance(block, DocHeading))
        question = DocQuestion(prompt, options, at=before.at)
    if question is None:
        return None
    rows = _rows(own)
    if any(not 0 < number <= len(question.options) for number, *_ in rows):
        return None
    judged = [*question.options]
    for number, right, words, reason in rows:
        option = judged[number - 1]
        judged[number - 1] = replace(option, right=right, reason=(*option.reason, *reason))
        if words:
            log.note_left(topic.at, "option", "the slide of the answer repeats it", plain_text(words))
    found = replace(question, options=tuple(judged), answer=(*question.answer, *topic.blocks))
    log.note_changed(topic.at, "slide of an answer", "it is in its question", words=plain_text(topic.title))
    _note_kicker(topic, own.kicker, "", log)
    return replace(before, blocks=(*begins, found), notes=(*before.notes, *topic.notes))


_Row = tuple[int, bool | None, DocRuns, tuple[DocBlock, ...]]
"""Number of an option, whether it is right, its words as the answer has them, and the reason."""


def _rows(own: OwnSlide) -> list[_Row]:
    """Return what the slide of an answer says of each option."""
    found: list[_Row] = []
    for slot, blocks in sorted(own.slots.items()):
        if frame := _FRAME.fullmatch(slot):
            found.append((int(frame[2]), frame[1] == "right", _option_runs(blocks), _reason(blocks)))
    right = [number for number, _ in _lines(own.slots.get("right", ())) if number]
    for number, words in _lines(own.slots.get("right", ())):
        found.append((number or (right[0] if right else 0), True, words, ()))
    found += _reasons(own.slots.get("others", ()), right=False if right else None)
    reasons = own.slots.get("reason", ())
    if len(right) == 1:
        found.append((right[0], True, (), tuple(reasons)))
    else:
        for number, _, words, blocks in _reasons(reasons, right=True):
            found.append((number, True, (), (DocParagraph(words), *blocks)))
    return found


def _reasons(blocks: Sequence[DocBlock], *, right: bool | None) -> list[_Row]:
    """Return the rows of lettered paragraphs, each with what stands under it."""
    found: list[_Row] = []
    for block in blocks:
        if isinstance(block, DocList) and block.ordered:
            for number, item in enumerate(block.items, block.start):
                found.append((number, right, _option_runs(item.blocks[:1]), item.blocks[1:]))
        elif found:
            number, known, words, reason = found[-1]
            found[-1] = number, known, words, (*reason, block)
        else:
            found.append((0, right, (), (block,)))
    return found


def _reason(blocks: Sequence[DocBlock]) -> tuple[DocBlock, ...]:
    """Return what stands under the option in its frame."""
    first = blocks[0] if blocks else None
    if isinstance(first, DocList) and first.items:
        rest = first.items[0].blocks[1:]
        more = (replace(first, items=first.items[1:]),) if len(first.items) > 1 else ()
        return (*rest, *more, *blocks[1:])
    return tuple(blocks[1:])
