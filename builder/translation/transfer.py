"""The words of a translated module in the tree of its source: blocks, audiences, ids, marks and numbers are the source's own.

A module that was parsed with other words is compared with its source node by node, and only running text is taken over, where it
has the same sources, references, links, footnotes, pictures, code and key sentences. So no translation can move words to other
readers, or change what is right, how long something takes, or what refers to what.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Protocol, TypeVar, cast

from builder.core.frozen import dataclass, replace
from builder.core.source import Span
from builder.model import module as m

PRINTED = frozenset({"alt", "caveat", "group", "materials", "method", "backs"})
"""Fields of nodes that are printed as they are, and are texts of their own in the source."""

GIVEN = frozenset({"shown_in"})
"""Fields of nodes with words of another file, in the language that they have there."""

_PLACEHOLDER = re.compile(r"\{[a-z][a-z-]*\}")

N = TypeVar("N", bound=m.Node)


class Findings(Protocol):
    """What a transfer asks, and is told, of the translation in use."""

    def is_kept(self, at: Span) -> bool:
        """Say whether a text in a line of the source has no translation that can be used."""

    def is_refused(self, at: Span) -> bool:
        """Say whether the translations in a line are not used."""

    def refuse(self, at: Span, what: str) -> None:
        """Take note that translations in a line are not used, because of this."""

    def compare(self, at: Span, before: str, after: str) -> None:
        """Look at a text that is used."""


@dataclass(frozen=True)
class Transfer:
    """Takes the words of a translation over. `lang` is the source's language: what stays in it is marked, and tells so to readers aloud."""

    findings: Findings
    lang: str

    def blocks(self, source: Sequence[N], target: Sequence[N], at: Span) -> tuple[N, ...]:
        """Return the nodes of `source` with the words of `target`, as far as they are built alike."""
        if len(source) != len(target):
            unlike = (a.at for a, b in zip(source, target, strict=False) if type(a) is not type(b))
            self.findings.refuse(next(unlike, at), "it divides, joins or leaves out blocks")
            return tuple(self.kept(node) for node in source)
        return tuple(self.node(a, b) for a, b in zip(source, target, strict=True))

    def node(self, source: N, target: N) -> N:
        """Return a node of the source with the words of another, as far as they are built alike."""
        at = source.at
        if type(source) is not type(target):
            self.findings.refuse(at, "it makes another block of this one")
            return self.kept(source)
        if isinstance(source, m.Matching | m.Ordering) and isinstance(target, m.Matching | m.Ordering):
            target = cast("N", _in_order_of(source, target))
        changes: dict[str, object] = {}
        for one in fields(source):
            old, new = getattr(source, one.name), getattr(target, one.name)
            if one.name in GIVEN:
                changes[one.name] = new if old and new else old
            elif one.name in PRINTED:
                if old != new and old and new:
                    self.findings.compare(at, old, new)
                    changes[one.name] = new
            elif isinstance(old, m.Node) and isinstance(new, m.Node):
                changes[one.name] = self.node(old, new)
            elif isinstance(old, tuple) and isinstance(new, tuple) and (_is_text(old) or _is_text(new)):
                changes[one.name] = self.text(old, new, at)
            elif isinstance(old, tuple) and isinstance(new, tuple) and _holds_nodes(old, new):
                changes[one.name] = self.blocks(old, new, at)
        found = {name: value for name, value in changes.items() if value is not getattr(source, name)}
        return replace(source, **found) if found else source  # type: ignore[arg-type]  # names come from fields()

    def kept(self, source: N) -> N:
        """Return a node of the source as it is, each text in it marked."""
        return _Kept(self.findings, self.lang).node(source, source)

    def text(self, source: tuple[m.Inline, ...], target: tuple[m.Inline, ...], at: Span) -> tuple[m.Inline, ...]:
        """Return the running text of a translation; that of the source where it has other marks, or there is none."""
        if not source:
            if target:
                self.findings.refuse(at, "it adds a text")
            return source
        here = source[0].at if source[0].at.line else at
        before, after = m.plain(*source), m.plain(*target)
        if self.findings.is_refused(here):
            return self.marked(source)
        if fault := _fault(source, target, before, after):
            self.findings.refuse(here, fault)
            return self.marked(source)
        if self.findings.is_kept(here) and _letters(before) == _letters(after):
            return self.marked(source) if before.strip() else source
        self.findings.compare(here, before, after)
        return self._with_notes(source, target)

    def marked(self, text: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
        """Return a text of the source as it is printed: in its own language, with a sign that says so."""
        if not _letters(m.plain(*text)):
            return text
        sign = m.Text(text=f"[{self.lang.partition('-')[0]}] ", at=text[0].at)
        return (m.Phrase(content=(sign, *text), lang=self.lang, at=text[0].at),)

    def _with_notes(self, source: tuple[m.Inline, ...], target: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
        """Return a text in which each footnote is that of the source, in the words of the translation."""
        waiting: dict[str, list[m.Footnote]] = {}
        for note in m.walk(*source):
            if isinstance(note, m.Footnote):
                waiting.setdefault(note.label, []).append(note)
        if not waiting:
            return target

        def change(node: m.Node, context: None) -> tuple[m.Node, None]:
            if not isinstance(node, m.Footnote):
                return node, context
            original = waiting[node.label].pop(0)  # the marks are the same
            return replace(original, body=self.blocks(original.body, node.body, original.at)), context

        return m.rewrite(m.Paragraph(content=target), change, None).content


@dataclass(frozen=True)
class _Kept(Transfer):
    """Takes over nothing."""

    def text(self, source: tuple[m.Inline, ...], target: tuple[m.Inline, ...], at: Span) -> tuple[m.Inline, ...]:
        """Return a text of the source, marked."""
        del target, at
        return self.marked(source) if source else source


def _fault(source: tuple[m.Inline, ...], target: tuple[m.Inline, ...], before: str, after: str) -> str:
    """Return why a text cannot take the place of another, "" when it can."""
    if bool(before.strip()) != bool(after.strip()):
        return "it leaves a text empty, or adds one"
    ours, theirs = _marks(source), _marks(target)
    if ours == theirs:
        return ""
    lost, added = (ours - theirs), (theirs - ours)
    words = [f"{_named(what)} is lost" for what in lost] + [f"{_named(what)} is added" for what in added]
    return "; ".join(words[:3])


def _in_order_of(source: m.Matching | m.Ordering, target: m.Matching | m.Ordering) -> m.Matching | m.Ordering:
    """Return a question whose mixed items stand in the order of the source's: so they have the same letters in all languages."""
    by_line = sorted(range(len(source.options)), key=lambda n: source.options[n].at.line)
    theirs = sorted(target.options, key=lambda option: option.at.line)
    if len(theirs) != len(by_line):
        return target
    mixed: list[m.Offered] = [*theirs]
    for option, place in zip(theirs, by_line, strict=True):
        mixed[place] = option
    return replace(target, options=tuple(mixed))  # type: ignore[arg-type]  # those that it had


def _holds_nodes(*values: tuple[object, ...]) -> bool:
    return any(isinstance(one, m.Node) for value in values for one in value)


def _is_text(value: tuple[object, ...]) -> bool:
    return bool(value) and all(isinstance(one, m.InlineNode) for one in value)


def _marks(text: Iterable[m.Node]) -> Counter[tuple[str, ...]]:
    """Return what in a running text is more than words, and how often: it has to be the same in every language."""
    found: Counter[tuple[str, ...]] = Counter()
    waiting: list[m.Node] = [*text]
    while waiting:
        node = waiting.pop()
        match node:
            case m.Cited():
                found["source", node.key] += 1
            case m.Reference():
                found["reference", node.edition, node.target] += 1
            case m.Link():
                found["link", str(node.target)] += 1
            case m.Footnote():
                found["footnote", node.label] += 1
                continue  # its text is compared block by block
            case m.InlineImage():
                found["picture", node.src] += 1
            case m.Key():
                found["key sentence",] += 1
            case m.Code() | m.Keyboard():
                found["code", node.text] += 1
            case m.Text() if "{" in node.text:
                found.update(("placeholder", name) for name in _PLACEHOLDER.findall(node.text))
            case _:
                pass
        waiting += m.children(node)
    return found


def _named(mark: tuple[str, ...]) -> str:
    name = mark[-1] if len(mark) > 1 else ""
    return f"the {mark[0]} `{name}`" if name else f"the {mark[0]}"


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)
