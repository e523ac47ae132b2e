"""What of a module somebody has to judge, or does in a session: lists that sheets print, and that forms are repeated for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from builder.core.frozen import dataclass
from builder.core.source import NOWHERE, Span
from builder.model import module as m
from builder.model.references import Work
from builder.writers.shared.labels import Labels

_LAW = {"legislation", "bill", "legal_case", "treaty", "regulation", "hearing"}
"""Types of sources (CSL 1.0.2) that are law, or say what the law is."""

_FEW = 5
"""A sentence of fewer words is the end of an abbreviation, such as “U.S.C. § 7102”: what stands before it belongs to it."""

_WORDS = 60
"""So many words of a passage tell which one it is."""


@dataclass(frozen=True)
class Thing:
    """One thing: its name, what is said of it, and where it stands, NOWHERE for what has no place in the text."""

    name: str
    said: str = ""
    at: Span = NOWHERE

    def text(self) -> str:
        """Return it as one line of text."""
        return f"{self.name} {self.said}".strip()


def things_of(module: m.Module, kind: str, labels: Labels) -> tuple[Thing, ...]:
    """Return all things of a kind in a module. Raises KeyError for a kind that is not in `KINDS`."""
    return tuple(KINDS[kind](module, labels))


def _objectives(module: m.Module, _labels: Labels) -> Iterator[Thing]:
    yield from (Thing(one.text) for one in module.meta.objectives)


def _sources(module: m.Module, labels: Labels) -> Iterator[Thing]:
    for work in _citations(module):
        if not work.is_opened_at_original:
            yield Thing(work.full(), work.opening_note(labels) or labels("review-never-opened"))


def _law(module: m.Module, labels: Labels) -> Iterator[Thing]:
    for work in _citations(module):
        if work.type in _LAW:
            dates = {"review-dated": work.issued, "review-opened": work.accessed, "review-copied": work.copy_dated}
            said = [labels(key, date=value) for key, value in dates.items() if value]
            yield Thing(work.full(), " ".join(said))


def _citations(module: m.Module) -> Iterator[Work]:
    """Yield the sources that the text cites, by their keys."""
    cited = {node.key for node in m.walk(*module.body) if isinstance(node, m.Cited)}
    yield from (module.works[key] for key in sorted(cited) if key in module.works)


def _scenarios(module: m.Module, labels: Labels) -> Iterator[Thing]:
    for node in m.walk(*module.body):
        if isinstance(node, m.Scenario):
            yield Thing(m.plain(*node.title), _first_words(_said(node.body)), node.at)
        if isinstance(node, m.Cards):
            name = m.plain(*node.title) or labels("cards")
            yield from (Thing(name, _first_words(_said(card.body)), card.at) for card in node.cards)


def _contacts(module: m.Module, labels: Labels) -> Iterator[Thing]:
    seen = set()
    for node in m.walk(*module.body):
        if isinstance(node, m.Contact) and node.title not in seen:
            seen.add(node.title)
            ways = ", ".join(m.plain(*fact.content) for fact in node.reaches)
            gaps = ", ".join(labels(f"contact-{kind}") for kind in node.unverified)
            said = labels("review-gaps", names=gaps) if gaps else ""
            yield Thing(m.plain(*node.title), f"{ways}. {said}".strip(), node.at)


def _caveats(module: m.Module, _labels: Labels) -> Iterator[Thing]:
    for node in m.walk(*module.body):
        if caveat := getattr(node, "caveat", ""):
            yield Thing(_first_words(caveat), at=node.at)
        if isinstance(node, m.Caution):
            yield Thing(m.plain(*node.title), _first_words(_said(node.body)), node.at)


def _claims(module: m.Module, _labels: Labels) -> Iterator[Thing]:
    for node in m.walk(*module.body):
        if isinstance(node, m.Paragraph) and any(isinstance(inner, m.Citation) for inner in node.content):
            yield from (Thing(_first_words(text), at=node.at) for text in _sourced_sentences(node))


def _sourced_sentences(paragraph: m.Paragraph) -> Iterator[str]:
    """Yield the sentences of a paragraph that end in a source."""
    said = ""
    for inline in paragraph.content:
        if isinstance(inline, m.Citation):
            whole = said.strip(" .;,[(")
            sentence = re.split(r"(?<=[.!?…])[”’\"']?\s+", whole)[-1].strip()
            if whole:
                yield sentence if len(sentence.split()) >= _FEW else whole
            said = ""
        else:
            said += m.plain(inline)


def _said(blocks: tuple[m.Block, ...]) -> str:
    return " ".join(m.plain(block) for block in blocks)


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")


KINDS: Mapping[str, Callable[[m.Module, Labels], Iterator[Thing]]] = {
    "objective": _objectives,
    "source": _sources,
    "law": _law,
    "scenario": _scenarios,
    "contact": _contacts,
    "caveat": _caveats,
    "claim": _claims,
}
"""What a form can be repeated for, beside each person."""
