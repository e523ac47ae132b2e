"""What our decks make of a module's front matter and times: the slide of objectives, and the line of the clock in notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from builder.core.frozen import replace
from builder.importing.document import DocList, DocParagraph, DocRuns, DocTopic
from builder.importing.loss import LossLog
from builder.importing.pptx.own.slides import SEPARATOR, OwnSlide
from builder.importing.write_inlines import plain_text

_CLOCK = re.compile(rf"(?>(\d{{1,3}})\D*?{SEPARATOR})\D*\d+:\d\d")
"""“5 minutes · starts at 0:00” in any language: the first line of notes of a topic that has a time."""


def objectives(
    topics: Sequence[DocTopic], slides: Mapping[str, OwnSlide], log: LossLog
) -> tuple[tuple[DocRuns, ...], list[DocTopic]]:
    """Return the objectives of a deck of ours, and its topics without their slide. It stands before the first topic, and is a list."""
    for place, topic in enumerate(topics):
        own = slides.get(topic.id)
        block = topic.blocks[0] if len(topic.blocks) == 1 else None
        if own is None or not own.name.startswith(".opening.") or not isinstance(block, DocList) or topic.notes:
            continue
        items = [item.blocks[0] for item in block.items if len(item.blocks) == 1]
        found = tuple(one.runs for one in items if isinstance(one, DocParagraph))
        if len(found) == len(block.items) and not block.ordered:
            log.note_changed(
                topic.at, "slide of objectives", "they are in the front matter", words=plain_text(topic.title)
            )
            return found, [*topics[:place], *topics[place + 1 :]]
    return (), [*topics]


def with_noted_minutes(topic: DocTopic, log: LossLog) -> DocTopic:
    """Return a topic with the minutes that the first line of its notes says, which our deck has made of them."""
    first = topic.notes[0] if topic.notes else None
    words = plain_text(first.runs) if isinstance(first, DocParagraph) else ""
    found = _CLOCK.fullmatch(words)
    if found is None:
        return topic
    log.note_changed(replace(topic.at, part="notes"), "time", "it is that of the topic", words=words)
    return replace(topic, minutes=int(found[1]), notes=topic.notes[1:])
