"""Terms that a course avoids, found in time that grows with the text alone, whatever terms a stranger's course lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from builder.core.typography import straighten_apostrophes
from builder.model.rules import HouseTerm

_TOKEN = re.compile(r"\w+|[\s‐‑-]+|[^\w\s‐‑-]")
_PART = re.compile(r"[\w*]+|[\s-]+|[^\w\s*-]")
_APART = " "
"""Stands for any white space and hyphens between two words of a term."""


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term in a text: where it stands, in characters, and the words there."""

    start: int
    words: str
    term: HouseTerm


@dataclass(frozen=True)
class _TermWord:
    """A word of a term: what stands before, between and behind its stars. Without a star, `first` is all of it."""

    first: str
    middle: tuple[str, ...] = ()
    last: str | None = None

    @classmethod
    def of(cls, written: str) -> _TermWord:
        first, *rest = written.split("*")
        return cls(first, tuple(rest[:-1]), rest[-1]) if rest else cls(first)

    def matches(self, word: str) -> bool:
        """Say whether a word of a text is this one; a star stands for any letters.

        What is between stars is taken where it comes first: nothing is tried twice, as by a regular expression.
        """
        if self.last is None:
            return word == self.first
        at, end = len(self.first), len(word) - len(self.last)
        if end < at or not word.endswith(self.last) or not word.startswith(self.first):
            return False
        for part in self.middle:
            at = word.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return True


@dataclass(frozen=True)
class _TermParts:
    """A term as its words, signs and gaps, in lower case."""

    term: HouseTerm
    parts: tuple[_TermWord, ...]

    @classmethod
    def of(cls, term: HouseTerm) -> _TermParts:
        written = _PART.findall(_lower(straighten_apostrophes(term.term.strip())))
        return cls(
            term, tuple(_TermWord.of(_APART if part[0].isspace() or part[0] == "-" else part) for part in written)
        )

    def begins(self, word: str) -> bool:
        """Say whether the term may begin with this word of a text."""
        return self._is_part(0, word)

    def follows(self, tokens: list[str], at: int) -> bool:
        """Say whether the rest of the term follows after the token `at`."""
        return at + len(self.parts) <= len(tokens) and all(
            self._is_part(place, tokens[at + place]) for place in range(1, len(self.parts))
        )

    def _is_part(self, place: int, word: str) -> bool:
        """Say whether a word of a text is one of the term; the last may have a plural s."""
        part = self.parts[place]
        return part.matches(word) or (place == len(self.parts) - 1 and word[-1:] == "s" and part.matches(word[:-1]))


@dataclass
class TermFinder:
    """Finds terms in any case, with or without a plural s, with spaces or hyphens between their words."""

    terms: Iterable[HouseTerm]
    known: dict[str, list[_TermParts]] = field(default_factory=dict)

    @cached_property
    def _by_beginning(self) -> dict[str, list[_TermParts]]:
        """The terms by what their first word begins with, up to a `*`."""
        found: dict[str, list[_TermParts]] = {}
        for term in map(_TermParts.of, self.terms):
            if term.parts:
                found.setdefault(term.parts[0].first, []).append(term)
        return found

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(beginning) for beginning in self._by_beginning})

    def find(self, text: str) -> Iterator[FoundTerm]:
        """Yield the terms in a text, in order of their places and then of the list."""
        text = straighten_apostrophes(text)
        folded = _lower(text)
        if not any(beginning in folded for beginning in self._by_beginning):
            return  # most texts hold none, and need not be taken apart
        spans = [found.span() for found in _TOKEN.finditer(text)]
        tokens = [
            _APART if folded[start].isspace() or folded[start] in "‐‑-" else folded[start:end] for start, end in spans
        ]
        for at, token in enumerate(tokens):
            for term in self._beginning(token):
                if term.follows(tokens, at):
                    start, end = spans[at][0], spans[at + len(term.parts) - 1][1]
                    yield FoundTerm(start, text[start:end], term.term)

    def _beginning(self, token: str) -> list[_TermParts]:
        """Return the terms whose first word a token may be."""
        if token not in self.known:
            near = (term for size in self._lengths for term in self._by_beginning.get(token[:size], ()))
            self.known[token] = [term for term in near if term.begins(token)]
        return self.known[token]


def _lower(text: str) -> str:
    """Return a text of the same length in lower case."""
    lower = text.lower()
    return (
        lower if len(lower) == len(text) else "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    )
