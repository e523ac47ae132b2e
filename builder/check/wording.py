"""Subject rules about wording: terms to avoid, long sentences, reading grade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.check.house_terms import TermFinder
from builder.check.passages import Passage, front_matter, passages, pinpoint
from builder.check.prose import grade, sentences, words
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.rules import HardToRead, HouseTerms, LongSentence
from builder.transform.quotes import mask_quotations

MIN_WORDS = 100
"""Fewest words for a meaningful reading grade or average."""

_QUOTATION = re.compile(r"“[^“”]*”|\"[^\"]*\"")


def house_terms(module: m.Module, rule: HouseTerms, problems: Problems) -> None:
    """Report terms that the course avoids, except in quotation marks, quotes and struck-out text."""
    terms = TermFinder(rule.avoid)
    for text, at in _printed_texts(module):
        for found in terms.find(mask_quotations(text)):
            instead = f"say {found.term.say}, or " if found.term.say else ""
            hint = f"{instead}put it in quotation marks when it is somebody else's word"
            message = f"this course does not say “{found.words}”"
            problems.add(ProblemCode.HOUSE_TERM, message, pinpoint(problems, at, found.words), hint)


def _printed_texts(module: m.Module) -> Iterator[tuple[str, Span]]:
    """Yield every printed text with its place, front matter and text alternatives included."""
    top = front_matter(module)
    meta = module.meta
    said = (meta.description, *(words.description for words in meta.lengths.values()))
    for value in (meta.title, *said, meta.content_note, *(one.text for one in meta.objectives)):
        yield value, top
    for passage in passages(module):
        if not passage.is_within(m.Quote):
            kept = tuple(node for node in passage.content if not isinstance(node, m.Strike | m.Code))
            yield m.plain(*kept), passage.at
    for node in m.nodes(module):
        if isinstance(node, m.Figure | m.InlineImage | m.Chart):
            yield node.alt, node.at
        if isinstance(node, m.Chart | m.Form | m.Number):
            yield node.caveat, node.at


def long_sentences(module: m.Module, rule: LongSentence, problems: Problems) -> None:
    """Report sentences longer than the rule allows, and a too long average in the text for participants."""
    counts = []
    for passage in passages(module):
        if passage.is_within(m.Quote) or isinstance(passage.node, m.Heading):
            continue
        for sentence in sentences(_QUOTATION.sub("quoted", passage.text)):
            length = len(words(sentence))
            if length > rule.most:
                start = " ".join(sentence.split()[:5])
                at = pinpoint(problems, passage.at, start)
                message = f"this sentence has {length} words, more than {rule.most}"
                problems.add(ProblemCode.LONG_SENTENCE, message, at, "make two of it")
            if passage.is_public and _is_prose(passage):
                counts.append(length)
    if sum(counts) >= MIN_WORDS and sum(counts) / len(counts) > rule.average:
        message = f"a sentence for participants has {sum(counts) / len(counts):.0f} words on average, more than {rule.average:g}"
        problems.add(ProblemCode.LONG_SENTENCE, message, Span(module.path), "make shorter sentences of the longest")


def hard_to_read(module: m.Module, rule: HardToRead, problems: Problems) -> None:
    """Report text above the reading grade of its readers. English only, for which the formula was made."""
    if not module.lang.lower().startswith("en"):
        return
    prose = [passage for passage in passages(module) if _is_prose(passage) and not passage.is_within(m.Quote)]
    for who, limit, public in (("participants", rule.participants, True), ("facilitators", rule.facilitators, False)):
        texts = [passage for passage in prose if passage.is_public is public]
        found = grade([passage.text for passage in texts])
        if found > limit and sum(len(words(passage.text)) for passage in texts) >= MIN_WORDS:
            message = f"the text for {who} reads at grade {found:.1f}, above {limit:g}"
            problems.add(ProblemCode.HARD_TO_READ, message, Span(module.path), _hardest_paragraphs(texts))


def _hardest_paragraphs(texts: list[Passage]) -> str:
    """Return a hint that names the paragraphs that raise the grade most."""
    weight = sorted(texts, key=lambda one: -(grade([one.text]) * len(words(one.text)) ** 0.5))
    lines = sorted({one.at.line for one in weight[:5]})
    return f"begin with the hardest paragraphs: lines {', '.join(map(str, lines))}"


def _is_prose(passage: Passage) -> bool:
    """Say whether a passage consists of sentences; fragments, titles and labels have no reading grade."""
    inner = isinstance(passage.node, m.Paragraph | m.Cue) and not passage.is_within(m.Resources, m.ContactList, m.Local)
    return inner and passage.text.rstrip().endswith((".", "!", "?", "”", "…"))
