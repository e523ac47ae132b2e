"""Glossary terms in an edition: links the first use of each term, and selects the entries to print.

Terms are linked in running text only, not in headings, tables, links, quotes or quotation marks. The printed entries
are those of all terms that the edition uses anywhere, linked or not. What others use alone is not printed: it would tell of
their text. So a book has a term that its readers' text does not use only where its author says so (`in-books`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.core.typography import straighten_apostrophes
from builder.model import module as m
from builder.transform.quotes import mask_quotations

_APART = (m.Quote, m.Question, m.Cards, m.Resources, m.ContactList, m.Local, m.ContentNote, m.Definition, m.Footnote)
"""Blocks in which no term is linked: quotations, tasks, and what must be read at a glance. Table cells hold no paragraphs."""

_THROUGH = (m.Strong, m.Emphasis, m.Highlight)
"""Inlines in which a term may be linked."""


def explain(module: m.Module) -> m.Module:
    """Return a selected module with the first use of each term linked and `terms` cut to those in use, sorted."""
    if not module.terms:
        return module
    finder = _Finder.of(module.terms)
    used = finder.used_in(module.body)
    linked = {node.entry for node in m.walk(*module.body) if isinstance(node, m.Explained)}

    def change(node: m.Node, apart: bool) -> tuple[m.Node, bool]:
        apart = apart or isinstance(node, _APART)
        if isinstance(node, m.Paragraph) and not apart:
            return replace(node, content=_Linker(finder, linked, node.content).content()), True
        return node, apart

    body = m.rewrite_blocks(module.body, change, context=False)
    book = any(isinstance(block, m.Part) and block.module for block in module.body)
    printed = (entry for entry in module.terms if entry.id in used or (book and entry.in_books))
    terms = sorted(printed, key=lambda e: sort_key(e.term, module.lang))
    return replace(module, body=body, terms=tuple(terms))


def used_terms(module: m.Module) -> frozenset[str]:
    """Return the ids of the glossary's terms that stand anywhere in a module."""
    return _Finder.of(module.terms).used_in(module.body) if module.terms else frozenset()


def _texts(body: tuple[m.Block, ...]) -> Iterator[str]:
    """Yield the text of each paragraph, cell, title, term and so on by itself, so that no words run together."""
    for node in m.walk(*body):
        if not isinstance(node, m.InlineNode):
            yield m.plain(*(child for child in m.children(node) if isinstance(child, m.InlineNode)))


@dataclass(frozen=True)
class _Finder:
    """Finds terms in text, in any of their forms, the longest first."""

    pattern: re.Pattern[str]
    entries: dict[str, m.Entry]

    @classmethod
    def of(cls, terms: tuple[m.Entry, ...]) -> _Finder:
        entries = {_fold_case(form): entry for entry in terms for form in (entry.term, *entry.forms)}
        forms = sorted(entries, key=lambda form: (-len(form), form))
        spelled = (re.escape(form).replace(r"\ ", r"[\s‐‑–-]").replace(r"\-", "[‐‑–-]") for form in forms)
        return cls(re.compile(rf"(?<![\w‐‑-])(?:{'|'.join(spelled)})(?![‐‑-]?\w)", re.IGNORECASE), entries)

    def used_in(self, body: tuple[m.Block, ...]) -> frozenset[str]:
        return frozenset(entry.id for text in _texts(body) for _, entry in self.find(text))

    def find(self, text: str) -> Iterator[tuple[re.Match[str], m.Entry]]:
        for match in self.pattern.finditer(straighten_apostrophes(text)):
            entry = self.entries.get(_fold_case(match[0]))
            if entry is not None:
                yield match, entry


def _fold_case(form: str) -> str:
    return re.sub(r"[\s‐‑–-]", " ", straighten_apostrophes(form).casefold())


@dataclass
class _Linker:
    """Puts links into the inlines of one paragraph. `linked`, the ids of entries linked so far, is updated."""

    finder: _Finder
    linked: set[str]
    given: tuple[m.Inline, ...]
    at: int = 0
    free: str = field(default="")

    def content(self) -> tuple[m.Inline, ...]:
        """Return the paragraph's inlines with links. Quotation marks are paired over the whole paragraph."""
        texts = (node.text for node in m.walk(*self.given) if isinstance(node, m.Text))
        self.free = mask_quotations("".join(texts))
        return self._all(self.given, free=True)

    def _all(self, inlines: tuple[m.Inline, ...], *, free: bool) -> tuple[m.Inline, ...]:
        return tuple(new for node in inlines for new in self._one(node, free=free))

    def _one(self, node: m.Inline, *, free: bool) -> tuple[m.Inline, ...]:
        match node:
            case m.Text():
                start, self.at = self.at, self.at + len(node.text)
                return tuple(self._parts(node, self.free[start : self.at])) if free else (node,)
            case m.Styled() if isinstance(node, _THROUGH):
                return (replace(node, content=self._all(node.content, free=free)),)
            case _:
                self.at += sum(len(inner.text) for inner in m.walk(*m.children(node)) if isinstance(inner, m.Text))
                return (node,)

    def _parts(self, node: m.Text, free: str) -> Iterator[m.Inline]:
        done = 0
        for match, entry in self.finder.find(free):
            if entry.id in self.linked:
                continue
            self.linked.add(entry.id)
            if match.start() > done:
                yield replace(node, text=node.text[done : match.start()])
            words = replace(node, text=node.text[match.start() : match.end()])
            yield m.Explained(content=(words,), entry=entry.id, at=node.at, lang=node.lang)
            done = match.end()
        if done < len(node.text) or not node.text:
            yield replace(node, text=node.text[done:]) if done else node


# ── order ─────────────────────────────────────────────────────────────────────────────────────────────────────

_ORDERS = {
    "da": "zæøå", "nb": "zæøå", "nn": "zæøå", "no": "zæøå", "sv": "zåäö", "fi": "zåäö", "es": "nñ", "et": "sšzžtuvwõäöü",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż", "tr": "cçdefgğhıijklmnoöpqrsştuü",
}  # fmt: skip
"""Alphabetical order of letters outside a–z, by primary language tag (Unicode CLDR's main collations)."""


def sort_key(term: str, lang: str) -> tuple[tuple[float, ...], str]:
    """Return the sort key of a term: word by word, by the alphabet of `lang`; accents and case decide last.

    Digraphs (Czech ch, Hungarian sz) count as two letters, and Chinese goes by code point: full collation needs ICU.
    """
    order = _ORDERS.get(lang.lower().split("-", maxsplit=1)[0], "")
    return tuple(_weight(char, order) for char in re.sub(r"[\W_]+", " ", term.casefold())), term


def _weight(char: str, order: str) -> float:
    place = order.find(char)
    if place > 0:
        start = max(index for index in range(place + 1) if "a" <= order[index] <= "z")
        return ord(order[start]) + (place - start) / 10
    return float(ord(unicodedata.normalize("NFKD", char)[0]))
