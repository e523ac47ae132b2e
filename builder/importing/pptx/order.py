"""The order of a deck: sections as parts, slides of one title as one topic, links from slide to slide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping

from builder.core.frozen import replace
from builder.importing.document import DocPlace, DocRun, DocTopic, first_characters
from builder.importing.loss import LossLog
from builder.importing.words import count_words
from builder.importing.write_inlines import plain_text

COUNT = re.compile(
    r"(?i)(?<!\s)\s*+(?:\(\s*\d+\s*(?:of|/|von|de|sur|di)\s*\d+\s*\)|\((?:cont\.?|cont['’]?d\.?|continued|forts\.?|fortsetzung|suite)\)|[-–:,]?\s*(?:continued|cont['’]?d\.?|\(cont['’.]?\)))\s*$"
)
"""How titles say that a slide goes on: “(2 of 3)”, “(continued)”."""

_UNNAMED = {
    "default section",
    "untitled section",
    "standardabschnitt",
    "section par défaut",
    "sección predeterminada",
    "",
}
"""What PowerPoint calls sections to which nobody has given a name, in small letters."""


class Jumps:
    """The ids of topics that slides are to have, and which of them links lead to."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """Take the numbers of slides by the names of their parts."""
        self._numbers = numbers
        self.used: set[str] = set()

    def to(self, part: str) -> str:
        """Return the id of the topic of a slide, "" when there is none, and remember that it is needed."""
        if part not in self._numbers:
            return ""
        self.used.add(f"slide-{self._numbers[part]}")
        return f"slide-{self._numbers[part]}"


def sections(
    topics: list[DocTopic],
    ids: list[str],
    rows: Iterable[tuple[str, list[str]]],
    log: LossLog,
    topical: Container[int] = frozenset(),
) -> tuple[list[DocTopic], Counter[str]]:
    """Return topics with a part before the first of each section that has a name, and the words of all names.

    `ids` are those of all slides. A slide of a section's own that has its name as title is that part. Sections that begin with
    one of the slides `topical` are topics, not parts, as in decks of ours.
    """
    words: Counter[str] = Counter()
    named: dict[int, str] = {}
    there = {topic.at.number for topic in topics}
    for name, slides in rows:
        words += count_words(name)
        own = set(slides)
        every = [number for number, one in enumerate(ids, 1) if one in own]
        numbers = [number for number in every if number in there]
        if every and every[0] in topical:
            log.note_left(DocPlace(topics[0].at.file if topics else ""), "section", "its slides are a topic", name)
        elif name.casefold() in _UNNAMED or not numbers:
            log.note_left(
                DocPlace(topics[0].at.file if topics else ""),
                "section",
                "it has no name of its own, or no slides",
                name,
            )
        else:
            named[numbers[0]] = name
    found: list[DocTopic] = []
    for topic in topics:
        name = named.get(topic.at.number, "")
        if not name:
            found.append(topic)
        elif " ".join(plain_text(topic.title).casefold().split()) == name.casefold() and not topic.hidden:
            log.note_changed(topic.at, "section", "its first slide has its name, and is the part", words=name)
            found.append(replace(topic, level=1))
        else:
            log.note_taken(topic.at, "section")
            found += [DocTopic((DocRun(name),), level=1, at=topic.at), replace(topic, level=2)]
    return found, words


def join_continued(topics: list[DocTopic], log: LossLog) -> tuple[list[DocTopic], dict[str, str]]:
    """Return topics of which those with the title of the one before go on with it, on a further slide.

    With them, by the ids of these, the id of the topic that they go on with.
    """
    joined: dict[str, str] = {}
    lead, first = "", 0
    stems = [COUNT.sub("", plain_text(topic.title)).casefold() for topic in topics]
    found: list[DocTopic] = []
    for number, topic in enumerate(topics):
        goes_on = number > 0 and _same(topics[number - 1], topic) and stems[number] == stems[number - 1] != ""
        leads = (
            number + 1 < len(topics) and _same(topic, topics[number + 1]) and stems[number] == stems[number + 1] != ""
        )
        words = plain_text(topic.title)
        if goes_on:
            log.note_changed(topic.at, "title", "it is that of the slide before, and stands once", words=words)
            found.append(replace(topic, goes_on=True, id=""))
            joined[topic.id] = lead
            found[first] = replace(found[first], shown=found[first].shown or topic.shown)
            continue
        lead, first = topic.id, len(found)
        count = COUNT.search(words)
        if leads and count is not None:
            log.note_changed(topic.at, "title", "what counts its slides is not taken", words=count[0])
            found.append(replace(topic, title=_without_end(topic.title, count[0].strip())))
        else:
            found.append(topic)
    return found, joined


def _same(one: DocTopic, other: DocTopic) -> bool:
    return one.hidden == other.hidden and one.level == other.level == 2


def _without_end(runs: tuple[DocRun, ...], end: str) -> tuple[DocRun, ...]:
    """Return runs without what they end in, which may begin in an earlier run."""
    left = len("".join(run.text for run in runs).rstrip()) - len(end)
    return tuple(run for run in first_characters(runs, left) if run.text)
